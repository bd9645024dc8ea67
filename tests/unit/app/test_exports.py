"""The archive as files: nothing is left out of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.app import exports
from bot.app.exports import read_rows
from storage import memory_articles
from storage.memory import MemoryStorage
from tests.builders import NOON
from tests.fakes.stored import DAY, an_article, store


@pytest.fixture
async def filled() -> MemoryStorage:
    """Three articles of today, and three of last year that were brought in afterwards."""
    storage = MemoryStorage()
    today = [an_article(number, published_at=NOON + number * DAY) for number in (1, 2, 3)]
    past = [an_article(number, published_at=NOON - number * DAY) for number in (4, 5, 6)]
    await store(storage, *today, *past)
    return storage


async def exported(storage: MemoryStorage, words: str = "") -> list[int]:
    rows = await read_rows(storage, words, NOON + timedelta(days=30))
    return [int(row["article"]) for row in rows]


async def test_past_articles_that_were_brought_in_later_hide_none_of_today(filled, monkeypatch):
    monkeypatch.setattr(memory_articles, "RANKED", 3)
    monkeypatch.setattr(exports, "PAGE", 2)

    assert await exported(filled) == [3, 2, 1, 4, 5, 6]


async def test_what_is_exported_fits_the_words_and_the_dates(filled):
    assert await exported(filled, "session 5") == [5]
    assert await exported(filled, f"since:{NOON + 2 * DAY:%Y-%m-%d}") == [3, 2]
