"""`since` and `digest`: what came in since somebody looked, and a digest on request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.briefs import Digest
from bot.domain.delivery import ChannelRef, Delivery, DeliveryKind, RouteId, delivery_key
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Asker, Line, Section
from bot.domain.stories import Story
from bot.ports import StoryFilter
from bot.services.answering.asking import Asking, line_of, story_line
from bot.services.dossier import outline_of
from bot.text.printing.counts import stories

#: How far back one looks who never looked before.
FIRST_LOOK = timedelta(hours=24)
PAGE = 10
MOST_OF_A_DIGEST = 15


async def answer_since(asking: Asking) -> Answer:
    """Return the stories that came in or developed since the asker last looked, or since a time.

    Only the bare question moves the mark, so that a button pressed again shows the same.
    """
    given = asking.moment("time")
    since, words = (given, "") if given else await _last_look(asking)
    assert since is not None
    if given is None:
        await _look(asking)
    which = StoryFilter(news_since=since)
    page = asking.question.page
    total = await asking.unit.stories.count(which)
    found = await asking.unit.stories.newest(which, limit=PAGE, offset=(page - 1) * PAGE)
    count = stories(total) if total else "Nothing"
    return Answer(
        title="What is new",
        summary=f"{count} new or developing since {asking.when(since)}{words}.",
        sections=await _sections(asking, found, since),
        notes=await asking.failing(),
        page=page,
        page_count=max(1, -(-total // PAGE)),
        question=f"since {since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )


async def _last_look(asking: Asking) -> tuple[datetime, str]:
    kept = await asking.unit.memory.recall(look_key(asking.asker))
    if kept is None:
        return asking.now - FIRST_LOOK, ", because you have not asked before"
    return datetime.fromisoformat(kept), ", when you last looked"


async def _look(asking: Asking) -> None:
    async with asking.storage.begin() as unit:
        await unit.memory.keep(look_key(asking.asker), asking.now.isoformat())
        await unit.commit()


def look_key(asker: Asker) -> str:
    """Return under which key it is kept when somebody last looked."""
    return f"look:{asker.platform}:{asker.workspace or ''}:{asker.user}"


async def _sections(asking: Asking, found: Sequence[Story], since: datetime) -> tuple[Section, ...]:
    """Part the stories whose every article came in since from those that grew."""
    fresh: list[Line] = []
    grown: list[Line] = []
    for story in found:
        outline = await outline_of(asking.unit, story)
        if outline is not None:
            is_fresh = all(article.first_seen_at >= since for article in outline.articles)
            (fresh if is_fresh else grown).append(line_of(outline))
    parts = (("New", fresh), ("Developing", grown))
    return tuple(Section(heading=name, lines=tuple(lines)) for name, lines in parts if lines)


async def answer_digest(asking: Asking) -> Answer:
    """Return the newest stories, or post them into the channel where the question was asked."""
    period = asking.span("period", FIRST_LOOK)
    since = asking.now - period
    which = StoryFilter(since=since)
    total = await asking.unit.stories.count(which)
    found = await asking.unit.stories.newest(which, limit=MOST_OF_A_DIGEST)
    if asking.text("to") == "here" and found:
        return await _post(asking, found, since)
    lines = [await story_line(asking.unit, story) for story in found]
    kept = tuple(line for line in lines if line is not None)
    left = total - len(kept)
    return Answer(
        title="Digest",
        summary=f"{stories(total)} since {asking.when(since)}.",
        sections=(Section(heading="", lines=kept),) if kept else (),
        notes=((f"{left} more: ask `latest` for them.",) if left else ()) + await asking.failing(),
        question=asking.question.text,
    )


async def _post(asking: Asking, found: Sequence[Story], since: datetime) -> Answer:
    channel = asking.asker.channel
    if channel is None:
        raise QuestionError("There is no channel here to post to. Leave out to:here.")
    if not await _owe(asking, channel, found, f"Digest since {asking.when(since)}"):
        raise QuestionError("A digest was asked for here within this minute; it is on its way.")
    return Answer(
        title="Digest",
        summary=f"{stories(len(found))} since {asking.when(since)} will be posted here.",
    )


async def _owe(asking: Asking, channel: ChannelRef, found: Sequence[Story], title: str) -> bool:
    place = f"{channel.workspace}:" if channel.workspace else ""
    route = RouteId(f"asked:{channel.platform}:{place}{channel.target}")
    delivery = Delivery(
        # One a minute and channel, whoever asks and however often a command arrives.
        key=delivery_key(DeliveryKind.DIGEST, route, f"{asking.now:%Y-%m-%d %H:%M}"),
        kind=DeliveryKind.DIGEST,
        route=route,
        channel=channel,
        due_at=asking.now,
        created_at=asking.now,
        stories=tuple(story.id for story in found),
        message=Digest(title=title, briefs=()),
    )
    async with asking.storage.begin() as unit:
        owed = await unit.deliveries.owe(delivery)
        await unit.commit()
    return owed
