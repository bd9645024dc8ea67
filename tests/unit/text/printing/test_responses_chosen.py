"""Which sentence is the response: of which party, which article, and when one is expected."""

from __future__ import annotations

import re

import pytest

from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.claiming.claims import find_claims
from bot.text.printing.responses import find_response, response_expected
from bot.text.printing.summarize import Pick, SummarySource
from tests.unit.text.building import mentions, source


def test_the_answer_of_the_party_named_in_the_lead_is_the_response():
    body = (
        "ICE accused Sheriff Dana Holt of Ohio of letting a man go.\n\nICE said it was wrong.\n\n"
        "Carla Ruiz said the jail was right.\n\nHolt denied it and said the papers came late."
    )

    assert find_response([source(body)]) == Pick(
        text="Holt denied it and said the papers came late.", source=0
    )


def test_a_target_that_is_told_to_have_refused_has_answered():
    body = "Homeland Security put Ohio on notice.\n\nOhio rebuffed the request on Monday."

    assert find_response([source(body)]).text == "Ohio rebuffed the request on Monday."


def test_another_speaker_of_the_other_side_will_do():
    body = (
        "ICE raided a plant on Tuesday.\n\nIt rained.\n\nIt was cold.\n\n"
        "Carla Ruiz insisted the law was broken."
    )

    assert find_response([source(body)]).text == "Carla Ruiz insisted the law was broken."


def test_a_remark_of_somebody_else_is_no_response():
    body = "ICE raided a plant.\n\nIt rained.\n\nIt was cold.\n\nCarla Ruiz said it was late."

    assert find_response([source(body)]) is None


@pytest.mark.parametrize(
    "silence",
    [
        "A spokesman for ICE did not immediately respond to a request for comment.",
        "The agency’s spokesman declined to comment.",
        "The plant’s owners could not be reached on Tuesday.",
        "Officials had no immediate comment.",
    ],
)
def test_silence_is_a_response_too(silence):
    body = f"Carla Ruiz sued ICE on Tuesday.\n\nIt rained.\n\n{silence}"

    assert find_response([source(body)]).text == silence


def test_the_same_sides_words_are_no_response():
    body = "Homeland Security sued Ohio.\n\nICE said the state had been told of it."

    assert find_response([source(body)]) is None


def test_half_a_quotation_is_no_response():
    body = "ICE accused Dana Holt.\n\n“It is wrong. They lied,” Holt said. “No.”"

    assert find_response([source(body)]) is None


def test_a_response_with_a_private_name_is_not_shown():
    body = "ICE accused Dana Holt.\n\nHolt denied that Rosa Lima was let go."

    assert find_response([source(body, private_names=("Rosa Lima",))]) is None


def test_a_rewrites_response_is_not_taken_while_there_is_an_original():
    original = source("Homeland Security sued Ohio on Tuesday.")
    rewrite = source(
        "Homeland Security sued Ohio.\n\nOhio rejected it on Monday.", is_derivative=True
    )

    assert find_response([original, rewrite]) is None
    assert find_response([rewrite]).text == "Ohio rejected it on Monday."


def test_no_article_has_no_response():
    assert find_response([]) is None


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Homeland Security sues Ohio", "Homeland Security sued Ohio.", True),
        ("Raid in Ohio", "ICE arrested 40 workers in Ohio.", True),
        ("New rule on forms", "ICE published a form for employers.", False),
        ("A quiet day", "It rained and nothing was charged.", False),
    ],
)
def test_a_response_is_expected_where_somebody_acts_against_somebody(title, body, expected):
    assert response_expected([source(body, title=title)]) is expected


def test_a_judges_ruling_is_no_response():
    judge = Entity(
        id=EntityId("official:ann-moss"),
        kind=EntityKind.OFFICIAL,
        name="Ann Moss",
        role="Judge",
        state="OH",
    )
    body = "ICE sued over the jail with Ann Moss.\n\nAnn Moss rejected it, Ann Moss said."
    named = tuple(
        Mention(entity=judge, surface="Ann Moss", start=one.start(), end=one.end())
        for one in re.finditer("Ann Moss", body)
    )
    given = (*mentions(body), *named)

    source_ = SummarySource(
        title="Suit", body=body, mentions=given, claims=find_claims(body, given)
    )

    assert find_response([source_]) is None


def test_an_unnamed_speakers_denial_is_no_response():
    body = "ICE accused Dana Holt.\n\nIt rained.\n\nOfficials denied it, a spokesman said."

    assert find_response([source(body)]) is None


def test_without_any_actor_there_is_no_side_to_answer():
    body = (
        "A raid was made in Ohio.\n\nIt rained.\n\nIt was cold.\n\nHolt denied it all, Holt said."
    )

    assert find_response([source(body)]) is None
