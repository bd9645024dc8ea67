"""Answers to `/news`: lines with their evidence, the story's card, and buttons to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.chat.slack.card import affordable, card, view_buttons
from bot.chat.slack.elements import (
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
from bot.chat.slack.wording import safe_url, shorten
from bot.domain.articles import StoryId
from bot.domain.questions import Answer, Evidence, Line, Section

COMMAND = "/news"
OPEN_ACTION = "news_open"
NEXT_ACTION = "news_page_next"
PREVIOUS_ACTION = "news_page_previous"
SHARE_ACTION = "news_share"

#: Lengths of a line at three levels: its words, its lesser words, an outlet's name.
LEVELS = ((700, 600, 100), (240, 160, 50), (110, 0, 24))
MAX_EVIDENCE = 12
MAX_SUMMARY = 600
MAX_NOTE = 160
#: Three buttons carry the question; a longer one would take the room of the answer itself.
MAX_CARRIED = 500
#: Headings and sections take blocks, of which a message has 50; cards and buttons need the rest.
MAX_SECTIONS = 30


def answer_blocks(answer: Answer, *, shared: bool = False) -> list[Block]:
    """Return an answer's blocks; `shared` leaves out what only the asker can use.

    Lines that do not fit are left out whole, last first, and counted in a note.
    """
    head = [*_head(answer)]
    notes = [shorten(note, MAX_NOTE) for note in (*_file(answer), *answer.notes)]
    tail = [*_tail(answer, shared=shared)]
    room = MAX_WEIGHT - weight(head) - weight(tail) - sum(map(len, notes[:9])) - 300
    shown = card(answer.brief, budget=room)[:-1] if answer.brief is not None else []
    body, left_out = _sections(answer.sections, room - weight(shown))
    if left_out:
        notes.insert(0, f"{left_out} more lines do not fit here: ask for fewer, or narrow it.")
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


def _file(answer: Answer) -> Iterator[str]:
    """Yield what an attached file shows, in words: a private answer of Slack takes no file."""
    if answer.attachment is not None:
        yield f"{answer.attachment.name}: {answer.attachment.alt or 'a file'}"


def _sections(sections: Sequence[Section], room: int) -> tuple[list[Block], int]:
    """Return the sections at the most detailed level that fits, and how many lines are left out."""
    for level in LEVELS:
        blocks = [_section(one, one.lines, level) for one in sections]
        if len(blocks) <= MAX_SECTIONS and weight(blocks) <= room:
            return [block for block in blocks if block["elements"]], 0
    return _cut(sections, room, LEVELS[-1])


def _cut(
    sections: Sequence[Section], room: int, level: tuple[int, int, int]
) -> tuple[list[Block], int]:
    blocks: list[Block] = []
    left_out = 0
    for one in sections:
        items = [_line(line, level) for line in one.lines]
        frame = weight(_section(one, (), level)) + 10
        fits = affordable(items, room - frame) if len(blocks) < MAX_SECTIONS else []
        left_out += len(items) - len(fits)
        # After the first line that does not fit nothing more is shown: a gap would mislead.
        room = room - frame - weight(fits) if len(fits) == len(items) else 0
        if fits:
            blocks.append(_section(one, one.lines[: len(fits)], level))
    return blocks, left_out


def _section(one: Section, lines: Sequence[Line], level: tuple[int, int, int]) -> Block:
    heading = shorten(one.heading, 200)
    parts = [section(text(heading, bold=True))] if heading else []
    items = [bullets(_line(line, level) for line in lines)] if lines else []
    return rich(*parts, *items)


def _line(line: Line, level: tuple[int, int, int]) -> Element:
    words, detail, name = level
    evidence = [
        element
        for index, one in enumerate(line.evidence[:MAX_EVIDENCE])
        for element in (text(" · " if index else " — "), *_evidence(one, line.url, name))
    ]
    more = len(line.evidence) - MAX_EVIDENCE
    return section(
        *linked(shorten(line.text, words) or "–", line.url),
        *evidence,
        *([text(f" and {more} more")] if more > 0 else []),
        *(
            [text(f"\n{shorten(line.detail, detail)}", italic=True)]
            if detail and line.detail
            else []
        ),
    )


def _evidence(one: Evidence, line_url: str | None, name: int) -> Iterator[Element]:
    outlet = shorten(one.outlet, name) or "source"
    # The line itself leads there already; a second link to one place would only be noise.
    already = one.url == line_url and safe_url(one.url) is not None
    yield from [text(outlet)] if already else linked(outlet, one.url)
    yield text(", ")
    yield when(one.at)


def _notes(answer: Answer, notes: Sequence[str]) -> Iterator[Block]:
    parts = [f"Page {answer.page} of {answer.page_count}"] if answer.page_count > 1 else []
    parts += [note for note in notes if note]
    if len(parts) > MAX_CONTEXT_ELEMENTS:
        more = len(parts) - MAX_CONTEXT_ELEMENTS + 1
        parts = [*parts[: MAX_CONTEXT_ELEMENTS - 1], f"and {more} more notes"]
    if parts:
        yield small_print(*map(small, parts))


def _tail(answer: Answer, *, shared: bool) -> Iterator[Block]:
    if answer.brief is not None:
        yield view_buttons(answer.brief.story)
    choice = [*_menu(answer)] if answer.brief is None else []
    last = [*choice, *([] if shared else _turning(answer))]
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


def _turning(answer: Answer) -> Iterator[Element]:
    longest = page_value(answer, answer.page_count + 1)
    if not answer.question or len(longest) > MAX_CARRIED:
        return
    if answer.page > 1:
        yield button("Previous", PREVIOUS_ACTION, page_value(answer, answer.page - 1))
    if answer.page < answer.page_count:
        yield button("Next", NEXT_ACTION, page_value(answer, answer.page + 1))
    yield button("Post to channel", SHARE_ACTION, page_value(answer, answer.page))
