"""Anchors: what ties a story to the United States, and what moves it abroad."""

from bot.text.beat.relevance import weigh


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


def test_a_country_that_speaks_up_in_the_text_does_not_move_an_american_headline():
    lede = "Seoul voiced concern after engineers were led away in chains by immigration agents."

    assert weigh("Hundreds seized at battery plant in Georgia", lede).relevant


def test_a_court_abroad_moves_a_headline_that_names_where_someone_is_from():
    assert not weigh("Ohio man held", "Moscow court ordered him deported after detention.").relevant


def test_a_country_that_frees_those_sent_there_is_not_the_one_that_deports():
    assert weigh("Panama frees deported migrants", "").relevant


def test_an_agency_of_the_united_states_that_deports_moves_no_story_abroad():
    lede = "A report says ICE broke its own rules before deporting the veteran."

    assert weigh("Two tours in Afghanistan, and now he mops floors in Tijuana", lede).relevant


def test_another_country_that_deports_beside_no_agency_of_ours_stays_abroad():
    lede = "A report says Thailand broke its own rules before deporting the veteran."

    assert not weigh("Two tours in Afghanistan, and now he mops floors in Mandalay", lede).relevant
