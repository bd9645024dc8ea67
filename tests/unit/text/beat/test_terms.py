"""Words and terms: how a text is cut into words, and which terms of the lists are found."""

import pytest

from bot.text.beat.terms import find_terms, lexicon
from bot.text.beat.words import is_shouted, plain_word, words_of


def test_a_headline_in_capitals_is_told_from_one_with_an_acronym():
    assert is_shouted("ICE STORM WARNING")
    assert not is_shouted("ICE agents leave")
    assert not is_shouted("ICE")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("federal", "agents"), ["federal agents"]),
        (("federal", "agents'"), ["federal agents'"]),
        (("federal", "holiday"), []),
        (("federal",), []),
    ],
)
def test_the_next_word_decides_which_terms_a_word_opens(words, found):
    assert [hit.surface for hit in find_terms(words)] == found


def test_words_close_up_initials_and_part_hyphens():
    assert words_of("U.S.-born D.H.S. chief on 287 (g), Illinois’ sheriffs") == (
        *("US", "born", "DHS", "chief", "on", "287g", "Illinois'", "sheriffs"),
    )


def test_a_possessive_matches_its_plain_word():
    assert [hit.group.name for hit in find_terms(("ICE's",))] == ["ice"]
    assert plain_word("Illinois'") == "illinois"


def test_a_number_slot_matches_figures_only():
    assert [hit.surface for hit in find_terms(words_of("He dies at 88"))] == ["dies at 88"]
    assert "dies at" not in {hit.surface for hit in find_terms(words_of("He dies at Rosewood"))}


def test_the_longest_term_hides_the_shorter_one_inside_it():
    assert [hit.group.name for hit in find_terms(words_of("ICE cotton"))] == ["ice_otherwise"]


def test_every_pair_names_groups_that_exist():
    groups = {term.group.name for terms in lexicon().by_word.values() for term in terms}

    assert {name for pair in lexicon().pairs for name in pair.of} <= groups
