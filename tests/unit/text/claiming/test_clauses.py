"""Clauses: two speakers in one sentence, each with its own figures."""

from __future__ import annotations

import pytest

from bot.text.claiming.claims import find_claims
from tests.unit.text.building import mentions


def told(body: str) -> list[tuple[str, str, list[str]]]:
    return [
        (one.speaker.label, one.words, [figure.surface for figure in one.figures])
        for one in find_claims(body, mentions(body))
    ]


NOBODY = "no speaker named"


def test_each_side_of_a_semicolon_keeps_its_speaker_and_its_figure():
    assert told(
        "At least 19 people were held in the raid, ICE said; advocates put the number at 34."
    ) == [
        ("ICE", "At least 19 people were held in the raid, ICE said", ["At least 19"]),
        ("advocates (unnamed)", "advocates put the number at 34.", ["34"]),
    ]


@pytest.mark.parametrize("joint", ["but", "while", "though", "and"])
def test_whoever_speaks_behind_a_joint_says_nothing_of_what_stands_before_it(joint):
    body = f"The raid left 12 people in custody, {joint} ICE said nobody was hurt."

    assert told(body) == [
        (NOBODY, "The raid left 12 people in custody", ["12"]),
        ("ICE", "ICE said nobody was hurt.", []),
    ]


@pytest.mark.parametrize("when", ["after", "because", "when", "before"])
def test_an_aside_about_a_speaker_gives_nobody_the_main_clause(when):
    body = f"The county moved 40 people {when} ICE said the jail was unsafe."

    assert told(body) == [
        (NOBODY, "The county moved 40 people", ["40"]),
        ("ICE", "ICE said the jail was unsafe.", []),
    ]


def test_the_main_clause_behind_an_opening_one_is_not_its_speakers():
    assert told("After ICE said it would leave the town, 40 people marched to the jail.") == [
        ("ICE", "After ICE said it would leave the town", []),
        (NOBODY, "40 people marched to the jail.", ["40"]),
    ]


def test_a_body_that_adds_something_behind_which_says_no_more_than_that():
    body = "The judge set bond at $5,000 over the wish of the government, which said it would act."

    assert told(body) == [
        (NOBODY, "The judge set bond at $5,000 over the wish of the government", ["$5,000"]),
        ("the government (unnamed)", "the government, which said it would act.", []),
    ]
    assert told("A deal of $9 million went to DHS, which said it was late.")[1][0] == "DHS"


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("ICE said it moved 40 people after the mayor said the jail was unsafe.", "ICE"),
        ("ICE said 40 people were held, but that nobody was hurt.", "ICE"),
        ("When agents came, the sheriff said, 40 people were inside.", "the sheriff (unnamed)"),
        ("ICE said 40 were held; nobody was hurt.", "ICE"),
        ("After ICE said that 40 people were gone.", "ICE"),
        ("Dana Holt, a sheriff of the old school, which is rare, said 40 came.", "Dana Holt"),
    ],
)
def test_a_sentence_with_one_speaker_stays_whole(body, speaker):
    (claim,) = find_claims(body, mentions(body))

    assert claim.words == body
    assert claim.speaker.label.startswith(speaker)


def test_a_closed_attribution_ends_at_its_semicolon():
    body = "The firm won a $30 million deal, court records show; it met 12 people in town."

    assert told(body) == [
        (
            "court records (unnamed)",
            "The firm won a $30 million deal, court records show",
            ["$30 million"],
        ),
        (NOBODY, "it met 12 people in town.", ["12"]),
    ]


def test_a_sentence_as_long_as_a_list_is_not_parted():
    body = "ICE said 40 people were held" + ", but DHS said it was late" * 100 + "."

    assert len(told(body)) < 10
