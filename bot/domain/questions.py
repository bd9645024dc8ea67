"""Questions and answers: one grammar for Slack, Discord, the terminal and `ask`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.articles import StoryId
from bot.domain.briefs import Brief
from bot.domain.delivery import ChannelRef, Platform


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
    FLAG = "flag"


class Completion(StrEnum):
    """What an option's values can be completed from."""

    OUTLET = "outlet"
    STATE = "state"
    KIND = "kind"
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
    #: Checked on every call against workspace admins, Manage Server or `admins`.
    admin: bool = False


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


COUNT = Option(
    name="n", about="how many", kind=OptionKind.COUNT, default="5", minimum=1, maximum=15
)
STATE = Option(name="state", about="two-letter state", completes=Completion.STATE)
KIND = Option(name="kind", about="kind of outlet", completes=Completion.KIND)
OUTLET = Option(name="outlet", about="outlet", completes=Completion.OUTLET)
STORY = Option(
    name="story",
    about="story number or an article's address",
    required=True,
    completes=Completion.STORY,
)


def since(default: str | None) -> Option:
    """Return the `since` option with its default span."""
    return Option(
        name="since",
        about="how far back: 90m, 24h, 7d or a date",
        kind=OptionKind.MOMENT,
        default=default,
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        name="help",
        about="what you can ask",
        example="help search",
        argument=Option(name="topic", about="a command", completes=Completion.TOPIC),
    ),
    Command(
        name="latest",
        about="the newest stories",
        example="latest n:3 since:24h state:IL",
        options=(COUNT, since("24h"), STATE, KIND, OUTLET),
    ),
    Command(
        name="search",
        about='words, "phrases", -not, OR, from: kind: state: entity: since: until:',
        example='search "detainer letters" state:NY since:30d',
        argument=Option(name="query", about="what to look for", required=True),
        options=(
            COUNT,
            Option(
                name="sort",
                about="best or newest first",
                kind=OptionKind.CHOICE,
                choices=("relevance", "new"),
                default="relevance",
            ),
        ),
    ),
    Command(
        name="story",
        about="one story with its sources",
        example="story 12 view:claims",
        argument=STORY,
        options=(
            Option(
                name="view",
                about="what to show",
                kind=OptionKind.CHOICE,
                choices=("summary", "timeline", "sources", "claims", "changes"),
                default="summary",
            ),
        ),
    ),
    Command(
        name="claims",
        about="who said what, where it was printed, where outlets differ",
        example="claims 12 type:figure",
        argument=Option(
            name="target",
            about="story number, address or words",
            required=True,
            completes=Completion.STORY,
        ),
        options=(
            Option(
                name="type",
                about="which claims",
                kind=OptionKind.CHOICE,
                choices=("figure", "quote", "all"),
                default="all",
            ),
        ),
    ),
    Command(
        name="who",
        about="a public person or agency in the news",
        example='who "Enforcement and Removal Operations"',
        argument=Option(
            name="name",
            about="a public person or agency",
            required=True,
            completes=Completion.ENTITY,
        ),
        options=(since("30d"),),
    ),
    Command(
        name="why",
        about="why an article was or was not posted",
        example="why https://news.example/article",
        argument=Option(name="article", about="an article's address or number", required=True),
    ),
    Command(
        name="sources",
        about="the feeds that are watched",
        example="sources kind:official",
        options=(KIND, OUTLET),
    ),
    Command(
        name="health",
        about="how polling and posting do",
        example="health feed:ice-news",
        options=(Option(name="feed", about="one feed", completes=Completion.FEED),),
    ),
)


def command_named(name: str) -> Command | None:
    """Return the command called `name`, or None."""
    return next((command for command in COMMANDS if command.name == name), None)
