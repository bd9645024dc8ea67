"""What every archive promises about the outbox."""

from dataclasses import replace

import pytest

from bot.domain.articles import StoryId
from bot.domain.briefs import Digest, Notice
from bot.domain.delivery import (
    ChannelRef,
    DeliveryKey,
    DeliveryKind,
    DeliveryState,
    Platform,
    Receipt,
    RouteId,
)
from bot.ports import QueueState
from tests.builders import NOON, a_notice, an_update
from tests.fakes.stored import DAY, DESK, MINUTE, NEWS, ROUTE, a_delivery, lease, owe

pytest_plugins = ("tests.fakes.archives",)


async def save(storage, delivery):
    async with storage.begin() as unit:
        await unit.deliveries.save(delivery)
        await unit.commit()


@pytest.mark.parametrize("message", [None, an_update(), a_notice(), Notice(title="Hello")])
async def test_a_delivery_comes_back_as_it_was_owed(storage, message):
    delivery = a_delivery(
        message=message,
        stories=(StoryId(3), StoryId(4)),
        attempt_count=2,
        receipt=Receipt(value="1763.001"),
        last_error="503",
    )

    await owe(storage, delivery)

    async with storage.look() as unit:
        assert await unit.deliveries.get(delivery.key) == delivery
        assert await unit.deliveries.get(DeliveryKey("other")) is None


async def test_a_digest_keeps_what_it_is_called(storage):
    titled = Digest(title="Digest for Monday, March 2, 2026", briefs=(), omitted_count=3)
    delivery = a_delivery("digest", kind=DeliveryKind.DIGEST, message=titled, stories=(1, 2))

    await owe(storage, delivery)

    async with storage.look() as unit:
        assert await unit.deliveries.get(delivery.key) == delivery


async def test_what_is_owed_already_is_not_owed_twice(storage):
    async with storage.begin() as unit:
        first = await unit.deliveries.owe(a_delivery())
        again = await unit.deliveries.owe(a_delivery(due_at=NOON + DAY))
        await unit.commit()

    assert (first, again) == (True, False)
    async with storage.look() as unit:
        assert await unit.deliveries.get(DeliveryKey("first")) == a_delivery()


async def test_a_lease_marks_its_deliveries_sending_until_it_ends(storage):
    await owe(storage, a_delivery())

    leased = await lease(storage, minutes=5)

    expected = a_delivery(
        state=DeliveryState.SENDING, leased_until=NOON + 5 * MINUTE, sending_since=NOON
    )
    assert leased == [expected]
    async with storage.look() as unit:
        assert await unit.deliveries.get(expected.key) == expected


async def test_a_lease_that_was_not_committed_did_not_happen(storage):
    await owe(storage, a_delivery())

    async with storage.begin() as unit:
        await unit.deliveries.lease(NOON, NOON + MINUTE, limit=1)

    assert [each.key for each in await lease(storage)] == ["first"]


async def test_what_is_not_due_is_not_leased(storage):
    await owe(storage, a_delivery(due_at=NOON + MINUTE))

    assert await lease(storage, NOON) == []
    assert len(await lease(storage, NOON + MINUTE)) == 1


async def test_a_channel_gives_its_oldest_delivery_and_no_second_one_meanwhile(storage):
    await owe(
        storage,
        a_delivery("second", created_at=NOON + MINUTE),
        a_delivery("first"),
        a_delivery("elsewhere", channel=DESK, created_at=NOON - MINUTE),
    )
    now = NOON + 2 * MINUTE

    leased = await lease(storage, now)

    assert [each.key for each in leased] == ["elsewhere", "first"]
    assert await lease(storage, now) == []


async def test_deliveries_of_one_moment_go_in_the_order_they_were_owed(storage):
    await owe(storage, a_delivery("b"), a_delivery("a"))

    (first,) = await lease(storage)
    await save(storage, replace(first, state=DeliveryState.SENT, leased_until=None, sent_at=NOON))
    (second,) = await lease(storage)

    assert (first.key, second.key) == ("b", "a")


async def test_a_lease_takes_no_more_than_its_limit_oldest_first(storage):
    channels = [ChannelRef(platform=Platform.SLACK, target=f"#{number}") for number in range(4)]
    await owe(
        storage,
        *(
            a_delivery(f"d{number}", channel=channel, created_at=NOON - number * MINUTE)
            for number, channel in enumerate(channels)
        ),
    )

    leased = await lease(storage, limit=2)

    assert [each.key for each in leased] == ["d3", "d2"]


async def test_a_lease_that_ran_out_is_given_again_as_uncertain(storage):
    await owe(storage, a_delivery())
    await lease(storage, NOON, minutes=5)

    assert await lease(storage, NOON + 4 * MINUTE) == []
    (again,) = await lease(storage, NOON + 5 * MINUTE, minutes=5)

    assert again.state is DeliveryState.UNCERTAIN
    assert again.leased_until == NOON + 10 * MINUTE
    assert again.sending_since == NOON


