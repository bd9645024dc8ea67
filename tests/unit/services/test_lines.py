"""Figures in the words that are printed of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.claims import Figure
from bot.services.lines import counted


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        ("since January", "of those arrested since January"),
        ("the Biden years", "of those arrested (the Biden years)"),
        (None, "of those arrested"),
    ],
)
def test_a_period_reads_on_or_stands_in_brackets(period: str | None, shown: str):
    figure = Figure(value=Decimal(70), unit="percent", counts="those arrested", period=period)

    assert counted(figure) == shown
