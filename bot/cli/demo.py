"""`demo`: the main job on a sample news day: no token, no network, no database to set up."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import click

from bot.adapters.clock import SystemClock
from bot.adapters.environment import Settings, load_settings
from bot.adapters.feeds_file import read_feeds_text
from bot.adapters.logs import set_up_logging
from bot.app.bot import RunningBot, open_bot
from bot.app.once import Once, run_once
from bot.app.sample_day import SampleDay, open_sample_day
from bot.app.sample_day.articles import LAST_EDITION
from bot.chat.terminal.paper import columns
from bot.chat.terminal.render import render_answer
from bot.cli.opening import OPERATOR
from bot.domain.articles import Provenance
from bot.domain.errors import QuestionError
from bot.ports import StoryFilter
from bot.text.printing.counts import counted

_ROUNDS = (
    "First poll: what is already there is stored, nothing is posted",
    "Later that day: new articles",
    "In the evening: an answer, a rewrite, a correction, an update",
)
_QUESTIONS = (
    "latest n:3",
    "search detainers state:OR",
    "claims {letters} type:figure",
    "who ICE since:7d",
    "why https://thrift-beacon.example/blog-letters",
    "health",
)


@click.command(name="demo", epilog="Example: python -m bot demo")
def command() -> None:
    """Run a sample news day, served from this machine, and end by itself."""
    asyncio.run(_demo())


async def _demo() -> None:
    clock = SystemClock()
    started = clock.now()
    with tempfile.TemporaryDirectory(prefix="nutgraf-demo-") as folder:
        async with open_sample_day(clock.now()) as day:
            settings = _settings(Path(folder), day)
            set_up_logging("ERROR", "text", ())
            configuration = read_feeds_text(day.feeds_yaml)
            path = Path(folder) / "feeds.yaml"
            async with open_bot(settings, configuration, path, listen=False) as bot:
                rounds = [await _round(bot, day, edition) for edition in range(1, LAST_EDITION + 1)]
                asked = await _ask(bot)
                await _summary(bot, day, rounds, asked)
    click.echo(f"  time       {(clock.now() - started).total_seconds():.1f} s")


def _settings(folder: Path, day: SampleDay) -> Settings:
    """Return settings of the demo's own: an operator's tokens and archive stay untouched."""
    return load_settings(
        {
            "DATABASE_URL": f"sqlite:///{folder / 'demo.db'}",
            "FETCH_ALLOW_PRIVATE": f"127.0.0.1:{day.port}",
        },
        dotenv=None,
    )


async def _round(bot: RunningBot, day: SampleDay, edition: int) -> Once:
    day.edition = edition
    click.echo(f"\n════ {_ROUNDS[edition - 1]}\n")
    once = await run_once(bot.house)
    filed = [poll.filed for poll in once.polls]
    click.echo(
        f"── {counted(len(once.polls), 'feed')} asked: "
        f"{sum(each.new_count for each in once.polls)} new, "
        f"{sum(each.kept for each in filed)} kept, "
        f"{sum(each.dropped for each in filed)} off the beat, "
        f"{counted(once.posted.posted, 'message')} posted"
    )
    return once


async def _ask(bot: RunningBot) -> int:
    click.echo("════ Questions, as in Slack and Discord\n")
    async with bot.house.rooms.storage.look() as unit:
        letters = await unit.articles.by_url("https://capital-ledger.example/ledger-letters")
    story = letters.story if letters else 0
    asked = 0
    for question in _QUESTIONS:
        text = question.format(letters=story)
        click.echo(f"news> {text}")
        try:
            answer = await bot.house.desk.ask(text, OPERATOR)
            click.echo(render_answer(answer, zone=bot.house.router.zone, width=columns()))
        except QuestionError as error:
            click.echo(f"{error}\n")
        asked += 1
    return asked


async def _summary(bot: RunningBot, day: SampleDay, rounds: list[Once], asked: int) -> None:
    """Print what the run did; every number is counted from it."""
    polls = [poll for each in rounds for poll in each.polls]
    endings = Counter(poll.ending for poll in polls)
    filed = [poll.filed for poll in polls]
    async with bot.house.rooms.storage.look() as unit:
        stories = await unit.stories.newest(StoryFilter(), limit=1000)
        kinds: Counter[Provenance] = Counter()
        for story in stories:
            kinds.update(each.provenance for each in await unit.articles.of_story(story.id))
    copies = kinds[Provenance.WIRE_COPY] + kinds[Provenance.PRESS_RELEASE_COPY]
    rows = {
        "polled": f"{len(polls)} polls of {len(rounds[0].polls)} feeds: {endings['ok']} read, "
        f"{endings['unchanged']} unchanged ({day.answers[304]} answered 304), "
        f"{endings['failed']} failed",
        "kept": f"{sum(each.kept for each in filed)} articles in {len(stories)} stories; "
        f"{sum(each.dropped for each in filed)} off the beat",
        "folded": f"{sum(each.joined for each in filed)} articles joined a story: "
        f"{counted(copies, 'copy', 'copies')}, {counted(kinds[Provenance.REWRITE], 'rewrite')}; "
        f"{sum(each.revised for each in filed)} edited by their publisher",
        "posted": f"{counted(sum(each.posted.posted for each in rounds), 'message')}, "
        f"{sum(each.posted.revised for each in rounds)} revised, "
        f"{counted(sum(each.posted.replied for each in rounds), 'thread note')}",
        "answered": f"{asked} questions",
    }
    click.echo("════ Summary")
    for name, words in rows.items():
        click.echo(f"  {name:<10} {words}")
