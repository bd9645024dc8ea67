"""Numerals: every written number is found, wherever in its sentence it stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.text.claiming.numerals import MOST_NUMBERS, may_hold_number, numerals
from bot.text.claiming.periods import find_periods
from bot.text.claiming.quantities import find_numbers, lists, quantity_of
from bot.text.lexicon import load


def written(sentence: str):
    return [(one.value, sentence[one.start : one.end]) for one in numerals(sentence)]


@pytest.mark.parametrize(
    ("sentence", "value", "surface"),
    [
        ("Forty men waited.", 40, "Forty"),
        ("They paid US$ a million.", 10**6, "US$ a million"),
        ("They paid US$5 to $10 each.", 10, "US$5 to $10"),
        ("They waited (twenty-five of them).", 25, "twenty-five"),
        ("They held—two dozen in all.", 24, "two dozen"),
        ("Half a million left.", 500_000, "Half a million"),
        ("Form F16 was used.", 16, "16"),
        ("Two-thirds of them left.", Decimal("66.7"), "Two-thirds"),
        ("A TENTH OF 5 TOWNS.", 10, "A TENTH"),
        ("ONE IN FIVE stayed.", 20, "ONE IN FIVE"),
        ("In 2024 9 out of every 10 stayed.", 90, "9 out of every 10"),
        ("One of every four stayed.", 25, "One of every four"),
        ("About a thousand left.", 1000, "a thousand"),
        ("It has a trillion pages.", 10**12, "a trillion"),
        ("A hundred thousand left.", 100_000, "A hundred thousand"),
        ("It cost $45B.", 45 * 10**9, "$45B"),
        ("It cost $1.5bn a year.", 1_500_000_000, "$1.5bn"),
        ("It cost $3m, they said.", 3_000_000, "$3m"),
        ("It cost $150K a day.", 150_000, "$150K"),
        ("It rose from $410 to $1,050.", 1050, "$1,050"),
        ("It rose from US$410 to US$1,050.", 410, "US$410"),
    ],
)
def test_a_number_is_found_with_all_that_is_written_of_it(sentence, value, surface):
    assert (Decimal(value), surface) in written(sentence)


@pytest.mark.parametrize("gap", [" ", "\n", "-", "\N{NO-BREAK SPACE}"])
def test_a_line_that_ends_before_the_scale_leaves_the_number_whole(gap):
    assert written(f"It cost $45{gap}million.") == [(Decimal(45_000_000), f"$45{gap}million")]


@pytest.mark.parametrize("sentence", ["The $5 bill was torn.", "It cost $5 by mail.", "Row 3M."])
def test_a_letter_behind_a_number_is_its_scale_in_a_sum_alone(sentence):
    assert [value for value, _ in written(sentence)] in ([5], [3])


def test_a_scale_alone_is_no_number():
    assert written("Several hundred thousand left, many thousand stayed.") == []


def test_numbers_that_touch_are_told_apart():
    assert [value for value, _ in written("Ten, 20/thirty and forty.")] == [10, 20, 30, 40]


def test_a_sentence_of_more_numbers_than_anybody_writes_is_a_table():
    assert may_hold_number("5 " * MOST_NUMBERS)
    assert not may_hold_number("five 5 " * MOST_NUMBERS)
    assert not may_hold_number("Someone attended often, weighing nonetheless.")


@pytest.mark.parametrize("qualifier", load("figures")["qualifiers_before"])
def test_every_listed_qualifier_is_read_whole_before_a_number(qualifier):
    sentence = f"Deputies held {qualifier} 300 people."
    (number,) = find_numbers(sentence, ())

    assert quantity_of(sentence, number).qualifier == qualifier
    assert len(qualifier) < lists().longest_before


@pytest.mark.parametrize("lead", ["", "(", "“", "—"])
def test_a_period_may_open_the_text_or_stand_behind_a_mark(lead):
    sentence = f"{lead}In May 2025 they left"

    assert [sentence[slice(*one)] for one in find_periods(sentence)] == ["In May 2025"]
