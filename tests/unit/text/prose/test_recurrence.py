"""Which lines are furniture once an outlet repeats them, and which never are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.prose.recurrence import LONGEST, MOST, line_form, line_key, recurring_keys

OUTLET = "The Valley Paper"


def counted(line: str, *, official: bool = False) -> bool:
    return recurring_keys([line], outlet=OUTLET, official=official) != ()


@pytest.mark.parametrize(
    "line",
    [
        "Our work is free because readers like you pay for it.",
        "Mara Quill’s column on the courts appears here every other week for our members.",
        "The Valley Paper is owned by the people of the valley.",
        "Learn more about the agency’s mission in your community.",
        "Judge halts transfers from the Quill jail",
        "A guard stands at the gate of the old mill",
    ],
)
def test_what_speaks_to_the_reader_or_is_no_sentence_may_recur(line: str):
    assert counted(line)


@pytest.mark.parametrize(
    "line",
    [
        "The agency did not immediately respond to our request for comment.",
        "A spokesman for the county declined to speak with The Valley Paper.",
        "Officers arrested 12 people at our market",
        "“We learned of it from the radio, like you.”",
        "Officers of the agency have taken people from farms since spring.",
        "The county runs the jail.",
        "Here is what happened:",
        "Armed robbery",
        "Mexico",
        "—— …",
        "",
        "Our " + "long " * LONGEST,
    ],
)
def test_news_is_no_furniture_however_often_it_is_printed(line: str):
    assert not counted(line)


def test_bare_lines_of_an_agency_are_its_own_list():
    assert not counted("Assault with a deadly weapon", official=True)
    assert counted("Learn more about our mission in your community.", official=True)


def test_equal_lines_have_one_key_whatever_their_case_spaces_and_marks():
    same = [
        "All the news of the valley",
        "• ALL the  news\u00a0of the valley.",
        "All the news of the valley —",
    ]

    assert len({line_key(line) for line in same}) == 1
    assert line_form(same[1]) == "all the news of the valley"


def test_a_line_printed_thrice_in_one_article_is_counted_once():
    assert len(recurring_keys(["Tell your friends."] * 3, outlet="", official=False)) == 1


def test_of_many_lines_the_last_are_counted():
    words = ["alder", "birch", "cedar", "elder", "maple", "rowan"]
    lines = [f"Our {one} and {other} desk" for one in words for other in words]

    found = recurring_keys(lines, outlet="", official=False)

    assert found == tuple(line_key(line) for line in lines[-MOST:])


@given(st.text(max_size=60))
def test_a_key_fits_a_signed_column_of_64_bits(line: str):
    assert 0 <= line_key(line) < 2**63
