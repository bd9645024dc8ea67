"""The terminal's prompt: pages, files and what may be typed next."""

from __future__ import annotations

import asyncio
import errno
import io
import os
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

import pytest

from bot.chat.terminal.app import Screen, TerminalApp, TerminalMessenger
from bot.chat.terminal.prompt import Prompt
from bot.domain.articles import StoryId
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform
from bot.domain.errors import DeliveryRefusedError, QuestionError, StorageError
from bot.domain.questions import Answer, Attachment
from bot.text.asking.questions import parse_question
from tests.builders import NOON, a_brief, a_notice, a_watch, a_watch_list, an_answer

EXPORT = Attachment(name="stories.csv", media_type="text/csv", content=b"a,b\n", alt="7 stories")


@dataclass
class PagedDesk:
    """Gives the page of one answer that is asked for; notes what was asked."""

    answer: Answer
    asked: list[tuple[str, int]] = field(default_factory=list)
    broken: str = ""

    async def ask(self, text, asker, *, page=1) -> Answer:
        self.asked.append((text, page))
        if text == self.broken:
            raise StorageError("the archive is away")
        parse_question(text, now=NOON)
        return replace(self.answer, page=page)


def a_prompt(answer: Answer, folder: Path) -> tuple[Prompt, PagedDesk]:
    desk = PagedDesk(answer)
    return Prompt(desk=desk, zone=UTC, folder=folder), desk


async def test_a_file_is_saved_beside_others_and_its_path_is_said(tmp_path):
    prompt, _ = a_prompt(an_answer(attachment=EXPORT), tmp_path)
    first = await prompt.answer("export detainers\n")
    second = await prompt.answer("export detainers\n")

    assert f"Saved as {tmp_path / 'stories.csv'}" in first
    assert f"Saved as {tmp_path / 'stories-2.csv'}" in second
    assert (tmp_path / "stories-2.csv").read_bytes() == b"a,b\n"


async def test_a_files_name_cannot_lead_out_of_the_folder(tmp_path):
    file = replace(EXPORT, name="../../stories.csv")
    prompt, _ = a_prompt(an_answer(attachment=file), tmp_path)
    await prompt.answer("export detainers")

    assert [one.name for one in tmp_path.iterdir()] == ["stories.csv"]


async def test_a_file_that_cannot_be_saved_is_told_and_the_answer_stands(tmp_path):
    prompt, _ = a_prompt(an_answer(attachment=EXPORT), tmp_path / "nowhere")
    printed = await prompt.answer("export detainers")

    assert "Search: detainers" in printed
    assert "stories.csv could not be saved: No such file or directory" in printed


async def test_pages_are_turned_by_a_word(tmp_path):
    prompt, desk = a_prompt(an_answer(page_count=2), tmp_path)
    printed = [await prompt.answer(line) for line in ("search detainers", "next", "previous")]

    assert desk.asked == [
        ("search detainers", 1),
        ("search detainers n:2", 2),
        ("search detainers n:2", 1),
    ]
    assert ["Further: next\n" in one for one in printed] == [True, False, True]


async def test_behind_the_last_page_the_last_one_is_shown_again(tmp_path):
    prompt, desk = a_prompt(an_answer(page_count=2), tmp_path)
    for line in ("search detainers", "next", "next"):
        await prompt.answer(line)

    assert desk.asked[-1] == ("search detainers n:2", 2)


async def test_without_pages_the_word_is_a_question_like_any_other(tmp_path):
    prompt, _ = a_prompt(an_answer(), tmp_path)

    with pytest.raises(QuestionError):
        await prompt.answer("next")


@pytest.mark.parametrize("about", [{"brief": a_brief()}, {"story": StoryId(12)}], ids=list)
async def test_a_story_names_the_commands_that_its_buttons_stand_for(tmp_path, about):
    answer = an_answer(sections=(), page_count=1, **about)
    prompt, _ = a_prompt(answer, tmp_path)
    printed = await prompt.answer("/news story 12")
    offers = printed.split("Further: ")[1].strip().split(" · ")

    assert offers[1:] == ["follow 12", "report 12 reason:wrong-fact"]
    assert offers[0].startswith("story 12 view:sources")
    assert [parse_question(one, now=NOON).command for one in offers[1:]] == ["follow", "report"]


