"""The worker processes: killed when they must be, and nobody else notices."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.domain.articles import Draft
from bot.domain.entities import OfficeTerm
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId
from bot.ports.fetching import Retrieved
from tests.fakes import workshop_jobs


def feed(name: str = "a") -> Feed:
    return Feed(id=FeedId(name), name=name, url="http://feed.example/")


def document(text: str) -> Retrieved:
    return Retrieved(url="http://feed.example/", content=text.encode(), media_type="", charset=None)


def draft(text: str) -> Draft:
    return Draft(
        title="",
        text=text,
        outlet="Capital Ledger",
        url="http://ledger.example/1",
        official=False,
        published_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.fixture
async def workshop():
    shop = open_workshop()
    yield shop
    await shop.aclose()


def open_workshop(*, seconds: float = 1.0, extract=workshop_jobs.extract, size: int = 2):
    return ProcessWorkshop(
        parse=workshop_jobs.parse,
        extract=extract,
        read=workshop_jobs.read,
        size=size,
        deadline=timedelta(seconds=seconds),
        memory_bytes=256 * 1024 * 1024,
    )


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


async def test_a_worker_answers_what_the_function_returns(workshop):
    parsed = await workshop.parse(feed(), document("one two"))

    assert [entry.title for entry in parsed.entries] == ["one", "two"]


async def test_a_worker_is_kept_warm_between_jobs(workshop):
    first = await workshop.parse(feed(), document("one"))
    second = await workshop.parse(feed(), document("two"))

    assert first.title == second.title != str(os.getpid())


async def test_x04_a_document_that_takes_too_long_is_killed_and_named(workshop):
    with pytest.raises(ParseError, match="took longer than 1 s"):
        await workshop.parse(feed(), document("spin"))

    assert (await workshop.parse(feed(), document("next"))).entries


async def test_x04_others_go_on_while_a_document_burns_its_time():
    shop = open_workshop(seconds=5)
    burning = asyncio.create_task(shop.parse(feed("hostile"), document("spin")))

    for _ in range(20):
        await shop.parse(feed("b"), document("healthy"))

    assert not burning.done()
    burning.cancel()
    await asyncio.gather(burning, return_exceptions=True)
    await shop.aclose()


async def test_x04_a_feed_that_killed_a_worker_uses_one_at_a_time(workshop):
    hostile = feed("hostile")
    with pytest.raises(ParseError):
        await workshop.parse(hostile, document("spin"))

    burning = [asyncio.create_task(workshop.parse(hostile, document("spin"))) for _ in range(3)]
    await asyncio.sleep(0.1)
    async with asyncio.timeout(1.5):
        await workshop.parse(feed("b"), document("healthy"))
    assert not all(task.done() for task in burning)
    for task in burning:
        task.cancel()
    await asyncio.gather(*burning, return_exceptions=True)


async def test_x03_a_document_that_eats_memory_is_refused(workshop):
    with pytest.raises(ParseError, match="too much memory"):
        await workshop.parse(feed(), document("hoard"))

    assert (await workshop.parse(feed(), document("next"))).entries


async def test_x05_endless_nesting_is_an_error_not_a_crash(workshop):
    with pytest.raises(ParseError, match="nested too deeply"):
        await workshop.parse(feed(), document("deep"))


async def test_a_crashed_worker_is_replaced(workshop):
    with pytest.raises(ParseError, match="ended its process"):
        await workshop.parse(feed(), document("die"))

    assert (await workshop.parse(feed(), document("next"))).entries


async def test_a_parsers_own_refusal_keeps_its_words(workshop):
    with pytest.raises(ParseError, match=r"^not a feed at all$"):
        await workshop.parse(feed(), document("refuse not a feed at all"))


async def test_an_unexpected_fault_names_itself(workshop):
    with pytest.raises(ParseError, match="ValueError: odd"):
        await workshop.extract(document("raise odd"))


async def test_readings_come_in_the_order_of_their_drafts(workshop):
    texts = [f"text {number}" for number in range(30)]

    readings = await workshop.read([draft(text) for text in texts])

    assert [reading.body for reading in readings] == texts


async def test_a_draft_that_kills_its_worker_does_not_take_the_others_with_it(workshop):
    readings = await workshop.read([draft("one"), draft("die"), draft("spin"), draft("two")])

    assert [reading.body for reading in readings] == ["one", "", "", "two"]
    assert readings[1].relevance.relevant is False
    assert readings[1].relevance.reasons[0].startswith("not read: reading it ended its process")
    assert "longer than 1 s" in readings[2].relevance.reasons[0]


async def test_a_worker_lost_by_accident_costs_no_draft(workshop, tmp_path):
    readings = await workshop.read([draft(f"die-once {tmp_path / 'died'}")])

    assert readings[0].body.startswith("die-once")


async def test_no_draft_is_decided_on_when_the_workshop_closes_under_it():
    shop = open_workshop(seconds=10)
    reading = asyncio.create_task(shop.read([draft("sleep 5")] * 3))
    await asyncio.sleep(0.4)

    await shop.aclose()

    with pytest.raises(ParseError, match="clos"):
        await reading


async def test_a_document_is_not_blamed_when_the_workshop_closes_under_it():
    shop = open_workshop(seconds=10)
    parsing = asyncio.create_task(shop.parse(feed(), document("sleep 5")))
    await asyncio.sleep(0.4)

    await shop.aclose()

    with pytest.raises(ParseError, match="the workshop is closing"):
        await parsing


async def test_a_cancelled_job_kills_its_worker_and_frees_the_place():
    shop = open_workshop(seconds=10, size=1)
    task = asyncio.create_task(shop.parse(feed(), document("sleep 5")))
    await asyncio.sleep(0.4)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    async with asyncio.timeout(5):
        assert (await shop.parse(feed(), document("next"))).entries
    await shop.aclose()


async def test_closing_leaves_no_process():
    before = children()
    shop = open_workshop()
    await asyncio.gather(*(shop.parse(feed(), document("word")) for _ in range(4)))
    assert len(children() - before) == 2

    await shop.aclose()

    assert children() - before == set()


async def test_a_closed_workshop_says_so():
    shop = open_workshop()
    await shop.aclose()

    with pytest.raises(ParseError, match="closed"):
        await shop.parse(feed(), document("word"))


async def test_p09_a_worker_knows_none_of_the_bots_secrets(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-marked")
    shop = open_workshop(extract=workshop_jobs.environment)

    page = await shop.extract(document(""))

    assert "SLACK_BOT_TOKEN" not in page.text
    assert page.title == str(os.getpid())
    await shop.aclose()


async def test_a_worker_can_send_nothing_but_our_nouns():
    shop = open_workshop(extract=workshop_jobs.unknown)

    with pytest.raises(ParseError):
        await shop.extract(document(""))
    await shop.aclose()


async def test_a_warm_worker_reads_with_the_officials_each_draft_carries():
    workshop = ProcessWorkshop(parse=jobs.parse, extract=jobs.extract, read=jobs.read, size=1)
    plain = draft("Dana Quillfeather spoke on Monday.")
    term = OfficeTerm(name="Dana Quillfeather", office="ice_director", start="2026-01")
    try:
        (before,) = await workshop.read([plain])
        (during,) = await workshop.read([replace(plain, officials=(term,))])
        (after,) = await workshop.read([plain])
    finally:
        await workshop.aclose()

    assert [each.entity.name for each in during.mentions] == ["Dana Quillfeather"]
    assert before.mentions == after.mentions == ()
