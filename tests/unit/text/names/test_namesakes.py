"""Surnames that are also cities: the words around say which is meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def named(text: str) -> list[str]:
    return [mention.surface for mention in find_mentions(text, published_at=DAY)]


@pytest.mark.parametrize(
    "text",
    [
        "Ms. Emka Lima was afraid of the knock.",
        "Emka Lima, 34, was at work when they came.",
        "Emka Lima (34) was at work when they came.",
        "Emka Lima, a roofer, was at work when they came.",
        "Emka Lima said officers came at dawn.",
        "Emka Lima was arrested on Monday.",
        "Emka Lima, who has lived there for years, had no lawyer.",
        "Officers detained Emka Lima outside a store.",
    ],
)
def test_a_private_person_whose_surname_is_a_city_is_private_and_no_place(text: str):
    mentions = find_mentions(text, published_at=DAY)

    assert mentions == ()
    assert private_names(text, mentions) == ("Emka Lima",)


def test_a_public_person_whose_surname_is_a_city_is_named_whole():
    assert named("Immigration Judge Vanka Lowell ruled on Monday.") == ["Vanka Lowell"]


def test_a_surname_is_one_again_where_it_acts_and_a_city_where_one_goes():
    again = "Emka Memphis, 34, was at work.\n\nMemphis said she had a permit."
    city = f"{again} She flew from New Orleans to Memphis every year."

    assert private_names(again, find_mentions(again)) == ("Emka Memphis", "Memphis")
    assert [city[each.start - 3 : each.end] for each in find_mentions(city)] == [
        "om New Orleans",
        "to Memphis",
    ]


def test_behind_a_given_name_a_city_is_a_surname_whatever_is_said():
    assert named("A letter from Maria Houston lay there.") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Greater Lowell said on Monday it was ready.", "Lowell"),
        ("Metro Atlanta, 34 of whose towns signed, has jails.", "Atlanta"),
        ("Unidos Houston said on Monday it was ready.", "Houston"),
        ("ICE Chicago said on Monday it was ready.", "Chicago"),
        ("Catholic Charities Boston said it was ready.", "Boston"),
        ("Yesterday Denver said it would not sign.", "Denver"),
        ("Weekend Oakland said it would not sign.", "Oakland"),
        ("HQR Chicago said on Monday it was ready.", "Chicago"),
        ("Al Otro Lado Houston said it was ready.", "Houston"),
        ("East Chicago said it would sue.", "East Chicago"),
        ("Quillport Texas has been silent.", "Texas"),
        ("DENVER — Officers came.", "DENVER"),
        ("Sen. Emory Quill, R-Utah, chairman of the panel, spoke.", "Utah"),
        ("Quillport Houston opened its doors.", "Houston"),
    ],
)
def test_a_city_behind_a_word_that_is_no_given_name_stays_a_city(text: str, place: str):
    assert place in named(text)


def test_a_given_name_that_is_a_city_is_none_before_a_surname():
    assert named("Austin Moreno went home.") == []


def test_a_citys_name_before_a_thing_stays():
    assert named("They met at the Austin City Hall and in Austin, Texas.")[-2:] == [
        "Austin",
        "Texas",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Ellisandro Juarez-Cobar",
        "Ellisandro Juarez-Salem",
        "Marisela Salem-Ortiz",
        "Yusro Al-Aurora",
        "Ana Dallas-Houston",
    ],
)
def test_half_of_a_hyphenated_surname_is_no_place(name: str):
    text = f"{name} was detained at home."

    mentions = find_mentions(text, published_at=DAY)

    assert mentions == ()
    assert private_names(text, mentions) == (name,)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The Houston-Dallas corridor was closed.", ["Houston", "Dallas"]),
        ("They met in Houston-Quillport.", ["Houston"]),
        ("The Texas-Pacific road was closed.", ["Texas"]),
        ("An Ohio-Born man spoke.", ["Ohio"]),
        ("The ICE-Houston office was closed.", ["ICE", "Houston"]),
        ("The Quillport-NAACP office was closed.", ["NAACP"]),
        ("The case of Al-Aurora was closed.", []),
    ],
)
def test_a_place_with_a_hyphen_stays_where_the_other_half_is_no_surname(
    text: str, places: list[str]
):
    assert named(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "Maria Sun was detained.",
        "Officers detained Maria Sun at home.",
        "Maria Sun, 34, was afraid.",
        "Renatina Sun said so.",
    ],
)
def test_an_ordinary_word_is_a_surname_where_a_person_is_told_of(text: str):
    mentions = find_mentions(text, published_at=DAY)

    assert mentions == ()
    assert private_names(text, mentions)[0].endswith(" Sun")


@pytest.mark.parametrize(
    "text",
    [
        "They saw Maria Tuesday said the report.",
        "Quillport Democrats said no.",
        "The Maria Sun Is Late",
        "Officers detained Maria After Raid",
        "Quillport Now said no.",
        "They read the Quillport Sun at breakfast.",
    ],
)
def test_an_ordinary_word_is_none_where_it_is_a_day_a_party_or_a_thing(text: str):
    assert not any(" " in name for name in private_names(text, ()))
