"""Provenance: originals told from copies and rewrites, with reasons."""

from __future__ import annotations

import pytest

from bot.domain.articles import ArticleId, Provenance
from bot.domain.feeds import FeedKind
from bot.text.claiming.claims import find_claims
from bot.text.comparing.provenance import Earlier, Evidence, SameText, facts, judge, rewrite_signs
from tests.unit.text.building import mentions

REPORT = (
    "ICE arrested 40 workers at a plant in Ohio on Tuesday.\n\n“We had no warning at all from "
    "them,” said Carla Ruiz. Sheriff Dana Holt said 12 of them were released."
)
RETOLD = "ICE arrested 40 workers at a plant in Ohio. Dana Holt said 12 of them were released."
FILLED = (
    "Have you ever wondered what a raid does to a town? Let’s dive in.\n\n"
    "Nothing prepares a town for a day like this.\n\n– DHS spokesperson\n\n"
    "I think it is sad. I can see why. What do you think? Will it end?\n\n"
    "Kind of CasePercentage\nAssault and Robbery 35%\nDrug Cases 25%\n\n"
    "Our mix:\n  50% Enforcement of Laws\n  30% Trust of Neighbors\n\n"
    "Sign up for our best stock picks and cryptocurrency prices."
)


def claims(body: str):
    return find_claims(body, mentions(body))


def entities(body: str):
    return frozenset(str(one.entity.id) for one in mentions(body))


def evidence(body: str = REPORT, **given):
    return Evidence(
        **{
            "kind": FeedKind.LOCAL,
            "outlet": "Mill Gazette",
            "body": body,
            "claims": claims(body),
            "entities": entities(body),
            **given,
        }
    )


def earlier(body: str = REPORT, provenance=Provenance.ORIGINAL):
    return Earlier(
        article=ArticleId(7),
        outlet="Ohio Ledger",
        claims=claims(body),
        entities=entities(body),
        provenance=provenance,
    )


def signs(raw: str):
    return rewrite_signs(raw, raw, claims(raw))


# -- signs


def test_a_report_shows_no_signs():
    assert signs(REPORT) == ()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("It is a hard time for all.\n\n– Immigration policy analyst\n\nSo it goes.", "pull quote"),
        ("Assault and Robbery 35%\nDrug Cases 25%\n", "a table of percentages"),
        ("50% Enforcement of Laws\n30% Trust of Neighbors\n", "a list of percentages"),
        ("I find it sad. Personally, I would wait.", "the writer speaks"),
        ("Will it end? Who knows? And when?", "questions put to the reader"),
        ("Let’s dive in. In conclusion, it is hard.", "stock phrases"),
        ("Our best stock picks of the week.", "page furniture of another business"),
    ],
)
def test_each_sign_is_told_in_words(raw, words):
    (sign,) = signs(raw)

    assert words in sign


@pytest.mark.parametrize(
    "raw",
    [
        "It is a hard time for all.\n\n— Rosa Lima, lawyer\n\nSo it goes.",
        "Assault and Robbery 35%\nDrug Cases 25%\nSource: the state’s police",
        "Assault and Robbery 35%\n",
        "“I find it sad. I would wait. What would you do? Who knows? When?” said Carla Ruiz.",
        "Will it end? Who knows.",
    ],
)
def test_what_reports_do_as_well_is_no_sign(raw):
    assert signs(raw) == ()


def test_unnamed_pull_quotes_are_listed_by_their_credit():
    (sign,) = signs("One is so.\n\n– DHS spokesperson\n\nTwo is so.\n\n– Federal official\n")

    assert sign == (
        "2 pull quotes of unnamed speakers (DHS spokesperson; Federal official); "
        "no quotation names its speaker"
    )


# -- judgement


@pytest.mark.parametrize("kind", [FeedKind.OFFICIAL, FeedKind.COURT])
def test_an_authoritys_own_feed_is_official(kind):
    assert judge(evidence(kind=kind)).provenance is Provenance.OFFICIAL


def test_a_report_with_speakers_of_its_own_is_original():
    judgement = judge(evidence())

    assert judgement.provenance is Provenance.ORIGINAL
    assert judgement.reasons == ("has speakers of its own: Carla Ruiz, Dana Holt",)
    assert judgement.derived_from is None


def test_a_headline_alone_is_original_for_want_of_evidence():
    assert judge(evidence(body="")).reasons == ("only its headline is known",)


