"""The life of a post: what a channel, and who follows the story, hears as it develops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Provenance
from bot.domain.briefs import Brief, Digest
from bot.domain.delivery import RewritePolicy, UpdatePolicy
from bot.domain.feeds import FeedId, FeedKind
from tests.fakes.town import a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import OPERATOR, ask
from tests.unit.services.posted import TITLE, a_posted_story, is_corrected, joins, notes
from tests.unit.services.texts import LETTERS, RULING

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
