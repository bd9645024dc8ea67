"""Past articles come into the archive as news of their own time, and nobody hears of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.backfilling import Backfilling, survey
from bot.domain.delivery import Platform
from bot.domain.errors import OutsideError, StorageError
from bot.domain.questions import Asker
from bot.ports import StoryFilter
from bot.services.filing import Filed
from tests.fakes.newsstand import a_story_of
from tests.fakes.town import MORNING, Town, TownWorkshop, a_feed, a_town, an_entry

NOW = MORNING + timedelta(hours=1)
READER = Asker(platform=Platform.TERMINAL, user="ada")


def a_row(number: int, date: str, **changes: object) -> dict[str, object]:
    told = a_story_of(number)
    row = {"title": told.title, "text": told.text, "url": told.url, "source": "Stand"}
    return {**row, "date": date, **changes}


def a_file(folder: Path, *rows: object) -> Path:
    file = folder / "past.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


async def brought(town: Town, file: Path) -> Filed:
    backfilling = Backfilling(town.storage, TownWorkshop(town.web))
    return await backfilling.bring(file, survey(file, NOW).places, lambda _: None)


async def headlines(town: Town) -> list[str]:
    async with town.storage.look() as unit:
        return [story.headline for story in await unit.stories.newest(StoryFilter(), limit=50)]


async def test_past_articles_are_found_and_not_posted(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    file = a_file(tmp_path, a_row(0, "2025-03-02T10:00:00Z"), a_row(1, "2024-11-05T10:00:00Z"))

    filed = await brought(town, file)
    await town.settles()

    assert (filed.kept, filed.dropped) == (2, 0)
    assert await headlines(town) == [a_story_of(0).title, a_story_of(1).title]
    assert town.posts == []


async def test_an_article_of_last_year_is_no_news_of_today(tmp_path: Path):
    town = a_town(a_feed("ledger"))

    await brought(town, a_file(tmp_path, a_row(0, "2025-03-02T10:00:00Z")))
    since = await town.house.desk.ask("since 7d", READER)

    assert since.summary.startswith("Nothing new")


async def test_a_watch_and_a_posted_story_hear_nothing_of_what_is_loaded(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    told = a_story_of(3)
    await town.publishes("ledger", an_entry(told.title, told.text, url="https://ledger.example/a"))
    await town.settles()
    await town.house.desk.ask("watch add border", READER)
    before = [(post.now, len(post.thread)) for post in town.posts]

    late = (MORNING - timedelta(hours=2)).isoformat()
    filed = await brought(town, a_file(tmp_path, a_row(3, late, source="Other Stand")))
    await town.settles()

    assert (filed.joined, filed.opened) == (1, 0)
    assert [(post.now, len(post.thread)) for post in town.posts] == before


async def test_a_file_given_again_brings_nothing_twice(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    file = a_file(tmp_path, *(a_row(n, f"2025-03-{n + 1:02}") for n in range(5)))

    first, second = await brought(town, file), await brought(town, file)

    assert (first.kept, first.repeated) == (5, 0)
    assert (second.kept, second.repeated) == (0, 5)


async def test_rows_of_all_kinds_are_filed_in_the_order_of_their_dates(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    rows = [
        a_row(0, "2025-03-03", kind="wire"),
        a_row(1, "2025-03-01", kind="local"),
        a_row(2, "2025-03-02"),
    ]

    await brought(town, a_file(tmp_path, *rows))
    async with town.storage.look() as unit:
        found = [await unit.articles.by_url(a_story_of(n).url) for n in (1, 2, 0)]

    assert [article.id for article in found if article] == [1, 2, 3]
    assert [article.kind for article in found if article] == ["local", "national", "wire"]


async def test_an_archive_that_fails_stops_the_loading_with_its_date(tmp_path: Path, monkeypatch):
    town = a_town(a_feed("ledger"))
    file = a_file(tmp_path, a_row(0, "2025-03-02"))

    async def broken(self: object, *args: object) -> None:
        raise StorageError("the disk is full")

    backfilling = Backfilling(town.storage, TownWorkshop(town.web))
    monkeypatch.setattr("bot.services.filing.save_after_poll", broken)

    with pytest.raises(OutsideError, match="2025-03-02: the disk is full"):
        await backfilling.bring(file, survey(file, NOW).places, lambda _: None)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("no json", 'is no JSON; write one article a line: {"title"'),
        ('{"title": "', "is no JSON; write one article a line"),
        ([1], 'is no JSON object; write one article a line: {"title"'),
        (a_row(0, ""), "date is missing"),
        (a_row(0, "someday"), "date is missing"),
        (a_row(0, "2031-01-01"), "in the future"),
        (a_row(0, "2025-03-01", title=" ", source=""), "title and source missing"),
        (a_row(0, "2025-03-01", url="ftp://a.example/"), "url is no address"),
        (a_row(0, "2025-03-01", text=7), "text is no text"),
        (a_row(0, "2025-03-01", kind="blog"), "kind 'blog' is none of official, wire"),
        ("[" * 100_000, "is no JSON; write"),
    ],
)
def test_a_row_at_fault_is_named_with_its_line_and_the_others_stay(
    tmp_path: Path, row: object, told: str
):
    found = survey(a_file(tmp_path, a_row(1, "2025-03-01"), "", row, a_row(2, "2025-02-01")), NOW)

    assert [(fault.line, told in fault.reason) for fault in found.faults] == [(3, True)]
    assert [place.at.month for place in found.places] == [2, 3]


def test_a_line_in_another_encoding_is_named(tmp_path: Path):
    file = a_file(tmp_path, a_row(0, "2025-03-01"))
    file.write_bytes('{"title": "Señal"}\n'.encode("latin-1") + file.read_bytes())

    (fault,) = survey(file, NOW).faults

    assert (fault.line, fault.reason.split(";")[0]) == (1, "is no UTF-8 text")


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path):
    file = a_file(tmp_path, a_row(0, "2025-03-01"))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    found = survey(file, NOW)

    assert [place.at for place in found.places] == [datetime(2025, 3, 1, tzinfo=UTC)]


# ---- stories of another time

WEEKS = timedelta(days=7)


async def told_today(town: Town, number: int = 3) -> None:
    """A story is told and posted in the morning."""
    told = a_story_of(number)
    url = "https://ledger.example/a"
    await town.publishes("ledger", an_entry(told.title, told.text, url=url))
    await town.settles()


def the_same(before: timedelta, **changes: object) -> dict[str, object]:
    date = (MORNING - before).isoformat()
    return a_row(
        3, date, **{"source": "Stand", "title": "Earlier: " + a_story_of(3).title} | changes
    )


@pytest.mark.parametrize(("before", "joined"), [(6 * WEEKS, 0), (WEEKS, 1)])
async def test_an_article_joins_no_story_of_another_month(tmp_path: Path, before, joined):
    town = a_town(a_feed("ledger"))
    await told_today(town)

    filed = await brought(town, a_file(tmp_path, the_same(before)))

    assert (filed.joined, filed.opened) == (joined, 1 - joined)


async def test_a_story_told_six_weeks_before_is_no_later_turn_of_todays(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    await told_today(town)

    await brought(town, a_file(tmp_path, the_same(6 * WEEKS)))
    async with town.storage.look() as unit:
        today, before = [await unit.stories.get(number) for number in (1, 2)]

    assert (today.related, before.related, before.continues) == ((), (), None)


async def test_rows_far_apart_are_each_judged_by_their_own_time(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    await told_today(town)
    rows = (the_same(6 * WEEKS), the_same(WEEKS, url="https://stand.example/later"))

    filed = await brought(town, a_file(tmp_path, *rows))

    assert (filed.joined, filed.opened) == (1, 1)


async def test_a_second_file_finds_what_the_first_one_brought(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    await brought(town, a_file(tmp_path, the_same(6 * WEEKS)))

    again = the_same(5 * WEEKS, source="Other Stand", url="https://other.example/b")
    filed = await brought(town, a_file(tmp_path, again))

    assert (filed.joined, filed.opened) == (1, 0)


async def test_a_posted_story_keeps_its_lead_and_its_times(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    await told_today(town)
    before = (await town.house.desk.ask("story 1", READER)).brief

    newer = the_same(timedelta(minutes=-30), url="https://b.example/")
    await brought(town, a_file(tmp_path, the_same(WEEKS), newer))
    after = (await town.house.desk.ask("story 1", READER)).brief

    assert len(after.sources) == 3
    assert after.sources[0] == before.sources[0]
    assert (after.headline, after.opened_at, after.updated_at) == (
        before.headline,
        before.opened_at,
        before.updated_at,
    )


async def test_a_row_given_again_with_another_text_moves_no_time_either(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    await told_today(town)
    row = the_same(WEEKS)
    await brought(town, a_file(tmp_path, row))
    before = (await town.house.desk.ask("story 1", READER)).brief

    filed = await brought(town, a_file(tmp_path, {**row, "text": f"{row['text']} It rained."}))
    after = (await town.house.desk.ask("story 1", READER)).brief

    assert filed.revised == 1
    assert after.updated_at == before.updated_at


async def test_why_says_that_a_past_article_was_not_posted(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    await told_today(town)
    row = the_same(WEEKS)
    await brought(town, a_file(tmp_path, row))

    why = await town.house.desk.ask(f"why {row['url']}", READER)

    (posting,) = [line for part in why.sections for line in part.lines if "posting" in line.text]
    assert posting.text == "posting: –"
    assert posting.detail == "stored without posting: brought in from a file of past articles"


async def test_a_story_brought_in_grows_by_its_own_articles(tmp_path: Path):
    town = a_town(a_feed("ledger"))
    later = the_same(5 * WEEKS, source="Other Stand", url="https://other.example/b")

    await brought(town, a_file(tmp_path, the_same(6 * WEEKS), later))
    async with town.storage.look() as unit:
        (story,) = await unit.stories.newest(StoryFilter(), limit=5)

    assert story.updated_at - story.opened_at == WEEKS
