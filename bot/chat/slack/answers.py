"""Answers to `/news`: lines with their evidence, the story's card, and buttons to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.chat.claims import Said, said
from bot.chat.slack.card import card, view_buttons
from bot.chat.slack.elements import (
    MAX_BLOCKS,
    MAX_CONTEXT_ELEMENTS,
    MAX_WEIGHT,
    Block,
    Element,
    actions,
    bullets,
    button,
    header,
    linked,
    menu,
    rich,
    section,
    small,
    small_print,
    text,
    weight,
    when,
)
from bot.chat.slack.watches import ADD_ACTION, has_watches, watch_blocks
from bot.chat.wording import inner_quotes, safe_url, shorten
from bot.domain.articles import StoryId
from bot.domain.questions import Answer, Evidence, Line, Section
from bot.text.printing.counts import counted

COMMAND = "/news"
#: The question whose answer lists watches, also when there are none yet.
WATCHES = "watch list"
OPEN_ACTION = "news_open"
NEXT_ACTION = "news_page_next"
PREVIOUS_ACTION = "news_page_previous"
SHARE_ACTION = "news_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much of a line is shown, in characters."""

    words: int
    #: 0 leaves the lesser words out.
    detail: int
    outlet: int


LEVELS = (
    Level(words=700, detail=600, outlet=100),
    Level(words=240, detail=160, outlet=50),
    Level(words=110, detail=0, outlet=24),
)
MAX_HEADING = 200
MAX_EVIDENCE = 12
MAX_SUMMARY = 600
MAX_NOTE = 160
#: Up to three buttons carry the question, which may have 1,000 characters; the page stands before.
MAX_CARRIED = 1020
#: A figure, or who gives it.
MAX_NAME = 120
#: What a block weighs beside its heading and its lines.
FRAME = 20


def answer_blocks(answer: Answer, *, shared: bool = False) -> list[Block]:
    """Return an answer's blocks; `shared` leaves out what only the asker can use.

    Lines that do not fit are left out whole, last first, and counted in a note.
    """
    head = [*_head(answer)]
    file = _file(answer, shared=shared)
    notes = [shorten(note, MAX_NOTE) for note in (*file, *answer.notes)]
    tail = [*_tail(answer, shared=shared)]
    room = MAX_WEIGHT - weight(head) - weight(tail) - sum(map(len, notes[:9])) - 300
    shown = card(answer.brief, budget=room)[:-1] if answer.brief is not None else []
    blocks = MAX_BLOCKS - len(head) - len(shown) - 1 - len(tail)
    fill = watch_blocks if has_watches(answer) and not shared else _sections
    body, left_out = fill(answer.sections, room - weight(shown), blocks)
    if left_out:
        notes.insert(
            0,
            f"{counted(left_out, 'more line does', 'more lines do')} not fit here: "
            "ask for fewer, or narrow it.",
        )
    return [*head, *shown, *body, *_notes(answer, notes), *tail]


def page_value(answer: Answer, page: int) -> str:
    """Return what a paging or sharing button carries: the page and the question."""
    return f"{page} {answer.question}"


def read_page_value(value: str) -> tuple[int, str]:
    """Return page and question of a button; page 1 for a value that is not ours."""
    number, _, question = value.partition(" ")
    return (max(int(number), 1), question) if number.isascii() and number.isdigit() else (1, value)


def _head(answer: Answer) -> Iterator[Block]:
    yield header(answer.title or "nutgraf")
    if answer.summary:
        yield rich(section(text(shorten(answer.summary, MAX_SUMMARY))))


def _file(answer: Answer, *, shared: bool) -> Iterator[str]:
    """Yield what an attached file shows, in words: Slack's private answers take no file."""
    file = answer.attachment
    if file is not None:
        way = "" if shared else " comes to you in a direct message"
        yield f"{file.name}{way}: {file.alt or 'a file'}"


def _sections(sections: Sequence[Section], room: int, most_blocks: int) -> tuple[list[Block], int]:
    """Return the sections at the most detailed level that fits, and how many lines are left out.

    After the first line that does not fit nothing more is shown: a gap would mislead.
    """
    total = sum(len(one.lines) for one in sections)
    # Claims stand apart, a block each, where a message has blocks enough for it.
    apart = total + len(sections) <= most_blocks
    for level in LEVELS:
        groups = _fitting(sections, level, room, most_blocks)
        left_out = total - sum(len(group.items) for group in groups)
        if not left_out:
            break
    return [block for group in groups for block in group.blocks(apart=apart)], left_out


@dataclass(slots=True)
class _Group:
    """A section as far as it fits, while it is being filled."""

    headings: list[Element]
    items: list[Element] = field(default_factory=list)
    #: Whether a line so far is a claim.
    claims: bool = False

    def blocks(self, *, apart: bool) -> Iterator[Block]:
        """Yield the lines in one block, or claims in a block each: blocks have gaps between."""
        if not (apart and self.claims):
            yield rich(*self.headings, bullets(self.items))
            return
        for index, item in enumerate(self.items):
            yield rich(*(() if index else self.headings), bullets([item]))


