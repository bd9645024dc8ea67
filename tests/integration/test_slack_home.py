"""The bot's Home tab in Slack: watches, health and how to ask, for each person their own."""

from __future__ import annotations

import pytest

from bot.domain.errors import QuestionError
from bot.domain.questions import Answer
from tests.builders import a_watch, a_watch_list
from tests.fakes.slack_audit import actions_of, words
from tests.integration.slack_world import APP_TOKEN, ScriptedDesk, open_world

HEALTH = Answer(title="Health", summary="41 feeds, 40 asked so far, 2 in trouble.")
LETTERS = a_watch("letters")


def a_home_desk(*watches, **answers) -> ScriptedDesk:
    named = {name.replace("_", " "): answer for name, answer in answers.items()}
    kept = {"watch list": a_watch_list(*watches), "health": HEALTH}
    return ScriptedDesk(answers=kept | named)


async def test_the_home_tab_shows_ones_watches_the_feeds_and_how_to_ask():
    desk = a_home_desk(LETTERS)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        seen = await world.open_home()
        await world.until(world.homes)
        shown = words(world.homes()[0])

        assert seen["ack_ms"] is not None
        assert "letters" in shown
        assert "41 feeds, 40 asked so far, 2 in trouble." in shown
        assert "/news search" in shown
        assert world.fake.views[0]["user_id"] == "U0ALICE"


async def test_the_home_tab_asks_for_ones_own_watches_alone():
    desk = a_home_desk()
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.open_home()
        await world.until(world.homes)
        _, _, asker = desk.given[0]

        assert (asker.user, asker.workspace, asker.channel) == ("U0ALICE", "T0FAKE", None)
        assert "None yet" in words(world.homes()[0])


async def test_the_messages_tab_publishes_nothing():
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk()) as world:
        await world.open_home(tab="messages")
        await world.open_home()
        await world.until(world.homes)

        assert len(world.homes()) == 1


async def test_a_change_in_the_home_tab_is_shown_in_it_at_once():
    paused = Answer(title="Watch “letters”", summary="Paused.")
    desk = a_home_desk(LETTERS, watch_pause=paused)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.open_home()
        await world.until(world.homes)
        await world.press_in_home(actions_of(world.homes()[0])["Pause"])
        await world.until(lambda: len(world.homes()) == 2)

        assert "Watch “letters”: Paused." in words(world.homes()[1])
        assert world.fake.messages == []


async def test_a_change_the_desk_refuses_is_said_in_the_home_tab():
    desk = a_home_desk(LETTERS, watch_remove=QuestionError("There is no watch “letters” here."))
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.open_home()
        await world.until(world.homes)
        await world.press_in_home(actions_of(world.homes()[0])["Remove"])
        await world.until(lambda: len(world.homes()) == 2)

        assert "There is no watch “letters” here." in words(world.homes()[1])


async def test_a_watch_added_in_the_home_tab_is_ones_own_and_shown_in_it():
    desk = a_home_desk(watch_add=Answer(title="Watch “letters”", summary="Saved."))
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.open_home()
        await world.until(world.homes)
        await world.press_in_home(actions_of(world.homes()[0])["Add a watch"])
        await world.until(lambda: world.form()["type"] == "modal")
        await world.submit(world.form(), query="letters")
        await world.until(lambda: len(world.homes()) == 2)
        raw, asker = next(each[1:] for each in desk.given if each[0] == "watch add")

        assert raw == {"query": "letters", "name": "", "notify": "instant"}
        assert asker.channel is None
        assert "Watch “letters”: Saved." in words(world.homes()[1])


async def test_an_archive_that_cannot_be_read_leaves_a_home_tab_with_words(caplog):
    desk = a_home_desk(watch_list=RuntimeError("boom"), health=RuntimeError("boom"))
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.open_home()
        await world.until(world.homes)
        shown = words(world.homes()[0])

        assert shown.count("Sorry, this could not be answered.") == 2
        assert "/news search" in shown
        assert "boom" not in shown
        assert "boom" in caplog.text


async def test_an_app_without_a_home_tab_leaves_a_line_in_the_log(caplog):
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk()) as world:
        await world.call("config", home_tab=False)
        await world.open_home()
        await world.until(lambda: "home tab not shown" in caplog.text)


@pytest.mark.parametrize(
    "fault", [{"action": "http500"}, {"action": "ratelimit", "retry_after": 1}]
)
async def test_a_home_tab_that_slack_did_not_take_is_published_again(fault):
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk()) as world:
        await world.call("faults", match="views.publish", **fault)
        await world.open_home()
        await world.until(world.homes)

        assert "Your watches" in words(world.homes()[0])


async def test_nobody_waits_an_hour_for_a_home_tab(caplog):
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk()) as world:
        fault = {"action": "ratelimit", "retry_after": 3600}
        await world.call("faults", match="views.publish", **fault)
        await world.open_home()
        await world.until(lambda: "home tab not shown" in caplog.text)

        assert world.homes() == []


async def test_a_change_that_no_home_tab_can_show_is_told_in_a_direct_message():
    paused = Answer(title="Watch “letters”", summary="Paused.")
    desk = a_home_desk(LETTERS, watch_pause=paused)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.open_home()
        await world.until(world.homes)
        await world.call("config", home_tab=False)
        await world.press_in_home(actions_of(world.homes()[0])["Pause"])
        await world.until(lambda: world.in_channel("D0ALICE"))

        assert words(world.in_channel("D0ALICE")[0]) == "Watch “letters”: Paused."


async def test_watches_beyond_the_room_of_the_tab_are_counted():
    watches = [a_watch(f"watch {number}") for number in range(45)]
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk(*watches)) as world:
        await world.open_home()
        await world.until(world.homes)

        assert "5 more: type /news watch list." in words(world.homes()[0])


async def test_a_form_that_does_not_open_in_the_home_tab_says_what_to_type():
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk()) as world:
        await world.open_home()
        await world.until(world.homes)
        await world.call("config", trigger_ttl=-1)
        await world.press_in_home(actions_of(world.homes()[0])["Add a watch"])
        await world.until(lambda: len(world.homes()) == 2)

        assert "type: /news watch add" in words(world.homes()[1])


async def test_s05_an_event_that_slack_repeats_shows_the_home_tab_once():
    async with open_world(app_token=APP_TOKEN, desk=a_home_desk()) as world:
        event = {"type": "app_home_opened", "user": "U0ALICE", "tab": "home"}
        await world.call("event", event=event, copies=2, retry_attempt=1)
        await world.until(world.homes)
        await world.open_home(user="U0ADMIN")
        await world.until(lambda: world.fake.views[-1]["user_id"] == "U0ADMIN")

        assert [one["user_id"] for one in world.fake.views] == ["U0ALICE", "U0ADMIN"]
