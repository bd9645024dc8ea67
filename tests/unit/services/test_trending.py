"""`trend`: counts a day, in words and as a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import QuestionError
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from tests.fakes.town import MORNING, a_feed, a_town, an_entry
from tests.unit.services.asking import DANA, OPERATOR, ask, headings, texts
from tests.unit.services.texts import AGREEMENT, LETTERS, RULING

DAY = timedelta(days=1)


class TownPlotter:
    """Remembers what it was to draw."""

    def __init__(self, picture: bytes | None = b"picture") -> None:
        self.picture = picture
        self.drawn: list[tuple[str, list[int]]] = []

    async def bars(self, title, days):
        self.drawn.append((title, [count for _, count in days]))
        return self.picture


async def a_newsroom():
    """Two stories on 2 March, one on 20 February."""
    town = a_town(a_feed("ledger", max_age=90 * DAY), a_feed("herald"))
    await town.publishes(
        "ledger",
        an_entry("Homeland Security gives Oregon until Friday on jail detainers", LETTERS),
        an_entry("Judge orders bond hearings for ICE detainees at Georgia center", RULING),
        an_entry(
            "Marlow County sheriff signs 287(g) agreement with ICE",
            AGREEMENT,
            published_at=MORNING - 10 * DAY,
        ),
    )
    await town.settles()
    return town


async def draw(town, line: str, plotter: TownPlotter, asker=DANA):
    desk = AnswerDesk(
        storage=town.storage,
        briefing=Briefing(town.clock),
        feeds=lambda: (),
        clock=town.clock,
        backstage=Backstage(plotter=plotter),
    )
    return await desk.ask(line, asker)


async def test_stories_are_counted_a_day_in_words():
    answer = await ask(await a_newsroom(), "trend detain OR detainers OR detainees period:14d")

    assert answer.summary == (
        "3 stories in 14 days; most on Mon 2026-03-02: 2; "
        "2 in the last 7 days, 1 in the 7 days before."
    )
    assert texts(answer, "Stories a day") == [
        "Fri 2026-02-20: 1",
        "Mon 2026-03-02: 2",
        "none on the other 12 days",
    ]
    assert answer.attachment is None


async def test_a_name_counts_what_names_it():
    answer = await ask(await a_newsroom(), "trend ICE period:30d")

    assert answer.title == "Trend: U.S. Immigration and Customs Enforcement"
    assert answer.summary.startswith("3 stories in 30 days")


async def test_a_longer_period_is_told_by_weeks():
    answer = await ask(await a_newsroom(), "trend ICE period:90d")

    assert headings(answer) == ["Stories a week"]
    assert texts(answer)[-1] == "week of Mon 2026-03-02: 2"


async def test_a_day_is_the_readers_day():
    town = await a_newsroom()
    evening = replace(DANA, zone="Pacific/Auckland")

    answer = await ask(town, 'trend "detainer letters" period:1d', evening)

    assert answer.summary == "1 story in 1 day; most on Tue 2026-03-03: 1."


async def test_a_story_told_on_two_days_counts_once_on_the_first():
    town = await a_newsroom()
    town.clock.turn(DAY)
    copy = an_entry(
        "Homeland Security gives Oregon until Friday on jail detainers",
        LETTERS,
        guid="h",
        url="https://herald.example/1",
        published_at=MORNING + DAY / 2,
    )
    await town.publishes("herald", copy)
    await town.settles()

    answer = await ask(town, 'trend "detainer letters" period:3d', OPERATOR)

    assert texts(answer) == ["Mon 2026-03-02: 1", "none on the other 2 days"]


async def test_the_picture_says_in_words_what_it_shows():
    plotter = TownPlotter()

    answer = await draw(await a_newsroom(), 'trend "detainer letters" period:2d', plotter)

    assert plotter.drawn == [('"detainer letters": stories a day', [0, 1])]
    assert answer.attachment.name == "trend-2026-03-02.png"
    assert answer.attachment.content == b"picture"
    assert answer.attachment.alt == (
        "Bar chart, stories a day from 2026-03-01 to 2026-03-02: Mar 2 1; otherwise none."
    )
    assert texts(answer) == ["Mon 2026-03-02: 1"]


async def test_where_nothing_can_draw_the_words_are_enough():
    answer = await draw(await a_newsroom(), "trend oregon", TownPlotter(picture=None))

    assert answer.attachment is None
    assert texts(answer)


async def test_nothing_found_is_said_plainly_and_not_drawn():
    plotter = TownPlotter()

    answer = await draw(await a_newsroom(), "trend ferry", plotter)

    assert answer.summary == ("No story in 30 days.")
    assert answer.sections == ()
    assert plotter.drawn == []


async def test_a_count_that_is_cut_says_so(monkeypatch):
    monkeypatch.setattr("bot.services.answering.trending.MOST_ARTICLES", 2)

    answer = await ask(await a_newsroom(), "trend ICE")

    assert answer.notes == ("Only the newest 2 articles were counted.",)


@pytest.mark.parametrize("line", ["trend oregon since:7d", "trend oregon until:2026-03-01"])
async def test_the_period_is_given_in_one_way(line):
    with pytest.raises(QuestionError, match="Use period: in place of since:"):
        await ask(await a_newsroom(), line)


async def test_a_letter_is_nobodys_name():
    answer = await ask(await a_newsroom(), "trend x")

    assert answer.title == "Trend: x"
