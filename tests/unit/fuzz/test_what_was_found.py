"""What fuzzing found, each fault under the name of what somebody would have seen."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.adapters.feeds_file.loading import read_feeds_text
from bot.chat.terminal.render import render_message
from bot.domain.errors import ConfigError
from bot.services.answering import exporting
from bot.text.asking.questions import build_question, parse_question
from bot.text.claiming.claims import find_claims
from bot.text.claiming.figures import find_figures
from bot.text.names import references
from bot.text.names.documents import find_documents
from bot.text.private.redaction import redact
from bot.text.prose import sentences, urls
from bot.text.prose.clean import plain_text, title_text
from bot.text.prose.dates import parse_published
from bot.text.prose.decoding import decode
from bot.text.prose.sentences import split
from bot.text.prose.urls import MAX_LENGTH, canonical_url
from tests.builders import a_brief, a_source_line
from tests.fuzz.question_targets import NOW


def test_a_character_reference_of_five_thousand_digits_stops_no_article():
    assert plain_text("&#" + "9" * 5000 + "; The board met.") == "\ufffd The board met."
    assert title_text("<p>Vote &#" + "0" * 9000 + "65;</p>") == "Vote \ufffd"


@pytest.mark.parametrize(
    "markup",
    [
        "<<<b>b>b>bold",
        "&amp;lt;b&amp;gt; &lt;b&gt;bold",
        "<\u200bscript>alert(1)",
        "&lt;\u2060b>bold",
    ],
)
def test_no_tag_is_left_however_it_was_wrapped(markup):
    assert "<" not in plain_text(markup)


def test_an_address_that_grows_over_the_longest_is_refused_at_once():
    assert canonical_url("https://news.example/" + "ü" * (MAX_LENGTH // 5)) is None


@pytest.mark.parametrize("host", ["amp.com.au", "amp.co.uk", "amp.org.nz"])
def test_a_company_called_amp_is_not_taken_for_a_country(host):
    assert canonical_url(f"https://{host}/news") == f"https://{host}/news"


def test_an_amp_copy_of_a_british_paper_is_the_paper():
    assert canonical_url("https://amp.ledger.co.uk/a") == "https://ledger.co.uk/a"


class _Counting:
    """A pattern that counts the characters it is shown."""

    def __init__(self, pattern):
        self._pattern = pattern
        self.shown = 0

    def sub(self, by, text):
        self.shown += len(text)
        return self._pattern.sub(by, text)

    def search(self, text):
        self.shown += len(text)
        return self._pattern.search(text)


def test_an_address_of_two_thousand_amps_is_read_once(monkeypatch):
    counting = _Counting(urls._AMP_TAIL)
    monkeypatch.setattr(urls, "_AMP_TAIL", counting)

    assert canonical_url("https://news.example/a" + "/amp" * 2000) == "https://news.example/a"
    assert counting.shown < 20 * 8000


@pytest.mark.parametrize("label", ["idna", "punycode", "undefined", "unicode_escape", "utf-7"])
def test_a_document_labelled_with_a_code_of_programs_is_still_read(label):
    declared = f'<?xml encoding="{label}"?>\\ud800 +2AA- caf\xe9 noir'.encode("latin-1")

    assert decode(declared, None).endswith("\\ud800 +2AA- café noir")
    assert decode(b"caf\xe9 noir", label) == "café noir"


def test_a_text_of_one_endless_sentence_is_held_once_and_not_once_a_quotation():
    body = "He said “the board met at noon again” and " * 200

    found = find_claims(body, ())

    assert found
    assert max(len(one.text) for one in split(body)) <= sentences.LONGEST
    assert all(len(one.sentence) <= 2 * sentences.LONGEST for one in found)


def test_letters_without_any_space_are_cut_where_they_are_too_long():
    assert [len(one.text) for one in split("x" * 9000)] == [2500, 2500, 2500, 1500]


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("About 3.5 million people left since January 2025.", "since January 2025"),
        ("About 3.5 million people left since January 20, 2025.", "since January 20, 2025"),
        ("About 3.5 million people left since Jan. 20.", "since Jan. 20"),
    ],
)
def test_a_year_behind_a_month_is_not_cut_to_a_day(sentence, period):
    assert [one.period for one in find_figures(sentence)] == [period]


def test_a_sentence_of_a_hundred_numbers_is_a_table_and_has_no_figures():
    counted = [f"{number} people in county {'A' * 3}" for number in range(100, 200)]

    assert find_figures(f"They held {', '.join(counted[:20])}.")
    assert find_figures(f"They held {', '.join(counted[:70])}.") == ()


def test_the_congress_of_a_thousand_bills_is_looked_for_once(monkeypatch):
    counting = _Counting(references._CONGRESS)
    monkeypatch.setattr(references, "_CONGRESS", counting)
    text = "In the 118th Congress " + "".join(f"H.R. {number} " for number in range(1000))

    found = find_documents(text)

    assert len(found) == 1000
    assert "118th-congress" in found[-1].url
    assert counting.shown == len(text)


def test_a_word_of_two_hundred_capitals_before_a_verb_of_saying_is_read_at_once():
    # Five words without spaces between them could be cut out of it in 2.5 billion ways.
    body = f"{'A' * 400}% said that the board met again on Friday."

    assert len(find_claims(body, ())) <= 1


def test_the_last_midnight_of_all_is_no_time_of_publication():
    assert parse_published("12/31/9999 24:00") is None


@pytest.mark.parametrize(
    "text",
    [
        "Write to 12 Elm Street Apt 5(312) 555-0199 now",
        "Contact:312-555-0199",
        "Call 312\u2013555\u20130199 now",
    ],
)
def test_a_telephone_number_beside_other_marks_is_removed(text):
    once = redact(text)

    assert "0199" not in once
    assert redact(once) == once


def test_a_docket_number_is_no_telephone_number():
    assert redact("case 1:312-555-0199") == "case 1:312-555-0199"


@pytest.mark.parametrize(
    ("command", "raw"),
    [
        ("search", {"query": "n:3 letters"}),
        ("export", {"query": "sort format:json"}),
        ("who", {"name": "since:7d"}),
        ("watch add", {"query": "to:here"}),
    ],
)
def test_a_form_whose_words_look_like_options_is_asked_again_as_it_was(command, raw):
    question = build_question(command, raw, now=NOW)

    again = parse_question(question.text, now=NOW)

    plain = {name: str(value).replace('"', "") for name, value in again.values.items()}
    assert plain == {name: str(value) for name, value in question.values.items()}


def test_a_form_of_several_lines_is_asked_again_as_it_was():
    raw = {"story": "12", "reason": "other", "note": "first line\nview:all\tand more"}

    question = build_question("report", raw, now=NOW)

    again = parse_question(question.text, now=NOW)
    assert again.values["note"] == "first line view:all and more"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version: 1\ntimezone: " + "9" * 5000, 2),
        ("version: 1\ncontact: \x1f", 2),
        ("version: 1\nfeeds: &a [*a]", 2),
        ("version: 1\nfeeds: []\nrules: {a: {min_score: " + "1" * 5000 + "}}", 3),
    ],
)
def test_a_fault_of_any_text_has_its_line_and_is_told_in_a_line(text, line):
    with pytest.raises(ConfigError) as caught:
        read_feeds_text(text)

    assert line in [fault.line for fault in caught.value.faults]
    assert all(len(fault.reason) < 600 for fault in caught.value.faults)


@pytest.mark.parametrize(
    "key",
    [
        "? " * 130 + "[a]",
        "z: &z [1, 1]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("zyxwvuts"))
        + "? [*s, *s]",
    ],
)  # fmt: skip
def test_a_list_as_a_key_of_feeds_yaml_is_a_fault_with_a_line(key):
    with pytest.raises(ConfigError, match="a key is a word, no list") as caught:
        read_feeds_text(f"version: 1\nfeeds: []\n{key}: 1\n")

    assert all(len(str(fault)) < 300 for fault in caught.value.faults)


def test_a_list_for_reading_keeps_a_title_of_several_lines_on_one():
    row = {"title": "a\r\nb\u2028c", "url": "u", "outlet": "o\nx", "published": "", "story": "1"}

    assert len(exporting._markdown([row]).splitlines()) == 1


@pytest.mark.parametrize("cell", ["\u00a0=1", "\u3000+1", "\u200b=1", "\ufeff@x"])
def test_a_formula_behind_what_nobody_sees_gets_an_apostrophe(cell):
    assert exporting.safe_cell(cell) == f"'{cell}"


def test_an_address_cannot_give_orders_to_a_terminal():
    source = a_source_line(url="https://news.example/\x1b[2Ja\u202e\nSources: none")

    assert "\x1b" not in render_message(a_brief(sources=(source,)))
