"""`/news` in Slack: the real Bolt over Socket Mode against the strict fake."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.domain.errors import QuestionError
from bot.domain.questions import Command
from tests.fakes.slack_audit import actions_of, words
from tests.integration.slack_world import APP_TOKEN, QuickClock, ScriptedDesk, open_world


async def test_s14_a_question_is_acknowledged_at_once_and_answered_to_the_asker_alone():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.slash("search detainers")

        assert seen["ack_ms"] is not None
        assert seen["ack_payload"] is None
        assert [one["visible"] for one in seen["responses"]] == ["ephemeral"]
        assert "Marlow County ends its agreement" in words(seen["responses"][0])


async def test_s01_the_acknowledgement_does_not_wait_for_a_slow_desk():
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(delay=1.5)) as world:
        seen = await world.slash("search detainers")

        assert seen["ack_ms"] is not None
        assert len(seen["responses"]) == 1


async def test_the_asker_comes_with_zone_workspace_channel_and_rights():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.slash("latest", user_id="U0ALICE")
        await world.slash("latest", user_id="U0ADMIN")

        alice, admin = (asker for _, _, asker in world.desk.asked)
        assert (alice.zone, alice.workspace) == ("America/New_York", "T0FAKE")
        assert alice.channel.target == "C0NEWS"
        assert (alice.is_platform_admin, admin.is_platform_admin) == (False, True)


async def test_a_persons_zone_is_asked_of_slack_once():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.slash("latest")
        await world.slash("latest")

        calls = [one for one in world.fake.log if one.get("method") == "users.info"]
        assert len(calls) == 1


async def test_somebody_slack_does_not_tell_about_is_no_admin_and_still_gets_an_answer():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("faults", match="users.info", action="http500")
        seen = await world.slash("latest", user_id="U0ADMIN")

        assert len(seen["responses"]) == 1
        assert world.desk.asked[0][2].is_platform_admin is False


async def test_an_answer_does_not_wait_long_for_who_asks(monkeypatch):
    monkeypatch.setattr("bot.chat.slack.people.PATIENCE", timedelta(seconds=0.2))
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("faults", match="users.info", action="slow", seconds=3)
        seen = await world.slash("latest", followup_wait=2)

        assert len(seen["responses"]) == 1
        assert world.desk.asked[0][2].zone is None


async def test_no_words_ask_for_help():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.slash("  ")

        assert world.desk.asked[0][0] == "help"


async def test_s05_a_command_that_slack_delivers_twice_is_answered_once():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.slash("latest", copies=2)
        await world.slash("sources")

        assert [text for text, _, _ in world.desk.asked] == ["latest", "sources"]


async def test_a_question_that_cannot_be_answered_as_asked_says_what_to_type():
    error = QuestionError("There is no command “serach”. Did you mean “search”?")
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(error=error)) as world:
        seen = await world.slash("serach x")

        assert "Did you mean “search”?" in words(seen["responses"][0])


async def test_s02_a_failure_gives_a_short_apology_and_the_log_the_trace(caplog):
    error = RuntimeError("boom in the archive")
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(error=error)) as world:
        seen = await world.slash("latest")
        shown = words(seen["responses"][0])
        record = next(one for one in caplog.records if one.message == "question failed")

        assert "boom" not in shown
        assert record.reference in shown
        assert "boom in the archive" in caplog.text


async def test_s13_markup_in_a_question_is_shown_as_letters():
    error = QuestionError("Nothing found for <!channel> *x* <https://evil.example|ledger.example>")
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(error=error)) as world:
        seen = await world.slash("search <!channel> *x*")

        assert seen["responses"][0]["audit"]["pings"] == []
        assert seen["responses"][0]["audit"]["links"] == []
        assert "<!channel> *x*" in words(seen["responses"][0])


async def test_a_share_button_posts_the_answer_to_the_channel_without_its_buttons():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.slash("search detainers")
        share = actions_of(seen["responses"][0])["Post to channel"]
        shared = await world.press(share)

        assert [one["visible"] for one in shared["responses"]] == ["channel"]
        assert "Post to channel" not in actions_of(shared["responses"][0])
        assert "Marlow County ends" in words(shared["responses"][0])


async def test_the_next_button_turns_the_page_in_its_place():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.slash("search detainers")
        following = actions_of(seen["responses"][0])["Next"]
        await world.press(following)

        assert world.desk.asked[-1][:2] == ("search detainers", 2)
        assert world.fake.log[-1]["data"]["replace_original"] is True


async def test_a_page_turned_in_public_is_shown_to_the_one_who_turned_it():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.slash("search detainers")
        following = actions_of(seen["responses"][0])["Next"]
        turned = await world.press(following, container={"type": "message"})

        assert world.fake.log[-1]["data"]["replace_original"] is False
        assert turned["responses"][0]["visible"] == "ephemeral"


async def test_the_menu_of_stories_opens_a_story():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.slash("search detainers")
        menu = actions_of(seen["responses"][0])["Open a story"]
        await world.press(
            {
                "type": "static_select",
                "action_id": menu["action_id"],
                "selected_option": menu["options"][1],
            }
        )

        assert world.desk.asked[-1][0] == "story 9"


async def test_a_button_we_no_longer_know_says_how_to_ask_instead():
    async with open_world(app_token=APP_TOKEN) as world:
        button = {"type": "button", "action_id": "old_button", "value": "x"}
        seen = await world.press(button)

        assert "/news help" in words(seen["responses"][0])
        assert world.desk.asked == []


async def test_two_impatient_presses_post_one_answer():
    desk = ScriptedDesk()
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        seen = await world.slash("search detainers")
        share = actions_of(seen["responses"][0])["Post to channel"]
        desk.delay = 0.5
        await world.press(share, wait_for_answer=0)
        await world.press(share, wait_for_answer=0, user={"id": "U0ADMIN"})
        await world.until(world.in_channel)
        desk.delay = 0
        again = await world.press(share)

        assert [one["visible"] for one in again["responses"]] == ["channel"]
        assert len(world.in_channel()) == 2


async def test_a_question_that_the_bots_end_cuts_off_says_so():
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(delay=30)) as world:
        await world.slash("latest", followup_wait=0)
        await world.until(lambda: world.desk.asked)
        await world.app.stop()

        assert "being restarted" in words(world.private()[0])


async def test_events_we_do_not_use_are_acknowledged():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.call("event", event={"type": "app_home_opened", "user": "U0ALICE"})

        assert seen["ack_ms"] is not None


async def test_s03_an_answer_survives_a_response_address_that_fails_at_first():
    async with open_world(app_token=APP_TOKEN, clock=QuickClock()) as world:
        await world.call("faults", match="response_url", action="http500")
        seen = await world.slash("latest", followup_wait=5)

        assert len(seen["responses"]) == 1


async def test_s03_an_answer_waits_out_a_rate_limited_response_address():
    async with open_world(app_token=APP_TOKEN) as world:
        await world.call("faults", match="response_url", action="ratelimit", retry_after=1)
        seen = await world.slash("latest", followup_wait=5)

        assert len(seen["responses"]) == 1


async def test_s03_a_dead_response_address_falls_back_to_an_ephemeral_message():
    async with open_world(app_token=APP_TOKEN, clock=QuickClock()) as world:
        await world.call("faults", match="response_url", action="drop_before", times=9)
        await world.slash("latest", followup_wait=0)
        await world.until(lambda: world.fake.messages)

        assert world.fake.messages[0]["source"] == "chat.postEphemeral"
        assert world.fake.messages[0]["user"] == "U0ALICE"


async def test_a_public_answer_is_not_sent_again_when_its_fate_is_unknown():
    async with open_world(app_token=APP_TOKEN) as world:
        seen = await world.slash("search detainers")
        share = actions_of(seen["responses"][0])["Post to channel"]
        await world.call("faults", match="response_url", action="drop_before")
        told = await world.press(share)

        assert world.in_channel() == []
        assert "may not have reached the channel" in words(told["responses"][0])


async def test_s03_a_response_address_that_is_used_up_falls_back_at_once():
    async with open_world(app_token=APP_TOKEN, desk=ScriptedDesk(delay=0.3)) as world:
        await world.call("config", response_url_ttl=0)
        await world.slash("latest", followup_wait=0)
        await world.until(lambda: world.fake.messages)
        world.fake.violations.clear()  # the expiry itself, which this test brought about

        assert world.fake.messages[0]["source"] == "chat.postEphemeral"


async def test_s03_an_asker_where_the_app_is_not_is_answered_in_direct_messages():
    async with open_world(app_token=APP_TOKEN, clock=QuickClock()) as world:
        await world.call("faults", match="response_url", action="http500", times=9)
        await world.slash("latest", channel_id="C0OTHER", followup_wait=0)
        await world.until(lambda: world.in_channel("D0ALICE"))

        assert "7 stories" in words(world.in_channel("D0ALICE")[0])
        assert world.in_channel("C0OTHER") == []


async def test_an_asker_whom_nothing_reaches_leaves_a_line_in_the_log(caplog):
    async with open_world(app_token=APP_TOKEN, clock=QuickClock()) as world:
        await world.call("faults", match="response_url", action="http500", times=9)
        await world.call("faults", match="chat.postEphemeral", action="http500", times=9)
        await world.slash("latest", followup_wait=0)
        await world.until(lambda: "answer undelivered" in caplog.text)


async def test_s12_an_admin_command_asks_slack_for_the_askers_rights_each_time(monkeypatch):
    command = Command(name="feed pause", about="", example="", admin=True)
    monkeypatch.setattr("bot.chat.slack.requests.COMMANDS", (command,))
    async with open_world(app_token=APP_TOKEN) as world:
        await world.slash("feed pause ice-news", user_id="U0ADMIN")
        await world.call("user", id="U0ADMIN", is_admin=False)
        await world.slash("feed pause ice-news", user_id="U0ADMIN")

        assert [asker.is_platform_admin for _, _, asker in world.desk.asked] == [True, False]


async def test_no_token_stands_in_any_log_line(caplog):
    caplog.set_level(logging.DEBUG)
    desk = ScriptedDesk(error=RuntimeError("x"))
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.call("faults", match="response_url", action="http500")
        await world.slash("latest", followup_wait=5)
        await world.call("socket", action="garbage", text="{not json")
        await world.call("socket", action="kill")
        await world.until(lambda: world.fake.sockets)

        logged = "\n".join(caplog.handler.format(one) for one in caplog.records)
        assert "xoxb-" not in logged
        assert "xapp-" not in logged
        assert "/commands/T0FAKE" not in logged