@pytest.mark.parametrize("paused", [True, False])
async def test_a_list_of_watches_names_the_commands_that_change_one(tmp_path, paused):
    prompt, _ = a_prompt(a_watch_list(a_watch("jails", is_paused=paused)), tmp_path)
    offers = (await prompt.answer("watch list")).split("Further: ")[1].strip().split(" · ")
    deeds = [parse_question(one, now=NOON) for one in offers]

    rests = "watch resume" if paused else "watch pause"
    assert [one.command for one in deeds] == [rests, "watch edit", "watch remove"]
    assert {one.values["name"] for one in deeds} == {"jails"}


async def test_an_empty_line_asks_nothing(tmp_path):
    prompt, desk = a_prompt(an_answer(), tmp_path)

    assert await prompt.answer("  \n") == ""
    assert desk.asked == []


@pytest.fixture
def keyboard(monkeypatch):
    """A terminal to type at; yields its other end."""
    theirs, ours = os.openpty()
    with os.fdopen(ours, encoding="utf-8") as stdin, os.fdopen(theirs, "wb", 0) as keys:
        monkeypatch.setattr("sys.stdin", stdin)
        yield keys


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (b"search detainers\n", "Search: detainers"),
        (b"serch detainers\n", "search"),
        (b"latest\n", "That did not work just now; the log says why."),
    ],
)
async def test_what_is_typed_is_answered_and_the_prompt_comes_again(
    tmp_path, keyboard, capsys, typed, printed
):
    desk = PagedDesk(an_answer(), broken="latest")
    app = TerminalApp(desk=desk, zone=UTC, prompt=True, folder=tmp_path)
    await app.start()
    capsys.readouterr()
    keyboard.write(typed)
    async with asyncio.timeout(5):
        while not (shown := capsys.readouterr().out):
            await asyncio.sleep(0.001)
    await app.stop()

    assert printed in shown
    assert shown.endswith("news> ")


@dataclass
class SlowDesk:
    """Never comes to an answer."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    is_left: bool = False

    async def ask(self, text, asker, *, page=1) -> Answer:
        self.asked.set()
        try:
            return await asyncio.Future()
        finally:
            self.is_left = True


async def test_an_answer_under_way_is_given_up_before_its_archive_closes(tmp_path, keyboard):
    desk = SlowDesk()
    app = TerminalApp(desk=desk, zone=UTC, prompt=True, folder=tmp_path)
    await app.start()
    keyboard.write(b"latest\n")
    async with asyncio.timeout(5):
        await desk.asked.wait()

    await app.stop()

    assert desk.is_left


async def test_the_terminal_is_always_well(tmp_path):
    desk = PagedDesk(an_answer())
    app = TerminalApp(desk=desk, zone=UTC, prompt=True, folder=tmp_path)

    assert [one.is_well for one in await app.examine([])] == [True]


class FullDisk(io.StringIO):
    def write(self, text: str, /) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_terminal_that_takes_nothing_refuses_so_that_the_card_is_kept(monkeypatch):
    monkeypatch.setattr(sys, "stdout", FullDisk())
    channel = ChannelRef(platform=Platform.TERMINAL, target="terminal")

    with pytest.raises(DeliveryRefusedError, match="No space left on device"):
        await TerminalMessenger(UTC).post(channel, a_notice(), DeliveryKey("k"))


async def test_a_card_that_comes_while_the_prompt_waits_leaves_a_prompt_below(
    tmp_path, keyboard, capsys
):
    app = TerminalApp(desk=PagedDesk(an_answer()), zone=UTC, prompt=True, folder=tmp_path)
    channel = ChannelRef(platform=Platform.TERMINAL, target="terminal")
    await app.start()
    await app.messenger.post(channel, a_notice(), DeliveryKey("k"))
    app.say("A first look.\n")
    await app.stop()
    shown = capsys.readouterr().out

    assert "news> \n[ops]" in shown
    assert shown.endswith("news> \nA first look.\nnews> ")


async def test_without_a_prompt_a_card_is_printed_as_it_is(capsys):
    channel = ChannelRef(platform=Platform.TERMINAL, target="terminal")
    await TerminalMessenger(UTC, Screen()).post(channel, a_notice(), DeliveryKey("k"))
    shown = capsys.readouterr().out

    assert shown.startswith("[ops]")
    assert "news>" not in shown


async def test_a_card_that_comes_while_a_question_is_answered_brings_no_second_prompt(capsys):
    screen = Screen()
    screen.ask()
    screen.answered()
    screen.say("a card\n")
    screen.ask("the answer\n")

    assert capsys.readouterr().out == "news> a card\nthe answer\nnews> "
