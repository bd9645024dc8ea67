"""The edges of names: where they begin and end, and what is too little to be one."""

from datetime import UTC, datetime

import pytest

from bot.text.names.entities import find_mentions, states_of
from bot.text.names.officials import by_office, by_title

DAY = datetime(2025, 9, 20, tzinfo=UTC)


def names(body: str) -> list[str]:
    return [mention.entity.name for mention in find_mentions(body, published_at=DAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Immigrant and Harbor Rights Network said", "Immigrant and Harbor Rights Network"),
        ("the University of Quill Law School said", "University of Quill Law School"),
        ("the Justice Project for Harbor Workers said", "Justice Project for Harbor Workers"),
        ("at Fort Quillan, he", "Fort Quillan"),
        ("at Camp Quill, he", "Camp Quill"),
        ("the Center for Quill and the harbor said", "Center for Quill"),
        (
            "the Center for Harbor Rights and Quill Roads, in town",
            "Center for Harbor Rights and Quill Roads",
        ),
        ("a Quill Act of 1999 says", "Quill Act"),
        ("the House passed it", "U.S. House of Representatives"),
        ("the Quill Act of 1999 says", "Quill Act of 1999"),
        (
            "the U.S. Court of Appeals for the Fourth Circuit ruled",
            "4th U.S. Circuit Court of Appeals",
        ),
        ("the Harbor Tribune Rights Center said", "Harbor Tribune Rights Center"),
        ("the Quill County Board of Supervisors met", "Quill County Board of Supervisors"),
        ("Miami-Dade County sued", "Miami-Dade County"),
        ("in Jackson, Miss., he", "Jackson"),
        ("the Quill City police department said", "Quill City Police Department"),
        ("They praised Justice for Migrant Women.", "Justice for Migrant Women"),
    ],
)
def test_a_name_ends_where_it_should(text: str, expected: str):
    assert expected.removesuffix(" of 1999") in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "the Local of the union",
        "a Station in the hills, Quill Station",
        "the Circuit of talks and his circuit",
        "HE WON 9TH PRIZE",
        "ACLU of course",
        "ACLU",
        "the Act of it",
        "said Ana Quill of Harbor Union",
        "New Safe Harbors Act On Border Security",
        "A Long Headline About Nothing Harbor Project",
        "Signs read Justice for Wuilmer outside the court.",
        "They gave to the Fund for Yadira Quispe.",
        "Friends of Yadira met.",
        "They praised Justice for Luis.",
        "in the House Style section of it",
        "GOP AND DEMS AB, XY agree",
        "Voters Ask How To Fix Asylum Act",
        "Quill and cook counties",
        "Officer Smith and attorney Smith spoke",
        "King Leonidas and Queen Ana waited",
        "Dean Smith waited.",
    ],
)
def test_too_little_is_no_name(text: str):
    allowed = {"American Civil Liberties Union", "Republican Party", "Harbor Union", "Ana Quill"}
    assert [name for name in names(text) if name not in allowed] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attorney Ana de la Cruz Quill said", "Ana de la Cruz Quill"),
        ("attorney Ana “Nita” Quill said", "Ana “Nita” Quill"),
        ("attorney Wade Tolliver, Jr., said", "Wade Tolliver Jr."),
        ("attorney Wade Tolliver III said", "Wade Tolliver III"),
        ("Professor Dean Smith said", "Dean Smith"),
        ("Dean Smith, a professor, said", "Dean Smith"),
        ("Agriculture Secretary Ana Quill said", "Ana Quill"),
        ("Democrat Ana Quill won", "Ana Quill"),
        ("The Lakeshore Tribune’s Ana Quill reported", "Ana Quill"),
        ("The Harbor Rights Project’s Ana Quill said", "Ana Quill"),
        ("said Ana Quill of the liberal Harbor Rights Project", "Ana Quill"),
        ("said Ana Quill of Republicans for Harbor Reform", "Ana Quill"),
        ("reporter Ana Quill was pushed", "Ana Quill"),
        ("Ana Quill, who also leads it, said", "Ana Quill"),
        ("Ana Quill, a mother and union organizer, said", "Ana Quill"),
        ("Ana Quill, the county’s solicitor general, said", "Ana Quill"),
        ("Ana Quill serves as the director of it", "Ana Quill"),
    ],
)
def test_a_public_name_is_read_whole(text: str, expected: str):
    assert expected in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Quill, who never leads, said",
        "Ana Quill, who",
        "Ana Quill, 34",
        "Ana Quill, 34 days later, said",
        "Ana Quill, and others",
        "Ana Quill, the mayor’s,",
        "Ana Quill is happy",
        "Ana Quill of Mill Hollow said",
        "Democrat Lottery Systems failed",
        "Ana Q",
        "the director of Ana Quill said",
        "Ana Quill is a staff writer who covers courts.",
        "Ana Quill of the and",
    ],
)
def test_what_says_nothing_of_a_role_names_nobody(text: str):
    assert names(text) == []


