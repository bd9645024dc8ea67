"""Answers to `/news`: lines with their evidence, the story's card, and buttons to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.chat.claims import Said, said
from bot.chat.discord.card import COLOURS, card
from bot.chat.discord.controls import (
    STORY_ROWS,
    add_watch,
    story_controls,
    story_menu,
    watch_controls,
    watch_menus,
    watches_of,
)
from bot.chat.discord.elements import (
    MAX_DESCRIPTION,
    MAX_ROWS,
    MAX_TITLE,
    MAX_WEIGHT,
    NEXT,
    PREVIOUS,
    SHARE,
    Component,
    Embed,
    Payload,
    button,
    custom_id,
    embed,
    linked,
    payload,
    row,
    weight,
)
from bot.chat.discord.pages import paged
from bot.chat.discord.wording import escape, fitted, length, moment, safe_url
from bot.chat.wording import inner_quotes, shorten
from bot.domain.questions import Answer, Evidence, Line, Section
from bot.domain.stories import StoryPhase
from bot.domain.watches import Notify, Watch
from bot.text.printing.counts import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How much of a line is shown, in characters, escapes included."""

    words: int
    detail: int
    outlet: int
    evidence_count: int


LEVELS = (
    Level(words=700, detail=600, outlet=100, evidence_count=12),
    Level(words=240, detail=160, outlet=50, evidence_count=8),
    Level(words=110, detail=0, outlet=24, evidence_count=2),
)
MAX_SUMMARY = 600
MAX_NOTE = 160
MAX_NOTES = 8
#: A figure, or who gives it.
MAX_NAME = 120
#: Before a heading and between claims: an empty line.
GAP = "\n"
#: The question whose answer lists watches, also when there are none yet.
WATCHES = "watch list"
#: What a card needs at least beside the rest of an answer.
MIN_CARD = 3600


def answer_payload(answer: Answer, *, shared: bool = False) -> Payload:
    """Return an answer's payload; `shared` leaves out what only the asker can use.

    Lines that do not fit are left out whole, last first, and counted in a note.
    """
    buttons = [*_buttons(answer, shared=shared)]
    head = _head(answer)
    notes = [*_notes(answer)]
    room = MAX_WEIGHT - weight([head]) - sum(length(note) + 1 for note in notes) - 150
    cards: list[Embed] = []
    if answer.brief is not None:
        shown = card(answer.brief, budget=max(room, MIN_CARD), most_rows=MAX_ROWS - len(buttons))
        cards, buttons = [shown.embed], [*shown.rows, *buttons]
    lines, left_out = _body(answer.sections, room - weight(cards))
    if left_out:
        notes.insert(
            0,
            _small(
                f"{counted(left_out, 'more line does', 'more lines do')} not fit here: "
                "ask for fewer, or narrow it."
            ),
        )
    if cards and not lines:
        last = [embed(description="\n".join(notes))] if notes else []
        return payload([head, *cards, *last], buttons)
    return payload([*paged(head, [*lines, *notes]), *cards], buttons)


def _head(answer: Answer) -> Embed:
    return embed(
        title=fitted(answer.title, MAX_TITLE) or "nutgraf",
        description=fitted(answer.summary, MAX_SUMMARY) if answer.summary else "",
        colour=COLOURS[StoryPhase.NEW],
    )


def _small(words: str) -> str:
    return f"*{words}*"


def _notes(answer: Answer) -> Iterator[str]:
    """Yield the cautions and the page, in lesser words; what an attached file shows, in words."""
    if answer.page_count > 1:
        yield _small(f"Page {answer.page} of {answer.page_count}")
    file = answer.attachment
    words = [f"{file.name}: {file.alt or 'a file'}"] if file is not None else []
    notes = [note for note in (*words, *answer.notes) if fitted(note, MAX_NOTE)]
    for note in notes[:MAX_NOTES]:
        yield _small(fitted(note, MAX_NOTE))
    if len(notes) > MAX_NOTES:
        yield _small(f"and {counted(len(notes) - MAX_NOTES, 'more note')}")


def _body(sections: Sequence[Section], room: int) -> tuple[list[str], int]:
    """Return the lines at the most detailed level that fits, and how many are left out.

    After the first line that does not fit nothing more is shown: a gap would mislead.
    """
    total = sum(len(one.lines) for one in sections)
    for level in LEVELS:
        kept, shown_count = _fitting(sections, level, room)
        if shown_count == total:
            break
    return kept, total - shown_count


