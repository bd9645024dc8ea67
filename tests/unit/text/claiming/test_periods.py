"""Periods: when a figure was true, and only that figure."""

from __future__ import annotations

import pytest

from bot.text.claiming.figures import find_figures
from bot.text.claiming.periods import find_periods, is_period, without_last_period


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        (
            "The agency held 500 people between January and October 2025.",
            "between January and October 2025",
        ),
        ("The agency held 500 people since the start of the year.", "since the start of the year"),
        ("The agency held 500 people in October and November.", "in October and November"),
        ("The agency held 500 people from May to July 2025.", "May to July 2025"),
        ("The agency held 500 people in the week after the raid.", "in the week after the raid"),
        ("The agency held 500 people in one morning.", "in one morning"),
        (
            "The agency held 500 people since the raids began in June.",
            "since the raids began in June",
        ),
        ("The agency held 500 people a day in 2025.", "a day in 2025"),
        ("The agency held 500 people last quarter.", "last quarter"),
        ("The agency used it 500 times away from the border since May.", "since May"),
        ("The agency held 500 people, up from 300 a year earlier.", None),
    ],
)
def test_a_period_is_given_whole(sentence, period):
    assert find_figures(sentence)[0].period == period


def test_a_period_of_before_is_not_that_of_now():
    sentence = "The agency, which had 6,500 officers at the start of the year, now has over 12,000."

    assert [one.period for one in find_figures(sentence)] == ["at the start of the year", None]


def test_what_a_figure_is_compared_with_is_of_another_period():
    sentence = "In May it held 500 people, compared with 300 people."

    assert [one.period for one in find_figures(sentence)] == ["in May", None]


def test_a_conviction_of_long_ago_dates_no_sentence():
    (figure,) = find_figures(
        "He was convicted in 2009 of theft and sentenced to 12 years in prison."
    )

    assert figure.period is None


def test_a_clause_loses_the_period_that_ends_it_alone():
    assert without_last_period("sales are down since June") == "sales are down"
    assert (
        without_last_period("those held since June had papers")
        == "those held since June had papers"
    )


@pytest.mark.parametrize("words", ["a program created under Mr. Reed", "more than in July"])
def test_a_clause_that_needs_its_period_keeps_it(words):
    assert without_last_period(words) == words


def test_words_that_say_when_and_nothing_else_are_a_period():
    assert is_period("in May alone")
    assert not is_period("in May at the camp")
    assert find_periods("Nothing was said.") == ()
