"""Things and places: what is an entity, under which canonical name, and what is none."""

from datetime import UTC, datetime

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions, look_up, states_of

DAY = datetime(2025, 9, 20, tzinfo=UTC)


def names(body: str, **options) -> list[str]:
    options.setdefault("published_at", DAY)
    return [mention.entity.name for mention in find_mentions(body, **options)]


def pairs(body: str) -> list[tuple[str, str]]:
    found = find_mentions(body, published_at=DAY)
    return [(mention.entity.kind.value, mention.entity.name) for mention in found]


def test_every_mention_is_a_span_of_the_body():
    body = "In Illinois’ capital, ICE’s agents met Gov. J.B. Pritzker and the Latin Kings."

    found = find_mentions(body, published_at=DAY)

    assert [body[m.start : m.end] for m in found] == [m.surface for m in found]
    assert [m.surface for m in found] == ["Illinois", "ICE", "J.B. Pritzker", "Latin Kings"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ICE said so.", "U.S. Immigration and Customs Enforcement"),
        ("ICE’s letter.", "U.S. Immigration and Customs Enforcement"),
        ("ICE-run jails.", "U.S. Immigration and Customs Enforcement"),
        ("Immigration & Customs Enforcement.", "U.S. Immigration and Customs Enforcement"),
        ("The US border patrol came.", "U.S. Border Patrol"),
        ("Homeland Security said so.", "U.S. Department of Homeland Security"),
        ("The A.C.L.U. sued.", "American Civil Liberties Union"),
        ("The Supreme Court agreed.", "U.S. Supreme Court"),
        ("Guantánamo Bay holds them.", "Guantanamo Bay"),
        ("They cite 287(g) agreements.", "Section 287(g)"),
        ("ERO Chicago made arrests.", "ICE Chicago Field Office"),
        ("They left El Salvador’s CECOT.", "El Salvador"),
    ],
)
def test_an_alias_gives_the_canonical_name(text: str, name: str):
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "There was ice on the road.",
        "ICE CREAM SOCIAL ON SUNDAY",
        "ICE HOCKEY RESULTS",
        "BLACK ICE WARNING FOR DRIVERS",
        "Ice storms are coming.",
        "He gave the kind and fair answer.",
        "A FAIR DEAL FOR WORKERS",
    ],
)
def test_an_ordinary_word_is_no_agency(text: str):
    assert names(text) == []


