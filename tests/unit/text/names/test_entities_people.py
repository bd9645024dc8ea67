"""People: who is named, under which name, in which role."""

from datetime import UTC, datetime

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions

DAY = datetime(2025, 9, 20, tzinfo=UTC)


def people(body: str, day: datetime = DAY) -> list[tuple[str, str | None]]:
    kinds = {EntityKind.OFFICIAL, EntityKind.PERSON}
    found = find_mentions(body, published_at=day)
    return [(m.entity.name, m.entity.role) for m in found if m.entity.kind in kinds]


def names(body: str, day: datetime = DAY) -> list[str]:
    return [name for name, _ in people(body, day)]


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Sheriff Wade Tolliver refused.", "Sheriff"),
        ("U.S. District Judge Wade Tolliver ruled.", "U.S. District Judge"),
        ("Rep. Wade Tolliver voted.", "Rep."),
        ("ICE spokeswoman Wade Tolliver declined.", "ICE spokeswoman"),
        ("immigration attorney Wade Tolliver said", "immigration attorney"),
        ("city council member Wade Tolliver said", "city council member"),
        ("Wade Tolliver, an attorney with a firm, said", "attorney"),
        ("Wade Tolliver, a spokesman for the county, said", "spokesman"),
        ("Wade Tolliver, 51, the county’s sheriff, said", "county’s sheriff"),
        ("Wade Tolliver, executive director and founder of it, said", "executive director"),
        ("Wade Tolliver, who leads the dockers’ union, said", "who leads the dockers"),
        ("Wade Tolliver (D-Nev.) said", "lawmaker"),
        ("Wade Tolliver, R-Texas, said", "lawmaker"),
        ("Wade Tolliver, Ohio Republican, said", "lawmaker"),
        ("Wade Tolliver is a professor at a school.", "professor"),
        ("said the group’s director, Wade Tolliver.", "director"),
        ("said Wade Tolliver of the Lakeside Rights Project.", "of the Lakeside Rights Project"),
        ("Sens. Dick Durbin and Wade Tolliver voted.", "Sen."),
    ],
)
def test_a_public_role_beside_a_name_makes_it_nameable(body: str, role: str):
    assert dict(people(body)).get("Wade Tolliver", "").startswith(role)


@pytest.mark.parametrize(
    "body",
    [
        "Wade Tolliver said he was afraid.",
        "Wade Tolliver, the sheriff’s son, said",
        "Wade Tolliver, whose attorney objected, said",
        "Wade Tolliver, a truck driver, said",
        "Wade Tolliver, 34, said",
        "Wade Tolliver, an insurance agent, said",
        "Wade Tolliver, a lifelong Republican, said",
        "Mr. Tolliver waited.",
    ],
)
def test_without_a_public_role_nobody_is_named(body: str):
    assert names(body) == []


def test_a_surname_means_the_person_named_in_full_before():
    body = "Sheriff Wade Tolliver refused. “No,” Tolliver said. Mr. Tolliver’s office agreed."
    assert names(body) == ["Wade Tolliver"] * 3


def test_a_later_mention_without_role_is_the_same_person():
    body = "Judge Ana Quill Reyes ruled. Ana Quill Reyes wrote. Quill Reyes and Reyes agreed."
    assert names(body) == ["Ana Quill Reyes"] * 4


def test_a_surname_of_two_people_means_the_one_named_last():
    body = "Sheriff Wade Tolliver spoke. Ema Tolliver, a cook, waited. Tolliver wept."
    assert names(body) == ["Wade Tolliver"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Mr. Trump agreed.", "Donald Trump"),
        ("the Biden years", "Joe Biden"),
        ("Noem’s letter", "Kristi Noem"),
        ("President Donald J. Trump", "Donald Trump"),
        ("Sen. Richard J. Durbin", "Dick Durbin"),
        ("Rep. Jesús “Chuy” García", "Chuy García"),
        ("Secretary Kirstjen Neilson", "Kirstjen Nielsen"),
        ("then Peña Nieto spoke", "Enrique Peña Nieto"),
    ],
)
def test_a_listed_official_has_one_name(body: str, name: str):
    assert names(body) == [name]


def test_a_title_and_a_surname_resolve_within_the_term():
    assert names("Attorney General Lynch spoke.", datetime(2016, 5, 1, tzinfo=UTC)) == [
        "Loretta Lynch"
    ]
    assert names("Attorney General Sessions spoke.", datetime(2018, 5, 1, tzinfo=UTC)) == [
        "Jeff Sessions"
    ]


def test_a_title_and_a_surname_resolve_within_the_state():
    assert names("Illinois objected. Attorney General Raoul sued.") == ["Kwame Raoul"]


def test_a_common_surname_is_famous_only_in_office():
    during = datetime(2017, 9, 1, tzinfo=UTC)
    assert names("Kelly agreed.") == []
    assert names("“We agree,” Kelly said.", datetime(2017, 3, 1, tzinfo=UTC)) == ["John Kelly"]
    assert names("Kelly agreed.", during) == []


def test_without_a_day_a_common_surname_is_nobody():
    assert [m.entity.name for m in find_mentions("Kelly agreed with Trump.")] == ["Donald Trump"]


def test_an_office_is_that_of_the_day():
    day = datetime(2017, 3, 1, tzinfo=UTC)
    assert people("Jeff Sessions spoke.", day) == [("Jeff Sessions", "Attorney General")]


def test_another_given_name_is_another_person():
    assert names("Mary Trump wrote a book.") == []
    assert names("Melania Trump spoke.") == ["Melania Trump"]


def test_a_place_named_for_a_person_is_no_person():
    assert names("near Trump Tower and Harris County") == []


def test_a_private_namesake_of_an_official_is_private():
    assert names("Robert Garcia, 34, a roofer from Honduras, waited.") == []
    assert names("Rep. Robert Garcia spoke.") == ["Robert Garcia"]


def test_a_headline_of_capitals_still_names_its_official():
    assert names("Voters Urge Obama To Act") == ["Barack Obama"]


def test_a_party_letter_is_no_middle_name():
    assert names("Rep. Wade Tolliver (D) of Ohio spoke.") == ["Wade Tolliver"]


def test_who_holds_public_office_is_told_from_who_holds_none():
    found = find_mentions("Sheriff Wade Tolliver met attorney Ana Quill.")
    assert [m.entity.kind for m in found] == [EntityKind.OFFICIAL, EntityKind.PERSON]
