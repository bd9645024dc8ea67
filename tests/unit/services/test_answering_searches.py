"""`search` over an archive in which one story is much longer than the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services.answering import finding
from tests.fakes.stored import a_story, an_article, store
from tests.fakes.town import MORNING, Town, a_town
from tests.unit.services.asking import ask, texts

LONG = 60


@pytest.fixture
async def town() -> Town:
    """Story 1 has sixty articles that fit better than the one of story 2."""
    town = a_town()
    async with town.storage.begin() as unit:
        await unit.stories.add(a_story(1, headline="Detainers"))
        await unit.stories.add(a_story(2, headline="Board meets"))
        await unit.commit()
    at = MORNING - timedelta(days=2)
    told = [
        an_article(number, story=1, title="Detainers", text="Detainers.", published_at=at)
        for number in range(1, LONG + 1)
    ]
    other = an_article(99, story=2, title="Board meets", text="Detainers.", published_at=at)
    await store(town.storage, *told, other)
    return town


async def test_a_long_story_does_not_hide_another_that_fits(town):
    answer = await ask(town, "search detainers")

    assert texts(answer) == ["Detainers", "Board meets"]
    assert answer.summary == "61 articles with “detainers”, gathered into stories."
    assert answer.page_count == 1


async def test_what_was_not_looked_at_is_not_called_one_story(town, monkeypatch):
    monkeypatch.setattr(finding, "MOST_HITS", 20)

    answer = await ask(town, "search detainers")

    assert texts(answer) == ["Detainers"]
    assert answer.summary == "61 articles with “detainers”, gathered into stories."
    assert answer.page_count == 2


async def test_a_line_says_how_many_articles_it_does_not_show(town):
    long, short = (await ask(town, "search detainers")).sections[0].lines

    assert len(long.evidence) == 2
    assert long.detail.endswith(f" · and {LONG - 2} more articles")
    assert "more" not in short.detail


@pytest.mark.parametrize("line", ["search detainers", "watch add detainers"])
async def test_what_nobody_counted_further_is_called_at_least_so_many(town, monkeypatch, line):
    monkeypatch.setattr("bot.services.answering.asking.MOST_COUNTED", LONG + 1)

    answer = await ask(town, line)

    assert "at least 61 articles" in answer.summary.lower()
