"""Speakers: who a passage gives its words to, in the ways reports write it."""

from __future__ import annotations

import pytest

from bot.domain.claims import ClaimKind, Speaker
from tests.unit.text.building import LAWYER, claims, only

# -- words that say


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("Court records show the man had no record in Ohio.", "court records"),
        ("The beds are full, growers estimate.", "growers"),
        ("Researchers found that the beds are full.", "researchers"),
        ("The beds are full, the inspector general found.", "the inspector general"),
        ("Officials claim the beds are full.", "officials"),
        ("Neighbors tell us the beds are full.", "neighbors"),
        ("The new report documents 187 complaints in two years.", "the new report"),
        ("The beds are full, the migration institute there said.", "the migration institute there"),
        ("The judge gave the jail two days and said the beds are full.", "the judge"),
        ("Groups that argue the beds are full met in the town.", "groups"),
        ("The authors of the report say the beds are full.", "the authors of the report"),
        ("A lawyer for the Lima lawsuit said the beds are full.", "a lawyer"),
        (
            "An analysis of agency records found that the beds are full.",
            "an analysis of agency records",
        ),
    ],
)
def test_whoever_says_it_is_found_by_class_of_verb_and_noun(body, described):
    assert only(body).speaker == Speaker(described_as=described)


@pytest.mark.parametrize(
    "body",
    [
        "Police reports the company sent were late and long.",
        "Migrants claim asylum at the gate of the town.",
        "The mayor was first told of the plan in the spring by the jail.",
        "One might argue that the beds are full.",
        "Neither the company nor the town would say how many came.",
        "Coming up: what the mayor said about the beds, and more.",
        "• Three states said no",
        "Officers left the town, saying it was late.",
        "In the spring the judge left and said so.",
        "The road by the judge and the court was closed and said so.",
    ],
)
def test_where_nothing_is_claimed_nobody_is_credited(body):
    assert claims(body) == ()


def test_a_noun_that_is_spelled_like_a_verb_credits_nobody():
    body = "The office set a day for two states that limit the jail."

    assert only(body).speaker == Speaker()


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("ICE today announced that the beds are full.", "ICE"),
        ("ICE in a statement said the beds are full.", "ICE"),
        ("The beds are full, said Sheriff Dana Holt.", "Dana Holt"),
        ("The beds are full, said Sheriff Dana Holt, who added that it rained.", "Dana Holt"),
        ("The beds are full, per the Homeland Security office.", None),
        ("The beds are full, per Homeland Security.", "DHS"),
        ("Records filed in May show officials knew it, Dana Holt said.", "Dana Holt"),
        ("The beds are full, according to the Harbor Post.", "the Harbor Post"),
        ("The beds are full, according to the Times.", "the Times"),
        (
            "The beds are full, according to the Cascade Rights Project, a group.",
            "the Cascade Rights Project",
        ),
    ],
)
def test_the_speaker_of_a_statement_is_named_wherever_it_stands(body, name):
    assert claims(body)[0].speaker.name == name


def test_a_report_that_tells_of_another_keeps_its_own_speaker():
    body = "Reuters, citing two officials, said ICE plans to open the jail."

    assert only(body).speaker.name == "Reuters"


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("Another father, who lives there, said his family sets up a tree.", "another father"),
        ("But the migration institute said the beds are full.", "the migration institute"),
        ("The town, a place of old, said the bill fails the president.", "the town"),
        ("The decision marks the second time the court has ruled against it.", None),
        ("They were led in the town by a government of old that said no.", None),
        (
            "Officials who have seen the jail say the beds are full.",
            "officials who have seen the jail",
        ),
        ("Officials likewise say the beds are full.", "officials"),
        ("One side passed a version that added beds for the town.", None),
        ("A Harbor national opinion poll showed the town in favor of it.", "a poll"),
        ("The senator – a possible choice in 2020 – said the beds are full.", None),
    ],
)
def test_a_subject_is_the_noun_that_speaks_and_no_clause(body, described):
    found = claims(body)

    assert {one.speaker.described_as for one in found} - {"a person"} == (
        {described} if described else set()
    )


def test_whoever_is_told_something_does_not_say_it():
    body = "The beds are full, a student from Ohio, told ICE."

    assert all(one.speaker.name != "ICE" for one in claims(body))


# -- papers and their owners


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("ICE data show the beds are full.", "ICE"),
        ("The Harbor Rights Project filing says the beds are full.", None),
        ("A letter from ICE says the beds are full.", "ICE"),
        ("ICE has followed up with a letter saying the beds are full.", "ICE"),
        ("A lawsuit against ICE says the beds are full.", None),
        ("ICE arrested 40 men in a week, according to court records.", None),
        ("The beds are full, according to a memo obtained by ICE.", None),
    ],
)
def test_a_paper_speaks_for_who_wrote_it_and_for_nobody_else(body, name):
    assert only(body).speaker.name == name


