"""How long every command and completion takes in a large archive: python -m benchmarks.answering.

`[ARTICLES] [FILE]`: the archive of `benchmarks.storage`, 100,000 articles by default, kept in FILE
when one is named and filled only when it is empty. Each command goes through the desk, as from
every platform. The goals are an answer within 1 s and a completion within 200 ms at p95.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.storage import NOW, fill
from benchmarks.tables import percentile, print_machine, print_table
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import QuestionError
from bot.domain.questions import Asker, Completion
from bot.ports import StoryFilter
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from bot.services.open_stories import OpenStories
from storage.engine import SqlStorage, migrate, open_storage

ASKER = Asker(
    platform=Platform.TERMINAL,
    user="operator",
    channel=ChannelRef(platform=Platform.TERMINAL, target="terminal"),
    zone="America/Chicago",
    is_platform_admin=True,
)
#: `{story}` and `{article}` are filled in with those of the archive's newest thousand.
QUESTIONS = (
    "help",
    "latest",
    "latest state:IL",
    "search ice sheriff",
    "search detainer state:NY",
    'search "immigration enforcement" -court sort:new',
    "story {story}",
    "story {story} view:timeline",
    "story {story} view:sources",
    "story {story} view:claims",
    "story {story} view:changes",
    "claims {story}",
    "claims sanctuary",
    "who ICE",
    "docket 1:25-cv-01234",
    "law 8 CFR 287.7",
    "like immigration judge orders county jail to end detainer agreement",
    "since 24h",
    "trend asylum period:30d",
    "trend Place number 12",
    "digest",
    "watch list",
    "why {article}",
    "sources",
    "health",
    "export border format:csv",
    "feed list",
    "audit",
)
TYPED = {
    Completion.OUTLET: "Outlet 1",
    Completion.STATE: "n",
    Completion.KIND: "l",
    Completion.STORY: "12",
    Completion.WATCH: "a",
    Completion.ENTITY: "number 1",
    Completion.FEED: "f",
    Completion.TOPIC: "s",
}
TIMES = 20


class StillClock:
    """The moment at which the archive was filled."""

    def now(self):
        return NOW

    async def sleep(self, wait):
        await asyncio.sleep(wait.total_seconds())


async def taken(calls: list[Callable[[], Awaitable[object]]]) -> list[float]:
    """Return what each call took, in milliseconds; the first, which fills caches, not counted."""
    await calls[0]()
    spent = []
    for call in calls:
        began = time.perf_counter()
        await call()
        spent.append((time.perf_counter() - began) * 1e3)
    return spent


def row(name: str, spent: list[float]) -> list[object]:
    return [name, *(percentile(spent, share) for share in (0.5, 0.95)), max(spent)]


async def answer(desk: AnswerDesk, question: str) -> None:
    """Ask; that nothing is known of a name is an answer too."""
    with contextlib.suppress(QuestionError):
        await desk.ask(question, ASKER)


async def measure(storage: SqlStorage) -> None:
    clock = StillClock()
    open_stories = OpenStories()
    await open_stories.load(storage, NOW)
    desk = AnswerDesk(
        storage=storage,
        briefing=Briefing(clock),
        feeds=list,
        clock=clock,
        backstage=Backstage(open_stories=open_stories),
    )
    async with storage.look() as unit:
        stories = await unit.stories.newest(StoryFilter(), limit=TIMES)

    def asked(question: str):
        for story in stories:
            text = question.format(story=story.id, article=story.lead)
            yield lambda text=text: answer(desk, text)

    def completed(completion: Completion, typed: str):
        return [lambda: desk.complete(completion, typed, ASKER)] * TIMES

    print_table(
        "Every command, milliseconds until its answer; goal: 1,000 at p95",
        ("command", "p50", "p95", "max"),
        [row(question, await taken(list(asked(question)))) for question in QUESTIONS],
    )
    print_table(
        "Every completion, milliseconds; goal: 200 at p95",
        ("completion", "p50", "p95", "max"),
        [
            row(f"{completion} “{typed}”", await taken(completed(completion, typed)))
            for completion, typed in TYPED.items()
        ],
    )


async def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "bench.db"
        is_new = not file.exists()
        url = f"sqlite:///{file}"
        await migrate(url)
        storage = await open_storage(url)
        if is_new:
            await fill(storage, total)
        await measure(storage)
        await storage.close()


if __name__ == "__main__":
    print_machine()
    asyncio.run(main())
