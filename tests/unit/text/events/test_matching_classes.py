"""Same event, by class: what an editor joins, what is only linked, and what has nothing in common.

Every class is asked twice, of whole reports and of headlines alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.articles import ArticleId, Draft, StoryId
from bot.text.events.matching import Match, MatchOutcome, StoryIndex
from bot.text.reading import read_draft

START = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
JOINED = {MatchOutcome.SAME_EVENT, MatchOutcome.SAME_TEXT}

Told = tuple[str, str]

#: What else the beat reports, so that its own words are no news.
ELSEWHERE: tuple[Told, ...] = (
    (
        "House panel approves $10 billion for ICE detention beds",
        (
            "The House Appropriations Committee approved $10 billion for detention on a party-line "
            "vote. An amendment on inspections failed."
        ),
    ),
    (
        "Asylum grant rate drops, immigration court figures show",
        (
            "Immigration judges granted asylum in 21% of the cases they decided, figures of the "
            "Executive Office for Immigration Review show."
        ),
    ),
    (
        "ICE detention population reaches a record",
        (
            "The number of people held by ICE reached a record this month, data posted by "
            "the agency show."
        ),
    ),
)

ENDS = (
    "DHS ends protected status for Hondurans",
    (
        "The Department of Homeland Security ended Temporary Protected Status for about 57,000 "
        "Hondurans, saying conditions in Honduras have improved since Hurricane Mitch. It will "
        "lapse in May. Families who have lived here for a quarter century would lose the right to "
        "work, advocates said."
    ),
)
RESTORES = (
    "Judge restores protected status for Hondurans",
    (
        "A federal judge in San Francisco restored Temporary Protected Status for about 57,000 "
        "Hondurans, ruling that the Department of Homeland Security gave no reasoned account of "
        "conditions in Honduras. Holders keep the right to work while the case goes on."
    ),
)
OMAHA = (
    "ICE raids meat plant in Omaha",
    (
        "Agents arrested 76 workers at a meat plant in Omaha, Nebraska, Immigration and Customs "
        "Enforcement said. Buses took them to a field office. Production stopped for the day."
    ),
)
GAINESVILLE = (
    "ICE raids poultry plant in Gainesville",
    (
        "Agents arrested 52 workers at a poultry plant in Gainesville, Georgia, Immigration and "
        "Customs Enforcement said. Relatives waited at the gate. The firm said it uses E-Verify."
    ),
)
DENVER = (
    "ICE Denver arrests 40 in weeklong operation",
    (
        "Officers of the Denver field office arrested 40 people with convictions for assault, "
        "drunken driving and theft last week, Immigration and Customs Enforcement said."
    ),
)
DENVER_AGAIN = (
    "ICE Denver arrests 33 during operation",
    (
        "Officers of the Denver field office arrested 33 people with convictions for burglary, "
        "fraud and assault this week, Immigration and Customs Enforcement said."
    ),
)
FIRST_WEEK = (
    "ICE arrests 214 in first week of Operation Harbor Light in Boston",
    (
        "Immigration and Customs Enforcement arrested 214 people around Boston in the "
        "first week of what it calls Operation Harbor Light. Most were in Chelsea and Lynn."
    ),
)
SECOND_WEEK = (
    "Second week of Operation Harbor Light brings 187 more arrests",
    (
        "Agents arrested another 187 people in the second week of Operation Harbor Light, "
        "Immigration and Customs Enforcement said, with teams now in "
        "Worcester and Lowell as well as Boston."
    ),
)
STRIKE = (
    "Detainees refuse meals at Winnfield ICE center",
    (
        "About 40 detainees at the Winnfield Correctional Center in Louisiana have refused meals "
        "since Monday, saying the water is brown, a lawyer for several of them said."
    ),
)
INSPECTION = (
    "Inspectors find mold and rust at Winnfield",
    (
        "State inspectors found mold in two dormitories and rust in the water lines of the "
        "Winnfield Correctional Center. The Louisiana jail holds about 1,400 people for ICE."
    ),
)


@dataclass
class Desk:
    """Files what it reads as the stream would."""

    is_brief: bool
    index: StoryIndex = field(default_factory=StoryIndex)
    count: int = 0

    def __post_init__(self) -> None:
        for at, told in enumerate(ELSEWHERE):
            self.file(told, hours=at - 20.0)

    def file(self, told: Told, *, days: float = 0.0, hours: float = 0.0) -> Match:
        at = START + timedelta(days=days, hours=hours)
        outlet = f"Outlet {self.count}"
        reading = read_draft(
            Draft(
                title=told[0],
                text="" if self.is_brief else told[1],
                outlet=outlet,
                url="",
                official=False,
                published_at=at,
            )
        )
        found = self.index.match(reading.traits, reading.fingerprint, at, outlet=outlet)
        story = found.story if found.outcome in JOINED else StoryId(self.count)
        assert story is not None
        self.index.add(
            story, ArticleId(self.count), reading.traits, reading.fingerprint, at, outlet=outlet
        )
        self.count += 1
        return found


#: The number of the first story that a test files.
FIRST = StoryId(len(ELSEWHERE))


def linked(found: Match) -> tuple[StoryId, ...]:
    turned = (found.story,) if found.outcome is MatchOutcome.NEW_TURN else ()
    return tuple(each for each in (*turned, *found.related) if each is not None)


@pytest.fixture(params=[False, True], ids=["reports", "headlines"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(is_brief=request.param)


@pytest.mark.parametrize(
    ("first", "then", "days"),
    [
        pytest.param(ENDS, RESTORES, 9, id="an end and its restoration"),
        pytest.param(ENDS, RESTORES, 1, id="an end and its restoration the next day"),
        pytest.param(FIRST_WEEK, SECOND_WEEK, 7, id="an operation a week later"),
        pytest.param(STRIKE, INSPECTION, 6, id="a facility's next trouble"),
    ],
)
def test_what_follows_an_event_is_linked_to_it_and_not_joined(
    desk: Desk, first: Told, then: Told, days: int
) -> None:
    desk.file(first)

    found = desk.file(then, days=days)

    assert found.outcome not in JOINED
    assert FIRST in linked(found)


def test_one_kind_of_event_in_two_cities_on_one_day_is_two_stories_without_a_link(
    desk: Desk,
) -> None:
    desk.file(OMAHA)

    found = desk.file(GAINESVILLE, hours=2)

    assert found.outcome not in JOINED
    assert FIRST not in linked(found)


def test_headlines_about_towns_of_common_names_are_told_apart_by_them() -> None:
    desk = Desk(is_brief=True)
    desk.file(("ICE agents raid meat plant in Springfield", ""))

    elsewhere = desk.file(("ICE agents raid meat plant in Gainesville", ""), hours=2)
    again = desk.file(("Meat plant in Springfield raided by ICE agents", ""), hours=3)

    assert elsewhere.outcome not in JOINED
    assert (again.outcome, again.story) == (MatchOutcome.SAME_EVENT, FIRST)


def test_a_headline_in_capitals_names_no_town_by_its_place() -> None:
    desk = Desk(is_brief=True)
    desk.file(("Agents Raid Meat Plant in Springfield", ""))

    found = desk.file(("Springfield Meat Plant Raid Ends in Tears", ""), hours=2)

    assert "names other places" not in " ".join(found.reasons)
    assert found.story == FIRST


def test_a_routine_report_of_arrests_is_not_joined_to_last_weeks(desk: Desk) -> None:
    desk.file(DENVER)

    assert desk.file(DENVER_AGAIN, days=7).outcome not in JOINED


RUNNING: tuple[Told, ...] = (
    (
        "Marlow Bend sues over ICE jail in old prison",
        (
            "The city of Marlow Bend, Kansas, sued to stop the Tarrow Company from holding people "
            "for ICE in its closed prison on Harper Road, saying it needs a permit."
        ),
    ),
    (
        "Judge bars ICE detainees from Marlow Bend prison",
        (
            "A judge in Leavenworth barred the Tarrow Company from holding ICE detainees in the "
            "prison at Marlow Bend, Kansas, until the city grants a permit."
        ),
    ),
    (
        "Tarrow asks appeals court to open Marlow Bend prison",
        (
            "The Tarrow Company asked the Kansas Court of Appeals to lift the order that keeps ICE "
            "detainees out of its Marlow Bend prison."
        ),
    ),
    (
        "Marlow Bend council grants Tarrow permit for ICE prison",
        (
            "The council of Marlow Bend, Kansas, voted to grant the Tarrow Company a permit to "
            "hold people for ICE in its prison."
        ),
    ),
)


def test_every_turn_of_a_story_that_runs_for_weeks_is_linked_to_an_earlier_one(desk: Desk) -> None:
    turns = [desk.file(told, days=6.0 * at) for at, told in enumerate(RUNNING)]

    assert not [one for one in turns if one.outcome in JOINED]
    assert all(linked(one) for one in turns[1:])


def test_a_second_report_of_a_turn_goes_with_the_turn_and_not_with_the_first_event(
    desk: Desk,
) -> None:
    for at, told in enumerate(RUNNING[:2]):
        desk.file(told, days=6.0 * at)
    again = (
        "Judge keeps ICE detainees out of Marlow Bend prison",
        (
            "The Tarrow Company may not hold ICE detainees in its prison at Marlow Bend, Kansas, "
            "until it has a permit of the city, a Leavenworth judge ruled."
        ),
    )

    found = desk.file(again, days=6, hours=3)

    assert found.story == FIRST + 1
