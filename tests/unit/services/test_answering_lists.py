"""A list of stories says when a story developed: lists are in that order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.services.asking import OPERATOR, ask
from tests.unit.services.test_answering_words import a_newsroom, change_the_article


@pytest.mark.parametrize("question", ["latest since:24h", "since 24h", "digest", "who ICE"])
async def test_a_story_that_developed_says_when_and_one_that_did_not_says_nothing(question):
    town = await a_newsroom()
    before = (await ask(town, question, OPERATOR)).sections[0].lines[0]
    await town.clock.sleep(timedelta(hours=2))
    await change_the_article(town)
    after = (await ask(town, question, OPERATOR)).sections[0].lines[0]

    assert before.updated_at is None
    assert after.updated_at is not None
    assert after.updated_at > before.evidence[-1].at
