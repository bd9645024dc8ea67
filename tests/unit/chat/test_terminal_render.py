from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.chat.terminal.paper import NARROWEST, columns
from bot.chat.terminal.render import WIDTH, render_answer, render_brief, render_message
from bot.domain.articles import StoryId
from bot.domain.briefs import Digest, Notice, SourcedSentence, StoryLink, Update
from bot.domain.questions import Answer, Attachment, Evidence, Line, Section
from tests.builders import (
    NOON,
    a_brief,
    a_digest,
    a_figure,
    a_notice,
    a_source_line,
    an_answer,
    an_update,
)

NEW_YORK = ZoneInfo("America/New_York")


def test_a_card_shows_every_source_and_every_figures_speaker():
    brief = a_brief(figures=(a_figure(), a_figure(surface="90%", speaker="no speaker named")))

    card = render_message(brief, zone=NEW_YORK)

    for source in brief.sources:
        assert source.url in card
        assert f"[{source.number}]" in card
    assert "— says ICE [1]" in card
    assert "— no speaker named [1]" in card


def test_a_card_counts_outlets_and_the_independent_ones():
    assert "4 outlets, 2 independent" in render_message(a_brief())
    assert "1 outlet" in render_message(a_brief(sources=(a_source_line(1),)))


def test_times_are_the_readers_with_their_zone():
    assert "07:00 EST" in render_message(
        a_brief(sources=(a_source_line(1, published_at=NOON),)), zone=NEW_YORK
    )


def test_a_correction_stands_above_the_sentences():
    card = render_message(
        a_brief(
            correction=SourcedSentence(text="It is 52, not 62.", source=1),
            sentences=(SourcedSentence(text="The board voted.", source=1),),
        )
    )

    assert card.index("CORRECTION: It is 52") < card.index("The board voted")


def test_no_response_is_said_only_where_one_was_to_be_expected():
    silent = a_brief(response=None, response_expected=True)
    nobody = a_brief(response=None, response_expected=False)

    assert "No response reported." in render_message(silent)
    assert "No response" not in render_message(nobody)


def test_foreign_text_cannot_move_the_cursor_or_turn_the_line():
    brief = a_brief(headline="Raid \x1b[2J in \u202eoregon\u200b today\r\nnews> ")

    card = render_message(brief)

    assert "\x1b" not in card
    assert "\u202e" not in card
    assert "\u200b" not in card
    assert "\r" not in card


def test_long_lines_are_wrapped_and_addresses_are_not():
    url = "https://news.example/" + "x" * 200
    card = render_message(a_brief(headline="word " * 80, sources=(a_source_line(1, url=url),)))

    lines = card.splitlines()
    assert any(url in line for line in lines)
    assert all(len(line) <= WIDTH for line in lines if url not in line)


def test_a_note_a_digest_and_a_notice_are_told_apart():
    update = Update(
        story=12,
        heading="What is new",
        is_correction=False,
        lines=(SourcedSentence(text="The sheriff answered.", source=1),),
        sources=(a_source_line(1),),
    )

    assert "Story 12 · What is new" in render_message(update)
    digest = render_message(Digest(title="2 more", briefs=(a_brief(),), omitted_count=3))
    assert "and 3 more" in digest
    assert render_message(Notice(title="Feeds", lines=("x fails",))).startswith("[ops] Feeds")


@pytest.mark.parametrize("page_count", [1, 3])
def test_an_answer_shows_each_lines_evidence_once(page_count: int):
    url = "https://ledger.example/1"
    line = Line(
        text="A headline",
        url=url,
        evidence=(Evidence(outlet="Capital Ledger", url=url, at=NOON),),
        detail="story 3",
    )
    answer = Answer(
        title="Search: x",
        summary="1 article.",
        sections=(Section(heading="Found", lines=(line, Line(text="No link"))),),
        notes=("1 feed is failing: Local",),
        attachment=Attachment(name="t.png", media_type="image/png", content=b"", alt="a picture"),
        page_count=page_count,
    )

    text = render_answer(answer, zone=NEW_YORK)

    assert text.count(url) == 1
    assert "Capital Ledger · Sat 21 Nov 2026, 07:00 EST" in text
    assert "Note: 1 feed is failing: Local" in text
    assert "t.png — a picture" in text
    assert ("Page 1 of 3" in text) == (page_count > 1)


