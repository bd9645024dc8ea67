"""Paragraphs and sentences of plain text, as spans into it.

Own rules: measured as good as the libraries on news text at a hundredth of their weight
(docs/decisions/0020-sentences.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: `text` is exactly the source's code points from `start` to `end`."""

    text: str
    start: int
    end: int
    #: Index into `paragraphs()` of the same text.
    paragraph: int
    #: Whether it begins inside a quotation that an earlier sentence of the paragraph opened.
    in_quote: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Always followed by the name or number they belong to.
_TITLES = _words(
    "mr mrs ms mx messrs dr gov lt sen sens rep reps col gen sgt capt cmdr maj pvt cpl spc pfc adm "
    "det insp supt prof rev hon fr pres atty asst dep ofc msgr amb del sec dir supv pfc v vs viz "
    "st ste mt ft e.g i.e cf approx lt.gov art ch pp p par fig secs op cit ed eds trans "
    "sr sra srta dra lic ing gob"
)
#: May end a sentence: only the next word tells.
_OPEN = _words(
    "inc corp co ltd llc llp assn assoc bros jr esq etc al dept univ intl natl govt "
    "ave blvd rd ln hwy pkwy jan feb mar apr jun jul aug sept sep oct nov dec "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb "
    "nev okla ore pa tenn tex va vt wash wis wyo ph.d m.d j.d b.a m.a ex ext est tel"
)
_NUMBERED = _words("no nos art ch pp p par fig secs sec ed")
_MONTHS = _words("jan feb mar apr jun jul aug sept sep oct nov dec")
_CLOCK = frozenset({"a.m", "p.m"})
_NO = frozenset({"no", "nos"})
_AFTER_CLOCK = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december et est edt ct cst cdt mt mst mdt pt pst "
    "pdt utc gmt eastern central mountain pacific local on mon tue wed thu fri sat sun"
)
#: Words that open sentences and never continue a name.
_STARTERS = _words(
    "the a an this that these those there here he she it they we i you his her its their our my "
    "your in on at by for from with after before since during while when where if although though "
    "because as but and or so yet however still also meanwhile now then what who why how "
    "according to under over about among both each some many most all no not none one two three "
    "such once until despite both earlier later last next more another other several few "
    "el los las un una en por para pero según"
)

#: Characters of the longest sentence; what is longer is a table, and would be looked through and
#: copied once for each quotation and number in it.
LONGEST = 2500
_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"\s*(?:[•·▪◦‣●○■*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
#: Stops, then what closes with them. Bounded, so that a line of dots stays linear.
_STOP = re.compile(
    r"[.!?…]{1,20}[\"'”’»)\]]{0,6}(?=\s)|(?<=[a-z]{2})[.!?][”\"’)]{0,2}(?=[A-Z][a-z])"
)
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»(\[]+$")
_NEXT = re.compile(r"\s*([\"'“‘«(\[¿¡]*)([^\W_]+(?:[.'’][^\W\d_]+)*\.?|[^\s])?")
_QUOTE = re.compile(r"[\"“”]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_PARTY = re.compile(r"[DRI]-[A-Z][a-z]+")
#: A hard-wrapped line (mail, Federal Register) is at least this long: shorter lines are a list.
_WRAP = 50


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs: parted by blank lines, and by line breaks that are no wrapping."""
    return tuple(_paragraphs(text))


@lru_cache(maxsize=8)
def split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences in order; every letter of the text stands in exactly one.

    Closing quotes and brackets stay with the sentence they close. A sentence of over `LONGEST`
    characters is cut between words. Linear in the text's length.
    """
    found: list[Sentence] = []
    for index, span in enumerate(_paragraphs(text)):
        found.extend(_sentences(text, span, index))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for match in _BREAK.finditer(text):
        yield from _lines(text, start, match.start())
        start = match.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the block's paragraphs: the whole when it is wrapped, else its lines."""
    lines = text[start:end].split("\n")
    opening = at = start
    for index, line in enumerate(lines):
        at += len(line) + 1
        if index + 1 < len(lines) and _continues(line, lines[index + 1]):
            continue
        yield from _trimmed(text, opening, min(at, end))
        opening = at


def _continues(line: str, following: str) -> bool:
    """Whether a line break is mere wrapping: a long line, unfinished, no list mark after it."""
    stripped = line.rstrip()
    if _BULLET.match(following) or not following.strip():
        return False
    if following.lstrip()[0].islower() and stripped[-1:] not in tuple(".!?:"):
        return True
    is_full = _WRAP <= len(stripped) <= 2 * _WRAP + 20
    return is_full and len(following.strip()) <= len(stripped) + 15 and stripped[-1:] not in '"”:'


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start=start, end=end)


def _sentences(text: str, span: Span, paragraph: int) -> Iterator[Sentence]:
    start, quoted = span.start, False
    for end in (*_ends(text, span), span.end):
        for part in _pieces(text, start, end):
            yield Sentence(
                text=text[part.start : part.end],
                start=part.start,
                end=part.end,
                paragraph=paragraph,
                in_quote=quoted,
            )
            quoted = _quoted_after(text[part.start : part.end], quoted)
        start = end


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield one trimmed span, or several where it is too long, cut at a space if there is one."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = space if space >= 0 else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _ends(text: str, span: Span) -> Iterator[int]:
    start = span.start
    for match in _STOP.finditer(text, span.start, span.end):
        if match.end() < span.end and _is_end(text, start, match, span.end):
            yield match.end()
            start = match.end()


def _is_end(text: str, start: int, match: re.Match[str], limit: int) -> bool:
    following = _NEXT.match(text, match.end(), limit)
    opening, word = (following[1], following[2] or "") if following else ("", "")
    if word[:1].islower() and not opening:
        return False
    stop = match[0]
    if stop[0] != "." or stop.startswith(".."):
        return not word[:1].islower()
    closes = len(stop) > 1
    before = _WORD_BEFORE.search(text, max(start, match.start() - 40), match.start())
    if before is None:
        return True
    return _ends_after(before[0], word, opening, at_start=before.start() == start, closes=closes)


def _ends_after(before: str, word: str, opening: str, *, at_start: bool, closes: bool) -> bool:
    """Whether a full stop after `before` ends the sentence, given the word that follows."""
    token = before.lower().lstrip("-–—/")
    starts_anew = word.lower() in _STARTERS or any(mark in opening for mark in '“"«¿¡')
    if at_start and (token.isdigit() or len(token) == 1):
        return False  # "1. Increased funding": the number of a list
    if word[:1].isdigit() and (token in _NUMBERED or token in _MONTHS):
        return False
    if token in _CLOCK:
        return word.lower().rstrip(".") not in _AFTER_CLOCK
    if token in _NO:
        return True  # "He said no. The": a number would have followed
    if token in _TITLES:
        return closes and starts_anew
    is_open = token in _OPEN or _PARTY.fullmatch(before) or _INITIALS.fullmatch(before)
    return starts_anew if is_open else True


def _quoted_after(text: str, quoted: bool) -> bool:
    """Whether a quotation is open after `text`, given whether one was before it."""
    for match in _QUOTE.finditer(text):
        if match[0] != '"':
            quoted = match[0] == "“"
        elif quoted or not (match.start() and text[match.start() - 1].isdigit()):
            quoted = not quoted  # after a digit it is an inch mark unless it closes
    return quoted
