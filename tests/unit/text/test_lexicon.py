"""The lists themselves: complete where it can be counted, and sound everywhere."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.lexicon import load, split_names, word_set
from bot.text.names import gazetteer
from bot.text.names.people import given_names
from bot.text.names.roster import roster

LISTS = (
    "agencies citations counties courts english facilities laws names officials organisations "
    "outlets places roles tails things towns wording"
)


@pytest.mark.parametrize("name", LISTS.split())
def test_a_list_is_read_once(name: str):
    assert load(name) is load(name)


def test_an_unknown_list_is_an_error():
    with pytest.raises(FileNotFoundError):
        load("nothing")


def test_an_entry_begins_with_its_canonical_name():
    assert split_names("Name; alias ; other") == ("Name", "alias", "other")


def test_phrases_are_parted_by_semicolons_and_words_by_blanks():
    assert "de la cruz" in word_set("officials", "double")
    assert "county" in word_set("naming", "things")


def test_every_state_has_a_name_a_district_and_counties():
    states = set(load("places")["states"])
    no_county = {"DC", "PR", "GU", "VI", "AS", "MP"}

    assert len(states) == 56
    assert set(load("counties")["counties"]) == states - no_county
    assert set(load("courts")["districts"]) == states - {"AS", "MP"}


def test_the_ninety_four_districts_are_all_there():
    districts = load("courts")["districts"]
    # 94 with the Northern Mariana Islands, whose court has a name of its own.
    assert sum(len(found) for found in districts.values()) == 93


def test_each_section_of_the_act_has_one_place_in_the_code():
    pairs = [pair.split("=") for pair in load("citations")["ina"]["sections"].split()]

    assert len({section for section, _ in pairs}) == len(pairs)
    assert len({place for _, place in pairs}) == len(pairs)
    assert all(place.startswith("1") for _, place in pairs)


def test_the_country_has_its_counties():
    assert sum(len(found) for found in load("counties")["counties"].values()) > 3050


def test_the_twenty_five_field_offices_are_all_there():
    offices = load("agencies")["field_offices"]
    assert sum(len(cities) for cities in offices.values()) == 25


def test_the_thirty_offices_of_investigations_are_all_there():
    offices = load("agencies")["investigations"]
    assert sum(len(cities) for cities in offices.values()) == 30


def test_the_twenty_sectors_of_the_border_patrol_are_all_there():
    assert sum(len(found) for found in load("agencies")["sectors"].values()) == 20


def test_every_state_of_a_list_is_a_state():
    known = set(gazetteer.state_names())
    tables = [
        load("facilities")["facilities"],
        load("courts")["immigration"],
        load("places")["cities"],
        load("agencies")["sectors"],
    ]
    assert all(set(table) <= known for table in tables)


def test_an_entity_has_one_id_and_an_id_one_name():
    seen: dict[str, str] = {}
    for readings in gazetteer.index().names.values():
        for listed in readings:
            assert seen.setdefault(listed.entity.id, listed.entity.name) == listed.entity.name


def test_every_famous_surname_belongs_to_somebody_on_the_lists():
    famous = roster().famous
    assert roster().only_in_office <= set(famous)


def test_terms_of_office_begin_before_they_end():
    terms = [term for held in roster().terms.values() for term in held]
    assert [t for t in terms if t.end and t.end < t.start] == []


def test_every_governor_of_today_is_known():
    held = [t for terms in roster().terms.values() for t in terms]
    now = {t.state for t in held if t.title == "Governor" and t.start and not t.end}
    no_governor = {"DC", "GU", "VI", "AS", "MP"}
    assert set(gazetteer.state_names()) - no_governor <= now


def test_every_state_attorney_general_of_today_is_known():
    held = [t for terms in roster().terms.values() for t in terms]
    now = {t.state for t in held if t.title == "State Attorney General" and not t.end}
    territories = {"GU", "VI", "AS", "MP", "PR"}
    assert set(gazetteer.state_names()) - territories <= now


def test_no_english_word_of_the_list_is_a_given_name():
    assert frozenset(load("english")["words"].split()) & given_names() == frozenset()


def test_no_word_that_ends_names_of_things_is_a_given_name():
    assert frozenset(load("things")["heads"].split()) & given_names() == frozenset()


def test_the_offices_whose_names_are_doubted_exist():
    table = load("officials")
    assert set(table["namesakes"]["offices"].split()) <= set(table)


def test_who_is_known_without_a_role_holds_no_office():
    figures = roster().by_name["taylor swift"]
    assert figures.kind is EntityKind.PERSON


@pytest.mark.parametrize(
    ("office", "month", "name"),
    [
        ("president", "2012-06", "Barack Obama"),
        ("homeland security secretary", "2018-06", "Kirstjen Nielsen"),
        ("homeland security secretary", "2023-06", "Alejandro Mayorkas"),
        ("homeland security secretary", "2025-09", "Kristi Noem"),
        ("acting ice director", "2025-09", "Todd Lyons"),
        ("cbp commissioner", "2025-09", "Rodney Scott"),
    ],
)
def test_an_office_has_its_holder_of_the_month(office: str, month: str, name: str):
    held = [t for terms in roster().terms.values() for t in terms]
    holders = {t.person.name for t in held if office in t.before and t.start and t.covers(month)}
    assert name in holders
