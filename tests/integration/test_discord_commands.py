"""`/news` in Discord: the real discord.py over real sockets against the strict fake."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.domain.errors import QuestionError
from bot.domain.questions import (
    COMMANDS,
    Attachment,
    Command,
    Option,
    OptionKind,
)
from tests.builders import an_answer
from tests.fakes.discord_review import words
from tests.fakes.discord_state import OWNER
from tests.integration.discord_world import (
    ScriptedDesk,
    open_world,
)

EXAMPLES = {OptionKind.COUNT: 3, OptionKind.MOMENT: "7d", OptionKind.SPAN: "8h"}


def example(option: Option) -> str | int:
    return option.choices[0] if option.choices else EXAMPLES.get(option.kind, "words")


def given_to(command: Command) -> dict:
    options = [*([command.argument] if command.argument else []), *command.options]
    return {option.name: example(option) for option in options}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
async def test_every_command_of_the_table_can_be_asked_with_all_its_options(command):
    async with open_world() as world:
        seen = await world.news(command.name, given_to(command))
        expected = {name: str(value) for name, value in given_to(command).items()}

        assert world.desk.commands[0][:2] == (command.name, expected)
        assert len(seen["messages"]) == 1


async def test_d01_a_question_is_acknowledged_at_once_and_answered_to_the_asker_alone():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})

        assert seen["callback_ms"] is not None
        assert (seen["callback"]["type"], seen["ephemeral"]) == (5, True)
        assert "Marlow County ends its agreement" in words(seen["messages"][0])
        assert seen["messages"][0]["_audit"]["pings"] == []


async def test_d01_the_acknowledgement_does_not_wait_for_a_slow_desk():
    async with open_world(desk=ScriptedDesk(delay=1.2)) as world:
        seen = await world.news("search", {"query": "detainers"})

        assert seen["callback_ms"] is not None
        assert "Marlow County ends" in words(seen["messages"][0])


async def test_the_asker_comes_with_server_channel_and_rights():
    async with open_world() as world:
        await world.news("latest")
        await world.news("latest", user_id=OWNER)
        await world.news("latest", permissions=str(1 << 5))

        reader, owner, manager = (asker for _, _, asker in world.desk.asked)
        assert (reader.zone, reader.workspace) == (None, "100000000000000001")
        assert reader.channel.target == "400000000000000001"
        assert (reader.user, owner.user) == ("300000000000000002", OWNER)
        rights = [one.is_platform_admin for one in (reader, owner, manager)]
        assert rights == [False, True, True]


async def test_a_question_that_cannot_be_answered_as_asked_says_what_to_type():
    error = QuestionError("There is no outlet “ledgr”. Did you mean “Capital Ledger”?")
    async with open_world(desk=ScriptedDesk(error=error)) as world:
        seen = await world.news("latest", {"outlet": "ledgr"})

        assert "Did you mean “Capital Ledger”?" in seen["messages"][0]["content"]
        assert seen["messages"][0]["_ephemeral"]


async def test_a_failure_gives_a_short_apology_and_the_log_the_trace(caplog):
    error = RuntimeError("boom in the archive")
    async with open_world(desk=ScriptedDesk(error=error)) as world:
        seen = await world.news("latest")
        shown = seen["messages"][0]["content"]
        record = next(one for one in caplog.records if one.message == "question failed")

        assert "boom" not in shown
        assert record.reference in shown
        assert "boom in the archive" in caplog.text


async def test_markup_in_a_question_is_shown_as_letters():
    error = QuestionError(
        "Nothing found for @everyone **x** [ledger.example](https://evil.example)"
    )
    async with open_world(desk=ScriptedDesk(error=error)) as world:
        seen = await world.news("search", {"query": "@everyone **x**"})
        audit = seen["messages"][0]["_audit"]

        assert (audit["pings"], audit["masked_links"]) == ([], [])
        assert r"\*\*x\*\*" in seen["messages"][0]["content"]


async def test_a_file_comes_with_its_answer():
    file = Attachment(name="stories.csv", media_type="text/csv", content=b"a,b\n", alt="7 stories")
    async with open_world(desk=ScriptedDesk(answer=an_answer(attachment=file))) as world:
        await world.news("search", {"query": "detainers"})
        sent = world.calls("PATCH /webhooks/{id}/{token}/messages/@original")[-1]

        assert sent["files"] == ["stories.csv"]
        assert sent["data"]["attachments"][0]["description"] == "7 stories"


async def test_an_answer_whose_way_was_lost_is_sent_again_and_shown_once():
    async with open_world() as world:
        await world.call(
            "faults", match="PATCH /webhooks/{id}/{token}/messages/@original", action="drop_after"
        )
        seen = await world.news("latest")
        await world.until(
            lambda: len(world.calls("PATCH /webhooks/{id}/{token}/messages/@original")) == 2
        )

        assert len(seen["messages"]) == 1


async def test_the_log_holds_no_token(caplog):
    caplog.set_level("INFO")
    async with open_world(desk=ScriptedDesk(error=RuntimeError("x"))) as world:
        seen = await world.news("latest")

        assert seen["token"] not in caplog.text
        assert world.fake.token not in caplog.text


async def test_the_librarys_log_of_a_limited_answer_holds_no_token(caplog):
    async with open_world() as world:
        await world.call(
            "faults",
            match="PATCH /webhooks/{id}/{token}/messages/@original",
            action="ratelimit",
            retry_after=0.1,
        )
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1
        assert "rate limited" in caplog.text
        assert seen["token"] not in caplog.text


async def test_d01_many_questions_at_once_are_all_acknowledged_in_time():
    async with open_world(desk=ScriptedDesk(delay=0.2)) as world:
        seen = await asyncio.gather(*(world.news("latest") for _ in range(30)))

        assert all(one["callback_ms"] is not None for one in seen)
        assert json.dumps(seen).count('"timed_out": false') == 30


async def test_an_acknowledgement_whose_way_was_lost_is_made_again():
    async with open_world() as world:
        match = "POST /interactions/{id}/{token}/callback"
        await world.call("faults", match=match, action="drop_before")
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1


async def test_an_acknowledgement_that_arrived_without_an_answer_is_enough():
    expected = ["answered an interaction twice"]
    async with open_world(expected=expected) as world:
        match = "POST /interactions/{id}/{token}/callback"
        await world.call("faults", match=match, action="drop_after")
        seen = await world.news("latest")

        assert len(seen["messages"]) == 1


async def test_an_interaction_that_nobody_waits_for_is_not_answered():
    async with open_world() as world:
        await world.call(
            "faults",
            match="POST /interactions/{id}/{token}/callback",
            action="error",
            status=404,
            code=10062,
        )
        await world.call(
            "interaction", name="news", wait=0.3, options=[{"name": "latest", "type": 1}]
        )
        world.fake.violations.clear()

        assert world.desk.asked == []
