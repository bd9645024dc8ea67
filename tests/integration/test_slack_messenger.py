"""Posting to Slack: the real client against the strict fake, with every way an answer can go."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)
from tests.builders import a_brief, a_digest, a_notice, an_update
from tests.fakes.slack_audit import actions_of, words
from tests.integration.slack_world import make_app, open_world

NEWS = ChannelRef(platform=Platform.SLACK, target="C0NEWS")
KEY = DeliveryKey("a" * 24)


def channel(target: str) -> ChannelRef:
    return ChannelRef(platform=Platform.SLACK, target=target)


def a_minute_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize("message", [a_brief(), a_digest(), a_notice(), an_update()])
async def test_every_message_is_posted_whole_and_without_previews(message):
    async with open_world() as world:
        await world.app.messenger.post(NEWS, message, KEY)

        posted = world.in_channel()[0]
        assert posted["warnings"] == []
        assert (posted["unfurl_links"], posted["unfurl_media"]) in {(False, False), ("0", "0")}
        assert posted["audit"]["pings"] == []
        assert posted["audit"]["spoofed_links"] == []


async def test_the_metadata_holds_the_key_and_nothing_else():
    async with open_world() as world:
        await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert world.in_channel()[0]["metadata"] == {
            "event_type": "nutgraf_delivery",
            "event_payload": {"id": KEY},
        }


async def test_a_card_offers_three_buttons_and_the_rest_in_a_menu():
    async with open_world() as world:
        await world.app.messenger.post(NEWS, a_brief(), KEY)

        buttons = actions_of(world.in_channel()[0])
        assert list(buttons)[:3] == ["Claims", "Timeline", "Follow"]
        assert list(buttons)[3:] == ["Summary", "Sources", "Not relevant", "Report…"]
        assert buttons["Claims"]["value"] == "story 12 view:claims"


async def test_a_receipt_names_channel_and_time():
    async with open_world() as world:
        receipt = await world.app.messenger.post(NEWS, a_brief(), KEY)

        posted = world.in_channel()[0]
        assert json.loads(receipt.value) == {"channel": "C0NEWS", "ts": posted["ts"]}


async def test_a_revision_replaces_the_message_and_keeps_its_key():
    async with open_world() as world:
        receipt = await world.app.messenger.post(NEWS, a_brief(), KEY)
        await world.app.messenger.revise(receipt, a_brief(headline="Board ends agreement"))

        (posted,) = world.in_channel()
        assert posted["edits"] == 1
        assert "Board ends agreement" in words(posted)
        assert posted["metadata"]["event_payload"] == {"id": KEY}


async def test_a_reply_stands_in_the_thread():
    async with open_world() as world:
        root = await world.app.messenger.post(NEWS, a_brief(), KEY)
        await world.app.messenger.reply(root, an_update(), DeliveryKey("b" * 24))

        posted, reply = world.in_channel()
        assert reply["thread_ts"] == posted["ts"]


async def test_a_channel_may_be_named():
    async with open_world() as world:
        await world.app.messenger.post(channel("#legal"), a_brief(), KEY)
        await world.app.messenger.post(channel("legal"), a_brief(), DeliveryKey("b" * 24))

        listings = [one for one in world.fake.log if one.get("method") == "conversations.list"]
        assert len(world.in_channel("C0LEGAL")) == 2
        assert len(listings) == 1


async def test_a_person_is_written_to_directly():
    async with open_world() as world:
        await world.app.messenger.post(channel("U0ALICE"), a_notice(), KEY)

        assert len(world.in_channel("D0ALICE")) == 1


async def test_a_name_nobody_bears_is_refused_with_what_to_do():
    async with open_world() as world:
        with pytest.raises(DeliveryRefusedError, match=r"no channel #nope.*invite the bot"):
            await world.app.messenger.post(channel("#nope"), a_brief(), KEY)


async def test_a_missing_name_is_not_looked_up_for_every_message():
    async with open_world() as world:
        for _ in range(3):
            with pytest.raises(DeliveryRefusedError):
                await world.app.messenger.post(channel("#nope"), a_brief(), KEY)

        listings = [one for one in world.fake.log if one.get("method") == "conversations.list"]
        assert len(listings) == 1


async def test_the_same_key_within_minutes_posts_once():
    async with open_world() as world:
        first = await world.app.messenger.post(NEWS, a_brief(), KEY)
        second = await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert first == second
        assert len(world.in_channel()) == 1


async def test_s07_a_lost_answer_is_uncertain_and_the_message_is_found():
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="drop_after")
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)
        found = await world.app.messenger.find(NEWS, KEY, since=a_minute_ago(), thread=None)

        assert json.loads(found.value)["ts"] == world.in_channel()[0]["ts"]


async def test_s07_a_retry_after_a_lost_answer_posts_nothing_more():
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="drop_after")
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)
        receipt = await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert json.loads(receipt.value)["ts"] == world.in_channel()[0]["ts"]
        assert len(world.in_channel()) == 1


async def test_s07_another_process_finds_what_the_killed_one_posted():
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="drop_after")
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)
        heir = make_app(world.fake, world.desk)
        await heir.start()
        found = await heir.messenger.find(NEWS, KEY, since=a_minute_ago(), thread=None)
        await heir.stop()

        assert found is not None


async def test_s07_a_lost_reply_is_found_in_its_thread():
    async with open_world() as world:
        root = await world.app.messenger.post(NEWS, a_brief(), KEY)
        await world.call("faults", match="chat.postMessage", action="drop_after")
        key = DeliveryKey("b" * 24)
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.reply(root, an_update(), key)

        assert await world.app.messenger.find(NEWS, key, since=a_minute_ago(), thread=root)
        assert not await world.app.messenger.find(NEWS, key, since=a_minute_ago(), thread=None)


async def test_a_message_that_never_arrived_is_not_found():
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="drop_before")
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert not await world.app.messenger.find(NEWS, KEY, since=a_minute_ago(), thread=None)


async def test_a_lost_message_is_found_behind_many_others():
    async with open_world() as world:
        await world.call("config", history_page=3)
        first = await world.app.messenger.post(NEWS, a_brief(), KEY)
        for number in range(8):
            await world.app.messenger.post(NEWS, a_notice(), DeliveryKey(f"{number:024}"))

        found = await world.app.messenger.find(NEWS, KEY, since=a_minute_ago(), thread=None)
        assert found == first


async def test_another_apps_message_with_our_key_is_not_taken_for_ours():
    async with open_world() as world:
        await world.app.messenger.post(NEWS, a_brief(), KEY)
        world.fake.messages[0]["source"] = "another app"

        assert not await world.app.messenger.find(NEWS, KEY, since=a_minute_ago(), thread=None)


async def test_s06_a_rate_limit_defers_by_the_wait_slack_names():
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="ratelimit", retry_after=7)
        with pytest.raises(DeliveryDeferredError) as caught:
            await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_rate_limited_history_defers_the_search():
    async with open_world() as world:
        await world.call("faults", match="conversations.history", action="ratelimit")
        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.find(NEWS, KEY, since=a_minute_ago(), thread=None)


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("C0NOPE", "channel_not_found"),
        ("C0OTHER", "not_in_channel"),
        ("C0ARCHIVED", "is_archived"),
    ],
)
async def test_s09_a_closed_channel_is_refused_and_others_go_on(target, code):
    async with open_world() as world:
        with pytest.raises(DeliveryRefusedError, match=code) as caught:
            await world.app.messenger.post(channel(target), a_brief(), KEY)
        await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert caught.value.whole_platform is False
        assert "Remedy" in str(caught.value)
        assert world.app.trouble is None


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "missing_scope"])
async def test_s10_a_refused_token_closes_the_whole_platform(code):
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="error", error=code)
        with pytest.raises(DeliveryRefusedError) as caught:
            await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert caught.value.whole_platform is True
        assert code in world.app.trouble


async def test_trouble_with_the_token_ends_with_the_next_post():
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="error", error="token_revoked")
        with pytest.raises(DeliveryRefusedError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)
        await world.app.messenger.post(NEWS, a_brief(), KEY)

        assert world.app.trouble is None


@pytest.mark.parametrize("code", ["msg_too_long", "invalid_blocks", "msg_blocks_too_long"])
async def test_refused_content_is_our_fault_and_final(code):
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", action="error", error=code)
        with pytest.raises(MessageInvalidError, match=code):
            await world.app.messenger.post(NEWS, a_brief(), KEY)


@pytest.mark.parametrize(
    "fault",
    [
        {"action": "http500"},
        {"action": "http503"},
        {"action": "html"},
        {"action": "bad_json"},
        {"action": "error", "error": "fatal_error"},
        {"action": "error", "error": "internal_error"},
    ],
)
async def test_s08_an_answer_that_tells_nothing_is_uncertain(fault):
    async with open_world() as world:
        await world.call("faults", match="chat.postMessage", **fault)
        with pytest.raises(DeliveryUncertainError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)


async def test_a_refused_connection_sent_nothing_and_is_tried_later():
    async with open_world() as world:
        await world.fake.stop()
        await asyncio.sleep(0.1)  # the pooled connection is seen to be closed
        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.post(NEWS, a_brief(), KEY)


async def test_a_message_deleted_by_somebody_cannot_be_revised():
    async with open_world() as world:
        receipt = await world.app.messenger.post(NEWS, a_brief(), KEY)
        world.fake.messages[0]["deleted"] = True

        with pytest.raises(MessageInvalidError, match="message_not_found"):
            await world.app.messenger.revise(receipt, a_brief())


async def test_another_platforms_receipt_is_not_read():
    async with open_world() as world:
        with pytest.raises(MessageInvalidError):
            await world.app.messenger.revise(Receipt(value="123456"), a_brief())
