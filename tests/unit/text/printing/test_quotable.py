"""Quotable sentences: which of an article's can stand alone, and which an editor would print."""

from __future__ import annotations

import pytest

from bot.text.printing.quotable import find_quotable
from tests.unit.text.building import mentions


def quotable(text: str, **given):
    return [one.text for one in find_quotable(text, mentions(text), given.get("private", ()))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Will the states comply with the order or resist it?",
        "Click here to read the full report on the raid.",
        "I have always found it hard to walk past the plant.",
        "You can see the plant from every street in the town.",
        "We went to the plant early in the morning on Friday.",
        "He told the council that the raid had come without warning.",
        "But the council of the town had known of the raid.",
        "Among them was a worker who had lived there for years.",
        "“The raid was a shock to every one of us in this town,” said Carla Ruiz.",
        "“The raid came out of nowhere,” and nobody in the whole town was ready for it.",
        "“The raid was a shock to every one of us.",
        "Rosa Lima was taken from the plant in the raid on Tuesday.",
        "The family of Lima was not told of the raid on Tuesday.",
        "“It is late. The raid was over by noon and the town was quiet,” said Carla Ruiz.",
        "The “raid” in the town was a “shock to many who had lived there for years.",
        'The mayor"s office was open when the officers came to the plant.',
        "Too short to tell.",
        "The caption of a picture without a full stop at its end",
        "CLOSE Officers stand before the plant in the town that was raided.",
        "Officers stand before a plant in Millbrook, Ohio, on June 29, 2018.",
        "Sam PoolePoole leads the plant of the town that was raided.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_left_out(sentence):
    assert quotable(sentence, private=("Rosa Lima",)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "ICE said it would “pursue all proper measures” against the county.",
        "The jail of Ohio’s largest county held 300 people for the agency.",
        "A law of Ohio bars “any such raid” on a plant of more than 40 people.",
        "Carla Ruiz asked the court whether “we the people” had a say in it.",
    ],
)
def test_a_sentence_with_its_speaker_stands_alone(sentence):
    assert quotable(sentence) == [sentence]


def test_without_known_names_a_capitalised_one_is_the_speaker():
    text = "On Monday Sam Poe called the raid a “shock to the whole town” and left."

    assert [one.text for one in find_quotable(text, (), ())] == [text]


@pytest.mark.parametrize(
    "dateline",
    [
        "COLUMBUS, Ohio (AP) — ",
        "MILLBROOK (Reuters) - ",
        "AKRON — ",
        "(CNN) ",
        "Akron, Ohio (CNN) ",
        "AKRON/CLEVELAND (Reuters) - ",
        "EXCLUSIVE: ",
        "BREAKING: ",
        "Breaking — ",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(dateline):
    sentence = "Officers arrested 40 workers at a meat plant on Tuesday."

    assert quotable(dateline + sentence) == [sentence]


def test_the_span_is_the_text():
    (one,) = find_quotable("AKRON — Officers arrested 40 workers at a plant on Tuesday.", (), ())

    assert (one.start, one.rank) == (8, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "First of all, the town has had a plant since the last century.",
        "For example, the plant in Millbrook employs many people of Ohio.",
        "It's hard to say how many people of Ohio work at the plant.",
        "The spineless council of the town let the officers into the plant.",
        "Officers told the paper that he was arrested on drug charges in 1996.",
        "These large groups of people reach the border of Ohio on foot.",
        "ICE let these large groups of people go on Friday in Ohio.",
        "“The raid was a shock,” the owner of a plant in Ohio said on Friday.",
        "The next day officers of the agency arrested 40 people in Ohio.",
        "Two days later officers of ICE came to the plant in Millbrook.",
        "That night officers of ICE came to the plant in Millbrook, Ohio.",
        "At the time the plant in Millbrook, Ohio, employed 40 people.",
        "Officers of ICE have arrested 40 people in Millbrook, Ohio!",
        "By Sam Poole and Ada Quill of the Harbor Tribune in Millbrook.",
        "Sam Poole is a staff reporter covering courts and jails in Ohio.",
        "Officers of ICE stand before a plant in this undated photo of it.",
        "ICE did not respond to a request for comment on the plant in Ohio.",
        "Apologists for the plant in Millbrook have said so for many years.",
        "The fact that the plant in Millbrook is old is lost on nobody there.",
        "“It was a shock to many of us,” as they said of the plant in Ohio.",
        "Workers of a plant in Millbrook holding flags before the town hall.",
        "...The council of Millbrook must act on a plant this week, ICE said.",
        "Featuring pictures of Ohio, it was shown to the council of Millbrook.",
        "When officers came to Millbrook, they went to a plant on Main Street.",
        "Get the latest from the town of Millbrook in your inbox each day.",
        "Follow the raid in Millbrook, Ohio, with @harbortribune all day.",
        "| AP Photo of the plant in Millbrook that officers raided on Tuesday.",
    ],
)
def test_a_sentence_an_editor_would_not_print_is_left_out(sentence):
    assert quotable(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The company that runs the plant said it checks the papers of all.",
        "The group of workers met a lawyer at the town hall on Friday.",
        "The judge said that he would hear the workers on Friday morning.",
        "Carla Ruiz said on Friday that she would take the case to court.",
        "The council called the order “foolish” and will not follow it, ICE said.",
    ],
)
def test_what_says_whom_it_means_is_printed(sentence):
    assert quotable(sentence) == [sentence]


def test_a_sentence_that_is_mostly_quotation_is_left_out():
    assert quotable("“The raid was a shock to all of us in town,” ICE said on Friday.") == []
