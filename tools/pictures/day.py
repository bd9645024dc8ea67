"""The sample news day played through the real services, and what the bot posted about a story."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.adapters.feeds_file import read_feeds_text
from bot.adapters.http import HttpRetriever
from bot.adapters.workers import InlineWorkshop
from bot.app import jobs
from bot.app.house import House, Rooms, build_house
from bot.app.sample_day import open_sample_day
from bot.app.sample_day.articles import LAST_EDITION
from bot.domain.briefs import Brief, Message, Update
from bot.domain.configuration import Configuration
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.questions import Answer, Asker
from storage.memory import MemoryStorage

ZONE = ZoneInfo("America/New_York")
#: The articles of the day speak of a Monday in autumn; a fixed one gives the same pictures again.
EVENING = datetime(2026, 10, 19, 18, 40, tzinfo=ZONE)
QUESTION = "claims {story} type:figure"
#: What the person of the pictures did before; the last watch rests.
HABITS = (
    "watch add detainer letters state:CO name:detainers notify:digest",
    "follow {story}",
    "watch add 287(g) kind:official name:agreements",
    "watch pause agreements",
)
ASKER = Asker(platform=Platform.TERMINAL, user="picture", zone=ZONE.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a picture can show; every part went through the real services."""

    brief: Brief
    key: DeliveryKey
    posted_at: datetime
    notes: Sequence[tuple[datetime, Update]]
    question: str
    answer: Answer
    #: A person's watches, and how the feeds do.
    watches: Answer
    health: Answer
    now: datetime


@dataclass(slots=True)
class SetClock:
    """A clock set by hand, so that the pictures do not change with the hour of their making."""

    at: datetime

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at

    async def sleep(self, wait: timedelta) -> None:
        """Give the loop a turn; the clock moves on by the wait, so that no deadline is missed."""
        self.at += wait
        await asyncio.sleep(0)


class EvenChance:
    """Always the middle: the same pictures every time."""

    def fraction(self) -> float:
        """Return one half."""
        return 0.5


@dataclass(slots=True)
class Recorder:
    """A platform that keeps what it is given."""

    clock: SetClock
    #: Root messages by receipt: when each was posted, and as it stands now.
    roots: dict[str, tuple[datetime, Message]] = field(default_factory=dict)
    notes: list[tuple[str, datetime, Message]] = field(default_factory=list)

    @property
    def platform(self) -> Platform:
        """The sample day's feeds.yaml posts to the terminal."""
        return Platform.TERMINAL

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        """Keep a root message."""
        del channel
        self.roots[key] = (self.clock.now(), message)
        return Receipt(value=key)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Put a message in the place of one that was posted."""
        self.roots[receipt.value] = (self.roots[receipt.value][0], message)

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        """Keep a note of a thread."""
        self.notes.append((receipt.value, self.clock.now(), message))
        return Receipt(value=key)

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        """Find nothing: no answer is ever lost here."""
        del channel, key, since, thread
        return None

    async def link(self, receipt: Receipt) -> str | None:
        """Return no address: the pictures' posts stand nowhere."""
        del receipt
        return None


async def play_sample_day() -> Shown:
    """Poll the day's three editions, deliver what is owed, ask one question."""
    async with open_sample_day(EVENING) as day:
        clock = SetClock(EVENING)
        retriever = HttpRetriever(
            clock=clock, contact="", allow_private=frozenset({("127.0.0.1", day.port)})
        )
        configuration = read_feeds_text(day.feeds_yaml)
        recorder = Recorder(clock)
        house = _house(configuration, retriever, clock)
        house.messengers[recorder.platform] = recorder
        try:
            for edition in range(1, LAST_EDITION + 1):
                day.edition = edition
                clock.at = EVENING - day.edition_gap * (LAST_EDITION - edition)
                # One feed after the other: which answer comes first must not change a picture.
                for feed in configuration.feeds:
                    await house.rounds.ask([feed])
                await house.delivering.drain(until=clock.now() + timedelta(hours=1))
        finally:
            await retriever.aclose()
        return await _shown(house, recorder, clock)


def _house(configuration: Configuration, retriever: HttpRetriever, clock: SetClock) -> House:
    rooms = Rooms(
        storage=MemoryStorage(),
        retriever=retriever,
        workshop=InlineWorkshop(parse=jobs.parse, extract=jobs.extract, read=jobs.read),
        clock=clock,
        chance=EvenChance(),
    )
    return build_house(rooms, configuration, frozenset({Platform.TERMINAL}))


async def _shown(house: House, recorder: Recorder, clock: SetClock) -> Shown:
    """Return the story that most articles tell, with its thread and an answer about it."""
    cards = [
        (key, at, message)
        for key, (at, message) in recorder.roots.items()
        if isinstance(message, Brief)
    ]
    root, posted_at, brief = max(cards, key=lambda one: len(one[2].sources))
    question = QUESTION.format(story=brief.story)
    for habit in HABITS:
        await house.desk.ask(habit.format(story=brief.story), ASKER)
    return Shown(
        brief=brief,
        key=DeliveryKey(root),
        posted_at=posted_at,
        notes=[
            (at, note)
            for key, at, note in recorder.notes
            if key == root and isinstance(note, Update)
        ],
        question=question,
        answer=await house.desk.ask(question, ASKER),
        watches=await house.desk.ask("watch list", ASKER),
        health=await house.desk.ask("health", ASKER),
        now=clock.now() + timedelta(minutes=2),
    )