async def test_an_uncertain_delivery_is_leased_when_due_and_stays_uncertain(storage):
    await owe(storage, a_delivery())
    (leased,) = await lease(storage)
    await save(
        storage,
        replace(
            leased,
            state=DeliveryState.UNCERTAIN,
            due_at=NOON + 2 * MINUTE,
            leased_until=None,
            last_error="the answer was lost",
        ),
    )

    assert await lease(storage, NOON + MINUTE) == []
    (again,) = await lease(storage, NOON + 2 * MINUTE)

    assert again.state is DeliveryState.UNCERTAIN
    assert await lease(storage, NOON + 3 * MINUTE) == []


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.ABANDONED])
async def test_what_is_settled_is_not_leased_again(storage, state):
    await owe(storage, a_delivery())
    (leased,) = await lease(storage)

    await save(storage, replace(leased, state=state, leased_until=None, sent_at=NOON))

    assert await lease(storage, NOON + DAY) == []


async def test_a_refused_channel_gives_nothing_until_it_is_resumed(storage):
    await owe(storage, a_delivery("a"), a_delivery("b"), a_delivery("c", channel=DESK))

    async with storage.begin() as unit:
        refused = await unit.deliveries.refuse_channel(NEWS, "not in channel")
        await unit.commit()
    await owe(storage, a_delivery("later"))

    assert refused == 2
    assert [each.key for each in await lease(storage)] == ["c"]
    async with storage.begin() as unit:
        resumed = await unit.deliveries.resume_channel(NEWS, NOON + MINUTE)
        await unit.commit()
    assert resumed == 2
    (first,) = await lease(storage, NOON + MINUTE)
    assert first.key == "a"
    assert first.due_at == NOON + MINUTE
    assert first.last_error is None


async def test_refusing_a_channel_keeps_doubt_about_what_was_under_way(storage):
    await owe(storage, a_delivery())
    await lease(storage, NOON, minutes=1)

    async with storage.begin() as unit:
        assert await unit.deliveries.refuse_channel(NEWS, "archived") == 0
        await unit.commit()
    assert await lease(storage, NOON + DAY) == []
    async with storage.begin() as unit:
        await unit.deliveries.resume_channel(NEWS, NOON + DAY)
        await unit.commit()

    (again,) = await lease(storage, NOON + DAY)
    assert again.state is DeliveryState.UNCERTAIN


async def test_the_root_of_a_story_on_a_route_is_its_newest(storage):
    root = a_delivery("root")
    update = a_delivery("update", kind=DeliveryKind.UPDATE, created_at=NOON + MINUTE)
    newer = a_delivery("newer", created_at=NOON + MINUTE)
    elsewhere = a_delivery("elsewhere", route=RouteId("desk"), created_at=NOON + DAY)
    await owe(storage, newer, root, update, elsewhere)

    async with storage.look() as unit:
        assert await unit.deliveries.root(StoryId(1), ROUTE) == newer
        assert await unit.deliveries.root(StoryId(2), ROUTE) is None
        assert await unit.deliveries.of_story(StoryId(1)) == [root, newer, update, elsewhere]


async def test_roots_and_digests_sent_since_count_against_the_hour(storage):
    sent = {"state": DeliveryState.SENT, "sent_at": NOON}
    await owe(
        storage,
        a_delivery("root", **sent),
        a_delivery("digest", kind=DeliveryKind.DIGEST, **sent),
        a_delivery("update", kind=DeliveryKind.UPDATE, **sent),
        a_delivery("early", **(sent | {"sent_at": NOON - MINUTE})),
        a_delivery("elsewhere", route=RouteId("desk"), **sent),
        a_delivery("owed"),
    )

    async with storage.look() as unit:
        assert await unit.deliveries.sent_since(ROUTE, NOON) == 2


async def test_queues_show_operators_each_channel(storage):
    sent = {"state": DeliveryState.SENT, "sent_at": NOON + MINUTE}
    await owe(
        storage,
        a_delivery("owed", created_at=NOON - DAY, last_error="503"),
        a_delivery("sending", state=DeliveryState.SENDING, leased_until=NOON),
        a_delivery("uncertain", state=DeliveryState.UNCERTAIN, last_error="lost"),
        a_delivery("sent", **sent),
        a_delivery("old", last_error="late", **(sent | {"sent_at": NOON})),
        a_delivery("desk", channel=DESK),
    )
    async with storage.begin() as unit:
        await unit.deliveries.refuse_channel(DESK, "missing permission")
        await unit.commit()

    async with storage.look() as unit:
        queues = await unit.deliveries.queues()

    assert queues == [
        QueueState(
            channel=DESK,
            owed_count=0,
            uncertain_count=0,
            refused_count=1,
            sent_count=0,
            oldest_owed_at=None,
            last_sent_at=None,
            last_error="missing permission",
        ),
        QueueState(
            channel=NEWS,
            owed_count=2,
            uncertain_count=1,
            refused_count=0,
            sent_count=2,
            oldest_owed_at=NOON - DAY,
            last_sent_at=NOON + MINUTE,
            last_error="lost",
        ),
    ]


async def test_a_delivery_that_is_not_stored_cannot_be_saved(storage):
    async with storage.begin() as unit:
        with pytest.raises(LookupError, match="delivery first is not stored"):
            await unit.deliveries.save(a_delivery())
