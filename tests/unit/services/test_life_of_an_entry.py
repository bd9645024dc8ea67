"""From what feeds say to what channels show, over the storage twin."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.briefs import Brief, Notice, Update
from bot.domain.errors import FetchError, StorageError
from bot.domain.feeds import Pattern, Rule
from storage.memory import MemoryUnitOfWork
from tests.fakes.town import MORNING, a_feed, a_route, a_town, an_entry
from tests.unit.services.texts import HOCKEY, LETTERS, LETTERS_TITLE, RULING, RULING_TITLE


@pytest.mark.parametrize(
    "end", [StorageError("the disk is full"), KeyError("a fault of ours"), asyncio.CancelledError()]
)
async def test_a_poll_that_ended_early_is_made_up_for_by_the_next_one(monkeypatch, end):
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))

    async def end_early(unit):
        raise end

    with monkeypatch.context() as broken:
        broken.setattr(MemoryUnitOfWork, "commit", end_early)
        with contextlib.suppress(StorageError, KeyError, asyncio.CancelledError):
            await town.house.rounds.ask(list(town.house.rounds.feeds))
    (poll,) = await town.house.rounds.ask(list(town.house.rounds.feeds))

    assert (poll.ending, poll.filed.opened) == ("ok", 1)


async def test_a_first_poll_stores_what_is_there_and_posts_nothing():
    town = a_town(a_feed("ledger"), backfill=0)
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))

    await town.settles()

    assert town.posts == []
    assert len(town.storage.state.articles) == 1


async def test_an_article_on_the_beat_is_posted_once_however_often_it_is_polled():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))

    for _ in range(3):
        await town.settles()

    assert [post.brief.headline for post in town.posts] == [LETTERS_TITLE]
    assert town.posts[0].revisions == []


async def test_an_article_off_the_beat_is_dropped_and_can_be_explained():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry("Admirals sweep the series", HOCKEY))

    await town.settles()

    assert town.posts == []
    async with town.storage.look() as unit:
        trace = await unit.articles.trace_of("https://news.example/admirals-sweep-the-series")
    assert trace is not None
    assert trace.verdict == "dropped"


async def test_a_copy_in_a_second_outlet_revises_the_post_instead_of_adding_one():
    town = a_town(a_feed("ledger"), a_feed("herald"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()

    copy = an_entry(LETTERS_TITLE, LETTERS, guid="h1", url="https://herald.example/1")
    await town.publishes("herald", copy)
    await town.settles()

    assert len(town.posts) == 1
    assert len(town.posts[0].revisions) == 1
    assert town.posts[0].brief.outlet_count == 2
    assert town.posts[0].brief.independent_count == 1
    assert town.posts[0].thread == []


async def test_two_events_are_two_posts():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), an_entry(RULING_TITLE, RULING))

    await town.settles()

    assert {post.brief.headline for post in town.posts} == {LETTERS_TITLE, RULING_TITLE}


async def test_a_changed_headline_revises_the_post():
    town = a_town(a_feed("ledger"))
    entry = an_entry(LETTERS_TITLE, LETTERS)
    await town.publishes("ledger", entry)
    await town.settles()

    await town.publishes("ledger", replace(entry, title="Oregon gets a week on jail detainers"))
    await town.settles()

    assert len(town.posts) == 1
    assert town.posts[0].brief.headline == "Oregon gets a week on jail detainers"


async def test_a_published_correction_is_shown_on_the_post_and_in_its_thread():
    town = a_town(a_feed("ledger"))
    entry = an_entry(LETTERS_TITLE, LETTERS)
    await town.publishes("ledger", entry)
    await town.settles()

    corrected = (
        "Correction: An earlier version of this article misstated the share of people with a "
        "conviction. It is 52%, not 62%.\n" + LETTERS.replace("62%", "52%")
    )
    await town.publishes("ledger", replace(entry, content=corrected))
    await town.settles()

    post = town.posts[0]
    assert post.brief.correction is not None
    notes = [note for note in post.thread if isinstance(note, Update)]
    assert [note.is_correction for note in notes] == [True]


async def test_new_guids_at_every_poll_are_no_news():
    town = a_town(a_feed("ledger"))
    entry = an_entry(LETTERS_TITLE, LETTERS)
    for number in range(3):
        town.web.entries["ledger"] = [replace(entry, guid=f"g{number}")]
        await town.settles()

    assert len(town.posts) == 1


async def test_new_addresses_at_every_poll_are_no_news():
    town = a_town(a_feed("ledger"))
    entry = an_entry(LETTERS_TITLE, LETTERS)
    for number in range(3):
        url = f"https://news.example/x{number}"
        town.web.entries["ledger"] = [replace(entry, guid=url, url=url)]
        await town.settles()

    assert len(town.posts) == 1


async def test_one_guid_used_for_whatever_is_newest_gives_each_story_its_post():
    town = a_town(a_feed("ledger"))
    for title, text in ((LETTERS_TITLE, LETTERS), (RULING_TITLE, RULING)):
        town.web.entries["ledger"] = [an_entry(title, text, guid="newest")]
        await town.settles()

    assert len(town.posts) == 2


async def test_an_entry_older_than_max_age_is_stored_and_not_posted():
    town = a_town(a_feed("ledger"))
    old = an_entry(LETTERS_TITLE, LETTERS, published_at=MORNING - timedelta(days=3))
    await town.publishes("ledger", old)

    await town.settles()

    assert town.posts == []
    assert len(town.storage.state.articles) == 1


async def test_a_date_in_the_future_counts_as_now():
    town = a_town(a_feed("ledger"))
    ahead = an_entry(LETTERS_TITLE, LETTERS, published_at=MORNING + timedelta(days=9))
    await town.publishes("ledger", ahead)

    await town.settles()

    assert town.posts[0].brief.lead.published_at == MORNING


async def test_a_rule_of_the_operator_refuses_and_says_so():
    rule = Rule(name="no_letters", none_of=(Pattern(field="title", regex="(?i)detainers"),))
    town = a_town(a_feed("ledger", rules=(rule,)))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))

    await town.settles()

    assert town.posts == []
    async with town.storage.look() as unit:
        trace = await unit.articles.trace_of(an_entry(LETTERS_TITLE).url)
    assert trace is not None
    assert "no_letters" in trace.stages[-1].reason


async def test_a_failing_feed_is_told_once_and_its_recovery_once():
    town = a_town(a_feed("ledger"))
    town.web.errors["ledger"] = FetchError("HTTP 500", reason="status", status=500)
    for _ in range(5):
        await town.settles()
    del town.web.errors["ledger"]
    await town.settles()
    await town.settles()

    notices = [post.message for post in town.posts if isinstance(post.message, Notice)]
    assert len(notices) == 2
    assert "fails" in notices[0].lines[0]
    assert "again" in notices[1].lines[0]


async def test_a_feed_that_fails_never_delays_another():
    town = a_town(a_feed("bad"), a_feed("ledger"))
    town.web.errors["bad"] = FetchError("no answer", reason="timeout")
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))

    await town.settles()

    assert len([post for post in town.posts if isinstance(post.message, Brief)]) == 1


async def test_a_gone_feed_is_asked_no_more():
    town = a_town(a_feed("ledger"))
    town.web.errors["ledger"] = FetchError("410", reason="gone", status=410)
    await town.settles()
    town.clock.turn(timedelta(days=2))

    due = await town.house.rounds.due()

    assert due == []


async def test_a_route_gets_only_the_states_it_asked_for():
    routes = (
        a_route("oregon", jurisdictions=frozenset({"OR"})),
        a_route("georgia", jurisdictions=frozenset({"GA"})),
    )
    town = a_town(a_feed("ledger"), routes=routes)
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), an_entry(RULING_TITLE, RULING))

    await town.settles()

    shown = {(post.channel, post.brief.headline) for post in town.posts}
    assert shown == {("oregon", LETTERS_TITLE), ("georgia", RULING_TITLE)}