@pytest.mark.parametrize(
    ("kind", "provenance", "expected"),
    [
        (FeedKind.OFFICIAL, Provenance.OFFICIAL, Provenance.PRESS_RELEASE_COPY),
        (FeedKind.WIRE, Provenance.ORIGINAL, Provenance.WIRE_COPY),
        (FeedKind.LOCAL, Provenance.ORIGINAL, Provenance.WIRE_COPY),
        (FeedKind.LOCAL, Provenance.PRESS_RELEASE_COPY, Provenance.PRESS_RELEASE_COPY),
    ],
)
def test_the_same_text_as_an_earlier_article_is_a_copy(kind, provenance, expected):
    same = SameText(
        article=ArticleId(7),
        outlet="Ohio Ledger",
        kind=kind,
        containment=0.92,
        provenance=provenance,
    )

    judgement = judge(evidence(same_text=same))

    assert judgement.provenance is expected
    assert judgement.derived_from == ArticleId(7)
    assert "Ohio Ledger" in judgement.reasons[0]
    assert "92%" in judgement.reasons[0]


def test_a_little_shared_text_is_no_copy():
    same = SameText(article=ArticleId(7), outlet="Ohio Ledger", kind=FeedKind.WIRE, containment=0.2)

    assert judge(evidence(same_text=same)).provenance is Provenance.ORIGINAL


@pytest.mark.parametrize(
    "given",
    [
        {"body": "COLUMBUS, Ohio (AP) — ICE arrested 40 workers on Tuesday."},
        {"byline": "By Sam Poe, Associated Press"},
        {"byline": "Reuters"},
    ],
)
def test_a_wires_credit_makes_a_copy(given):
    assert judge(evidence(**given)).provenance is Provenance.WIRE_COPY


@pytest.mark.parametrize(
    "given",
    [
        {"outlet": "Associated Press", "byline": "Sam Poe, Associated Press"},
        {"kind": FeedKind.WIRE, "byline": "Reuters"},
        {"body": "An AP reporter was there when ICE came to the plant."},
        {"byline": "Apollo Kane"},
    ],
)
def test_a_wires_own_report_or_a_mere_mention_is_none(given):
    assert judge(evidence(**given)).provenance is Provenance.ORIGINAL


def test_many_signs_and_no_named_quotation_make_a_rewrite():
    judgement = judge(evidence(body=FILLED, signs=signs(FILLED), earlier=(earlier(),)))

    assert judgement.provenance is Provenance.REWRITE
    assert judgement.derived_from == ArticleId(7)
    assert len(judgement.reasons) == 2 + len(signs(FILLED))


def test_a_rewrite_is_known_without_the_report_it_rewrites():
    judgement = judge(evidence(body=FILLED, signs=signs(FILLED)))

    assert judgement.provenance is Provenance.REWRITE
    assert judgement.reasons[0] == "quotes nobody by name"
    assert judgement.derived_from is None


def test_an_article_with_nothing_but_an_earlier_ones_facts_is_a_rewrite():
    judgement = judge(evidence(body=RETOLD, earlier=(earlier(),)))

    assert judgement.provenance is Provenance.REWRITE
    assert judgement.derived_from == ArticleId(7)
    assert "100% of its facts stand in Ohio Ledger" in judgement.reasons[0]


def test_a_named_quotation_of_its_own_keeps_an_article_original():
    body = f"{RETOLD} “We will go to court over this,” said Assistant Secretary Paula Venn."

    judgement = judge(evidence(body=body, signs=signs(FILLED), earlier=(earlier(),)))

    assert judgement.provenance is Provenance.ORIGINAL


def test_a_rewrite_is_no_source_to_rewrite():
    given = earlier(provenance=Provenance.REWRITE)

    assert judge(evidence(body=RETOLD, earlier=(given,))).provenance is Provenance.ORIGINAL


def test_few_facts_prove_nothing():
    judgement = judge(evidence(body="It rained in Ohio.", earlier=(earlier(),)))

    assert judgement.provenance is Provenance.ORIGINAL
    assert judgement.reasons == ("no earlier article has its text or most of its facts",)


def test_facts_are_figures_quotations_and_entities():
    assert facts(claims(REPORT), frozenset({"agency:ice"})) == {
        "40 count",
        "12 count",
        "we had no warning at all",
        "agency:ice",
    }


def test_the_earlier_article_with_most_of_the_facts_is_the_source():
    other = Earlier(article=ArticleId(9), outlet="Lake Post", claims=(), entities=frozenset())

    assert judge(evidence(body=RETOLD, earlier=(earlier(), other))).derived_from == ArticleId(7)
