"""Deeds: what people changed through `/news` or reported with it: who, when, what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.delivery import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One change by an admin, or one report by a reader."""

    at: datetime
    platform: Platform
    #: Workspace or server id; None in the terminal and in direct messages.
    workspace: str | None
    #: The platform's user id.
    user: str
    #: The command: "merge", "feed pause", "report".
    command: str
    #: What it did, in one line for print.
    what: str
