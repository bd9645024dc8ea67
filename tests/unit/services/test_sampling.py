"""`feed test`: what an address would bring, with nothing stored and nothing posted."""

from __future__ import annotations

import pytest

from bot.app import jobs
from bot.domain.errors import FetchError, QuestionError
from bot.ports import Retrieved, StoryFilter
from bot.services.answering.backstage import Backstage, read_here
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from bot.services.open_stories import OpenStories
from bot.services.sampling import Sampling
from tests.fakes.town import a_feed, a_town
from tests.unit.services.asking import ADMIN, DANA, texts

FEED_URL = "https://ledger.example/rss"
PAGE_URL = "https://ledger.example/"
FEED = """<rss version="2.0"><channel><title>Quarry Ledger</title>
<item><title>ICE agents arrest nine at a Salem cannery</title><link>https://ledger.example/1</link>
<pubDate>Mon, 02 Mar 2026 11:00:00 GMT</pubDate>
<description>Immigration agents arrested nine workers on Monday, ICE said.</description></item>
<item><title>Council repaves Mill Road</title><link>https://ledger.example/2</link>
<description>Work begins in May.</description></item></channel></rss>"""
PAGE = f'<html><head><link rel="alternate" type="application/rss+xml" href="{FEED_URL}"></head>'


class Shelf:
    """A web of two documents."""

    async def retrieve(self, feed, state):
        found = {FEED_URL: (FEED, "application/rss+xml"), PAGE_URL: (PAGE, "text/html")}
        if feed.url not in found:
            raise FetchError("answered 404", reason="status", status=404)
        text, media_type = found[feed.url]
        return Retrieved(
            url=feed.url, content=text.encode(), media_type=media_type, charset="utf-8"
        )

    async def page(self, url):
        raise AssertionError(url)


async def parse(feed, document):
    return jobs.parse(feed, document)


async def ask(town, question: str, asker=ADMIN, *, runs: bool = True):
    sampling = Sampling(
        retriever=Shelf(),
        parse=parse,
        read=read_here,
        open_stories=OpenStories(),
        clock=town.clock,
    )
    desk = AnswerDesk(
        storage=town.storage,
        briefing=Briefing(town.clock),
        feeds=list,
        clock=town.clock,
        backstage=Backstage(
            sampling=sampling if runs else None,
            admins=lambda: {ADMIN.platform: frozenset({ADMIN.user})},
        ),
    )
    return await desk.ask(question, asker)


async def test_an_address_is_judged_as_the_bot_would_and_nothing_is_stored():
    town = a_town(a_feed("ledger"))

    answer = await ask(town, f"feed test {FEED_URL}")

    assert answer.title == "Feed test: Quarry Ledger"
    assert answer.summary.startswith("2 entries. Of the newest 2, 1 would be kept.")
    assert texts(answer) == [
        "ICE agents arrest nine at a Salem cannery",
        "Council repaves Mill Road",
    ]
    kept, dropped = answer.sections[0].lines
    assert kept.detail.startswith("kept ")
    assert kept.evidence[0].outlet == "Quarry Ledger"
    assert dropped.detail.startswith("dropped ")
    assert dropped.detail.endswith("no date")
    async with town.storage.look() as unit:
        assert await unit.stories.newest(StoryFilter(), limit=1) == []


async def test_a_page_is_asked_for_the_feeds_it_offers():
    answer = await ask(a_town(a_feed("ledger")), f"feed test <{PAGE_URL}>")

    assert answer.title == "Feed test: Quarry Ledger"
    assert answer.notes == (f"The address is a page. It offers {FEED_URL}; the first was taken.",)


@pytest.mark.parametrize(
    ("question", "asker", "runs", "said"),
    [
        ("feed test https://ledger.example/gone", ADMIN, True, "answered 404"),
        (f"feed test {FEED_URL}", DANA, True, "is for admins"),
        (f"feed test {FEED_URL}", ADMIN, False, "python -m bot test-feed"),
    ],
)
async def test_what_cannot_be_tested_is_said(question, asker, runs, said):
    with pytest.raises(QuestionError, match=said):
        await ask(a_town(a_feed("ledger")), question, asker, runs=runs)
