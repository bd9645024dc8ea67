"""Slack's buttons and forms on the real desk: what is pressed changes what the archive holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest

from tests.fakes.slack_audit import actions_of, words
from tests.fakes.slack_views import inputs_of
from tests.integration.household import Household
from tests.integration.slack_world import APP_TOKEN, ScriptedDesk, World, make_app


@asynccontextmanager
async def asking(house: Household) -> AsyncIterator[World]:
    """The house after a round of three stories, with a Slack app that asks its desk."""
    await house.round(house.feed("/reordered"))
    house.slack.messages.clear()
    app = make_app(house.slack, house.house.desk, app_token=APP_TOKEN)
    house.house.connect([app])
    await app.start()
    async with aiohttp.ClientSession() as session:
        try:
            yield World(fake=house.slack, app=app, desk=ScriptedDesk(), admin=session)
        finally:
            await app.stop()


@pytest.mark.parametrize(
    "question",
    [
        "latest",
        "search story n:2",
        "story 1",
        "story 1 view:timeline",
        "claims 1",
        "like Story number 1",
        "docket 1:25-cv-01234",
        "law 8 U.S.C. 1357(g)",
        "since 7d",
        "digest period:7d",
        "trend story period:7d",
        "export story",
        "sources",
        "health",
        "help",
    ],
)
async def test_every_kind_of_answer_can_be_posted_to_the_channel(household, question):
    async with asking(household) as world:
        seen = await world.slash(question)
        private = seen["responses"][0]
        await world.press(actions_of(private)["Post to channel"])
        (shared,) = [one for one in world.in_channel() if not one.get("files")]
        title = private["blocks"][0]

        assert private["visible"] == "ephemeral"
        assert shared["blocks"][0] == title
        assert "Post to channel" not in actions_of(shared)


async def test_a_long_text_that_was_compared_can_be_posted_too(household):
    async with asking(household) as world:
        seen = await world.slash(f"like {'county board letters ' * 40}")

        assert "Post to channel" in actions_of(seen["responses"][0])


@pytest.mark.parametrize("question", ["search story n:1", "latest n:1"])
async def test_pages_are_turned_there_and_back(household, question):
    async with asking(household) as world:
        first = await world.slash(question)
        second = await world.press(actions_of(first["responses"][0])["Next"])
        back = await world.press(actions_of(second["responses"][0])["Previous"])

        assert "Page 2 of" in words(second["responses"][0])
        assert words(back["responses"][0]) == words(first["responses"][0])


async def test_the_menu_of_an_answer_opens_a_story_whose_buttons_work(household):
    async with asking(household) as world:
        listed = await world.slash("latest")
        menu = actions_of(listed["responses"][0])["Open a story"]
        chosen = {k: menu[k] for k in ("type", "action_id")}
        opened = await world.press(chosen | {"selected_option": menu["options"][0]})
        followed = await world.press(actions_of(opened["responses"][0])["Follow"])
        watches = await world.slash("watch list")

        assert "Following story" in words(followed["responses"][0])
        assert "story " in words(watches["responses"][0])
        assert "Remove" in actions_of(watches["responses"][0])


async def test_the_buttons_of_a_card_in_the_channel_work_for_who_presses_them(household):
    await household.round(household.feed("/reordered"))
    card = household.posts()[0]
    async with asking(household) as world:
        for label, told in (("Follow", "Following story"), ("Not relevant", "Reported story")):
            pressed = await world.press(actions_of(card)[label], container={"type": "message"})
            assert told in words(pressed["responses"][0])
            assert pressed["responses"][0]["visible"] == "ephemeral"
        await world.press(
            actions_of(card)["Report…"], container={"type": "message"}, wait_for_answer=0
        )
        await world.until(lambda: world.fake.views)

        assert world.form()["title"]["text"].startswith("Report story")
        assert world.in_channel() == []


async def test_a_report_from_a_form_reaches_the_operators(household):
    async with asking(household) as world:
        await world.slash("report 1", followup_wait=0)
        await world.until(lambda: world.fake.views)
        await world.submit(world.form(), reason="wrong-fact", note="The vote was 7 to 4.")
        await world.until(world.private)
        await household.house.delivering.drain(until=household.clock.now() + timedelta(minutes=5))

        assert "The operators will be told" in words(world.private()[0])
        assert "“The vote was 7 to 4.”" in words(household.notices()[0])


async def test_a_report_about_a_story_nobody_knows_says_so_in_the_form(household):
    async with asking(household) as world:
        await world.slash("report 999", followup_wait=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), reason="other")

        assert "I know no story" in sent["ack_payload"]["errors"]["reason"]


async def test_a_watch_lives_its_life_in_forms_and_menus(household):
    async with asking(household) as world:
        await world.slash("watch add", followup_wait=0)
        await world.until(lambda: world.fake.views)
        await world.submit(world.form(), query="detainer letters", name="letters")
        await world.until(world.private)
        await world.open_home()
        await world.until(world.homes)
        await world.press_in_home(actions_of(world.homes()[-1])["Edit…"])
        await world.until(lambda: world.form().get("title") and inputs_of(world.form()))
        await world.submit(world.form(), query="detainer requests", notify="digest")
        await world.until(lambda: len(world.homes()) == 2)
        await world.press_in_home(actions_of(world.homes()[-1])["Pause"])
        await world.until(lambda: len(world.homes()) == 3)
        await world.press_in_home(actions_of(world.homes()[-1])["Remove"])
        await world.until(lambda: len(world.homes()) == 4)
        born, edited, paused, removed = map(words, world.homes())

        assert "detainer letters · at once" in born
        assert "detainer requests · in a morning digest" in edited
        assert "in a morning digest · paused" in paused
        assert "None yet" in removed


async def test_a_second_watch_of_a_name_is_refused_at_the_name(household):
    async with asking(household) as world:
        for _ in range(2):
            await world.slash("watch add", followup_wait=0)
            await world.until(lambda: world.fake.views and world.fake.views[-1]["open"])
            sent = await world.submit(world.form(), query="letters", name="mail")

        assert list(sent["ack_payload"]["errors"]) == ["name"]
        assert "There is a watch “mail” already." in sent["ack_payload"]["errors"]["name"]


async def test_a_query_nobody_can_watch_is_refused_at_the_query(household):
    async with asking(household) as world:
        await world.slash("watch add", followup_wait=0)
        await world.until(lambda: world.fake.views)
        sent = await world.submit(world.form(), query="letters since:7d")

        assert "leave out since:" in sent["ack_payload"]["errors"]["query"]


async def test_a_channels_watch_and_ones_own_of_the_same_name_are_told_apart(household):
    async with asking(household) as world:
        await world.slash("watch add letters name:mail")
        await world.slash("watch add requests name:mail to:here")
        listed = await world.slash("watch list")
        menus = [one["accessory"] for one in listed["responses"][0]["blocks"] if "accessory" in one]
        pause = {k: menus[1][k] for k in ("type", "action_id")}
        paused = await world.press(pause | {"selected_option": menus[1]["options"][1]})
        rows = [one["text"]["text"] for one in paused["responses"][0]["blocks"] if "text" in one]

        assert rows[-2].endswith("letters · at once")
        assert rows[-1].endswith("requests · at once · paused")
