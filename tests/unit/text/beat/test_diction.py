"""The plain words around the evidence lean an article to the beat or to other news."""

import pytest

from bot.text.beat.diction import (
    DICTION_MOST,
    Diction,
    diction_of,
    diction_reason,
    fitted_diction,
)
from bot.text.beat.relevance import weigh
from bot.text.beat.taught import Teaching
from bot.text.beat.terms import lexicon
from bot.text.beat.zones import Zone, zone_of
from bot.text.lexicon import load

SILENT = Zone("", (), ())
DICTION = Diction(
    words={"convoy": 0.9, "whistles": 0.4, "pews": 0.1, "innings": -0.8},
    groups={"foreign": -1.0, "worksite": 0.5},
    intercept=-0.1,
    opening=-0.2,
)
UNLEANT = Diction(words={}, groups={}, intercept=0.0, opening=0.0)


def lean(headline: str, lede: str = "", *, evidence: float = 9.0, diction: Diction = DICTION):
    opening = zone_of("", lede) if lede else SILENT
    return diction_reason(zone_of("", headline), opening, diction, evidence=evidence)


def test_words_of_the_beat_bring_points_and_are_told():
    reason = lean("A convoy and whistles by the pews")

    assert reason.points == pytest.approx(-0.1 + (0.9 + 0.4 + 0.1) / 3**0.5)
    assert reason.says == "worded like news of the beat (“convoy”, “whistles”)"


def test_words_of_other_news_take_points_and_are_told():
    reason = lean("Nine innings")

    assert reason.points == pytest.approx(-0.9)
    assert reason.says == "worded like other news (“innings”)"


def test_words_bring_no_more_than_twice_the_evidence_beside_them():
    assert lean("A convoy", evidence=0.3).points == 0.6


def test_words_without_evidence_bring_nothing():
    silent = Diction(words={"lantern": 9.0}, groups={}, intercept=0.0, opening=0.0)

    assert weigh("The lantern", "", diction=silent) == weigh("The lantern", "", diction=UNLEANT)


def test_diction_has_a_most_to_either_side():
    strong = Diction(words={"up": 9.0, "down": -9.0}, groups={}, intercept=0.0, opening=0.0)

    assert lean("up", diction=strong).points == DICTION_MOST
    assert lean("down", diction=strong).points == -DICTION_MOST


def test_a_text_without_known_words_does_not_lean():
    assert lean("Zinnias bloom", "Early again.").points == 0


def test_a_word_counts_once_where_it_stands_first():
    assert lean("Convoy", "The convoy left; a convoy came.").points == pytest.approx(
        -0.1 - 0.2 + 0.9
    )


def test_an_opening_must_make_up_for_its_many_words():
    assert lean("Convoy", "Zinnias bloom").points == pytest.approx(lean("Convoy").points - 0.2)


def test_a_possessive_and_a_capital_are_the_same_word():
    assert lean("The Convoy's end").points == lean("the convoy end").points


def test_groups_of_terms_lean_too():
    assert lean("At the dairy").points == pytest.approx(-0.1 + 0.5)


def test_a_country_leans_away_unless_the_united_states_sent_people_there():
    assert lean("Convoy in Kenya").points < lean("Convoy in Kenya: U.S. deportees aboard").points
    assert weigh(
        "Kenya court frees six men", "They were among U.S. deportees, police said."
    ).relevant


def test_words_that_lean_away_are_not_held_against_a_taught_name():
    taught = Teaching(terms={"mateo quispe": 2.0})
    away = Diction(words={"seven": -1.0}, groups={}, intercept=0.0, opening=0.0)

    found = weigh("The boy Mateo Quispe turns seven", "", taught=taught, diction=away)

    assert found.relevant
    assert not any("worded" in reason for reason in found.reasons)


def test_words_that_lean_away_are_held_against_an_untaught_article():
    away = Diction(words={"seven": -1.0}, groups={}, intercept=0.0, opening=0.0)
    headline = "Agents stop seven"

    held = weigh(headline, "", diction=away)

    assert held.score < weigh(headline, "", diction=UNLEANT).score
    assert "worded like other news (“seven”)" in held.reasons


def test_the_fitted_groups_are_groups_of_the_word_list():
    known = {row["name"] for row in load("relevance")["group"]}

    assert fitted_diction().groups.keys() <= known


def test_the_fitted_words_are_plain_words_in_small_letters():
    words = fitted_diction().words

    assert len(words) > 1000
    assert all(word == word.lower() and word[0].isalpha() for word in words)


def test_fitted_words_tell_scenes_of_the_beat_from_other_news():
    words = fitted_diction().words

    assert min(words[word] for word in ("taken", "custody", "whistles", "vans")) > 0.3
    assert max(words[word] for word in ("fire", "crash", "game", "study")) < -0.3


def test_a_table_lists_words_under_their_points():
    table = {
        "intercept": -1,
        "opening": 0,
        "words": {"+0.50": "a\nb"},
        "groups": {"-1.00": "sport"},
    }

    assert diction_of(table) == Diction(
        words={"a": 0.5, "b": 0.5}, groups={"sport": -1.0}, intercept=-1.0, opening=0.0
    )


def test_the_lexicon_has_groups_that_lean_abroad_and_that_say_who_sent_people():
    roles = {row["name"]: row["role"] for row in load("relevance")["group"]}

    assert {"foreign", "foreign_people", "nation", "us_sends"} <= roles.keys()
    assert lexicon().pairs
