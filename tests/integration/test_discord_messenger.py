"""Posting to Discord: the real discord.py over real sockets against the strict fake."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest

from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)
from tests.builders import a_brief, a_digest, a_notice, an_update
from tests.fakes.discord_state import FORUM, LEGAL, NEWS, OWNER
from tests.integration.discord_world import KEY, OTHER_KEY, channel, open_world

POST = "POST /channels/{id}/messages"
THREAD = "POST /channels/{id}/messages/{id}/threads"
FORUM_POST = "POST /channels/{id}/threads"


@pytest.mark.parametrize("message", [a_brief(), an_update(), a_digest(), a_notice()])
async def test_every_kind_of_message_arrives(message):
    async with open_world() as world:
        await world.app.messenger.post(channel(), message, KEY)

        assert len(world.in_channel()) == 1
        assert world.in_channel()[0]["_audit"]["pings"] == []


async def test_a_channel_may_be_named():
    async with open_world() as world:
        await world.app.messenger.post(channel("#legal"), a_brief(), KEY)

        assert len(world.in_channel(LEGAL)) == 1


async def test_d05_a_name_that_no_channel_bears_is_refused_with_a_remedy():
    async with open_world() as world:
        with pytest.raises(DeliveryRefusedError, match=r"no channel #newz.*Remedy"):
            await world.app.messenger.post(channel("#newz"), a_brief(), KEY)


async def test_the_same_key_posts_once():
    async with open_world() as world:
        first = await world.app.messenger.post(channel(), a_brief(), KEY)
        second = await world.app.messenger.post(channel(), a_brief(), KEY)

        assert first == second
        assert len(world.in_channel()) == 1


@pytest.mark.parametrize("action", ["drop_after", "http502_after", "bad_json"])
async def test_d03_a_lost_answer_is_sent_again_and_stays_one_message(action):
    async with open_world() as world:
        await world.call("faults", match=POST, action=action, times=2)
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(channel(), a_brief(), KEY)
        world.fake.faults.clear()
        await world.app.messenger.post(channel(), a_brief(), KEY)

        assert len(world.in_channel()) == 1


async def test_d04_one_server_error_is_repeated_under_the_same_nonce():
    async with open_world() as world:
        await world.call("faults", match=POST, action="http502_after")
        await world.app.messenger.post(channel(), a_brief(), KEY)

        assert len(world.in_channel()) == 1
        assert len(world.calls(POST)) == 2


@pytest.mark.parametrize("action", ["slow", "hang"])
async def test_d04_a_post_that_takes_too_long_is_uncertain_and_stays_one_message(
    action, monkeypatch
):
    monkeypatch.setattr("bot.chat.discord.wire.CALL_TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    async with open_world() as world:
        await world.call("faults", match=POST, action=action, seconds=0.5)
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.until(lambda: world.calls(POST)[0].get("status") or action == "hang")

        assert len(world.in_channel()) == 1


async def test_d03_a_message_whose_nonce_discord_forgot_is_found_by_its_reference():
    async with open_world() as world:
        await world.call("faults", match=POST, action="drop_after")
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(channel(), a_brief(), KEY)
        since = world.clock.now() - timedelta(minutes=1)
        found = await world.app.messenger.find(channel(), KEY, since=since, thread=None)
        await world.app.messenger.revise(found, a_brief(headline="Board votes again"))

        assert world.in_channel()[0]["embeds"][0]["title"] == "Board votes again"
        assert world.in_channel()[0]["embeds"][0]["footer"]["text"].endswith(KEY[:10])


async def test_what_was_never_posted_is_not_found():
    async with open_world() as world:
        await world.app.messenger.post(channel(), a_brief(), OTHER_KEY)
        since = world.clock.now() - timedelta(minutes=1)

        assert await world.app.messenger.find(channel(), KEY, since=since, thread=None) is None


async def test_a_footer_that_somebody_else_repeats_is_not_ours():
    async with open_world() as world:
        await world.app.messenger.post(channel(), a_brief(), KEY)
        world.fake.messages[-1]["author"] = world.fake.user("300000000000000009")
        since = world.clock.now() - timedelta(minutes=1)

        assert await world.app.messenger.find(channel(), KEY, since=since, thread=None) is None


async def test_a_long_history_is_read_to_its_end():
    async with open_world() as world:
        await world.app.messenger.post(channel(), a_brief(), KEY)
        for _ in range(230):
            world.fake.store(NEWS, {"content": "chatter"}, [], "message", [])
        since = world.clock.now() - timedelta(minutes=1)

        assert await world.app.messenger.find(channel(), KEY, since=since, thread=None)


async def test_a_card_is_edited_in_its_place():
    async with open_world() as world:
        receipt = await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.app.messenger.revise(receipt, a_brief(headline="Board votes again"))

        assert [one["embeds"][0]["title"] for one in world.in_channel()] == ["Board votes again"]


async def test_a_deleted_card_cannot_be_edited_and_that_is_final():
    async with open_world() as world:
        receipt = await world.app.messenger.post(channel(), a_brief(), KEY)
        world.fake.messages[-1]["_deleted"] = True

        with pytest.raises(MessageInvalidError) as caught:
            await world.app.messenger.revise(receipt, a_brief())

        assert caught.value.gone is True


async def test_an_update_opens_a_thread_called_after_the_story_and_the_next_one_joins_it():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        await world.app.messenger.reply(root, an_update(), "f" * 24)
        thread = world.in_channel()[0]["id"]

        assert world.fake.channels[thread]["name"].startswith("Marlow County ends its agreement")
        assert len(world.in_channel(thread)) == 2
        assert len(world.calls(THREAD)) == 1


async def test_a_thread_that_is_there_already_is_used():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.call("faults", match=THREAD, action="drop_after")
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)

        assert len(world.in_channel(world.in_channel()[0]["id"])) == 1


async def test_d03_a_lost_reply_is_found_in_its_thread():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(), a_brief(), KEY)
        reply = await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        since = world.clock.now() - timedelta(minutes=1)
        found = await world.app.messenger.find(channel(), OTHER_KEY, since=since, thread=root)

        assert '"message": ' in reply.value
        assert found.value.split('"key"')[0] == reply.value.split('"key"')[0]


async def test_where_threads_are_not_allowed_an_update_is_a_reply_beside_its_story():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.call(
            "faults", match=THREAD, action="error", status=403, code=50013, message="no"
        )
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        since = world.clock.now() - timedelta(minutes=1)
        card, reply = world.in_channel()

        assert reply["message_reference"]["message_id"] == card["id"]
        assert await world.app.messenger.find(channel(), OTHER_KEY, since=since, thread=root)


async def test_d05_a_locked_thread_does_not_close_its_channel():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        thread = world.fake.channels[world.in_channel()[0]["id"]]
        thread["thread_metadata"] |= {"archived": True, "locked": True}
        await world.app.messenger.reply(root, an_update(), "f" * 24)

        assert len(world.in_channel()) == 2


async def test_an_update_of_a_deleted_card_is_given_up():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(), a_brief(), KEY)
        world.fake.messages[-1]["_deleted"] = True

        with pytest.raises(MessageInvalidError):
            await world.app.messenger.reply(root, an_update(), OTHER_KEY)


async def test_d05_a_forum_gets_a_thread_for_each_story_and_updates_in_it():
    async with open_world() as world:
        brief = a_brief(headline="A long headline " * 20)
        root = await world.app.messenger.post(channel(FORUM), brief, KEY)
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        await world.app.messenger.revise(root, brief)
        thread = next(one for one in world.fake.channels.values() if one["parent_id"] == FORUM)

        assert len(thread["name"]) <= 100
        assert [one["_edits"] for one in world.in_channel(thread["id"])] == [1, 0]


@pytest.mark.parametrize("action", ["drop_after", "http502_after"])
async def test_d03_a_forum_thread_whose_answer_was_lost_is_found_and_not_opened_again(action):
    async with open_world() as world:
        await world.call("faults", match=FORUM_POST, action=action)
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        receipt = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        await world.app.messenger.revise(receipt, a_brief())

        assert len(world.calls(FORUM_POST)) == 1


async def test_a_forum_thread_that_was_deleted_gives_up_its_updates_and_no_channel():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        thread = next(one for one in world.fake.channels.values() if one["parent_id"] == FORUM)
        del world.fake.channels[thread["id"]]

        with pytest.raises(MessageInvalidError):
            await world.app.messenger.reply(root, an_update(), OTHER_KEY)


async def test_a_thread_may_be_a_channel_and_gets_updates_as_replies():
    async with open_world() as world:
        thread = world.fake.open_thread(world.fake.channels[NEWS], "a beat", "400000000000000077")
        root = await world.app.messenger.post(channel(thread), a_brief(), KEY)
        await world.app.messenger.reply(root, an_update(), OTHER_KEY)

        assert len(world.in_channel(thread)) == 2


async def test_the_same_reply_and_the_same_forum_post_are_made_once():
    async with open_world() as world:
        root = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        again = await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        first = await world.app.messenger.reply(root, an_update(), OTHER_KEY)
        second = await world.app.messenger.reply(root, an_update(), OTHER_KEY)

        assert (root, first) == (again, second)
        assert len(world.calls(FORUM_POST)) == 1


async def test_a_name_that_two_channels_bear_asks_for_the_id():
    async with open_world(start=False) as world:
        await world.call("channel", id=LEGAL, name="news")
        await world.app.start()

        with pytest.raises(DeliveryRefusedError, match="2 channels are called #news"):
            await world.app.messenger.post(channel("#news"), a_brief(), KEY)


async def test_a_forum_that_refuses_a_thread_is_asked_again_later():
    async with open_world() as world:
        await world.call("faults", match=FORUM_POST, action="ratelimit", retry_after=0.1)
        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.post(channel(FORUM), a_brief(), KEY)
        world.clock.ahead = timedelta(seconds=1)
        await world.app.messenger.post(channel(FORUM), a_brief(), KEY)

        assert len(world.calls("GET /guilds/{id}/threads/active")) == 0


async def test_a_history_that_does_not_end_is_uncertain_and_not_empty():
    async with open_world() as world:
        for _ in range(2001):
            world.fake.store(NEWS, {"content": "chatter"}, [], "message", [])
        since = world.clock.now() - timedelta(minutes=1)

        with pytest.raises(DeliveryUncertainError, match="too long"):
            await world.app.messenger.find(channel(), KEY, since=since, thread=None)


async def test_a_discord_that_is_gone_defers_because_nothing_was_sent():
    async with open_world() as world:
        await world.fake.stop()
        await world.until(lambda: world.app.trouble)

        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.post(channel(), a_brief(), KEY)


async def test_a_person_is_told_in_direct_messages():
    async with open_world() as world:
        await world.app.messenger.post(channel(OWNER), a_brief(), KEY)
        root = await world.app.messenger.post(channel(OWNER), a_brief(), OTHER_KEY)
        await world.app.messenger.reply(root, an_update(), "f" * 24)

        assert len(world.in_channel("5" + OWNER[1:])) == 3
        assert len(world.calls("POST /users/@me/channels")) == 1
