"""Plain text for the terminal: cards, notes and answers. Pure; no colour carries meaning."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import assert_never

from bot.chat.wording import (
    clean,
    corrected,
    counted,
    inner_quotes,
    leads_on,
    neighbours,
    reopens,
    speaker,
    standing,
)
from bot.domain.briefs import (
    Brief,
    Digest,
    DocumentLine,
    FigureLine,
    Message,
    Notice,
    SourceLine,
    Update,
)
from bot.domain.questions import Answer, Attachment, Line, Section

#: Columns that are read with ease; a narrower terminal gets its own.
WIDTH = 96
_LABEL = 11
#: What a figure counts, a speaker: in characters.
_PHRASE = 300


def local(at: datetime, zone: tzinfo) -> str:
    """Return a time as readers write it, with its zone."""
    there = at.astimezone(zone)
    return f"{there:%a %d %b %Y, %H:%M} {there.tzname() or 'UTC'}"


def render_message(message: Message, *, zone: tzinfo = UTC, width: int = WIDTH) -> str:
    """Return a message as text of so many columns that ends with a line break.

    An address is never broken: it could not be opened.
    """
    match message:
        case Brief():
            return render_brief(message, zone=zone, width=width)
        case Update():
            return _update(message, width)
        case Digest():
            return _digest(message, zone, width)
        case Notice():
            lines = _wrap(f"[ops] {clean(message.title)}", "  ", width, first="")
            for line in message.lines:
                lines += _wrap(clean(line), "  ", width)
            return "\n".join(lines) + "\n"
        case _:
            assert_never(message)


def render_brief(brief: Brief, *, zone: tzinfo = UTC, width: int = WIDTH) -> str:
    """Return a card; every source and every figure's speaker stands in it."""
    lead = brief.lead
    head = f"━━ Story {brief.story} · {brief.phase.value} "
    lines = [head + "━" * max(3, width - len(head)), *_wrap(clean(brief.headline), "", width)]
    when = f"{clean(lead.outlet)} ({lead.kind.value}) · {local(lead.published_at, zone)}"
    lines += _wrap(" · ".join([when, *_grown(brief, zone)]), "", width)
    lines += _turns(brief, width)
    if brief.correction is not None:
        words = clean(corrected(brief.correction.text))
        words = f"CORRECTION: {words} [{brief.correction.source}]"
        lines += ["", *_wrap(words, "! ", width)]
    if brief.sentences:
        lines.append("")
        for sentence in brief.sentences:
            lines += _wrap(f"{clean(sentence.text)} [{sentence.source}]", "  ", width)
    lines.append("")
    lines += _response(brief, width)
    lines += _labelled("Figures", [figure_text(each) for each in brief.figures], width)
    lines += _labelled("Where", [" · ".join(clean(x) for x in brief.places)], width)
    lines += _labelled("Agencies", [" · ".join(clean(x) for x in brief.agencies)], width)
    lines += _labelled("People", [" · ".join(clean(x) for x in brief.people)], width)
    lines += _labelled("Documents", [_document(each) for each in brief.documents], width)
    only = [f"{clean(each.text)} [{each.source}]" for each in brief.only_in]
    lines += _labelled("Only in", only, width)
    lines += _labelled("Sources", [source_text(each) for each in brief.sources], width)
    lines += _links(brief, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _grown(brief: Brief, zone: tzinfo) -> Iterable[str]:
    """Yield how many stand behind a story and since when; a post that is history says neither."""
    if brief.goes_on_in is None:
        yield standing(brief)
        if brief.updated_at > brief.opened_at:
            began = brief.lead.published_at.astimezone(zone)
            grew = brief.updated_at.astimezone(zone)
            is_same_day = began.date() == grew.date()
            yield f"updated {grew:%H:%M}" if is_same_day else f"updated {local(grew, zone)}"


def _turns(brief: Brief, width: int) -> list[str]:
    """Return where the story goes on, or that it was re-opened."""
    turn = leads_on(brief) or reopens(brief)
    if turn is None:
        return []
    label, link = turn
    other = f": {clean(link.headline)} (story {link.story})" if link.story != brief.story else ""
    return ["", *_wrap(f"{label}{other}", "> ", width)]


def figure_text(figure: FigureLine) -> str:
    """Return a figure with its speaker and how others give it."""
    words = f"{clean(figure.surface)}{counted(figure, _PHRASE)} — {speaker(figure, _PHRASE)}"
    differences = "".join(f"; {clean(each)}" for each in figure.differences)
    return f"{words} [{figure.source}]{differences}"


def source_text(source: SourceLine) -> str:
    """Return a source with its provenance, its note and its address."""
    note = f": {clean(source.note)}" if source.note else ""
    head = f"[{source.number}] {clean(source.outlet)}, {source.provenance.value}{note}"
    return f"{head}\n{clean(source.url)}"


def render_answer(answer: Answer, *, zone: tzinfo = UTC, width: int = WIDTH) -> str:
    """Return an answer as text that ends with a line break."""
    lines: list[str] = []
    if answer.brief is None or answer.summary or answer.sections:
        lines = [
            *_wrap(clean(answer.title), "", width),
            "─" * min(width, max(8, len(answer.title))),
        ]
    if answer.summary:
        lines += _wrap(clean(answer.summary), "", width)
    for section in answer.sections:
        lines += ["", *_section(section, zone, width)]
    if answer.brief is not None:
        # A card alone is its own head.
        lines += [""] if lines else []
        lines += [render_brief(answer.brief, zone=zone, width=width).rstrip("\n")]
    if answer.attachment is not None:
        lines += ["", *_wrap(_file(answer.attachment), "", width)]
    for note in answer.notes:
        lines += ["", *_wrap(f"Note: {clean(note)}", "", width)]
    if answer.page_count > 1:
        lines += ["", f"Page {answer.page} of {answer.page_count}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _file(file: Attachment) -> str:
    words = f" — {clean(file.alt)}" if file.alt else ""
    return f"File: {clean(file.name)}{words}"


def _section(section: Section, zone: tzinfo, width: int) -> Iterable[str]:
    if section.heading:
        yield clean(section.heading)
    for line in section.lines:
        yield from _line(line, zone, width)


def _line(line: Line, zone: tzinfo, width: int) -> Iterable[str]:
    yield from _wrap(inner_quotes(clean(line.text)), "  ", width, first="• ")
    if line.detail:
        grown = f" · updated {local(line.updated_at, zone)}" if line.updated_at else ""
        yield from _wrap(f"{inner_quotes(clean(line.detail))}{grown}", "  ", width)
    shown = set()
    for evidence in line.evidence:
        shown.add(evidence.url)
        yield from _wrap(f"{clean(evidence.outlet)} · {local(evidence.at, zone)}", "  ", width)
        if evidence.url:
            yield f"  {clean(evidence.url)}"
    if line.url and line.url not in shown:
        yield f"  {clean(line.url)}"


def _update(update: Update, width: int) -> str:
    mark = "CORRECTION" if update.is_correction else clean(update.heading)
    lines = [f"── Story {update.story} · {mark}"]
    for each in update.lines:
        lines += _wrap(f"{clean(each.text)} [{each.source}]", "   ", width)
    for line in (line for each in update.sources for line in source_text(each).split("\n")):
        lines += _wrap(line, "   ", width)
    return "\n".join(lines) + "\n"


def _digest(digest: Digest, zone: tzinfo, width: int) -> str:
    lines = _wrap(f"━━ {clean(digest.title)}", "", width)
    for brief in digest.briefs:
        lines += _wrap(f"{clean(brief.headline)} (story {brief.story})", "  ", width, first="• ")
        when = local(brief.lead.published_at, zone)
        whose = f"{clean(brief.lead.outlet)} · {when} · {standing(brief)}"
        lines += _wrap(whose, "  ", width)
        if brief.correction is not None:
            lines += _wrap(f"CORRECTION: {clean(corrected(brief.correction.text))}", "  ! ", width)
        figures = _labelled("Figures", map(figure_text, brief.figures), width - 2)
        lines += [f"  {each}" for each in figures]
        lines += [f"  [{each.number}] {clean(each.url)}" for each in brief.sources]
    if digest.omitted_count:
        lines.append(f"  and {digest.omitted_count} more")
    return "\n".join(lines) + "\n"


def _response(brief: Brief, width: int) -> list[str]:
    if brief.response is not None:
        words = f"{clean(brief.response.text)} [{brief.response.source}]"
    else:
        words = "No response reported." if brief.response_expected else ""
    return _labelled("Response", [words], width)


def _document(document: DocumentLine) -> str:
    words = clean(document.label) + (f" ({clean(document.status)})" if document.status else "")
    return f"{words}\n{clean(document.url)}" if document.url else words


def _links(brief: Brief, width: int) -> list[str]:
    lines = []
    for label, link in neighbours(brief):
        lines += _labelled(label, [f"story {link.story}: {clean(link.headline)}"], width)
    related = [f"story {each.story}: {clean(each.headline)}" for each in brief.related]
    return lines + _labelled("Possibly related", related, width)


def _labelled(label: str, items: Iterable[str], width: int) -> list[str]:
    """Return items under each other, the label before the first; nothing where there is none."""
    indent = " " * _LABEL
    head = f"{label:<{_LABEL}}" if len(label) < _LABEL else f"{label}: "
    lines: list[str] = []
    for part in (part for item in items if item for part in item.split("\n")):
        lines += _wrap(part, indent, width, first=indent if lines else head)
    return lines


def _wrap(text: str, indent: str, width: int, *, first: str | None = None) -> list[str]:
    if text.startswith(("http://", "https://")):
        # An address broken over lines cannot be opened.
        return [(indent if first is None else first) + text]
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent]
