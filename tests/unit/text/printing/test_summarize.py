"""Summaries: the outlets' own sentences, few, whole and in order."""

from __future__ import annotations

import re

import pytest

from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.claiming.claims import find_claims
from bot.text.printing.quotable import find_quotable
from bot.text.printing.responses import find_response, response_expected
from bot.text.printing.summarize import Pick, SummarySource, summarize
from tests.unit.text.building import mentions

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


def source(body: str, title: str = "ICE raids a meat plant in Millbrook", **given):
    named = mentions(body)
    return SummarySource(
        **{
            "title": title,
            "body": body,
            "mentions": named,
            "claims": find_claims(body, named),
            **given,
        }
    )


def texts(*sources):
    return [one.text for one in summarize(sources)]


# -- the sentences chosen


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


# -- which sentences can stand alone


def quotable(text: str, **given):
    return [one.text for one in find_quotable(text, mentions(text), given.get("private", ()))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Will the states comply with the order or resist it?",
        "Click here to read the full report on the raid.",
        "I have always found it hard to walk past the plant.",
        "You can see the plant from every street in the town.",
        "We went to the plant early in the morning on Friday.",
        "He told the council that the raid had come without warning.",
        "But the council of the town had known of the raid.",
        "Among them was a worker who had lived there for years.",
        "“The raid was a shock to every one of us in this town,” said Carla Ruiz.",
        "“The raid came out of nowhere,” and nobody in the whole town was ready for it.",
        "“The raid was a shock to every one of us.",
        "Rosa Lima was taken from the plant in the raid on Tuesday.",
        "The family of Lima was not told of the raid on Tuesday.",
        "“It is late. The raid was over by noon and the town was quiet,” said Carla Ruiz.",
        "The “raid” in the town was a “shock to many who had lived there for years.",
        'The mayor"s office was open when the officers came to the plant.',
        "Too short to tell.",
        "The caption of a picture without a full stop at its end",
        "CLOSE Officers stand before the plant in the town that was raided.",
        "Officers stand before a plant in Millbrook, Ohio, on June 29, 2018.",
        "Sam PoolePoole leads the plant of the town that was raided.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_left_out(sentence):
    assert quotable(sentence, private=("Rosa Lima",)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "ICE said it would “pursue all proper measures” against the county.",
        "The jail of Ohio’s largest county held 300 people for the agency.",
        "A law of Ohio bars “any such raid” on a plant of more than 40 people.",
        "Carla Ruiz asked the court whether “we the people” had a say in it.",
    ],
)
def test_a_sentence_with_its_speaker_stands_alone(sentence):
    assert quotable(sentence) == [sentence]


def test_without_known_names_a_capitalised_one_is_the_speaker():
    text = "On Monday Sam Poe called the raid a “shock to the whole town” and left."

    assert [one.text for one in find_quotable(text, (), ())] == [text]


@pytest.mark.parametrize(
    "dateline",
    [
        "COLUMBUS, Ohio (AP) — ",
        "MILLBROOK (Reuters) - ",
        "AKRON — ",
        "(CNN) ",
        "Akron, Ohio (CNN) ",
        "AKRON/CLEVELAND (Reuters) - ",
        "EXCLUSIVE: ",
        "BREAKING: ",
        "Breaking — ",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(dateline):
    sentence = "Officers arrested 40 workers at a meat plant on Tuesday."

    assert quotable(dateline + sentence) == [sentence]


def test_the_span_is_the_text():
    (one,) = find_quotable("AKRON — Officers arrested 40 workers at a plant on Tuesday.", (), ())

    assert (one.start, one.rank) == (8, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "First of all, the town has had a plant since the last century.",
        "For example, the plant in Millbrook employs many people of Ohio.",
        "It's hard to say how many people of Ohio work at the plant.",
        "The spineless council of the town let the officers into the plant.",
        "Officers told the paper that he was arrested on drug charges in 1996.",
        "These large groups of people reach the border of Ohio on foot.",
        "ICE let these large groups of people go on Friday in Ohio.",
        "“The raid was a shock,” the owner of a plant in Ohio said on Friday.",
        "The next day officers of the agency arrested 40 people in Ohio.",
        "Two days later officers of ICE came to the plant in Millbrook.",
        "That night officers of ICE came to the plant in Millbrook, Ohio.",
        "At the time the plant in Millbrook, Ohio, employed 40 people.",
        "Officers of ICE have arrested 40 people in Millbrook, Ohio!",
        "By Sam Poole and Ada Quill of the Harbor Tribune in Millbrook.",
        "Sam Poole is a staff reporter covering courts and jails in Ohio.",
        "Officers of ICE stand before a plant in this undated photo of it.",
        "ICE did not respond to a request for comment on the plant in Ohio.",
        "Apologists for the plant in Millbrook have said so for many years.",
        "The fact that the plant in Millbrook is old is lost on nobody there.",
        "“It was a shock to many of us,” as they said of the plant in Ohio.",
        "Workers of a plant in Millbrook holding flags before the town hall.",
        "...The council of Millbrook must act on a plant this week, ICE said.",
        "Featuring pictures of Ohio, it was shown to the council of Millbrook.",
        "When officers came to Millbrook, they went to a plant on Main Street.",
        "Get the latest from the town of Millbrook in your inbox each day.",
        "Follow the raid in Millbrook, Ohio, with @harbortribune all day.",
        "| AP Photo of the plant in Millbrook that officers raided on Tuesday.",
    ],
)
def test_a_sentence_an_editor_would_not_print_is_left_out(sentence):
    assert quotable(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The company that runs the plant said it checks the papers of all.",
        "The group of workers met a lawyer at the town hall on Friday.",
        "The judge said that he would hear the workers on Friday morning.",
        "Carla Ruiz said on Friday that she would take the case to court.",
        "The council called the order “foolish” and will not follow it, ICE said.",
    ],
)
def test_what_says_whom_it_means_is_printed(sentence):
    assert quotable(sentence) == [sentence]


