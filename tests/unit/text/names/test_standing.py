"""Roles: which are public offices, which are none, and which are of a private life."""

from __future__ import annotations

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names

_PEOPLE = {EntityKind.OFFICIAL, EntityKind.PERSON}


def people(text: str) -> dict[str, EntityKind]:
    found = find_mentions(text)
    return {m.surface: m.entity.kind for m in found if m.entity.kind in _PEOPLE}


@pytest.mark.parametrize(
    "text",
    [
        "The lawyer Joel Vantour was picked up by ICE outside the federal courthouse.",
        "The director Joel Vantour was detained by ICE agents in the county.",
        "Joel Vantour, a lawyer for ICE detainees, was deported.",
        "Joel Vantour, a supervisor at a meatpacking plant, was hurt.",
        "Joel Vantour, a supervisor at Quillport Foods, was hurt.",
        "Joel Vantour, a security officer at a shopping mall, spoke.",
        "Joel Vantour, president of his senior class, spoke.",
        "Joel Vantour, captain of the soccer team, spoke.",
        "Class president Joel Vantour spoke.",
        "Shift supervisor Joel Vantour spoke.",
        "Joel Vantour, a former mayor in Honduras, asked for asylum.",
        "Joel Vantour, former mayor of Tela, Honduras, asked for asylum.",
        "Former Honduran police officer Joel Vantour asked for asylum.",
        "Joel Vantour, a mayor in Honduras, was deported.",
        "Joel Vantour, who wrote a letter to a judge, asked for mercy.",
        "Joel Vantour, who wrote about it online, spoke.",
        "Joel Vantour, who speaks for himself, was afraid.",
        "Joel Vantour, a candidate for asylum, waited.",
        "Joel Vantour, a supervisor at a laundry in San Francisco, spoke.",
        "Line supervisor Joel Vantour spoke.",
        "Joel Vantour, a captain at a steakhouse, spoke.",
        "Joel Vantour, head of a household of six, spoke.",
        "Joel Vantour, president of his own roofing company, spoke.",
        "Joel Vantour, founder of Quill Roofing in Ohio, spoke.",
        "Joel Vantour, founder of the soccer league, spoke.",
        "Joel Vantour, who leads a Bible study in his kitchen, spoke.",
        "Joel Vantour, who leads a youth group at church, spoke.",
        "Joel Vantour, who runs a diner, spoke.",
        "Scout leader Joel Vantour spoke.",
        "Mariachi leader Joel Vantour spoke.",
        "Teaching assistant Joel Vantour spoke.",
        "Joel Vantour, who co-founded Lucky Nails, spoke.",
        "School secretary Joel Vantour spoke.",
        "Joel Vantour, a secretary at the school, spoke.",
        "Restaurant host Joel Vantour spoke.",
        "Homecoming king Joel Vantour spoke.",
        "Photographer Joel Vantour lost an eye.",
        "Youth minister Joel Vantour was deported.",
        "Joel Vantour, a former candidate for mayor of Tver, was detained.",
        "Dean Joel Vantour, 28, a driver, spoke.",
        "Joel Vantour, a doctoral candidate at Quillport University, was detained.",
        "Joel Vantour, a candidate, was detained.",
        "The son of the mayor, Joel Vantour, was asleep.",
        "The friend of a police officer, Joel Vantour, was asleep.",
        "The mother of one of the agents, Joel Vantour, was asleep.",
        "The head of the group told reporters in Quillport, Joel Vantour said.",
        "After the chair of the Quillport Democratic Party, Joel Vantour spoke.",
        "Quillport chairman, Joel Vantour, spoke.",
        "In Boise, Idaho, Joel Vantour, a roofer, spoke.",
        "The mayor of Houston said no, Joel Vantour and others recalled.",
    ],
)
def test_whoever_holds_no_office_in_truth_is_private(text: str):
    assert people(text) == {}
    assert "Joel Vantour" in private_names(text, find_mentions(text))


