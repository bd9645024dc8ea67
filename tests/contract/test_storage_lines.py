"""What every archive promises about the lines that outlets repeat."""

from bot.domain.articles import StoryId
from bot.ports import Pruned
from storage.engine import open_storage
from tests.builders import NOON
from tests.fakes.archives import open_sqlite
from tests.fakes.stored import DAY

pytest_plugins = ("tests.fakes.archives",)

LARGEST = 2**63 - 1


async def note(storage, outlet, story, *lines, at=NOON):
    async with storage.begin() as unit:
        await unit.lines.note(outlet, StoryId(story), lines, at)
        await unit.commit()


async def recurring(storage, *outlets, stories=3, limit=9):
    async with storage.look() as unit:
        return await unit.lines.recurring(outlets, stories=stories, limit=limit)


async def test_a_line_of_enough_stories_recurs(storage):
    for story in (1, 2, 3):
        await note(storage, "Ledger", story, LARGEST, 7)
    await note(storage, "Ledger", 4, 5)

    assert await recurring(storage, "Ledger") == {"Ledger": (7, LARGEST)}


async def test_copies_of_one_story_count_once(storage):
    for story in (1, 1, 1, 2):
        await note(storage, "Ledger", story, 7, 7)

    assert await recurring(storage, "Ledger") == {}


async def test_lines_of_one_outlet_are_none_of_another(storage):
    for story in (1, 2, 3):
        await note(storage, "Ledger", story, 7)
        await note(storage, "Tribune", story, 8)

    assert await recurring(storage, "Tribune", "Herald") == {"Tribune": (8,)}


async def test_of_many_lines_those_of_most_stories_are_given(storage):
    for story in (1, 2, 3):
        await note(storage, "Ledger", story, 9, 5, 4)
    await note(storage, "Ledger", 4, 9)

    assert await recurring(storage, "Ledger", limit=2) == {"Ledger": (4, 9)}


async def test_no_outlet_has_no_lines(storage):
    assert await recurring(storage) == {}


async def test_nothing_to_note_is_no_fault(storage):
    await note(storage, "Ledger", 1)

    assert await recurring(storage, "Ledger", stories=1) == {}


async def test_lines_not_seen_for_long_are_forgotten_story_by_story(storage):
    for story in (1, 2, 3):
        await note(storage, "Ledger", story, 7, 8, at=NOON - 9 * DAY)
    for story in (1, 2, 4):
        await note(storage, "Ledger", story, 7)

    pruned = await storage.prune(articles_before=NOON, dropped_before=NOON, lines_before=NOON - DAY)

    assert pruned == Pruned(line_count=4)
    assert await recurring(storage, "Ledger") == {"Ledger": (7,)}


async def test_an_earlier_sight_does_not_make_a_line_older(storage):
    await note(storage, "Ledger", 1, 7)
    await note(storage, "Ledger", 1, 7, at=NOON - 9 * DAY)

    await storage.prune(articles_before=NOON, dropped_before=NOON, lines_before=NOON - DAY)

    assert await recurring(storage, "Ledger", stories=1) == {"Ledger": (7,)}


async def test_without_a_time_no_line_is_forgotten(storage):
    await note(storage, "Ledger", 1, 7, at=NOON - 99 * DAY)

    assert await storage.prune(articles_before=NOON, dropped_before=NOON) == Pruned()


async def test_lines_that_were_not_committed_were_not_seen(storage):
    async with storage.begin() as unit:
        await unit.lines.note("Ledger", StoryId(1), (7,), NOON)

    assert await recurring(storage, "Ledger", stories=1) == {}


async def test_what_recurs_does_so_after_a_restart(tmp_path, empty_sqlite_file):
    before = await open_sqlite(tmp_path, empty_sqlite_file)
    for story in (1, 2, 3):
        await note(before, "Ledger", story, 7)
    await before.close()

    after = await open_storage(f"sqlite:///{tmp_path}/bot.db")
    found = await recurring(after, "Ledger")
    await after.close()

    assert found == {"Ledger": (7,)}