def _fitting(
    sections: Sequence[Section], level: Level, room: int, most_groups: int
) -> list[_Group]:
    """Return the first lines that fit, each section under its heading; stops when it is full."""
    groups: list[_Group] = []
    headings: list[Element] = []
    for one in sections:
        words = shorten(one.heading, MAX_HEADING)
        headings = [*headings, *([section(text(words, bold=True))] if words else [])]
        if not one.lines:
            continue
        if len(groups) == most_groups:
            return groups
        group = _Group(headings)
        room -= weight(headings) + FRAME
        for line in one.lines:
            claim = said(line)
            item = section(*(_claim(line, claim, level) if claim else _line(line, level)))
            group.claims |= claim is not None
            room -= weight(item) + (FRAME if group.claims else 0)
            if room < 0:
                return [*groups, group] if group.items else groups
            group.items.append(item)
        groups.append(group)
        headings = []
    return groups


def _line(line: Line, level: Level) -> Iterator[Element]:
    yield from linked(shorten(line.text, level.words) or "–", line.url)
    if line.evidence:
        yield text(" — ")
    yield from _evidences(line, level, line.url)
    yield from _detail(line, level)


def _claim(line: Line, claim: Said, level: Level) -> Iterator[Element]:
    """Yield a figure in bold and who says it, then the outlets that print it, then the rest."""
    if claim.figure:
        yield text(shorten(claim.figure, MAX_NAME), bold=True)
    # The words give way first: a figure without its speaker must not be shown.
    words = shorten(claim.words, level.words)
    speaker = f" — {shorten(claim.speaker, MAX_NAME)}" if claim.speaker else ""
    yield text(f"{' ' if claim.figure and words else ''}{words}{speaker}\n")
    yield from _evidences(line, level, None, short=True)
    yield from _detail(line, level)


def _detail(line: Line, level: Level) -> Iterator[Element]:
    if level.detail and line.detail:
        yield text(f"\n{shorten(inner_quotes(line.detail), level.detail)}", italic=True)
        if line.updated_at is not None:
            yield text(" · updated ", italic=True)
            yield when(line.updated_at, short=True)


def _evidences(
    line: Line, level: Level, line_url: str | None, *, short: bool = False
) -> Iterator[Element]:
    for index, one in enumerate(line.evidence[:MAX_EVIDENCE]):
        if index:
            yield text(" · ")
        yield from _evidence(one, line_url, level.outlet, short=short)
    more = len(line.evidence) - MAX_EVIDENCE
    if more > 0:
        yield text(f" and {more} more")


def _evidence(one: Evidence, line_url: str | None, name: int, *, short: bool) -> Iterator[Element]:
    outlet = shorten(one.outlet, name) or "source"
    # The line itself leads there already; a second link to one place would only be noise.
    already = one.url == line_url and safe_url(one.url) is not None
    yield from [text(outlet)] if already else linked(outlet, one.url)
    yield text(", ")
    yield when(one.at, short=short)


def _notes(answer: Answer, notes: Sequence[str]) -> Iterator[Block]:
    parts = [f"Page {answer.page} of {answer.page_count}"] if answer.page_count > 1 else []
    parts += [note for note in notes if note]
    if len(parts) > MAX_CONTEXT_ELEMENTS:
        more = len(parts) - MAX_CONTEXT_ELEMENTS + 1
        parts = [*parts[: MAX_CONTEXT_ELEMENTS - 1], f"and {counted(more, 'more note')}"]
    if parts:
        yield small_print(*map(small, parts))


def _tail(answer: Answer, *, shared: bool) -> Iterator[Block]:
    if answer.brief is not None:
        yield view_buttons(answer.brief.story)
    choice = [*_menu(answer)] if answer.brief is None else []
    last = [*choice, *([] if shared else [*_adding(answer), *_turning(answer)])]
    if last:
        yield actions(*last)


def _menu(answer: Answer) -> Iterator[Element]:
    """Yield a menu of the stories named in the lines, each once, in their order."""
    stories: dict[StoryId, str] = {}
    for one in answer.sections:
        for line in one.lines:
            if line.story is not None:
                stories.setdefault(line.story, line.text)
    if stories:
        options = [(f"{story} · {words}", f"story {story}") for story, words in stories.items()]
        yield menu("Open a story", OPEN_ACTION, options)


def _adding(answer: Answer) -> Iterator[Element]:
    if answer.question == WATCHES:
        yield button("Add a watch", ADD_ACTION, ADD_ACTION)


def _turning(answer: Answer) -> Iterator[Element]:
    longest = page_value(answer, answer.page_count + 1)
    if not answer.question or len(longest) > MAX_CARRIED:
        return
    if answer.page > 1:
        yield button("Previous", PREVIOUS_ACTION, page_value(answer, answer.page - 1))
    if answer.page < answer.page_count:
        yield button("Next", NEXT_ACTION, page_value(answer, answer.page + 1))
    yield button("Post to channel", SHARE_ACTION, page_value(answer, answer.page))
