"""The prompt: pages, files, and the commands that buttons stand for elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import tzinfo
from itertools import count
from pathlib import Path

from bot.chat.terminal.paper import columns
from bot.chat.terminal.render import render_answer
from bot.chat.wording import clean
from bot.domain.delivery import Platform
from bot.domain.questions import Answer, Asker, Attachment
from bot.ports import Desk

OPERATOR = Asker(platform=Platform.TERMINAL, user="operator", is_platform_admin=True)
#: Typed alone, they turn the pages of the last answer.
TURNS = {"next": 1, "previous": -1}


class Prompt:
    """Answers what is typed, one line after the other."""

    def __init__(self, *, desk: Desk, zone: tzinfo, folder: Path) -> None:
        self._desk = desk
        self._zone = zone
        self._folder = folder
        self._last: Answer | None = None

    async def answer(self, line: str) -> str:
        """Return what to print for a line. Raises what the desk raises.

        A file that comes with the answer is written into the folder, beside what is there.
        """
        typed = " ".join(line.split()).removeprefix("/news ")
        question, page = self._turned(typed) or (typed, 1)
        if not question:
            return ""
        found = await self._desk.ask(question, OPERATOR, page=page)
        self._last = found
        parts = [render_answer(found, zone=self._zone, width=columns())]
        if found.attachment is not None:
            parts.append(await asyncio.to_thread(_save, self._folder, found.attachment))
        further = [*_further(found)]
        parts += [f"Further: {' · '.join(further)}\n"] if further else []
        return "".join(parts)

    def _turned(self, typed: str) -> tuple[str, int] | None:
        """Return the last question and the page next to its last one, when that is asked for."""
        last = self._last
        if typed not in TURNS or last is None or not last.question or last.page_count < 2:
            return None
        page = last.page + TURNS[typed]
        return last.question, min(max(page, 1), last.page_count)


def _further(answer: Answer) -> Iterator[str]:
    """Yield what may be typed next: what a chat platform would offer as buttons."""
    if answer.page < answer.page_count:
        yield "next"
    if answer.page > 1:
        yield "previous"
    story = answer.brief.story if answer.brief else answer.story
    if story is not None:
        yield f"story {story} view:sources (claims, timeline, changes)"
        yield f"follow {story}"
        yield f"report {story} reason:wrong-fact"
    lines = [line for section in answer.sections for line in section.lines]
    watch = next((line.watch for line in lines if line.watch is not None), None)
    if watch is not None:
        name = clean(watch.name)
        yield f"watch {'resume' if watch.is_paused else 'pause'} {name}"
        yield f"watch edit {name} notify:digest"
        yield f"watch remove {name}"


def _save(folder: Path, file: Attachment) -> str:
    """Write a file under its name, or the next free one, and return a line that says where."""
    name = Path(file.name)
    for number in count(1):
        # Its last part alone: a name must not lead out of the folder.
        path = folder / (name.name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        try:
            with path.open("xb") as opened:
                opened.write(file.content)
        except FileExistsError:
            continue
        except OSError as error:
            return f"{file.name} could not be saved: {error.strerror or error}\n"
        break
    return f"Saved as {path.resolve()}\n"
