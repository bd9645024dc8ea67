"""Teaching: what the names of running stories do for an article that bears one."""

import pytest

from bot.text.beat.relevance import LIFTED_SCORE, weigh
from bot.text.beat.taught import Teaching


def test_teaching_raises_an_article_that_names_a_running_story():
    taught = Teaching(terms={"mateo quispe": 1.9})
    headline = "Judge orders release of Mateo Quispe"

    raised = weigh(headline, "", taught=taught)

    assert not weigh(headline, "").relevant
    assert raised.relevant
    assert raised.reasons[0] == "names a person or place of a running story"


def test_teaching_never_lifts_beyond_its_score():
    taught = Teaching(terms={"mateo quispe": 9.0, "ana oquendo": 9.0})

    raised = weigh("Mateo Quispe and Ana Oquendo sue over arrest", "", taught=taught)

    assert raised.score == LIFTED_SCORE


def test_teaching_leaves_a_sure_article_alone():
    taught = Teaching(terms={"mateo quispe": 1.9})

    assert weigh("ICE agents arrest Mateo Quispe", "", taught=taught) == weigh(
        "ICE agents arrest Mateo Quispe", ""
    )


def test_a_taught_name_needs_a_word_of_the_beats_kind_beside_it():
    taught = Teaching(terms={"mateo quispe": 1.6})

    assert not weigh("The boy Mateo Quispe turns seven", "", taught=taught).relevant
    assert weigh("Vigil for Mateo Quispe", "", taught=taught).relevant


def test_a_trusted_name_needs_no_word_beside_it():
    taught = Teaching(terms={"mateo quispe": 2.0})

    assert weigh("The boy Mateo Quispe turns seven", "", taught=taught).relevant


@pytest.mark.parametrize(
    "headline",
    [
        "Quispe Motors recalls trucks after arrest",
        "Aldo Quispe arrested in Tulsa",
        "VIGIL PLANNED WHERE QUISPE WAS ARRESTED",
        "A quispe is a kind of arrest",
    ],
)
def test_a_surname_inside_another_name_lifts_nothing(headline):
    taught = Teaching(terms={"quispe": 1.6})

    assert weigh(headline, "", taught=taught) == weigh(headline, "")


def test_a_surname_by_itself_lifts_beside_a_word_of_the_beat():
    assert weigh("Vigil for Quispe", "", taught=Teaching(terms={"quispe": 1.6})).relevant


def test_teaching_says_nothing_of_an_article_that_names_nobody():
    taught = Teaching(terms={"mateo quispe": 1.9})

    assert weigh("Judge hears case", "", taught=taught) == weigh("Judge hears case", "")


def test_a_reason_names_an_operation_but_nobody_private():
    taught = Teaching(
        terms={"harbor lantern": 1.9, "mateo quispe": 1.9},
        operations=frozenset({"harbor lantern"}),
    )

    told = weigh("Operation Harbor Lantern reaches court", "", taught=taught).reasons
    untold = weigh("Mateo Quispe in court", "", taught=taught).reasons

    assert "names “Harbor Lantern” of a running story" in told
    assert "Quispe" not in " ".join(untold)
