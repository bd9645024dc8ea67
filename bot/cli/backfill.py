"""`backfill`: past articles into the archive, without a word to anybody."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot.adapters.clock import SystemClock
from bot.adapters.feeds_file import load_feeds_file
from bot.app.backfilling import Backfilling, Survey, survey
from bot.app.rooms import open_rooms
from bot.cli.opening import settings_for
from bot.cli.progress import progress_bar
from bot.domain.errors import ConfigError, Fault
from bot.services.appointing import Appointing
from bot.services.filing import Filed
from bot.text.printing.counts import counted


@click.command(name="backfill", epilog="Example: python -m bot backfill articles-2025.jsonl")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
def command(file: Path, feeds: Path | None) -> None:
    """Load past articles; nothing of them is posted. Stop the bot first.

    FILE has an article a line: {"title", "text", "source", "url", "date", "kind"}, as JSON. The
    source is the outlet's name, the date its publication; kind (national) and text may be left
    out. Rows at fault are named and left out; a file may be given again.
    """
    try:
        found = survey(file, SystemClock().now())
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise ConfigError([Fault(file=str(file), line=None, reason=reason)]) from error
    for fault in found.faults:
        click.echo(str(fault), err=True)
    filed = asyncio.run(_bring(file, found, feeds))
    click.echo(
        f"{counted(len(found.places), 'article')}: {filed.kept} kept "
        f"({counted(filed.opened, 'new story', 'new stories')}, {filed.joined} joined), "
        f"{filed.revised} revised, {filed.repeated} held already, {filed.dropped} off the beat; "
        f"{counted(len(found.faults), 'row')} at fault"
    )
    sys.exit(1 if found.faults else 0)


async def _bring(file: Path, found: Survey, feeds: Path | None) -> Filed:
    settings, path = settings_for(feeds, quiet=True)
    configuration = load_feeds_file(path)
    async with open_rooms(settings, configuration) as rooms:
        workshop = Appointing(rooms.workshop, configuration.officials)
        with progress_bar(shown=sys.stderr.isatty()) as progress:
            task = progress.add_task("loading", total=len(found.places))
            return await Backfilling(rooms.storage, workshop).bring(
                file, found.places, lambda count: progress.advance(task, count)
            )
