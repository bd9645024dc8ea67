"""Groups Z and H07 of the catalogue: bodies too large, packed, lying or cut."""

from __future__ import annotations

import resource
import time
from datetime import timedelta

import pytest

from tests.fakes.hostile.exchange import GOOD
from tests.integration.fetching import outside as open_outside


@pytest.mark.parametrize(
    "path", ["/good", "/gzip", "/deflate", "/raw-deflate", "/gzip-members", "/csp-header"]
)
async def test_z00_a_sound_body_is_read_whole(outside, path):
    answer = await outside.get(path)

    assert answer.content.decode() == GOOD


async def test_z01_a_gzip_bomb_is_stopped_at_the_limit(outside):
    began = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    refusal = await outside.refusal("/gzip-bomb?mb=200")

    assert refusal.reason == "too-large"
    assert time.monotonic() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


async def test_z01_a_bomb_that_is_hardly_too_large_is_stopped(outside):
    assert (await outside.refusal("/gzip-bomb?mb=12")).reason == "too-large"


@pytest.mark.parametrize("path", ["/double-gzip", "/gzip-twice-announced", "/gzip-lie"])
async def test_z02_a_body_packed_twice_or_not_at_all_is_read(outside, path):
    answer = await outside.get(path)

    assert answer.content.decode() == GOOD


@pytest.mark.parametrize("path", ["/gzip-cut", "/gzip-cut-trailer", "/gzip-corrupt"])
async def test_z02_a_cut_gzip_body_is_refused(outside, path):
    assert (await outside.refusal(path)).reason == "incomplete"


async def test_z02_a_coding_we_did_not_ask_for_is_refused(outside):
    assert (await outside.refusal("/brotli")).reason == "unacceptable"


async def test_z03_an_endless_body_is_stopped_at_the_limit(outside):
    assert (await outside.refusal("/endless")).reason == "too-large"


@pytest.mark.parametrize("path", ["/10MB-title", "/100k-items", "/announced-large"])
async def test_z04_a_body_over_the_limit_is_refused(outside, path):
    assert (await outside.refusal(path)).reason == "too-large"


async def test_z05_a_thousand_items_are_no_fault_of_fetching(outside):
    assert (await outside.get("/1k-new-items")).content.count(b"<item>") == 1000


@pytest.mark.parametrize("path", ["/big-headers", "/many-headers"])
async def test_z06_headers_without_measure_are_refused(outside, path):
    assert (await outside.refusal(path)).reason == "unacceptable"


@pytest.mark.parametrize("path", ["/truncated", "/cut-chunks"])
async def test_h07_a_body_shorter_than_announced_is_refused(outside, path):
    assert (await outside.refusal(path)).reason == "incomplete"


@pytest.mark.parametrize("path", ["/reset", "/reset-at-once", "/bad-chunk", "/not-http"])
async def test_h07_a_broken_conversation_is_refused(outside, path):
    refusal = await outside.refusal(path)

    assert refusal.reason in {"incomplete", "connection", "unacceptable"}


async def test_h07_the_next_feed_is_served_after_a_broken_one():
    async with open_outside(concurrency=1, deadline=timedelta(seconds=1)) as world:
        for path in ("/reset", "/truncated", "/gzip-cut", "/endless", "/not-http"):
            await world.refusal(path)

        assert (await world.get("/good")).content.decode() == GOOD
