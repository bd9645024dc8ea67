"""The list of breaks fits the code: one that cannot be made proves nothing."""

from __future__ import annotations

import pytest

from tests.breaking import ROOT, breaks
from tests.reliability import cases, catalogue


@pytest.mark.parametrize("each", breaks(), ids=lambda each: each.says)
def test_a_listed_break_can_be_made_and_concerns_cases_that_have_tests(each):
    assert each.fits(ROOT), f"{each.file} no longer holds {each.old!r} once"
    assert set(each.cases) <= set(cases())
    assert each.old != each.new


def test_every_case_named_by_a_test_is_in_the_catalogue():
    known = {letter + number for letter, group in catalogue().items() for number in group}

    assert set(cases()) <= known
