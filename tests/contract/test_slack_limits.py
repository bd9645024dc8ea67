"""Whatever feeds say, Slack gets valid, harmless and whole messages."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.slack.home_tab import home_view
from bot.chat.slack.modals import report_modal, watch_modal, words_modal
from bot.chat.slack.render import render_answer, render_message, render_note
from bot.chat.slack.requests import MAX_REFERENCE, Visit
from bot.chat.wording import clean, safe_url
from bot.domain.briefs import Digest, Notice
from bot.domain.questions import Answer
from tests.builders import NOON, a_watch, a_watch_list
from tests.fakes.slack_audit import words
from tests.fakes.slack_review import links, problems
from tests.fakes.slack_views import validate_view
from tests.strategies import addresses, answers, briefs, names, repeated, texts, updates

HEALTH = Answer(title="Health", summary="41 feeds, 40 asked so far, 2 in trouble.")
VISIT = Visit(user="U0ALICE", workspace="T0FAKE", channel="C0NEWS", trigger="1.2.3", url=None)

#: The desk keeps names to 40 characters and questions to 300.
watches = st.builds(
    lambda name, query, is_paused: a_watch(name[:40], query=query[:300], is_paused=is_paused),
    texts,
    texts,
    st.booleans(),
)

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
@given(watches)
def test_any_watch_is_a_valid_row_form_and_home_tab(watch):
    listed = a_watch_list(watch)
    home = home_view(listed, HEALTH, words=watch.name, now=NOON)

    assert problems(render_answer(listed)) == []
    assert validate_view(watch_modal(VISIT, watch), "modal") == []
    assert validate_view(home, "home") == []


@thorough
@given(texts)
def test_any_report_is_a_valid_form(story):
    assert validate_view(report_modal(story[:MAX_REFERENCE], VISIT), "modal") == []
    assert validate_view(words_modal(story, story), "modal") == []


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
