"""Traits: what matching reads in a text, on text written for these tests."""

from datetime import UTC, datetime

import pytest

from bot.domain.articles import Traits
from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.events.traits import MAX_TERMS, print_name, traits_of

AT = datetime(2026, 2, 7, 15, tzinfo=UTC)


def read(title: str, body: str = "", mentions: tuple[Mention, ...] = ()) -> Traits:
    return traits_of(title, body, mentions, AT)


@pytest.mark.parametrize(
    "name",
    ["DHS", "Homeland Security", "the Department of Homeland Security", "Homeland Security’s"],
)
def test_one_agency_under_its_names_is_one_term(name: str) -> None:
    assert read(f"{name} demands letters").title_terms == ("demands", "dhs", "letters")


def test_postal_codes_and_names_of_states_are_one_place() -> None:
    short = read("DHS demands CA, NY, IL assist ICE")
    long = read("Homeland Security presses California, New York and Illinois")

    assert short.places == long.places == ("state:CA", "state:IL", "state:NY")


@pytest.mark.parametrize(
    "title",
    ["WHO IS IN OR OUT, ASK ME OK", "Put it in or ask me", "Raids in the south", "He was ill"],
)
def test_common_words_are_not_states(title: str) -> None:
    assert read(title).places == ()


def test_a_doubtful_code_behind_a_comma_is_a_state() -> None:
    assert read("Sheriff in Gary, IN, sues").places == ("state:IN",)


def test_a_city_places_an_event_in_its_state() -> None:
    assert read("Raid in Chicago").places == read("Raid in Illinois").places


def test_a_newspaper_named_after_a_city_is_no_place() -> None:
    assert read("Reporter tells the New York Times about raid").places == ()


def test_mentions_add_their_state_and_their_actors() -> None:
    jail = Entity(
        id=EntityId("facility:pine-ridge"), kind=EntityKind.FACILITY, name="Pine Ridge", state="GA"
    )
    town = Entity(id=EntityId("place:marlow"), kind=EntityKind.PLACE, name="Marlow")
    mentions = tuple(
        Mention(entity=entity, surface=entity.name, start=0, end=4) for entity in (jail, town)
    )

    found = read("Man dies at Pine Ridge", "", mentions)

    assert found.places == ("facility:pine-ridge", "state:GA")
    assert found.actors == ("facility:pine-ridge",)


def test_the_headline_tells_the_action_and_the_lead_steps_in_for_it() -> None:
    assert read("DHS ends protections", "A court restored others.").actions == ("end",)
    assert read("News of protections", "A court restored them.").actions == ("restore",)


def test_terms_of_the_headline_weigh_more_than_those_of_the_body() -> None:
    weights = dict(read("Warden resigns", "x " * 100 + "ledger").terms)

    assert weights["warden"] > weights["ledger"]


def test_terms_are_sorted_and_bounded() -> None:
    found = read("Ledger", " ".join(f"word{n}" for n in range(500)))

    assert len(found.terms) == MAX_TERMS
    assert list(found.terms) == sorted(found.terms)
    assert "ledger" in dict(found.terms)


def test_dates_resolve_to_the_year_nearest_to_publication() -> None:
    found = read("Letters", "sent Sept. 10, due March 2, 2027, not Feb. 30")

    assert found.dates == ("2025-09-10", "2027-03-02")


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Agents raided a plant on Thursday, the company said.", "2026-02-05"),
        ("Agents raided a plant yesterday.", "2026-02-06"),
        ("The state has until Friday to answer, officials said Tuesday.", "2026-02-03"),
        ("The department set a Friday deadline.", ""),
        ("Agents raided a plant.", ""),
    ],
)
def test_the_lead_says_on_which_day_it_happened(lead: str, day: str) -> None:
    assert read("Raid", lead).happened == day


def test_the_first_sentence_and_not_the_next_steps_in_for_a_headline_without_a_verb() -> None:
    opening = "The governor said that barracks will hold two thousand people by the end of the"
    body = f"{opening} month, and thanked everyone who came to see them. A judge closed another."

    assert read("Second camp planned", body).actions == ("end",)


def test_numbers_carry_their_unit_and_years_are_left_out() -> None:
    assert read("76 workers held in 2026", "70% of 1,200 people and 5 men").numbers == (
        "1200 people",
        "70 percent",
        "76 workers",
    )


def test_the_same_words_in_curly_and_straight_quotes_hash_alike() -> None:
    curly = read("A", "He said “we follow state law and the Constitution” again.")
    straight = read("B", 'Asked, she read: "We follow state law and the Constitution."')

    assert curly.quoted == straight.quoted != ()


def test_an_empty_article_has_empty_traits() -> None:
    assert read("") == Traits()


def test_terms_print_as_a_reader_knows_them() -> None:
    assert [print_name(term) for term in ("state:NY", "dhs", "tps", "appeals")] == [
        "New York",
        "Homeland Security",
        "TPS",
        "appeals",
    ]
