"""Forums, archived threads and direct messages: the real discord.py against the strict fake."""

from __future__ import annotations

import pytest

from bot.domain.errors import DeliveryRefusedError, MessageInvalidError
from tests.builders import a_brief, a_digest, a_notice, an_update
from tests.fakes.discord_state import FORUM, OWNER
from tests.integration.discord_world import KEY, OTHER_KEY, World, channel, open_world

FORUM_POST = "POST /channels/{id}/threads"
THREAD = "PATCH /channels/{id}"
NO_EMOJI = {"emoji_id": None, "emoji_name": None}
TAGS = [
    {"id": "700000000000000001", "name": "General", "moderated": False, **NO_EMOJI},
    {"id": "700000000000000002", "name": "illinois", "moderated": False, **NO_EMOJI},
    {"id": "700000000000000003", "name": "National", "moderated": True, **NO_EMOJI},
    {"id": "700000000000000004", "name": "Digest", "moderated": False, **NO_EMOJI},
]
REQUIRED = 1 << 4


def thread_of(world: World) -> dict:
    return next(one for one in world.fake.channels.values() if one["parent_id"] == FORUM)


async def a_forum(world: World, **changes) -> None:
    """Start the app on a server whose forum is like this."""
    await world.call("channel", id=FORUM, **changes)
    await world.app.start()


# ---- tags


@pytest.mark.parametrize(
    ("message", "flags", "tags"),
    [
        (a_brief(), 0, ["700000000000000002"]),
        (a_brief(places=(), agencies=()), 0, []),
        (a_brief(places=(), agencies=()), REQUIRED, ["700000000000000001"]),
        (a_digest(), 0, ["700000000000000004"]),
        (a_notice(), REQUIRED, ["700000000000000001"]),
    ],
    ids=["a tag that fits", "none fits", "none fits and one is asked for", "digest", "notice"],
)
async def test_d05_a_forums_post_bears_the_tags_that_fit_or_one_where_it_must(message, flags, tags):
    async with open_world(start=False) as world:
        await a_forum(world, available_tags=TAGS, flags=flags)
        await world.app.messenger.post(channel(FORUM), message, KEY)

        assert thread_of(world)["applied_tags"] == tags


async def test_d05_a_forum_that_asks_for_a_tag_and_has_none_is_refused_with_a_remedy():
    async with open_world(start=False) as world:
        await a_forum(world, available_tags=TAGS[2:3], flags=REQUIRED)

        with pytest.raises(DeliveryRefusedError, match=r"tag.*Remedy.*make tags optional"):
            await world.app.messenger.post(channel(FORUM), a_brief(), KEY)


# ---- archived and locked


async def test_d05_a_forums_post_that_fell_asleep_is_woken_to_be_edited():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        thread_of(world)["thread_metadata"]["archived"] = True
        await world.app.messenger.revise(root, a_brief(headline="Board votes again"))
        shown = world.in_channel(thread_of(world)["id"])[0]

        assert shown["embeds"][0]["title"] == "Board votes again"
        assert len(world.calls(THREAD)) == 1


async def test_d05_an_update_wakes_a_forums_post_by_itself():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        thread_of(world)["thread_metadata"]["archived"] = True
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)

        assert thread_of(world)["thread_metadata"]["archived"] is False
        assert world.calls(THREAD) == []


@pytest.mark.parametrize("archived", [True, False])
async def test_d05_a_forums_post_that_was_locked_is_given_up_and_closes_no_forum(archived):
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        thread_of(world)["thread_metadata"] |= {"archived": archived, "locked": True}
        with pytest.raises(MessageInvalidError) as caught:
            await world.app.messenger.revise(root, a_brief())
        await world.app.messenger.post(channel(FORUM), a_brief(), OTHER_KEY)

        assert caught.value.gone is True


async def test_d05_a_forums_post_that_was_deleted_is_given_up():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        del world.fake.channels[thread_of(world)["id"]]

        with pytest.raises(MessageInvalidError) as caught:
            await world.app.messenger.revise(root, a_brief())

        assert caught.value.gone is True


async def test_a_token_revoked_before_an_edit_in_a_forum_closes_the_whole_platform():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        world.fake.token = "another.token"

        with pytest.raises(DeliveryRefusedError) as caught:
            await world.app.messenger.revise(root, a_brief())

        assert caught.value.whole_platform is True
        assert world.calls(THREAD) == []


# ---- direct messages


async def test_somebody_who_takes_no_direct_messages_is_refused_with_words():
    async with open_world() as world:
        world.fake.closed_to_direct.add(OWNER)

        with pytest.raises(
            DeliveryRefusedError, match=r"Remedy.*takes no direct messages"
        ) as caught:
            await world.app.messenger.post(channel(OWNER), a_brief(), KEY)

        assert caught.value.whole_platform is False


async def test_discord_that_opens_no_direct_messages_is_quoted_and_not_taken_for_no_channel():
    async with open_world() as world:
        match = "POST /users/@me/channels"
        await world.call("faults", match=match, action="error", status=403, code=50007)

        with pytest.raises(DeliveryRefusedError, match="takes no direct messages"):
            await world.app.messenger.post(channel(OWNER), a_brief(), KEY)


async def test_somebody_who_is_nobody_is_a_channel_that_was_deleted():
    async with open_world() as world:
        with pytest.raises(DeliveryRefusedError, match=r"Remedy.*deleted"):
            await world.app.messenger.post(channel("300000000000000077"), a_brief(), KEY)


async def test_a_message_to_a_person_is_found_and_changed_where_it_stands():
    async with open_world() as world:
        await world.app.messenger.post(channel(OWNER), a_brief(), KEY)
        since = world.clock.now().replace(year=2020)
        found = await world.app.messenger.find(channel(OWNER), KEY, since=since, thread=None)
        await world.app.messenger.revise(found, a_brief(headline="Board votes again"))

        assert world.in_channel("5" + OWNER[1:])[0]["embeds"][0]["title"] == "Board votes again"