def test_a_card_that_is_the_whole_answer_needs_no_head_of_its_own():
    card = render_brief(a_brief())
    alone = render_answer(Answer(title="Story 12", brief=a_brief()))
    with_words = render_answer(Answer(title="Merged", summary="Story 3 is in it.", brief=a_brief()))

    assert alone == card
    assert with_words.startswith("Merged\n")
    assert with_words.endswith(f"\n\n{card}")


OWN = StoryLink(story=StoryId(12), headline="The headline")
OTHER = StoryLink(story=StoryId(7), headline="Board debates")


@pytest.mark.parametrize(
    ("turn", "shown"),
    [
        ({"continues": OWN}, "> Re-opened from an earlier post"),
        ({"goes_on_in": OWN}, "> Goes on in a newer post"),
        ({"goes_on_in": OTHER}, "> Merged into: Board debates (story 7)"),
        ({"continues": OTHER}, "Continues  story 7: Board debates"),
        ({"next_turn": OTHER}, "Continued in: story 7: Board debates"),
    ],
)
def test_a_card_says_what_it_goes_on_from_and_in(turn, shown):
    assert shown in render_message(a_brief(**turn)).splitlines()


def test_a_card_says_when_it_was_updated_and_one_that_is_history_does_not():
    assert "· updated " in " ".join(render_message(a_brief()).split())
    assert "updated" not in render_message(a_brief(goes_on_in=OWN))


def test_a_corrected_story_stands_in_a_digest_with_its_correction():
    brief = a_brief(correction=SourcedSentence(text="The vote was 6 to 5.", source=1))

    shown = render_message(Digest(title="Morning", briefs=(brief,)))

    assert "! CORRECTION: The vote was 6 to 5." in shown


@pytest.mark.parametrize("width", [32, 50, 80, WIDTH])
@pytest.mark.parametrize(
    "message", [a_brief(figures=[a_figure()] * 3), an_update(), a_digest(), a_notice()]
)
def test_a_message_keeps_within_the_terminal_and_breaks_no_address(message, width):
    lines = render_message(message, width=width).splitlines()

    assert [line for line in lines if len(line) > width and "://" not in line] == []


@pytest.mark.parametrize("width", [32, 50, 80, WIDTH])
def test_an_answer_keeps_within_the_terminal(width):
    answer = an_answer(brief=a_brief(), title="A title of many words " * 6)

    lines = render_answer(answer, width=width).splitlines()

    assert [line for line in lines if len(line) > width and "://" not in line] == []
    assert max(map(len, lines)) >= width


def test_a_file_is_as_wide_as_is_good_to_read_and_a_window_as_it_is(monkeypatch):
    in_a_file = columns()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    seen = []
    for size in ("20", "60", "400"):
        monkeypatch.setenv("COLUMNS", size)
        seen.append(columns())

    assert in_a_file == WIDTH
    assert seen == [NARROWEST, 60, WIDTH]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(hours=2), "· updated 09:00\n"),
        (timedelta(days=20), "updated Fri 11 Dec 2026, 07:00 EST"),
    ],
)
def test_a_card_says_the_day_of_its_last_change_unless_it_is_that_of_the_article(later, words):
    brief = replace(a_brief(), opened_at=NOON, updated_at=NOON + later)
    lead = replace(brief.sources[0], published_at=NOON)
    text = render_message(
        replace(brief, sources=(lead, *brief.sources[1:])), zone=NEW_YORK, width=300
    )

    assert words in text
