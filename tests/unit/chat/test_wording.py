"""Foreign text is made harmless, and a story's phrases read alike, on every platform."""

from __future__ import annotations

import pytest

from bot.chat.wording import (
    clean,
    corrected,
    counted,
    inner_quotes,
    judged,
    names_other_host,
    numbered,
    outlet,
    safe_url,
    shorten,
    speaker,
    standing,
)
from bot.domain.articles import Provenance
from bot.domain.feeds import FeedKind
from tests.builders import a_brief, a_figure, a_source_line


@pytest.mark.parametrize(
    ("label", "url", "misleads"),
    [
        ("money-blog.example", "https://www.money-blog.example/a", False),
        ("ledger.example", "https://news.ledger.example/a", False),
        ("ledger.example", "https://ledger.example.evil.example/a", True),
        ("ledger．example", "https://evil.example/a", True),
        ("https://x", "https://x/", True),
        ("U.S.-Mexico border, 4:10 p.m.", "https://ledger.example/", False),
        ("Case No. 26-1234 v. Noem", "https://ledger.example/", False),
    ],
)
def test_a_label_may_only_name_the_host_it_leads_to(label, url, misleads):
    assert names_other_host(label, url) is misleads


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("http://[broken", None),
        ("https://a..b.example/", None),
        ("https://x.example/" + "a" * 3000, None),
        ("https://user:pass@x.example:8443/a", "https://x.example:8443/a"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://x.example/a|b>c", "https://x.example/a%7Cb%3Ec"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://x.example/a?", "https://x.example/a?"),
    ],
)
def test_an_address_is_made_safe_or_not_linked(url, shown):
    assert safe_url(url) == shown


def test_text_is_cut_at_the_end_of_a_word():
    assert shorten("the county board voted on Friday", 20) == "the county board…"
    assert shorten("the county board", 16) == "the county board"
    assert shorten("x" * 50, 10) == "xxxxxxxxx…"


def test_letters_nobody_sees_are_left_out():
    assert clean("a\u200bb\u202ec\x00d\u00ade  f\ng\u3164") == "abcde f g"


def test_marks_that_cover_their_neighbours_are_thinned():
    assert clean("a" + "\u0335" * 40) == "a" + "\u0335" * 3


def test_nobody_sees_invisible_letters():
    assert clean("a\u200bb\u202ec\u2066d\x00e\ufefff\u3164g") == "abcdefg"


def test_cleaning_keeps_letters_of_every_script():
    assert clean("  Peñí\tta  移民 ") == "Peñí ta 移民"


@pytest.mark.parametrize(
    ("surface", "counts", "shown"),
    [
        ("9%", "(prices could climb by)", " (prices could climb by)"),
        ("70%", "those arrested", " of those arrested"),
        ("70 percent", "those arrested", " of those arrested"),
        ("more than 90%", "before 2025", " before 2025"),
        ("412", "people held", " people held"),
        ("412", "", ""),
    ],
)
def test_what_a_figure_counts_is_joined_to_it(surface, counts, shown):
    assert counted(a_figure(surface=surface, counts=counts), 80) == shown


def test_no_room_for_what_a_figure_counts_leaves_it_out():
    assert counted(a_figure(), 0) == ""


def test_a_figure_names_its_speaker_or_says_that_there_is_none():
    assert speaker(a_figure(), 80) == "says ICE"
    assert speaker(a_figure(speaker="no speaker named"), 80) == "no speaker named"


def test_a_platform_shows_a_speaker_in_its_own_markup():
    assert speaker(a_figure(), 80, show=lambda words, _: f"<{words}>") == "says <ICE>"


def test_outlets_with_work_of_their_own_are_counted_apart():
    assert standing(a_brief()) == "4 outlets, 2 independent"
    assert standing(a_brief(sources=(a_source_line(),))) == "1 outlet"


def test_an_outlet_without_a_name_goes_by_its_host():
    assert outlet(a_source_line(outlet="", url="https://www.ledger.example/a"), 80) == (
        "ledger.example"
    )
    assert outlet(a_source_line(outlet="", url="javascript:x"), 80) == "unnamed outlet"


def test_an_official_release_of_an_official_is_called_so_once():
    official = a_source_line(kind=FeedKind.OFFICIAL, provenance=Provenance.OFFICIAL)

    assert judged(official) == "(official)"
    assert judged(a_source_line(provenance=Provenance.WIRE_COPY)) == "(national), wire copy"


@pytest.mark.parametrize("text", ["Correction: It is 52.", "CORRECTION — It is 52.", "It is 52."])
def test_a_correction_does_not_say_twice_that_it_is_one(text):
    assert corrected(text) == "It is 52."


def test_a_correction_that_says_nothing_else_is_kept():
    assert corrected("Correction:") == "Correction:"


def test_source_numbers_stand_apart_from_the_words_before_them():
    assert list(numbered("; a rewrite gives it to DHS [4]; another says 310 [2] too")) == [
        ("; a rewrite gives it to DHS", 4),
        ("; another says 310", 2),
        (" too", None),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“One “two” three.”", "“One ‘two’ three.”"),
        ("““We wait,” said Ann Roe.”", "“‘We wait,’ said Ann Roe.”"),
        ("“a “b “c” d” e”", "“a ‘b “c” d’ e”"),
        ("“one” and “two”", "“one” and “two”"),
        ("“one “two”", "“one “two”"),
        ("one” “two” “three", "one” “two” “three"),
        ("it’s “plain”", "it’s “plain”"),
    ],
)
def test_a_quotation_within_a_quotation_stands_in_single_marks(text: str, shown: str):
    assert inner_quotes(text) == shown
