from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.questions import Query
from bot.text.asking.asked import asks_for, wording
from bot.text.asking.queries import parse_query

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEXT = wording(
    "Homeland Security writes to Oregon's jails",
    "The agencies sent detainer letters on Monday. U.S. officials cited 287(g) — and judges.",
    "The Café Ledger",
)


def fits(query: str) -> bool:
    return asks_for(parse_query(query, now=NOW), TEXT)


@pytest.mark.parametrize(
    "query",
    [
        "oregon",
        "JAIL",
        "agency",
        "letter detainer",
        '"detainer letter"',
        "287(g)",
        "U.S.",
        "cafe",
        "judge",
        "ferry OR jails",
        "oregon -ferry",
        '"homeland security writes"',
    ],
)
def test_what_stands_in_the_text_fits(query):
    assert fits(query)


@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        '"letters detainer"',
        '"jails the agencies"',
        "oregon ferry",
        "oregon -jails",
        "detention",
        "ferry OR boats",
    ],
)
def test_what_does_not_stand_in_the_text_does_not_fit(query):
    assert not fits(query)


def test_a_term_without_a_word_stands_nowhere():
    assert not asks_for(Query(groups=(("&",),)), wording("Jails & detainers"))


def test_a_word_and_its_plural_are_one_word():
    assert asks_for(parse_query("class process", now=NOW), wording("Classes of processes"))
