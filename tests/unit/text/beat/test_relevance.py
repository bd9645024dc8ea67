"""What is on the beat and what only looks like it."""

import pytest

from bot.text.beat.relevance import weigh

CORE_LEDE = "Federal immigration agents took the father of two on his way to work on Tuesday."


@pytest.mark.parametrize(
    "headline",
    [
        "ICE arrests 31 at Nebraska packing plant",
        "Ice agents detain school janitor in Minnesota",
        "I.C.E. raids shake a small Georgia town",
        "Border Patrol boards buses in upstate town",
        "Deportation flight leaves Louisiana with 90 on board",
        "County ends its 287(g) agreement after a close vote",
        "Three more cities sued over sanctuary policies",
        "Immigration judges are told to close cases faster",
        "Detainee, 44, dies at desert camp",
        "Federal agents use tear gas on protesters outside courthouse",
        "Judge blocks Guard deployment to Portland",
        "Protections end for Haitians as TPS lapses",
        "Third-country removals resume after ruling",
        "ICE's new budget dwarfs that of the FBI",
        "Redada de ICE deja doce detenidos en Tulsa",
    ],
)
def test_a_bare_headline_of_the_beat_is_relevant(headline):
    assert weigh(headline, "").relevant


@pytest.mark.parametrize(
    "headline",
    [
        "ICE cotton futures settle higher on weak dollar",
        "ICE STORM WARNING FOR THREE COUNTIES",
        "Black ice blamed for pileup near Duluth",
        "ICE cars still outsell EVs, says automaker",
        "Ice rink opens downtown",
        "UK deportation flight to Kigali grounded again",
        "Pakistan expels thousands of Afghans in a week",
        "Mexico detains 300 migrants near its southern edge",
        "Russian court extends detention of journalist",
        "H-1B fee rises again as lottery nears",
        "FEMA chief resigns after hurricane response",
        "TSA lines grow as Homeland Security shutdown drags on",
        "Deportivo beats rival in derby",
        "Museum recalls the internment of Japanese families",
        "FBI agents raid home of ex-mayor in fraud case",
        "Snow removal crews brace for blizzard",
        "Elephant sanctuary welcomes two calves",
        "City hires librarian",
        "",
    ],
)
def test_a_headline_that_only_looks_like_the_beat_is_not_relevant(headline):
    assert not weigh(headline, "").relevant


def test_the_lede_counts_where_the_headline_is_silent():
    assert weigh("'He never came home'", CORE_LEDE).relevant


def test_the_halves_of_a_pair_may_stand_in_headline_and_lede():
    read = weigh("Migrants tell of a long night", "Nobody would say why they were arrested.")

    said = "arrest, detention or removal of immigrants in headline and opening together"
    assert said in read.reasons
    assert read.relevant


def test_a_mention_in_passing_under_a_silent_headline_is_an_aside():
    aside = weigh("Singer adds a third night", "The star, who once sang at ICE protests, is glad.")

    assert not aside.relevant


def test_a_lede_is_no_aside_when_only_a_part_of_it_is():
    text = "ICE agents arrested a singer who once played at ICE protests."

    assert weigh("Singer misses third night", text).relevant


def test_a_list_of_subjects_is_not_about_each_of_them():
    listed = weigh("Candidates debate taxes, abortion, deportation and housing", "")

    assert not listed.relevant


def test_another_agencys_case_voids_pairs_that_reach_into_the_lede():
    read = weigh("Agents search mansion in fraud case", "Two men were detained.")

    assert "agents detaining people in headline and opening together" not in read.reasons


def test_capitals_tell_nothing_in_a_headline_set_in_capitals():
    assert weigh("ICE CALLS IT A DAY", "").score < weigh("ICE calls it a day", "").score


def test_an_outlet_that_prints_ice_as_a_word_is_understood():
    assert weigh("Mayor says Ice's tactics broke trust", "").relevant
    assert weigh("Thousands march against Ice in Duluth", "").relevant


@pytest.mark.parametrize(
    "headline",
    ["Four Saved From Ice by Town Crew", "Ice is early", "Stars on Ice tour opens", "Ice's origin"],
)
def test_frozen_water_is_no_agency(headline):
    assert not weigh(headline, "").relevant


def test_other_meanings_nearby_put_bare_ice_in_doubt():
    assert not weigh("ICE on track for June", "The exchange said cotton volumes rose.").relevant


def test_an_agency_at_work_is_not_put_in_doubt_by_the_weather():
    assert weigh("ICE agents arrest six despite snow and icy roads", "").relevant


