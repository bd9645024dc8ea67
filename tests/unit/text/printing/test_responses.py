"""Responses: the other side's answer, or its silence, and nobody else's."""

from __future__ import annotations

import pytest

from bot.text.claiming.claims import find_claims
from bot.text.names.entities import find_mentions
from bot.text.printing.parties import parties_of
from bot.text.printing.responses import find_response
from bot.text.printing.summarize import SummarySource

SUED = "The Harbor Rights Project sued ICE on Friday over a jail in Ohio."


def source(body: str) -> SummarySource:
    named = find_mentions(body)
    return SummarySource(title="", body=body, mentions=named, claims=find_claims(body, named))


def response(*sentences: str) -> str | None:
    found = find_response([source("\n\n".join(sentences))])
    return None if found is None else found.text


@pytest.mark.parametrize(
    "silence",
    [
        "ICE did not immediately respond to a request for comment.",
        "ICE didn’t respond to several emails and calls.",
        "ICE has not responded.",
        "ICE had not replied by Friday evening.",
        "ICE did not return a call for comment on Friday.",
        "ICE has yet to comment on the case.",
        "ICE failed to respond to questions from the paper.",
        "ICE declined to comment, citing a pending lawsuit.",
        "ICE declined an interview request on Friday.",
        "ICE officials refused to answer questions on Friday.",
        "ICE could not immediately be reached on Friday.",
        "ICE was not available for comment on Friday.",
        "ICE was unavailable for comment on Friday night.",
        "ICE had no immediate comment on the suit.",
        "ICE offered no comment on the suit on Friday.",
        "ICE would not comment on pending litigation.",
        "ICE did not provide a comment on Friday.",
        "ICE referred questions to the Justice Department.",
        "ICE ignored repeated requests for comment.",
        "Requests for comment sent to ICE were not returned.",
        "Messages left with ICE went unanswered.",
        "A spokesman for ICE wouldn’t discuss the suit.",
    ],
)
def test_the_silence_of_who_was_sued_is_a_response(silence: str):
    assert response(SUED, "It rained.", silence) == silence


@pytest.mark.parametrize(
    "sentence",
    [
        "ICE did not respond to a fire at the plant for an hour.",
        "ICE did not say more on Friday.",
        "ICE has held people in Ohio since 2019.",
        "ICE declined in size over the year.",
        "A man said he would not return to ICE on Friday.",
    ],
)
def test_what_tells_of_no_question_is_no_silence(sentence: str):
    assert response(SUED, "It rained.", sentence) is None


def test_the_silence_of_the_side_that_acts_is_no_response():
    assert response("ICE sued Ohio on Friday.", "ICE did not respond to questions.") is None


def test_the_silent_party_counts_and_not_who_is_named_behind_it():
    silence = "Ohio officials declined to comment on the suit of ICE."

    assert response("ICE sued Ohio on Friday.", silence) == silence


@pytest.mark.parametrize(
    "answer",
    [
        "ICE spokesman Bill Ocampo rejected the report as false.",
        "Bill Ocampo, a spokesman for ICE, denied that it had happened.",
        "ICE’s spokeswoman, Ada Tolliver, disputed that it had happened.",
        "Bill Ocampo, a lawyer for ICE, condemned the raid’s critics.",
    ],
)
def test_no_agency_is_answered_by_its_own_spokesman(answer: str):
    assert response("ICE arrested 40 people in a town on Friday.", "It rained.", answer) is None


@pytest.mark.parametrize(
    "answer",
    [
        "ICE spokesman Bill Ocampo rejected the suit as false.",
        "Homeland Security, which runs ICE, denied that it had happened.",
        "Homeland Security said in a statement that the jail was safe.",
        "ICE called the claims “baseless” and said the jail was safe.",
        "“The jail is clean and it is safe,” ICE said.",
    ],
)
def test_who_was_sued_answers_by_any_of_its_voices(answer: str):
    assert response(SUED, "It rained.", answer) == answer


