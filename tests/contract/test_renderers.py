"""What every renderer owes its readers: no source and no speaker is lost at any length.

A platform joins by adding its `Renderer` to RENDERERS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.chat.discord.render import render_answer as discord_answer
from bot.chat.discord.render import render_message as discord_message
from bot.chat.slack.render import render_answer as slack_answer
from bot.chat.slack.render import render_message as slack_message
from bot.domain.articles import Provenance, StoryId
from bot.domain.briefs import Brief, Message, StoryLink
from bot.domain.questions import Answer, Section
from tests.builders import (
    a_brief,
    a_digest,
    a_figure,
    a_line,
    a_notice,
    a_sentence,
    a_source_line,
    an_answer,
    an_update,
)
from tests.fakes.discord_review import links as discord_links
from tests.fakes.discord_review import problems as discord_problems
from tests.fakes.discord_review import words as discord_words
from tests.fakes.slack_audit import words as slack_words
from tests.fakes.slack_review import links as slack_links
from tests.fakes.slack_review import problems as slack_problems


@dataclass(frozen=True)
class Renderer:
    """One platform's renderer, and how to read what it made."""

    name: str
    message: Callable[[Message], Any]
    answer: Callable[[Answer], Any]
    #: Every address a reader can follow.
    links: Callable[[Any], set[str]]
    #: Everything a reader is shown, in order.
    words: Callable[[Any], str]
    #: What the platform would refuse; empty for a good message.
    problems: Callable[[Any], list]


SLACK = Renderer(
    name="slack",
    message=slack_message,
    answer=slack_answer,
    links=slack_links,
    words=slack_words,
    problems=slack_problems,
)

DISCORD = Renderer(
    name="discord",
    message=discord_message,
    answer=discord_answer,
    links=discord_links,
    words=discord_words,
    problems=discord_problems,
)

RENDERERS = [SLACK, DISCORD]


def a_long_brief(sentence_words: int, source_count: int, figure_count: int) -> Brief:
    kinds = (Provenance.ORIGINAL, Provenance.WIRE_COPY, Provenance.REWRITE)
    return a_brief(
        headline="Marlow County ends its agreement " * (1 + sentence_words // 20),
        sources=tuple(
            a_source_line(
                number,
                outlet=f"Outlet {number}",
                provenance=kinds[number % 3],
                url=f"https://outlet{number}.example/2026/11/21/{'detainers-' * 4}{number}",
                note="adds a table found nowhere else",
            )
            for number in range(1, source_count + 1)
        ),
        sentences=tuple(a_sentence("county " * sentence_words) for _ in range(4)),
        figures=tuple(
            a_figure(counts="people held " * (1 + sentence_words // 10), speaker=f"Speaker {n}.")
            for n in range(figure_count)
        ),
        places=("Marlow County",) * source_count,
    )


LENGTHS = [(5, 1, 0), (20, 4, 2), (60, 12, 6), (200, 30, 10), (600, 60, 16)]

every_renderer = pytest.mark.parametrize("renderer", RENDERERS, ids=lambda one: one.name)
every_length = pytest.mark.parametrize("length", LENGTHS, ids=str)


@every_renderer
@every_length
def test_every_source_of_a_story_is_linked(renderer, length):
    brief = a_long_brief(*length)

    assert {one.url for one in brief.sources} <= renderer.links(renderer.message(brief))


@every_renderer
@every_length
def test_every_figure_is_shown_with_its_speaker(renderer, length):
    brief = a_long_brief(*length)
    shown = renderer.words(renderer.message(brief))

    assert all(one.speaker in shown for one in brief.figures)


@every_renderer
@every_length
def test_the_headline_comes_first(renderer, length):
    shown = renderer.words(renderer.message(a_long_brief(*length)))

    assert "Marlow County ends its agreement" in shown[:200]


@every_renderer
@every_length
def test_a_story_of_any_length_is_valid(renderer, length):
    assert renderer.problems(renderer.message(a_long_brief(*length))) == []


@every_renderer
@pytest.mark.parametrize("message", [a_brief(), an_update(), a_digest(), a_notice()])
def test_every_kind_of_message_is_valid(renderer, message):
    assert renderer.problems(renderer.message(message)) == []


@every_renderer
def test_an_update_links_its_sources(renderer):
    update = an_update(sources=tuple(a_source_line(number) for number in range(1, 13)))

    assert {one.url for one in update.sources} <= renderer.links(renderer.message(update))


@every_renderer
def test_a_rewrite_is_called_one(renderer):
    assert "rewrite" in renderer.words(renderer.message(a_brief()))


@every_renderer
def test_a_missing_response_is_said(renderer):
    shown = renderer.words(renderer.message(a_brief(response=None)))

    assert "No response reported." in shown


@every_renderer
def test_a_figure_without_a_speaker_says_so(renderer):
    assert "no speaker named" in renderer.words(renderer.message(a_brief()))


@every_renderer
def test_a_correction_is_shown(renderer):
    brief = a_brief(correction=a_sentence("An earlier headline gave the wrong vote."))

    assert "An earlier headline gave the wrong vote." in renderer.words(renderer.message(brief))


EARLIER = StoryLink(story=StoryId(7), headline="Board debates", url="https://posts.example/7")
OWN = StoryLink(story=StoryId(12), headline="The headline", url="https://posts.example/12")


@every_renderer
@every_length
@pytest.mark.parametrize(
    ("turn", "words"),
    [
        ({"continues": OWN}, "Re-opened from an earlier post"),
        ({"goes_on_in": OWN}, "Goes on in a newer post"),
        ({"goes_on_in": EARLIER}, "Merged into"),
        ({"next_turn": EARLIER}, "Continued in"),
        ({"continues": EARLIER}, "Continues"),
    ],
)
def test_a_post_links_the_post_that_it_goes_on_from_or_in(renderer, length, turn, words):
    (link,) = turn.values()
    message = renderer.message(replace(a_long_brief(*length), **({"continues": None} | turn)))

    assert link.url in renderer.links(message)
    assert words in renderer.words(message)
    assert renderer.problems(message) == []


@every_renderer
def test_a_post_that_is_history_does_not_count_its_storys_outlets(renderer):
    shown = renderer.words(renderer.message(a_brief(goes_on_in=OWN)))

    assert "outlets" not in shown
    assert "updated" not in shown


@every_renderer
def test_a_corrected_story_stands_in_a_digest_with_its_correction(renderer):
    corrected = a_brief(correction=a_sentence("Correction: The vote was 6 to 5."))
    shown = renderer.words(renderer.message(a_digest(briefs=(corrected, a_brief()))))

    assert "Correction: The vote was 6 to 5. [1]" in shown


@every_renderer
def test_every_line_of_an_answer_shows_its_evidence(renderer):
    payload = renderer.answer(an_answer())

    assert "Lakeshore Tribune" in renderer.words(payload)
    assert "https://lakeshore-tribune.example/bill" in renderer.links(payload)


@every_renderer
def test_an_answer_that_is_too_long_stays_valid(renderer):
    section = Section(heading="Claims", lines=(a_line(text="county " * 80),) * 90)

    assert renderer.problems(renderer.answer(an_answer(sections=(section,)))) == []


@every_renderer
def test_foreign_markup_pings_nobody(renderer):
    brief = a_brief(headline="<!channel> <@U0ALICE> @everyone <@&1> read bigbank.com")

    assert renderer.problems(renderer.message(brief)) == []
