"""Questions and answers: one grammar for Slack, Discord, the terminal and `ask`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.articles import StoryId
from bot.domain.briefs import Brief
from bot.domain.commands import COMMANDS, command_named
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.grammar import Command, Completion, Option, OptionKind
from bot.domain.watches import Watch

__all__ = [
    "COMMANDS",
    "Answer",
    "Asker",
    "Attachment",
    "Command",
    "Completion",
    "Evidence",
    "Line",
    "Option",
    "OptionKind",
    "Query",
    "Question",
    "Section",
    "Suggestion",
    "Value",
    "command_named",
]

Value = str | int | bool | timedelta | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks, where: decides zone, privacy and rights."""

    platform: Platform
    #: The platform's user id; "operator" at the terminal.
    user: str
    #: Workspace or server id; None in the terminal.
    workspace: str | None = None
    channel: ChannelRef | None = None
    #: IANA zone of the reader; None when the platform does not tell.
    zone: str | None = None
    #: The platform itself says that this user administers the workspace or server.
    is_platform_admin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A `/news` question, parsed and checked: every value has the type of its option."""

    command: str
    #: The question as it was typed, for print.
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    #: 1-based page of a paged answer.
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search: words, phrases, exclusions and filters; all foreign text, never syntax."""

    #: Every group must match; inside a group one term is enough (`OR`).
    groups: tuple[tuple[str, ...], ...] = ()
    #: Terms that must not occur.
    excluded: tuple[str, ...] = ()
    outlet: str | None = None
    kind: str | None = None
    state: str | None = None
    entity: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a line of an answer comes from."""

    outlet: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an answer: our or an outlet's words, its link and its evidence."""

    text: str
    #: Where `text` links to; None for plain text.
    url: str | None = None
    evidence: tuple[Evidence, ...] = ()
    #: Lesser words under the line; empty when there are none.
    detail: str = ""
    #: The story the line is about, so that a platform can offer its buttons.
    story: StoryId | None = None
    #: When the story's newest article or revision joined, for a story that developed: lists are in
    #: this order, and what stands first may have begun long ago.
    updated_at: datetime | None = None
    #: The watch the line is about, so that a platform can offer to change it.
    watch: Watch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed group of lines; the heading may be empty."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that comes with an answer: an export or a picture."""

    name: str
    media_type: str
    content: bytes
    #: What a picture shows, in words.
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question returns; every line carries its evidence."""

    title: str
    #: One plain sentence: what was found, or what was searched and not found.
    summary: str = ""
    brief: Brief | None = None
    #: The story that the whole answer is about, so that a platform can offer its buttons.
    story: StoryId | None = None
    sections: tuple[Section, ...] = ()
    #: Cautions: failing feeds, what was left out.
    notes: tuple[str, ...] = ()
    attachment: Attachment | None = None
    #: 1-based; `page_count` 1 means that there is nothing to turn.
    page: int = 1
    page_count: int = 1
    #: The question that gives this answer again (without page), for paging and sharing buttons.
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One completion: what is shown and what is typed."""

    label: str
    value: str
