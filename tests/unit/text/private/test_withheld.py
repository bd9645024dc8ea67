"""Withheld names: one story, several articles, one answer."""

import pytest

from bot.text.names.entities import find_mentions
from bot.text.printing.summarize import SummarySource, summarize
from bot.text.private.private_names import private_names
from bot.text.private.withheld import holds_private, names_private, withheld_names


def source(body: str) -> SummarySource:
    named = find_mentions(body)
    return SummarySource(
        title="", body=body, mentions=named, private_names=private_names(body, named)
    )


def withheld(*bodies: str) -> tuple[str, ...]:
    return withheld_names([source(body) for body in bodies])


def test_who_is_private_in_one_article_is_named_from_none():
    assert withheld("Rosa Ocampo wept.", "It rained.") == ("Rosa Ocampo",)


def test_a_role_in_one_article_is_known_in_all():
    assert withheld("Rosa Ocampo wept. Ocampo left.", "The lawyer Rosa Ocampo spoke.") == ()


def test_a_role_in_one_article_yields_to_a_private_life_told_in_another():
    bodies = ("Rosa Ocampo, 34, a roofer, wept.", "The lawyer Rosa Ocampo spoke of it.")
    assert withheld(*bodies) == ("Rosa Ocampo",)


def test_a_rank_in_one_article_makes_nobody_public_in_another():
    bodies = ("Rosa Ocampo was a good mother.", "Officer Rosa Ocampo shot a driver, police said.")
    assert "Rosa Ocampo" in withheld(*bodies)


def test_the_surname_of_a_private_person_stays_withheld_beside_a_public_namesake():
    bodies = (
        "Rosa Ocampo wept. Ema Ocampo left. Ocampo was tired.",
        "The lawyer Rosa Ocampo spoke.",
    )
    assert withheld(*bodies) == ("Ema Ocampo", "Ocampo")


def test_a_senators_surname_names_no_private_namesake():
    body = "Senator Susan Collins voted on the bill. Collins left the chamber."
    assert not names_private(body, 41, len(body), find_mentions(body), ("Eliza Collins",))


def test_a_private_namesakes_surname_is_withheld():
    body = "The family of Collins left the town on Friday."
    assert names_private(body, 0, len(body), find_mentions(body), ("Eliza Collins",))


def test_a_public_mention_of_a_withheld_person_is_withheld():
    body = "The lawyer Rosa Ocampo spoke of it on Friday in the town."
    assert names_private(body, 0, len(body), find_mentions(body), ("Rosa Ocampo",))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was told to Judge Ann Moss.", "Mark Judge"),
        ("It was told to Jr. on Friday.", "Tim Ocampo Jr"),
        ("The Quill was found.", "Marrow Quill"),
        ("Ocampos and Ocampoville", "Rosa Ocampo"),
        ("anything", ""),
    ],
)
def test_what_is_no_name_is_not_withheld(text: str, name: str):
    assert not holds_private(text, (name,))


@pytest.mark.parametrize(
    "text", ["Rosa Ocampo wept.", "Ocampo wept.", "“Ocampo” wept.", "Ocampo’s son"]
)
def test_a_private_name_is_withheld_in_full_and_by_its_surname(text: str):
    assert holds_private(text, ("Rosa Ocampo",))


def test_a_surname_that_is_a_title_is_withheld_where_no_name_follows():
    assert holds_private("The court heard Judge on Friday.", ("Mark Judge",))


def test_a_story_about_a_private_person_is_told_without_the_name():
    body = (
        "Officers took Rosa Ocampo from a plant in Millbrook, Ohio, on Tuesday morning.\n\n"
        "A worker at a Millbrook plant was taken by federal officers on Tuesday morning.\n\n"
        "The town council of Millbrook met on Tuesday evening to speak about the raid."
    )
    texts = [one.text for one in summarize([source(body)])]
    assert len(texts) == 2
    assert not any("Ocampo" in text for text in texts)
