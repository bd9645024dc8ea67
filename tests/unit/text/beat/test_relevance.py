"""What is on the beat and what only looks like it."""

import pytest

from bot.text.beat.relevance import LIFTED_SCORE, weigh
from bot.text.beat.taught import Teaching
from bot.text.beat.terms import find_terms, lexicon
from bot.text.beat.words import is_shouted, plain_word, words_of

CORE_LEDE = "Federal immigration agents took the father of two on his way to work on Tuesday."
#: Some eighty words of a school story that never speaks of the beat.
OFF_TEXT = (
    "The board of the Prairie Valley schools met for three hours on Monday. "
    "Members heard from the bus company, from two cooks and from the band. "
    "A new roof for the gymnasium will be paid out of the reserve. "
    "The vote was unanimous, and the meeting closed with a song by the choir. "
    "Parents asked about the lunch menu, the length of the winter break and the old piano. "
    "The next meeting is planned for the second week of the coming month in the same hall."
)
#: Some hundred and twenty words that say nothing, neither of the beat nor of another subject.
QUIET_TEXT = (
    "The piano in the house has not been opened since the leaves fell. "
    "The younger boy cries at the sound, so his mother keeps the lid down and dusts it twice. "
    "The man who tuned it came every second week with a small black bag and a dog called Otto. "
) * 2
ON_TEXT = (
    "ICE agents arrested eleven people at a packing plant, and the detainees were moved to an "
    "immigration detention center the same day. "
) * 5


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


def test_the_reasons_say_how_much_of_a_long_text_speaks_of_it():
    read = weigh("What the cameras saw", ON_TEXT * 2)

    assert "4 of 4 passages of the text speak of it" in read.reasons


def test_a_story_with_a_delayed_lede_is_about_what_its_nut_graf_says():
    assert weigh("The piano stays shut", QUIET_TEXT + ON_TEXT).relevant


def test_one_passage_late_in_a_long_text_is_an_aside():
    passing = (
        "A woman asked the chief whether his officers work with ICE, and he said that they do not."
    )

    assert not weigh(
        "The new chief walks the beat", f"{QUIET_TEXT} {passing} {QUIET_TEXT}"
    ).relevant


def test_a_budget_story_that_comes_to_it_late_remains_a_budget_story():
    silent = weigh("The piano stays shut", QUIET_TEXT + ON_TEXT)

    assert weigh("Shutdown nears its end", QUIET_TEXT + ON_TEXT).score < silent.score


def test_one_passage_of_a_short_text_is_no_nut_graf():
    passing = "ICE agents arrested a neighbor, who is in immigration detention."

    assert not weigh("The piano stays shut", QUIET_TEXT + passing).relevant


def test_a_passage_is_read_under_its_headline():
    detained = (
        "He was detained for a year, and his detention broke his health, the family said. " * 12
    )

    read = weigh("Americans freed from Iran meet the president", detained)

    assert any(reason.startswith("0 of") for reason in read.reasons)


def test_a_passage_about_visas_does_not_speak_of_enforcement():
    visas = (
        "Immigrants wait for visas and green cards for years, and a court hears their case. " * 12
    )

    read = weigh("The long line", visas)

    assert any(reason.startswith("0 of") for reason in read.reasons)


def test_another_agencys_case_voids_pairs_that_reach_into_the_lede():
    read = weigh("Agents search mansion in fraud case", "Two men were detained.")

    assert "agents detaining people in headline and opening together" not in read.reasons


def test_a_text_that_never_returns_to_it_lowers_a_doubtful_headline():
    assert (
        weigh("ICE and the long winter", "").score
        > weigh("ICE and the long winter", OFF_TEXT).score
    )


def test_a_headline_of_the_beat_survives_a_text_that_was_cut_to_furniture():
    assert weigh("ICE agents arrest 31 at packing plant", OFF_TEXT).relevant


def test_a_text_about_the_beat_raises_a_silent_headline():
    assert weigh("What the cameras saw", OFF_TEXT[:300] + ON_TEXT * 2).relevant


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


def test_a_country_that_takes_people_back_is_not_the_one_that_deports():
    assert weigh("Cambodia receives 40 deportees", "").relevant


def test_a_country_people_are_sent_to_does_not_move_the_story_there():
    assert weigh("Judge orders student deported to Algeria", "").relevant


def test_an_agency_of_the_united_states_anchors_a_story_that_names_another_country():
    assert weigh("Irish man held by ICE for five months", "").relevant


def test_a_people_alone_moves_a_story_abroad_less_than_its_country():
    people = weigh("British crackdown on migrants", "")
    country = weigh("Britain plans crackdown on migrants", "")

    assert people.score >= country.score


def test_an_origin_does_not_move_a_story_abroad_but_a_country_that_removes_does():
    assert weigh("Asylum seeker from Belarus wins release from detention", "").relevant
    assert not weigh("Tourist deported from Belarus after brawl", "").relevant


def test_americans_may_be_anywhere():
    assert not weigh("American deported from Thailand after brawl", "").relevant


def test_a_lede_may_look_back_where_a_headline_may_not():
    lede = "ICE agents arrested a man who came during the Cold War decades ago."

    assert weigh("Taken at his door", lede).relevant
    assert not weigh("Immigrant detention in the Cold War", "").relevant


def test_the_outlet_is_a_weak_anchor():
    headline = "Deportations rise by a third"

    assert weigh(headline, "", outlet="Toronto Lamp").score < weigh(headline, "").score


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


