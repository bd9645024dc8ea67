from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import QuestionError
from bot.domain.questions import Query
from bot.text.asking.queries import parse_query

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_words_and_phrases_must_all_occur():
    assert parse_query('sanctuary "detainer letters"', now=NOW).groups == (
        ("sanctuary",),
        ("detainer letters",),
    )


def test_or_joins_two_terms_into_one_group():
    assert parse_query("raid OR arrest OR sweep texas", now=NOW).groups == (
        ("raid", "arrest", "sweep"),
        ("texas",),
    )


def test_a_minus_excludes():
    query = parse_query('ICE -hockey -"ice cream"', now=NOW)

    assert query.groups == (("ICE",),)
    assert query.excluded == ("hockey", "ice cream")


def test_filters_are_taken_out_of_the_words():
    query = parse_query(
        'letters from:"Capital Ledger" kind:Local state:ny entity:ICE since:7d until:2026-03-01',
        now=NOW,
    )

    assert query == Query(
        groups=(("letters",),),
        outlet="Capital Ledger",
        kind="local",
        state="NY",
        entity="ICE",
        since=NOW - timedelta(days=7),
        until=datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("text", ["287(g)", "U.S.", "AND", "ice-detainers", 'NEAR( "', "a*b^c"])
def test_search_operators_are_text(text: str):
    assert parse_query(text, now=NOW).groups


def test_an_or_at_the_start_joins_nothing():
    assert parse_query("OR raid", now=NOW).groups == (("raid",),)


def test_filters_alone_are_a_query():
    assert parse_query("state:TX", now=NOW).groups == ()


@pytest.mark.parametrize("text", ["", '""', "-hockey"])
def test_nothing_to_look_for_is_said(text: str):
    with pytest.raises(QuestionError, match="Nothing to look for"):
        parse_query(text, now=NOW)


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(QuestionError, match="official"):
        parse_query("x kind:tabloid", now=NOW)
