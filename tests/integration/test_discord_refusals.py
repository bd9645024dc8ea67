"""What Discord refuses, limits or bans, and what becomes of the message."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.delivery import Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    MessageInvalidError,
)
from tests.builders import a_brief, a_notice
from tests.fakes.discord_state import DENIED, HIDDEN, LEGAL, NEWS, THREAD_ARCHIVED
from tests.integration.discord_world import KEY, OTHER_KEY, channel, open_world

POST = "POST /channels/{id}/messages"
EDIT = "PATCH /channels/{id}/messages/{id}"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (DENIED, "Send Messages"),
        (HIDDEN, "View Channel"),
        (THREAD_ARCHIVED, "unlock"),
        ("400000000000000099", "deleted"),
    ],
)
async def test_d05_a_closed_channel_is_refused_with_a_remedy(target, words):
    async with open_world() as world:
        with pytest.raises(DeliveryRefusedError, match=f"Remedy.*{words}") as caught:
            await world.app.messenger.post(channel(target), a_brief(), KEY)

        assert caught.value.whole_platform is False


async def test_d05_a_channel_that_hides_embeds_is_refused_before_an_empty_message_is_posted():
    async with open_world(start=False) as world:
        await world.call("channel", id=NEWS, can_embed=False)
        await world.app.start()

        with pytest.raises(DeliveryRefusedError, match="Embed Links"):
            await world.app.messenger.post(channel(), a_brief(), KEY)


async def test_a_revoked_token_closes_the_whole_platform_and_is_a_trouble():
    async with open_world() as world:
        world.fake.token = "another.token"
        with pytest.raises(DeliveryRefusedError) as caught:
            await world.app.messenger.post(channel(), a_brief(), KEY)

        assert caught.value.whole_platform is True
        assert "DISCORD_TOKEN" in world.app.trouble


async def test_d02_a_bucket_that_is_empty_is_waited_for_and_not_called_into():
    async with open_world() as world:
        await world.call("faults", match=POST, action="ratelimit", retry_after=7.5)
        for key in (KEY, OTHER_KEY):
            with pytest.raises(DeliveryDeferredError) as caught:
                await world.app.messenger.post(channel(), a_brief(), key)
        await world.app.messenger.post(channel(LEGAL), a_brief(), KEY)

        assert timedelta(seconds=7) < caught.value.retry_after < timedelta(seconds=8)
        assert len(world.calls(POST)) == 2


async def test_d02_a_global_limit_stops_every_channel():
    async with open_world() as world:
        await world.call(
            "faults", match=POST, action="ratelimit", retry_after=3.0, **{"global": True}
        )
        for target in (NEWS, LEGAL):
            with pytest.raises(DeliveryDeferredError):
                await world.app.messenger.post(channel(target), a_brief(), KEY)

        assert len(world.calls(POST)) == 1


async def test_d02_a_ban_by_cloudflare_stops_everything_for_minutes():
    async with open_world() as world:
        await world.call("faults", match=POST, action="cloudflare429")
        with pytest.raises(DeliveryDeferredError) as caught:
            await world.app.messenger.post(channel(), a_brief(), KEY)
        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.post(channel(LEGAL), a_brief(), KEY)
        world.clock.ahead = timedelta(minutes=6)
        await world.app.messenger.post(channel(LEGAL), a_brief(), KEY)

        assert caught.value.retry_after == timedelta(minutes=5)
        assert len(world.calls(POST)) == 2


async def test_d02_a_burst_keeps_within_the_limits_of_a_channel():
    async with open_world() as world:
        await world.call("config", message_limit=3, message_window=0.5)
        for number in range(8):
            await world.app.messenger.post(channel(), a_notice(), f"{number:024x}")

        assert len(world.in_channel()) == 8


@pytest.mark.parametrize(("code", "status"), [(50035, 400), (50006, 400), (40005, 413)])
async def test_content_that_discord_refuses_is_our_fault(code, status):
    async with open_world() as world:
        await world.call("faults", match=POST, action="error", code=code, status=status)

        with pytest.raises(MessageInvalidError):
            await world.app.messenger.post(channel(), a_brief(), KEY)


async def test_an_edit_that_discord_limits_is_deferred():
    async with open_world() as world:
        receipt = await world.app.messenger.post(channel(), a_brief(), KEY)
        await world.call("faults", match=EDIT, action="error", code=30046, status=400)

        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.revise(receipt, a_brief())


async def test_nothing_is_posted_while_nobody_is_logged_in():
    async with open_world(start=False) as world:
        with pytest.raises(DeliveryDeferredError):
            await world.app.messenger.post(channel(), a_brief(), KEY)


async def test_another_platforms_receipt_is_not_taken():
    async with open_world() as world:
        with pytest.raises(MessageInvalidError):
            await world.app.messenger.revise(Receipt(value='{"ts": "1.2"}'), a_brief())
