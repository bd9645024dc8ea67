"""Leaning: a sentence that refers back is printed behind one that says to what."""

from __future__ import annotations

import pytest

from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.names.entities import find_mentions
from bot.text.printing.leaning import lean, points_back, told_by
from bot.text.printing.quotable import find_quotable
from bot.text.printing.summarize import SummarySource, summarize
from tests.unit.text.building import mentions

CENTER = "The center is run by a private company from Florida, records show."
HELD = "ICE holds 300 people at a detention center in Millbrook, Ohio, the agency said."


def lacks(text: str) -> frozenset[str]:
    return lean(text, text, (0, len(text)), mentions(text))[0]


def source(body: str, title: str = "ICE in Ohio") -> SummarySource:
    return SummarySource(title=title, body=body, mentions=find_mentions(body))


def texts(*bodies: str, title: str = "ICE in Ohio") -> list[str]:
    return [one.text for one in summarize([source(body, title) for body in bodies])]


@pytest.mark.parametrize(
    "sentence",
    [
        CENTER,
        "The company declined to say how many people it employs in Ohio.",
        "The suspect lived in the town for some years before he left it.",
        "The agency's 40 officers came to the town early in the morning.",
        "The lawsuit was filed on behalf of two women from the town.",
        "The ruling, which came on Friday, was a blow to the town.",
        "The private facility has held people since the last century.",
        "The 34-year-old man was taken to a hospital in the town.",
        "The federal judge ruled that the town had a say in it.",
        "Young people who live here under the program waited for word.",
        "Officers took the man away early in the morning on Friday.",
        "That decision was not a surprise to the people of Ohio.",
        "Many worry about a raid in the towns of Ohio this year.",
        "Some were taken to a county of Ohio in the west, ICE said.",
        "In his ruling, Judge Ann Moss let 40 people go on Friday.",
        "The photos were taken in a town of Ohio by two reporters.",
        "The hashtag's author lived in a town in the west of Ohio.",
    ],
)
def test_a_noun_that_does_not_say_which_one_needs_an_introduction(sentence: str):
    assert lacks(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The center of Chicago was quiet on Friday morning, people said.",
        "The company that runs the plant said it checks the papers of all.",
        "The Millbrook jail held 300 people for the agency on Friday.",
        "The man who drove was let go on Friday, a sheriff said.",
        "A federal judge ruled on Friday, and the judge gave her reasons.",
        "The president said on Friday that it was a good day for Ohio.",
        "The photos of a plant were taken by two reporters in Ohio.",
        "The White House said on Friday that it would not change course.",
        "ICE told a court on Friday that the agency had no such list.",
    ],
)
def test_a_noun_that_says_which_one_needs_nothing(sentence: str):
    assert lacks(sentence) == frozenset()


def test_a_sentence_that_leans_on_nothing_leads_in_the_place_of_one_that_does():
    told = "A town in Ohio will vote in May on a plan of its council, it said on Friday."

    assert texts(f"{CENTER}\n\n{told}", title="The center is run by a company") == [told]


def test_a_sentence_follows_the_one_that_introduces_its_noun():
    assert texts(f"{HELD}\n\n{CENTER}") == [HELD, CENTER]


def test_a_noun_is_not_introduced_by_what_comes_after_it():
    assert texts(f"{CENTER}\n\n{HELD}") == [HELD]


def test_another_outlets_sentence_introduces_too():
    assert texts(HELD, CENTER) == [HELD, CENTER]


def test_a_headline_introduces_a_noun_within_a_sentence():
    sentence = "Young people who live in Ohio under the program waited for word."

    assert texts(sentence, title="A program for the young ends") == [sentence]
    assert texts(sentence, title="A quiet day in Ohio") == []


def test_a_noun_of_no_class_is_introduced_by_its_own_word():
    first = "Reporters took a photo of a plant in Millbrook, Ohio, on Friday morning."
    second = "The photos were taken in a street of Millbrook, Ohio, at ten."

    assert texts(f"{first}\n\n{second}") == [first, second]
    assert texts(second) == []


def test_a_headline_introduces_no_noun_to_open_with():
    assert texts(CENTER, title="A center in Ohio") == []


def test_one_of_several_things_said_stands_behind_another():
    also = "ICE also said on Friday that it would hold 40 people in Ohio."

    assert texts(also) == []
    assert texts(f"{HELD}\n\n{also}") == [HELD, also]


def test_a_move_follows_whatever_was_said():
    move = "The decision came a day after a vote in Millbrook, Ohio, on Monday."

    assert texts(move) == []
    assert texts(f"{HELD}\n\n{move}") == [HELD, move]


def test_a_surname_needs_the_full_name_before_it():
    bare = "Tolliver told the council on Friday that he would hold nobody for ICE."
    full = "Sheriff Wade Tolliver will no longer hold people for ICE in a county of Ohio."

    assert texts(f"{full}\n\n{bare}") == [full, bare]
    assert bare not in texts(f"Sheriff Wade Tolliver spoke.\n\n{bare}\n\n{HELD}")


@pytest.mark.parametrize("name", ["Trump", "Sheriff Tolliver"])
def test_a_famous_surname_and_one_behind_a_title_need_nothing(name: str):
    body = f"Wade Tolliver met.\n\n{name} told the council on Friday of a new plan for Ohio."
    person = Entity(id=EntityId("official:x"), kind=EntityKind.OFFICIAL, name="Wade Tolliver")
    last = name.removeprefix("Sheriff ")
    at = body.rindex(last)
    named = (Mention(entity=person, surface=last, start=at, end=at + len(last)),)

    assert lean(body, body, (20, len(body)), named)[0] == frozenset()


def test_a_name_inside_a_quotation_needs_no_introduction():
    (one,) = find_quotable(
        "ICE said on Friday that “Holt knew” of a raid in Millbrook, Ohio, and kept still.",
        mentions("ICE said on Friday that “Holt knew” of a raid in Millbrook, Ohio."),
        (),
    )

    assert one.needs == frozenset()


def test_a_sentence_introduces_its_people_and_its_nouns():
    text = "Dana Holt sued a jail in Ohio."

    _, introduced = lean(text, text, (0, len(text)), mentions(text))

    assert {"official:dana-holt", "place", "suit"} <= introduced


def test_headlines_introduce_nouns():
    assert told_by(["A jail in Ohio", "Judge's order"]) >= {"place", "ruling"}


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("ICE let these groups of people go.", True),
        ("ICE let those who had papers go.", False),
        ("ICE has no such list, it said.", True),
        ("ICE took papers such as cards.", False),
    ],
)
def test_a_pronoun_before_a_noun_points_back(text: str, points: bool):
    assert points_back(text) is points
