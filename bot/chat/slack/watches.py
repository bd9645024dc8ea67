"""A watch as a row with a menu: the same in the answer of `watch list` and in the Home tab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.slack.elements import Block, Element, beside, overflow, rich, section, text, weight
from bot.chat.wording import shorten
from bot.domain.questions import Answer, Line, Section
from bot.domain.watches import Watch

WATCH_ACTION = "news_watch"
ADD_ACTION = "news_watch_add"
MAX_NAME = 80
MAX_ABOUT = 500


def has_watches(answer: Answer) -> bool:
    """Whether a line of the answer is about a watch."""
    return any(line.watch is not None for one in answer.sections for line in one.lines)


def watch_blocks(
    sections: Sequence[Section], room: int, most_blocks: int
) -> tuple[list[Block], int]:
    """Return the lines as rows that fit, each section under its heading, and how many do not."""
    blocks: list[Block] = []
    shown = 0
    for block, is_row in _blocks(sections):
        room -= weight(block)
        if room < 0 or len(blocks) == most_blocks:
            break
        blocks.append(block)
        shown += is_row
    return blocks, sum(len(one.lines) for one in sections) - shown


def _blocks(sections: Sequence[Section]) -> Iterator[tuple[Block, bool]]:
    for one in sections:
        heading = shorten(one.heading, MAX_NAME)
        if heading:
            yield rich(section(text(heading, bold=True))), False
        for line in one.lines:
            yield watch_row(line), True


def watch_row(line: Line) -> Block:
    """Return one watch's name and what it asks, beside the menu that changes it."""
    words = (shorten(line.text, MAX_NAME), shorten(line.detail, MAX_ABOUT))
    return beside(words, _menu(line.watch) if line.watch is not None else None)


def _menu(watch: Watch) -> Element:
    # By its id: one's own watch and the channel's may bear the same name.
    turn = ("Resume", "resume") if watch.is_paused else ("Pause", "pause")
    choices = (("Edit…", "edit"), turn, ("Remove", "remove"))
    return overflow(WATCH_ACTION, [(label, f"watch {verb} {watch.id}") for label, verb in choices])