def test_british_papers_write_the_agency_as_a_word():
    assert names("Two Ice agents stood outside.") == ["U.S. Immigration and Customs Enforcement"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("at the Pinecrest Detention Center in", "facility", "Pinecrest Detention Center"),
        ("from the Harper County Jail, he", "facility", "Harper County Jail"),
        ("at the Harper County jail, he", "facility", "Harper County Jail"),
        ("Border Patrol’s Mesquite Station is", "facility", "Mesquite Station"),
        ("the Quill City Police Department said", "agency", "Quill City Police Department"),
        ("the Harper County Sheriff’s Office said", "agency", "Harper County Sheriff’s Office"),
        ("the Nevada National Guard said", "agency", "Nevada National Guard"),
        ("the House Budget Committee met", "agency", "House Budget Committee"),
        (
            "the 9th U.S. Circuit Court of Appeals ruled",
            "court",
            "9th U.S. Circuit Court of Appeals",
        ),
        ("the Fifth Circuit ruled", "court", "5th U.S. Circuit Court of Appeals"),
        (
            "the Northern District of California ruled",
            "court",
            "U.S. District Court for the Northern District of California",
        ),
        ("the Harper County Superior Court ruled", "court", "Harper County Superior Court"),
        (
            "the Lakeside Immigrant Justice Project sued",
            "org",
            "Lakeside Immigrant Justice Project",
        ),
        ("the Coalition for Harbor Rights sued", "org", "Coalition for Harbor Rights"),
        ("the ACLU of Nevada sued", "org", "ACLU of Nevada"),
        ("members of SEIU Local 77 marched", "org", "SEIU Local 77"),
        ("under the Safe Harbors Act, he", "law", "Safe Harbors Act"),
        ("under Executive Order 14999, he", "law", "Executive Order 14999"),
        ("voted for Proposition 36 in", "law", "Proposition 36"),
    ],
)
def test_a_name_no_list_has_is_known_by_its_shape(text: str, kind: str, name: str):
    assert (kind, name) in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Balancing Act: how to choose",
        "a Texas jail and an ICE detention center",
        "He joined the Ivy League.",
        "  2. Legal Action: the department will sue.",
        "Voters Urge Caution On Border In New Poll",
    ],
)
def test_a_phrase_that_only_looks_like_a_name_is_none(text: str):
    kinds = {"org", "facility", "law"}
    assert [name for kind, name in pairs(text) if kind in kinds] == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("at St. Quillon’s Lutheran Church on", "org", "St. Quillon’s Lutheran Church"),
        ("at Quillon Children’s Hospital on", "facility", "Quillon Children’s Hospital"),
        ("at Iglesia Roca Alta on", "org", "Iglesia Roca Alta"),
        ("with the Lady of Quillon Church on", "org", "Lady of Quillon Church"),
        ("the Quillon Students for a Dream sued", "org", "Quillon Students for a Dream"),
        ("members of SEIU 77BJ marched", "org", "SEIU 77BJ"),
        ("the office of CAIR-Ohio sued", "org", "CAIR-Ohio"),
        ("the Fort Quill Tribes sued", "org", "Fort Quill Tribes"),
        ("the Quill Nurses’ Association sued", "org", "Quill Nurses’ Association"),
        (
            "the Quill & Marl Hotel & Lodging Association sued",
            "org",
            "Quill & Marl Hotel & Lodging Association",
        ),
        ("Center for Aa Bb Cc Dd Ee Ff Gg Hh", "org", "Center for Aa Bb Cc Dd Ee Ff"),
        ("Center for Aa and Bb said", "org", "Center for Aa and Bb"),
        ("members of AFSCME Council 77 marched", "org", "AFSCME Council 77"),
        ("Jane Roe’s Melt Walls Act would", "law", "Melt Walls Act"),
        ("the Stop Great Force in Harbors Act would", "law", "Stop Great Force in Harbors Act"),
        (
            "the U.S. Attorney’s Office for the District of Oregon said",
            "agency",
            "U.S. Attorney's Office for the District of Oregon",
        ),
        (
            "the Quillon Department of Administration said",
            "agency",
            "Quillon Department of Administration",
        ),
        ("the Prince George’s County jail", "place", "Prince George's County"),
        ("in Jefferson Parish on", "place", "Jefferson Parish"),
        ("In Louisiana, St. Mary Parish signed", "place", "St. Mary Parish"),
        ("the people of St. Mary Parish sang", "org", "St. Mary Parish"),
        ("the people of Quillon Parish sang", "org", "Quillon Parish"),
        ("near Miami-Dade on", "place", "Miami-Dade County"),
    ],
)
def test_a_name_has_the_words_that_belong_to_it(text: str, kind: str, name: str):
    assert (kind, name) in pairs(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quillon and Eastern Lakes University", ["Eastern Lakes University"]),
        (
            "the Center for Harbor Rights and Human Rights First sued",
            ["Center for Harbor Rights", "Human Rights First"],
        ),
        (
            "the Quillon Department of Justice and Oregon",
            ["Quillon Department of Justice", "Oregon"],
        ),
        ("the Center for Harbor Rights and", ["Center for Harbor Rights"]),
        ("the Holy Quillon Parish gave", ["Holy Quillon Parish"]),
        ("Jane’s County", []),
        ("the Workers’ Acting ICE Field Office", ["U.S. Immigration and Customs Enforcement"]),
    ],
)
def test_a_second_name_is_none_of_the_first(text: str, found: list[str]):
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "ICE’s Baltimore field office",
            ["U.S. Immigration and Customs Enforcement", "ICE Baltimore Field Office"],
        ),
        (
            "the Justice Department’s Civil Rights Division",
            ["U.S. Department of Justice", "DOJ Civil Rights Division"],
        ),
        ("America’s Voice sued", ["America's Voice"]),
    ],
)
def test_an_owner_is_named_beside_what_is_its_own(text: str, found: list[str]):
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Indiana, the Clay County Jail held them.", "Clay County Justice Center"),
        ("In Nevada, the Clay County Jail held them.", "Clay County Jail"),
        ("In Florida, the Orange County Jail held them.", "Orange County Jail"),
        ("In New York, the Orange County Jail held them.", "Orange County Correctional Facility"),
        ("In Texas, SB 4 was signed.", "Texas Senate Bill 4"),
        ("In Nevada, SB 4 was signed.", "SB 4"),
        ("SB 1070 was signed.", "Arizona SB 1070"),
    ],
)
def test_what_many_states_have_is_read_by_the_state_the_text_names(text: str, name: str):
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Texas Senate voted.", ["Texas Senate"]),
        ("the Florida House", ["Florida House of Representatives"]),
        ("The Senate voted.", ["U.S. Senate"]),
        ("the Texas Senate race", []),
    ],
)
def test_the_chamber_of_a_state_is_not_the_one_in_washington(text: str, found: list[str]):
    assert names(text) == found


def test_a_bracket_inside_a_name_is_closed_in_its_span():
    surfaces = [m.surface for m in find_mentions("They signed a 287(g) agreement.")]
    assert surfaces == ["287(g)"]


def test_a_sector_of_the_border_patrol_is_one_agency():
    text = "the Border Patrol El Centro Sector chief said"
    assert names(text) == ["Border Patrol El Centro Sector"]


def test_two_organisations_in_a_row_stay_two():
    text = "the Center for Harbor Rights and National Council of Dockers said"
    assert names(text) == ["Center for Harbor Rights", "National Council of Dockers"]


def test_an_agency_ends_before_the_title_of_its_head():
    text = "Department of Labor Secretary Ines Quill spoke."
    assert names(text) == ["U.S. Department of Labor", "Ines Quill"]


