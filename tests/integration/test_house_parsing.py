"""Groups X and T of the catalogue through the whole house, parsing in processes of its own."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest

from bot.domain.feeds import FeedId
from tests.integration.household import open_household


@pytest.fixture
async def town(tmp_path, empty_sqlite_file):
    async with open_household(tmp_path, empty_sqlite_file, processes=True) as opened:
        yield opened


#: The attacks of a case, and why they are refused before a parser meets them.
CASES = {
    "x01": (["/xxe"], "declares entities"),
    "x02": (["/xxe-http", "/xxe-parameter"], "declares entities"),
    "x03": (["/billion-laughs", "/quadratic-blowup"], "declares entities"),
    "x04": (["/many-attributes?n=100000"], "attributes"),
    "x05": (["/deep-nesting"], "nested"),
}


@pytest.mark.parametrize("case", CASES)
async def test_x01_to_x05_a_document_that_attacks_costs_only_itself(town, case):
    paths, reason = CASES[case]
    attacks = [town.feed(path, notify_after=1) for path in paths]
    healthy = town.feed("/good", "healthy")
    started = time.monotonic()
    polls = await town.round(healthy, *attacks)

    told = await town.everything_told()
    assert polls[0].ending == "ok"
    assert [reason in (poll.error or "") for poll in polls[1:]] == [True] * len(paths)
    assert len({article.url for article in await town.articles()}) >= 5
    assert time.monotonic() - started < 20
    assert "root:" not in told
    assert "CANARY" not in told
    assert "hahahaha" not in told


async def test_x04_a_feed_that_floods_attributes_is_told_to_operators(town):
    feed = town.feed("/many-attributes?n=100000", notify_after=1)
    (poll,) = await town.round(feed)

    assert poll.ending == "failed"
    assert (await town.state(feed)).last_error
    assert len(town.notices()) == 1


@pytest.mark.parametrize("path", ["/not-well-formed", "/whitespace-first"])
async def test_x06_a_document_that_is_not_well_formed_is_read_all_the_same(household, path):
    (poll,) = await household.round(household.feed(path))

    assert (poll.ending, poll.entry_count) == ("ok", 5)


@pytest.mark.parametrize("path", ["/nul-bytes", "/json-control"])
async def test_x07_control_characters_are_neither_stored_nor_posted(household, path):
    await household.round(household.feed(path))

    told = await household.everything_told()
    assert household.posts()
    assert not any(each in told for each in ("\0", "\x0b", "\x01", "\\x00", "\\u0000", "\\x0b"))


@pytest.mark.parametrize("path", ["/empty", "/html-not-feed", "/200-error-body", "/204", "/cp437"])
async def test_x08_what_is_no_feed_stores_nothing_and_names_its_reason(household, path):
    feed = household.feed(path)
    (poll,) = await household.round(feed)

    assert poll.ending == "failed"
    assert (await household.state(feed)).last_error
    assert await household.articles() == []
    assert len(household.notices()) == 1


@pytest.mark.parametrize("path", ["/json-feed", "/atom", "/rdf"])
async def test_x09_other_kinds_of_feed_are_read(household, path):
    (poll,) = await household.round(household.feed(path))

    assert (poll.ending, poll.entry_count) == ("ok", 1)


async def test_t02_fifty_feeds_that_hang_leave_a_healthy_one_its_interval(
    tmp_path, empty_sqlite_file
):
    names = [f"host-{number}.example" for number in range(50)]
    async with open_household(
        tmp_path, empty_sqlite_file, deadline=timedelta(seconds=3), names=names
    ) as household:
        port = household.server.port
        hanging = [
            household.feed("/hang", id=FeedId(f"h{number}"), url=f"http://{name}:{port}/hang")
            for number, name in enumerate(names)
        ]
        polls = asyncio.create_task(household.house.rounds.ask(hanging))
        await asyncio.sleep(0.2)
        # Fifty that nobody suspects yet may hold every slot, but for one deadline only.
        async with asyncio.timeout(8):
            (healthy,) = await household.house.rounds.ask([household.feed("/good", "healthy")])
        polls.cancel()
        await asyncio.gather(polls, return_exceptions=True)

    assert healthy.ending == "ok"
