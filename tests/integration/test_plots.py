"""Pictures drawn by the real library, where it is installed."""

from __future__ import annotations

import struct
from datetime import date, timedelta

import pytest

from bot.adapters import plots
from bot.adapters.plots import Plots, printable
from bot.ports import Plotter

PNG = b"\x89PNG\r\n\x1a\n"


def days(count: int) -> list[tuple[date, int]]:
    return [(date(2026, 2, 1) + timedelta(days=number), number % 4) for number in range(count)]


@pytest.fixture
def plotter() -> Plotter:
    pytest.importorskip("matplotlib")
    return Plots()


@pytest.mark.parametrize("count", [1, 30, 400])
async def test_a_picture_has_its_size_however_many_days_it_shows(plotter, count):
    picture = await plotter.bars("“sanctuary”: stories a day", days(count))

    assert picture.startswith(PNG)
    assert struct.unpack(">II", picture[16:24]) == (1200, 480)


async def test_the_same_numbers_give_the_same_file(plotter):
    first = await plotter.bars("ICE", days(30))
    second = await plotter.bars("ICE", days(30))

    assert first == second


async def test_what_was_typed_is_no_formula_and_has_no_missing_letter(plotter):
    picture = await plotter.bars(r"$\frac{1}{ 新闻 \x00 ٣", days(7))

    assert picture.startswith(PNG)


async def test_without_the_library_there_is_no_picture(monkeypatch):
    monkeypatch.setattr(plots, "find_spec", lambda name: None)

    assert await Plots().bars("ICE", days(7)) is None


def test_a_title_keeps_the_letters_of_the_font_and_stands_on_one_line():
    assert printable("Núñez “sí”\n新") == "Núñez “sí” ?"
    assert printable("a" * 80) == "a" * 69 + "…"
