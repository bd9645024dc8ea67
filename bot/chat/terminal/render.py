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
from bot.domain.questions import Answer, Line, Section

WIDTH = 96
_LABEL = 11
#: What a figure counts, a speaker: in characters.
_PHRASE = 300


def local(at: datetime, zone: tzinfo) -> str:
    """Return a time as readers write it, with its zone."""
    there = at.astimezone(zone)
    return f"{there:%a %d %b %Y, %H:%M} {there.tzname() or 'UTC'}"


def render_message(message: Message, *, zone: tzinfo = UTC) -> str:
    """Return a message as text that ends with a line break."""
    match message:
        case Brief():
            return render_brief(message, zone=zone)
        case Update():
            return _update(message)
        case Digest():
            return _digest(message, zone)
        case Notice():
            lines = [f"[ops] {clean(message.title)}", *(f"  {clean(x)}" for x in message.lines)]
            return "\n".join(lines) + "\n"
        case _:
            assert_never(message)


def render_brief(brief: Brief, *, zone: tzinfo = UTC) -> str:
    """Return a card; every source and every figure's speaker stands in it."""
    lead = brief.lead
    head = f"━━ Story {brief.story} · {brief.phase.value} "
    lines = [head + "━" * max(3, WIDTH - len(head)), *_wrap(clean(brief.headline), "")]
    when = f"{clean(lead.outlet)} ({lead.kind.value}) · {local(lead.published_at, zone)}"
    lines += _wrap(" · ".join([when, *_grown(brief, zone)]), "")
    lines += _turns(brief)
    if brief.correction is not None:
        words = clean(corrected(brief.correction.text))
        words = f"CORRECTION: {words} [{brief.correction.source}]"
        lines += ["", *_wrap(words, "! ")]
    if brief.sentences:
        lines.append("")
        for sentence in brief.sentences:
            lines += _wrap(f"{clean(sentence.text)} [{sentence.source}]", "  ")
    lines.append("")
    lines += _response(brief)
    lines += _labelled("Figures", [figure_text(each) for each in brief.figures])
    lines += _labelled("Where", [" · ".join(clean(x) for x in brief.places)])
    lines += _labelled("Agencies", [" · ".join(clean(x) for x in brief.agencies)])
    lines += _labelled("People", [" · ".join(clean(x) for x in brief.people)])
    lines += _labelled("Documents", [_document(each) for each in brief.documents])
    only = [f"{clean(each.text)} [{each.source}]" for each in brief.only_in]
    lines += _labelled("Only in", only)
    lines += _labelled("Sources", [source_text(each) for each in brief.sources])
    lines += _links(brief)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _grown(brief: Brief, zone: tzinfo) -> Iterable[str]:
    """Yield how many stand behind a story and since when; a post that is history says neither."""
    if brief.goes_on_in is None:
        yield standing(brief)
        if brief.updated_at > brief.opened_at:
            yield f"updated {brief.updated_at.astimezone(zone):%a %H:%M}"


def _turns(brief: Brief) -> list[str]:
    """Return where the story goes on, or that it was re-opened."""
    turn = leads_on(brief) or reopens(brief)
    if turn is None:
        return []
    label, link = turn
    other = f": {clean(link.headline)} (story {link.story})" if link.story != brief.story else ""
    return ["", *_wrap(f"{label}{other}", "> ")]


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


def render_answer(answer: Answer, *, zone: tzinfo = UTC) -> str:
    """Return an answer as text that ends with a line break."""
    lines = [clean(answer.title), "─" * min(WIDTH, max(8, len(answer.title)))]
    if answer.summary:
        lines += _wrap(clean(answer.summary), "")
    for section in answer.sections:
        lines += ["", *_section(section, zone)]
    if answer.brief is not None:
        lines += ["", render_brief(answer.brief, zone=zone).rstrip("\n")]
    if answer.attachment is not None:
        lines += ["", f"File: {answer.attachment.name} {clean(answer.attachment.alt)}".rstrip()]
    for note in answer.notes:
        lines += ["", *_wrap(f"Note: {clean(note)}", "")]
    if answer.page_count > 1:
        lines += ["", f"Page {answer.page} of {answer.page_count}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section(section: Section, zone: tzinfo) -> Iterable[str]:
    if section.heading:
        yield clean(section.heading)
    for line in section.lines:
        yield from _line(line, zone)


def _line(line: Line, zone: tzinfo) -> Iterable[str]:
    yield from _wrap(clean(line.text), "  ", first="• ")
    if line.detail:
        yield from _wrap(clean(line.detail), "  ")
    shown = set()
    for evidence in line.evidence:
        shown.add(evidence.url)
        yield f"  {clean(evidence.outlet)} · {local(evidence.at, zone)}"
        if evidence.url:
            yield f"  {clean(evidence.url)}"
    if line.url and line.url not in shown:
        yield f"  {clean(line.url)}"


def _update(update: Update) -> str:
    mark = "CORRECTION" if update.is_correction else clean(update.heading)
    lines = [f"── Story {update.story} · {mark}"]
    for each in update.lines:
        lines += _wrap(f"{clean(each.text)} [{each.source}]", "   ")
    lines += [f"   {line}" for each in update.sources for line in source_text(each).split("\n")]
    return "\n".join(lines) + "\n"


def _digest(digest: Digest, zone: tzinfo) -> str:
    lines = [f"━━ {clean(digest.title)}"]
    for brief in digest.briefs:
        lines += _wrap(f"{clean(brief.headline)} (story {brief.story})", "  ", first="• ")
        when = local(brief.lead.published_at, zone)
        lines.append(f"  {clean(brief.lead.outlet)} · {when} · {standing(brief)}")
        if brief.correction is not None:
            lines += _wrap(f"CORRECTION: {clean(corrected(brief.correction.text))}", "  ! ")
        lines += [f"  {each}" for each in _labelled("Figures", map(figure_text, brief.figures))]
        lines += [f"  [{each.number}] {clean(each.url)}" for each in brief.sources]
    if digest.omitted_count:
        lines.append(f"  and {digest.omitted_count} more")
    return "\n".join(lines) + "\n"


def _response(brief: Brief) -> list[str]:
    if brief.response is not None:
        words = f"{clean(brief.response.text)} [{brief.response.source}]"
        return _labelled("Response", [words])
    return _labelled("Response", ["No response reported."]) if brief.response_expected else []


def _document(document: DocumentLine) -> str:
    words = clean(document.label) + (f" ({clean(document.status)})" if document.status else "")
    return f"{words}\n{clean(document.url)}" if document.url else words


def _links(brief: Brief) -> list[str]:
    lines = []
    for label, link in neighbours(brief):
        lines += _labelled(label, [f"story {link.story}: {clean(link.headline)}"])
    related = [f"story {each.story}: {clean(each.headline)}" for each in brief.related]
    return lines + _labelled("Possibly related", related)


def _labelled(label: str, items: Iterable[str]) -> list[str]:
    kept = [item for item in items if item]
    lines: list[str] = []
    for item in kept:
        for part in item.split("\n"):
            lines += _wrap(part, " " * _LABEL)
    if lines:
        head = f"{label:<{_LABEL}}"
        lines[0] = (
            head + lines[0][_LABEL:] if len(head) == _LABEL else f"{label}: {lines[0].strip()}"
        )
    return lines


def _wrap(text: str, indent: str, *, first: str | None = None) -> list[str]:
    if text.startswith(("http://", "https://")):
        return [indent + text]  # an address broken over lines cannot be opened
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [indent]
