"""One event as twelve articles tell it over three days: one card a channel, kept true."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.acceptance.newsroom import Card, open_newsroom

HEADLINE = "ICE arrests 41 workers at meatpacking plant in Pine Hollow, Nebraska"
FREED = "Nine of 41 workers arrested at Pine Hollow meat plant are freed"
#: Hours after the first article at which the channels are looked at: before anybody else had work
#: of their own, before and after the correction, the last quiet hour, the last article's hour, and
#: a day on which every feed is read again.
COPIED, UNCORRECTED, CORRECTED, QUIET, AGAIN, AFTERWARDS = 4, 23, 25, 61, 62, 90
PLATFORMS = ("slack", "discord")
Days = Mapping[int, Mapping[str, list[Card]]]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """What Slack and Discord showed at each hour; the terminal's print stands there as one card."""
    return asyncio.run(live(tmp_path_factory.mktemp("days")))


async def live(folder: Path) -> Days:
    shown = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        async with open_newsroom(folder, "three_days.toml") as newsroom:
            for hour in (COPIED, UNCORRECTED, CORRECTED, QUIET, AGAIN, AFTERWARDS):
                await newsroom.until(hour)
                shown[hour] = {
                    "slack": newsroom.in_slack(),
                    "discord": newsroom.in_discord(),
                    "terminal": [Card(text=printed.getvalue(), notes=[])],
                }
    return shown


def test_copies_and_rewrites_edit_the_card_and_are_no_message(days: Days):
    for platform in PLATFORMS:
        (card,) = days[COPIED][platform]
        assert HEADLINE in card.text
        assert "5 outlets, 1 independent" in card.text
        assert "updated" in card.text
        # What stands in the rewrite alone is told as its own.
        assert "9%" not in card.text.split("Only in")[0]
        assert card.notes == []


def test_what_is_materially_new_comes_once_into_the_thread(days: Days):
    for platform in PLATFORMS:
        (card,) = days[QUIET][platform]
        release, union, school, company, correction = card.notes
        assert "17 had criminal convictions or pending criminal charges" in release
        assert "says ICE" in release
        assert "Half of the people on those buses have work permits" in union
        assert union.count("work permits") == 1
        assert "Fifty-eight pupils did not come" in school
        assert "each name came back clean" in company
        assert "It is 13, not 23" in correction
        assert "11 outlets, 5 independent" in card.text


def test_a_correction_stands_on_the_card_and_in_the_thread(days: Days):
    for platform in PLATFORMS:
        (before,), (card,) = days[UNCORRECTED][platform], days[CORRECTED][platform]
        assert "It is 13, not 23" not in before.text
        assert "Correction" in card.text
        assert "It is 13, not 23" in card.text
        assert card.notes[-1].strip().startswith("Correction")
        assert len(card.notes) == len(before.notes) + 1


def test_after_quiet_a_new_card_leads_back_and_the_old_one_leads_on(days: Days):
    for platform in PLATFORMS:
        first, again = days[AGAIN][platform]
        assert FREED in again.text
        assert "Continues" in again.text
        assert first.address in again.links
        assert "Continued in" in first.text
        assert again.address in first.links
        assert HEADLINE in first.text


def test_feeds_that_are_read_again_a_day_later_change_nothing(days: Days):
    assert days[AFTERWARDS] == days[AGAIN]


def test_the_terminal_prints_the_same_story(days: Days):
    (printed,) = days[AFTERWARDS]["terminal"]

    assert "11 outlets, 5 independent" in printed.text
    assert printed.text.count("What is new") == 4
    assert "! CORRECTION: An earlier version" in printed.text
    assert f"Continued in: story 2: {FREED}" in printed.text
    assert f"Continues  story 1: {HEADLINE}" in printed.text
