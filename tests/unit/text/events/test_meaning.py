"""Vectors of meaning: kept in a few bytes, compared with their like, and evidence beside words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.articles import ArticleId, StoryId
from bot.text.events import meaning
from bot.text.events.fingerprint import sketch
from bot.text.events.likeness import UNRELATED, compare
from bot.text.events.matching import Match, MatchOutcome, StoryIndex
from bot.text.events.story_index import OpenArticles, pack
from bot.text.events.traits import traits_of

START = datetime(2026, 2, 3, 12, tzinfo=UTC)
EAST, EAST_NORTH_EAST, NORTH = [1.0, 0.0], [0.9, 0.3], [0.0, 1.0]
FIRST = (
    "Judge halts raids at Omaha meat plant",
    (
        "A federal judge in Omaha on Monday halted workplace raids at the Brandt meat plant after "
        "lawyers said agents had entered without a warrant."
    ),
)
REWORDED = (
    "Court order keeps officers away from packing house",
    (
        "Officers may not come back to the packing house in Omaha until they have papers, a court "
        "ruled, siding with those who work there."
    ),
)


def vector(values: list[float] | None, model: str = "aaaa1111") -> str:
    return meaning.written(values, model) if values is not None else ""


def matched(first: str, second: str, hours: float = 5, stories: int = 1) -> Match:
    """How the reworded report is matched after the first, each with its vector."""
    index, later = StoryIndex(), START + timedelta(hours=hours)
    told = replace(traits_of(*FIRST, (), START), meaning=first)
    for number in range(stories):
        story, article = StoryId(number), ArticleId(number)
        index.add(story, article, told, sketch(FIRST[1]), START, outlet="Plains Ledger")
    asked = replace(traits_of(*REWORDED, (), later), meaning=second)
    return index.match(asked, sketch(REWORDED[1]), later, outlet="River Post")


@given(st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=40))
def test_a_vector_is_kept_in_a_byte_for_each_component(values: list[float]) -> None:
    kept = meaning.read(meaning.written(values, "aaaa1111"))

    if kept is not None:
        largest = max(map(abs, values))
        off = [abs(a / 127 - b / largest) for a, b in zip(kept.values, values, strict=True)]
        assert max(off) <= 0.5 / 127 + 1e-9


@pytest.mark.parametrize(
    "values", [[], [0.0, 0.0], [float("nan"), 1.0], [float("inf"), 0.0]], ids=str
)
def test_a_vector_that_says_nothing_is_not_kept(values: list[float]) -> None:
    assert meaning.written(values, "aaaa1111") == ""


@pytest.mark.parametrize("text", ["", "aaaa1111", "aaaa1111:", "aaaa1111:?", "AAAA", "x:AAAA"])
def test_what_is_no_vector_is_read_as_none(text: str) -> None:
    assert meaning.read(text) is None


def test_vectors_of_one_direction_are_wholly_alike() -> None:
    one, other = meaning.read(vector([0.1, 0.2])), meaning.read(vector([0.3, 0.6]))

    assert meaning.likeness(one, other) == pytest.approx(1, abs=1e-4)


def test_vectors_of_two_models_are_not_compared() -> None:
    one, other = meaning.read(vector(EAST, "aaaa1111")), meaning.read(vector(EAST, "bbbb2222"))

    assert meaning.likeness(one, other) is None


def test_vectors_of_two_lengths_are_not_compared() -> None:
    one, other = meaning.read(vector(EAST)), meaning.read(vector([1.0, 0.0, 0.0]))

    assert meaning.likeness(one, other) is None


def test_the_headline_and_sixty_words_of_the_lead_are_read() -> None:
    title, opening = meaning.parts("Raid in Omaha", " ".join(str(n) for n in range(100)))

    assert title == "Raid in Omaha"
    assert opening == "Raid in Omaha\n" + " ".join(str(n) for n in range(60))


def test_likeness_of_meaning_joins_what_words_leave_open() -> None:
    by_words = matched("", "", hours=20)
    alike = matched(vector(EAST), vector(EAST_NORTH_EAST), hours=20)

    assert by_words.outcome is not MatchOutcome.SAME_EVENT
    assert alike.outcome is MatchOutcome.SAME_EVENT


def test_reports_of_another_meaning_are_less_likely_one_event() -> None:
    alike = matched(vector(EAST), vector(EAST_NORTH_EAST))
    apart = matched(vector(EAST), vector(NORTH))

    assert apart.score < alike.score
    assert apart.outcome is not MatchOutcome.SAME_EVENT


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (vector(EAST), ""),
        ("", vector(EAST)),
        (vector(EAST, "aaaa1111"), vector(EAST, "bbbb2222")),
        ("not a vector", vector(EAST)),
    ],
    ids=["newcomer without", "story without", "two models", "damaged"],
)
def test_a_story_without_a_comparable_vector_is_judged_by_words_alone(
    first: str, second: str
) -> None:
    assert matched(first, second) == matched("", "")


def test_reports_days_apart_are_not_one_event_however_alike_in_meaning() -> None:
    found = matched(vector(EAST), vector(EAST), hours=24 * 4)

    assert found.outcome is not MatchOutcome.SAME_EVENT


def evidence_beside(*told: list[float]) -> list[Mapping[str, float]]:
    """What a report shares with each of some stories, told in one way and each of a meaning."""
    held, found = OpenArticles(), traits_of(*FIRST, (), START)
    for number, each in enumerate(told):
        traits = replace(found, meaning=vector(each))
        row = pack(traits, sketch(FIRST[1]), START, held.corpus)
        held.add(StoryId(number), ArticleId(number), row)
    asked = pack(replace(found, meaning=vector(EAST)), sketch(FIRST[1]), START, held.corpus)
    compared = sorted(compare(asked, held), key=lambda each: each.story)
    return [each.evidence for each in compared]


def test_what_counts_is_also_how_far_a_story_stands_above_the_next() -> None:
    first, second = evidence_beside(EAST, [0.8, 0.6])

    assert first["meaning_above"] == pytest.approx(0.2, abs=0.01)
    assert second["meaning_above"] == pytest.approx(-0.2, abs=0.01)


def test_a_lone_story_stands_above_what_unrelated_reports_have_in_common() -> None:
    (alone,) = evidence_beside(EAST)

    assert alone["meaning_above"] == pytest.approx(1 - UNRELATED, abs=0.01)


def test_a_story_without_a_vector_has_no_evidence_from_meaning() -> None:
    first, second = evidence_beside(EAST, [0.0, 0.0])

    assert first["meaning"] == pytest.approx(1, abs=0.01)
    assert "meaning" not in second
