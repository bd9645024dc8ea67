from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.adapters.workers import InlineWorkshop
from bot.domain.articles import Draft
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId
from bot.ports.fetching import Retrieved
from tests.fakes import workshop_jobs

FEED = Feed(id=FeedId("a"), name="A", url="http://feed.example/")


def workshop() -> InlineWorkshop:
    return InlineWorkshop(
        parse=workshop_jobs.parse, extract=workshop_jobs.extract, read=workshop_jobs.read
    )


def document(text: str) -> Retrieved:
    return Retrieved(url="http://x.example/", content=text.encode(), media_type="", charset=None)


def draft(text: str) -> Draft:
    return Draft(
        title="",
        text=text,
        outlet="Capital Ledger",
        url="http://ledger.example/1",
        official=False,
        published_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


async def test_work_is_done_in_place():
    shop = workshop()

    assert len((await shop.parse(FEED, document("one two"))).entries) == 2
    assert (await shop.extract(document("text"))).text == "text"
    await shop.aclose()


@pytest.mark.parametrize(
    ("text", "said"), [("refuse not a feed", "^not a feed$"), ("raise odd", "odd")]
)
async def test_faults_are_parse_errors(text, said):
    shop = workshop()

    with pytest.raises(ParseError, match=said):
        await shop.parse(FEED, document(text))
    with pytest.raises(ParseError, match=said):
        await shop.extract(document(text))


async def test_a_draft_that_cannot_be_read_gives_an_empty_reading():
    readings = await workshop().read([draft("one"), draft("raise odd"), draft("two")])

    assert [reading.body for reading in readings] == ["one", "", "two"]
    assert readings[1].relevance.reasons == ("not read: reading it failed: ValueError",)
