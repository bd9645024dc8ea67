"""`test-feed`: what a feed would bring: discovery, newest entries, the verdict each would get."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

import click

from bot.adapters.clock import SystemClock
from bot.adapters.discovery import discover_feeds
from bot.adapters.environment import load_settings
from bot.adapters.http import HttpRetriever
from bot.app import jobs
from bot.domain.articles import Draft, Entry
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId, FeedState
from bot.ports import ParsedFeed, Retrieved, Unchanged
from bot.services import intake
from bot.services.open_stories import OpenStories

SHOWN = 10


@click.command(name="test-feed", epilog="Example: python -m bot test-feed https://news.example/")
@click.argument("url")
@click.option("-n", "count", type=click.IntRange(1, 50), default=SHOWN, help="Entries to show.")
def command(url: str, count: int) -> None:
    """Fetch a feed (or find the feeds of a page) and judge its newest entries.

    Nothing is stored and nothing is posted.
    """
    asyncio.run(_test(url, count))


async def _test(url: str, count: int) -> None:
    settings = load_settings()
    retriever = HttpRetriever(
        clock=SystemClock(), contact="", allow_private=settings.fetch_allow_private
    )
    try:
        feed, parsed = await _find(retriever, url)
    finally:
        await retriever.aclose()
    click.echo(f"{feed.url}: {parsed.title or 'untitled'}, {len(parsed.entries)} entries")
    if parsed.warning:
        click.echo(f"mended: {parsed.warning}")
    for line in _verdicts(feed, parsed.entries[:count], SystemClock().now()):
        click.echo(line)


async def _find(retriever: HttpRetriever, url: str) -> tuple[Feed, ParsedFeed]:
    feed, document = await _fetch(retriever, url)
    try:
        return feed, jobs.parse(feed, document)
    except ParseError:
        offered = discover_feeds(document.content.decode("utf-8", "replace"), document.url)
        if not offered:
            raise
    click.echo(f"{url} is a page; it offers {len(offered)} feeds:")
    for each in offered:
        click.echo(f"  {each}")
    feed, document = await _fetch(retriever, offered[0])
    return feed, jobs.parse(feed, document)


async def _fetch(retriever: HttpRetriever, url: str) -> tuple[Feed, Retrieved]:
    feed = Feed(id=FeedId("test"), name="test", url=url)
    state = FeedState(feed=feed.id, url=url, next_poll_at=SystemClock().now())
    document = await retriever.retrieve(feed, state)
    assert not isinstance(document, Unchanged)
    return feed, document


def _verdicts(feed: Feed, entries: Sequence[Entry], now: datetime) -> list[str]:
    """Return each entry's verdict as a new archive would give it."""
    open_stories = OpenStories()
    lines = []
    for entry in entries:
        at = entry.published_at or now
        text = entry.content or entry.summary
        reading = jobs.read(
            Draft(
                title=entry.title,
                text=text,
                outlet=feed.name,
                url=entry.url,
                official=False,
                published_at=at,
            )
        )
        relevance = reading.relevance
        rules = intake.apply_rules(feed, entry.title, reading.body, entry.url, relevance.score)
        wanted = relevance.relevant and rules.passed
        match = open_stories.match(reading, at, outlet=feed.name) if wanted else None
        decision = intake.decide(relevance, rules, match)
        word = "dropped" if isinstance(decision, intake.Drop) else "kept"
        dated = f"{at:%Y-%m-%d %H:%M} UTC" if entry.published_at else "no date"
        lines.append(f"{word:<8} {relevance.score:.2f}  {dated}  {entry.title}")
        lines.append(f"         {'; '.join(relevance.reasons) or 'nothing on the beat'}")
        lines.append(f"         {entry.url or 'no link'}")
    return lines