def test_the_answer_of_who_was_acted_on_stands_before_the_words_of_its_side():
    said = "ICE said the jail was safe for everybody."
    denial = "ICE denied that the jail was full."

    assert response(SUED, said, denial) == denial


@pytest.mark.parametrize(
    "lead",
    [
        "ICE was sued on Friday by the Harbor Rights Project.",
        "A federal judge on Friday ordered ICE to let 40 people go.",
        "Protesters accused ICE of letting a jail in Ohio decay.",
        "ICE faces a lawsuit by the Harbor Rights Project.",
        "A lawsuit against ICE was filed on Friday in Ohio.",
    ],
)
def test_who_is_acted_on_is_no_actor_though_named_first(lead: str):
    answer = "ICE denied that the jail was full."

    assert response(lead, "It rained.", answer) == answer


def test_the_agency_that_arrests_acts_though_named_last():
    lead = "Forty workers were arrested on Friday by ICE."

    assert response(lead, "It rained.", "ICE denied that the plant was raided.") is None


def test_an_unnamed_actors_story_is_answered_by_no_third_party():
    lead = "A federal judge on Friday ordered ICE to let 40 people go."
    remark = "Lawyer Rosa Ocampo criticized the delay on Friday, Ocampo said."

    assert response(lead, "It rained.", "It was cold.", remark) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "“I have always believed it was safe,” he said in a statement.",
        "Ohio denied that he was held.",
        "The mayor argued with ICE about the weather.",
        "Ohio passed the law in response to a vote.",
        "Can ICE deny it?",
        "ICE told the paper of a visit on Friday in 2019.",
    ],
)
def test_what_answers_nothing_is_no_response(sentence: str):
    assert response("ICE sued Ohio on Friday.", "It rained.", sentence) is None


def test_a_mere_statement_of_the_accused_is_no_answer():
    assert response(SUED, "It rained.", "ICE said the jail was built in 1990.") is None


def test_a_few_quoted_words_of_the_accused_are_no_answer():
    assert response(SUED, "It rained.", "ICE said it was “glad” of the rain.") is None


@pytest.mark.parametrize(
    "answer",
    [
        "ICE said that it did not hold anybody for more than a day.",
        "ICE said the jail follows the law and that it would appeal.",
        "ICE said it was reviewing the suit.",
        "ICE argued in court that the jail was safe.",
        "ICE vowed to go on.",
    ],
)
def test_what_the_accused_says_of_the_matter_is_an_answer(answer: str):
    assert response(SUED, "It rained.", answer) == answer


def test_of_a_long_story_the_first_and_the_newest_articles_are_asked():
    lead, answer = source(SUED), source(f"{SUED}\n\nICE denied it on Friday.")

    assert find_response([*[lead] * 20, answer]) is not None
    assert find_response([*[lead] * 10, answer, *[lead] * 10]) is None


def test_each_state_is_a_side_and_the_federal_government_another():
    told = source("ICE sued Ohio and Illinois on Friday.")
    parties = parties_of(told)

    assert (parties.acting, parties.accused) == ("federal", {"OH", "IL"})


def test_a_place_where_it_happens_is_not_accused():
    assert parties_of(source("ICE arrested 40 people in Ohio.")).accused == frozenset()


@pytest.mark.parametrize("told", ["for a man held by ICE", "who met a man from ICE"])
def test_a_lawyer_for_a_man_held_by_an_agency_is_not_on_its_side(told: str):
    body = f"ICE arrested a man.\n\nRosa Ocampo, a lawyer {told}, condemned it."
    (lawyer,) = {one.entity for one in find_mentions(body) if one.entity.name == "Rosa Ocampo"}

    assert not parties_of(source(body)).is_acting(lawyer)


def test_nobody_named_is_no_party():
    assert parties_of(source("It rained.")).acting is None
