"""What a newcomer runs first: a day of invented news, polled, folded, posted and asked about."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.running import Bot


async def test_the_demo_shows_one_story_with_its_original_and_its_rewrite(tmp_path: Path):
    ran = await Bot(folder=tmp_path).run("demo")
    told = " ".join(ran.out.split())

    assert ran.code == 0
    assert "Traceback" not in ran.out + ran.err
    assert "[1] Sample Wire, original" in told
    assert "[7] Thrift Beacon, rewrite: adds a figure, 2 quotes and a date found" in told
    assert "tells the event again, with the signs of a rewrite" in told
