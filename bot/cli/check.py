"""`check`: validate feeds.yaml; with `--live` ask each feed once."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot.adapters.clock import SystemClock
from bot.adapters.environment import Settings
from bot.adapters.feeds_file import load_feeds_file
from bot.adapters.http import HttpRetriever
from bot.adapters.vectors import Encoder
from bot.app import jobs
from bot.cli.opening import settings_for
from bot.domain.configuration import Configuration
from bot.domain.errors import FetchError, ParseError
from bot.domain.feeds import Feed, FeedState
from bot.ports import Unchanged
from bot.text.printing.counts import counted


@click.command(name="check", epilog="Example: python -m bot check feeds.yaml --live")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--live", is_flag=True, help="Ask each feed once and say what came back.")
def command(file: Path | None, *, live: bool) -> None:
    """Validate feeds.yaml: every fault with its line."""
    settings, path = settings_for(file, quiet=True)
    configuration = load_feeds_file(path)
    if settings.embeddings is not None:
        Encoder.open(settings.embeddings)
    enabled = [feed for feed in configuration.feeds if feed.enabled]
    click.echo(
        f"{path}: fine. {counted(len(configuration.feeds), 'feed')} ({len(enabled)} enabled), "
        f"{counted(len(configuration.routes), 'channel')}, zone {configuration.zone.key}."
    )
    for words in configuration.without_effect:
        click.echo(f"{path}: warning: {words}.")
    if live and not asyncio.run(_ask_all(settings, configuration)):
        sys.exit(3)


async def _ask_all(settings: Settings, configuration: Configuration) -> bool:
    """Ask every enabled feed; return whether any answered."""
    retriever = HttpRetriever(
        clock=SystemClock(),
        contact=configuration.contact or "",
        allow_private=settings.fetch_allow_private,
    )
    answered = False
    try:
        for feed in configuration.feeds:
            if feed.enabled:
                fine, words = await _ask(retriever, feed)
                answered = answered or fine
                click.echo(f"{feed.id}: {words}")
    finally:
        await retriever.aclose()
    return answered


async def _ask(retriever: HttpRetriever, feed: Feed) -> tuple[bool, str]:
    state = FeedState(feed=feed.id, url=feed.url, next_poll_at=SystemClock().now())
    try:
        document = await retriever.retrieve(feed, state)
        assert not isinstance(document, Unchanged)
        parsed = jobs.parse(feed, document)
    except (FetchError, ParseError) as error:
        return False, f"failed: {error}"
    newest = max((each.published_at for each in parsed.entries if each.published_at), default=None)
    dated = f", newest {newest:%Y-%m-%d %H:%M} UTC" if newest else ", no dates"
    moved = f", moved for good to {document.moved_to}" if document.moved_to else ""
    mended = f", mended: {parsed.warning}" if parsed.warning else ""
    count = counted(len(parsed.entries), "entry", "entries")
    return True, f"{count}{dated}{moved}{mended}"
