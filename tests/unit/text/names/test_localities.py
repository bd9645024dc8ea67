"""Towns of the long list, and quarters of cities that a list knows."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions


def places(body: str) -> list[tuple[str, str | None]]:
    found = [mention.entity for mention in find_mentions(body)]
    return [(one.name, one.state) for one in found if one.kind is EntityKind.PLACE]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("In Nebraska, agents came. A plant in Ogallala closed.", ("Ogallala", "NE")),
        ("In Nebraska, Ogallala police were not told.", ("Ogallala", "NE")),
        ("A man of Sterling Heights was held.", ("Sterling Heights", "MI")),
        ("Michigan agents came from Sterling Heights.", ("Sterling Heights", "MI")),
    ],
)
def test_a_town_is_read_where_something_is_placed_in_it(text: str, town: tuple[str, str]):
    assert town in places(text)


@pytest.mark.parametrize(
    "text",
    [
        "A plant in Ogallala closed.",
        "In Nebraska, Ogallala said so.",
        "In Nebraska, they came from Ogallala.",
        "In Nebraska, in Ogallala's case he won.",
        "In Georgia, in August they came.",
        "In Maryland, in Clinton they trust.",
        "In Nebraska, in Quillonbury they came.",
        "In Nebraska, in Ogallala Quillon Bury Lake Town they came.",
    ],
)
def test_a_towns_name_alone_says_nothing(text: str):
    towns = {"Ogallala", "August", "Clinton", "Quillonbury"}
    assert not towns.intersection(name for name, _ in places(text))


def test_a_compass_point_before_a_city_names_its_quarter():
    assert places("Stores in South Omaha closed.") == [("South Omaha", "NE")]


@pytest.mark.parametrize("text", ["the south Omaha plant", "South, Omaha said", "South Nebraska"])
def test_a_compass_point_elsewhere_names_none(text: str):
    assert [name for name, _ in places(text) if name.startswith("South ")] == []
