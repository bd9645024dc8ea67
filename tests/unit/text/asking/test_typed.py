"""Lines as keyboards and chats dress them up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.errors import QuestionError
from bot.text.asking.queries import parse_query
from bot.text.asking.questions import parse_question

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "latest n:2",
        "/news latest n:2",
        "/News LATEST N:2",
        "news  latest\tn:2",
        "`latest n:2`",
        "\u200e/news\u00a0latest n:2\u200f",
        "\ufefflatest n:2",
    ],
)
def test_a_command_is_read_however_it_was_typed_or_pasted(line: str):
    question = parse_question(line, now=NOW)

    assert (question.command, question.values["n"]) == ("latest", 2)


def test_a_word_that_begins_like_the_command_is_a_word():
    with pytest.raises(QuestionError, match="“/newsletter”"):
        parse_question("/newsletter", now=NOW)


@pytest.mark.parametrize(
    "phrase",
    [
        '"two words"',
        "“two words”",
        "„two words“",
        "«two words»",
        "‹two words›",
        "＂two words＂",
        "「two words」",
        "'two words'",
        "‘two words’",
    ],
)
def test_a_phrase_may_stand_in_the_quotation_marks_of_any_keyboard(phrase: str):
    assert parse_query(f"{phrase} jail", now=NOW).groups == (("two words",), ("jail",))


@pytest.mark.parametrize("words", ["sheriffs' jails' beds", "ICE’s plan", "rock 'n roll"])
def test_an_apostrophe_opens_no_phrase(words: str):
    assert parse_query(words, now=NOW).groups == tuple((word,) for word in words.split())


def test_an_option_takes_a_value_in_single_quotation_marks():
    question = parse_question("latest outlet:'Capital Ledger' n:1", now=NOW)

    assert question.values["outlet"] == "Capital Ledger"


@pytest.mark.parametrize("option", ["--n=3", "--n 3", "—n=3", "–n:3"])
def test_an_option_with_dashes_is_told_how_options_are_written(option: str):
    with pytest.raises(QuestionError, match=r"Options have no dashes here: n:(3|…)\. Try: latest"):
        parse_question(f"latest {option}", now=NOW)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("story 12 timeline", "story 12 view:timeline"),
        ("claims #12 Figure", "claims #12 type:figure"),
        ("story https://a.example/x sources", "story https://a.example/x view:sources"),
    ],
)
def test_an_option_without_its_name_is_told_with_its_name(line: str, meant: str):
    with pytest.raises(QuestionError, match=f"Did you mean: {meant}"):
        parse_question(line, now=NOW)


@pytest.mark.parametrize("line", ["claims jail quote", "report 12 reason:other quote", "story 12"])
def test_words_that_are_no_storys_option_are_left_as_they_are(line: str):
    assert parse_question(line, now=NOW).command == line.split(maxsplit=1)[0]


def test_dashes_before_a_word_that_is_no_option_are_the_searchs_own():
    assert parse_question("search x --minors", now=NOW).values["query"] == "x --minors"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("watch", "`watch` takes one of add, edit, list, pause, resume, remove."),
        ("watch lst", "but found “lst”. Did you mean `watch list`?"),
        ("Feed", "`feed` takes one of list, test, pause, resume, retry."),
    ],
)
def test_half_a_command_is_told_its_other_halves(line: str, told: str):
    with pytest.raises(QuestionError) as raised:
        parse_question(line, now=NOW)

    assert told in str(raised.value)


@pytest.mark.parametrize("state", ["OR", "or", "Oregon", '"oregon"', "Ore."])
def test_a_state_may_be_given_by_its_letters_or_its_name(state: str):
    assert parse_question(f"latest state:{state}", now=NOW).values["state"] == "OR"
    assert parse_query(f"jail state:{state}", now=NOW).state == "OR"


@pytest.mark.parametrize(
    ("state", "told"),
    [("oregn", "Did you mean OR?"), ("XX", "two letters"), ("OR,CO", "two letters")],
)
def test_a_state_that_is_none_is_refused_instead_of_finding_nothing(state: str, told: str):
    for read in (parse_question, parse_query):
        with pytest.raises(QuestionError, match="is not known") as raised:
            read(f"latest state:{state}", now=NOW)
        assert told in str(raised.value)


@pytest.mark.parametrize(("word", "read"), [("true", True), ("No", False), ("on", True)])
def test_a_yes_and_a_no_are_read(word: str, read: bool):
    assert parse_question(f"reload dry_run:{word}", now=NOW).values["dry_run"] is read


def test_a_word_that_is_neither_yes_nor_no_changes_nothing():
    with pytest.raises(QuestionError, match="neither true nor false"):
        parse_question("reload dry_run:maybe", now=NOW)


def test_a_kind_that_is_none_is_refused_with_the_nearest():
    for read in (parse_question, parse_query):
        with pytest.raises(QuestionError, match="Did you mean official"):
            read("latest kind:oficial", now=NOW)


@pytest.mark.parametrize("marks", ["-", "*", "🚨", '"…"', "| - !"])
def test_a_search_without_a_word_has_nothing_to_look_for(marks: str):
    with pytest.raises(QuestionError, match="Nothing to look for"):
        parse_query(marks, now=NOW)


def test_an_ampersand_between_words_hides_nothing():
    assert parse_query("ICE & CBP 🚨", now=NOW).groups == (("ICE",), ("CBP",))
