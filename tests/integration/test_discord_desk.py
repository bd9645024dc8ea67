"""Buttons, forms, files and completions of Discord with the bot's own desk behind them."""

from __future__ import annotations

import pytest

from bot.chat.discord.commands import options_of
from bot.domain.questions import COMMANDS, Completion
from tests.fakes.discord_review import parts_of, words
from tests.fakes.town import Town, a_feed, a_town, an_entry
from tests.integration.discord_world import World, open_world
from tests.unit.services.texts import LETTERS, RULING

TITLE = "Homeland Security gives Oregon until Friday on jail detainers"
RULED = "Judge orders bond hearings for ICE detainees at Georgia center"


async def a_newsroom() -> Town:
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(TITLE, LETTERS), an_entry(RULED, RULING))
    await town.settles()
    return town


async def first_story(world: World) -> dict:
    """The message that shows the first story of the newest."""
    latest = await world.news("latest", {"since": "30d"})
    opened = await world.press(latest["messages"][0], "Open a story")
    return opened["messages"][0]


async def listed(world: World) -> dict:
    return (await world.news("watch list"))["messages"][0]


async def shown(world: World, option: str) -> dict:
    seen = await world.press(await listed(world), "Change a watch", option)
    return seen["messages"][0]


async def test_a_story_is_followed_by_its_button_and_the_watch_renamed_paused_and_removed():
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        followed = await world.press(await first_story(world), "Follow")
        assert "Following story" in words(followed["messages"][0])

        (name,) = [x["label"] for x in parts_of(await listed(world))["Change a watch"]["options"]]
        opened = await world.open_form(await shown(world, name), "Edit")
        await world.submit(opened, {"rename": "detainers", "notify": "digest"})
        await world.press(await shown(world, "detainers"), "Pause", want_messages=0)
        await world.until(lambda: "Paused." in str(world.fake.messages))
        paused = await shown(world, "detainers (paused)")
        assert "in a morning digest · for you · paused" in words(paused)

        await world.press(paused, "Remove", want_messages=0)
        await world.until(lambda: "Removed." in str(world.fake.messages))
        assert "Change a watch" not in parts_of(await listed(world))


@pytest.mark.parametrize("view", ["Sources", "Claims", "Timeline"])
async def test_every_view_of_a_story_has_the_storys_buttons(view):
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        seen = await world.press(await first_story(world), view)

        assert {"Summary", "Follow", "Report"} <= parts_of(seen["messages"][0]).keys()


async def test_a_watch_is_added_by_a_form_and_told_what_it_would_have_brought():
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        opened = await world.open_form(await listed(world), "Add a watch")
        added = await world.submit(opened, {"query": "detainers state:OR", "name": "#oregon"})
        editing = await world.open_form(await shown(world, "#oregon"), "Edit")
        query = editing["callback"]["data"]["components"][0]["component"]

        assert "would have fit" in words(added["messages"][0])
        assert query["value"] == "detainers state:OR"


async def test_a_form_that_asks_for_what_is_no_watch_is_told_why():
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        opened = await world.open_form(await listed(world), "Add a watch")
        refused = await world.submit(opened, {"query": "detainers since:7d"})

        assert "A watch looks ahead" in refused["messages"][0]["content"]


async def test_a_story_is_reported_by_its_form_and_by_one_button():
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        story = await first_story(world)
        opened = await world.open_form(story, "Report")
        values = {"reason": "wrong-fact", "note": "Friday is the 6th."}
        reported = await world.submit(opened, values)
        judged = await world.press(story, "Not relevant")
        audit = await world.news("audit", permissions=str(1 << 5))

        assert "Reported story" in words(reported["messages"][0])
        assert "Reported story" in words(judged["messages"][0])
        assert "wrong-fact: Friday is the 6th." in words(audit["messages"][0])
        assert "off-topic" in words(audit["messages"][0])


@pytest.mark.parametrize("form", ["csv", "json", "md"])
async def test_an_export_comes_as_a_file_of_its_form(form):
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        given = {"query": "detainers", "format": form}
        seen = await world.news("export", given)
        (file,) = seen["messages"][0]["attachments"]

        assert file["filename"].endswith(f".{form}")
        assert "Homeland Security" in str(file["_content"])


TYPED = {
    Completion.OUTLET: "",
    Completion.STATE: "ore",
    Completion.STORY: "hom",
    Completion.WATCH: "ore",
    Completion.ENTITY: "home",
    Completion.FEED: "led",
    Completion.TOPIC: "wat",
}
FIRST = {
    option.completes: (command.name, option.name)
    for command in reversed(COMMANDS)
    for option in options_of(command)
}


@pytest.mark.parametrize("completion", Completion)
async def test_each_kind_of_completion_is_offered_at_once_from_the_archive(completion):
    town = await a_newsroom()
    async with open_world(desk=town.house.desk) as world:
        opened = await world.open_form(await listed(world), "Add a watch")
        await world.submit(opened, {"query": "detainers", "name": "oregon"})
        command, option = FIRST[completion]
        seen = [await world.focus(command, option, TYPED[completion]) for _ in range(3)]
        choices = seen[0]["callback"]["data"]["choices"]

        assert choices
        assert max(len(one["value"]) for one in choices) <= 100
        assert min(one["callback_ms"] for one in seen) < 200