def test_a_wrapped_line_goes_on_and_a_short_line_does_not():
    wrapped = "They wrote at some length about what happened at the Harbor\nRights Project."
    assert names(wrapped) == ["Harbor Rights Project"]
    assert names("The Harbor\nRights Project won.") == []


def test_a_surname_at_the_end_of_a_text_is_found():
    assert names("Sheriff Wade Tolliver spoke for Ana Quill Reyes and Tolliver")[-1] == (
        "Wade Tolliver"
    )


def test_a_titled_surname_already_named_is_that_person():
    assert names("Sheriff Wade Tolliver spoke. Sheriff Tolliver left.") == ["Wade Tolliver"] * 2


def test_an_unknown_titled_surname_is_somebody_new():
    assert names("Judge Tolliver ruled.") == ["Tolliver"]


def test_the_newest_of_two_namesakes_in_one_office_is_meant():
    bush = by_title("president", "bush", datetime(2015, 1, 1, tzinfo=UTC), frozenset())
    assert bush is not None
    assert bush.name == "George W. Bush"


def test_a_title_nobody_listed_held_resolves_to_nobody():
    assert by_title("mayor", "nobody", DAY, frozenset()) is None


def test_an_office_of_a_state_is_asked_with_its_state():
    held = by_office("attorney general", DAY, "IL")
    assert held is not None
    assert held.name == "Kwame Raoul"
    assert by_office("sheriff", DAY) is None


def test_an_official_weighs_less_than_a_place():
    body = "Gov. JB Pritzker spoke. Nevada sued. Nevada won."
    assert states_of(find_mentions(body), "") == ("NV",)


def test_a_city_takes_the_state_it_can_lie_in():
    body = "Officials in Aurora objected. Texas and Texas courts sued. Colorado did not."
    found = find_mentions(body)
    assert (found[0].entity.name, found[0].entity.state) == ("Aurora", "CO")


def test_an_agency_of_no_state_says_nothing_of_states():
    body = "ICE sued. Nevada won. Nevada agreed."
    assert states_of(find_mentions(body), "") == ("NV",)


@pytest.mark.parametrize("text", ["the County said", "the Harbor Local said", "in QQ, ZZ and CA"])
def test_half_a_name_is_none(text: str):
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("ERO Minneapolis said so.", "ICE St. Paul Field Office"),
        ("ICE ERO Washington, D.C. said so.", "ICE Washington Field Office"),
        ("HSI Nashville agents came.", "HSI Nashville"),
        ("ICE HSI San Juan field office said so.", "HSI San Juan"),
        ("Homeland Security Investigations Los Angeles said so.", "HSI Los Angeles"),
        ("HSI agents came.", "Homeland Security Investigations"),
        ("Agents of the RGV Sector came.", "Border Patrol Rio Grande Valley Sector"),
        ("Proclamation 9645 says so.", "Proclamation 9645"),
    ],
)
def test_an_office_or_order_is_one_by_each_of_its_names(text: str, office: str):
    assert names(text) == [office]


def test_a_code_inside_a_word_is_no_state():
    assert "California" not in names("the O'CA, NY law")
