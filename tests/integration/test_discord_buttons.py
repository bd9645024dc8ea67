"""Buttons and menus in Discord, pressed in private and in public."""

from __future__ import annotations

import pytest

from bot.domain.errors import QuestionError
from tests.builders import a_brief, an_answer
from tests.fakes.discord_review import parts_of, words
from tests.integration.discord_world import (
    KEY,
    ScriptedDesk,
    channel,
    open_world,
)

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