def _fitting(sections: Sequence[Section], level: Level, room: int) -> tuple[list[str], int]:
    """Return the first lines that fit, each section under its heading, and how many they are."""
    kept: list[str] = []
    count = 0
    headings: list[str] = []
    for one in sections:
        words = fitted(one.heading, 200)
        headings += [f"{GAP}**{words}**"] if words else []
        for line in one.lines:
            parts = [*headings, _line(line, level, first=bool(headings))]
            room -= sum(length(part) + 1 for part in parts)
            if room < 0 or length(parts[-1]) > MAX_DESCRIPTION:
                return kept, count
            kept += parts
            headings, count = [], count + 1
    return kept, count


def _line(line: Line, level: Level, *, first: bool) -> str:
    claim = said(line)
    if claim is not None:
        return f"{'' if first else GAP}{_claim(line, claim, level)}"
    words = linked(line.text, line.url, level.words) or "–"
    evidence = _evidences(line, level, line.url, "f")
    detail = _detail(line, level)
    return "".join(
        [
            f"• {words}",
            f" — {evidence}" if evidence else "",
            f"\n  *{detail}*" if detail else "",
        ]
    )


def _claim(line: Line, claim: Said, level: Level) -> str:
    """Return a figure in bold and who says it, then the outlets that print it, then the rest."""
    # The words give way first: a figure without its speaker must not be shown.
    figure = f"**{fitted(claim.figure, MAX_NAME)}**" if claim.figure else ""
    words = fitted(claim.words, level.words)
    speaker = f"— {fitted(claim.speaker, MAX_NAME)}" if claim.speaker else ""
    detail = _detail(line, level)
    rows = [
        " ".join(part for part in ("•", figure, words, speaker) if part),
        f"-# {_evidences(line, level, None, 'R')}",
        *([f"*{detail}*"] if detail else []),
    ]
    return "\n".join(rows)


def _detail(line: Line, level: Level) -> str:
    if not level.detail or not line.detail:
        return ""
    grown = f" · updated {moment(line.updated_at, 'R')}" if line.updated_at else ""
    return f"{fitted(inner_quotes(line.detail), level.detail)}{grown}"


def _evidences(line: Line, level: Level, line_url: str | None, style: str) -> str:
    shown = line.evidence[: level.evidence_count]
    told = " · ".join(_evidence(one, line_url, level.outlet, style) for one in shown)
    more = len(line.evidence) - len(shown)
    return f"{told} and {more} more" if more > 0 else told


def _evidence(one: Evidence, line_url: str | None, limit: int, style: str) -> str:
    name = shorten(one.outlet, limit) or "source"
    # The line itself leads there already; a second link to one place would only be noise.
    already = one.url == line_url and safe_url(one.url) is not None
    label = escape(name) if already else linked(name, one.url, limit)
    return f"{label}, {moment(one.at, style)}"


def _buttons(answer: Answer, *, shared: bool) -> Iterator[Component]:
    """Yield the menus of stories and watches, and the row of pages and sharing."""
    lines = [line for one in answer.sections for line in one.lines]
    watches = [] if shared else watches_of(answer)
    if answer.brief is None:
        others = [(x.text, x.story) for x in lines if x.story and x.story != answer.story]
        yield from story_menu(others)
    if answer.brief is None and answer.story is not None:
        yield from story_controls(answer.story, most_rows=1 if watches else STORY_ROWS)
    if shared:
        return
    yield from watch_menus(watches)
    last = [add_watch()] if watches or answer.question == WATCHES else []
    last += _turning(answer) if answer.question else []
    if last:
        yield row(*last)


def _turning(answer: Answer) -> Iterator[Component]:
    if answer.page > 1:
        yield button("Previous", custom_id(PREVIOUS, answer.question, answer.page - 1))
    if answer.page < answer.page_count:
        yield button("Next", custom_id(NEXT, answer.question, answer.page + 1))
    yield button("Post to channel", custom_id(SHARE, answer.question, answer.page))


def watch_payload(watch: Watch) -> Payload:
    """Return one watch with the buttons that change it."""
    asked = watch.query or f"Follows story {watch.story}"
    parts = [
        escape(shorten(asked, MAX_SUMMARY)),
        "at once" if watch.notify is Notify.INSTANT else "in a morning digest",
        "for this channel" if watch.owner.is_channel else "for you",
        *(["paused"] if watch.is_paused else []),
    ]
    head = embed(
        title=fitted(f"Watch “{watch.name}”", MAX_TITLE),
        description=" · ".join(parts),
        colour=COLOURS[StoryPhase.NEW],
    )
    return payload([head], [watch_controls(watch)])
