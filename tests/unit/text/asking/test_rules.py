"""Operators' patterns: what they match, and that no text makes one run away."""

from __future__ import annotations

import pytest

from bot.text.asking.rules import fault_of, matches_expression, matches_words


@pytest.mark.parametrize(
    "expression",
    [
        "(a+)+b",
        r"(\w+\s*)*x",
        "(a|ab)*c",
        r"(\w+)\1",
        "a*a*a*b",
        "a{0,60}a{0,60}a{0,60}b",
        "(?:(?:a?){30}){30}",
        "(",
    ],
)
def test_an_expression_that_could_run_away_is_refused(expression):
    assert fault_of(expression) is not None


@pytest.mark.parametrize(
    "expression",
    [
        "(?i)information collection|paperwork reduction",
        r"(?i)system of records|\b\d+-day notice",
        "(?i)ice.{0,80}raid",
        r"(?<!\w)ICE(?!\w)",
        "colou?r",
        ".*ICE.*",
    ],
)
def test_expressions_that_operators_write_are_taken(expression):
    assert fault_of(expression) is None


@pytest.mark.parametrize(
    "text", ["ICE " * 500 + "raid", "\n".join(["nothing here"] * 20 + ["raid"])]
)
def test_a_match_is_found_wherever_it_stands_in_the_opening(text):
    assert matches_expression("rai[d]", text)


def test_a_match_does_not_run_over_the_end_of_a_line():
    assert not matches_expression(r"ICE\s+raid", "ICE\nraid")


def test_a_short_match_is_not_cut_in_two():
    for lead in range(400):
        assert matches_expression("jail detainers", "x" * lead + " jail detainers end")


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("detain*", "They were detained.", True),
        ("detain*", "undetained", False),
        ("jail detainers", "Jail Detainers end", True),
        ("a*b*c*d", "a" * 20_000, False),
        ("C.I.A.", "the CxIxAx", False),
    ],
)
def test_words_match_as_whole_words_whatever_the_case(words, text, expected):
    assert matches_words(words, text) is expected
