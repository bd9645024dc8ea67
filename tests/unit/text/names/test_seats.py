"""Federal courts by the city they sit in."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions


def courts(body: str) -> list[str]:
    found = find_mentions(body)
    return [mention.entity.name for mention in found if mention.entity.kind is EntityKind.COURT]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sued in federal court in Boston on", "District of Massachusetts"),
        ("sued in Boston federal court on", "District of Massachusetts"),
        ("at the U.S. District Court in White Plains", "Southern District of New York"),
        ("a federal district court in Manhattan", "Southern District of New York"),
        ("In Oregon, a federal court in Portland", "District of Oregon"),
        ("In Maine, a federal court in Portland", "District of Maine"),
    ],
)
def test_a_federal_court_is_known_by_its_city(text: str, name: str):
    assert courts(text) == [f"U.S. District Court for the {name}"]


@pytest.mark.parametrize(
    "text",
    [
        "a federal court in Portland",
        "a federal court in Quillonbury",
        "a county court in Boston",
        "a federal court in session",
        "federal court",
        "Court",
    ],
)
def test_a_court_without_a_sure_city_is_none(text: str):
    assert courts(text) == []


def test_the_city_of_a_court_stays_a_place():
    found = find_mentions("sued in federal court in Boston on")
    assert [mention.surface for mention in found] == ["federal court", "Boston"]
