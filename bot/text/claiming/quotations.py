"""Quotations: the spans of a text that stand between double quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.prose.sentences import Span, paragraphs

_MARK = re.compile(r"[“”\"„«»]")
_OPENERS = "“„«"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Quoted words: [start, end) with the marks; several paragraphs when the quote runs on."""

    start: int
    end: int
    #: The words without the marks that open and close it.
    words: str
    #: Index of the paragraph it begins in.
    paragraph: int


def find_quotations(body: str) -> tuple[Quotation, ...]:
    """Return the closed quotations in order; apostrophes and inch marks are none.

    A quotation that is left open at the end of a paragraph and taken up by an opening mark at the
    start of the next is one. One that is never closed is left out.
    """
    found: list[Quotation] = []
    open_at: tuple[int, int] | None = None
    spans = paragraphs(body)
    for index, paragraph in enumerate(spans):
        first = True
        for mark in _MARK.finditer(body, paragraph.start, paragraph.end):
            at = mark.start()
            takes_up = open_at is not None and first and at == paragraph.start
            first = False
            if takes_up:
                continue
            if _opens(body, at, is_open=open_at is not None):
                open_at = (at, index)
            elif open_at is not None:
                found.append(_quotation(body, open_at, at + 1))
                open_at = None
        open_at = _carried(body, open_at, spans[index + 1 : index + 2])
    return tuple(found)


def _opens(body: str, at: int, *, is_open: bool) -> bool:
    """Whether the mark opens: by its shape, and for a straight one by what stands around it."""
    if body[at] != '"':
        return body[at] in _OPENERS
    before = body[at - 1] if at else " "
    after = body[at + 1] if at + 1 < len(body) else " "
    return not is_open and not before.isalnum() and not after.isspace()


def _carried(
    body: str, open_at: tuple[int, int] | None, following: Sequence[Span]
) -> tuple[int, int] | None:
    """Keep an open quotation when the next paragraph takes it up with a mark of its own."""
    if open_at is None or not following:
        return None
    opening = body[following[0].start]
    return open_at if opening in _OPENERS or opening == '"' else None


def _quotation(body: str, opened: tuple[int, int], end: int) -> Quotation:
    start, paragraph = opened
    words = re.sub(r"\n\s*[“\"„«]", "\n\n", body[start + 1 : end - 1])
    return Quotation(start=start, end=end, words=words.strip(), paragraph=paragraph)


def mask(body: str, quotations: Sequence[Quotation]) -> str:
    """Return the body with every quotation blanked by NUL, so that offsets stay the same."""
    parts: list[str] = []
    at = 0
    for one in quotations:
        parts += [body[at : one.start], "\0" * (one.end - one.start)]
        at = one.end
    return "".join([*parts, body[at:]])
