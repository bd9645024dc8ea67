"""Same text and same event on this beat: copies, releases, updates, and what relates nothing."""

import pytest

from bot.text.events.matching import MatchOutcome
from tests.unit.text.events.test_matching import GEORGIA, Desk

WIRE = """\
The Department of Homeland Security on Monday gave two states until Friday to honor detainers.
The letters ask that county jails call the agency before they let anyone go whom it wants to hold.
Detainers are requests that ask a jail to keep a person for up to two days beyond release.
The attorney general of one state said that no jail there holds anyone without a judge's warrant.
The other state had not answered by the evening, and its governor left a dinner without comment.
Most of those arrested in both states since January had a conviction, according to the agency."""


TAIL = " ".join(
    f"Clerk {n * 7} of ward {n} read page {n * 3} aloud to family {n + 40}." for n in range(14)
)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_cut_copy_with_a_local_line_and_a_headline_of_its_own_is_a_copy(desk: Desk) -> None:
    desk.file((GEORGIA[0], GEORGIA[1]), outlet="Peach Post")
    desk.file(("Harbor council to hear of detainers", WIRE), hours=1, outlet="Sample Wire")
    kept = [line for at, line in enumerate(WIRE.splitlines()) if at % 3 != 1]
    local = "The jail in Dunmore did not return a call on Monday."

    found = desk.file(
        ("What Dunmore should know", "\n".join([*kept, local])), hours=3, outlet="Dunmore Dial"
    )

    assert found.outcome is MatchOutcome.SAME_TEXT
    assert (found.story, found.article) == (1, 1)


def test_a_copy_below_an_opening_of_its_own_is_one_between_two_outlets_only(desk: Desk) -> None:
    body = f"{WIRE} {TAIL}"
    desk.file(("Harbor council to hear of detainers", body), outlet="Sample Wire")
    opening = " ".join(f"Painter {n} hung canvas {n + 3} of orchards." for n in range(9))
    late = f"{opening} {' '.join(body.splitlines()[3:])}"

    there = desk.match(("Museum news", late), hours=2, outlet="Dunmore Dial")
    here = desk.match(("Museum news", late), hours=2, outlet="Sample Wire")

    assert there.outcome is MatchOutcome.SAME_TEXT
    assert here.outcome is not MatchOutcome.SAME_TEXT


QUOTE = "“We are asking for one call before a door opens at night, and for nothing else at all,”"
RELEASE = (
    "DHS calls on Oregon and Colorado to honor detainers",
    (
        "WASHINGTON — The Department of Homeland Security today called on the governors of Oregon"
        f" and Colorado to honor detainers. {QUOTE} said spokeswoman Ada Quill. Since January, 62%"
        " of the people ICE arrested in both states had a conviction or a pending charge."
    ),
)
REPORT = (
    "Two states told to hand over jail inmates",
    (
        "The Trump administration gave Oregon and Colorado until Friday to open their jails to"
        f" immigration agents and threatened to sue. {QUOTE} Ada Quill, who speaks for Homeland"
        " Security, said in a statement. The agency says 62% of those it arrested there had a"
        " record. Oregon refused within hours; its attorney general said a hold needs a warrant."
    ),
)


def test_a_release_and_the_report_that_quotes_it_are_one_story(desk: Desk) -> None:
    desk.file(GEORGIA)
    desk.file(RELEASE, hours=1, outlet="DHS newsroom")

    found = desk.file(REPORT, hours=2, outlet="Capital Ledger")

    assert found.outcome is MatchOutcome.SAME_EVENT
    assert found.story == 1
    assert "repeats the same quoted words" in found.reasons


def test_a_quotation_in_common_outdoes_headlines_about_other_places(desk: Desk) -> None:
    desk.file(("Oregon told to honor detainers", RELEASE[1]), outlet="Beaver Post")

    found = desk.file(("Colorado told to honor detainers", REPORT[1]), hours=2, outlet="Front Post")

    assert found.outcome is MatchOutcome.SAME_EVENT


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            (
                "Governor sends National Guard to help ICE in Louisiana",
                "Louisiana's governor ordered 120 Guard members to help ICE at detention centers.",
            ),
            (
                "Immigration court backlog falls below 3.5 million cases",
                "Judges ordered removal in 58% of the cases they closed, government data show.",
            ),
        ),
        (
            (
                "Deportation flights reach a record in August",
                "Deportation flights reached a record, said a group that counts ICE departures.",
            ),
            (
                "Sheriff signs 287(g) agreement in North Carolina",
                "Deputies may question people in jail and start deportation cases for ICE.",
            ),
        ),
        (
            ("Man dies at ICE center in Texas", "A man died at an ICE detention center in Texas."),
            ("ICE detainee dies at Arizona center", "A woman in ICE detention died in Arizona."),
        ),
        (
            ("Supreme Court takes case on ICE warrants", "Justices will hear a case about ICE."),
            ("Supreme Court rejects appeal on border buoys", "Justices turned Texas away Monday."),
        ),
    ],
)
def test_what_every_report_of_the_beat_has_relates_no_two_stories(
    desk: Desk, first: tuple[str, str], second: tuple[str, str]
) -> None:
    desk.file(first)

    found = desk.file(second, hours=3)

    assert found.outcome is MatchOutcome.NEW
    assert found.related == ()


SUNNYSIDE = (
    "Agents raid Sunnyside apple packer, detain dozens",
    (
        "SUNNYSIDE, Wash. — Federal agents detained dozens of workers at the Tieton Crest packing"
        " house in Sunnyside, Washington, early on Monday, witnesses said. Buses took them away."
    ),
)
SUNNYSIDE_LATER = (
    "ICE counts 53 arrests at Tieton Crest, nine released",
    (
        "SUNNYSIDE, Wash. — ICE said on Monday evening that 53 workers were arrested at the Tieton"
        " Crest packing house in Sunnyside, Washington, and that nine were released."
    ),
)


def test_an_update_of_the_same_outlet_hours_later_stays_with_its_story(desk: Desk) -> None:
    desk.file(GEORGIA)
    desk.file(SUNNYSIDE, hours=1, outlet="Cascade Courier")

    found = desk.file(SUNNYSIDE_LATER, hours=9, outlet="Cascade Courier")

    assert found.outcome in {MatchOutcome.SAME_EVENT, MatchOutcome.NEW_TURN}
    assert found.story == 1


def test_a_dateline_of_the_capital_sets_no_report_apart(desk: Desk) -> None:
    desk.file(
        ("States told to open jails", "Officials in Minnesota and Maine got Ada Quill's list.")
    )
    capital = ("States told to open jails", "In Washington, D.C., Ada Quill wrote the list.")

    found = desk.match(capital, hours=1)

    assert "but names other places" not in found.reasons
