"""Completions in Discord, offered while an option is typed."""

from __future__ import annotations

import pytest

from bot.chat.discord.commands import options_of
from bot.domain.questions import (
    COMMANDS,
    Completion,
    Suggestion,
)
from tests.integration.discord_world import (
    ScriptedDesk,
    open_world,
)

# ---- completions


async def test_completions_come_from_the_desk():
    offers = (Suggestion(label="Illinois", value="IL"), Suggestion(label="Indiana", value="IN"))
    async with open_world(desk=ScriptedDesk(suggestions=offers)) as world:
        choices = await world.typing("latest", "state", "I")

        assert world.desk.completed == [(Completion.STATE, "I")]
        assert choices == [{"name": "Illinois", "value": "IL"}, {"name": "Indiana", "value": "IN"}]


COMPLETED = [
    (command.name, option)
    for command in COMMANDS
    for option in options_of(command)
    if option.completes is not None
]


@pytest.mark.parametrize(
    ("command", "option"), COMPLETED, ids=[f"{name} {option.name}" for name, option in COMPLETED]
)
async def test_every_option_that_completes_is_completed_while_it_is_typed(command, option):
    offers = (Suggestion(label="An offer", value="x" * 100),)
    async with open_world(desk=ScriptedDesk(suggestions=offers)) as world:
        seen = [await world.focus(command, option.name, typed) for typed in ("", "a", "ab")]

        assert world.desk.completed[-1] == (option.completes, "ab")
        assert seen[-1]["callback"]["data"]["choices"] == [{"name": "An offer", "value": "x" * 100}]
        assert min(one["callback_ms"] for one in seen) < 200


def test_every_kind_of_completion_is_offered_somewhere():
    assert {option.completes for _, option in COMPLETED} == set(Completion)


async def test_an_offer_made_twice_is_shown_once():
    offers = [Suggestion(label=label, value=value) for label, value in ("ab", "ac", "db", "ef")]
    async with open_world(desk=ScriptedDesk(suggestions=offers)) as world:
        choices = await world.typing("watch pause", "name", "")

        assert [(one["name"], one["value"]) for one in choices] == [("a", "b"), ("e", "f")]


async def test_completions_that_discord_would_refuse_are_left_out_or_cut():
    offers = [Suggestion(label=f"{n} " + "word " * 60, value=str(n)) for n in range(40)]
    offers[3] = Suggestion(label="too long", value="x" * 101)
    offers[4] = Suggestion(label="", value="no label")
    async with open_world(desk=ScriptedDesk(suggestions=offers)) as world:
        choices = await world.typing("claims", "target", "x")

        assert len(choices) == 25
        assert max(len(one["name"]) for one in choices) <= 100
        assert choices[3]["name"] == "no label"


@pytest.mark.parametrize("desk", [ScriptedDesk(error=RuntimeError("x")), ScriptedDesk(delay=1.8)])
async def test_without_completions_one_can_still_type(desk):
    async with open_world(desk=desk) as world:
        assert await world.typing("latest", "state", "I") == []
