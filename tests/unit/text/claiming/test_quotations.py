"""Quotations: double quotation marks that open and close."""

from __future__ import annotations

import pytest

from bot.text.claiming.quotations import find_quotations, mask


def words(body: str):
    return [one.words for one in find_quotations(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("He said “no” and left.", ["no"]),
        ('He said "no" and left.', ["no"]),
        ('"Yes," he said, "we can."', ["Yes,", "we can."]),
        ("«Ya basta», dijo.", ["Ya basta"]),
        ("Illinois’ letter and the jails’ answer.", []),
        ("It's the sheriff's jail.", []),
        ("The 5'10\" man left.", []),
        ("He said “no and left.", []),
        ("", []),
    ],
)
def test_marks_that_open_and_close_quote(body, expected):
    assert words(body) == expected


def test_a_quotation_taken_up_in_the_next_paragraph_is_one():
    assert words("“One.\n\n“Two.\n\n“Three,” he said.") == ["One.\n\nTwo.\n\nThree,"]


def test_an_open_quotation_ends_with_its_paragraph():
    assert words("“One is open.\n\nThen came two. He said “no.”") == ["no."]


def test_a_quotation_left_open_in_the_last_paragraph_is_none():
    assert words("Then came two. “One is open.") == []


def test_masking_keeps_every_offset():
    body = "He said “no” and left."

    masked = mask(body, find_quotations(body))

    assert len(masked) == len(body)
    assert masked.replace("\0", "") == "He said  and left."
