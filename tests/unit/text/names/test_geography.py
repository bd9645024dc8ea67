"""Streets, roads and lands by their last word, and the addresses that stay out."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions


def places(body: str) -> list[str]:
    found = find_mentions(body)
    return [mention.entity.name for mention in found if mention.entity.kind is EntityKind.PLACE]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a crowd on Quillon Avenue", "Quillon Avenue"),
        ("along 24th Street", "24th Street"),
        ("off East Quillon Trail", "East Quillon Trail"),
        ("near Interstate 40", "Interstate 40"),
        ("on U.S. Highway 41", "U.S. Highway 41"),
        ("in the Quillon National Wildlife Refuge", "Quillon National Wildlife Refuge"),
        ("The Quillon Valley was searched", "Quillon Valley"),
        ("across the Quillon River", "Quillon River"),
    ],
)
def test_a_street_or_a_land_is_a_place(text: str, name: str):
    assert places(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "she lives at 1420 Quillon Avenue",
        "Quillon Avenue is long",
        "the Quillon Avenue",
        "on Main Street",
        "on the Street",
        "on Monday Street",
        "at Quillon River High School",
        "the Route 91 Harvest Festival",
        "on Interstate roads",
        "Jane Pike met Mike River",
    ],
)
def test_an_address_or_a_phrase_is_none(text: str):
    assert places(text) == []


def test_a_city_inside_a_street_is_no_city():
    assert places("a building on Oakland Street") == ["Oakland Street"]
