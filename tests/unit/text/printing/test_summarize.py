"""Summaries: the outlets' own sentences, few, whole and in order."""

from __future__ import annotations

from bot.text.printing.summarize import summarize
from tests.unit.text.building import source

REPORT = (
    "ICE arrested 40 workers at a meat plant in Millbrook, Ohio, on Tuesday, the largest raid in "
    "the state this year.\n\n“We had no warning,” said Carla Ruiz.\n\nHe did not say more.\n\n"
    "Sheriff Dana Holt said his office was not told of the raid and would not have helped.\n\n"
    "What happens now?\n\nThe plant has stood in the town since the last century and employs many."
)
OTHER = (
    "Forty workers were arrested in a raid on a Millbrook meat plant on Tuesday.\n\nThe plant will "
    "stay closed for the week.\n\nSheriff Dana Holt said his office was not told of the raid."
)


def texts(*sources):
    return [one.text for one in summarize(sources)]


def test_a_summary_has_two_to_four_sentences_of_the_article():
    picks = summarize([source(REPORT)])

    assert 2 <= len(picks) <= 4
    assert all(one.text in REPORT for one in picks)


def test_the_lead_leads():
    assert texts(source(REPORT))[0].startswith("ICE arrested 40 workers")


def test_sentences_stand_in_the_order_of_sources_and_text():
    sources = [source(REPORT), source(OTHER)]

    places = [(one.source, sources[one.source].body.index(one.text)) for one in summarize(sources)]

    assert places == sorted(places)


def test_the_same_input_gives_the_same_summary():
    sources = [source(REPORT), source(OTHER)]

    assert summarize(sources) == summarize(sources)


def test_no_sentence_is_said_twice():
    assert len(texts(source(REPORT), source(REPORT))) == 2


def test_the_limit_is_kept():
    assert len(summarize([source(REPORT)], limit=1)) == 1


def test_short_sentences_leave_room_for_more():
    body = (
        "Officers came to the plant at dawn. Forty workers of it were arrested there. "
        "The town council met at noon about it. A judge will hear them on Friday morning. "
        "Buses took the workers to a jail in Ohio."
    )

    title = "Officers arrest 40 workers at plant; town council, judge and jail are next"

    assert len(texts(source(body, title=title))) == 4


def test_a_derivative_is_silent_while_there_is_an_original():
    picks = summarize([source(OTHER, is_derivative=True), source(REPORT)])

    assert {one.source for one in picks} == {1}


def test_a_derivative_speaks_when_it_is_all_there_is():
    assert {one.source for one in summarize([source(OTHER, is_derivative=True)])} == {0}


def test_a_headline_without_text_gives_no_summary():
    assert summarize([source("")]) == ()


def test_an_article_without_a_quotable_sentence_gives_no_summary():
    assert summarize([source("What now? Click here to find out more about the raid.")]) == ()


def test_one_quotable_sentence_is_a_summary():
    assert texts(source("ICE arrested 40 workers at a plant in Ohio.")) == [
        "ICE arrested 40 workers at a plant in Ohio."
    ]


def test_a_private_person_named_in_any_article_is_in_no_sentence():
    body = f"Rosa Lima was taken from the plant in the raid on Tuesday.\n\n{OTHER}"

    picks = texts(source(body), source(REPORT, private_names=("Rosa Lima",)))

    assert not any("Lima" in one for one in picks)


def test_the_sentence_shown_as_the_response_is_replaced_by_the_next_best():
    first, second = summarize([source(REPORT)])

    others = summarize([source(REPORT)], apart_from=second.text)

    assert first in others
    assert second not in others
    assert len(others) == 2


def test_a_response_that_says_the_same_as_a_sentence_takes_its_place():
    said = "Sheriff Dana Holt said that his office was not told of the raid."

    texts_ = [one.text for one in summarize([source(REPORT)], apart_from=said)]

    assert not any("Holt" in text for text in texts_)
