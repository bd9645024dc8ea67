"""Whatever feeds say, Slack gets valid, harmless and whole messages."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.slack.render import render_answer, render_message, render_note
from bot.chat.wording import clean, safe_url
from bot.domain.briefs import Digest, Notice
from tests.fakes.slack_audit import words
from tests.fakes.slack_review import links, problems
from tests.strategies import addresses, answers, briefs, names, repeated, texts, updates

#: Examples are big; the time of one says nothing. The same examples come at every run.
thorough = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)


@thorough
@given(briefs())
def test_any_story_is_a_valid_card(brief):
    assert problems(render_message(brief)) == []


@thorough
@given(updates)
def test_any_update_is_a_valid_message(update):
    assert problems(render_message(update)) == []


@thorough
@given(st.builds(Digest, title=texts, briefs=repeated(briefs(most_sources=9), 3, 20)))
def test_any_digest_is_a_valid_message(digest):
    assert problems(render_message(digest)) == []


@thorough
@given(st.builds(Notice, title=texts, lines=repeated(texts, 6, 10)))
def test_any_notice_is_a_valid_message(notice):
    assert problems(render_message(notice)) == []


@thorough
@given(answers, st.booleans())
def test_any_answer_is_a_valid_message(answer, shared):
    assert problems(render_answer(answer, shared=shared)) == []


@thorough
@given(texts)
def test_any_note_is_a_valid_message(text):
    assert problems(render_note(text)) == []


@thorough
@given(briefs(urls=addresses, speakers=names, most_sources=60, most_figures=18))
def test_every_source_is_linked_and_every_figure_has_its_speaker_at_any_length(brief):
    payload = render_message(brief)
    shown = words(payload)

    assert {source.url for source in brief.sources} <= links(payload)
    assert all(f"says {clean(one.speaker)}" in shown for one in brief.figures)


@thorough
@given(addresses)
def test_a_plain_address_is_linked_unchanged(url):
    assert safe_url(url) == url
