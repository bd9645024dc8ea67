"""What running stories teach, and how it fades."""

from datetime import UTC, datetime, timedelta

from bot.domain.articles import Relevance
from bot.text.beat import running as beat
from bot.text.beat.relevance import LIFTED_SCORE, weigh
from bot.text.beat.running import HALF_LIFE, POINTS_OF_OTHERS, RunningBeat
from bot.text.beat.taught import LIFT_MOST

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SURE = Relevance(score=0.97, relevant=True)
LIFTED = Relevance(score=LIFTED_SCORE, relevant=True)
OFF = Relevance(score=0.05, relevant=False)
HEADLINE = "ICE detains 6-year-old Mateo Quispe and father at Tulsa bus stop"
LEDE = "Agents took Mateo Quispe on Monday, the Rev. Ana Oquendo said, near Willow Green."


def taught(*articles, at=NOON):
    running = RunningBeat()
    for title, text, relevance, when in articles:
        running.learn(title, text, relevance, when)
    return dict(running.teaching(at).terms)


def test_a_name_in_a_headline_of_the_beat_is_taught():
    assert "mateo quispe" in taught((HEADLINE, "", SURE, NOON))


def test_a_name_in_the_opening_is_taught_for_less():
    terms = taught((HEADLINE, LEDE, SURE, NOON))

    assert terms["ana oquendo"] < terms["mateo quispe"]


def test_a_place_is_taught_but_never_trusted_without_a_word_of_the_beat():
    terms = taught(
        *[("ICE agents arrest nine at Willow Green detention center", "", SURE, NOON)] * 4
    )

    assert terms == {"willow green": POINTS_OF_OTHERS}


def test_streets_and_schools_are_not_taught():
    headline = "ICE agents arrest nine at Marlow Elementary and on Tallis Avenue"

    assert taught((headline, "", SURE, NOON)) == {}


def test_places_and_officials_of_the_word_lists_are_not_taught():
    headline = "ICE agents arrest nine in Santa Cruz, Kathy Hochul says"

    assert taught((headline, "", SURE, NOON)) == {}


def test_legislatures_departments_and_holders_of_long_titles_are_not_taught():
    headlines = (
        "ICE warrants are curbed as Oregon Legislature ends session",
        "State Dept. pays five nations for ICE deportees",
        "Attorney General Brannick sues ICE",
    )

    assert taught(*((headline, "", SURE, NOON) for headline in headlines)) == {}


def test_an_operation_is_taught_by_the_name_that_later_headlines_use():
    terms = taught(("Border Patrol opens Operation Copper Lantern", "", SURE, NOON))

    assert set(terms) == {"copper lantern"}
    assert terms["copper lantern"] > POINTS_OF_OTHERS


def test_the_last_word_of_a_name_is_taught_for_less():
    terms = taught(("ICE agents arrest Mateo Quispe", "", SURE, NOON))

    assert 0.0 < terms["quispe"] < terms["mateo quispe"]


def test_a_lifted_article_keeps_its_names_from_fading():
    later = NOON + HALF_LIFE
    lifted = ("Vigil for Mateo Quispe", "", LIFTED, later)
    taught_once = (HEADLINE, "", SURE, NOON)

    assert (
        taught(taught_once, lifted, at=later)["mateo quispe"]
        > taught(taught_once, at=later)["mateo quispe"]
    )


def test_a_lifted_article_never_strengthens_a_name():
    lifted = [("Vigil for Mateo Quispe", "", LIFTED, NOON)] * 5

    assert taught((HEADLINE, "", SURE, NOON), *lifted) == taught((HEADLINE, "", SURE, NOON))


def test_a_silent_turn_of_the_same_story_does_not_weaken_its_names():
    silent = ("Mateo Quispe liked trains, his aunt says", "", OFF, NOON)

    assert taught((HEADLINE, "", SURE, NOON), silent) == taught((HEADLINE, "", SURE, NOON))


