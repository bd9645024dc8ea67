"""`run` at a terminal: a quiet log beside the prompt, and a first look that is not silent."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import dataclass
from datetime import UTC
from types import SimpleNamespace

import pytest

from bot.adapters.environment import load_settings
from bot.cli.opening import log_for
from bot.cli.run import _first_look, _is_typed_at, _unless
from bot.domain.articles import StoryId
from bot.domain.errors import StorageError
from bot.domain.questions import Answer, Section
from tests.builders import a_brief, a_line, an_answer

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-a", "SLACK_APP_TOKEN": "xapp-1-a"}


class Window(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "stdin", "stderr", "is_typed_at"),
    [
        ({}, Window(), Window(), True),
        ({}, io.StringIO(), Window(), False),
        ({}, Window(), io.StringIO(), False),
        (SLACK, Window(), Window(), False),
    ],
    ids=["prompt", "nobody types", "the log goes elsewhere", "Slack is served"],
)
def test_the_log_is_in_the_way_only_where_somebody_types(
    monkeypatch, environment, stdin, stderr, is_typed_at
):
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr("sys.stderr", stderr)

    assert _is_typed_at(load_settings(environment, dotenv=None)) is is_typed_at


@pytest.mark.parametrize(
    ("level", "quiet", "shown"),
    [
        ("INFO", True, logging.WARNING),
        ("INFO", False, logging.INFO),
        ("DEBUG", True, logging.DEBUG),
        ("ERROR", True, logging.ERROR),
    ],
)
def test_quiet_leaves_out_what_merely_happened_and_nothing_that_was_asked_for(level, quiet, shown):
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    log_for(load_settings({"LOG_LEVEL": level}, dotenv=None), quiet=quiet)
    found = root.level
    root.handlers[:] = before[1]
    root.setLevel(before[0])

    assert found == shown


@dataclass
class NewHouse:
    """A bot whose archive was empty: no feed to ask, and what its desk answers."""

    found: Answer

    @property
    def house(self):
        return SimpleNamespace(
            rounds=SimpleNamespace(feeds=(), ask=self.ask_feeds),
            desk=SimpleNamespace(ask=self.ask),
            router=SimpleNamespace(zone=UTC),
        )

    async def ask_feeds(self, feeds):
        return []

    async def ask(self, question, asker):
        return self.found if question.startswith("latest") else an_answer(brief=a_brief())


async def first_look(found: Answer) -> str:
    said: list[str] = []
    await _first_look(NewHouse(found), said.append)
    return "".join(said)


async def test_a_first_look_shows_the_stories_it_found():
    lines = (a_line(story=StoryId(12)),)
    shown = await first_look(an_answer(sections=(Section(heading="", lines=lines),)))

    assert shown.startswith("This archive is new")
    assert shown.index("A preview") < shown.index("━━ Story 12")


async def test_a_first_look_that_found_nothing_says_so():
    shown = await first_look(Answer(title="Latest stories", summary="No story since Monday."))

    assert "No story since Monday." in shown


# ---- a stop on the way


async def test_a_first_look_that_waits_for_a_feed_is_left_when_the_bot_is_to_stop():
    stop, is_left = asyncio.Event(), asyncio.Event()

    async def wait_for_a_feed() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            is_left.set()

    asyncio.get_running_loop().call_soon(stop.set)
    await asyncio.wait_for(_unless(stop, wait_for_a_feed()), timeout=5)

    assert is_left.is_set()


async def test_a_first_look_that_fails_says_so():
    async def fail() -> None:
        raise StorageError("the disk is full")

    with pytest.raises(StorageError, match="the disk is full"):
        await _unless(asyncio.Event(), fail())
