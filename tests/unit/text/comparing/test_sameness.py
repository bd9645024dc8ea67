"""Sameness: which figures of two articles are about one thing, and which are not compared."""

from __future__ import annotations

import pytest

from bot.text.claiming.figures import find_figures
from bot.text.comparing.sameness import Counted, are_rivals, contradicts, period_key
from tests.unit.text.comparing.test_ledger import compare, source


def differences(one: str, two: str) -> list[str]:
    ledger = compare([source(1, one), source(2, two)])
    return [found.reason for entry in ledger.figures for found in entry.differences]


# -- numbers that differ

ARRESTS = "ICE officers arrested 140 migrants at two plants on Monday."


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("ICE officers arrested 70 lawyers at two plants on Monday.", id="a group"),
        pytest.param("ICE officers arrested 210 migrants at two plants in May.", id="a period"),
        pytest.param("ICE officers arrested 110 migrants at two plants Thursday.", id="a day"),
        pytest.param("In Ohio, ICE officers arrested 110 migrants at two plants.", id="a place"),
        pytest.param(
            "ICE officers arrested another 110 migrants at two plants Monday.", id="a part"
        ),
        pytest.param("ICE officers arrested 9,100 migrants at two plants on Monday.", id="a scale"),
        pytest.param("ICE officers held 110 beds at two plants on Monday.", id="a thing"),
        pytest.param(
            "ICE officers arrested 110 migrants at two plants on Monday, up from 140 last year.",
            id="both numbers",
        ),
    ],
)
def test_a_number_for_something_else_is_no_difference(other):
    assert differences(ARRESTS, other) == []
    assert differences(other, ARRESTS) == []


def test_a_number_for_the_same_thing_place_and_day_is_one():
    other = "Officers of ICE arrested 110 people at two plants on Monday, Dana Holt said."

    assert differences(ARRESTS, other) == ["another report gives 110, citing Dana Holt"]


def test_a_number_without_a_speaker_is_given_without_one():
    assert differences(ARRESTS, ARRESTS.replace("140", "110")) == ["another report gives 110"]


def test_an_article_that_gives_both_numbers_has_two_figures():
    other = f"{ARRESTS} Agents arrested 110 migrants at two plants on Monday, a lawyer said."

    assert differences(ARRESTS, other) == []


def test_a_number_that_opens_its_sentence_is_printed_small_within_another():
    other = "At least 140 migrants were arrested at two plants on Monday."

    assert differences(ARRESTS, other) == ["another report says “at least 140” for “140”"]


def rivals(one: str, two: str) -> bool:
    (first,), (second,) = source(1, one).claims, source(2, two).claims
    return are_rivals(
        Counted(claim=first, figure=first.figures[0]),
        Counted(claim=second, figure=second.figures[0]),
    )


def test_equal_numbers_and_bare_nouns_are_no_rivals():
    told = "ICE said 40 migrants were arrested at the plant."

    assert rivals(told, told.replace("40", "50"))
    assert not rivals(told, told)
    assert not rivals("ICE said it has 40 beds.", "ICE said it has 50 beds.")


# -- numbers that are equal


@pytest.mark.parametrize(
    ("one", "two", "is_one"),
    [
        ("The court heard 2,316 cases.", "ICE lodged 2,316 detainers.", True),
        ("The court heard 2,000 cases.", "ICE lodged 2,000 detainers.", False),
        ("The court heard 40 cases.", "In all, ICE lodged 40 detainers.", False),
        ("ICE lodged 40 detainers in Ohio.", "Some 40 detainers were lodged.", True),
    ],
)
def test_round_and_small_numbers_are_one_figure_only_with_the_words(one, two, is_one):
    ledger = compare([source(1, one), source(2, two)])

    assert len(ledger.figures) == (1 if is_one else 2)


# -- periods


@pytest.mark.parametrize("rate", ["a year", "per year", "each year", "annually"])
def test_a_yearly_rate_is_one_period_however_it_is_written(rate):
    assert period_key(rate) == "per year"


@pytest.mark.parametrize(
    ("rate", "key"), [("daily", "per day"), ("weekly", "per week"), ("per fiscal year", "per year")]
)
def test_rates_are_told_apart_by_their_unit(rate, key):
    assert period_key(rate) == key


def test_a_fiscal_year_is_one_period_by_both_its_names():
    assert period_key("in fiscal year 2025") == period_key("FY 2025") == "fiscal 2025"


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("in May", "in June", True),
        ("since early 2025", "under Mr. Reed", True),
        ("in May", "last month", False),
        ("in May", "a day", False),
        ("in May", None, False),
        ("in May", "during May", False),
    ],
)
def test_only_periods_that_cannot_be_one_contradict(one, two, differ):
    assert contradicts(one, two) is differ


# -- what a figure counts


def counted(sentence: str) -> list[tuple[str, str, str | None]]:
    return [(one.surface, one.counts, one.period) for one in find_figures(sentence)]


def test_a_comma_inside_a_number_ends_no_count():
    sentence = "The two states declined 2,316 detainers in the last fiscal year."

    assert counted(sentence) == [("2,316", "detainers declined", "in the last fiscal year")]


def test_the_year_of_a_program_is_no_period_of_those_it_covers():
    sentence = "The order ends a program created in 2012 that covers nearly 800,000 migrants."

    assert counted(sentence) == [("nearly 800,000", "migrants", None)]


def test_the_period_of_a_clause_before_is_no_period_of_the_next():
    sentence = (
        "Under a plan both houses passed in October, the cuts cannot cost 40 people their job."
    )

    assert counted(sentence)[0][2] is None


def test_a_number_for_a_part_of_the_period_counts_the_same():
    sentence = "The camp took in 650 families last year, including 163 in May alone."

    assert counted(sentence) == [("650", "families", "last year"), ("163", "families", "in May")]


@pytest.mark.parametrize(
    "sentence",
    ["Of those refugees, 350 were alone.", "Another 400 are women without papers."],
)
def test_a_number_before_its_verb_counts_people_where_the_clause_names_them(sentence):
    assert find_figures(sentence)[0].unit == "people"


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("In fiscal 2025, the agency deported 5,000 people.", "in fiscal 2025"),
        ("As of September, about 700 people were held.", "as of September"),
        ("Since January, some 700 people were held.", "since January"),
        ("Last month officers held some 700 people.", "last month"),
    ],
)
def test_a_period_may_open_its_sentence(sentence, period):
    assert counted(sentence)[0][2] == period


def test_men_and_women_are_counted_together():
    assert counted("The office held 120 men and women, it said.")[0][1] == "men and women held"


def test_under_an_act_or_a_plan_is_no_period():
    assert counted("Some 120 migrants were released under the Deferred Action plan.")[0][2] is None


@pytest.mark.parametrize(
    "sentence",
    [
        "She crossed the border when she was 13 with her mother.",
        "Agents shut a ten foot part of the road.",
    ],
)
def test_ages_and_measures_of_things_are_no_figures_of_people(sentence):
    assert all(one.unit != "people" for one in find_figures(sentence))
    assert 13 not in [one.value for one in find_figures(sentence)]
    assert 11 not in [one.value for one in find_figures(sentence)]
