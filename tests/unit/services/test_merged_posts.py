"""The posts of stories that were merged or split."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.briefs import Brief, StoryLink
from bot.domain.delivery import DeliveryState
from bot.domain.stories import QUIET_AFTER
from tests.fakes.town import a_route
from tests.unit.services.asking import ADMIN, ask
from tests.unit.services.posted import (
    COUNT_TITLE,
    TITLE,
    a_posted_story,
    delivers,
    is_corrected,
    joins,
    two_stories,
)


async def test_a_merged_storys_post_leads_to_the_other_and_says_no_more():
    town = await two_stories()

    await ask(town, "merge 2 into:1", ADMIN)
    await delivers(town)

    kept, gone = town.posts
    assert kept.brief.outlet_count == 2
    assert gone.brief.goes_on_in == StoryLink(
        story=1, headline=TITLE, url="https://town.example/posts/0"
    )
    assert gone.brief.headline == "Judge orders bond hearings in Georgia"
    assert (gone.brief.sentences, gone.brief.figures) == ((), ())


async def test_where_only_the_merged_story_was_posted_its_post_is_the_others():
    town = await two_stories(a_route("georgia", jurisdictions=frozenset({"GA"})))
    await ask(town, "merge 2 into:1", ADMIN)
    await delivers(town)

    await joins(town, story=1, states=("OR",))

    (post,) = town.posts
    assert post.brief.story == 1
    assert post.brief.outlet_count == 2
    assert post.brief.goes_on_in is None
    assert len(post.revisions) == 2


async def test_a_merged_story_whose_lead_is_forgotten_shows_the_other_whole():
    town = await two_stories()
    await ask(town, "merge 2 into:1", ADMIN)
    del town.storage.state.articles[2]

    await delivers(town)

    assert town.posts[1].brief.story == 1


async def test_what_is_owed_of_a_forgotten_story_is_given_up():
    route = a_route(max_posts_per_hour=1)
    town = await two_stories(route)
    await is_corrected(town)
    town.storage.state.stories.clear()
    town.clock.turn(timedelta(hours=1))

    await delivers(town)

    assert [type(post.message) for post in town.posts] == [Brief]
    states = {each.state for each in town.storage.state.deliveries.values()}
    assert states == {DeliveryState.SENT, DeliveryState.ABANDONED}


async def test_a_split_leaves_two_posts_that_each_tell_their_own():
    town = await a_posted_story()
    article = await joins(town)

    await ask(town, f"split 1 {article.id}", ADMIN)
    await delivers(town)

    left, fresh = town.posts
    assert [source.outlet for source in left.brief.sources] == ["Ledger"]
    assert [source.outlet for source in fresh.brief.sources] == ["Herald"]
    assert fresh.brief.headline == COUNT_TITLE
    assert not any("415" in each.text for each in left.brief.sentences)


async def test_a_split_of_what_re_opened_a_story_leaves_a_post_of_the_rest():
    town = await a_posted_story()
    town.clock.turn(QUIET_AFTER + timedelta(hours=1))
    article = await joins(town)

    await ask(town, f"split 1 {article.id}", ADMIN)
    await delivers(town)

    assert town.posts[1].brief.headline == TITLE
    assert town.posts[2].brief.headline == COUNT_TITLE
