"""Titles of law firms, courts, agencies and unions, and their twins off the beat."""

import pytest

from bot.text.beat.relevance import weigh


def relevant(headline: str, lede: str = "") -> bool:
    return weigh(headline, lede).relevant


@pytest.mark.parametrize(
    "title",
    [
        "Reading the Board on 1225(b): Who May Still Ask for Bond",
        "Practice Advisory: Notices to Appear Served Late",
        "OPLA Withdraws Its Joint Motions to Dismiss",
        "Panel: Withholding Only Does Not Mean No Hearing",
        "Master Calendar Hearings Moved Up by Two Years",
        "Persons Applying for Admission at Land Ports; Final Rule",
        "Roofing Firm Settles Unlawful Hiring Claims After HSI Audit",
        "Six Plead Guilty to Felony Reentry in Laredo",
        "Prosecutors List 140 Border-Related Cases This Week",
        "Memo Ends Protected Areas Guidance for Clinics",
        "Two Hurt in Agent-Involved Shooting in Mesa",
        "DHS Leases County Jail in Ohio",
    ],
)
def test_bulletins_of_immigration_law_are_on_the_beat(title):
    assert relevant(title)


@pytest.mark.parametrize(
    "title",
    [
        "Alternatives to detention for teens save a county money",
        "Notice to Appear: Traffic Court Moves Online",
        "Removal hearing for a school board member is Tuesday",
        "College extends deadline for applicants for admission",
        "Roofing Firm Settles Overtime Claims After State Audit",
        "Two Hurt in Officer-Involved Shooting in Mesa",
        "Health Department Leases County Jail in Ohio",
        "Governor ends parole for 3,000 violent offenders",
    ],
)
def test_bulletins_of_other_law_are_off_the_beat(title):
    assert not relevant(title)


def test_a_customs_case_is_not_immigration_enforcement():
    lede = "Homeland Security Investigations found 900 counterfeit rings in a Memphis hub."

    assert not relevant("Fake championship rings seized before the final", lede)


def test_what_an_investigator_of_customs_finds_does_not_hide_ice():
    assert relevant("ICE arrests 14 in counterfeit ring case, moves to deport nine")


def test_the_question_on_the_census_is_no_check_of_papers():
    lede = "The form will go out without asking about citizenship, and an undercount is feared."

    assert not relevant("Court drops citizenship question", lede)


def test_a_license_law_is_off_the_beat_unless_ice_reads_the_records():
    assert not relevant("Senate lets immigrants without papers drive legally")
    assert relevant("Immigrants without papers drive legally, and ICE reads their records")


def test_a_number_that_is_the_lowest_since_a_decade_is_news():
    assert relevant("Apprehensions in the Yuma Sector lowest since 1960s")
    assert not relevant("How the Yuma Sector was patrolled in the 1960s")


def test_a_petition_for_review_is_no_review_of_a_show():
    assert relevant("Circuit grants petition for review of removal order")


def test_people_packed_into_a_vehicle_are_smuggled_where_the_border_patrol_finds_them():
    assert relevant("Eleven found locked in a boxcar near Uvalde, smuggler sought")
    assert not relevant("Eleven found locked in a bank vault after a drill")


def test_a_town_known_for_a_raid_is_mentioned_in_passing():
    lede = "The town, site of a 2008 immigration raid, lost its harvest overnight. Nobody was hurt."

    assert not relevant("Grain silo burns in Arbel Falls", lede)