def test_a_paper_released_by_a_group_names_the_group():
    body = "The beds are full, according to a report released Monday by the Harbor Rights Project."

    assert only(body).speaker.described_as == (
        "a report released Monday by the Harbor Rights Project"
    )


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("The beds are full, according to a tally kept by Rosa Lima.", "a tally"),
        ("A neighbor held a sign that read, “Let our neighbors stay with us.”", "a sign"),
    ],
)
def test_a_paper_in_private_hands_is_named_by_its_kind(body, described):
    assert claims(body)[0].speaker.described_as == described


# -- persons


def test_a_description_with_a_public_name_behind_it_is_that_person():
    claim = only("“They called us late,” said the man’s lawyer, Carla Ruiz of the clinic.")

    assert (claim.speaker.name, claim.speaker.entity) == ("Carla Ruiz", LAWYER.id)


@pytest.mark.parametrize(
    "body",
    [
        "“They took him,” said Rosa Lima of the Harbor Rights Project.",
        "“They took him,” said Rosa Lima and the Harbor Rights Project.",
        "Rosa Lima of the Harbor Rights Project said the beds are full.",
        "The beds are full, according to Rosa Lima of the Harbor Rights Project.",
        "The beds are full, according to the Rosa Lima case file.",
    ],
)
def test_a_private_person_is_no_part_of_an_organisations_name(body):
    assert all("Lima" not in claim.speaker.label for claim in claims(body))


def test_a_description_with_something_else_behind_it_stays_one():
    claim = only("“They called us late,” said the man’s lawyer, a friend of Carla Ruiz.")

    assert claim.speaker == Speaker(described_as="the man’s lawyer")


def test_a_bill_of_a_person_is_not_the_person():
    body = "The bill from Dana Holt would also deny “a bed to those who came late.”"

    assert all(one.speaker.name != "Dana Holt" for one in claims(body))


def test_a_label_of_the_page_is_no_part_of_a_title():
    claim = only("CLOSE Sheriff Dana Holt says the beds are full.")

    assert claim.speaker.role == "Sheriff"


def test_it_is_not_several_who_spoke_before():
    (claim,) = claims("Advocates say it rains. The town has what it calls “a plan for all.”")

    assert claim.kind is ClaimKind.STATEMENT


# -- quotations


def test_two_short_quotations_of_one_statement_are_both_its_speakers():
    found = claims("ICE said it “follows the law” and that the reports are “flatly false.”")

    assert [(one.kind, one.speaker.name) for one in found if one.kind is ClaimKind.QUOTE] == [
        (ClaimKind.QUOTE, "ICE"),
        (ClaimKind.QUOTE, "ICE"),
    ]


def test_a_figure_beside_a_quotation_is_kept():
    body = "“We will not be moved,” the coalition said in a letter signed by 112 organizations."

    assert [one.value for claim in claims(body) for one in claim.figures] == [112]


def test_years_of_service_beside_a_quotation_make_no_claim():
    body = "“We will not be moved,” said Dana Holt, who has served for 40 years."

    assert [one.kind for one in claims(body)] == [ClaimKind.QUOTE]


@pytest.mark.parametrize("opening", ["", "But ", "Though ", "They left.  But ", "They left.\n\n"])
def test_somebody_who_opens_a_clause_says_what_follows_whatever_the_trade(opening):
    found = claims(f"{opening}The glassblower said the gate was locked.".replace(" The", " the"))

    assert [one.speaker.described_as for one in found] == ["the glassblower"]


# -- classes of a second hand


@pytest.mark.parametrize(
    ("body", "described"),
    [
        ("The memo instructs judges to hear 40 cases a day.", "the memo"),
        ("The mayor signed the letter, which asks for the beds to be full.", "the letter"),
        ("The report, “No Beds,” found that the beds are full.", "the report"),
        ("A poll of growers put the loss at 57%.", "a poll of growers"),
        ("The neighbors dispute that the beds are full.", "the neighbors"),
        ("The town heard from the company on Thursday that the beds are full.", "the company"),
        ("The beds are full, per court records.", "court records"),
        ("According to sources the beds are full.", "sources"),
        ("In answer to this report, the mayor said the beds are full.", "the mayor"),
        ("The president demanded that the beds be full.", "the president"),
        ("Cale County officials said the beds are full.", "Cale County officials"),
        ("The beds are full, said Gil Torvald, a cook that works for the town.", "a cook"),
        ("A nurse at the Otero jail said the beds are full.", "a nurse at the Otero jail"),
        ("One man taken to Pell Rorke said the beds are full.", "one man taken"),
        ("Plant manager Gil Torvald said the beds are full.", "a manager"),
        ("The plant manager Gil Torvald said the beds are full.", "the plant manager"),
        ("Elgin teacher Gil Torvald said the beds are full.", "a teacher"),
        ("The insiders close to Pell Rorke said the beds are full.", "the insiders close"),
        ("Community insiders close to Pell Rorke said the beds are full.", "insiders"),
        (
            "The beds are full, said Gil Torvald, 52, a retired lineman who lives there.",
            "a retired lineman",
        ),
        ("The beds are full, said Gil Torvald.", "a person"),
        ("Joan Pratt of the Immigrant Legal Center said the beds are full.", "a person"),
    ],
)
def test_papers_places_and_livelihoods_describe_whoever_has_no_public_name(body, described):
    assert only(body).speaker == Speaker(described_as=described)