def test_further_articles_tie_a_name_more_strongly_up_to_the_most():
    once = taught((HEADLINE, "", SURE, NOON))
    often = taught(*[(HEADLINE, "", SURE, NOON)] * 9)

    assert once["mateo quispe"] < often["mateo quispe"] == LIFT_MOST


def test_an_article_that_only_says_the_name_is_raised():
    running = RunningBeat()
    for _ in range(2):
        running.learn(HEADLINE, LEDE, weigh(HEADLINE, LEDE), NOON)

    later = weigh("Mateo Quispe is released", "", taught=running.teaching(NOON))

    assert later.relevant


def test_a_lifted_article_teaches_nothing():
    assert taught(("Neighbors hold a long vigil for Mateo Quispe", "", LIFTED, NOON)) == {}


def test_what_is_taught_fades_with_time():
    fresh = taught((HEADLINE, "", SURE, NOON))
    faded = taught((HEADLINE, "", SURE, NOON), at=NOON + HALF_LIFE)

    assert faded["mateo quispe"] == fresh["mateo quispe"] / 2
    assert taught((HEADLINE, "", SURE, NOON), at=NOON + 6 * HALF_LIFE) == {}


def test_an_article_that_comes_late_teaches_what_time_has_left_of_it():
    early = ("ICE agents arrest six", LEDE, SURE, NOON - 2 * HALF_LIFE)
    late = ("ICE agents arrest nine", LEDE, SURE, NOON)

    assert taught(late, early) == taught(early, late)


def test_a_politician_whom_one_story_taught_does_not_carry_the_rest_of_politics():
    running = RunningBeat()
    budget = "Immigration agents need beds, said Dale Hutchby, who leads the panel on budgets."
    running.learn("Dale Hutchby defends ICE detention plan", budget, SURE, NOON)
    running.learn("Dale Hutchby adds ICE detention money", budget, SURE, NOON)
    kept = 0
    for subject in ("farm bill", "roads", "libraries", "nurses", "dairy", "chips", "trains"):
        title = f"Dale Hutchby on {subject}"
        read = weigh(title, "", taught=running.teaching(NOON))
        running.learn(title, "", read, NOON)
        kept += read.relevant

    assert 0 < kept < 4


def test_an_operation_stays_one_when_a_headline_names_it_like_a_place():
    opened = ("Border Patrol opens Operation Copper Lantern", "", SURE, NOON)
    later = ("ICE agents arrest nine in Copper Lantern", "", SURE, NOON)

    assert taught(opened, later)["copper lantern"] > POINTS_OF_OTHERS
    assert taught(later, opened)["copper lantern"] > POINTS_OF_OTHERS


def test_what_is_an_operations_name_is_never_silent():
    opened = ("Border Patrol opens Operation Copper Lantern", "", SURE, NOON)
    silent = ("What Copper Lantern leaves behind", "", LIFTED, NOON)

    assert taught(opened, *[silent] * 9) == taught(opened)


def test_a_lifted_article_does_not_bring_back_a_name_that_has_faded():
    later = NOON + 6 * HALF_LIFE
    lifted = ("Vigil for Mateo Quispe", "", LIFTED, later)

    assert taught((HEADLINE, "", SURE, NOON), lifted, at=later) == {}


def test_a_fortnight_of_one_town_lifts_its_running_stories_and_nothing_else():
    running = RunningBeat()
    stream = [
        (
            "Border Patrol opens Operation Copper Lantern in Elk Ford",
            "Agents arrested nine as Operation Copper Lantern began.",
        ),
        (HEADLINE, "Mateo Quispe and his father are held by ICE."),
        ("Elk Ford buys snowplows", ""),
        ("Copper Lantern widens to the harbor", ""),
        ("Copper prices rise", ""),
        ("Lantern festival lights Elk Ford", ""),
        ("Judge sets hearing for Mateo Quispe", ""),
        ("Elk Ford West wins in overtime", ""),
        ("Mateo Quispe freed, lawyer says", ""),
        ("Elk Ford man robs credit union", ""),
    ]
    kept = []
    for hour, (title, text) in enumerate(stream):
        at = NOON + timedelta(hours=24 * hour)
        read = weigh(title, text, taught=running.teaching(at))
        running.learn(title, text, read, at)
        kept.extend([title] if read.relevant else [])

    assert kept == [stream[at][0] for at in (0, 1, 3, 6, 8)]


