"""Sample cards: the heaviest things we post, held against the platforms' limits before they are.

Made of the sample day's own articles, so that it can be done offline and says nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from bot.app.sample_day.articles import sample_articles
from bot.domain.articles import Provenance, StoryId
from bot.domain.briefs import Brief, Digest, Message, Notice, SourcedSentence, SourceLine, Update
from bot.domain.delivery import Platform
from bot.domain.feeds import FeedKind
from bot.domain.stories import StoryPhase

#: More articles, stories and lines than any one message can name.
MANY = 40
#: What the platforms count in one message: blocks and about 13,200 characters at Slack (and 4,000
#: of its plain text), 6,000 characters of embeds at Discord.
SLACK_BLOCKS, SLACK_WEIGHT, SLACK_TEXT, DISCORD_WEIGHT = 50, 13_200, 4000, 6000
_MARKUP = "*_~`<@U0>@everyone & [x](http://y) "


def faults_of(platform: Platform, now: datetime) -> list[str]:
    """Return what is wrong with a platform's samples; empty when all stay within its limits."""
    faults = ((name, _FAULTS[platform](message)) for name, message in _samples(now))
    return [f"the {name} has {fault}" for name, fault in faults if fault]


def _samples(now: datetime) -> Iterator[tuple[str, Message]]:
    card = _brief(now, 1)
    yield "card", card
    yield "heavy card", _brief(now, MANY)
    yield "digest", Digest(title="Morning", briefs=(card,) * MANY)
    yield (
        "thread note",
        Update(
            story=card.story,
            heading="What is new",
            is_correction=False,
            lines=card.sentences * MANY,
            sources=card.sources,
        ),
    )
    yield "notice", Notice(title="A feed fails", lines=(_MARKUP * 20,) * MANY)


def _brief(now: datetime, times: int) -> Brief:
    articles = sample_articles()[:4]
    sources = tuple(
        SourceLine(
            number=number,
            outlet=f"Outlet {number}",
            kind=FeedKind.LOCAL,
            provenance=Provenance.ORIGINAL,
            title=article.title,
            url=f"https://sample.example/{article.id}/{number}",
            published_at=now - timedelta(minutes=article.minutes),
        )
        for number, article in enumerate(articles * times, 1)
    )
    sentences = tuple(
        SourcedSentence(text=article.body.split("\n")[0], source=number)
        for number, article in enumerate(articles, 1)
    )
    return Brief(
        story=StoryId(1),
        headline=articles[0].title + _MARKUP * (times - 1),
        sources=sources,
        opened_at=now - timedelta(hours=2),
        updated_at=now,
        phase=StoryPhase.DEVELOPING,
        sentences=sentences * times,
        places=("Illinois",) * times,
        only_in=sentences * (times - 1),
    )


def _slack(message: Message) -> str:
    from bot.chat.slack.elements import weight  # noqa: PLC0415 - imported when used
    from bot.chat.slack.render import render_message  # noqa: PLC0415 - imported when used

    shown = render_message(message)
    if len(shown["blocks"]) > SLACK_BLOCKS:
        return f"{len(shown['blocks'])} blocks; Slack takes {SLACK_BLOCKS}"
    if weight(shown["blocks"]) > SLACK_WEIGHT:
        return f"{weight(shown['blocks'])} characters; Slack takes {SLACK_WEIGHT}"
    if not 0 < len(shown["text"]) <= SLACK_TEXT:
        return f"{len(shown['text'])} characters of plain text; Slack takes {SLACK_TEXT}"
    return ""


def _discord(message: Message) -> str:
    from bot.chat.discord.elements import weight  # noqa: PLC0415 - imported when used
    from bot.chat.discord.render import render_message  # noqa: PLC0415 - imported when used

    count = weight(render_message(message)["embeds"])
    return f"{count} characters; Discord takes {DISCORD_WEIGHT}" if count > DISCORD_WEIGHT else ""


def _terminal(message: Message) -> str:
    from bot.chat.terminal.render import render_message  # noqa: PLC0415 - imported when used

    return "" if render_message(message).strip() else "no words"


_FAULTS: Mapping[Platform, Callable[[Message], str]] = {
    Platform.SLACK: _slack,
    Platform.DISCORD: _discord,
    Platform.TERMINAL: _terminal,
}
