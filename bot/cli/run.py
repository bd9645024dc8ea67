"""`run`: the main job; `--once` for one round."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, nullcontext, redirect_stdout
from pathlib import Path

import click

from bot.adapters.environment import Settings, load_settings
from bot.adapters.feeds_file import load_feeds_file
from bot.app.bot import RunningBot, open_bot
from bot.app.house import platforms_of
from bot.app.once import Once, run_once
from bot.chat.terminal.app import TerminalApp
from bot.chat.terminal.paper import columns
from bot.chat.terminal.render import render_answer
from bot.cli.opening import OPERATOR, log_for, settings_for
from bot.cli.plain import print_json
from bot.cli.progress import progress_bar
from bot.cli.streams import try_to_say
from bot.domain.delivery import Platform
from bot.services.polling import Poll
from bot.text.printing.counts import counted

#: Stories shown on a first run.
PREVIEWED = 3
PREVIEW = "A preview of the newest stories; from now on new ones appear here.\n"


@click.command(name="run", epilog="Example: python -m bot run --feeds feeds.yaml --once")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
@click.option("--once", is_flag=True, help="Poll every feed once, deliver what is owed, stop.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print JSON for programs.")
def command(feeds: Path | None, *, once: bool, as_json: bool) -> None:
    """Poll the feeds and post their stories, until stopped."""
    if as_json and not once:
        raise click.UsageError("--json goes with --once.")
    if once:
        # A program that reads the JSON must find nothing else: cards go to stderr then.
        with redirect_stdout(sys.stderr) if as_json else nullcontext():
            result = asyncio.run(_once(feeds, as_json=as_json))
        _print_once(result, as_json=as_json)
        if result.every_feed_failed:
            sys.exit(3)
        return
    asyncio.run(_forever(feeds))


async def _once(feeds: Path | None, *, as_json: bool) -> Once:
    settings, path = settings_for(feeds, quiet=True)
    configuration = load_feeds_file(path)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(open_bot(settings, configuration, path, listen=False))
        progress = progress_bar(shown=sys.stderr.isatty() and not as_json)
        stack.enter_context(progress)
        enabled = sum(1 for feed in configuration.feeds if feed.enabled)
        task = progress.add_task("polling", total=enabled)

        async def on_poll(poll: Poll) -> None:
            if not as_json:
                try_to_say(_poll_line(poll))
            progress.advance(task)

        return await run_once(bot.house, on_poll=on_poll)


async def _forever(feeds: Path | None) -> None:
    settings = load_settings()
    log_for(settings, quiet=_is_typed_at(settings))
    path = feeds or settings.feeds_file
    configuration = load_feeds_file(path)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with open_bot(settings, configuration, path, listen=True) as bot:
        await _run(bot, stop)


def _is_typed_at(settings: Settings) -> bool:
    """Whether the log would be written between the lines of the prompt."""
    alone = platforms_of(settings) == {Platform.TERMINAL}
    return alone and sys.stdin.isatty() and sys.stderr.isatty()


async def _run(bot: RunningBot, stop: asyncio.Event) -> None:
    terminals = [chat for chat in bot.chats if isinstance(chat, TerminalApp)]
    if bot.archive_is_new and terminals:
        await _unless(stop, _first_look(bot, terminals[0].say))
    # Stopped on its way: rounds that begin only to be cut off would fill the log with tracebacks.
    if not stop.is_set():
        await bot.run(stop)


async def _unless(stop: asyncio.Event, work: Coroutine[object, object, None]) -> None:
    """Do some work, or leave it as soon as the bot is to stop: a feed may take a minute."""
    doing, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        doing.cancel()
        stopped.cancel()
    await asyncio.wait({doing})
    if not doing.cancelled():
        doing.result()


async def _first_look(bot: RunningBot, say: Callable[[str], None]) -> None:
    """Show what a new archive found, so that a first run is not silent."""
    say("This archive is new: the first poll stores what is there and posts nothing.\n")
    enabled = [feed for feed in bot.house.rounds.feeds if feed.enabled]
    lines = [_poll_line(poll) for poll in await bot.house.rounds.ask(enabled)]
    say("\n".join(lines) + "\n")
    latest = await bot.house.desk.ask(f"latest n:{PREVIEWED} since:7d", OPERATOR)
    found = [line.story for section in latest.sections for line in section.lines]
    answers = [await bot.house.desk.ask(f"story {story}", OPERATOR) for story in found] or [latest]
    zone = bot.house.router.zone
    shown = [render_answer(answer, zone=zone, width=columns()) for answer in answers]
    say("\n".join([PREVIEW, *shown]))


def _poll_line(poll: Poll) -> str:
    filed = poll.filed
    if poll.ending == "failed":
        return f"{poll.feed.id}: failed: {poll.error}"
    if poll.ending == "unchanged":
        return f"{poll.feed.id}: unchanged"
    first = " (first poll: stored, not posted)" if poll.first and not poll.feed.backfill else ""
    return (
        f"{poll.feed.id}: {_entries(poll.entry_count)}, {poll.new_count} new, "
        f"{filed.kept} kept, {_new_stories(filed.opened)}, {filed.joined} joined, "
        f"{filed.revised} revised, {filed.dropped} off the beat{first}"
    )


def _entries(count: int) -> str:
    return counted(count, "entry", "entries")


def _new_stories(count: int) -> str:
    return counted(count, "new story", "new stories")


def _print_once(once: Once, *, as_json: bool) -> None:
    totals = _totals(once)
    if as_json:
        print_json(totals)
        return
    words = {
        **totals,
        "feeds": counted(len(once.polls), "feed"),
        "entries": _entries(sum(poll.entry_count for poll in once.polls)),
        "opened": _new_stories(sum(poll.filed.opened for poll in once.polls)),
        "edited": counted(once.posted.revised, "post"),
        "replied": counted(once.posted.replied, "thread note"),
    }
    click.echo(
        "{feeds}: {ok} read, {unchanged} unchanged, {failed} failed; "
        "{entries}, {kept} kept, {opened}, {joined} joined, "
        "{revised} revised, {dropped} off the beat".format(**words)
    )
    click.echo(
        "{posted} posted, {edited} revised, {replied}, "
        "{deferred} put off, {refused} refused, {uncertain} uncertain".format(**words)
    )
    click.echo(
        "{wall:.1f} s in all; summed over feeds: fetching {fetching:.1f} s, "
        "parsing {parsing:.1f} s, analysing {reading:.1f} s, "
        "filing {filing:.1f} s; posting {posting:.1f} s".format(**totals)
    )


def _totals(once: Once) -> dict[str, int | float]:
    filed = [poll.filed for poll in once.polls]
    return {
        "feeds": len(once.polls),
        "ok": once.endings["ok"],
        "unchanged": once.endings["unchanged"],
        "failed": once.endings["failed"],
        "entries": sum(poll.entry_count for poll in once.polls),
        "kept": sum(each.kept for each in filed),
        "opened": sum(each.opened for each in filed),
        "joined": sum(each.joined for each in filed),
        "revised": sum(each.revised for each in filed),
        "dropped": sum(each.dropped for each in filed),
        "posted": once.posted.posted,
        "edited": once.posted.revised,
        "replied": once.posted.replied,
        "deferred": once.posted.deferred,
        "refused": once.posted.refused,
        "uncertain": once.posted.uncertain,
        "fetching": once.spent.fetching,
        "parsing": once.spent.parsing,
        "reading": once.spent.reading,
        "filing": once.spent.filing,
        "posting": once.posting_seconds,
        "wall": once.wall_seconds,
    }
