"""Buttons and menus under a message: what can be asked about a story, and done with a watch.

An id carries all that its button needs, so a button works after a restart and on cards of any age.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.discord.elements import (
    ASK,
    CHOOSE,
    MAX_OPTIONS,
    MAX_ROWS,
    OPEN,
    REPORT,
    WATCH,
    Component,
    button,
    custom_id,
    menu,
    row,
)
from bot.domain.articles import StoryId
from bot.domain.questions import Answer
from bot.domain.watches import Watch

#: A story's views, as buttons: label and the `view:` asked for.
VIEWS = (
    ("Summary", "summary"),
    ("Sources", "sources"),
    ("Claims", "claims"),
    ("Timeline", "timeline"),
)
#: The rows of a story's buttons while there is room for them.
STORY_ROWS = 2


def story_controls(story: StoryId, *, most_rows: int = MAX_ROWS) -> tuple[Component, ...]:
    """Return a story's views and deeds: two rows of buttons, or one menu where room is for one."""
    views = [(label, custom_id(ASK, f"story {story} view:{view}")) for label, view in VIEWS]
    deeds = [
        ("Follow", custom_id(ASK, f"follow {story}")),
        ("Not relevant", custom_id(ASK, f"report {story} reason:off-topic")),
        ("Report", custom_id(REPORT, str(story))),
    ]
    if most_rows < STORY_ROWS:
        chosen = custom_id(CHOOSE, f"story {story}")
        return (row(menu(f"Story {story}: views, Follow, Report", chosen, [*views, *deeds])),)
    return tuple(row(*(button(*pair) for pair in pairs)) for pairs in (views, deeds))


def story_menu(stories: Sequence[tuple[str, StoryId]]) -> Iterator[Component]:
    """Yield the row of the menu that opens one of the stories, each once; none for no stories."""
    options: dict[str, str] = {}
    for headline, story in stories:
        options.setdefault(f"story {story}", f"{story} · {headline}")
    if options:
        pairs = [(label, value) for value, label in options.items()]
        yield row(menu("Open a story", custom_id(OPEN, ""), pairs))


def watches_of(answer: Answer) -> list[Watch]:
    """Return the watches that an answer's lines are about, each name once."""
    lines = [line for section in answer.sections for line in section.lines]
    found = [line.watch for line in lines if line.watch is not None]
    return list({watch.name.casefold(): watch for watch in reversed(found)}.values())[::-1]


def watch_menus(watches: Sequence[Watch]) -> Iterator[Component]:
    """Yield the rows of the menus that show a watch with its buttons: 25 watches in each."""
    for start in range(0, min(len(watches), 2 * MAX_OPTIONS), MAX_OPTIONS):
        shown = watches[start : start + MAX_OPTIONS]
        pairs = [(_named(watch), custom_id(WATCH, f"show {watch.name}")) for watch in shown]
        chosen = custom_id(CHOOSE, f"watches {start}")
        yield row(menu("Change a watch", chosen, pairs))


def watch_controls(watch: Watch) -> Component:
    """Return the buttons that change one watch."""
    rest = ("Resume", "resume") if watch.is_paused else ("Pause", "pause")
    deeds = (("Edit", "edit"), rest, ("Remove", "remove"))
    return row(*(button(label, custom_id(WATCH, f"{deed} {watch.name}")) for label, deed in deeds))


def add_watch() -> Component:
    """Return the button that opens the form of a new watch."""
    return button("Add a watch", custom_id(WATCH, "add"))


def _named(watch: Watch) -> str:
    return f"{watch.name} (paused)" if watch.is_paused else watch.name
