"""The life of a post: new, developing, corrected, quiet, re-opened, merged and split."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Article, Draft, Provenance
from bot.domain.briefs import Brief, Digest, StoryLink, Update
from bot.domain.delivery import DeliveryState, RewritePolicy, UpdatePolicy
from bot.domain.errors import DeliveryDeferredError
from bot.domain.feeds import FeedId, FeedKind, backfill_of
from bot.domain.stories import QUIET_AFTER
from bot.services.briefing import Briefing
from bot.services.dossier import Dossier, open_dossier
from bot.services.placing import grown
from bot.text.reading import read_draft
from tests.fakes.town import Town, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import ADMIN, OPERATOR, ask, texts
from tests.unit.services.texts import LETTERS, RULING

TITLE = "Homeland Security gives Oregon until Friday on jail detainers"
#: A later article of the same event with a figure and a voice of its own.
COUNT = """
Oregon jails declined 415 detainer letters in February, the state's sheriffs said on Wednesday.

“We hold nobody without a judge's warrant,” said Harlan Pike, president of the Oregon Sheriffs'
Association. The Department of Homeland Security had given the state until Friday.
"""
COUNT_TITLE = "Oregon jails declined 415 detainer letters, sheriffs say"
CORRECTED = (
    "Correction: An earlier version of this article misstated the share of people with a "
    "conviction. It is 52%, not 62%.\n" + LETTERS.replace("62%", "52%")
)


async def a_posted_story(*routes, **changes) -> Town:
    town = a_town(a_feed("ledger"), a_feed("herald"), routes=routes)
    await town.publishes("ledger", an_entry(TITLE, LETTERS, **changes))
    await town.settles()
    return town


async def joins(town: Town, story: int = 1, *, silently: bool = False, **changes) -> Article:
    """File a further article with the story, whatever matching would say of it."""
    title, text = changes.pop("title", COUNT_TITLE), changes.pop("text", COUNT)
    now = town.clock.now()
    async with town.storage.begin() as unit:
        earlier = await open_dossier(unit, story)
        number = await unit.articles.next_id()
        given = {
            "id": number,
            "feed": FeedId("herald"),
            "outlet": "Herald",
            "url": f"https://herald.example/{number}",
            "guid": f"h{number}",
            "title": title,
            "text": text,
            "published_at": now - timedelta(minutes=10),
            "first_seen_at": now,
            "revised_at": None,
        }
        article = replace(earlier.lead, **(given | changes))
        draft = Draft(
            title=title,
            text=text,
            outlet=article.outlet,
            url=article.url,
            official=False,
            published_at=article.published_at,
        )
        reading = read_draft(draft)
        articles = (*earlier.articles, article)
        await unit.articles.add(article, reading)
        story = grown(earlier.story, articles, ())
        await unit.stories.save(story)
        dossier = Dossier(story=story, articles=articles, readings=(*earlier.readings, reading))
        if not silently:
            await town.house.router.joined(unit, dossier, article, now)
        await unit.commit()
    await delivers(town)
    return article


async def delivers(town: Town) -> None:
    await town.house.delivering.drain(until=town.clock.now() + timedelta(minutes=5))


async def is_corrected(town: Town) -> None:
    await town.publishes("ledger", an_entry(TITLE, CORRECTED))
    await town.settles()


def notes(post) -> list[str]:
    assert all(isinstance(note, Update) for note in post.thread)
    return [line.text for note in post.thread for line in note.lines]


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


# ---- how much a channel wants to hear


@pytest.mark.parametrize(
    ("policy", "edits", "thread"),
    [(UpdatePolicy.THREAD, 1, 1), (UpdatePolicy.EDIT, 1, 0), (UpdatePolicy.NONE, 0, 0)],
)
async def test_updates_are_told_as_the_operators_chose(policy, edits, thread):
    town = await a_posted_story(a_route(updates=policy))

    await joins(town)

    assert (len(town.posts[0].revisions), len(town.posts[0].thread)) == (edits, thread)


@pytest.mark.parametrize("policy", list(UpdatePolicy))
async def test_a_correction_is_told_whatever_they_chose(policy):
    town = await a_posted_story(a_route(updates=policy))

    await is_corrected(town)

    assert town.posts[0].brief.correction is not None
    assert [note.is_correction for note in town.posts[0].thread] == [True]


@pytest.mark.parametrize(
    ("policy", "outlets"),
    [
        (RewritePolicy.HIDE, ["Ledger"]),
        (RewritePolicy.COLLAPSE, ["Ledger", "Herald"]),
        (RewritePolicy.SHOW, ["Ledger", "Herald"]),
    ],
)
async def test_rewrites_are_shown_as_the_operators_chose(policy, outlets):
    town = await a_posted_story(a_route(rewrites=policy))

    await joins(town, provenance=Provenance.REWRITE)

    assert [source.outlet for source in town.posts[0].brief.sources] == outlets


async def test_a_correction_of_a_gathered_story_gets_a_card():
    town = await a_posted_story(a_route(max_posts_per_hour=1))
    await town.publishes("herald", an_entry("Judge orders bond hearings in Georgia", RULING))
    await town.settles()
    town.clock.turn(timedelta(hours=1))
    await town.settles()
    corrected = (
        "Correction: An earlier version of this article misstated how long ICE has. The judge "
        "gave ten days, not seven.\n" + RULING.replace("seven days", "ten days")
    )

    town.clock.turn(timedelta(hours=1, minutes=1))
    await town.publishes("herald", an_entry("Judge orders bond hearings in Georgia", corrected))
    await town.settles()

    assert [type(post.message) for post in town.posts] == [Brief, Digest, Brief]
    assert town.posts[2].brief.correction is not None


# ---- who carries it


async def test_a_correction_reaches_every_channel_that_carries_the_story():
    """An address in two feeds belongs to the first; the other's channel carries it too."""
    routes = (
        a_route("west", feeds=frozenset({"ledger"})),
        a_route("east", feeds=frozenset({"herald"})),
    )
    town = await a_posted_story(*routes)
    await town.publishes("herald", an_entry(TITLE, LETTERS))
    await town.settles()

    await is_corrected(town)

    assert [post.channel for post in town.posts] == ["west", "east"]
    assert all(post.brief.correction is not None for post in town.posts)
    assert [len(post.thread) for post in town.posts] == [1, 1]


