"""Claims: who says what, with no speaker rather than a guessed one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.claims import ClaimKind, Speaker
from bot.text.claiming.claims import find_claims
from tests.unit.text.building import claims, only, quotes

# -- partial quotations and scare quotes


def test_a_partial_quotation_is_a_quote_inside_a_statement():
    found = claims("ICE said it would “pursue all proper measures” in Ohio.")

    assert {(one.kind, one.speaker.name) for one in found} == {
        (ClaimKind.QUOTE, "ICE"),
        (ClaimKind.STATEMENT, "ICE"),
    }


def test_the_letter_of_an_agency_speaks_for_the_agency():
    (claim,) = quotes("ICE has followed up with a letter saying it will “use all proper means.”")

    assert claim.speaker.name == "ICE"


@pytest.mark.parametrize(
    "body",
    [
        "The requests are known as “detainers” among jailers.",
        "Jails answer such ‘requests’ when they can.",
        "The so-called “border czar” came to town.",
        "Men and women often called “dreamers” came to town.",
        "Holt’s deputies and the jails’ staff came to town.",
        "The 5'10\" wall was built by the county.",
    ],
)
def test_scare_quotes_apostrophes_and_inches_are_no_claims(body):
    assert claims(body) == ()


def test_one_quoted_word_that_somebody_says_is_a_claim():
    (claim,) = quotes("Dana Holt called the raid “reckless.”")

    assert (claim.words, claim.speaker.name) == ("reckless.", "Dana Holt")


# -- statements


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("ICE said Monday it will send more officers.", "ICE"),
        ("The jail refused twice, according to Homeland Security.", "DHS"),
        ("According to ICE, the jail refused twice.", "ICE"),
        ("Homeland Security counters that they were in custody.", "DHS"),
        ("The jail, ICE says, refused twice.", "ICE"),
        ("ICE reports that the jail refused twice.", "ICE"),
        ("Sheriff Dana Holt, who runs the jail, told reporters the beds are full.", "Dana Holt"),
        ("Immigration and Customs Enforcement said the beds are full.", "ICE"),
    ],
)
def test_an_indirect_statement_has_its_speaker(body, speaker):
    claim = only(body)

    assert claim.kind is ClaimKind.STATEMENT
    assert claim.words == body
    assert claim.speaker.name == speaker


def test_a_sentence_that_credits_nobody_is_no_claim():
    assert claims("The beds at the jail are full. ICE states its case in court.") == ()


def test_nobody_says_what_is_said_of_them():
    assert claims("The men were told to leave the jail.") == ()


def test_a_figure_inside_a_statement_belongs_to_its_speaker():
    claim = only("More broadly, ICE says, 64% of those it arrested have convictions.")

    assert claim.speaker.name == "ICE"
    assert [one.value for one in claim.figures] == [Decimal(64)]


def test_a_figure_without_a_speaker_is_nobodys_claim():
    claim = only("That is less than before, when more than 80% of them had convictions.")

    assert claim.speaker == Speaker()
    assert claim.figures[0].surface == "more than 80%"


def test_a_figure_inside_a_quotation_stays_with_the_quotation():
    claim = only("“We arrested 300 people in a week,” said Dana Holt.")

    assert claim.kind is ClaimKind.QUOTE
    assert claim.figures[0].value == Decimal(300)


@pytest.mark.parametrize(
    "body",
    [
        "Kind of CasePercentage of Arrests\n\nAssault and Robbery35%\n\nDrug Cases 25%",
        "A Fair Mix:\n\n  50% Enforcement of Laws\n\n  30% Trust of Neighbors",
        "Arrests: 300",
    ],
)
def test_lines_of_tables_and_lists_are_no_claims(body):
    assert claims(body) == ()


# -- the whole


def test_claims_stand_in_the_order_of_the_body():
    body = "ICE said the beds are full. “No,” said Dana Holt. According to DHS, it rained."

    starts = [one.start for one in claims(body)]

    assert starts == sorted(starts)
    assert len(starts) == 3


def test_an_empty_body_has_no_claims():
    assert find_claims("  \n", ()) == ()


def test_a_sentence_that_opens_a_longer_quotation_is_not_told_twice():
    body = "Speaking of jails, Holt said: “They are full now. They are cold too.”"

    assert [one.kind for one in claims(body)] == [ClaimKind.QUOTE]


@pytest.mark.parametrize("end", [".", "!", ".)", "?”)", ".’”)"])
def test_a_sentence_is_complete_with_the_marks_that_close_behind_its_stop(end):
    body = f"Deputies held 300 people there (and the jail kept count of all{end}"

    assert [one.value for one in only(body).figures] == [300]
