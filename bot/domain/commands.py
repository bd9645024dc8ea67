"""The commands of `/news`: one table for Slack's text, Discord's options, help and completion."""

from __future__ import annotations

from bot.domain.grammar import Command, Completion, Option, OptionKind

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


TO = Option(
    name="to",
    about="to you alone, or here in the channel",
    kind=OptionKind.CHOICE,
    choices=("me", "here"),
    default="me",
)
WATCH = Option(name="name", about="a watch's name", required=True, completes=Completion.WATCH)
FEED = Option(name="feed", about="a feed's id", required=True, completes=Completion.FEED)
QUERY = Option(name="query", about="what to look for", required=True)


def span(name: str, about: str, default: str) -> Option:
    """Return an option that takes a span such as 24h."""
    return Option(name=name, about=about, kind=OptionKind.SPAN, default=default)


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
        name="docket",
        about="stories about a court case",
        example="docket 1:25-cv-01234",
        argument=Option(name="case", about="a docket number or a case's name", required=True),
    ),
    Command(
        name="law",
        about="stories that cite a law, rule, order, form or bill",
        example="law 8 U.S.C. 1357(g)",
        argument=Option(name="citation", about="a citation or a law's name", required=True),
    ),
    Command(
        name="like",
        about="the stories nearest to a text, or that it is new",
        example="like https://news.example/article",
        argument=Option(
            name="text", about="an article's address, or a text's words", required=True
        ),
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
        options=(
            Option(
                name="format",
                about="the file's form",
                kind=OptionKind.CHOICE,
                choices=("csv", "json", "md"),
                default="csv",
            ),
        ),
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

COMMANDS: tuple[Command, ...] = _READING


def command_named(name: str) -> Command | None:
    """Return the command called `name`, or None."""
    return next((command for command in COMMANDS if command.name == name), None)