def test_a_sentence_that_is_mostly_quotation_is_left_out():
    assert quotable("“The raid was a shock to all of us in town,” ICE said on Friday.") == []


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


# -- responses


def test_the_answer_of_the_party_named_in_the_lead_is_the_response():
    body = (
        "ICE accused Sheriff Dana Holt of Ohio of letting a man go.\n\nICE said it was wrong.\n\n"
        "Carla Ruiz said the jail was right.\n\nHolt denied it and said the papers came late."
    )

    assert find_response([source(body)]) == Pick(
        text="Holt denied it and said the papers came late.", source=0
    )


def test_a_target_that_is_told_to_have_refused_has_answered():
    body = "Homeland Security put Ohio on notice.\n\nOhio rebuffed the request on Monday."

    assert find_response([source(body)]).text == "Ohio rebuffed the request on Monday."


def test_another_speaker_of_the_other_side_will_do():
    body = (
        "ICE raided a plant on Tuesday.\n\nIt rained.\n\nIt was cold.\n\n"
        "Carla Ruiz insisted the law was broken."
    )

    assert find_response([source(body)]).text == "Carla Ruiz insisted the law was broken."


def test_a_remark_of_somebody_else_is_no_response():
    body = "ICE raided a plant.\n\nIt rained.\n\nIt was cold.\n\nCarla Ruiz said it was late."

    assert find_response([source(body)]) is None


@pytest.mark.parametrize(
    "silence",
    [
        "A spokesman for ICE did not immediately respond to a request for comment.",
        "The agency’s spokesman declined to comment.",
        "The plant’s owners could not be reached on Tuesday.",
        "Officials had no immediate comment.",
    ],
)
def test_silence_is_a_response_too(silence):
    body = f"Carla Ruiz sued ICE on Tuesday.\n\nIt rained.\n\n{silence}"

    assert find_response([source(body)]).text == silence


def test_the_same_sides_words_are_no_response():
    body = "Homeland Security sued Ohio.\n\nICE said the state had been told of it."

    assert find_response([source(body)]) is None


def test_half_a_quotation_is_no_response():
    body = "ICE accused Dana Holt.\n\n“It is wrong. They lied,” Holt said. “No.”"

    assert find_response([source(body)]) is None


def test_a_response_with_a_private_name_is_not_shown():
    body = "ICE accused Dana Holt.\n\nHolt denied that Rosa Lima was let go."

    assert find_response([source(body, private_names=("Rosa Lima",))]) is None


def test_a_rewrites_response_is_not_taken_while_there_is_an_original():
    original = source("Homeland Security sued Ohio on Tuesday.")
    rewrite = source(
        "Homeland Security sued Ohio.\n\nOhio rejected it on Monday.", is_derivative=True
    )

    assert find_response([original, rewrite]) is None
    assert find_response([rewrite]).text == "Ohio rejected it on Monday."


def test_no_article_has_no_response():
    assert find_response([]) is None


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Homeland Security sues Ohio", "Homeland Security sued Ohio.", True),
        ("Raid in Ohio", "ICE arrested 40 workers in Ohio.", True),
        ("New rule on forms", "ICE published a form for employers.", False),
        ("A quiet day", "It rained and nothing was charged.", False),
    ],
)
def test_a_response_is_expected_where_somebody_acts_against_somebody(title, body, expected):
    assert response_expected([source(body, title=title)]) is expected


def test_a_judges_ruling_is_no_response():
    judge = Entity(
        id=EntityId("official:ann-moss"),
        kind=EntityKind.OFFICIAL,
        name="Ann Moss",
        role="Judge",
        state="OH",
    )
    body = "ICE sued over the jail with Ann Moss.\n\nAnn Moss rejected it, Ann Moss said."
    named = tuple(
        Mention(entity=judge, surface="Ann Moss", start=one.start(), end=one.end())
        for one in re.finditer("Ann Moss", body)
    )
    given = (*mentions(body), *named)

    source_ = SummarySource(
        title="Suit", body=body, mentions=given, claims=find_claims(body, given)
    )

    assert find_response([source_]) is None


def test_an_unnamed_speakers_denial_is_no_response():
    body = "ICE accused Dana Holt.\n\nIt rained.\n\nOfficials denied it, a spokesman said."

    assert find_response([source(body)]) is None


def test_without_any_actor_there_is_no_side_to_answer():
    body = (
        "A raid was made in Ohio.\n\nIt rained.\n\nIt was cold.\n\nHolt denied it all, Holt said."
    )

    assert find_response([source(body)]) is None
