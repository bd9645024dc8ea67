"""Buttons and forms in Slack: follow, report, watches; the real Bolt against the strict fake."""

from __future__ import annotations

import pytest

from bot.domain.articles import StoryId
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer
from tests.builders import a_brief, a_watch, a_watch_list, an_answer
from tests.fakes.slack_audit import actions_of, words
from tests.fakes.slack_views import inputs_of
from tests.integration.slack_world import APP_TOKEN, ScriptedDesk, open_world

REPORTED = Answer(title="Reported story 12", summary="Thank you. The operators will be told.")
LETTERS = a_watch("letters")


def a_story_desk(**answers) -> ScriptedDesk:
    """A desk whose story 12 is asked for, and whose commands give these answers."""
    story = an_answer(brief=a_brief(story=StoryId(12)), sections=())
    named = {name.replace("_", " "): answer for name, answer in answers.items()}
    return ScriptedDesk(answer=story, answers=named)


def a_watch_desk(*watches, **answers) -> ScriptedDesk:
    """A desk with these watches, whose commands give these answers."""
    named = {name.replace("_", " "): answer for name, answer in answers.items()}
    listed = a_watch_list(*watches)
    return ScriptedDesk(answer=listed, answers={"watch list": listed} | named)


async def story_buttons(world) -> dict:
    return actions_of((await world.slash("story 12"))["responses"][0])


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("Claims", "story 12 view:claims"),
        ("Timeline", "story 12 view:timeline"),
        ("Summary", "story 12 view:summary"),
        ("Sources", "story 12 view:sources"),
        ("Follow", "follow 12"),
        ("Not relevant", "report 12 reason:off-topic"),
    ],
)
async def test_a_storys_button_asks_for_the_presser_alone(label, question):
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk()) as world:
        buttons = await story_buttons(world)
        seen = await world.press(buttons[label], container={"type": "message"})

        assert world.desk.asked[-1][0] == question
        assert [one["visible"] for one in seen["responses"]] == ["ephemeral"]


async def test_a_report_is_written_in_a_form_and_thanked_for_in_private():
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk(report=REPORTED)) as world:
        buttons = await story_buttons(world)
        await world.press(buttons["Report…"], container={"type": "message"}, wait_for_answer=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), reason="wrong-fact", note="The vote was 7 to 4.")
        await world.until(lambda: len(world.private()) == 2)

        assert sent["ack_payload"] is None
        assert world.desk.given[-1][:2] == (
            "report",
            {"story": "12", "reason": "wrong-fact", "note": "The vote was 7 to 4."},
        )
        assert "The operators will be told." in words(world.private()[1])
        assert world.in_channel() == []


async def test_a_form_opens_before_anything_slow_is_done():
    desk = a_watch_desk(LETTERS)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.call("faults", match="users.info", action="slow", seconds=4)
        desk.delay = 4
        await world.slash("report 12", followup_wait=0)
        await world.slash("watch edit letters", followup_wait=0)
        await world.until(lambda: len(world.fake.views) == 2, seconds=2)

        assert [one["kind"] for one in world.fake.views] == ["open", "open"]


async def test_a_report_that_the_desk_refuses_says_why_in_the_form():
    error = QuestionError("I know no story “12”.")
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk(report=error)) as world:
        await world.slash("report 12", followup_wait=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), reason="other")

        assert sent["ack_payload"] == {
            "response_action": "errors",
            "errors": {"reason": "I know no story “12”."},
        }
        assert world.private() == []


async def test_s02_a_form_that_fails_says_sorry_in_the_form_and_the_log_keeps_the_trace(caplog):
    desk = a_story_desk(report=RuntimeError("boom in the archive"))
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.slash("report 12", followup_wait=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), reason="other")

        assert sent["ack_payload"]["errors"]["reason"].startswith("Sorry")
        assert "boom" not in sent["ack_payload"]["errors"]["reason"]
        assert "boom in the archive" in caplog.text


async def test_a_form_that_takes_long_is_closed_in_time_and_its_error_follows():
    desk = a_story_desk(report=QuestionError("I know no story “12”."))
    desk.delay = 2.5
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.slash("report 12", followup_wait=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), reason="other")
        await world.until(world.private)

        assert sent["ack_ms"] is not None
        assert sent["ack_payload"] is None
        assert "I know no story “12”." in words(world.private()[0])


