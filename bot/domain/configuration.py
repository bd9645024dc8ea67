"""The configuration: what operators said in feeds.yaml, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.delivery import Platform, Route
from bot.domain.entities import OfficeTerm
from bot.domain.feeds import Feed


class Redaction(StrEnum):
    """Private details that are taken out of every text before it is stored."""

    A_NUMBER = "a_number"
    PHONE = "phone"
    STREET_ADDRESS = "street_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long articles and the traces of dropped entries are kept."""

    articles: timedelta = timedelta(days=400)
    dropped: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A whole, valid feeds.yaml."""

    feeds: tuple[Feed, ...]
    routes: tuple[Route, ...]
    zone: ZoneInfo
    #: Goes into the User-Agent; None when the operators gave none.
    contact: str | None = None
    #: User ids that may use admin commands, besides workspace admins and Manage Server.
    admins: Mapping[Platform, frozenset[str]] = field(default_factory=dict)
    redact: frozenset[Redaction] = frozenset(Redaction)
    retention: Retention = field(default_factory=Retention)
    #: Terms of office that go before those of the lists.
    officials: tuple[OfficeTerm, ...] = ()

    @property
    def without_effect(self) -> tuple[str, ...]:
        """What the operators wrote that changes nothing, a sentence each, for them to read."""
        spared = sorted(each.value for each in frozenset(Redaction) - self.redact)
        if not spared:
            return ()
        words = (
            f"privacy.redact leaves out {', '.join(spared)}; all three kinds are taken out of "
            f"every text whatever is listed (docs/feeds.md, privacy)"
        )
        return (words,)