@pytest.mark.parametrize(
    "body",
    [
        "The office details every case of the year in the town.",
        "The town put the chairs back in the hall.",
        "The ruling requires the town to open the jail.",
        "As reported earlier, the jail will open in the town.",
        "Joan Pratt of the Immigrant Legal Center reports to the board.",
        "The jury heard from the man in the town.",
        "He met Pell, which said the beds were full.",
        "It was helped by the ICE report the day before the vote.",
    ],
)
def test_what_only_looks_like_saying_credits_nobody(body):
    assert claims(body) == ()


def test_a_name_of_several_words_behind_the_is_no_persons():
    assert only("The Gulf Coast Lantern reported that the beds are full.").speaker.name == (
        "the Gulf Coast Lantern"
    )
    assert not only("The Rev. Gil Torvald said the beds are full.").speaker.is_named


def test_a_question_is_credited_by_the_sentence_behind_it():
    body = "“Are the beds full?” Dana Holt asked. “Is it late?” the mayor said."

    assert [(one.words, one.speaker.label) for one in claims(body)] == [
        ("Are the beds full?", "Dana Holt, Sheriff"),
        ("Is it late?", "the mayor (unnamed)"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "“Are the beds full and the jails too?” Dana Holt left the town in the spring.",
        "“Are the beds full and the jails too?” Dana Holt said the jails were full as well.",
        "“Are all the beds full?” In a town so small nobody at all could say why Holt had asked.",
        "“Are the beds full and the jails too?” He asked.",
    ],
)
def test_a_sentence_that_tells_more_credits_no_question_before_it(body):
    assert not claims(body)[0].speaker.is_named


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("ICE did not answer. In a note, it said the beds are full.", "ICE"),
        ("The company declined to speak. It said the beds are full.", "the company (unnamed)"),
        (
            "The sheriff's office was closed. It said the beds are full.",
            "the sheriff's office (unnamed)",
        ),
    ],
)
def test_it_means_the_one_body_the_sentence_before_opens_with(body, speaker):
    assert claims(body)[-1].speaker.label == speaker


@pytest.mark.parametrize(
    "body",
    [
        "It said the beds are full.",
        "ICE did not answer.\n\nIt said the beds are full.",
        "ICE met DHS in the town. It said the beds are full.",
        "A man met ICE in the town. It said the beds are full.",
        "The storm passed the town. It said the beds are full.",
    ],
)
def test_it_means_nobody_where_two_bodies_or_none_could_be_meant(body):
    assert claims(body) == ()


def test_a_role_before_the_name_is_the_role():
    body = "The family’s lawyer, Carla Ruiz, said the beds are full."

    assert only(body).speaker.label == "Carla Ruiz, family’s lawyer"
    assert only(body.replace("The", "the")).speaker.role == "the family’s lawyer"
    assert only("His lawyer, Carla Ruiz, said the beds are full.").speaker.role == "his lawyer"


def test_figures_of_quoted_parts_are_read_with_their_sentence():
    body = (
        "A spokesman said the strike involves “fewer than 10” detainees\nof “up to 1,500 persons.”"
    )

    quoted = [one for one in claims(body) if one.kind is ClaimKind.QUOTE]
    assert [(one.figures[0].surface, one.figures[0].counts) for one in quoted] == [
        ("fewer than 10", "detainees"),
        ("up to 1,500", "persons"),
    ]


def test_it_counts_what_the_sentence_before_counted():
    body = "Police say 200 people marched. Organizers say it was more like 1,000."

    assert [one.figures[0].counts for one in claims(body)] == ["people marched", "people marched"]
    apart = body.replace(". ", ".\n\n")
    assert claims(apart)[1].figures[0].counts == "it"


def test_a_verb_that_papers_share_with_people_is_still_the_peoples():
    assert only("Groups and lawyers have warned that the beds are full.").speaker.label == (
        "lawyers (unnamed)"
    )
    assert only("Dana Holt called for “a full stop to it.”").speaker.name == "Dana Holt"