@pytest.mark.parametrize(
    ("route", "changes"),
    [
        (a_route("late", feeds=frozenset({"herald"})), {}),
        (a_route("late", kinds=frozenset({FeedKind.LOCAL})), {"kind": FeedKind.LOCAL}),
        (a_route("late", jurisdictions=frozenset({"GA"})), {"states": ("GA",)}),
    ],
)
async def test_a_channel_that_wants_only_the_later_article_gets_the_card_once(route, changes):
    town = await a_posted_story(a_route(), route)
    for _ in range(3):
        await joins(town, feed=FeedId("ledger"))
    before = [post.channel for post in town.posts]

    await joins(town, outlet="Star", **changes)
    then = [post.channel for post in town.posts]
    await joins(town, outlet="Sun", **changes)

    assert before == ["newsroom"]
    assert then == ["newsroom", "late"]
    assert [post.brief.outlet_count for post in town.posts] == [4, 4]


async def test_an_article_about_every_state_sends_the_story_to_none_of_them():
    town = await a_posted_story(a_route("georgia", jurisdictions=frozenset({"GA"})))
    states = ("CA", "CO", "GA", "IL", "OR")

    for _ in range(4):
        await joins(town, states=("OR",))
    await joins(town, states=states)
    await joins(town, states=("GA",), provenance=Provenance.REWRITE)

    assert town.posts == []


async def test_a_route_of_the_whole_country_asks_for_its_entities_too():
    route = a_route(jurisdictions=frozenset({"US"}), entities=frozenset({"agency:nobody"}))
    town = a_town(a_feed("ledger"), routes=(route,))

    await town.publishes("ledger", an_entry("ICE changes detention standards", _NOWHERE))
    await town.settles()

    assert town.posts == []


_NOWHERE = """
U.S. Immigration and Customs Enforcement changed its detention standards on Tuesday. Detainees may
be moved at night, the agency said.
"""

# ---- merged and split


async def two_stories(*routes) -> Town:
    town = await a_posted_story(*routes)
    await town.publishes("herald", an_entry("Judge orders bond hearings in Georgia", RULING))
    await town.settles()
    return town


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


# ---- the card

LAWSUIT = """
The Justice Department sued Oregon on Tuesday over the state's sanctuary law and its jails.

Oregon Attorney General Dan Rayfield rejected the Justice Department's claim that the sanctuary law
keeps jails in Oregon from working with Immigration and Customs Enforcement.

Sheriffs released 311 people whom immigration officers had asked for, the complaint says.
"""


async def test_a_withdrawn_lead_gives_the_card_its_new_headline_and_its_mark():
    town = await a_posted_story()
    notice = "Correction: This article has been retracted. The letters were not sent.\n"
    retracted = f"RETRACTED: {TITLE}"

    await town.publishes("ledger", replace(an_entry(TITLE, notice + LETTERS), title=retracted))
    await town.settles()

    (post,) = town.posts
    assert post.brief.headline == retracted
    assert "retracted" in post.brief.correction.text
    assert post.thread[0].is_correction


async def test_the_answer_of_the_other_side_takes_no_sentence_from_the_summary():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry("Justice Department sues Oregon over jails", LAWSUIT))
    await town.settles()

    brief = town.posts[0].brief

    assert brief.response is not None
    assert len(brief.sentences) >= 2
    assert brief.response.text not in {each.text for each in brief.sentences}


# ---- who follows it


async def test_who_follows_a_story_is_told_only_what_is_new():
    town = await a_posted_story(a_route())
    await ask(town, "follow 1", OPERATOR)

    await joins(town, outlet="Copy", provenance=Provenance.WIRE_COPY)
    copied = [post for post in town.posts if post.channel == "operator"]
    await joins(town, outlet="Star")
    (post,) = [post for post in town.posts if post.channel == "operator"]

    assert copied == []
    assert any("We hold nobody" in text for text in notes(post))


async def test_who_follows_a_story_is_told_of_its_correction():
    town = await a_posted_story(a_route())
    await ask(town, "follow 1", OPERATOR)

    await is_corrected(town)

    (post,) = [post for post in town.posts if post.channel == "operator"]
    assert post.brief.correction is not None
    assert [note.is_correction for note in post.thread] == [True]
