"""`/news` in Discord: the real discord.py over real sockets against the strict fake."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.chat.discord.commands import options_of
from bot.domain.errors import QuestionError
from bot.domain.questions import (
    COMMANDS,
    Attachment,
    Command,
    Completion,
    Option,
    OptionKind,
    Suggestion,
)
from tests.builders import a_brief, an_answer
from tests.fakes.discord_review import parts_of, words
from tests.fakes.discord_state import OWNER
from tests.integration.discord_world import (
    KEY,
    ScriptedDesk,
    channel,
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


# ---- buttons


async def test_a_share_button_posts_the_answer_to_the_channel_without_its_buttons():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        shared = await world.press(seen["messages"][0], "Post to channel")
        message = shared["messages"][0]

        assert (shared["callback"]["type"], message["_ephemeral"]) == (6, False)
        assert "Post to channel" not in parts_of(message)
        assert "Marlow County ends" in words(message)


async def test_somebody_who_may_not_write_in_a_channel_cannot_share_into_it():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        shared = await world.press(
            seen["messages"][0], "Post to channel", permissions=str(1 << 10 | 1 << 31)
        )

        assert shared["ephemeral"] is True
        assert "may not write" in shared["messages"][0]["content"]


async def test_sharing_that_fails_is_told_to_the_asker_alone():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        world.desk.error = QuestionError("That story was merged.")
        shared = await world.press(seen["messages"][0], "Post to channel")

        assert [one["_ephemeral"] for one in shared["messages"]] == [True]
        assert "merged" in shared["messages"][0]["content"]


@pytest.mark.parametrize("action", ["drop_after", "http502_after"])
async def test_an_answer_shared_on_a_doubtful_way_is_not_shared_twice(action):
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        await world.call("faults", match="POST /webhooks/{id}/{token}", action=action)
        shared = await world.press(seen["messages"][0], "Post to channel", want_messages=2)
        public, private = shared["messages"]

        assert (public["_ephemeral"], private["_ephemeral"]) == (False, True)
        assert "may not have reached" in private["content"]


async def test_the_next_button_turns_the_page_in_its_place():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        turned = await world.press(seen["messages"][0], "Next", followup_wait=0)
        await world.until(lambda: len(world.desk.asked) == 2)

        assert turned["callback"]["type"] == 6
        assert world.desk.asked[-1][:2] == ("search detainers n:2", 3)
        await world.until(lambda: world.fake.messages[0]["_edits"] == 2)


async def test_a_page_turned_in_public_is_shown_to_the_one_who_turned_it():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        world.fake.messages[-1]["flags"] = 0
        turned = await world.press(seen["messages"][0], "Next")

        assert (turned["callback"]["type"], turned["ephemeral"]) == (5, True)


async def test_a_page_that_fails_leaves_the_page_that_was_read():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        world.desk.error = QuestionError("There is no page 3.")
        turned = await world.press(seen["messages"][0], "Next")

        assert turned["messages"][0]["_ephemeral"]
        assert "no page 3" in turned["messages"][0]["content"]
        assert "Marlow County" in words(world.fake.messages[0])


async def test_a_page_turned_after_it_was_dismissed_comes_anew():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        await world.call(
            "faults",
            match="PATCH /webhooks/{id}/{token}/messages/@original",
            action="error",
            status=404,
            code=10008,
        )
        turned = await world.press(seen["messages"][0], "Next")

        assert "Marlow County" in words(turned["messages"][0])


async def test_the_menu_of_stories_opens_a_story():
    async with open_world() as world:
        seen = await world.news("search", {"query": "detainers"})
        world.desk.answer = an_answer(brief=a_brief(), question="story 12", page_count=1)
        opened = await world.press(seen["messages"][0], "Open a story")

        assert world.desk.asked[-1][:2] == ("story 12", 1)
        assert opened["ephemeral"] is True
        assert {"Summary", "Claims"} <= parts_of(opened["messages"][0]).keys()


async def test_the_buttons_of_a_posted_card_answer_to_the_one_who_pressed():
    async with open_world() as world:
        await world.app.messenger.post(channel(), a_brief(), KEY)
        seen = await world.press(world.in_channel()[0], "Claims")

        assert world.desk.asked[-1][:2] == ("story 12 view:claims", 1)
        assert seen["ephemeral"] is True


async def test_a_question_too_long_for_a_button_still_turns_its_page():
    question = "search " + "detainer letters " * 20
    async with open_world(desk=ScriptedDesk(answer=an_answer(question=question))) as world:
        seen = await world.news("search", {"query": "detainers"})
        await world.press(seen["messages"][0], "Next", followup_wait=0)
        await world.until(lambda: len(world.desk.asked) == 2)

        assert world.desk.asked[-1][:2] == (question, 3)


async def test_a_long_question_forgotten_by_a_restart_says_what_to_do():
    async with open_world() as world:
        await world.news("latest")
        part = {"type": 2, "label": "Next", "custom_id": "next|3|#0123456789abcdef01234567"}
        world.fake.messages[-1]["components"] = [{"type": 1, "components": [part]}]
        seen = await world.press(world.fake.messages[-1], "Next")

        assert "ask again with /news" in seen["messages"][0]["content"]


async def test_a_button_that_is_not_ours_is_acknowledged_and_does_nothing():
    async with open_world() as world:
        await world.news("latest")
        asked = len(world.desk.asked)
        seen = await world.call("interaction", type=3, custom_id="follow|12")

        assert seen["callback"]["type"] == 6
        assert len(world.desk.asked) == asked


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
