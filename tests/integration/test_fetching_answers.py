"""Group H of the catalogue: statuses, validators, and the manners of asking."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import FetchError
from bot.ports.fetching import Retrieved, Unchanged
from tests.fakes.hostile.exchange import GOOD
from tests.integration.fetching import outside as open_outside


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500, 502])
async def test_h01_an_error_status_is_named(outside, status):
    refusal = await outside.refusal(f"/{status}")

    assert (refusal.reason, refusal.status) == ("status", status)
    assert str(status) in str(refusal)


async def test_h01_a_server_that_comes_back_is_heard_at_once(outside):
    await outside.refusal("/flaky")

    assert (await outside.get("/flaky", failure_count=1)).content.decode() == GOOD


async def test_x08_no_content_is_no_document(outside):
    assert (await outside.refusal("/204")).status == 204


async def test_h02_retry_after_in_seconds_is_passed_on(outside):
    refusal = await outside.refusal("/503-retry-after")

    assert (refusal.reason, refusal.retry_after) == ("limited", timedelta(minutes=2))


async def test_h02_retry_after_as_a_date_is_passed_on(outside):
    outside.clock.time = datetime.now(UTC)

    refusal = await outside.refusal("/429-retry-after-date")

    assert timedelta(minutes=9) < refusal.retry_after <= timedelta(minutes=10)


async def test_h02_an_absurd_wait_is_a_day(outside):
    assert (await outside.refusal("/429-retry-after-absurd")).retry_after == timedelta(days=1)


async def test_h02_a_wait_nobody_can_read_is_none(outside):
    refusal = await outside.refusal("/429-retry-after-garbage")

    assert (refusal.reason, refusal.retry_after) == ("limited", None)


async def test_h03_gone_is_told_apart(outside):
    assert (await outside.refusal("/410-gone")).reason == "gone"


async def test_h04_a_second_request_is_conditional_and_finds_nothing_new(outside):
    first = await outside.get("/etag")
    second = await outside.get(
        "/etag",
        etag=first.etag,
        last_modified=first.last_modified,
        last_full_at=outside.clock.now(),
    )

    assert second == Unchanged(fresh_for=timedelta(minutes=15))
    assert outside.server.log[1].headers["if-none-match"] == '"v1"'
    assert outside.server.log[1].headers["if-modified-since"] == first.last_modified


async def test_h04_validators_of_another_address_are_not_sent(outside):
    feed = outside.feed("/etag")
    state = outside.state(outside.feed("/old"), etag='"v1"', last_full_at=outside.clock.now())

    assert isinstance(await outside.retriever.retrieve(feed, state), Retrieved)
    assert "if-none-match" not in outside.server.log[0].headers


async def test_h04_the_same_bytes_without_validators_are_unchanged(outside):
    first = await outside.get("/no-validators")
    second = await outside.get("/no-validators", body_hash=first.body_hash)

    assert isinstance(second, Unchanged)
    assert second.full


async def test_h05_not_modified_unasked_is_a_fault_not_a_crash(outside):
    refusal = await outside.refusal("/304-without-etag")

    assert refusal.status == 304


async def test_h05_a_server_that_says_304_for_ever_is_asked_anew_after_a_day(outside):
    first = await outside.get("/etag-lies")
    known = {"etag": first.etag, "last_full_at": outside.clock.now()}
    assert isinstance(await outside.get("/etag-lies", **known), Unchanged)

    outside.clock.time += timedelta(days=1)

    assert isinstance(await outside.get("/etag-lies", **known), Retrieved)


async def test_h06_what_is_left_of_max_age_is_passed_on(outside):
    assert (await outside.get("/cache-control")).fresh_for == timedelta(minutes=50)


async def test_h10_we_say_who_we_are(outside):
    await outside.get("/polite")

    agent = outside.server.log[0].headers["user-agent"]
    assert agent.startswith("nutgraf/")
    assert agent.endswith("(+ops@example.org)")


async def test_h10_there_is_a_pause_between_two_requests_at_a_host():
    async with open_outside(host_gap=timedelta(seconds=0.2)) as world:
        # The operator's own servers get no pause; this one plays a stranger's.
        world.retriever._guard.allows = lambda host, port: False
        loop = asyncio.get_running_loop()
        began = loop.time()
        for _ in range(3):
            await world.get("/good")

        assert loop.time() - began > 0.4


async def test_h11_a_page_that_robots_may_not_read_is_not_fetched(outside):
    with pytest.raises(FetchError) as refusal:
        await outside.retriever.page(outside.server.url("/disallowed"))

    assert refusal.value.reason == "robots"
    assert not outside.server.visits("/disallowed")


async def test_h11_a_redirect_does_not_lead_past_robots(outside):
    with pytest.raises(FetchError) as refusal:
        await outside.retriever.page(outside.server.url("/redirect-to-disallowed"))

    assert refusal.value.reason == "robots"
    assert not outside.server.visits("/disallowed")


async def test_h11_a_page_is_fetched_and_robots_asked_once_a_day(outside):
    for _ in range(3):
        page = await outside.retriever.page(outside.server.url("/page"))
    assert len(outside.server.visits("/robots.txt")) == 1
    assert (page.media_type, page.charset) == ("text/html", "utf-8")

    outside.clock.time += timedelta(days=1)
    await outside.retriever.page(outside.server.url("/page"))

    assert len(outside.server.visits("/robots.txt")) == 2


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)]
)
async def test_h11_no_robots_file_allows_and_a_failing_one_does_not(outside, status, allowed):
    outside.server.memory["robots"] = ("", status)

    try:
        await outside.retriever.page(outside.server.url("/page"))
        fetched = True
    except FetchError as refusal:
        fetched = refusal.reason != "robots"

    assert fetched is allowed


async def test_h11_a_feed_is_asked_without_robots_because_it_is_made_for_them(outside):
    outside.server.memory["robots"] = ("User-agent: *\nDisallow: /\n", 200)

    assert isinstance(await outside.get("/good"), Retrieved)