def test_a_section_of_the_address_is_a_hint_and_no_more():
    headline = "Agents in the valley"
    plain = weigh(headline, "", url="https://news.example/2026/agents")

    assert weigh(headline, "", url="https://news.example/immigration/agents").score > plain.score
    assert weigh(headline, "", url="https://news.example/sports/agents").score < plain.score


def test_reasons_name_the_words_and_where_they_stand():
    assert "ICE at work in the headline (“ICE agents”)" in weigh("ICE agents leave", "").reasons


def test_a_dropped_article_has_a_reason_too():
    assert weigh("Librarian hired", "").reasons
    assert weigh("", "").reasons == ("says nothing of immigration enforcement",)
    assert "about visas or citizenship, not enforcement" in weigh("Visa fees rise", "").reasons


def test_the_same_article_is_weighed_the_same_twice():
    assert weigh("ICE agents leave", CORE_LEDE) == weigh("ICE agents leave", CORE_LEDE)


@pytest.mark.parametrize(
    "headline",
    [
        "Dawn raid at dairy leaves barns short of hands",
        "Veteran told to leave the country after 40 years",
        "Mother and newborn sent to Honduras",
        "Couple arrested at green card interview",
        "American-born landscaper jailed for a week",
        "Haitians brace as protections near end",
        "Racial profiling suit filed over stops by agents",
        "Trump threatens to strip citizenship from naturalized Americans",
        "Los Angeles declares emergency over raids",
    ],
)
def test_enforcement_is_known_without_the_word_immigration(headline):
    assert weigh(headline, "").relevant


@pytest.mark.parametrize(
    ("headline", "lede"),
    [
        ("Federal agents raid clinic in billing scheme", ""),
        ("Undercover agents buy vapes from minors", ""),
        ("Customs seizes fake watches", "Customs and Border Protection opened three parcels."),
        ("Ice agents? NHL linesmen explain their job", ""),
        ("Man detained after stabbing at mall", ""),
        ("Colombia sends troops to Venezuela border", ""),
        ("Rivera sworn in", "She spoke of taxes, jobs and neighbors who fear immigration agents."),
        ("Home builders short of crews", "Some cite lumber prices, others immigration raids."),
        ("Poll: governor ahead by nine", "Voters were split on immigration and on deportations."),
    ],
)
def test_words_of_the_beat_in_other_stories_are_not_the_beat(headline, lede):
    assert not weigh(headline, lede).relevant


@pytest.mark.parametrize(
    "headline",
    [
        "Armed men in vests take three from courthouse hallway",
        "Masked men grab cook outside diner",
        "Racetrack swept at dawn, 84 grooms held",
        "40 seized at battery plant, most of them Korean",
        "Students walk out to protest arrests of parents",
        "State bars officers from hiding their faces",
        "Veteran told to leave in notice sent by mistake",
        "Palau agrees to take up to 75 from U.S.",
        "Haitians count the days as status runs out",
        "Sheriff stops holding men for ICE",
        "Guard troops sent to federal building ringed by protesters",
        "Family of man held in chains on flight to Ghana sues",
        "Field offices told to make 3,000 arrests a day",
        "Fake agent robs couple in Raleigh",
        "FBI agents reassigned to immigration duty",
        "Judge rejects use of wartime law",
        "Warehouse could hold 1,500 people, county is told",
    ],
)
def test_who_acts_on_whom_is_known_without_the_names_of_agencies(headline):
    assert weigh(headline, "").relevant


@pytest.mark.parametrize(
    ("headline", "lede"),
    [
        ("Border Patrol agents win charity softball game", ""),
        ("Border Patrol horse team takes rodeo ribbon", ""),
        ("Border bridge to get four more truck lanes", "The port of entry handles cargo."),
        ("State repeals in-state tuition for undocumented students", ""),
        ("Undocumented drivers lose licenses in Wyoming", ""),
        ("Noem's successor named", "The Cabinet post needs a vote of the Senate."),
        ("Governor sends Guard as winter storm cuts power", ""),
        ("Review: 'Deportees' is a fine opera", "The novel of a forgotten crash is sung."),
        ("No bond for man accused of killing his girlfriend", ""),
        ("Airlines may bar masks", "Face coverings must come off at the gate."),
        ("Marines sent to Venezuela coast", ""),
        ("Mortgage rates fall", "Builders cite tariffs and a shortage that some blame on raids."),
        ("Chief retires", "Critics faulted her for staying silent on federal agents at schools."),
        ("Homeland Security funding lapses", "The shutdown leaves the budget of TSA in doubt."),
    ],
)
def test_other_business_under_the_same_names_is_not_the_beat(headline, lede):
    assert not weigh(headline, lede).relevant