async def test_s05_a_form_that_slack_sends_twice_is_saved_once():
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk(report=REPORTED)) as world:
        await world.slash("report 12", followup_wait=0)
        await world.until(lambda: world.fake.views)
        form = world.form()
        payload = {"type": "view_submission", "view": form, "trigger_id": "1.2.3"}
        form["state"]["values"] = {"reason": {"entry": {"value": "other"}}}
        await world.call("interactive", payload=payload, copies=2)
        await world.until(world.private)

        assert [command for command, _, _ in world.desk.given] == ["report"]


async def test_a_form_slack_does_not_open_leaves_the_way_to_type_it(caplog):
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk()) as world:
        await world.call("config", trigger_ttl=-1)
        seen = await world.slash("report 12")

        assert "type: /news report 12 reason:wrong-fact" in words(seen["responses"][0])
        assert "form not opened" in caplog.text


async def test_a_form_of_another_app_or_time_says_that_nothing_was_saved():
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk()) as world:
        await world.slash("report 12", followup_wait=0)
        await world.until(lambda: world.fake.views)
        form = world.form()
        for broken in ({"callback_id": "other"}, {"private_metadata": "{"}, {"blocks": []}):
            view = form | {"state": {"values": {}}} | broken
            payload = {"type": "view_submission", "view": view}
            sent = await world.call("interactive", payload=payload)
            assert sent["ack_payload"]["response_action"] == "update"
            assert "Please open it again" in words(sent["ack_payload"]["view"])

        assert world.desk.given == []


async def test_watches_are_listed_each_with_a_menu():
    rests = a_watch("rests", is_paused=True)
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(LETTERS, rests)) as world:
        seen = await world.slash("watch list")
        rows = [one for one in seen["responses"][0]["blocks"] if one["type"] == "section"]
        menus = [[o["text"]["text"] for o in one["accessory"]["options"]] for one in rows]

        assert menus == [["Edit…", "Pause", "Remove"], ["Edit…", "Resume", "Remove"]]
        assert rows[0]["text"]["text"] == 'letters\n"detainer letters" state:NY'


@pytest.mark.parametrize(("label", "command"), [("Pause", "pause"), ("Remove", "remove")])
async def test_a_watchs_menu_changes_it_and_shows_the_list_anew(label, command):
    changed = Answer(title="Watch “letters”", summary="Done.")
    desk = a_watch_desk(LETTERS, **{f"watch_{command}": changed})
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        listed = await world.slash("watch list")
        seen = await world.press(actions_of(listed["responses"][0])[label])

        assert [command for command, _, _ in desk.given] == [f"watch {command}", "watch list"]
        assert desk.given[0][1] == {"name": LETTERS.id}
        assert world.fake.log[-1]["data"]["replace_original"] is True
        assert "Watch “letters”: Done." in words(seen["responses"][0])


async def test_a_change_whose_list_cannot_be_read_is_told_all_the_same(caplog):
    changed = Answer(title="Watch “letters”", summary="Paused.")
    desk = a_watch_desk(LETTERS, watch_pause=changed)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        listed = await world.slash("watch list")
        desk.answers["watch list"] = RuntimeError("boom")
        seen = await world.press(actions_of(listed["responses"][0])["Pause"])

        assert words(seen["responses"][0]) == "Watch “letters”Paused."
        assert "boom" in caplog.text


async def test_a_shared_list_of_watches_has_no_menus():
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(LETTERS)) as world:
        listed = await world.slash("watch list")
        shared = await world.press(actions_of(listed["responses"][0])["Post to channel"])

        assert actions_of(shared["responses"][0]) == {}
        assert "letters" in words(shared["responses"][0])


async def test_watch_add_without_words_opens_a_form():
    added = Answer(title="Watch “letters”", summary="Saved.")
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(watch_add=added)) as world:
        await world.slash("watch add", followup_wait=0)
        await world.until(lambda: world.fake.views)
        await world.submit(world.form(), query="detainer letters", to="here", notify="digest")
        await world.until(world.private)

        command, raw, asker = world.desk.given[-1]
        assert command == "watch add"
        assert raw == {
            "query": "detainer letters",
            "name": "",
            "to": "here",
            "notify": "digest",
        }
        assert asker.channel.target == "C0NEWS"
        assert "Saved." in words(world.private()[0])


async def test_in_direct_messages_nobody_is_asked_whom_to_tell():
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk()) as world:
        await world.slash("watch add", channel_id="D0ALICE", followup_wait=0)
        await world.until(lambda: world.fake.views)

        assert list(inputs_of(world.form())) == ["query", "name", "notify"]


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (QuestionError("There is a watch “a” already.", option="name"), "name"),
        (QuestionError("A watch looks ahead: leave out since:."), "query"),
    ],
)
async def test_what_is_wrong_with_a_watch_is_said_at_its_field(error, field):
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(watch_add=error)) as world:
        await world.slash("watch add", followup_wait=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), query="letters")

        assert sent["ack_payload"]["errors"] == {field: str(error)}


