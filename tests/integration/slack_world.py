"""A Slack for tests: the strict fake over real sockets, the real libraries, and a scripted desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import aiohttp

from bot.adapters.clock import SystemClock
from bot.chat.slack.app import SlackApp
from bot.domain.questions import Answer, Asker, Suggestion
from bot.ports import Clock
from tests.builders import an_answer
from tests.fakes.fake_slack import FakeSlack
from tests.fakes.slack_views import state_of

BOT_TOKEN = "xoxb-fake"
APP_TOKEN = "xapp-fake"
SIGNING_SECRET = "fake-signing-secret"


class QuickClock(SystemClock):
    """The machine's clock, whose waits take a tenth of their time."""

    async def sleep(self, wait: timedelta) -> None:
        await super().sleep(wait / 10)


@dataclass
class ScriptedDesk:
    """Gives one answer to every question, or raises, and remembers what was asked by whom."""

    answer: Answer = field(default_factory=an_answer)
    error: Exception | None = None
    delay: float = 0.0
    asked: list[tuple[str, int, Asker]] = field(default_factory=list)
    #: Answers of commands given with their options one by one, and what was given.
    answers: dict[str, Answer | Exception] = field(default_factory=dict)
    given: list[tuple[str, dict, Asker]] = field(default_factory=list)

    async def ask(self, text: str, asker: Asker, *, page: int = 1) -> Answer:
        self.asked.append((text, page, asker))
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.error is not None:
            raise self.error
        return replace(self.answer, page=page, question=text)

    async def ask_command(self, command, raw, asker) -> Answer:
        self.given.append((command, dict(raw), asker))
        answer = self.answers.get(command)
        if answer is None:
            return await self.ask(command, asker)
        if self.delay:
            await asyncio.sleep(self.delay)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def complete(self, completion, typed, asker) -> Sequence[Suggestion]:
        return ()


@dataclass
class World:
    """The fake, the app under test and its desk."""

    fake: FakeSlack
    app: SlackApp
    desk: ScriptedDesk
    admin: aiohttp.ClientSession

    async def call(self, what: str, **data):
        async with self.admin.post(f"{self.fake.base}/_admin/{what}", json=data) as answer:
            return await answer.json()

    async def slash(self, text: str, **data):
        """What a person sees after typing `/news`; waits for one answer."""
        return await self.call("slash", command="/news", text=text, **({"followup_wait": 3} | data))

    async def press(self, action: dict, *, wait_for_answer: float = 3, **payload):
        return await self.call(
            "interactive",
            payload={
                "type": "block_actions",
                "channel": {"id": "C0NEWS"},
                "container": {"type": "message", "is_ephemeral": True},
                "actions": [action],
                **payload,
            },
            followup_wait=wait_for_answer,
        )

    async def press_in_home(self, action: dict, **payload):
        """Use a button or menu of the Home tab, which has no message to answer."""
        home = {"channel": None, "container": {"type": "view", "view_id": "V0"}}
        return await self.press(action, wait_for_answer=0, **(home | payload))

    async def open_home(self, user: str = "U0ALICE", tab: str = "home"):
        event = {"type": "app_home_opened", "user": user, "channel": "D0ALICE", "tab": tab}
        return await self.call("event", event=event)

    async def submit(self, view: dict, *, wait_for_answer: float = 0, **filled: str):
        """Fill in a form as a person does, and send it."""
        payload = {"type": "view_submission", "view": view | {"state": state_of(view, filled)}}
        return await self.call("interactive", payload=payload, followup_wait=wait_for_answer)

    def form(self) -> dict:
        """The form that is open now."""
        return next(one["view"] for one in reversed(self.fake.views) if one["open"])

    def homes(self) -> list[dict]:
        return [one["view"] for one in self.fake.views if one["kind"] == "publish"]

    def private(self) -> list[dict]:
        """What was shown to one person alone, by any way."""
        return [one for one in self.fake.messages if one["visible"] == "ephemeral"]

    def in_channel(self, channel: str = "C0NEWS") -> list[dict]:
        return [
            one
            for one in self.fake.messages
            if one["channel"] == channel and one["visible"] == "channel" and not one["deleted"]
        ]

    async def until(self, claim: Callable[[], object], seconds: float = 10.0) -> None:
        """Wait until the claim holds; fails when it does not come true in time."""
        async with asyncio.timeout(seconds):
            while not claim():
                await asyncio.sleep(0.02)


@asynccontextmanager
async def open_world(
    *,
    app_token: str | None = None,
    signing_secret: str | None = None,
    burst: int = 100,
    desk: ScriptedDesk | None = None,
    start: bool = True,
    clock: Clock | None = None,
) -> AsyncIterator[World]:
    """Start a fake Slack and an app; at the end the app must have broken none of Slack's rules."""
    fake = FakeSlack(burst=burst)
    await fake.start()
    desk = desk or ScriptedDesk()
    app = make_app(fake, desk, app_token=app_token, signing_secret=signing_secret, clock=clock)
    async with aiohttp.ClientSession() as admin:
        try:
            if start:
                await app.start()
            yield World(fake=fake, app=app, desk=desk, admin=admin)
        finally:
            await app.stop()
            await fake.stop()
    assert fake.violations == []


def make_app(
    fake: FakeSlack,
    desk: ScriptedDesk,
    *,
    bot_token: str = BOT_TOKEN,
    app_token: str | None = None,
    signing_secret: str | None = None,
    clock: Clock | None = None,
) -> SlackApp:
    return SlackApp(
        bot_token=bot_token,
        app_token=app_token,
        signing_secret=signing_secret,
        base_url=f"{fake.base}/api/",
        desk=desk,
        clock=clock or SystemClock(),
        ping_seconds=0.5,
    )
