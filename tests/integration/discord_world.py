"""A Discord for tests: the strict fake over real sockets, the real library, and a scripted desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import aiohttp

from bot.adapters.clock import SystemClock
from bot.chat.discord.app import DiscordApp
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform
from bot.domain.questions import Answer, Asker, Suggestion
from bot.ports import Clock
from tests.builders import an_answer
from tests.fakes.discord_review import parts_of
from tests.fakes.discord_state import NEWS
from tests.fakes.fake_discord import FakeDiscord

TOKEN = "fake.bot.token"
KEY = DeliveryKey("0123456789abcdef01234567")
OTHER_KEY = DeliveryKey("89abcdef0123456789abcdef")


class QuickClock(SystemClock):
    """The machine's clock, moved forward at will, whose waits take a fiftieth of their time."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead

    async def sleep(self, wait: timedelta) -> None:
        await super().sleep(wait / 50)


@dataclass
class ScriptedDesk:
    """Gives one answer to every question, or raises, and remembers what was asked by whom."""

    answer: Answer = field(default_factory=an_answer)
    error: Exception | None = None
    delay: float = 0.0
    suggestions: Sequence[Suggestion] = ()
    asked: list[tuple[str, int, Asker]] = field(default_factory=list)
    commands: list[tuple[str, dict[str, str], Asker]] = field(default_factory=list)
    completed: list[tuple[str, str]] = field(default_factory=list)

    async def ask(self, text: str, asker: Asker, *, page: int = 1) -> Answer:
        self.asked.append((text, page, asker))
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.error is not None:
            raise self.error
        return replace(self.answer, page=page, question=text)

    async def ask_command(self, command, raw, asker) -> Answer:
        self.commands.append((command, dict(raw), asker))
        text = " ".join([command, *raw.values()])
        found = await self.ask(text, asker, page=self.answer.page)
        return replace(found, question=self.answer.question)

    async def complete(self, completion, typed, asker) -> Sequence[Suggestion]:
        self.completed.append((completion, typed))
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.error is not None:
            raise self.error
        return self.suggestions


class KeptText:
    """A memory for one string."""

    def __init__(self) -> None:
        self.text: str | None = None

    async def recall(self) -> str | None:
        return self.text

    async def keep(self, text: str) -> None:
        self.text = text


@dataclass
class World:
    """The fake, the app under test and its desk."""

    fake: FakeDiscord
    app: DiscordApp
    desk: ScriptedDesk
    clock: Clock
    admin: aiohttp.ClientSession

    async def call(self, what: str, **data):
        async with self.admin.post(f"{self.fake.base}/_admin/{what}", json=data) as answer:
            return await answer.json()

    async def news(self, command: str, given: dict | None = None, **data):
        """What a person sees after `/news command`; waits for one answer."""
        options = [
            {"name": name, "type": 4 if isinstance(value, int) else 3, "value": value}
            for name, value in (given or {}).items()
        ]
        *group, name = command.split(" ")
        path = [{"name": name, "type": 1, "options": options}]
        for word in group:
            path = [{"name": word, "type": 2, "options": path}]
        return await self.call(
            "interaction", name="news", options=path, **({"followup_wait": 3} | data)
        )

    async def typing(self, command: str, option: str, typed: str):
        """The completions offered while somebody types."""
        seen = await self.focus(command, option, typed)
        return seen["callback"]["data"]["choices"]

    async def focus(self, command: str, option: str, typed: str):
        """The interaction of somebody who types an option's value."""
        *group, name = command.split(" ")
        focused = [{"name": option, "type": 3, "value": typed, "focused": True}]
        path = [{"name": name, "type": 1, "options": focused}]
        for word in group:
            path = [{"name": word, "type": 2, "options": path}]
        return await self.call("interaction", name="news", type=4, options=path)

    async def press(self, message: dict, label: str, option: str | None = None, **data):
        """What a person sees after pressing a button or choosing of a menu, else its first."""
        part = parts_of(message)[label]
        options = [one for one in part.get("options", []) if option in {None, one["label"]}]
        assert bool(options) == ("options" in part)
        chosen = {"component_type": 3, "values": [one["value"] for one in options[:1]]}
        return await self.call(
            "interaction",
            type=3,
            custom_id=part["custom_id"],
            message_id=message["id"],
            **(chosen if options else {}),
            **({"followup_wait": 3} | data),
        )

    async def open_form(self, message: dict, label: str, option: str | None = None):
        """The interaction that a button answers with a form."""
        seen = await self.press(message, label, option, followup_wait=0)
        assert seen["callback"]["type"] == 9
        return seen

    async def submit(self, opened: dict, values: dict | None = None, **data):
        """What a person sees after sending a form in with these values."""
        return await self.call(
            "interaction",
            type=5,
            form_of=opened["id"],
            values=values or {},
            **({"followup_wait": 3} | data),
        )

    def in_channel(self, channel: str = NEWS) -> list[dict]:
        return [
            one
            for one in self.fake.messages
            if one["channel_id"] == channel and not one["_ephemeral"] and not one["_deleted"]
        ]

    def calls(self, route: str) -> list[dict]:
        return [one for one in self.fake.log if one.get("route") == route]

    async def until(self, claim: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until the claim holds; fails when it does not come true in time."""
        async with asyncio.timeout(seconds):
            while not claim():
                await asyncio.sleep(0.02)


def channel(target: str = NEWS) -> ChannelRef:
    return ChannelRef(platform=Platform.DISCORD, target=target)


@asynccontextmanager
async def open_world(
    *,
    desk: ScriptedDesk | None = None,
    start: bool = True,
    token: str = TOKEN,
    memory: KeptText | None = None,
    expected: Sequence[str] = (),
    heartbeat_ms: int = 2000,
) -> AsyncIterator[World]:
    """Start a fake Discord and an app; at the end only `expected` rules may have been broken."""
    fake = FakeDiscord(heartbeat_ms=heartbeat_ms)
    await fake.start()
    desk, clock = desk or ScriptedDesk(), QuickClock()
    app = make_app(fake, desk, clock, token=token, memory=memory)
    async with aiohttp.ClientSession() as admin:
        try:
            if start:
                await app.start()
            yield World(fake=fake, app=app, desk=desk, clock=clock, admin=admin)
        finally:
            await app.stop()
            await fake.stop()
    assert [one["what"] for one in fake.violations] == list(expected)


def make_app(
    fake: FakeDiscord,
    desk: ScriptedDesk,
    clock: Clock,
    *,
    token: str = TOKEN,
    memory: KeptText | None = None,
) -> DiscordApp:
    return DiscordApp(
        token=token,
        api_base_url=f"{fake.base}/api/v10/",
        gateway_url=f"{fake.base.replace('http', 'ws')}/gateway",
        desk=desk,
        clock=clock,
        memory=memory,
    )
