"""Claims: who says what, with no speaker rather than a guessed one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.claims import ClaimKind, Speaker
from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.claiming.claims import find_claims
from tests.unit.text.building import LAWYER, SECRETARY, SHERIFF, mentions


def claims(body: str):
    return find_claims(body, mentions(body))


def quotes(body: str):
    return [one for one in claims(body) if one.kind is ClaimKind.QUOTE]


def only(body: str):
    (claim,) = claims(body)
    return claim


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


# -- partial quotations and scare quotes


def test_a_partial_quotation_is_a_quote_inside_a_statement():
    found = claims("ICE said it would “pursue all proper measures” in Ohio.")

    assert {(one.kind, one.speaker.name) for one in found} == {
        (ClaimKind.QUOTE, "ICE"),
        (ClaimKind.STATEMENT, "ICE"),
    }


def test_the_letter_of_an_agency_speaks_for_the_agency():
    (claim,) = quotes("ICE has followed up with a letter saying it will “use all proper means.”")

    assert claim.speaker.name == "ICE"


@pytest.mark.parametrize(
    "body",
    [
        "The requests are known as “detainers” among jailers.",
        "Jails answer such ‘requests’ when they can.",
        "The so-called “border czar” came to town.",
        "Men and women often called “dreamers” came to town.",
        "Holt’s deputies and the jails’ staff came to town.",
        "The 5'10\" wall was built by the county.",
    ],
)
def test_scare_quotes_apostrophes_and_inches_are_no_claims(body):
    assert claims(body) == ()


def test_one_quoted_word_that_somebody_says_is_a_claim():
    (claim,) = quotes("Dana Holt called the raid “reckless.”")

    assert (claim.words, claim.speaker.name) == ("reckless.", "Dana Holt")


# -- statements


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("ICE said Monday it will send more officers.", "ICE"),
        ("The jail refused twice, according to Homeland Security.", "DHS"),
        ("According to ICE, the jail refused twice.", "ICE"),
        ("Homeland Security counters that they were in custody.", "DHS"),
        ("The jail, ICE says, refused twice.", "ICE"),
        ("ICE reports that the jail refused twice.", "ICE"),
        ("Sheriff Dana Holt, who runs the jail, told reporters the beds are full.", "Dana Holt"),
        ("Immigration and Customs Enforcement said the beds are full.", "ICE"),
    ],
)
def test_an_indirect_statement_has_its_speaker(body, speaker):
    claim = only(body)

    assert claim.kind is ClaimKind.STATEMENT
    assert claim.words == body
    assert claim.speaker.name == speaker


def test_a_sentence_that_credits_nobody_is_no_claim():
    assert claims("The beds at the jail are full. ICE states its case in court.") == ()


def test_nobody_says_what_is_said_of_them():
    assert claims("The men were told to leave the jail.") == ()


def test_a_figure_inside_a_statement_belongs_to_its_speaker():
    claim = only("More broadly, ICE says, 64% of those it arrested have convictions.")

    assert claim.speaker.name == "ICE"
    assert [one.value for one in claim.figures] == [Decimal(64)]


def test_a_figure_without_a_speaker_is_nobodys_claim():
    claim = only("That is less than before, when more than 80% of them had convictions.")

    assert claim.speaker == Speaker()
    assert claim.figures[0].surface == "more than 80%"


def test_a_figure_inside_a_quotation_stays_with_the_quotation():
    claim = only("“We arrested 300 people in a week,” said Dana Holt.")

    assert claim.kind is ClaimKind.QUOTE
    assert claim.figures[0].value == Decimal(300)


@pytest.mark.parametrize(
    "body",
    [
        "Kind of CasePercentage of Arrests\n\nAssault and Robbery35%\n\nDrug Cases 25%",
        "A Fair Mix:\n\n  50% Enforcement of Laws\n\n  30% Trust of Neighbors",
        "Arrests: 300",
    ],
)
def test_lines_of_tables_and_lists_are_no_claims(body):
    assert claims(body) == ()


# -- pronouns and roles


def test_a_pronoun_is_the_one_person_named_before_it():
    found = quotes("Dana Holt opened the jail. “The beds are full tonight,” he said.")

    assert [one.speaker.name for one in found] == ["Dana Holt"]


def test_a_pronoun_with_two_candidates_is_left_unnamed():
    found = quotes("Dana Holt met Carla Ruiz. “The beds are full tonight,” she said.")

    assert [one.speaker.name for one in found] == [None]


def test_a_pronoun_after_a_private_person_is_never_an_official():
    found = quotes("Dana Holt met Rosa Lima, 43. “They took him from his bed,” she said.")

    assert [one.speaker.name for one in found] == [None]


def test_the_office_alone_is_its_only_holder():
    found = quotes("Sheriff Dana Holt spoke. “The beds are full tonight,” the sheriff said.")

    assert [one.speaker.name for one in found] == ["Dana Holt"]


def test_an_office_whose_holder_is_not_named_is_described():
    found = quotes("“The beds are full tonight,” the mayor said.")

    assert found[0].speaker == Speaker(described_as="the mayor")


# -- unnamed and private speakers


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("“The beds are full tonight,” a DHS spokesperson said.", "a DHS spokesperson"),
        ("The beds are full tonight, officials said.", "officials"),
        ("According to federal officials, the beds are full.", "federal officials"),
        ("A spokeswoman for ICE said the beds are full.", "a spokeswoman for ICE"),
        ("The complaint says the beds are full.", "the complaint"),
    ],
)
def test_an_unnamed_speaker_is_described_and_marked(body, described):
    speaker = only(body).speaker

    assert speaker.is_anonymous
    assert speaker.described_as == described


@pytest.mark.parametrize(
    "body",
    [
        "“They took him from his bed,” said Rosa Lima.",
        "“They took him from his bed,” Lima said.",
        "“They took him from his bed,” said Rosa Lima, a neighbor.",
        "“They took him from his bed,” said Lima’s wife.",
        "Rosa Lima said the officers took him.",
        "“They took him from his bed,” Rosa Lima’s lawyer said.",
    ],
)
def test_a_private_person_is_never_named(body):
    (claim,) = claims(body)

    assert claim.speaker.is_anonymous
    assert "Lima" not in claim.speaker.label


def test_a_private_persons_role_is_kept():
    speaker = only("“They took him from his bed,” said Rosa Lima, a neighbor.").speaker

    assert speaker.described_as == "a neighbor"


def test_a_pull_quote_credited_to_an_office_is_anonymous():
    body = "Every day counts for the safety of all.\n\n– DHS spokesperson\n\nThe talks go on."

    (claim,) = claims(body)

    assert claim.kind is ClaimKind.QUOTE
    assert claim.words == "Every day counts for the safety of all."
    assert claim.speaker == Speaker(described_as="DHS spokesperson")


def test_the_figures_of_a_pull_quote_are_read_sentence_by_sentence():
    body = "The town met in May. It fed 300 children.\n\n– Agency spokesperson\n\nTalks go on."

    (figure,) = claims(body)[0].figures

    assert (figure.surface, figure.period) == ("300", None)


def test_a_pull_quote_credited_to_a_public_person_is_theirs():
    body = "Every day counts for the safety of all.\n\n— Dana Holt\n\nThe talks go on."

    assert claims(body)[0].speaker.entity == SHERIFF.id


def test_a_pull_quote_credited_to_a_private_person_names_nobody():
    body = "Every day counts for the safety of all.\n\n— Rosa Lima\n\nThe talks go on."

    assert claims(body)[0].speaker == Speaker(described_as="a person")


# -- the whole


def test_claims_stand_in_the_order_of_the_body():
    body = "ICE said the beds are full. “No,” said Dana Holt. According to DHS, it rained."

    starts = [one.start for one in claims(body)]

    assert starts == sorted(starts)
    assert len(starts) == 3


def test_an_empty_body_has_no_claims():
    assert find_claims("  \n", ()) == ()


# -- subjects that are hard to find


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("ICE also said the beds are full.", "ICE"),
        ("ICE has repeatedly said the beds are full.", "ICE"),
        ("ICE Friday said the beds are full.", "ICE"),
        ("ICE, said a post, is ready. ICE, says the beds are full.", "ICE"),
        ("ICE has left the town, arguing the beds are full.", "ICE"),
        ("ICE opened the jail in May and said the beds are full.", "ICE"),
        ("A report by ICE says the beds are full.", "ICE"),
        ("The beds are full, according to ICE", "ICE"),
        ("The beds are full, according to Gov. Dana Holt.", "Dana Holt"),
        ("Dana Holt, who said the beds are full, left the town.", "Dana Holt"),
        (
            "Dana Holt, a sheriff of the old school, which is rare, said the beds are full.",
            "Dana Holt",
        ),
        ("ICE in Ohio said the beds are full.", "ICE"),
        ("Reuters reported that the beds are full.", "Reuters"),
        ("The beds are full, the New York Times reported.", "New York Times"),
    ],
)
def test_the_subject_is_found_around_what_stands_between(body, speaker):
    assert claims(body)[-1].speaker.name == speaker


@pytest.mark.parametrize(
    "body",
    [
        "Nobody came to the jail, arguing it was late.",
        "ICE officers left the town, saying it was late.",
        "Those who said it were gone by noon.",
        "We said it would rain in the town.",
        "Jails in the states, reports of which came late, were full.",
        "The man, a friend of the house, was never said to be ill.",
    ],
)
def test_where_the_subject_is_not_plain_nobody_is_credited(body):
    assert claims(body) == ()


def test_a_verb_that_turns_to_time_or_manner_has_no_speaker_after_it():
    (claim,) = claims("“They took him from his bed at night,” said on Monday the paper.")

    assert claim.speaker == Speaker()


def test_supporters_of_a_person_are_not_the_person():
    assert only("Holt supporters said the jail is full.").speaker.described_as == "Holt supporters"


def test_they_are_those_who_spoke_just_before():
    found = claims("Advocates say the jail is full. They say it is cold.")

    assert [one.speaker.described_as for one in found] == ["advocates", "advocates"]


def test_it_is_the_agency_that_spoke_just_before():
    found = claims("ICE said the jail is full. It said more would come.")

    assert [one.speaker.name for one in found] == ["ICE", "ICE"]


def test_it_is_nobody_when_a_person_spoke_or_nobody_did():
    assert len(claims("Dana Holt said the jail is full. It said more would come.")) == 1
    assert claims("It said more would come.") == ()


def test_a_private_speakers_words_go_on_unnamed():
    found = quotes("“They took him,” said Rosa Lima. “It was dark and cold,” she said.")

    assert [one.speaker.is_anonymous for one in found] == [True, True]


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


def test_a_sentence_that_opens_a_longer_quotation_is_not_told_twice():
    body = "Speaking of jails, Holt said: “They are full now. They are cold too.”"

    assert [one.kind for one in claims(body)] == [ClaimKind.QUOTE]


def test_a_dash_line_that_ends_no_paragraph_is_no_credit():
    assert claims("– DHS spokesperson\n\nThe jail is full.") == ()
    assert claims("It is so.\n\n– One of these\n\n– DHS spokesperson\n\nIt is.") != ()


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


@pytest.mark.parametrize("end", [".", "!", ".)", "?”)", ".’”)"])
def test_a_sentence_is_complete_with_the_marks_that_close_behind_its_stop(end):
    body = f"Deputies held 300 people there (and the jail kept count of all{end}"

    assert [one.value for one in only(body).figures] == [300]
