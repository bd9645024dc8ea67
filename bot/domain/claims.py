"""Claims: what a speaker asserts, and the figures inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain.entities import EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who asserts something, as the article gives it.

    A speaker without a name is either described ("a federal official", `anonymous`) or absent:
    then the outlet itself speaks and the claim has no named source.
    """

    #: Canonical name of a public person or an agency; None when nobody is named.
    name: str | None = None
    role: str | None = None
    entity: EntityId | None = None
    #: The words for an unnamed speaker ("a senior official"); None when named or absent.
    described_as: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether a reader can check who said it."""
        return self.name is not None

    @property
    def is_anonymous(self) -> bool:
        """Whether somebody speaks whose name the article withholds."""
        return self.name is None and self.described_as is not None

    @property
    def label(self) -> str:
        """Return the speaker for print; never empty."""
        if self.name is not None:
            return self.name if self.role is None else f"{self.name}, {self.role}"
        if self.described_as is not None:
            return f"{self.described_as} (unnamed)"
        return "no speaker named"


#: The words of a label up to what only describes its noun ("filings in the case").
_HEAD = re.compile(r"[^,(]*?(?=\s(?:in|of|for|with|from|at|on|by|to|who|that|familiar)\s|[,(]|$)")
#: A plural that ends them, or that what was done follows ("people briefed", "records seen").
_SEVERAL = re.compile(
    r"(?:^|\s)(?:[a-z-]+(?<![sui])s|police|people|men|women|some|many|Democrats|Republicans)"
    r"(?:$|\s(?:[a-z]+(?:ed|ing|en)|sent)(?:\s|$))"
)


def verb_of_saying(label: str) -> str:
    """Return "say" for several who speak ("court records", "two officials"), else "says"."""
    head = _HEAD.match(label)
    return "say" if head and _SEVERAL.search(head[0].strip()) else "says"


class ClaimKind(StrEnum):
    """How the words are given."""

    QUOTE = "quote"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number somebody put forward; it lives inside its claim, never alone."""

    value: Decimal
    #: percent, people, usd, count, days ... ("count" when no better unit is known).
    unit: str
    #: What is counted, in the article's words ("migrants it has arrested under Mr. Trump").
    counts: str
    #: "more than", "about", "at least" ...; None when the number is bare.
    qualifier: str | None = None
    #: The period named; None when the article does not say.
    period: str | None = None
    #: The number as printed ("more than 90%").
    surface: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something a speaker asserts: the words, the sentence, the span [start, end) in the body."""

    kind: ClaimKind
    #: The quoted words without quotation marks, or the whole reporting sentence.
    words: str
    sentence: str
    start: int
    end: int
    speaker: Speaker
    figures: tuple[Figure, ...] = ()


class DocumentKind(StrEnum):
    """Kinds of primary document."""

    STATUTE = "statute"
    REGULATION = "regulation"
    FEDERAL_REGISTER = "federal-register"
    PUBLIC_LAW = "public-law"
    INA = "ina"
    EXECUTIVE_ORDER = "executive-order"
    DOCKET = "docket"
    RIN = "rin"
    DECISION = "decision"
    FORM = "form"
    BILL = "bill"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryDocument:
    """A statute, regulation, docket, form ... an article cites, with its official page."""

    kind: DocumentKind
    #: Canonical citation: "8 CFR 287.7", "1:25-cv-01234", "Form I-247A".
    citation: str
    #: The official page; None when there is none to link.
    url: str | None = None
    #: "proposed rule", "final rule", "notice"; None when unknown or not a rule.
    status: str | None = None
