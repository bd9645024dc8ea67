"""Files of answers, exports and pictures, through the real discord.py over real sockets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.questions import Attachment
from tests.builders import an_answer
from tests.integration.discord_world import ScriptedDesk, World, open_world

FILL = "PATCH /webhooks/{id}/{token}/messages/@original"
SHARE = "POST /webhooks/{id}/{token}"
EXPORT = Attachment(name="stories.csv", media_type="text/csv", content=b"a,b\n" * 400_000)
PICTURE = Attachment(
    name="trend.png",
    media_type="image/png",
    content=b"\x89PNG" + b"x" * 2_000_000,
    alt="Stories a day about detainers, November 1 to 30: 3 at first, 11 at the end.",
)
HUGE = replace(EXPORT, content=b"x" * (10 * 2**20 + 1))


def desk_with(file: Attachment) -> ScriptedDesk:
    return ScriptedDesk(answer=an_answer(attachment=file))


def attached(message: dict) -> list[tuple]:
    """Name, type, description and content of the files that a message shows."""
    return [
        (one["filename"], one["content_type"], one["description"], one["_content"])
        for one in message["attachments"]
    ]


async def answered(world: World) -> dict:
    await world.news("search", {"query": "detainers"})
    return next(one for one in world.fake.messages if one["_ephemeral"])


@pytest.mark.parametrize("file", [EXPORT, PICTURE], ids=lambda one: one.name)
async def test_a_file_comes_with_its_answer_and_says_what_it_shows(file):
    async with open_world(desk=desk_with(file)) as world:
        await answered(world)
        message = world.fake.messages[0]

        assert attached(message) == [
            (file.name, file.media_type, file.alt or None, file.content),
        ]


@pytest.mark.parametrize("file", [EXPORT, PICTURE], ids=lambda one: one.name)
async def test_a_file_is_posted_to_the_channel_with_its_answer(file):
    async with open_world(desk=desk_with(file)) as world:
        seen = await world.news("search", {"query": "detainers"})
        await world.press(seen["messages"][0], "Post to channel")

        assert attached(world.in_channel()[0]) == [
            (file.name, file.media_type, file.alt or None, file.content)
        ]


async def test_a_file_whose_way_was_lost_is_sent_again_whole():
    async with open_world(desk=desk_with(EXPORT)) as world:
        await world.call("faults", match=FILL, action="drop_before")
        await answered(world)

        assert attached(world.fake.messages[0])[0][3] == EXPORT.content


async def test_a_file_that_the_library_sends_again_after_an_error_is_whole():
    async with open_world(desk=desk_with(EXPORT)) as world:
        await world.call("faults", match=FILL, action="http502")
        await world.news("search", {"query": "detainers"}, followup_wait=5)

        assert attached(world.fake.messages[0])[0][3] == EXPORT.content


async def test_a_file_over_discords_limit_is_told_in_words_and_the_answer_stands():
    async with open_world(desk=desk_with(HUGE)) as world:
        message = await answered(world)

        assert message["attachments"] == []
        assert "stories.csv has 10.0 MiB" in message["content"].replace("\\", "")
        assert "up to 10 MiB here. Narrow the search" in message["content"]
        assert "detainers" in message["embeds"][0]["title"]
        assert len(world.calls(FILL)) == 1


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(413, 40005, "as too large. Narrow the search"), (403, 50013, "role needs Attach Files")],
)
async def test_a_file_that_discord_refuses_is_told_in_words(status, code, words):
    async with open_world(desk=desk_with(EXPORT)) as world:
        await world.call("faults", match=FILL, action="error", status=status, code=code)
        message = await answered(world)

        assert "stories.csv" in message["content"]
        assert words in message["content"]
        assert len(world.calls(FILL)) == 2


async def test_an_answer_that_discord_refuses_for_another_reason_is_not_sent_without_its_file():
    async with open_world(desk=desk_with(EXPORT)) as world:
        await world.call("faults", match=FILL, action="error", status=400, code=50035)
        await world.news("search", {"query": "detainers"}, followup_wait=0.3)

        assert len(world.calls(FILL)) == 1


async def test_a_file_too_large_for_the_channel_is_told_there():
    async with open_world(desk=desk_with(HUGE)) as world:
        seen = await world.news("search", {"query": "detainers"})
        await world.press(seen["messages"][0], "Post to channel")

        assert "Narrow the search" in world.in_channel()[0]["content"]


async def test_a_description_longer_than_discord_takes_is_cut():
    async with open_world(desk=desk_with(replace(PICTURE, alt="word " * 400))) as world:
        await answered(world)

        assert len(attached(world.fake.messages[0])[0][2]) <= 1024
