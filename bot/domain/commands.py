"""The commands of `/news`: one table for Slack's text, Discord's options, help and completion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.feeds import FeedKind
from bot.domain.grammar import Command, Completion, Option, OptionKind


def needed(name: str, about: str, completes: Completion | None = None) -> Option:
    """Return an option without which a command makes no sense."""
    return Option(name=name, about=about, required=True, completes=completes)


def choice(name: str, about: str, *choices: str, default: str | None = None) -> Option:
    """Return an option that takes one of some words."""
    return Option(name=name, about=about, kind=OptionKind.CHOICE, choices=choices, default=default)


def count(default: int, maximum: int) -> Option:
    """Return the option that says how many, from one to `maximum`."""
    return Option(
        name="n", about="how many", kind=OptionKind.COUNT, default=str(default), maximum=maximum
    )


def since(default: str) -> Option:
    """Return the `since` option with its default span."""
    about = "how far back: 90m, 24h, 7d or a date"
    return Option(name="since", about=about, kind=OptionKind.MOMENT, default=default)


def span(name: str, about: str, default: str) -> Option:
    """Return an option that takes a span such as 24h."""
    return Option(name=name, about=about, kind=OptionKind.SPAN, default=default)


COUNT = count(5, maximum=15)
STATE = Option(
    name="state", about="two-letter state", kind=OptionKind.STATE, completes=Completion.STATE
)
KIND = Option(
    name="kind",
    about="kind of outlet",
    kind=OptionKind.CHOICE,
    choices=tuple(kind.value for kind in FeedKind),
)
OUTLET = Option(name="outlet", about="outlet", completes=Completion.OUTLET)
TO = choice("to", "to you alone, or here in the channel", "me", "here", default="me")
STORY = needed("story", "story number or an article's address", Completion.STORY)
WATCH = needed("name", "a watch's name", Completion.WATCH)
FEED = needed("feed", "a feed's id", Completion.FEED)
QUERY = needed("query", "what to look for")
_NOTIFY = choice("notify", "at once, or gathered every morning", "instant", "digest")

_READING: tuple[Command, ...] = (
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
        argument=QUERY,
        options=(
            COUNT,
            choice("sort", "best or newest first", "relevance", "new", default="relevance"),
        ),
    ),
    Command(
        name="story",
        about="one story with its sources",
        example="story 12 view:claims",
        argument=STORY,
        options=(
            choice(
                "view",
                "what to show",
                "summary",
                "timeline",
                "sources",
                "claims",
                "changes",
                default="summary",
            ),
        ),
    ),
    Command(
        name="claims",
        about="who said what, where it was printed, where outlets differ",
        example="claims 12 type:figure",
        argument=needed("target", "story number, address or words", Completion.STORY),
        options=(choice("type", "which claims", "figure", "quote", "all", default="all"),),
    ),
    Command(
        name="who",
        about="a public person or agency in the news",
        example='who "Enforcement and Removal Operations"',
        argument=needed("name", "a public person or agency", Completion.ENTITY),
        options=(since("30d"),),
    ),
    Command(
        name="docket",
        about="stories about a court case",
        example="docket 1:25-cv-01234",
        argument=needed("case", "a docket number or a case's name"),
    ),
    Command(
        name="law",
        about="stories that cite a law, rule, order, form or bill",
        example="law 8 U.S.C. 1357(g)",
        argument=needed("citation", "a citation or a law's name"),
    ),
    Command(
        name="like",
        about="the stories nearest to a text, or that it is new",
        example="like https://news.example/article",
        argument=needed("text", "an article's address, or a text's words"),
    ),
    Command(
        name="since",
        about="what is new since you last looked",
        example="since 12h",
        argument=Option(
            name="time",
            about="how far back instead: 90m, 24h, 7d or a date",
            kind=OptionKind.MOMENT,
        ),
    ),
    Command(
        name="trend",
        about="stories a day, as a picture and in words",
        example="trend sanctuary period:30d",
        argument=needed("query", "a name, or what to look for", Completion.ENTITY),
        options=(
            Option(
                name="period",
                about="how far back, at most 400 days: 7d, 30d, 12w",
                kind=OptionKind.SPAN,
                default="30d",
                longest=timedelta(days=400),
            ),
        ),
    ),
    Command(
        name="digest",
        about="the newest stories, for you or posted here",
        example="digest period:24h to:me",
        options=(span("period", "how far back: 90m, 24h, 7d", "24h"), TO),
    ),
    Command(
        name="export",
        about="a search as a file",
        example='export "detainer letters" since:30d format:csv',
        argument=QUERY,
        options=(choice("format", "the file's form", "csv", "json", "md", default="csv"),),
    ),
    Command(
        name="why",
        about="why an article was or was not posted",
        example="why https://news.example/article",
        argument=needed("article", "an article's address or number"),
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

_WATCHING: tuple[Command, ...] = (
    Command(
        name="watch add",
        about="be told when something fits a search",
        example='watch add "detainer letters" state:NY name:letters notify:instant',
        argument=QUERY,
        options=(
            Option(name="name", about="what to call it"),
            TO,
            replace(_NOTIFY, default="instant"),
        ),
    ),
    Command(
        name="watch edit",
        about="change what a watch looks for, its name or when it tells",
        example='watch edit letters query:"detainer requests" notify:digest',
        argument=WATCH,
        options=(
            Option(name="query", about="what to look for from now on"),
            Option(name="rename", about="what to call it from now on"),
            _NOTIFY,
        ),
    ),
    Command(name="watch list", about="your watches and this channel's", example="watch list"),
    Command(
        name="watch pause", about="let a watch rest", example="watch pause letters", argument=WATCH
    ),
    Command(
        name="watch resume",
        about="let a paused watch go on",
        example="watch resume letters",
        argument=WATCH,
    ),
    Command(
        name="watch remove", about="forget a watch", example="watch remove letters", argument=WATCH
    ),
    Command(
        name="follow",
        about="be told what is new in one story",
        example="follow 12",
        argument=STORY,
        options=(TO,),
    ),
    Command(
        name="report",
        about="tell the operators what is wrong with a story",
        example="report 12 reason:wrong-fact the second figure is from 2019",
        argument=STORY,
        options=(
            Option(
                name="reason",
                about="what is wrong",
                kind=OptionKind.CHOICE,
                required=True,
                choices=("wrong-merge", "wrong-fact", "off-topic", "private-person", "other"),
            ),
            Option(name="note", about="in your words"),
        ),
        rest="note",
    ),
)

_CHANGING: tuple[Command, ...] = (
    Command(name="feed list", about="the feeds at run time", example="feed list", admin=True),
    Command(
        name="feed test",
        about="what an address would bring; stores and posts nothing",
        example="feed test https://news.example/rss",
        argument=needed("url", "a feed, or a page that names one"),
        admin=True,
    ),
    Command(
        name="feed pause",
        about="ask a feed no more",
        example="feed pause ice-news",
        argument=FEED,
        admin=True,
    ),
    Command(
        name="feed resume",
        about="ask a paused feed again",
        example="feed resume ice-news",
        argument=FEED,
        admin=True,
    ),
    Command(
        name="feed retry",
        about="ask a feed now",
        example="feed retry ice-news",
        argument=FEED,
        admin=True,
    ),
    Command(
        name="merge",
        about="make two stories one, for good",
        example="merge 12 into:9",
        argument=STORY,
        options=(needed("into", "the story that stays", Completion.STORY),),
        admin=True,
    ),
    Command(
        name="split",
        about="make an article a story of its own, for good",
        example="split 12 34",
        argument=STORY,
        options=(needed("article", "an article's number or address"),),
        rest="article",
        admin=True,
    ),
    Command(
        name="mute",
        about="post nothing of a story or an outlet for a while",
        example="mute 12 for:8h",
        argument=needed("target", "a story or an outlet", Completion.OUTLET),
        options=(span("for", "how long; 0h lifts it", "8h"),),
        admin=True,
    ),
    Command(
        name="reload",
        about="read feeds.yaml anew",
        example="reload dry_run:true",
        options=(Option(name="dry_run", about="check it, change nothing", kind=OptionKind.FLAG),),
        admin=True,
    ),
    Command(
        name="audit",
        about="who changed or reported what",
        example="audit n:10",
        options=(count(10, maximum=25),),
        admin=True,
    ),
)

COMMANDS: tuple[Command, ...] = (*_READING, *_WATCHING, *_CHANGING)


def command_named(name: str) -> Command | None:
    """Return the command called `name`, or None."""
    return next((command for command in COMMANDS if command.name == name), None)
