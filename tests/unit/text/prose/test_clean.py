import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.prose.clean import (
    MAX_MARKUP,
    has_attribute_flood,
    one_line,
    plain_text,
    tidy,
    title_text,
)


def test_paragraphs_are_parted_by_blank_lines():
    assert plain_text("<p>One\nline.</p><p>Two.<br>Three.</p>") == "One line.\n\nTwo.\nThree."


def test_line_breaks_of_plain_text_are_kept():
    assert plain_text("One\nTwo <i>and</i>\n\nThree") == "One\nTwo and\n\nThree"


def test_table_rows_become_lines():
    table = "<table><tr><th>Crime<th>Share</tr><tr><td>Theft</td><td>25%</td></tr></table>"

    assert plain_text(table).split("\n") == ["Crime | Share", "", "Theft | 25%"] or (
        plain_text(table).split("\n") == ["Crime | Share", "Theft | 25%"]
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Kept.</p><script>if (a<b) { x('</p>') }</script>",
        "<p>Kept.</p><style>p { color: red }</style>",
        "<p>Kept.</p><!-- a comment --><figure><figcaption>A caption</figcaption></figure>",
        "<nav>Home | News</nav><p>Kept.</p><form>Your e-mail</form>",
        "<p>Kept.</p><script>never closed",
        "<p>Kept.</p><!-- never closed",
        "<p>Kept.</p><a href='cut",
    ],
)
def test_code_and_page_parts_are_left_out(markup: str):
    assert plain_text(markup) == "Kept."


def test_an_unclosed_part_of_a_page_does_not_swallow_the_text():
    assert plain_text("<nav><p>Kept.</p><nav><p>Too.</p>") == "Kept.\n\nToo."
    assert plain_text("Safe <object data='x'> text") == "Safe text"


def test_entities_are_decoded_once():
    assert plain_text("<p>Smith &amp; Sons &mdash; 5 &lt; 6</p>") == "Smith & Sons — 5 < 6"
    assert plain_text("AT&amp;amp;T") == "AT&amp;T"


def test_markup_escaped_twice_does_not_show():
    assert plain_text("&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt;&lt;/p&gt;") == "Hello you"


def test_signs_of_comparison_are_text():
    assert plain_text("a < b and c <3 d > e") == "a < b and c <3 d > e"


def test_a_title_is_one_line():
    assert title_text(" <b>Sheriff&#8217;s</b>\n office\t ") == "Sheriff’s office"
    assert one_line("a\n\n b") == "a b"


def test_invisible_and_bidi_characters_are_gone():
    assert tidy("in\u200bvis\u00adible \u202eevil\u202c\ufeff \U000e0041x") == "invisible evil x"


def test_piled_marks_are_cut_to_two():
    assert tidy("a" + "\u0316" * 40) == "a" + "\u0316" * 2


def test_letters_with_accents_are_one_character():
    assert tidy("e\u0301") == "é"


def test_white_space_is_single():
    assert tidy("a \u00a0 b\t\tc \r\n\r\n\r\n\r\nd\u2028e") == "a b c\n\nd\ne"


def test_a_monster_is_cut_and_pictures_in_it_do_not_count():
    picture = f'<img src="data:image/png;base64,{"A" * MAX_MARKUP}">'

    assert plain_text(f"<p>{picture}After the picture.</p>") == "After the picture."
    assert len(plain_text("word " * MAX_MARKUP)) <= MAX_MARKUP


def test_a_flood_of_attributes_is_seen():
    flood = "<item " + " ".join(f"a{number}='>'" for number in range(1200)) + "/>"
    bare = "<item " + " ".join(f"attribute{number}" for number in range(1200)) + ">"

    assert has_attribute_flood(bare, 1000)
    assert not has_attribute_flood(flood.replace("'>'", "'x'"), 2000)
    assert has_attribute_flood(flood.replace("'>'", "'x'"), 1000)


def test_long_values_and_code_are_no_flood_of_attributes():
    words = "word " * 5000

    assert not has_attribute_flood(f'<p title="{words}">x</p>', 1000)
    assert not has_attribute_flood(f"<script>if (i<n {words}) {{}}</script>", 1000)
    assert not has_attribute_flood(f"<![CDATA[ a <b {words} ]]>", 1000)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_control_or_bidi_character_is_left(text: str):
    for character in plain_text(text):
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cs", "Co"}
        assert character not in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069\ufeff"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing(text: str):
    assert tidy(tidy(text)) == tidy(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<", ">", "&lt;", "<!--", "a b", "<nav", "\n"])))
def test_any_soup_of_tags_is_read(parts: list[str]):
    assert "<p>" not in plain_text("".join(parts))
