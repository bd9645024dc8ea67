"""Appositions: the public role said behind a name, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.domain.entities import PEOPLE
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names


def roles(text: str) -> dict[str, str | None]:
    return {m.entity.name: m.entity.role for m in find_mentions(text) if m.entity.kind in PEOPLE}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Joel Vantour, running for mayor, spoke.", "running for mayor"),
        ("Joel Vantour, who is running for governor, spoke.", "who is running for governor"),
        ("Joel Vantour, a roofer running for city council, spoke.", "running for city council"),
        ("Joel Vantour, who is challenging Rep. Ana Quill, spoke.", "who is challenging Rep. Ana"),
        (
            "Joel Vantour, who won the primary for sheriff, spoke.",
            "who won the primary for sheriff",
        ),
        ("Joel Vantour, who is seeking a third term, spoke.", "who is seeking a third term"),
        ("Joel Vantour, who was elected mayor in May, spoke.", "who was elected mayor in May"),
        ("Joel Vantour, the first woman elected to the council, spoke.", "elected to the council"),
        ("Joel Vantour, who was acting ICE director in May, spoke.", "who was acting ICE director"),
        ("Joel Vantour, who sits on the city council, spoke.", "who sits on the city council"),
        ("Joel Vantour, who argued the case for the state, spoke.", "who argued the case for the"),
        ("Joel Vantour, speaking for the nurses' union, spoke.", "speaking for the nurses"),
        ("Joel Vantour, of counsel to the union, spoke.", "of counsel"),
        ("Joel Vantour, one of her lawyers, spoke.", "lawyer"),
        ("Joel Vantour, a steward speaking for Local 9, spoke.", "steward"),
        (
            "Joel Vantour, a member of the county Board of Supervisors, spoke.",
            "member of the county",
        ),
        ("Joel Vantour, the county's elected clerk, spoke.", "elected clerk"),
        ("Joel Vantour, the city manager, spoke.", "city manager"),
        ("Joel Vantour, a write-in candidate for sheriff, spoke.", "write-in candidate"),
        ("Joel Vantour, the top Democrat on the panel, spoke.", "top Democrat"),
        ("Joel Vantour, a Democrat who represents Yuma, spoke.", "who represents Yuma"),
        ("Joel Vantour, author of a book on the border, spoke.", "author"),
        (
            "Joel Vantour of the state chapter of the ACLU spoke.",
            "of the state chapter of the ACLU",
        ),
        ("Joel Vantour of the Ohio branch of the NAACP spoke.", "of the Ohio branch of the NAACP"),
        ("KXQV's Joel Vantour spoke.", "of KXQV"),
        ("Former ICE chief of staff Joel Vantour spoke.", "Former ICE chief of staff"),
        ("Register of deeds Joel Vantour spoke.", "Register of deeds"),
        ("Director of Public Safety Joel Vantour spoke.", "Director of Public Safety"),
        ("Special Agent in Charge Joel Vantour spoke.", "Special Agent in Charge"),
        ("Her attorneys, Ana Quill and Joel Vantour, spoke.", "attorney"),
    ],
)
def test_a_role_is_read_from_what_is_said_beside_the_name(text: str, role: str):
    assert (roles(text).get("Joel Vantour") or "").startswith(role)


@pytest.mark.parametrize(
    "text",
    [
        "Joel Vantour, running from agents, fell.",
        "Joel Vantour, who is running late, fell.",
        "Joel Vantour, who is seeking asylum, fell.",
        "Joel Vantour, who won a lottery, fell.",
        "Joel Vantour, speaking for himself, fell.",
        "Joel Vantour, one of six plaintiffs, fell.",
        "Joel Vantour, one of the agents' victims, fell.",
        "Joel Vantour, a member of the church council, fell.",
        "Joel Vantour, who sits on the church council, fell.",
        "Joel Vantour, who sits in a cell at the county jail, fell.",
        "Joel Vantour, who holds a green card, fell.",
        "Joel Vantour, who argued with agents, fell.",
        "Joel Vantour, who served in the Army, fell.",
        "Joel Vantour, who served as an interpreter, fell.",
        "Joel Vantour, who runs marathons, fell.",
        "Joel Vantour, who represents herself, fell.",
        "Joel Vantour, who teaches welding, fell.",
        "Joel Vantour, who was a roofer in Ohio, fell.",
        "Joel Vantour, who retired as a roofer, fell.",
        "Joel Vantour, a store manager, fell.",
        "Joel Vantour of the state branch of his bank fell.",
        "Joel Vantour, a Mam speaker, fell.",
        "Joel Vantour, a Democrat, fell.",
        "Joel Vantour, author of a letter, fell.",
        "Arrested by the agents, Ana Quill and Joel Vantour fell.",
    ],
)
def test_what_only_sounds_like_a_role_makes_nobody_public(text: str):
    assert roles(text).get("Joel Vantour") is None
    assert "Joel Vantour" in private_names(text, find_mentions(text))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Joel Vantour and Ana Quill, lawyers for Duy Minh, spoke.", "lawyer"),
        ("Ana Quill and Joel Vantour, lawyers for Duy Minh, spoke.", "lawyer"),
        ("Ana Quill, Joel Vantour and Bo Tarrant, attorneys in Ohio, spoke.", "attorney"),
        ("Joel Vantour and Ana Quill, spokesmen for the county, spoke.", "spokesman"),
        ("Texas' mayor, Joel Vantour, spoke.", "mayor"),
    ],
)
def test_a_plural_role_is_said_of_everybody_in_a_list(text: str, role: str):
    assert roles(text)["Joel Vantour"] == role


@pytest.mark.parametrize(
    "text",
    [
        "Joel Vantour and Ana Quill, their lawyer, spoke.",
        "Joel Vantour and Ana Quill, owners of a bakery, spoke.",
        "Joel Vantour and Ana Quill, leaders of a scout troop, spoke.",
        "Joel Vantour and Ana Quill, consultants, spoke.",
        "Joel Vantour, lawyers said, was afraid.",
    ],
)
def test_no_role_of_one_or_of_a_private_life_is_said_of_a_list(text: str):
    assert "Joel Vantour" not in roles(text)
