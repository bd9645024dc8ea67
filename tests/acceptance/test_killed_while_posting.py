"""P01: killed at any moment, with answers lost, every story stands once in every channel."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.killing import open_siege

STORIES = 40
#: Deaths from the start of the process on: while it opens, polls and reads.
EARLY = 2
#: Deaths up to half a second after a message of this life stands in a channel.
LATE = 3


@pytest.mark.slow
async def test_p01_a_bot_killed_again_and_again_posts_every_story_exactly_once(tmp_path: Path):
    async with open_siege(tmp_path, stories=STORIES, feeds=8) as siege:
        for _ in range(EARLY):
            await siege.run_and_die(siege.random.uniform(0.3, 3.0))
        for _ in range(LATE):
            await siege.post_and_die(siege.random.uniform(0.0, 0.5))
        killed_at = siege.posted().total()
        ended = await siege.finish()
        posted = siege.posted()

        assert ended.code == 0, ended.out
        assert 0 < killed_at < 2 * STORIES
        assert set(posted.values()) == {1}, posted.most_common(3)
        assert len(posted) == 2 * STORIES, ended.out
        assert siege.slack.violations == []
