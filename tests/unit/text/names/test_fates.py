"""Fates: what befell somebody, which outweighs a role that is no office."""

from __future__ import annotations

import pytest

from bot.domain.entities import PEOPLE
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names

_NAME = "Joel Vantour"


def is_public(text: str) -> bool:
    found = find_mentions(text)
    named = any(one.entity.name == _NAME for one in found if one.entity.kind in PEOPLE)
    assert named != (_NAME in private_names(text, found))
    return named


@pytest.mark.parametrize(
    "text",
    [
        "The Rev. Joel Vantour was taken from his driveway by masked agents.",
        "Pastor Joel Vantour, who came in 1999, was led away in handcuffs.",
        "Pastor Joel Vantour and his wife were taken to separate jails.",
        "Pastor Joel Vantour has been in ICE custody since May.",
        "Pastor Joel Vantour spent 40 days in the Quillport Detention Center.",
        "Researcher Joel Vantour spent four months in an Ohio jail over a form.",
        "Imam Joel Vantour faces deportation after 22 years in Ohio.",
        "Imam Joel Vantour fled Sudan and was detained in Fargo.",
        "Supporters of Pastor Joel Vantour, who is being held in Ohio, marched.",
        "Pastor Joel Vantour leads a church in Topeka. He was detained on Sunday.",
        "Pastor Joel Vantour called his wife from the jail.",
        "ICE is holding Pastor Joel Vantour in Ohio.",
        "ICE sent Pastor Joel Vantour to Ohio.",
        "Agents arrested Pastor Joel Vantour in the church lot.",
        "They held a vigil for the Rev. Joel Vantour, who was deported in June.",
        "Detained activist Joel Vantour called home.",
        "The activist Joel Vantour, whose arrest drew thousands, called home.",
        "Among those released was the pastor Joel Vantour.",
        "A judge denied bond to Pastor Joel Vantour.",
        "The church where Pastor Joel Vantour has taken sanctuary put up a fence.",
        "Union organizer Joel Vantour chose to leave the country.",
        "The lawyer Joel Vantour was driving to work when he saw the van.",
    ],
)
def test_whoever_is_held_hurt_or_sent_away_is_private_in_spite_of_a_role(text: str):
    assert not is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "Deportation officer Joel Vantour was charged with taking bribes.",
        "Joel Vantour, a former deputy, pleaded guilty to beating a man.",
        "Trooper Joel Vantour was acquitted of assault by a jury.",
        "Joel Vantour, an ICE officer accused of stalking a detainee, resigned.",
        "A grand jury indicted Joel Vantour, a CBP officer, on Tuesday.",
        "Ex-deputy Joel Vantour got probation.",
        "Joel Vantour, a suspended deputy, faces two counts of assault.",
        "Joel Vantour, a retired police officer, saw the van from his porch.",
        "Off-duty deputy Joel Vantour shot a dog.",
        "The bill is named for Trooper Joel Vantour.",
    ],
)
def test_rank_and_file_are_private_where_they_are_accused_hurt_or_only_stand_by(text: str):
    assert not is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fake ICE officer Joel Vantour took a truck.",
        "A man who called himself Agent Joel Vantour took a truck.",
        "Joel Vantour, a lawyer, who they say posed as an agent, took a truck.",
        "Joel Vantour, a fake lawyer, took fees.",
    ],
)
def test_whoever_only_poses_as_an_officer_is_private(text: str):
    assert not is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pastor Joel Vantour said his brother was detained.",
        "The Rev. Joel Vantour was arrested with eleven others in the lobby.",
        "Pastor Joel Vantour visited the jail. He was moved by what he saw.",
        "Attorney Joel Vantour represents a roofer. He was detained on Sunday.",
        "Pastor Joel Vantour met a man at the gate. He was detained on Sunday.",
        "Attorney Joel Vantour and a roofer said the van was seized.",
        "Officer Joel Vantour fired three rounds while on duty, prosecutors said.",
        "A report released on Friday names Sheriff Joel Vantour.",
        "Sheriff Joel Vantour was indicted for selling badges.",
        "A friend of Mayor Joel Vantour called himself a consultant.",
        "Union president Joel Vantour was arrested while he blocked the gate.",
        "Agents arrested union president Joel Vantour at the gate.",
        "The journalist Joel Vantour was surprised by the ruling.",
    ],
)
def test_what_befalls_others_or_is_no_fate_leaves_a_role_as_it_is(text: str):
    assert is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pastor Joel Vantour took voluntary departure after three months in Eloy.",
        "Activist Joel Vantour signed her own deportation papers.",
        "Imam Joel Vantour gave up his appeal and asked to be deported.",
        "Joel Vantour, a reporter in Ohio, was arrested at a march and later handed to ICE.",
        "Blogger Joel Vantour was stopped for speeding, then turned over to agents.",
        "Pastor Joel Vantour remains at the Quillport County jail.",
        "Rev. Joel Vantour spent the night in a cell in Broadview.",
        "Joel Vantour and Ana Quill, organizers in Ohio, were deported.",
        "Joel Vantour, an organizer for Catholic Charities, who was deported, called.",
    ],
)
def test_whoever_gives_in_or_is_handed_over_is_private_in_spite_of_a_role(text: str):
    assert not is_public(text)


@pytest.mark.parametrize(
    "text",
    [
        "Joel Vantour, a spokesman for the family of Elio Catú, who was killed, spoke.",
        "Joel Vantour, a lawyer for Danilo Usme, who was deported in May, spoke.",
        "Attorney Joel Vantour agreed to voluntary departure for her client.",
        "Joel Vantour, a reporter in Ohio, was arrested at a march and released without charge.",
    ],
)
def test_the_fate_of_a_client_is_not_that_of_who_speaks_for_them(text: str):
    assert is_public(text)
