"""Whatever feeds say, Discord gets valid, harmless and whole messages."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.discord.elements import custom_id, read_custom_id
from bot.chat.discord.forms import edit_form
from bot.chat.discord.render import (
    render_answer,
    render_message,
    render_note,
    render_refused,
    render_watch,
)
from bot.chat.discord.wording import safe_url
from bot.chat.wording import clean
from bot.domain.briefs import Digest, Notice
from bot.domain.delivery import DeliveryKey
from tests.builders import a_watch, a_watch_list
from tests.fakes.discord_forms import check_form
from tests.fakes.discord_review import links, problems, words
from tests.strategies import addresses, answers, briefs, names, texts, updates

#: Examples are big; the time of one says nothing. The same examples come at every run.
thorough = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
KEY = DeliveryKey("0123456789abcdef01234567")


@thorough
@given(briefs())
def test_any_story_is_a_valid_card(brief):
    assert problems(render_message(brief, key=KEY)) == []


@thorough
@given(updates)
def test_any_update_is_a_valid_message(update):
    assert problems(render_message(update, key=KEY)) == []


@thorough
@given(st.builds(Digest, title=texts, briefs=st.lists(briefs(most_sources=9), max_size=9)))
def test_any_digest_is_a_valid_message(digest):
    assert problems(render_message(digest, key=KEY)) == []


@thorough
@given(st.builds(Notice, title=texts, lines=st.lists(texts, max_size=60).map(tuple)))
def test_any_notice_is_a_valid_message(notice):
    assert problems(render_message(notice, key=KEY)) == []


@thorough
@given(answers, st.booleans())
def test_any_answer_is_a_valid_message(answer, shared):
    assert problems(render_answer(answer, shared=shared)) == []


@thorough
@given(st.text(min_size=1, max_size=40), st.text(max_size=400), st.booleans())
def test_any_watch_is_a_valid_message_and_a_valid_form(name, query, paused):
    watch = a_watch(name, query=query, is_paused=paused)

    assert problems(render_watch(watch)) == []
    assert problems(render_answer(a_watch_list(watch))) == []
    assert check_form(edit_form(name, watch)) is None


@thorough
@given(texts, texts)
def test_any_form_that_is_refused_is_a_valid_message(text, typed):
    assert problems(render_refused(text, typed, "report|1|12")) == []


@thorough
@given(texts)
def test_any_note_is_a_valid_message(text):
    assert problems(render_note(text)) == []


@thorough
@given(briefs(urls=addresses, speakers=names, most_sources=25, most_figures=12))
def test_every_source_is_linked_and_every_figure_has_its_speaker_at_any_length(brief):
    payload = render_message(brief, key=KEY)
    shown = words(payload)

    assert {source.url for source in brief.sources} <= links(payload)
    assert all(f"says {clean(one.speaker)}" in shown for one in brief.figures)


@thorough
@given(addresses)
def test_a_plain_address_is_linked_unchanged(url):
    assert safe_url(url) == url


@thorough
@given(texts, st.integers(1, 50))
def test_a_button_carries_its_question_or_the_name_of_it(question, page):
    verb, carried_page, carried = read_custom_id(custom_id("next", question, page))

    assert (verb, carried_page) == ("next", page)
    assert carried == question or carried.startswith("#")
