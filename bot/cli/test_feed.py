"""`test-feed`: what a feed would bring: discovery, newest entries, the verdict each would get."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import click

from bot.adapters.clock import SystemClock
from bot.adapters.environment import load_settings
from bot.adapters.http import HttpRetriever
from bot.app import jobs
from bot.domain.errors import OperatorError
from bot.domain.feeds import Feed
from bot.ports import ParsedFeed, Retrieved
from bot.services.answering.backstage import read_here
from bot.services.open_stories import OpenStories
from bot.services.sampling import SHOWN, Judged, Sample, Sampling
from bot.text.printing.counts import counted


@click.command(name="test-feed", epilog="Example: python -m bot test-feed https://news.example/")
@click.argument("url")
@click.option("-n", "count", type=click.IntRange(1, 50), default=SHOWN, help="Entries to show.")
def command(url: str, count: int) -> None:
    """Fetch a feed (or find the feeds of a page) and judge its newest entries.

    Nothing is stored and nothing is posted.
    """
    _check(url)
    for line in _lines(url, asyncio.run(_sample(url, count))):
        click.echo(line)


def _check(url: str) -> None:
    """Raise OperatorError for what is no address."""
    try:
        address = urlsplit(url.strip())
    except ValueError:
        address = urlsplit("")
    if address.scheme.lower() not in {"http", "https"} or not address.hostname:
        raise OperatorError(f"“{url}” is no address of a feed or a page. Write it as https://…")


async def _sample(url: str, count: int) -> Sample:
    retriever = HttpRetriever(
        clock=SystemClock(), contact="", allow_private=load_settings().fetch_allow_private
    )
    sampling = Sampling(
        retriever=retriever,
        parse=_parse,
        read=read_here,
        open_stories=OpenStories(),
        clock=SystemClock(),
    )
    try:
        return await sampling.sample(url, count=count)
    finally:
        await retriever.aclose()


async def _parse(feed: Feed, document: Retrieved) -> ParsedFeed:
    return jobs.parse(feed, document)


def _lines(url: str, sample: Sample) -> Iterator[str]:
    if sample.offered:
        yield f"{url} is a page; it offers {counted(len(sample.offered), 'feed')}:"
        yield from (f"  {each}" for each in sample.offered)
    parsed = sample.parsed
    count = counted(len(parsed.entries), "entry", "entries")
    yield f"{sample.feed.url}: {parsed.title or 'untitled'}, {count}"
    if parsed.warning:
        yield f"mended: {parsed.warning}"
    for judged in sample.judged:
        yield from _verdict(judged)


def _verdict(judged: Judged) -> Iterator[str]:
    at = judged.published_at
    word = "kept" if judged.is_kept else "dropped"
    dated = f"{at:%Y-%m-%d %H:%M} UTC" if at else "no date"
    yield f"{word:<8} {judged.relevance.score:.2f}  {dated}  {judged.entry.title}"
    yield f"         {judged.reasons}"
    yield f"         {judged.entry.url or 'no link'}"
