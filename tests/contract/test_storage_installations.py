"""What every archive promises about installations, and about channels of several workspaces."""

from dataclasses import replace

import pytest

from bot.domain.delivery import Platform
from bot.domain.installations import Installation
from tests.builders import NOON
from tests.fakes.stored import DAY, MINUTE, NEWS, a_delivery

pytest_plugins = ("tests.fakes.archives",)

GUESTS = Installation(
    platform=Platform.SLACK,
    workspace="T2",
    name="Guests of the Ledger",
    enterprise=None,
    sealed_token="gAAAA-sealed",
    bot="B2",
    bot_user="U2",
    scopes=("chat:write", "commands"),
    installed_by="U7",
    installed_at=NOON,
)
#: The same name in two workspaces is two channels.
ABROAD = replace(NEWS, workspace="T2")


async def keep(storage, *installations: Installation) -> None:
    async with storage.begin() as unit:
        for each in installations:
            await unit.installations.save(each)
        await unit.commit()


async def test_an_installation_comes_back_as_it_was_saved(storage):
    await keep(storage, GUESTS)

    async with storage.look() as unit:
        assert await unit.installations.of(Platform.SLACK, "T2") == GUESTS
        assert await unit.installations.of(Platform.SLACK, "T3") is None
        assert await unit.installations.of(Platform.DISCORD, "T2") is None


async def test_installations_of_a_platform_come_by_workspace(storage):
    first = replace(GUESTS, workspace="T1", enterprise="E1")
    await keep(storage, GUESTS, first, replace(GUESTS, platform=Platform.DISCORD))

    async with storage.look() as unit:
        assert await unit.installations.all(Platform.SLACK) == [first, GUESTS]


async def test_a_workspace_that_took_its_leave_back_is_named_until_it_is_back(storage):
    await keep(storage, GUESTS, replace(GUESTS, workspace="T3"))
    await keep(storage, replace(GUESTS, revoked_at=NOON + DAY, sealed_token=""))
    async with storage.look() as unit:
        gone = await unit.installations.removed()
    await keep(storage, GUESTS)
    async with storage.look() as unit:
        back = await unit.installations.removed()

    assert gone == {(Platform.SLACK, "T2")}
    assert back == frozenset()


def test_a_sealed_token_does_not_show_itself():
    assert "sealed" not in repr(GUESTS)


async def test_a_state_is_good_once_and_until_its_time(storage):
    async with storage.begin() as unit:
        await unit.installations.issue("one", NOON + 10 * MINUTE)
        await unit.installations.issue("late", NOON + MINUTE)
        await unit.commit()
    async with storage.look() as unit:
        counts = [await unit.installations.issued_count(NOON + n * MINUTE) for n in (0, 5, 10)]
    async with storage.begin() as unit:
        asked = ("one", "one", "late", "never")
        met = [await unit.installations.consume(each, NOON + 2 * MINUTE) for each in asked]
        await unit.commit()

    assert counts == [2, 1, 0]
    assert met == [True, False, False, False]


async def test_a_unit_that_looks_installs_nothing(storage):
    async with storage.look() as unit:
        with pytest.raises(RuntimeError, match="only looks"):
            await unit.installations.save(GUESTS)


# ---- channels of several workspaces


def test_a_channel_abroad_says_where_it_is():
    assert (NEWS.name, ABROAD.name) == ("slack #news", "slack #news (T2)")


async def owe_both(storage) -> None:
    async with storage.begin() as unit:
        for number, channel in enumerate((NEWS, ABROAD)):
            await unit.deliveries.owe(a_delivery(f"key-{number}", channel=channel))
        await unit.commit()


async def test_channels_of_one_name_in_two_workspaces_have_their_own_queues(storage):
    await owe_both(storage)

    async with storage.begin() as unit:
        leased = await unit.deliveries.lease(NOON + DAY, NOON + DAY + MINUTE, limit=5)
        await unit.commit()
    async with storage.look() as unit:
        queues = await unit.deliveries.queues()

    assert {each.channel for each in leased} == {NEWS, ABROAD}
    assert [(each.channel, each.owed_count) for each in queues] == [(NEWS, 1), (ABROAD, 1)]


async def test_closing_a_channel_leaves_its_namesake_in_another_workspace_open(storage):
    await owe_both(storage)

    async with storage.begin() as unit:
        await unit.deliveries.refuse_channel(ABROAD, "the workspace removed the bot")
        leased = await unit.deliveries.lease(NOON + DAY, NOON + DAY + MINUTE, limit=5)
        resumed = await unit.deliveries.resume_channel(ABROAD, NOON + DAY)
        again = await unit.deliveries.lease(NOON + DAY, NOON + DAY + MINUTE, limit=5)
        await unit.commit()

    assert [each.channel for each in leased] == [NEWS]
    assert resumed == 1
    assert [each.channel for each in again] == [ABROAD]
