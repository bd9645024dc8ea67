"""A story's deeds, the report form and the editor of watches, through the real discord.py."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.domain.errors import QuestionError
from bot.domain.questions import Answer
from tests.builders import a_brief, a_watch, a_watch_list
from tests.fakes.discord_review import parts_of, words
from tests.integration.discord_world import (
    KEY,
    ScriptedDesk,
    World,
    channel,
    make_app,
    open_world,
)

CALLBACK = "POST /interactions/{id}/{token}/callback"
DONE = Answer(title="Done", summary="It is done.")


@dataclass
class WatchingDesk(ScriptedDesk):
    """Lists watches when asked for them; to all else it says that it is done."""

    listed: Answer = field(default_factory=lambda: a_watch_list(a_watch("jails"), a_watch()))
    answer: Answer = DONE
    list_error: Exception | None = None

    async def ask_command(self, command, raw, asker) -> Answer:
        if command != "watch list":
            return await super().ask_command(command, raw, asker)
        self.commands.append((command, dict(raw), asker))
        if self.list_error is not None:
            raise self.list_error
        return self.listed


async def a_posted_card(world: World) -> dict:
    await world.app.messenger.post(channel(), a_brief(), KEY)
    return world.in_channel()[0]


async def a_watch_panel(world: World, name: str = "letters") -> dict:
    """The message that shows one watch, reached from the list."""
    listed = await world.news("watch list")
    shown = await world.press(listed["messages"][0], "Change a watch", name)
    return shown["messages"][0]


# ---- a story's deeds


@pytest.mark.parametrize(
    ("label", "question"),
    [("Follow", "follow 12"), ("Not relevant", "report 12 reason:off-topic")],
)
async def test_a_deed_under_a_card_is_done_and_told_to_the_one_who_pressed(label, question):
    async with open_world(desk=WatchingDesk()) as world:
        seen = await world.press(await a_posted_card(world), label)

        assert world.desk.asked[-1][0] == question
        assert seen["ephemeral"] is True
        assert "It is done." in words(seen["messages"][0])


async def test_a_storys_buttons_work_after_a_restart_of_the_bot():
    async with open_world(desk=WatchingDesk()) as world:
        card = await a_posted_card(world)
        await world.app.stop()
        world.app = make_app(world.fake, world.desk, world.clock)
        await world.app.start()
        followed = await world.press(card, "Follow")
        opened = await world.open_form(card, "Report")
        reported = await world.submit(opened, {"reason": "other"})

        assert len(followed["messages"]) == len(reported["messages"]) == 1
        await world.app.stop()


# ---- reporting


async def test_d01_the_report_form_opens_at_once_and_asks_the_desk_nothing():
    async with open_world(desk=WatchingDesk(delay=5)) as world:
        opened = await world.open_form(await a_posted_card(world), "Report")

        assert opened["callback_ms"] is not None
        assert opened["callback"]["data"]["title"] == "Report story 12"
        assert world.desk.asked == []


async def test_a_report_is_sent_with_its_reason_and_note_and_answered_privately():
    async with open_world(desk=WatchingDesk()) as world:
        opened = await world.open_form(await a_posted_card(world), "Report")
        seen = await world.submit(opened, {"reason": "wrong-fact", "note": "The vote was 6 to 5."})
        command, raw, asker = world.desk.commands[-1]

        assert command == "report"
        assert raw == {"story": "12", "reason": "wrong-fact", "note": "The vote was 6 to 5."}
        assert (asker.user, asker.workspace) == ("300000000000000002", "100000000000000001")
        assert seen["ephemeral"] is True
        assert "It is done." in words(seen["messages"][0])


async def test_a_report_that_cannot_be_taken_says_why_to_the_one_who_sent_it():
    error = QuestionError("There is no story 12 any more: it was merged into story 9.")
    async with open_world(desk=WatchingDesk(error=error)) as world:
        opened = await world.open_form(await a_posted_card(world), "Report")
        seen = await world.submit(opened, {"reason": "other", "note": "It is *wrong*."})
        again = await world.open_form(seen["messages"][0], "Try again")

        assert seen["messages"][0]["_ephemeral"]
        assert "merged into story 9" in seen["messages"][0]["content"]
        assert "You wrote: It is *wrong*." in words(seen["messages"][0])
        assert again["callback"]["data"] == opened["callback"]["data"]


async def test_a_form_whose_way_was_lost_is_opened_again():
    async with open_world(desk=WatchingDesk()) as world:
        card = await a_posted_card(world)
        await world.call("faults", match=CALLBACK, action="drop_before")
        opened = await world.open_form(card, "Report")

        assert len(world.calls(CALLBACK)) == 2
        assert opened["callback"]["data"]["custom_id"] == "report|1|12"


async def test_a_form_that_opened_without_an_answer_stays_open():
    expected = ["answered an interaction twice"]
    async with open_world(desk=WatchingDesk(), expected=expected) as world:
        card = await a_posted_card(world)
        await world.call("faults", match=CALLBACK, action="drop_after")
        opened = await world.open_form(card, "Report")
        seen = await world.submit(opened, {"reason": "other"})

        assert len(seen["messages"]) == 1


async def test_a_form_that_came_too_late_is_given_up_and_the_bot_goes_on(caplog):
    expected = ["interaction never answered"]
    async with open_world(desk=WatchingDesk(), expected=expected) as world:
        card = await a_posted_card(world)
        await world.call("faults", match=CALLBACK, action="error", status=404, code=10062)
        await world.press(card, "Report", wait=0.2, followup_wait=0)
        seen = await world.press(card, "Follow")

        assert "form not opened" in caplog.text
        assert len(seen["messages"]) == 1


async def test_a_form_that_is_not_ours_is_answered_with_words():
    async with open_world(desk=WatchingDesk()) as world:
        opened = await world.open_form(await a_posted_card(world), "Report")
        form = world.fake.interactions[opened["id"]]["callback"]["data"]
        form["custom_id"] = "somebody-elses"
        seen = await world.submit(opened, {"reason": "other"})

        assert "not one of the bot's" in seen["messages"][0]["content"]


# ---- watches


async def test_a_watch_of_the_list_is_shown_with_its_buttons():
    async with open_world(desk=WatchingDesk()) as world:
        panel = await a_watch_panel(world)

        assert panel["_ephemeral"]
        assert "Watch “letters”" in words(panel)
        assert list(parts_of(panel)) == ["Edit", "Pause", "Remove"]


@pytest.mark.parametrize("label", ["Pause", "Remove"])
async def test_a_watch_is_changed_in_the_place_of_its_buttons(label):
    async with open_world(desk=WatchingDesk()) as world:
        panel = await a_watch_panel(world)
        changed = await world.press(panel, label, followup_wait=0)
        await world.until(lambda: panel["id"] in {x["id"] for x in edited(world)})
        command, raw, _ = world.desk.commands[-1]

        assert (command, raw) == (f"watch {label.lower()}", {"name": "letters"})
        assert changed["callback"]["type"] == 6
        assert "It is done." in words(edited(world)[-1])


async def test_a_watch_that_may_not_be_changed_keeps_its_buttons():
    async with open_world(desk=WatchingDesk()) as world:
        panel = await a_watch_panel(world)
        world.desk.error = QuestionError("Only who set this watch up, or an admin, can change it.")
        refused = await world.press(panel, "Remove")
        left = next(one for one in world.fake.messages if one["id"] == panel["id"])

        assert "Only who set this watch up" in refused["messages"][0]["content"]
        assert list(parts_of(left)) == ["Edit", "Pause", "Remove"]


async def test_a_watch_that_is_gone_says_so():
    async with open_world(desk=WatchingDesk()) as world:
        listed = await world.news("watch list")
        world.desk.listed = a_watch_list()
        shown = await world.press(listed["messages"][0], "Change a watch", "jails")

        assert "no such watch" in shown["messages"][0]["content"]


async def test_the_editor_shows_a_watch_as_it_is_and_sends_what_was_changed():
    async with open_world(desk=WatchingDesk()) as world:
        opened = await world.open_form(await a_watch_panel(world), "Edit")
        query = opened["callback"]["data"]["components"][0]["component"]
        await world.submit(opened, {"rename": "requests", "notify": "digest"})

        assert query["value"] == '"detainer letters" state:NY'
        assert world.desk.commands[-1][:2] == (
            "watch edit",
            {
                "name": "letters",
                "query": '"detainer letters" state:NY',
                "rename": "requests",
                "notify": "digest",
            },
        )


@pytest.mark.parametrize("error", [RuntimeError("the archive is away"), QuestionError("no")])
async def test_the_editor_opens_empty_when_the_watch_cannot_be_looked_up(error):
    async with open_world(desk=WatchingDesk()) as world:
        panel = await a_watch_panel(world)
        world.desk.list_error = error
        opened = await world.open_form(panel, "Edit")
        await world.submit(opened, {"notify": "digest"})

        assert opened["callback_ms"] is not None
        assert world.desk.commands[-1][:2] == (
            "watch edit",
            {"name": "letters", "notify": "digest"},
        )


async def test_a_watch_is_added_through_its_form():
    async with open_world(desk=WatchingDesk(listed=a_watch_list())) as world:
        listed = await world.news("watch list")
        opened = await world.open_form(listed["messages"][0], "Add a watch")
        seen = await world.submit(opened, {"query": "sanctuary state:IL", "to": "here"})

        assert world.desk.commands[-1][:2] == (
            "watch add",
            {"query": "sanctuary state:IL", "to": "here", "notify": "instant"},
        )
        assert seen["ephemeral"] is True


async def test_a_question_that_is_no_watch_says_what_to_type():
    error = QuestionError("A watch looks ahead: leave out since: and until:.")
    async with open_world(desk=WatchingDesk()) as world:
        listed = await world.news("watch list")
        opened = await world.open_form(listed["messages"][0], "Add a watch")
        world.desk.error = error
        seen = await world.submit(opened, {"query": "sanctuary since:7d"})

        assert "A watch looks ahead" in seen["messages"][0]["content"]
        assert "You wrote: sanctuary since:7d" in words(seen["messages"][0])


def edited(world: World) -> list[dict]:
    return [one for one in world.fake.messages if one["_edits"] > 1]
