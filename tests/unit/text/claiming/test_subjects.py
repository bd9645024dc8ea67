"""Subjects: who a verb of saying belongs to, and whom a pronoun or an office means."""

from __future__ import annotations

import pytest

from bot.domain.claims import Speaker
from tests.unit.text.building import claims, only, quotes

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