def test_an_acronym_the_text_defines_is_used_again():
    text = "The Harbor Rights Project (HRP) sued. HRP won."
    assert names(text) == ["Harbor Rights Project"] * 3


def test_a_list_of_codes_is_a_list_of_states():
    assert names("DHS asks CA, NY, IL to help.")[1:] == ["California", "New York", "Illinois"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in Aurora, Ill., and", ["Aurora", "Illinois"]),
        ("in Mill Hollow, Iowa, and", ["Mill Hollow", "Iowa"]),
        ("in MILL HOLLOW, Texas, and", ["Mill Hollow", "Texas"]),
        ("in Boston, New York and Chicago", ["Boston", "New York", "Chicago"]),
        ("from New York, Illinois and California", ["New York", "Illinois", "California"]),
        ("in Seattle, Washington", ["Seattle", "Washington"]),
        ("in Cook County, Illinois", ["Cook County", "Illinois"]),
        ("in Cook and Lake counties in Illinois", ["Cook County", "Lake County", "Illinois"]),
        ("in Caddo Parish", ["Caddo Parish"]),
    ],
)
def test_a_town_or_county_is_placed_by_the_state_beside_it(text: str, expected: list[str]):
    assert names(text) == expected


def test_a_name_that_many_towns_have_needs_its_state_somewhere():
    assert names("Officials in Aurora objected.") == []
    assert names("Officials in Aurora objected. Colorado sued.") == ["Aurora", "Colorado"]
    assert names("Officials in Aurora objected.", title="Colorado sues ICE") == ["Aurora"]


def test_a_county_takes_its_state_from_the_text():
    found = find_mentions("Lake County objected. Indiana sued.")
    assert (found[0].entity.name, found[0].entity.state) == ("Lake County", "IN")


def test_washington_is_a_place_only_where_one_can_be():
    assert names("Washington has decided.") == []
    assert names("They met in Washington on Monday.") == ["Washington, D.C."]
    assert names("They met in Washington. Seattle sued.") == ["Washington", "Seattle"]


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Times reported it.",
        "The Lakeshore Tribune of the lake reported it.",
        "SEE ALSO: Protesters gather at ICE facility near Chicago",
        "By Mara Quill of Chicago",
        "Copyright © 2025 Illinois Sample Press. Click here.",
        "Mara Quill can be reached at mquill@sample.example in Chicago.",
    ],
)
def test_outlets_bylines_and_furniture_name_nothing(text: str):
    assert names(text) == []


def test_the_publisher_is_no_entity_of_its_own_article():
    assert names("Chicago Harbor Weekly learned of it.", outlet="Chicago Harbor Weekly") == []


def test_a_city_that_is_a_given_name_gives_way_to_the_person():
    assert names("Austin Moreno waited.") == []


def test_the_same_text_gives_the_same_mentions():
    body = "Sheriff Wade Tolliver of Harper County met ICE in Houston, Dallas and El Paso."
    assert find_mentions(body) == find_mentions(body)


def test_an_empty_text_has_no_mentions():
    assert find_mentions("") == ()


# -- the states a text is about ----------------------------------------------


def about(body: str, title: str = "") -> tuple[str, ...]:
    return states_of(find_mentions(body, title=title), title)


def test_a_state_of_the_lead_is_what_the_text_is_about():
    assert about("Illinois sued. Chicago police stayed away. Cook County Jail agreed.") == ("IL",)


def test_a_state_of_the_title_counts_without_a_word_in_the_body():
    assert about("The governor vetoed the bill.", "Nevada governor vetoes jail bill") == ("NV",)


def test_a_state_mentioned_once_far_down_is_not_what_the_text_is_about():
    body = "Illinois sued. Illinois won. " + "They waited for a while. " * 40 + "Texas did not."
    assert about(body) == ("IL",)


def test_the_seat_of_government_is_rarely_what_a_text_is_about():
    assert about("They met in Washington. Nevada sued. Nevada won.") == ("NV",)


# -- looking up typed names ---------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ice", "U.S. Immigration and Customs Enforcement"),
        ("ICE's", "U.S. Immigration and Customs Enforcement"),
        ("border patrol", "U.S. Border Patrol"),
        ("il", "Illinois"),
        ("noem", "Kristi Noem"),
        ("richard durbin", "Dick Durbin"),
        ("cook county jail", "Cook County Jail"),
        ("whipple federal", "Bishop Henry Whipple Federal Building"),
    ],
)
def test_a_typed_name_finds_its_entity_in_any_case(typed: str, name: str):
    assert look_up(typed)[0].name == name


def test_a_typed_office_finds_who_holds_it():
    found = look_up("Secretary of Homeland Security")
    assert [entity.kind for entity in found] == [EntityKind.OFFICIAL]


@pytest.mark.parametrize(
    "typed", ["", "  ", "?", "x", "J. B.", "Ernesto Villalobos", "The Washington Times"]
)
def test_a_name_no_list_has_finds_nothing(typed: str):
    assert look_up(typed) == ()
