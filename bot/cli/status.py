"""`status`: feeds, channels, queues, last and next polls, failures."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.adapters.environment import load_settings
from bot.adapters.feeds_file import load_feeds_file
from bot.cli.opening import settings_for
from bot.cli.plain import print_json
from bot.domain.errors import NoArchiveError, OutsideError
from bot.domain.feeds import Feed, FeedState
from bot.ports import QueueState
from bot.services.alarming import HEALTH
from storage.engine import migrate, open_storage

#: Columns of a terminal under which the tables become paragraphs; in files nothing is folded.
NARROW, UNFOLDED = 72, 500
#: A bot looks once a minute; after so long without a look it does nothing else either.
STILL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What operators see of the bot."""

    feeds: Sequence[tuple[Feed, FeedState | None]]
    queues: Sequence[QueueState]


@click.command(name="status", epilog="Example: python -m bot status --json")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option(
    "--alive", is_flag=True, help="Only say whether the bot is at work; exit 3 when it is not."
)
def command(feeds: Path | None, *, as_json: bool, alive: bool) -> None:
    """Show how polling and posting do."""
    if alive:
        click.echo(f"The bot looked {asyncio.run(_last_look()):%Y-%m-%d %H:%M:%S} UTC.")
        return
    status = asyncio.run(_status(feeds))
    if as_json:
        print_json(status)
        return
    tables = [_feeds_table(status)] + ([_queues_table(status)] if status.queues else [])
    # In a file or a pipe nothing is folded: a feed's id must be found whole there.
    console = Console(width=None if sys.stdout.isatty() else UNFOLDED)
    for table in tables:
        if console.width < NARROW:
            console.print("\n".join(_as_lines(table)), markup=False, highlight=False)
        else:
            console.print(table)


def _as_lines(table: Table) -> Iterator[str]:
    """Yield a table as a paragraph a row: columns of three letters cannot be read."""
    headings = [str(column.header) for column in table.columns]
    yield f"{table.title}"
    for cells in zip(*(column.cells for column in table.columns), strict=True):
        named = [f"{head} {cell}" for head, cell in zip(headings[1:], cells[1:], strict=True)]
        kept = [words for words, cell in zip(named, cells[1:], strict=True) if cell]
        yield f"- {cells[0]}: {'; '.join(kept)}"


async def _status(feeds: Path | None) -> Status:
    settings, path = settings_for(feeds, quiet=True)
    configuration = load_feeds_file(path)
    await migrate(settings.database_url.reveal())
    storage = await open_storage(settings.database_url.reveal())
    try:
        async with storage.look() as unit:
            states = [(feed, await unit.feeds.get(feed.id)) for feed in configuration.feeds]
            return Status(feeds=states, queues=await unit.deliveries.queues())
    finally:
        await storage.close()


async def _last_look() -> datetime:
    """Return when the bot last looked after itself; OutsideError when that is too long ago."""
    never = "No bot has worked on this archive yet. Start it: python -m bot run"
    try:
        storage = await open_storage(load_settings().database_url.reveal(), make=False)
    except NoArchiveError as error:
        raise OutsideError(never) from error
    try:
        async with storage.look() as unit:
            kept = await unit.memory.recall(HEALTH)
    finally:
        await storage.close()
    if kept is None:
        raise OutsideError(never)
    at = datetime.fromisoformat(json.loads(kept)["looked_at"])
    if SystemClock().now() - at > STILL:
        raise OutsideError(
            f"The bot has not looked since {at:%Y-%m-%d %H:%M:%S} UTC: it is not there, or stands "
            "still. Start it anew."
        )
    return at


def _feeds_table(status: Status) -> Table:
    table = Table(title="Feeds", title_justify="left")
    for heading in ("feed", "state", "last success", "next poll", "failures", "last error"):
        table.add_column(heading, overflow="fold")
    for feed, state in status.feeds:
        if state is None:
            table.add_row(feed.id, "not asked" if feed.enabled else "off", "", "", "", "")
            continue
        table.add_row(
            feed.id,
            state.health.value if feed.enabled else "off",
            _time(state.last_success_at),
            _time(state.next_poll_at),
            str(state.failure_count or ""),
            state.last_error or "",
        )
    return table


def _queues_table(status: Status) -> Table:
    table = Table(title="Channels", title_justify="left")
    for heading in (
        "channel",
        "sent",
        "waiting",
        "uncertain",
        "refused",
        "last sent",
        "last error",
    ):
        table.add_column(heading, overflow="fold")
    for queue in status.queues:
        table.add_row(
            queue.channel.name,
            str(queue.sent_count),
            str(queue.owed_count),
            str(queue.uncertain_count),
            str(queue.refused_count),
            _time(queue.last_sent_at),
            queue.last_error or "",
        )
    return table


def _time(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