def test_a_name_that_is_news_elsewhere_too_is_not_taught():
    star = ("ICE agents booed at Lila Marrone show", "", SURE, NOON)
    tour = ("Album by Lila Marrone tops charts", "", OFF, NOON)

    assert "lila marrone" in taught(star)
    assert taught(star, tour)["lila marrone"] < taught(star)["lila marrone"]
    assert taught(star, *[tour] * 5) == {}


def test_a_name_known_only_from_elsewhere_is_not_taught():
    assert taught(("Album by Lila Marrone tops charts", "", OFF, NOON)) == {}


def test_words_every_story_has_are_not_taught():
    lede = "The White House and the Justice Department told the Associated Press in New York."

    assert taught(("ICE agents arrest six, Supreme Court hears", lede, SURE, NOON)) == {}


def test_titles_weekdays_and_single_words_are_no_names():
    lede = "On Monday Pastor Dale Hut spoke. Officials agreed. Yolanda, too."

    assert set(taught(("ICE agents arrest six", lede, SURE, NOON))) == {"dale hut"}


def test_who_is_in_public_office_is_not_taught():
    lede = "Sheriff Dale Hutchins and Judge Naomi Feldcamp disagreed."

    assert taught(("ICE agents arrest six", lede, SURE, NOON)) == {}


def test_a_name_does_not_reach_over_the_end_of_a_sentence():
    lede = "They drove to Greenfield. Marta Solis waited there."

    assert set(taught(("ICE agents arrest six", lede, SURE, NOON))) == {"marta solis", "solis"}


def test_capitals_of_a_headline_in_title_case_make_no_names():
    headline = "ICE Agents Arrest Mateo Quispe Outside Quiet Tulsa Bakery"
    terms = taught((headline, "Officers led Mateo Quispe and Ana Oquendo away.", SURE, NOON))

    assert set(terms) == {"mateo quispe", "quispe", "ana oquendo", "oquendo"}
    assert terms["ana oquendo"] < terms["mateo quispe"]


def test_the_memory_is_bounded_and_keeps_what_is_strong(monkeypatch):
    monkeypatch.setattr(beat, "CAPACITY", 8)
    running = RunningBeat()
    for _ in range(3):
        running.learn(HEADLINE, "", SURE, NOON)
    for first in ("Aldo", "Bruno", "Carlo", "Dario", "Ettore", "Fabio", "Guido", "Hugo", "Ivo"):
        running.learn(f"ICE agents take {first} Zamorano", "", SURE, NOON)

    terms = running.teaching(NOON).terms

    assert "mateo quispe" in terms
    assert len(terms) <= 8


def test_the_same_articles_rebuild_the_same_memory():
    articles = [(HEADLINE, LEDE, SURE, NOON), ("Album by Lila Marrone out", "", OFF, NOON)]

    assert taught(*articles) == taught(*articles)


def test_a_word_of_the_beat_before_a_name_is_no_part_of_it():
    terms = taught(("Detainee Marta Solis dies in ICE custody", "", SURE, NOON))

    assert set(terms) == {"marta solis", "solis"}


def test_what_says_that_a_thing_is_a_jail_is_no_part_of_its_name():
    lede = "The Willow Green Processing Center had one nurse, guards said."

    assert set(taught(("ICE agents arrest nine", lede, SURE, NOON))) == {"willow green"}
