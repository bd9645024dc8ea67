"""Speakers without a public name: described and marked, and never named when private."""

from __future__ import annotations

import pytest

from bot.domain.claims import ClaimKind, Speaker
from tests.unit.text.building import SHERIFF, claims, only

# -- unnamed and private speakers


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("“The beds are full tonight,” a DHS spokesperson said.", "a DHS spokesperson"),
        ("The beds are full tonight, officials said.", "officials"),
        ("According to federal officials, the beds are full.", "federal officials"),
        ("A spokeswoman for ICE said the beds are full.", "a spokeswoman for ICE"),
        ("The complaint says the beds are full.", "the complaint"),
    ],
)
def test_an_unnamed_speaker_is_described_and_marked(body, described):
    speaker = only(body).speaker

    assert speaker.is_anonymous
    assert speaker.described_as == described


@pytest.mark.parametrize(
    "body",
    [
        "“They took him from his bed,” said Rosa Lima.",
        "“They took him from his bed,” Lima said.",
        "“They took him from his bed,” said Rosa Lima, a neighbor.",
        "“They took him from his bed,” said Lima’s wife.",
        "Rosa Lima said the officers took him.",
        "“They took him from his bed,” Rosa Lima’s lawyer said.",
    ],
)
def test_a_private_person_is_never_named(body):
    (claim,) = claims(body)

    assert claim.speaker.is_anonymous
    assert "Lima" not in claim.speaker.label


def test_a_private_persons_role_is_kept():
    speaker = only("“They took him from his bed,” said Rosa Lima, a neighbor.").speaker

    assert speaker.described_as == "a neighbor"


# -- pull quotes


def test_a_pull_quote_credited_to_an_office_is_anonymous():
    body = "Every day counts for the safety of all.\n\n– DHS spokesperson\n\nThe talks go on."

    (claim,) = claims(body)

    assert claim.kind is ClaimKind.QUOTE
    assert claim.words == "Every day counts for the safety of all."
    assert claim.speaker == Speaker(described_as="DHS spokesperson")


def test_the_figures_of_a_pull_quote_are_read_sentence_by_sentence():
    body = "The town met in May. It fed 300 children.\n\n– Agency spokesperson\n\nTalks go on."

    (figure,) = claims(body)[0].figures

    assert (figure.surface, figure.period) == ("300", None)


def test_a_pull_quote_credited_to_a_public_person_is_theirs():
    body = "Every day counts for the safety of all.\n\n— Dana Holt\n\nThe talks go on."

    assert claims(body)[0].speaker.entity == SHERIFF.id


def test_a_pull_quote_credited_to_a_private_person_names_nobody():
    body = "Every day counts for the safety of all.\n\n— Rosa Lima\n\nThe talks go on."

    assert claims(body)[0].speaker == Speaker(described_as="a person")


def test_a_dash_line_that_ends_no_paragraph_is_no_credit():
    assert claims("– DHS spokesperson\n\nThe jail is full.") == ()
    assert claims("It is so.\n\n– One of these\n\n– DHS spokesperson\n\nIt is.") != ()
