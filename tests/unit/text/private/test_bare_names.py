"""Names by one word: children, and who is told by an age or a private life."""

import pytest

from bot.text.names.entities import find_mentions
from bot.text.private.bare_names import spans_of
from bot.text.private.private_names import private_names
from bot.text.private.withheld import names_private


def private(body: str) -> tuple[str, ...]:
    return private_names(body, find_mentions(body))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("Their daughter, Sofía, 5, asks for him.", "Sofía"),
        ("Yaretzi (9) asks for him.", "Yaretzi"),
        ("Thiago, a 4-year-old boy, was led away.", "Thiago"),
        ("Five-year-old Mateo was led away.", "Mateo"),
        ("They took 17-year-old Wilmer Xol.", "Wilmer Xol"),
        ("Her son Kevin has leukemia.", "Kevin"),
        ("The boy, Thiago, was born in Tampa.", "Thiago"),
        ("Baby Itzel was nursing.", "Itzel"),
        ("Little Yareli asks every night.", "Yareli"),
        ("Eighteen-month-old Amara was left there.", "Amara"),
        ("A boy named Quetzal was led away.", "Quetzal"),
        ("Her baby, who is called Quetzal, was asleep.", "Quetzal"),
        ("The children, Emily, Yadira and Jayden, are citizens.", "Emily"),
        ("The children, Emily, Yadira and Jayden, are citizens.", "Yadira"),
        ("The children, Emily, Yadira and Quetzalli, are citizens.", "Quetzalli"),
        ("Her brother Deputy Itzel left.", "Itzel"),
        ("“Óscar is my friend,” a boy said.", "Óscar"),
        ("When Kevin came home, nobody was there.", "Kevin"),
        ("Min-jun Park came at age six.", "Min-jun Park"),
        ("Eusebio Tax, a welder, was led away.", "Eusebio Tax"),
        ("Eusebio Tax, a quiet asylum seeker from Peru, was led away.", "Eusebio Tax"),
        ("Dell Hutchins, a farmer, lost ten pickers.", "Dell Hutchins"),
        ("It was told to Ema Lima, 34, on Friday.", "Ema Lima"),
        ("Dr. Haidari, a dentist, was held.", "Haidari"),
    ],
)
def test_a_name_is_known_by_what_stands_around_it(body: str, name: str):
    assert name in private(body)


@pytest.mark.parametrize(
    "body",
    [
        "He was held in Ohio, 12 miles from Dallas, 5 days later.",
        "In March, 20 people left, and on Friday, 30.",
        "A 34-year-old Mexican was held, and a 19-year-old Harbor student.",
        "Then-candidate Trump and Ex-president Obama spoke.",
        "His wife told ICE, and her brother Monday.",
        "A state-owned Ohio firm and Iran-backed Houthis were named.",
        "Dallas was calm.",
        "Cook County, a plaintiff, won.",
        "In Dallas, a resident saw it, and in Downtown Dallas, 34.",
        "It is a fund, an owner said, 12, and 5.",
        "Hurricane Irma came.",
        "Trump account attacks Clinton jokes again.",
        "A 19-year-old Dreamer wept.",
        "Ray Tax, a lawyer and mother, spoke.",
        "Sheriff Wade Tolliver spoke. “Thank you, Wade,” a man said.",
        "Wade Tolliver, a sheriff and a father, spoke.",
        "Title 42, 8, and Form I-9, 20, were named.",
    ],
)
def test_what_is_no_private_person_is_no_bare_name(body: str):
    assert private(body) == ()


@pytest.mark.parametrize(
    "duty",
    [
        "who served on the jury",
        "who served time for theft",
        "who runs a small diner",
        "who teaches third grade",
        "who wrote a letter to a paper",
    ],
)
def test_a_duty_of_a_private_life_makes_nobody_public(duty: str):
    assert private(f"Nan Whitlow, {duty}, wept.") == ("Nan Whitlow",)


@pytest.mark.parametrize(
    "duty",
    ["who runs the Harbor Rights Project", "who wrote the bill", "who teaches immigration law"],
)
def test_a_public_duty_makes_somebody_public(duty: str):
    assert private(f"Nan Whitlow, {duty}, spoke.") == ()


def test_the_longest_of_overlapping_names_is_kept():
    taken = bytearray(6)
    taken[5] = 1

    assert spans_of([(1, 2), (0, 2), (3, 4), (4, 6)], taken) == [(0, 2), (3, 4)]


def test_a_full_name_is_withheld_though_its_last_word_is_a_town():
    body = "It was told to Ema Lima on Friday."
    towns = tuple(one for one in find_mentions("Lima, Ohio") if one.surface == "Lima")
    (town,) = towns
    at = body.index("Lima")
    named = (type(town)(entity=town.entity, surface="Lima", start=at, end=at + 4),)

    assert names_private(body, 0, len(body), named, ("Ema Lima",))
