"""Credits: whom a quotation belongs to, and in which role."""

from __future__ import annotations

import pytest

from bot.domain.claims import ClaimKind, Speaker
from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.claiming.claims import find_claims
from tests.unit.text.building import LAWYER, SECRETARY, SHERIFF, claims, only, quotes

# -- direct quotations


@pytest.mark.parametrize(
    "body",
    [
        "“We follow the law in this county,” said Carla Ruiz.",
        "“We follow the law in this county,” Carla Ruiz said.",
        '"We follow the law in this county," said Carla Ruiz.',
        "Carla Ruiz said, “We follow the law in this county.”",
        "Carla Ruiz said: “We follow the law in this county.”",
        "“We follow the law in this county,” Ruiz said in a statement.",
        "“We follow the law in this county,” Ruiz, who lives in Ohio, said on Monday.",
    ],
)
def test_a_quotation_is_its_speakers(body):
    claim = only(body)

    assert claim.kind is ClaimKind.QUOTE
    assert claim.words.rstrip(".") == "We follow the law in this county"
    assert claim.speaker.name == "Carla Ruiz"
    assert claim.speaker.entity == LAWYER.id


def test_a_quotation_of_several_sentences_is_whole():
    body = "“The jails must call us. They know it,” said Assistant Secretary Paula Venn."

    claim = only(body)

    assert claim.words == "The jails must call us. They know it"
    assert claim.sentence == body


def test_the_title_before_a_name_is_the_role():
    claim = only("“The jails must call us,” said Assistant Secretary Paula Venn.")

    assert claim.speaker == Speaker(
        name="Paula Venn", role="Assistant Secretary", entity=SECRETARY.id
    )


def test_the_words_between_commas_after_a_name_are_the_role():
    claim = only("“They called us late,” said Carla Ruiz, an attorney with a legal clinic.")

    assert claim.speaker.role == "attorney with a legal clinic"


def test_words_between_commas_that_are_no_role_are_none():
    claim = only("“They called us late,” said Carla Ruiz, a friend of the house.")

    assert claim.speaker.role == "attorney"


def test_a_role_once_given_stays_with_the_name():
    body = "“Call us,” said Assistant Secretary Paula Venn.\n\n“Call us soon,” Venn said."

    assert [one.speaker.role for one in quotes(body)] == ["Assistant Secretary"] * 2


def test_the_lists_role_serves_when_the_article_gives_none():
    assert only("“Call us soon,” Venn said.").speaker.role == SECRETARY.role


def test_both_halves_of_a_split_quotation_have_one_speaker():
    found = quotes("“I want to be clear,” Venn said, “that the jails must call.”")

    assert [one.speaker.name for one in found] == ["Paula Venn", "Paula Venn"]


def test_a_quotation_that_goes_on_after_its_credit_keeps_the_speaker():
    found = quotes("“We follow the law,” Ruiz said. “We always have, and we will.”")

    assert [one.speaker.name for one in found] == ["Carla Ruiz", "Carla Ruiz"]


def test_a_quotation_over_two_paragraphs_is_one():
    body = "“We follow the law.\n\n“We always have,” said Carla Ruiz."

    (claim,) = quotes(body)

    assert claim.words == "We follow the law.\n\nWe always have"
    assert claim.speaker.name == "Carla Ruiz"


def test_a_colon_hands_the_next_paragraphs_quotation_to_its_speaker():
    body = "In a letter, Homeland Security said:\n\n“Nobody is above the law in this country.”"

    (claim,) = quotes(body)

    assert claim.speaker.name == "DHS"


def test_a_quotation_without_any_credit_has_no_speaker():
    (claim,) = quotes("The banner over the bridge was plain. “Let our neighbors stay with us.”")

    assert claim.speaker == Speaker()
    assert claim.speaker.label == "no speaker named"


def test_the_span_is_where_the_words_stand():
    body = "On Monday it was calm. “We follow the law,” Ruiz said."

    claim = only(body)

    assert body[claim.start : claim.end] == "“We follow the law,”"


def test_a_title_inside_the_mention_is_the_role():
    body = "“The beds are full,” said Sheriff Dana Holt."
    start = body.index("Sheriff")
    mention = Mention(entity=SHERIFF, surface="Sheriff Dana Holt", start=start, end=len(body) - 1)

    (claim,) = find_claims(body, (mention,))

    assert claim.speaker.role == "Sheriff"


def test_a_public_person_without_a_role_is_named_without_one():
    entity = Entity(id=EntityId("person:ann-moss"), kind=EntityKind.PERSON, name="Ann Moss")
    body = "“The beds are full,” said Ann Moss, who was there."
    start = body.index("Ann")
    mention = Mention(entity=entity, surface="Ann Moss", start=start, end=start + 8)

    (claim,) = find_claims(body, (mention,))

    assert claim.speaker == Speaker(name="Ann Moss", entity=entity.id)


def test_a_quotation_that_opens_the_text_without_credit_has_no_speaker():
    assert only("“Let our neighbors stay here with us.”").speaker == Speaker()


def test_a_verb_that_turns_to_time_or_manner_has_no_speaker_after_it():
    (claim,) = claims("“They took him from his bed at night,” said on Monday the paper.")

    assert claim.speaker == Speaker()


# -- the nearest verb of saying before a quotation


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        pytest.param(
            "ICE agreed, DHS reported, but Dana Holt cautioned that “nothing is settled yet.”",
            "Dana Holt",
            id="the nearest",
        ),
        pytest.param(
            "Dana Holt condemned what she called “a very small group of people” on Friday.",
            "Dana Holt",
            id="a pronoun that means nobody else",
        ),
        pytest.param(
            "Dana Holt blasted Paula Venn for what she called “a very small group of people.”",
            "Dana Holt",
            id="a pronoun that may mean two",
        ),
        pytest.param(
            "Paula Venn said ICE told the states that “cameras had been switched off early.”",
            "ICE",
            id="a verb within a report",
        ),
        pytest.param(
            "Paula Venn said the talks when Dana Holt said no “would be a guide for years.”",
            "Paula Venn",
            id="a clause of time",
        ),
        pytest.param(
            "“This is no promise to protect” the program, said Carla Ruiz, an attorney.",
            "Carla Ruiz",
            id="after the end of its sentence",
        ),
        pytest.param(
            "“We only want to be safe at last,” Ana Polk, a student from Ohio, told ICE.",
            None,
            id="a person who told somebody",
        ),
    ],
)
def test_a_quotation_belongs_to_the_verb_that_governs_it(body, speaker):
    assert quotes(body)[0].speaker.name == speaker


@pytest.mark.parametrize(
    "body",
    [
        "Dana Holt said on “Morning in Akron” that the jail is full and will stay so.",
        "Protesters chanted and held torches at the “Open the Gates” rally near the jail.",
    ],
)
def test_a_title_in_quotation_marks_is_no_quotation(body):
    assert quotes(body) == []


def test_what_leads_to_a_title_is_no_part_of_the_role():
    body = "The injunction by Sheriff Dana Holt said the jail must stay open until the summer."

    assert claims(body)[0].speaker == Speaker(name="Dana Holt", role="Sheriff", entity=SHERIFF.id)


def test_a_report_of_what_was_told_is_the_tellers_words():
    body = "A lawyer said prison officials told the states that “all cameras had been off.”"

    assert quotes(body)[0].speaker.described_as == "prison officials"