@pytest.mark.parametrize(
    "text",
    [
        "Police chief Joel Vantour was indicted.",
        "Joel Vantour, director of the county jail, was convicted.",
        "Mayor Joel Vantour was arrested.",
        "Joel Vantour, a former mayor of Boise, was deported.",
        "Joel Vantour, a supervisor in Fresno County, spoke.",
        "Supervisor Joel Vantour spoke.",
        "Joel Vantour, a supervisor in San Francisco, spoke.",
        "Joel Vantour, a captain at the county jail, spoke.",
        "Secretary of State Joel Vantour spoke.",
        "Joel Vantour, the minister of justice, was detained.",
        "Joel Vantour, the speaker of the state House, spoke.",
        "Joel Vantour, a spokesman for the sheriff, declined.",
        "Joel Vantour, an attorney with the Department of Justice, declined.",
        "Joel Vantour, who served as a judge, spoke.",
        "The medical examiner Joel Vantour ruled it a homicide.",
        "Joel Vantour, the county’s medical examiner, ruled it a homicide.",
        "Council Member Joel Vantour called for a vote.",
        "Council members Ana Quill and Joel Vantour called for a vote.",
    ],
)
def test_an_office_makes_an_official_whatever_befalls(text: str):
    assert people(text).get("Joel Vantour") is EntityKind.OFFICIAL


@pytest.mark.parametrize(
    "text",
    [
        "Attorney Joel Vantour said ICE agents had no warrant.",
        "City council candidate Joel Vantour was handcuffed outside the court.",
        "Joel Vantour, a candidate for sheriff, was arrested.",
        "The Republican nominee for mayor, Joel Vantour, backed it.",
        "The Quillport GOP chairman, Joel Vantour, praised it.",
        "The chair of the Quillport Democratic Party, Joel Vantour, praised it.",
        "Father Joel Vantour said Mass in the parking lot.",
        "Fr. Joel Vantour spoke.",
        "Joel Vantour, who speaks for the family, spoke.",
        "Joel Vantour, who wrote the opinion, spoke.",
        "They met one of the lawyers, Joel Vantour, there.",
        "Joel Vantour, who wrote the book on a mayor, spoke.",
        "Transition team spokesman Joel Vantour spoke.",
        "Joel Vantour, chief executive of Quill Foods, spoke.",
        "Joel Vantour, who leads the teachers’ union, spoke.",
        "Show host Joel Vantour spoke.",
        "Prof. Joel Vantour spoke.",
        "Joel Vantour, who leads the legal team, spoke.",
        "Joel Vantour, who leads the county bar association, spoke.",
        "Photographer Joel Vantour of the Lakeshore Tribune lost an eye.",
    ],
)
def test_a_public_role_without_office_makes_a_public_person(text: str):
    assert people(text) == {"Joel Vantour": EntityKind.PERSON}


@pytest.mark.parametrize(
    "text",
    [
        "Father Joel Vantour wept at the gate.",
        "Father Joel Vantour, 34, was deported on his way to Mass.",
        "Father Joel Vantour went to Mass while his wife waited.",
        "Rosa’s Father Joel Vantour went to Mass.",
    ],
)
def test_a_father_is_a_priest_only_where_a_church_and_no_family_is_spoken_of(text: str):
    assert people(text) == {}


def test_a_lawyer_and_a_surname_near_an_agency_are_nobody_known():
    assert people("They said attorney Vantour, whom ICE had called, would come.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Joel Vantour, president of the homeowners' association, spoke.",
        "Joel Vantour, president of her condo association, spoke.",
        "Joel Vantour, president of the local PTA, spoke.",
        "HOA president Joel Vantour spoke.",
        "Homeowners' association president Joel Vantour spoke.",
    ],
)
def test_who_heads_neighbors_or_parents_is_private(text: str):
    assert people(text) == {}


def test_the_president_of_a_national_association_is_public():
    assert "Joel Vantour" in people("Joel Vantour, president of the National PTA, spoke.")
