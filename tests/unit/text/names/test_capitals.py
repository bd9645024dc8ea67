"""Runs of capitals: things are left out, and a person among them never is."""

import pytest

from bot.text.names import capitals
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names
from bot.text.prose.tokens import tokenize


def named(words: str) -> str | None:
    """Return what of a run of capitals is taken for a person's name."""
    tokens = tokenize(words)
    span = capitals.personal(tokens, 0, len(tokens))
    return tokens.surface(*span) if span is not None else None


def private(body: str) -> tuple[str, ...]:
    return private_names(body, find_mentions(body))


@pytest.mark.parametrize(
    "words",
    [
        "Oval Office",
        "Dow Jones",
        "Hurricane Marisol",
        "Tropical Storm Ernesto",
        "Lakeside Energy",
        "Electoral College",
        "Harbor Bureau Chief",
        "Committee Chairman",
        "Title IX",
        "Grace Hospital",
        "May Moderate",
        "Coca-Cola",
        "Benavides Awards",
        "NY AG",
        "Fake News",
        "Better Deal",
        "Quillon Chairman",
    ],
)
def test_a_thing_is_nobody(words: str):
    assert named(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Rosa Benavides",
        "Grace Hall",
        "Tran Bao Quoc",
        "Xochitl Garden Pardo",
        "Mark Judge",
        "Win Tolliver",
        "Quoc Wing",
        "Hung Long",
        "Joel J Rivas",
        "Dana Force Whitlock",
    ],
)
def test_whoever_is_not_known_to_be_a_thing_is_a_person(words: str):
    assert named(words) == words


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Playmate Dana Whitlock", "Dana Whitlock"),
        ("Replacing Dana Whitlock", "Dana Whitlock"),
        ("Mexican Dana Whitlock", "Dana Whitlock"),
        ("Dana Whitlock Rejected", "Dana Whitlock"),
        ("Juror Dana Whitlock", "Dana Whitlock"),
    ],
)
def test_what_stands_glued_around_a_name_is_left_off(words: str, name: str):
    assert named(words) == name


@pytest.mark.parametrize(
    "words", ["Calling Marisol", "Obviously Tolliver", "Tropical Ernesto", "Crooked Dana"]
)
def test_one_word_is_no_full_name(words: str):
    assert named(words) is None


@pytest.mark.parametrize(
    "body",
    [
        "He spoke of the Marrow Quillon on Tuesday night.",
        "She bought the airline Marrow Quillon in 2012.",
        "They fled to Marrow Quillon province at night.",
        "He worked for Marrow Quillon Inc. for a year.",
        "He worked for Marrow Quillon & Sons for a year.",
        "She acted in “Marrow Quillon” for a year.",
        "They met on Franklin Street in the rain.",
        "They came from Marrow Bridge in the rain.",
    ],
)
def test_the_words_around_tell_a_thing(body: str):
    assert private(body) == ()


@pytest.mark.parametrize(
    "body",
    [
        "He spoke of the Marrow Quillon case on Tuesday.",
        "He spoke of Marrow Quillon on Tuesday.",
        "The officers held Marrow Quillon on Tuesday.",
        "“Marrow Quillon is my son,” she told him.",
    ],
)
def test_the_words_around_tell_a_person(body: str):
    assert private(body) == ("Marrow Quillon",)


def test_an_initial_tells_a_person():
    assert private("He spoke of the Marrow J Quillon of Ohio.") == ("Marrow J Quillon",)


def test_a_title_before_a_thing_makes_it_nobody():
    assert find_mentions("He praised Representative Baseball Game for a year.") == ()
