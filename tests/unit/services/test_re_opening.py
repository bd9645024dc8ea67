"""Stories that go on: after quiet in a new post, and as a later turn in a card of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Provenance
from bot.domain.briefs import StoryLink
from bot.domain.delivery import UpdatePolicy
from bot.domain.errors import DeliveryDeferredError
from bot.domain.feeds import FeedKind, backfill_of
from bot.domain.stories import QUIET_AFTER
from bot.services.briefing import Briefing
from bot.services.dossier import open_dossier
from tests.fakes.town import Town, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import ask, texts
from tests.unit.services.posted import (
    COUNT,
    COUNT_TITLE,
    TITLE,
    a_posted_story,
    delivers,
    is_corrected,
    joins,
    notes,
    two_stories,
)
from tests.unit.services.texts import LETTERS, RULING

# ---- after quiet


async def test_after_quiet_a_report_re_opens_the_story_with_a_new_post_that_leads_back():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))

    await joins(town)

    _, again = town.posts
    assert again.brief.headline == COUNT_TITLE
    assert [source.outlet for source in again.brief.sources] == ["Herald", "Ledger"]
    assert again.brief.continues == StoryLink(
        story=1, headline=TITLE, url="https://town.example/posts/0"
    )
    assert {each.source for each in again.brief.sentences} == {1}
    assert again.brief.goes_on_in is None
    assert any("We hold nobody" in text for text in notes(again))


async def test_the_post_of_before_stays_as_it_was_and_leads_on():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))

    await joins(town)

    first = town.posts[0]
    assert first.brief.headline == TITLE
    assert [source.outlet for source in first.brief.sources] == ["Ledger"]
    assert first.brief.goes_on_in == StoryLink(
        story=1, headline=TITLE, url="https://town.example/posts/1"
    )
    assert first.thread == []


async def test_what_comes_after_the_re_opening_edits_the_new_post_alone():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    await joins(town)
    edits = len(town.posts[0].revisions)
    town.clock.turn(timedelta(hours=1))

    await joins(town, outlet="Star", title="Sheriffs of Oregon meet on letters", text=RULING)

    assert len(town.posts) == 2
    assert len(town.posts[0].revisions) == edits
    assert town.posts[1].brief.outlet_count == 3


async def test_a_correction_marks_the_post_of_before_too():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    await joins(town)

    await is_corrected(town)

    first, again = town.posts
    assert first.brief.correction is not None
    assert again.brief.correction is not None
    assert first.thread == []
    assert again.thread[-1].is_correction


@pytest.mark.parametrize(
    ("wait", "changes"),
    [
        (QUIET_AFTER - timedelta(hours=1), {}),
        (QUIET_AFTER * 2, {"provenance": Provenance.WIRE_COPY}),
        (QUIET_AFTER * 2, {"provenance": Provenance.REWRITE}),
    ],
)
async def test_a_lively_story_and_a_copy_get_no_new_post(wait, changes):
    town = await a_posted_story()
    town.clock.turn(wait)

    await joins(town, **changes)

    assert len(town.posts) == 1
    assert town.posts[0].brief.outlet_count == 2


async def test_an_article_of_before_that_is_found_late_re_opens_nothing():
    town = await a_posted_story()
    published = town.clock.now() - timedelta(hours=1)
    town.clock.turn(QUIET_AFTER * 2)

    await joins(town, published_at=published)

    assert len(town.posts) == 1


async def comes_from_a_file(town: Town, **changes) -> None:
    """A past article is brought in, for which nothing is owed."""
    await joins(town, silently=True, feed=backfill_of(FeedKind.LOCAL), outlet="Past", **changes)


async def test_what_a_file_brought_in_meanwhile_keeps_no_story_from_being_re_opened():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    await comes_from_a_file(town, published_at=town.clock.now() - timedelta(hours=2))

    await joins(town)

    assert len(town.posts) == 2


async def test_what_a_file_brought_in_leads_no_post_and_is_in_none_before_its_time():
    town = await a_posted_story()
    opened = town.posts[0].brief.updated_at
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    again_at = town.clock.now()
    await joins(town)
    between = opened + timedelta(hours=1)
    await comes_from_a_file(town, published_at=between, first_seen_at=between)
    await comes_from_a_file(town, published_at=town.clock.now(), first_seen_at=town.clock.now())
    await joins(town, text=COUNT.replace("415", "431"))

    _, again = town.posts
    async with town.storage.look() as unit:
        first = await Briefing(town.clock).brief(unit, 1, before=again_at)
    assert first.updated_at == opened
    assert [source.outlet for source in again.brief.sources][-2:] == ["Past", "Past"]
    assert again.brief.headline == COUNT_TITLE
    told = {again.brief.sources[each.source - 1].outlet for each in again.brief.sentences}
    assert told == {"Herald"}


async def test_an_older_report_from_a_file_takes_over_no_lead():
    town = await a_posted_story()
    before = town.clock.now() - timedelta(days=1)

    await comes_from_a_file(town, published_at=before, first_seen_at=before)
    outline = await ask(town, "latest since:30d")

    assert texts(outline) == [TITLE]


async def test_a_story_that_was_found_late_is_not_re_opened_the_next_minute():
    town = a_town(a_feed("ledger"))
    late = town.clock.now() - QUIET_AFTER - timedelta(hours=2)
    await town.publishes("ledger", an_entry(TITLE, LETTERS, published_at=late))
    await town.settles()

    await joins(town)

    assert len(town.posts) == 1


async def test_the_old_post_waits_for_the_new_one_that_it_leads_to():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    town.messenger.failures = [
        ("before", DeliveryDeferredError("429", retry_after=timedelta(seconds=30)))
    ]

    await joins(town)

    assert town.posts[0].brief.goes_on_in.url == "https://town.example/posts/1"


async def test_a_post_that_does_not_come_is_named_without_a_link():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    town.messenger.failures = [
        ("before", DeliveryDeferredError("429", retry_after=timedelta(minutes=4)))
    ]

    await joins(town)

    assert town.posts[0].revisions[0].goes_on_in == StoryLink(story=1, headline=TITLE)


async def test_a_channel_without_updates_gets_the_new_post_and_keeps_the_old():
    town = await a_posted_story(a_route(updates=UpdatePolicy.NONE))
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))

    await joins(town)

    assert len(town.posts) == 2
    assert town.posts[0].revisions == []


# ---- later turns


async def turns(town: Town) -> None:
    """File the second story as a later turn of the first, whatever matching would say of it."""
    async with town.storage.begin() as unit:
        first, second = [await open_dossier(unit, number) for number in (1, 2)]
        await unit.stories.save(replace(first.story, related=(2,)))
        await unit.stories.save(replace(second.story, continues=1))
        await unit.commit()
    async with town.storage.begin() as unit:
        await town.house.router.opened(unit, await open_dossier(unit, 2), town.clock.now())
        await unit.commit()
    await delivers(town)


@pytest.mark.parametrize(("policy", "edits"), [(UpdatePolicy.EDIT, 1), (UpdatePolicy.NONE, 0)])
async def test_a_later_turn_is_linked_from_the_card_of_the_first(policy, edits):
    town = await two_stories(a_route(updates=policy))

    await turns(town)

    first = town.posts[0]
    links = [each.next_turn.url for each in first.revisions]
    assert links == ["https://town.example/posts/1"] * edits
    assert first.brief.related == ()


async def test_the_card_of_a_later_turn_links_the_first():
    town = await two_stories()
    await turns(town)

    await joins(town, story=2)

    assert town.posts[1].brief.continues == StoryLink(
        story=1, headline=TITLE, url="https://town.example/posts/0"
    )
