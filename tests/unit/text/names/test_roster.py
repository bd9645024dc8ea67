"""Terms of office that operators give, beside those of the lists."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.articles import Draft
from bot.domain.entities import OfficeTerm
from bot.text.names import officials
from bot.text.names.entities import find_mentions, look_up
from bot.text.names.roster import in_force, offices, roster
from bot.text.reading import read_draft

LATE = datetime(2026, 12, 1, tzinfo=UTC)
EARLY = datetime(2025, 9, 1, tzinfo=UTC)
NEW = OfficeTerm(name="Dana Quillfeather", office="ice_director", start="2026-10")
NOWHERE: frozenset[str] = frozenset()


def named(text: str, when: datetime = LATE) -> list[tuple[str, str | None]]:
    return [
        (mention.entity.name, mention.entity.role)
        for mention in find_mentions(text, published_at=when)
    ]


def test_a_new_official_is_public_by_full_name_and_printed_with_the_office():
    with in_force([NEW]):
        found = named("Dana Quillfeather spoke on Monday.")

    assert found == [("Dana Quillfeather", "Director of ICE")]


def test_outside_nobody_has_heard_of_the_official():
    with in_force([NEW]):
        pass

    assert named("Dana Quillfeather spoke on Monday.") == []


def test_a_term_that_operators_end_is_over():
    ended = OfficeTerm(
        name="David Venturella", office="ice_director", start="2026-06", end="2026-09"
    )
    with in_force([NEW, ended]):
        assert officials.by_office("acting ice director", LATE) == look_up("Dana Quillfeather")[0]
        assert officials.by_office("acting ice director", EARLY) == look_up("Todd Lyons")[0]


def test_a_name_of_the_lists_means_the_person_of_the_lists():
    listed = look_up("Tom Homan")[0]
    term = OfficeTerm(name="Thomas D. Homan", office="dhs_secretary", start="2026-11")
    with in_force([term]):
        found = officials.by_title("homeland security secretary", "homan", LATE, NOWHERE)

    assert found == listed


def test_an_office_that_operators_do_not_speak_of_stays_as_it_was():
    term = OfficeTerm(name="Tom Homan", office="dhs_secretary", start="2026-11")
    with in_force([term]):
        offices_held = {each.title for each in roster().terms[look_up("Tom Homan")[0].id]}

    assert {"White House border czar", "Secretary of Homeland Security"} <= offices_held


def test_a_bare_surname_means_an_official_while_in_office_where_operators_say_so():
    term = OfficeTerm(
        name="Ana Quillfeather", office="usbp_chief", start="2026-10", surname_alone=True
    )
    with in_force([term]):
        now = named("Quillfeather spoke on Monday.")
        before = named("Quillfeather spoke on Monday.", EARLY)

    assert [name for name, _ in now] == ["Ana Quillfeather"]
    assert before == []


def test_another_spelling_and_a_role_of_its_own_belong_to_the_same_person():
    term = OfficeTerm(
        name="Ana Quillfeather",
        aliases=("Annie Quillfeather",),
        office="sheriff",
        role="Sheriff of Quill County",
        state="CO",
    )
    with in_force([term]):
        found = named("Annie Quillfeather spoke on Monday.")

    assert found == [("Ana Quillfeather", "Sheriff of Quill County")]


def test_a_name_one_slip_from_an_operators_official_is_that_official():
    with in_force([NEW]):
        found = named("Director Dana Quillfaether of ICE spoke on Monday.")

    assert found[0][0] == "Dana Quillfeather"


def test_a_draft_is_read_with_the_officials_it_carries():
    draft = Draft(
        title="",
        text="Dana Quillfeather spoke on Monday.",
        outlet="Ledger",
        url="https://ledger.example/1",
        official=False,
        published_at=LATE,
        officials=(NEW,),
    )

    assert [each.entity.name for each in read_draft(draft).mentions] == ["Dana Quillfeather"]


def test_every_office_of_the_lists_has_a_title():
    assert offices()["ice_director"] == "Director of ICE"
    assert "famous" not in offices()
