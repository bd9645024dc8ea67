"""Organisations no list and no shape gives: what the words beside them say, and whom they spare."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions


def organisations(body: str) -> list[str]:
    found = find_mentions(body)
    return [mention.entity.name for mention in found if mention.entity.kind is EntityKind.ORG]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Open Lantern, a group that keeps beds, sued.", "Open Lantern"),
        ("Open Lantern, a small legal nonprofit, sued.", "Open Lantern"),
        ("La Marea, a group based in Elko, sued.", "La Marea"),
        ("Marealta, a rights group, sued.", "Marealta"),
        ("She asked the nonprofit Open Lantern for help.", "Open Lantern"),
        ("They formed a group called Open Lantern.", "Open Lantern"),
        ("He is an attorney at Open Lantern.", "Open Lantern"),
        ("He is an attorney at the Open Lantern.", "Open Lantern"),
        ("She is executive director of Immigrant Harbor.", "Immigrant Harbor"),
        ("Jane Roe, who leads Nebraska Harborlight, sued.", "Nebraska Harborlight"),
        ("A spokeswoman for Open Lantern said no.", "Open Lantern"),
        ("Voices of Marealta, a union that sued, won.", "Voices of Marealta"),
    ],
)
def test_a_body_is_known_by_what_the_text_calls_it(text: str, name: str):
    assert organisations(text) == [name]


def test_a_body_that_was_introduced_is_found_again():
    text = "Open Lantern, a group that keeps beds, sued. On Monday Open Lantern lost."
    assert organisations(text) == ["Open Lantern", "Open Lantern"]


@pytest.mark.parametrize(
    "text",
    [
        "Ines Villaverde, a co-founder of the network, blew a whistle.",
        "After they took Renatina Abrelo, a coalition based in Elko sued.",
        "Jane Abrelo, a union that way, said so.",
        "According to Abrelo, a group that marched was stopped.",
        "They praised the charity Open Abrelo founded.",
        "They praised the charity Renatina Sun admired.",
        "He is an attorney at Abrelo.",
        "A spokesman for Renatina Abrelo said no.",
        "Abrelo's, a company that packs, closed.",
        "Homan, a group that marched, was stopped.",
        "Near Open Lantern, a group that marched was stopped.",
        "He leads a group. Open Lantern is a bay.",
        "Open Lantern, the group that marched, is a bay.",
        "The group President Abrelo met was small.",
        "The group Monday was small.",
        "The union, Friday",
        "A group of Open Lantern swimmers",
        "the company is small and the firm",
        "an attorney who",
        "the attorney at",
        "Open Lantern, a group hug that",
        "A spokesman for House Speaker Paul Ryan declined.",
        "A spokeswoman for Texas Gov. Greg Abbott declined.",
        "An attorney for Honduran President Xiomara Castro declined.",
    ],
)
def test_nobody_and_no_place_becomes_a_body(text: str):
    assert organisations(text) == []
