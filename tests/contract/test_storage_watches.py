"""What every archive promises about watches and deeds."""

from dataclasses import replace

import pytest

from bot.domain.deeds import Deed
from bot.domain.delivery import Platform
from bot.domain.watches import Notify, Owner, Watch, watch_id
from tests.builders import NOON
from tests.fakes.stored import DAY

pytest_plugins = ("tests.fakes.archives",)

DANA = Owner(platform=Platform.SLACK, workspace="T1", target="U1")
#: The same id in another workspace is another person.
OTHER = replace(DANA, workspace="T2")
NEWSROOM = Owner(platform=Platform.SLACK, workspace="T1", target="C1", is_channel=True)
OPERATOR = Owner(platform=Platform.TERMINAL, workspace=None, target="operator")


def a_watch(name: str = "letters", owner: Owner = DANA, **changes) -> Watch:
    at = changes.pop("created_at", NOON)
    watch = Watch(
        id=watch_id(owner, name, at),
        owner=owner,
        name=name,
        query='"detainer letters" state:OR',
        created_at=at,
        created_by="U1",
    )
    return replace(watch, **changes)


async def keep(storage, *watches: Watch) -> None:
    async with storage.begin() as unit:
        for watch in watches:
            await unit.watches.save(watch)
        await unit.commit()


async def test_a_watch_comes_back_as_it_was_set_up(storage):
    watch = a_watch(story=12, notify=Notify.DIGEST, is_paused=True)

    await keep(storage, watch)

    async with storage.look() as unit:
        assert await unit.watches.of(DANA) == [watch]


async def test_an_owner_sees_nobody_elses_watches(storage):
    watches = [a_watch(owner=owner) for owner in (DANA, OTHER, NEWSROOM, OPERATOR)]

    await keep(storage, *watches)

    async with storage.look() as unit:
        for watch in watches:
            assert await unit.watches.of(watch.owner) == [watch]


async def test_watches_come_oldest_first(storage):
    newer = a_watch("a", created_at=NOON + DAY)

    await keep(storage, newer, a_watch("b"))

    async with storage.look() as unit:
        assert [each.name for each in await unit.watches.of(DANA)] == ["b", "a"]
        assert [each.name for each in await unit.watches.active()] == ["b", "a"]


async def test_a_paused_watch_is_not_active(storage):
    await keep(storage, a_watch("runs"), a_watch("rests", is_paused=True))

    async with storage.look() as unit:
        assert [each.name for each in await unit.watches.active()] == ["runs"]


async def test_a_watch_saved_again_is_replaced(storage):
    await keep(storage, a_watch())
    await keep(storage, a_watch(is_paused=True))

    async with storage.look() as unit:
        assert [each.is_paused for each in await unit.watches.of(DANA)] == [True]


async def test_a_removed_watch_is_gone_and_removing_it_again_is_no_error(storage):
    await keep(storage, a_watch())

    for _ in range(2):
        async with storage.begin() as unit:
            await unit.watches.remove(a_watch().id)
            await unit.commit()

    async with storage.look() as unit:
        assert await unit.watches.of(DANA) == []


def a_deed(what: str, **changes) -> Deed:
    deed = Deed(
        at=NOON,
        platform=Platform.SLACK,
        workspace="T1",
        user="U1",
        command="merge",
        what=what,
    )
    return replace(deed, **changes)


async def test_deeds_are_read_newest_first_and_one_workspace_at_a_time(storage):
    first, second = a_deed("first"), a_deed("second")
    elsewhere = a_deed("elsewhere", workspace="T2")
    terminal = a_deed("terminal", platform=Platform.TERMINAL, workspace=None)
    async with storage.begin() as unit:
        for deed in (first, second, elsewhere, terminal):
            await unit.deeds.record(deed)
        await unit.commit()

    async with storage.look() as unit:
        mine = await unit.deeds.newest(platform=Platform.SLACK, workspace="T1", limit=5)
        alone = await unit.deeds.newest(platform=Platform.TERMINAL, workspace=None, limit=5)
        every = await unit.deeds.newest(platform=None, workspace=None, limit=3)

    assert mine == [second, first]
    assert alone == [terminal]
    assert every == [terminal, elsewhere, second]


async def test_a_unit_that_looks_sets_up_no_watch(storage):
    async with storage.look() as unit:
        with pytest.raises(RuntimeError, match="only looks"):
            await unit.watches.save(a_watch())
