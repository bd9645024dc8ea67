"""Deciding: values in, a decision with reasons out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.articles import Reading, StoryId
from bot.services.intake import settle
from bot.text.events.matching import Match, MatchOutcome

TURN = Match(
    outcome=MatchOutcome.NEW_TURN,
    story=StoryId(4),
    score=0.4,
    reasons=("a later turn of the story", "shares Oregon with story 4"),
)
DOUBT = Match(
    outcome=MatchOutcome.POSSIBLY_RELATED,
    related=(StoryId(4), StoryId(9)),
    score=0.4,
    reasons=("too little to be sure", "shares Oregon with story 4"),
)
REPORT = Reading(body="A report.", rewrite_signs=("questions put to the reader (3 times)",))
REWRITE = Reading(body="A retelling.", rewrite_signs=("a table", "unnamed quotes", "filler"))


def test_a_rewrite_days_later_tells_the_same_event_and_no_new_turn():
    settled = settle(TURN, REWRITE, precedes=False)

    assert (settled.outcome, settled.story) == (MatchOutcome.SAME_EVENT, 4)
    assert settled.reasons == (
        "tells the event again, with the signs of a rewrite",
        "shares Oregon with story 4",
    )


def test_a_rewrite_in_words_of_its_own_is_put_with_what_it_most_likely_retells():
    settled = settle(DOUBT, REWRITE, precedes=False)

    assert (settled.outcome, settled.story) == (MatchOutcome.SAME_EVENT, 4)
    assert settled.related == (StoryId(9),)
    assert settled.reasons == (
        "tells the event again, with the signs of a rewrite",
        "shares Oregon with story 4",
    )


def test_a_rewrite_of_something_we_hardly_know_stays_a_doubt():
    doubt = replace(DOUBT, score=0.2)

    assert settle(doubt, REWRITE, precedes=False) is doubt


@pytest.mark.parametrize("precedes", [False, True])
def test_a_report_in_doubt_is_never_joined(*, precedes: bool):
    assert settle(DOUBT, REPORT, precedes=precedes) is DOUBT


def test_what_was_published_first_is_no_later_turn_of_what_came_after():
    settled = settle(TURN, REPORT, precedes=True)

    assert settled.outcome is MatchOutcome.SAME_EVENT
    assert settled.reasons[0] == "came first"


def test_a_report_of_its_own_stays_the_turn_it_is():
    assert settle(TURN, REPORT, precedes=False) is TURN


@pytest.mark.parametrize("outcome", [each for each in MatchOutcome if each.value != "new_turn"])
def test_other_outcomes_stand_whatever_the_signs(outcome: MatchOutcome):
    match = Match(outcome=outcome)

    assert settle(match, REWRITE, precedes=True) is match