async def test_a_watch_is_edited_with_what_it_asks_now():
    saved = Answer(title="Watch “mail”", summary="Saved.")
    desk = a_watch_desk(LETTERS, watch_edit=saved)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        listed = await world.slash("watch list")
        await world.press(actions_of(listed["responses"][0])["Edit…"], wait_for_answer=0)
        await world.until(lambda: world.fake.views and inputs_of(world.form()))
        await world.submit(world.form(), rename="mail")
        await world.until(lambda: len(world.private()) == 2)

        raw = next(raw for command, raw, _ in desk.given if command == "watch edit")
        assert raw == {
            "name": LETTERS.id,
            "query": '"detainer letters" state:NY',
            "rename": "mail",
            "notify": "instant",
        }
        assert world.fake.log[-1]["data"]["replace_original"] is True
        assert "Watch “mail”: Saved." in words(world.private()[1])


async def test_a_followed_story_keeps_its_story_when_its_watch_is_edited():
    followed = a_watch("story 12", story=StoryId(12), query="")
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(followed)) as world:
        await world.slash("watch edit STORY 12", followup_wait=0)
        await world.until(lambda: world.fake.views and inputs_of(world.form()))

        assert list(inputs_of(world.form())) == ["rename", "notify"]
        assert "follows story 12" in words(world.form())


async def test_a_watch_that_is_gone_is_said_to_be_gone_in_its_form():
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(LETTERS)) as world:
        await world.slash("watch edit other", followup_wait=0)
        await world.until(lambda: world.fake.views and world.fake.views[0]["kind"] == "update")

        assert "There is no such watch here" in words(world.form())


async def test_watches_that_cannot_be_read_are_said_so_in_the_form():
    desk = ScriptedDesk(answers={"watch list": RuntimeError("boom")})
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.slash("watch edit letters", followup_wait=0)
        await world.until(lambda: world.fake.views and world.fake.views[0]["kind"] == "update")

        assert "Sorry" in words(world.form())


async def test_a_form_closed_before_it_was_filled_is_no_trouble(caplog):
    caplog.set_level("INFO")
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(LETTERS)) as world:
        await world.call("faults", match="views.update", action="error", error="not_found")
        await world.slash("watch edit letters", followup_wait=0)
        await world.until(lambda: "form not filled" in caplog.text)

        assert world.private() == []


async def test_a_form_whose_filling_in_was_lost_leaves_the_way_to_type_it():
    async with open_world(app_token=APP_TOKEN, desk=a_watch_desk(LETTERS)) as world:
        await world.call("faults", match="views.update", action="http500")
        seen = await world.slash("watch edit letters")

        assert "type: /news watch edit" in words(seen["responses"][0])


async def test_a_form_sent_where_the_app_is_not_is_confirmed_in_direct_messages():
    async with open_world(app_token=APP_TOKEN, desk=a_story_desk(report=REPORTED)) as world:
        await world.slash("report 12", channel_id="C0OTHER", followup_wait=0)
        await world.until(lambda: world.fake.views)
        await world.call("config", response_url_ttl=0)
        await world.submit(world.form(), reason="other")
        await world.until(lambda: world.in_channel("D0ALICE"))
        world.fake.violations.clear()  # the expiry itself, which this test brought about

        assert "The operators will be told." in words(world.in_channel("D0ALICE")[0])
        assert world.private() == []


async def test_a_form_that_the_bots_end_cuts_off_says_so(caplog):
    desk = a_story_desk(report=REPORTED)
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        await world.slash("report 12", followup_wait=0)
        await world.until(lambda: world.fake.views)
        desk.delay = 30
        await world.submit(world.form(), reason="other")
        await world.app.stop()

        assert "being restarted" in words(world.private()[0])
        assert "Task" not in caplog.text


async def test_who_changes_a_watch_comes_with_the_rights_they_have_now():
    desk = a_watch_desk(LETTERS, watch_pause=Answer(title="Watch", summary="Paused."))
    async with open_world(app_token=APP_TOKEN, desk=desk) as world:
        listed = await world.slash("watch list", user_id="U0ADMIN")
        await world.call("user", id="U0ADMIN", is_admin=False)
        pause = actions_of(listed["responses"][0])["Pause"]
        await world.press(pause, user={"id": "U0ADMIN"})

        assert desk.given[0][2].is_platform_admin is False
