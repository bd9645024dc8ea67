"""Figures in the words that are printed of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.claims import Figure, Speaker
from bot.services.lines import can_be_asked, card_label, counted, excerpt


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


@pytest.mark.parametrize(
    ("unit", "counts", "shown"),
    [
        ("percent", "beef prices could climb by", "(beef prices could climb by)"),
        ("percent", "those arrested", "of those arrested"),
        ("people", "workers whom Immigration", "workers"),
        ("people", "workers who walked out", "workers who walked out"),
    ],
)
def test_what_a_figure_counts_can_be_read_behind_it(unit: str, counts: str, shown: str):
    assert counted(Figure(value=Decimal(9), unit=unit, counts=counts)) == shown


@pytest.mark.parametrize(
    ("sentence", "words", "shown"),
    [
        ("Prices could climb by 9% this spring.", "9%", "“Prices could climb by 9% this spring”"),
        ("a b c d e f g 9% h i j k l m n", "9%", "“… b c d e f g 9% h i j k l m …”"),
        ("It says, over 400 left, and 12 stay.", "over 400", "“over 400 left”"),
        ("Prices ($9) rise.", "9", "“Prices ($9) rise”"),
        ("They said: 9%.", "9%", "9%"),
        ("Nothing of it.", "9%", "9%"),
    ],
)
def test_a_figure_is_shown_with_the_words_around_it(sentence: str, words: str, shown: str):
    assert excerpt(sentence, words) == shown


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (
            "spokesman for Immigration and Customs Enforcement in Omaha",
            "Warren Tilley, spokesman for ICE in Omaha",
        ),
        ("Mayor", "Warren Tilley, mayor"),
        ("Attorney General", "Warren Tilley, Attorney General"),
        ("CEO", "Warren Tilley, CEO"),
        (None, "Warren Tilley"),
    ],
)
def test_a_speaker_takes_no_more_room_on_a_card_than_needed(role: str | None, shown: str):
    assert card_label(Speaker(name="Warren Tilley", role=role)) == shown


@pytest.mark.parametrize(
    ("speaker", "can_be"),
    [
        (Speaker(name="ICE"), True),
        (Speaker(described_as="the Denver Sheriff Department"), True),
        (Speaker(described_as="the letter to Colorado"), True),
        (Speaker(described_as="a senior official"), False),
        (Speaker(), False),
    ],
)
def test_a_named_speaker_and_an_office_can_be_asked_and_an_unnamed_person_not(speaker, can_be):
    assert can_be_asked(speaker) is can_be
