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


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("As of Tuesday the jail held 64 detainees.", "as of Tuesday"),
        ("The fund had raised $82,415 by Wednesday.", "by Wednesday"),
        ("It was using 66,200 beds on Sept. 14.", "on Sept. 14"),
        ("The backlog fell to 338,000 cases at the end of August.", "at the end of August"),
        ("Guards looked in 11 times in 24 hours.", "in 24 hours"),
        ("Congress gave the agency $75 billion over four years.", "over four years"),
        (
            "Assaults are up 83 percent since the same time last year.",
            "since the same time last year",
        ),
        ("About 300 people were in custody by noon.", "by noon"),
        ("Arrests rose to 1,900 daily.", "daily"),
    ],
)
def test_days_ends_of_months_and_spans_beside_a_number_are_periods(sentence, period):
    assert [one.period for one in find_figures(sentence)] == [period]


@pytest.mark.parametrize(
    "sentence",
    [
        "Eleven senators signed the letter, which asks for a review by Nov. 30.",
        "The average daily population reached 1,900.",
        "Guards looked in once in 24 hours.",
    ],
)
def test_a_period_of_other_words_or_a_span_alone_is_no_period(sentence):
    assert [one.period for one in find_figures(sentence)] == [None]


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