def test_teaching_raises_an_article_that_names_a_running_story():
    taught = Teaching(terms={"mateo quispe": 1.9})
    headline = "Judge orders release of Mateo Quispe"

    raised = weigh(headline, "", taught=taught)

    assert not weigh(headline, "").relevant
    assert raised.relevant
    assert raised.reasons[0] == "names a person or place of a running story"


def test_teaching_never_lifts_beyond_its_score():
    taught = Teaching(terms={"mateo quispe": 9.0, "ana oquendo": 9.0})

    raised = weigh("Mateo Quispe and Ana Oquendo sue over arrest", "", taught=taught)

    assert raised.score == LIFTED_SCORE


def test_teaching_leaves_a_sure_article_alone():
    taught = Teaching(terms={"mateo quispe": 1.9})

    assert weigh("ICE agents arrest Mateo Quispe", "", taught=taught) == weigh(
        "ICE agents arrest Mateo Quispe", ""
    )


def test_a_taught_name_needs_a_word_of_the_beats_kind_beside_it():
    taught = Teaching(terms={"mateo quispe": 1.6})

    assert not weigh("The boy Mateo Quispe turns seven", "", taught=taught).relevant
    assert weigh("Vigil for Mateo Quispe", "", taught=taught).relevant


def test_a_trusted_name_needs_no_word_beside_it():
    taught = Teaching(terms={"mateo quispe": 2.0})

    assert weigh("The boy Mateo Quispe turns seven", "", taught=taught).relevant


@pytest.mark.parametrize(
    "headline",
    [
        "Quispe Motors recalls trucks after arrest",
        "Aldo Quispe arrested in Tulsa",
        "VIGIL PLANNED WHERE QUISPE WAS ARRESTED",
        "A quispe is a kind of arrest",
    ],
)
def test_a_surname_inside_another_name_lifts_nothing(headline):
    taught = Teaching(terms={"quispe": 1.6})

    assert weigh(headline, "", taught=taught) == weigh(headline, "")


def test_a_surname_by_itself_lifts_beside_a_word_of_the_beat():
    assert weigh("Vigil for Quispe", "", taught=Teaching(terms={"quispe": 1.6})).relevant


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


def test_a_long_text_that_mentions_the_beat_once_sinks():
    lede = "Immigration was on his mind as he spoke of the border wall to a crowd."
    filler = " ".join(["He then turned to roads, bridges and what they cost the county."] * 25)

    assert (
        weigh("Candidate opens his race", lede + " " + filler).score
        < weigh("Candidate opens his race", lede).score
    )


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


def test_a_country_that_speaks_up_in_the_text_does_not_move_an_american_headline():
    lede = "Seoul voiced concern after engineers were led away in chains by immigration agents."

    assert weigh("Hundreds seized at battery plant in Georgia", lede).relevant


def test_a_court_abroad_moves_a_headline_that_names_where_someone_is_from():
    assert not weigh("Ohio man held", "Moscow court ordered him deported after detention.").relevant


def test_a_country_that_frees_those_sent_there_is_not_the_one_that_deports():
    assert weigh("Panama frees deported migrants", "").relevant


def test_a_headline_in_capitals_is_told_from_one_with_an_acronym():
    assert is_shouted("ICE STORM WARNING")
    assert not is_shouted("ICE agents leave")
    assert not is_shouted("ICE")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("federal", "agents"), ["federal agents"]),
        (("federal", "agents'"), ["federal agents'"]),
        (("federal", "holiday"), []),
        (("federal",), []),
    ],
)
def test_the_next_word_decides_which_terms_a_word_opens(words, found):
    assert [hit.surface for hit in find_terms(words)] == found


def test_teaching_says_nothing_of_an_article_that_names_nobody():
    taught = Teaching(terms={"mateo quispe": 1.9})

    assert weigh("Judge hears case", "", taught=taught) == weigh("Judge hears case", "")


def test_words_close_up_initials_and_part_hyphens():
    assert words_of("U.S.-born D.H.S. chief on 287 (g), Illinois’ sheriffs") == (
        *("US", "born", "DHS", "chief", "on", "287g", "Illinois'", "sheriffs"),
    )


def test_a_possessive_matches_its_plain_word():
    assert [hit.group.name for hit in find_terms(("ICE's",))] == ["ice"]
    assert plain_word("Illinois'") == "illinois"


def test_a_number_slot_matches_figures_only():
    assert [hit.surface for hit in find_terms(words_of("He dies at 88"))] == ["dies at 88"]
    assert "dies at" not in {hit.surface for hit in find_terms(words_of("He dies at Rosewood"))}


def test_the_longest_term_hides_the_shorter_one_inside_it():
    assert [hit.group.name for hit in find_terms(words_of("ICE cotton"))] == ["ice_otherwise"]


def test_every_pair_names_groups_that_exist():
    groups = {term.group.name for terms in lexicon().by_word.values() for term in terms}

    assert {name for pair in lexicon().pairs for name in pair.of} <= groups


def test_a_reason_names_an_operation_but_nobody_private():
    taught = Teaching(
        terms={"harbor lantern": 1.9, "mateo quispe": 1.9},
        operations=frozenset({"harbor lantern"}),
    )

    told = weigh("Operation Harbor Lantern reaches court", "", taught=taught).reasons
    untold = weigh("Mateo Quispe in court", "", taught=taught).reasons

    assert "names “Harbor Lantern” of a running story" in told
    assert "Quispe" not in " ".join(untold)
