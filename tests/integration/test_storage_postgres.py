"""PostgreSQL as operators meet it: addresses, concurrent workers, a server that is away."""

import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select, text

from bot.domain.delivery import ChannelRef, DeliveryState, Platform
from bot.domain.errors import OperatorError, StorageError
from storage import addresses
from storage import deliveries as rooms
from storage.engine import open_storage
from storage.tables import channels
from tests.builders import NOON
from tests.fakes.postgres import empty_postgres, server_url
from tests.fakes.stored import FEED, MINUTE, a_delivery, a_story, lease, owe

pytestmark = pytest.mark.postgres

TTL = timedelta(minutes=1)


@pytest_asyncio.fixture
async def postgres():
    archive = await empty_postgres()
    yield archive
    await archive.close()


async def test_two_workers_never_lease_the_same_delivery_or_channel(postgres):
    channels = [ChannelRef(platform=Platform.SLACK, target=f"#{each}") for each in "abcd"]
    await owe(
        postgres,
        *(
            a_delivery(f"{channel.target}{number}", channel=channel)
            for channel in channels
            for number in range(3)
        ),
    )

    leased = await asyncio.gather(*(lease(postgres, limit=2) for _ in range(6)))

    taken = [delivery for each in leased for delivery in each]
    assert len({delivery.channel for delivery in taken}) == len(taken) == 4


async def test_a_worker_takes_other_channels_while_one_is_being_leased(postgres):
    elsewhere = ChannelRef(platform=Platform.DISCORD, target="4410")
    await owe(postgres, a_delivery("first"), a_delivery("second"))
    await owe(postgres, a_delivery("other", channel=elsewhere, created_at=NOON + MINUTE))
    until = NOON + 5 * MINUTE

    async with postgres.begin() as one:
        mine = await one.deliveries.lease(NOON, until, limit=1)
        async with asyncio.timeout(5):
            theirs = await lease(postgres)
        await one.commit()

    assert [each.key for each in mine] == ["first"]
    assert [each.key for each in theirs] == ["other"]


async def test_a_channel_let_go_of_in_between_is_not_leased_twice(postgres):
    await owe(postgres, a_delivery("first"), a_delivery("second"))

    leased = await asyncio.gather(*(lease(postgres) for _ in range(8)))

    assert [delivery.key for each in leased for delivery in each] == ["first"]


async def test_a_channel_leased_since_it_was_chosen_gives_nothing(postgres, monkeypatch):
    await owe(postgres, a_delivery("first"), a_delivery("second"))
    await lease(postgres)
    # What a worker sees whose choice began before the other's commit.
    monkeypatch.setattr(rooms, "_free_channels", lambda _now, _limit: select(channels))

    assert await lease(postgres) == []


async def test_two_pollers_remember_the_same_keys_at_once(postgres):
    keys = [f"guid:{number}" for number in range(200)]

    async def remember(some):
        async with postgres.begin() as unit:
            await unit.articles.remember(FEED, some, NOON)
            await unit.commit()

    await asyncio.gather(*(remember(keys[::step]) for step in (1, -1, 1, -1)))

    async with postgres.look() as unit:
        assert len(await unit.articles.seen(FEED, keys)) == 200


async def test_writers_do_not_wait_for_each_other(postgres):
    async with postgres.begin() as one:
        await one.stories.add(a_story(1))
        async with asyncio.timeout(5), postgres.begin() as two:
            await two.stories.add(a_story(2))
            await two.commit()
        await one.commit()

    async with postgres.look() as unit:
        assert await unit.stories.get(1) is not None
        assert await unit.stories.get(2) is not None


async def test_a_second_bot_is_refused_until_the_firsts_claim_ends(postgres):
    assert await postgres.claim_instance("first", NOON, TTL)
    assert not await postgres.claim_instance("second", NOON + TTL / 2, TTL)
    assert await postgres.claim_instance("first", NOON + TTL / 2, TTL)

    assert not await postgres.claim_instance("second", NOON + TTL, TTL)
    assert await postgres.claim_instance("second", NOON + 2 * TTL, TTL)
    assert await postgres.instance_owner() == "second"


async def test_a_released_claim_is_free_at_once(postgres):
    await postgres.claim_instance("first", NOON, TTL)

    await postgres.release_instance("first")

    assert await postgres.instance_owner() is None
    assert await postgres.claim_instance("second", NOON, TTL)


async def test_the_short_address_and_libpqs_options_are_understood(postgres):
    url = server_url().replace("postgresql://", "postgres://") + "&sslmode=disable"
    storage = await open_storage(url + "&channel_binding=prefer")

    async with storage.look() as unit:
        assert await unit.deliveries.queues() == []

    await storage.close()


async def test_without_its_driver_postgresql_is_refused_with_the_command_to_type(monkeypatch):
    monkeypatch.setattr(addresses, "find_spec", lambda _name: None)

    with pytest.raises(OperatorError, match=r"pip install 'nutgraf\[postgres\]'"):
        await open_storage("postgresql://bot@db.example/news")


async def test_a_server_that_is_away_is_told_without_the_password():
    storage = await open_storage("postgresql://bot:hunter2@127.0.0.1:9/news")

    with pytest.raises(StorageError, match=r"bot:\*\*\*@127.0.0.1:9/news") as caught:
        async with storage.look():
            pass

    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(storage)
    await storage.close()


async def test_a_database_that_does_not_exist_is_told(postgres):
    storage = await open_storage(server_url().replace("/postgres?", "/nowhere?"))

    with pytest.raises(StorageError, match="nowhere"):
        async with storage.look():
            pass

    await storage.close()


async def test_backups_are_postgresqls_own_business(postgres, tmp_path):
    with pytest.raises(OperatorError, match="pg_dump"):
        await postgres.backup(tmp_path / "backup")
    assert await postgres.integrity() == ()


async def test_a_lost_connection_is_told_and_the_next_unit_works(postgres):

    async def die():
        async with postgres.begin() as unit:
            await unit.memory.keep("k", "lost")
            await unit.transaction.write(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageError):
        await die()

    await owe(postgres, a_delivery())
    assert [each.state for each in await lease(postgres)] == [DeliveryState.SENDING]
