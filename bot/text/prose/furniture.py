"""An article's own paragraphs told apart from the page's furniture around them.

Rules by class (docs/decisions/0021-furniture.md): a paragraph goes only when the whole of it is
furniture, so that prose which mentions a newsletter or a photograph stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.text.prose import furniture_lines as known
from bot.text.prose.clean import tidy
from bot.text.prose.dates import parse_published
from bot.text.prose.recurrence import line_form, line_key, recurring_keys
from bot.text.prose.sentences import split


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripped:
    """An article's own text, and what its furniture said about it."""

    #: Paragraphs parted by blank lines; empty when nothing but furniture was there.
    body: str
    #: Names as printed, without "By".
    byline: str | None = None
    printed_at: datetime | None = None
    #: The headline, when the text began with one and no title was given.
    heading: str | None = None
    #: `line_key`s of what went because the outlet repeats it, and of what would go if it did.
    lines: tuple[int, ...] = ()


#: Mastheads, bylines and dates stand among the first paragraphs only.
_TOP = 8
#: What follows a tail label goes when it is less than this share of the text, and lists links
#: only, or is no longer than an author's portrait.
_TAIL_SHARE = 0.5
_PORTRAIT_LENGTH = 900
#: Portraits without a label stand among the last paragraphs.
_BOTTOM = 4
_NAME = r"[A-Z][\w.’'\-]+(?: (?:de|la|del|van|von|bin|al|[A-Z][\w.’'\-]*)){1,4}"
_BY = re.compile(r"\s*(?:by|story by|written by|reported by|author|por)\s?:?\s+", re.IGNORECASE)
_IS_NAME = re.compile(rf"{_NAME}|[A-Z][A-Z.’'\-]+(?: [A-Z][A-Z.’'\-]*){{1,4}}")
_NAME_BREAK = re.compile(r",\s+|\s+(?:and|&|y)\s+")
_FIELD = re.compile(r"\s+[-–—|•·]\s+|\s*\|\s*|^[-–—|•·]\s+")
_STAMP = re.compile(
    r"(?:(?:first )?(?:published|posted|updated|last updated|created|modified|last modified|"
    r"revised|issued|date|release date|news date|publicado|actualizado)\b(?: on| at)?\s?:?\s*)+",
    re.IGNORECASE,
)
#: Whom a contact line or an author's portrait is about.
_PORTRAYED = re.compile(
    rf"({_NAME}?) (?:can be reached|is an?|covers|writes|reports|(?:\w+ly )?shares)\b"
)
_ROLE = re.compile(
    r"\b(?:staff|reporters?|writers?|editors?|correspondents?|press|news|times|post|wire|reuters|"
    r"bureau|desk|team|tribune|journal|herald|gazette|contributors?|media|tv|radio|network)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_STEMS = (
    "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun "
    "ene abr ago dic lun mie jue vie sab dom"
)
_WORDS = (
    "at on a p m am pm et est edt ct cst cdt mt mst mdt pt pst pdt utc gmt z t st nd rd th of de "
    "eastern central mountain pacific time first published posted updated last created modified "
    "revised issued date release news publicado actualizado ago minute minutes hour hours day days "
    "week weeks month months year years"
)
_DATE_STEMS, _DATE_WORDS = frozenset(_STEMS.split()), frozenset(_WORDS.split())
_ATTRIBUTION = re.compile(r"[-–—―]\s?[A-Z][^.!?\n]{2,60}")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def strip_furniture(
    text: str,
    *,
    title: str = "",
    outlet: str = "",
    recurring: frozenset[int] = frozenset(),
    official: bool = False,
) -> Stripped:
    """Return the article's own text; `recurring` holds `line_key`s the outlet repeats.

    Linear in the text's length. What is removed is furniture as a whole: advertising, signposts,
    sharing, counts, mastheads, captions and credits, pleas, notices, rights, portraits of authors
    and lists of links.
    """
    blocks = [block.split("\n") for block in tidy(text).split("\n\n") if block.strip()]
    desk = _Desk(
        title=line_form(title), outlet=line_form(outlet), recurring=recurring, count=len(blocks)
    )
    kept = [
        _Block(index=index, lines=own)
        for index, lines in enumerate(blocks)
        if (own := desk.own_lines(index, lines))
    ]
    kept = _without_epigraph(_without_tail(kept, desk), desk)
    heading = None
    if not title and kept and kept[0].index == 0 and desk.headed & {0, 1, 2}:
        heading = kept.pop(0).text if _is_link_like(kept[0]) else None
    body = "\n\n".join("\n".join(block.lines) for block in kept)
    counted = recurring_keys(body.split("\n"), outlet=outlet, official=official)
    return Stripped(
        body=body,
        byline=desk.byline,
        printed_at=desk.printed_at,
        heading=heading,
        lines=tuple(dict.fromkeys((*desk.recurred, *counted))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A paragraph that is still in the running: its place in the text and its lines."""

    index: int
    lines: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What is known of the page while its paragraphs pass by."""

    title: str
    outlet: str
    recurring: frozenset[int]
    count: int
    byline: str | None = None
    printed_at: datetime | None = None
    #: Keys of the lines that went because the outlet repeats them.
    recurred: list[int] = field(default_factory=list)
    #: Blocks that held a date, a byline or a count of minutes.
    headed: set[int] = field(default_factory=set)
    #: Labels that end the article: their block, and whether a portrait follows.
    tails: list[tuple[int, bool]] = field(default_factory=list)

    def own_lines(self, index: int, lines: list[str]) -> list[str]:
        """Return the lines of a block that are the article's own."""
        whole = " ".join(lines)
        if len(lines) > 1 and len(whole) <= known.LONGEST and self._is_furniture(index, whole):
            return []
        kept = []
        for line in lines:
            if len(line) <= known.LONGEST and self._is_furniture(index, line):
                continue
            if rest := self._without_teasers(line):
                kept.append(rest)
        return kept

    def _is_furniture(self, index: int, line: str) -> bool:
        if self._recurs(line) or not (_LETTERS.search(line) or _DIGIT.search(line)):
            return True
        if known.TAIL_LABEL.fullmatch(line.strip()):
            is_portrait = known.PORTRAIT_LABEL.fullmatch(line.strip()) is not None
            self.tails.append((index, is_portrait))
            return True
        if known.LABEL.fullmatch(line) or self._is_stamp(index, line):
            return True
        if index < _TOP and (self._is_masthead(line) or self._is_byline(index, line)):
            return True
        line = line.strip(" •·*>")
        for name, pattern in known.CLASSES:
            # A reporter can be the news; a portrait of one stands at the end.
            if (name != "bio" or index >= self.count - _BOTTOM) and pattern.fullmatch(line):
                if name in {"bio", "contact"} and (who := _PORTRAYED.match(line)):
                    self.byline = self.byline or who[1]
                return True
        return False

    def _recurs(self, line: str) -> bool:
        if not self.recurring or (key := line_key(line)) not in self.recurring:
            return False
        self.recurred.append(key)
        return True

    def _is_masthead(self, line: str) -> bool:
        return line_form(line) in {self.title, self.outlet}

    def _is_stamp(self, index: int, line: str) -> bool:
        """Whether a line is a time of publication, perhaps with outlet and author before it."""
        if len(line) > 160 or not _DIGIT.search(line):
            return False
        fields = [part for part in _FIELD.split(line.strip()) if part]
        if _is_date(line):
            printed, names = line, ""
        elif index < _TOP and _is_date(fields[-1]) and all(len(part) < 60 for part in fields):
            printed, names = fields[-1], fields[0]
        else:
            return bool(known.COUNTED.fullmatch(line.strip())) and self._note_head(index)
        self.printed_at = self.printed_at or parse_published(_STAMP.sub("", printed))
        if len(fields) > 2 and line_form(names) != self.outlet:
            self._note_names(names)
        return self._note_head(index)

    def _is_byline(self, index: int, line: str) -> bool:
        if len(line) > 160 or _TERMINAL.search(line):
            return False
        match = _BY.match(line)
        if match is None:
            return False
        named = _FIELD.split(line[match.end() :].strip())[0]
        return self._note_names(named) and self._note_head(index)

    def _note_names(self, text: str) -> bool:
        """Note the people a byline names; False when it names none."""
        text = _BY.sub("", text.strip())
        pieces = [piece for piece in _NAME_BREAK.split(text) if piece]
        names = [piece.strip(" ,") for piece in pieces if _IS_NAME.fullmatch(piece.strip(" ,"))]
        if not pieces or not names or names[0] != pieces[0].strip(" ,"):
            return False
        people = [name for name in names if not _ROLE.search(name)]
        self.byline = self.byline or ", ".join(people) or None
        return True

    def _note_head(self, index: int) -> bool:
        self.headed.add(index)
        return True

    def _without_teasers(self, line: str) -> str:
        """Return the line without sentences that only ask to be clicked."""
        if not known.TEASER.search(line):
            return line
        sentences = split(line)
        own = [one for one in sentences if not known.TEASER.fullmatch(one.text.rstrip(".!… >»"))]
        if len(own) == len(sentences):
            return line
        return " ".join(one.text for one in own)


def _is_date(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return (
        len(text) <= 100
        and _DIGIT.search(text) is not None
        and bool(words or parse_published(text))
        and all(word in _DATE_WORDS or word[:3] in _DATE_STEMS for word in words)
    )


def _is_link_like(block: _Block) -> bool:
    """Whether a block reads as a headline rather than as prose."""
    return all(len(line) < 160 and not _TERMINAL.search(line) for line in block.lines)


def _without_tail(blocks: Sequence[_Block], desk: _Desk) -> list[_Block]:
    """Drop what follows a tail label: all when little follows, else the headlines listed there."""
    kept = list(blocks)
    total = sum(len(block.text) for block in kept)
    for label, is_portrait in desk.tails:
        before = [block for block in kept if block.index <= label]
        after = [block for block in kept if block.index > label]
        longest = min(_PORTRAIT_LENGTH if is_portrait else 0, _TAIL_SHARE * total)
        gone = after if _is_coda(after, total, longest) else _leading_links(after)
        kept = before + after[len(gone) :]
    return kept


def _is_coda(blocks: Sequence[_Block], total: int, longest: float) -> bool:
    """Whether what follows a tail label is no part of the article: links, or `longest` of prose."""
    rest = sum(len(block.text) for block in blocks)
    return rest <= longest or (rest <= _TAIL_SHARE * total and all(map(_is_link_like, blocks)))


def _leading_links(blocks: Sequence[_Block]) -> list[_Block]:
    """Return the headlines listed at the beginning, when there are at least two."""
    links: list[_Block] = []
    for block in blocks:
        if not _is_link_like(block):
            break
        links.append(block)
    return links if len(links) > 1 else []


def _without_epigraph(blocks: list[_Block], desk: _Desk) -> list[_Block]:
    """Drop a motto at the very end: a saying and, after a dash, somebody the article never names.

    Quoted speakers of the article stand in it; the motto of an author's box does not.
    """
    if not blocks or not desk.tails or not _ATTRIBUTION.fullmatch(blocks[-1].lines[-1]):
        return blocks
    last = blocks[-1]
    depth = 2 if len(last.lines) == 1 else 1
    rest = blocks[:-depth]
    name = last.lines[-1].lstrip("-–—― ")
    if any(name in block.text for block in rest) or not _IS_NAME.fullmatch(name):
        return blocks
    return rest
