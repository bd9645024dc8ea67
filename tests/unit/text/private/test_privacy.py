"""Private people and private numbers: default deny, tested on the hard cases."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names

PEOPLE = {EntityKind.OFFICIAL, EntityKind.PERSON}


def sides(body: str) -> tuple[list[str], tuple[str, ...]]:
    mentions = find_mentions(body)
    public = [m.entity.name for m in mentions if m.entity.kind in PEOPLE]
    return public, private_names(body, mentions)


@pytest.mark.parametrize(
    ("case", "body", "name"),
    [
        ("a detainee", "Ernesto Villalobos, 34, was held at the jail.", "Ernesto Villalobos"),
        ("a child", "Their son, Liam Ocampo, cries at night.", "Liam Ocampo"),
        ("a child", "Liam Ocampo, a 5-year-old boy, was taken.", "Liam Ocampo"),
        ("a victim", "Dana Whitlock was killed by a driver.", "Dana Whitlock"),
        (
            "a convicted person on an agency's list",
            "Among them was Tran Bao Quoc, a Vietnamese citizen released into Los Angeles.",
            "Tran Bao Quoc",
        ),
        (
            "a convicted person on an agency's list",
            "The Harper County Jail had released Joel J Rivas Pardo, a Mexican with convictions.",
            "Joel J Rivas Pardo",
        ),
        ("a wife", "Marisol Ocampo, the wife of a detained man, said so.", "Marisol Ocampo"),
        ("a relative of an official", "Ada Quill, the mayor’s daughter, spoke.", "Ada Quill"),
        ("an officer as a victim", "Agent Carl Dunning was shot and killed.", "Carl Dunning"),
        ("a plaintiff", "Omar Haddad, a plaintiff in the case, said so.", "Omar Haddad"),
        ("a worker", "said Rosa Benavides, a restaurant worker.", "Rosa Benavides"),
        ("a witness", "Brent Hollis told reporters what he saw.", "Brent Hollis"),
    ],
)
def test_who_has_no_public_role_is_private(case: str, body: str, name: str):
    public, private = sides(body)

    assert public == []
    assert name in private


@pytest.mark.parametrize(
    ("case", "body", "name"),
    [
        (
            "an officer in office",
            "Officer Brent Hollis shot a driver, police said.",
            "Brent Hollis",
        ),
        ("a union leader", "Union leader Rosa Benavides was arrested.", "Rosa Benavides"),
        ("a union leader", "Rosa Benavides, president of the local, agreed.", "Rosa Benavides"),
        ("a candidate", "Omar Haddad, a candidate for mayor, joined.", "Omar Haddad"),
        ("a lawyer", "Dana Whitlock, a lawyer for the family, said so.", "Dana Whitlock"),
        ("a lawyer", "his attorney, Dana Whitlock, said so.", "Dana Whitlock"),
        (
            "a family spokesperson",
            "Teresa Ibarra, a family spokesperson, said so.",
            "Teresa Ibarra",
        ),
        ("a pastor", "the Rev. Teresa Ibarra prayed.", "Teresa Ibarra"),
        ("an activist", "Teresa Ibarra, an activist with a network, said so.", "Teresa Ibarra"),
    ],
)
def test_who_acts_in_a_public_role_is_public(case: str, body: str, name: str):
    public, private = sides(body)

    assert public == [name]
    assert name not in private


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("The sheriff's deputies arrested Maria Solis on Tuesday.", "Maria Solis"),
        ("Attorney Dana Whitlock's client, Juan Ocampo, was released.", "Juan Ocampo"),
        ("The mayor's son, Juan Ocampo, was held.", "Juan Ocampo"),
        ("Gang leader Juan Ocampo was deported.", "Juan Ocampo"),
        ("Juan Ocampo, a leader of an MS-13 clique, was found.", "Juan Ocampo"),
        ("Pastor Omar Haddad was detained by ICE.", "Omar Haddad"),
        ("ICE detained the pastor Omar Haddad.", "Omar Haddad"),
        ("Pastor Omar Haddad prayed. In May Haddad was deported to Jordan.", "Omar Haddad"),
        ("Omar Haddad, a former pastor convicted of theft, was removed to Peru.", "Omar Haddad"),
        ("Student activist Omar Haddad was arrested at his home.", "Omar Haddad"),
        ("The arrest of activist Omar Haddad drew protests.", "Omar Haddad"),
        ("Activist Omar Haddad was shot and killed by an agent.", "Omar Haddad"),
        ("A memorial for Agent Omar Haddad was held.", "Omar Haddad"),
        ("A vigil for the pastor Omar Haddad was held.", "Omar Haddad"),
        ("Omar Haddad, an ICE detainee and advocate, wept.", "Omar Haddad"),
        ("Juror Omar Haddad said the case was hard.", "Omar Haddad"),
        ("Influencer Omar Haddad filmed the raid.", "Omar Haddad"),
        ("Omar Haddad, 27, a business consultant in Ohio, said so.", "Omar Haddad"),
        ("Omar Haddad, 27, a researcher at Harbor University, voted.", "Omar Haddad"),
        ("Omar Haddad, a research scientist, voted on Friday.", "Omar Haddad"),
        ("The 36-year-old Border Patrol Agent Omar Haddad went fishing.", "Omar Haddad"),
        ("The special agents, Omar Haddad and Carl Dunning, were slain.", "Carl Dunning"),
        ("The special agents, Omar Haddad and Carl Dunning, were slain.", "Omar Haddad"),
        ("The widow of Sgt. Omar Haddad wept.", "Omar Haddad"),
        ("Daniel Perez was detained by ICE on Friday.", "Daniel Perez"),
        ("OMAR HADDAD, BYLINE: He was there.\nIt began.", "OMAR HADDAD"),
        ("QUILLON OCAMPO: I was there.\nIt began at noon.", "QUILLON OCAMPO"),
        ("ICE named OMAR HADDAD of Peru.", "OMAR HADDAD"),
        ("ICE named Omar HADDAD of Peru.", "Omar HADDAD"),
        ("The men met Bill Ocampo at noon.", "Bill Ocampo"),
        ("The men met Sara Winter at noon.", "Sara Winter"),
    ],
)
def test_a_role_nearby_tempts_nobody(body: str, name: str):
    public, private = sides(body)

    assert name not in public
    assert name in private


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Newark Mayor Ras Baraka was arrested by ICE.", "Ras Baraka"),
        ("Mayor Omar Haddad was detained by ICE.", "Omar Haddad"),
        ("Journalist Omar Haddad covered the raid.", "Omar Haddad"),
        ("Pastor Omar Haddad prayed. His son Tim Haddad was deported.", "Omar Haddad"),
        ("State Rep. Daniel Perez spoke. Daniel Perez left.", "Daniel Perez"),
        ("Omar Haddad, a researcher at Harbor University, said so.", "Omar Haddad"),
        ("Omar Haddad is a researcher at Harbor University.", "Omar Haddad"),
        ("The president nominated Omar Haddad to lead the agency.", "Omar Haddad"),
        ("The nomination of Dr. Omar Haddad was late.", "Omar Haddad"),
        ("the nominee Dr. Omar Haddad said", "Omar Haddad"),
        ("The lawyer Omar Haddad said his client was detained.", "Omar Haddad"),
        ("It was told to the Harbor Times’ Omar Haddad on Friday.", "Omar Haddad"),
        ("Omar Haddad, head of the dockers’ union, said so.", "Omar Haddad"),
        ("They met Debbie Wasserman Schultz, Eric Holder and Ann Coulter.", "Ann Coulter"),
        ("CBP spokesman Bill Ocampo said so.", "Bill Ocampo"),
        ("It was told to the Harbor Times’s Daniel Perez.", "Daniel Perez"),
        ("Taylor Swift sang.", "Taylor Swift"),
    ],
)
def test_whoever_acts_in_public_stays_nameable(body: str, name: str):
    public, private = sides(body)

    assert name in public
    assert name not in private


def test_a_shared_name_means_the_listed_one_all_through_a_text_that_gives_the_office():
    body = "State Rep. Daniel Perez spoke. Daniel Perez left."
    assert sides(body)[0] == ["Daniel Perez", "Daniel Perez"]


def test_a_doctors_form_is_no_part_of_the_role():
    (nominee,) = find_mentions("the nominee Dr. Omar Haddad said")
    assert nominee.entity.role == "nominee"


def test_an_apposed_name_is_no_occupation():
    assert sides("They met Debbie Wasserman Schultz, Eric Holder and others.")[0] == [
        "Debbie Wasserman Schultz",
        "Eric Holder",
    ]


def test_a_byline_is_nobody_in_the_story():
    assert sides("Dana Whitlock and Omar Haddad\n\nIt began at noon.")[1] == ()


def test_a_president_addressed_is_no_private_person():
    assert sides("“At long last, Mr. President, here it is,” she said.")[1] == ()


def test_a_private_person_is_known_by_the_surname_too():
    body = "Ernesto Villalobos was held. Villalobos has three children."
    assert sides(body)[1] == ("Ernesto Villalobos", "Villalobos")


def test_a_form_of_address_betrays_a_surname():
    assert sides("Ms. Ocampo wept.")[1] == ("Ocampo",)


def test_a_public_surname_is_not_hidden_for_a_private_namesake():
    body = "Sheriff Wade Tolliver spoke. Ema Tolliver waited."
    assert sides(body)[1] == ("Ema Tolliver",)


def test_outlets_places_and_agencies_are_no_people():
    body = "The Washington Post and the Lakeshore Tribune reported from New York on ICE."
    assert sides(body)[1] == ()


def test_a_long_name_is_known_without_a_word_that_may_be_none():
    names = sides("Livestreamer Quillon Ocampo was hit. Daw Khin Than Nu wept.")[1]
    assert {"Quillon Ocampo", "Khin Than Nu"} <= set(names)


def test_a_fate_in_a_heading_betrays_a_person():
    assert sides("Quillonda Marrowby deported after 22 years\n\nIt began.")[1] == (
        "Quillonda Marrowby",
    )


def test_a_surname_that_is_a_title_too_is_one_behind_an_unlisted_name():
    assert sides("Quillonda Dean was deported on Friday.")[1] == ("Quillonda Dean",)


def test_a_heading_is_not_searched_for_people():
    assert sides("Real Impacts Behind Harbor Policy\n\nIt began there.")[1] == ()
