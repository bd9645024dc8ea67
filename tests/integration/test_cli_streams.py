"""Standard streams as shells hand them over: full, closed, left by a reader, poor in letters."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from pathlib import Path

import pytest

from tests.acceptance.running import ROOT, Bot, Ran
from tests.fakes.newsstand import open_newsstand, spread
from tests.integration.test_command_line import FEEDS

BOT = f"{shlex.quote(sys.executable)} -m bot"


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    bot = Bot(folder=tmp_path)
    bot.feeds.write_text(FEEDS, encoding="utf-8")
    return bot


async def shell(bot: Bot, line: str) -> Ran:
    """Run a line of the shell; its exit code is the bot's, wherever that stands in a pipeline."""
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-o",
        "pipefail",
        "-c",
        line,
        cwd=ROOT,
        env=bot.environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(90):
        out, err = await process.communicate()
    return Ran(code=process.returncode or 0, out=out.decode("latin-1"), err=err.decode("latin-1"))


async def test_a_reader_who_has_seen_enough_breaks_neither_the_round_nor_the_exit_code(bot: Bot):
    async with open_newsstand(spread(6, 6)) as stand:
        bot.env["FETCH_ALLOW_PRIVATE"] = f"127.0.0.1:{stand.port}"
        bot.feeds.write_text(feeds_of(stand.base, 6))

        ran = await shell(bot, f"{BOT} run --once | head -n 1")
        asked = dict(stand.asked)
    status = json.loads((await bot.run("status", "--json")).out)

    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert len(ran.out.splitlines()) == 1
    assert len(asked) == 6
    assert {state["last_error"] for _, state in status["feeds"]} == {None}


async def test_a_full_disk_under_the_output_is_one_line_and_exit_three(bot: Bot):
    ran = await shell(bot, f"{BOT} check > /dev/full")

    assert (ran.code, ran.err) == (3, "the output cannot be written: No space left on device\n")


async def test_cards_a_full_disk_did_not_take_are_kept_for_the_next_round(bot: Bot):
    async with open_newsstand(spread(2, 1)) as stand:
        bot.env["FETCH_ALLOW_PRIVATE"] = f"127.0.0.1:{stand.port}"
        bot.feeds.write_text(feeds_of(stand.base, 1))

        lost = await shell(bot, f"{BOT} run --once > /dev/full")
    queues = json.loads((await bot.run("status", "--json")).out)["queues"]

    assert lost.code == 3
    assert "Traceback" not in lost.err
    assert sum(each["sent_count"] for each in queues) == 0
    assert sum(each["refused_count"] + each["owed_count"] for each in queues) >= 2


async def test_closed_streams_break_no_command(bot: Bot):
    no_input = await shell(bot, f"{BOT} analyze relevance <&-")
    no_output = await shell(bot, f"{BOT} status >&-")
    nothing = await shell(bot, f"{BOT} check <&- >&- 2>&-")

    assert [no_input.code, no_output.code, nothing.code] == [0, 0, 0]
    assert no_input.err + no_output.err == ""


async def test_letters_a_terminal_lacks_become_question_marks(bot: Bot):
    bot.env["PYTHONIOENCODING"] = "latin-1"

    ran = await shell(bot, f"{BOT} ask help")

    assert ran.code == 0
    assert ran.out.startswith("What you can ask\n?????")


async def test_json_is_utf_8_whatever_the_terminal_speaks(bot: Bot):
    bot.env["PYTHONIOENCODING"] = "ascii"
    rows = bot.folder / "rows.jsonl"
    rows.write_bytes('{"id": "é\\ud800", "text": "“ICE” arrested 12."}\n'.encode("utf-8-sig"))

    answers = await bot.pipe(rows, "analyze", "entities")
    told = json.loads((await bot.run("ask", "--json", "search “café”")).out)

    assert answers[0]["id"] == "é\ud800"
    assert answers[0]["entities"][0]["surface"] == "ICE"
    assert "café" in told["title"]


async def test_the_bot_runs_without_a_keyboard(bot: Bot):
    process = await asyncio.create_subprocess_shell(
        f"exec {BOT} run <&-",
        cwd=ROOT,
        env=bot.environment() | {"LOG_LEVEL": "INFO"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while b"running" not in (line := await process.stderr.readline()):
            assert line, "the bot ended"
        process.terminate()
        await process.communicate()

    assert process.returncode == 0


def feeds_of(base: str, count: int) -> str:
    rows = [
        f'  - {{id: stand-{n}, name: Stand {n}, url: "{base}/stand-{n}", kind: local, backfill: 9}}'
        for n in range(count)
    ]
    return "version: 1\nfeeds:\n" + "\n".join(rows) + "\n"
