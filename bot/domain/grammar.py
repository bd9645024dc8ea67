"""The grammar of `/news`: what a command is made of; `bot.domain.commands` is the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class OptionKind(StrEnum):
    """What an option accepts."""

    TEXT = "text"
    COUNT = "count"
    #: 90m, 24h, 7d, 2w.
    SPAN = "span"
    #: A span back from now, or a date.
    MOMENT = "moment"
    #: One of `Option.choices`.
    CHOICE = "choice"
    #: A state of the Union or a territory: its two letters or its name.
    STATE = "state"
    FLAG = "flag"


class Completion(StrEnum):
    """What an option's values can be completed from."""

    OUTLET = "outlet"
    STATE = "state"
    STORY = "story"
    WATCH = "watch"
    ENTITY = "entity"
    FEED = "feed"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One `key:value` of a command, or its positional argument."""

    name: str
    about: str
    kind: OptionKind = OptionKind.TEXT
    required: bool = False
    default: str | None = None
    choices: tuple[str, ...] = ()
    minimum: int = 1
    maximum: int = 15
    #: The longest span it takes: nothing is kept for ten years.
    longest: timedelta = timedelta(days=3650)
    completes: Completion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One `/news` sub-command; `name` may be two words ("watch add")."""

    name: str
    about: str
    example: str
    #: What follows the command without a key; it takes the rest of the line.
    argument: Option | None = None
    options: tuple[Option, ...] = ()
    #: The option that takes the words after the argument's first ("split STORY ARTICLE").
    rest: str | None = None
    #: Checked on every call against workspace admins, Manage Server or `admins`.
    admin: bool = False
