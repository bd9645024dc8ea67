"""Words that the beat shares with everyday news: what they say alone, and what in company."""

import pytest

from bot.text.beat.asides import is_list
from bot.text.beat.relevance import weigh
from bot.text.beat.terms import find_terms, lexicon
from bot.text.beat.words import words_of
from bot.text.beat.zones import zone_of
from bot.text.lexicon import load


def relevant(headline: str, lede: str = "") -> bool:
    return weigh(headline, lede).relevant


@pytest.mark.parametrize(
    "headline",
    [
        "Judge faces removal from the bench over unpaid fines",
        "Mayor fights removal after recall vote",
        "Trout season opens with catch and release only",
        "Banker convicted in absentia",
        "Singer unmasked as prankster",
        "Airline offers voluntary departure to older pilots",
        "Know your rights: what tenants can ask of a landlord",
        "Solitary confinement bill passes in Albany",
        "Killer's parole revoked after bar fight",
        "Owls lose legal protections in timber plan",
        "Settlement ends legal battle over beach path",
        "Coach cooperates with federal probe of academy",
    ],
)
def test_words_of_the_law_say_nothing_of_the_beat_alone(headline):
    assert not relevant(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Haitian nurse faces removal over traffic fine",
        "Migrants ordered gone in absentia after letters went astray",
        "Know your rights cards run out at Toledo library",
        "Agents entered without a warrant, family of immigrants says",
        "Honduran mother takes voluntary departure",
    ],
)
def test_words_of_the_law_are_the_beat_beside_those_it_is_used_on(headline):
    assert relevant(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Conroe man wins truck in raffle",
        "Baker County crash kills two",
        "Port Isabel readies for shrimp festival",
        "Broadview public library reopens after flood",
        "Dilley beats Pearsall in overtime",
        "'Charlotte's Web' charms at Boise playhouse",
        "Metro surge pricing starts at downtown garages",
        "Rio Grande gorge trail closed by rockfall",
    ],
)
def test_towns_and_titles_that_share_a_name_with_the_beat_are_not_it(headline):
    assert not relevant(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Conroe detainees begin hunger strike",
        "Baker County sheriff holds migrants past their release",
        "Dilley mothers plead for clean water",
        "Agents leave as Charlotte's Web winds down",
        "Migrants pulled from Rio Grande",
    ],
)
def test_the_same_names_are_the_beat_in_its_company(headline):
    assert relevant(headline)


@pytest.mark.parametrize(
    ("off", "on"),
    [
        ("Migrant picker killed in barn fire", "Migrant picker arrested in barn"),
        ("Feds sue Maine over fish quotas", "Feds flood Maine town, detain roofers"),
        ("Police raid hotel after tip", "Raid at hotel: maids taken, union says"),
        ("Man detained in Ohio", "Landscaper detained in Ohio"),
        ("Guard troops shovel snow in Buffalo", "Guard troops sent to Chicago"),
        ("Masked men rob jewelry store", "Masked men grab cook outside diner"),
        ("Amazon warehouse to bring 900 jobs", "Utah warehouse for 7,500 people: what we know"),
        ("Tent city for the homeless opens in Reno", "Tent city for migrants opens in Reno"),
        ("OpenAI agents book flights in Texas", "Agents board flights in Texas"),
        ("DHS shutdown: airport lines grow", "DHS subpoenas landlords for leases"),
    ],
)
def test_company_tells_two_stories_with_one_word_apart(off, on):
    assert not relevant(off)
    assert relevant(on)


def test_a_term_may_open_with_a_number_written_out():
    found = find_terms(words_of("Judge tours rooms at 26 Federal Plaza"))

    assert "26 Federal Plaza" in [hit.surface for hit in found]


def test_people_whom_the_united_states_sent_away_are_its_matter_wherever_they_are():
    lede = "A Nairobi court freed them on Monday."

    assert relevant("Kenya court frees men deported from the U.S.", lede)
    assert relevant(
        "Kenya court frees six men", "They were among U.S. deportees, Nairobi police said."
    )
    assert not relevant("Kenya court frees men deported from Libya", lede)


def test_one_of_a_people_may_be_anywhere_and_their_institutions_may_not():
    assert relevant("Bangladeshi grocer held 80 days gets bond")
    assert not relevant("Bangladeshi police held 80 migrants for days")
    assert not relevant("Dominican agents deport 400 Haitians")


def test_a_tribe_of_the_united_states_is_no_country_abroad():
    assert relevant("Navajo police chief tells ICE to ask first")


def test_subjects_that_stand_apart_are_no_list():
    assert is_list(zone_of("", "Rents, taxes and raids weigh on voters"))
    assert is_list(zone_of("", "Voters name guns and housing"))
    assert not is_list(zone_of("", "Haitians at beef plant lose jobs as protections end"))
    assert not is_list(zone_of("", "Jobs, jobs and more raids"))


def test_a_group_like_another_has_its_pairs_unless_its_own_is_listed():
    worth = {frozenset(pair.of): pair.weight for pair in lexicon().pairs}

    site, town = (worth[frozenset((name, "protest"))] for name in ("known_site", "running_place"))
    store, works = (worth[frozenset((name, "act"))] for name in ("home_depot", "worksite"))
    assert site == town
    assert store > works
    assert frozenset(("border_place",)) not in worth


def test_groups_are_like_groups_that_exist_and_void_such():
    groups = load("relevance")["group"]
    named = {name for row in groups for name in (*row.get("voids", ()), row.get("like", "us"))}

    assert named <= {row["name"] for row in groups}


@pytest.mark.parametrize(
    "headline",
    [
        "Parents of 212 children separated at the border are still sought",
        "More kids were split from parents at the crossing than was told",
        "Judge will not end the Flores limits",
        "Routine check-ins end in handcuffs for Cubans",
        "What an I-220A is worth now",
        "Market stalls close over raid rumors",
        "President may shut the southern border next week",
        "Thousands of 2,000 sent to wait in Mexico lose cases",
        "Staff must report contacts with deportation agents, council says",
        "Lake Street shops say ICE took two",
        "Marchers demand ICE leave before the frozen lake melts",
    ],
)
def test_what_agencies_do_is_known_in_other_words_too(headline):
    assert relevant(headline)


@pytest.mark.parametrize(
    ("headline", "lede"),
    [
        ("Twins separated at birth meet at 40", ""),
        ("ICE shuts down I-40; troopers ask drivers to stay home", ""),
        ("Thousands from scam compounds wait in Mae Sot for deportation flights", ""),
        ("Marshals task force in shootout", "Two federal officers fired, police said."),
        ("Council president won't seek office again", "She cited the winter's federal surge."),
        ("Fort Bliss soldier dies in rollover", "Two others were taken to a hospital."),
        ("Homeland Security diverts respirators", "The governor said they were bound for nurses."),
    ],
)
def test_the_same_words_in_other_news_are_off_the_beat(headline, lede):
    assert not relevant(headline, lede)
