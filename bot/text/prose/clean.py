"""Foreign text made plain: no markup, no invisible characters, one normal form.

Every function is linear in its input, whatever the input is: feeds are written by strangers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

#: Markup beyond this many characters is cut: no article is as long, and reading it would only let
#: one feed delay the others (worst input of this length, nothing but "<": under a second).
MAX_MARKUP = 1_500_000

#: Their content is code and ends at their own closing tag or never (HTML, section 13.1.2).
_RAW = frozenset({"script", "style"})
#: Parts of a page that are never the article's own sentences.
_ASIDE = frozenset(
    {
        *("nav", "form", "button", "select", "figcaption", "audio", "video", "head", "dialog"),
        *("footer", "template", "iframe", "noscript", "textarea", "svg", "object"),
    }
)
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "figure"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre", "address", "details"),
        *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "caption", "tr"),
        *("body", "html", "fieldset", "center", "figcaption", "summary"),
    }
)
_CELLS = frozenset({"td", "th"})
_LEFT_OUT = _RAW | _ASIDE
_BREAK_OF = dict.fromkeys(_BLOCKS, "\n\n") | {"tr": "\n", "br": "\n"}
_CLOSING = {name: re.compile(rf"</{name}(?:\s[^<>]*)?>", re.IGNORECASE) for name in _LEFT_OUT}

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?=[A-Za-z/])(/?)([A-Za-z][\w:-]*)(?:[\s/][^<>]*)?(?:>|\Z)|<[!?][^<>]*(?:>|\Z)",
    re.DOTALL,
)
#: Pictures written into the markup; they alone make honest entries long.
_INLINE_FILE = re.compile(r"data:[a-z]+/[^\"'\s<>]{1000,}")
_BLOCK_TAG = re.compile(rf"<(?=[A-Za-z])(?:{'|'.join(sorted(_BREAK_OF))})[\s/>]", re.IGNORECASE)
_LOOKS_ESCAPED = re.compile(
    r"<(?=[A-Za-z/])/?(?:p|br|div|span|a|b|i|u|em|strong|img|ul|ol|li|h[1-6]|script|style|table|tr|td|font|"
    r"blockquote|iframe|figure|small|sup|sub)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
#: Tags long enough to matter; code and character data only look like tags and are passed over.
_LONG_TAG = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<(script|style)\b[^<>]{0,4000}>.*?(?:</\1|\Z)"
    r"|(?P<tag><[A-Za-z][\w:.-]*\s[^<>]{4000,})",
    re.DOTALL | re.IGNORECASE,
)
#: No character has so long a number, and Python refuses to read one of over 4,300 digits.
_NO_CHARACTER = re.compile(r"&#[0-9]{100,};?")
#: What brackets become where a tag is left after all: signs that no reader of markup knows.
_HARMLESS = str.maketrans("<>", "‹›")
_QUOTED_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_SPACES = re.compile(r"[^\S\n]+")
_ALL_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"[^\S\n]*\n[^\S\n]*")
_BLANK_LINES = re.compile(r"\n{3,}")
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
#: Controls, soft hyphen, joiners, bidi marks and isolates, fillers, tags, private use, surrogates
#: and non-characters: all invisible, or drawn differently by everyone.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
#: More than two marks on one letter is decoration meant to spill over other lines.
_EXCESS_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def has_attribute_flood(markup: str, limit: int) -> bool:
    """Whether an element carries more attributes than `limit`.

    Parsers take quadratic time over the attributes of one element: 100,000 of them in a document
    of 1 MB stop feedparser for 94 seconds.
    """
    tags = (match["tag"] or "" for match in _LONG_TAG.finditer(markup))
    return any(len(_QUOTED_VALUE.sub("", tag).split()) > limit for tag in tags)


def plain_text(markup: str) -> str:
    """Return the text of HTML (or of plain text): paragraphs parted by blank lines.

    Entities are decoded once; only when that lays bare markup (escaped twice by the publisher) is
    the markup removed as well. What is still a tag then (wrapped in tags, escapes or invisible
    characters on purpose) loses its brackets. Table rows become lines, cells parted by " | ".
    Scripts, styles, forms, navigation and captions are left out.
    """
    if len(markup) > MAX_MARKUP:
        markup = _INLINE_FILE.sub("", markup)[:MAX_MARKUP]
    text = _stripped(markup)
    if _LOOKS_ESCAPED.search(text):
        text = _stripped(text)
    text = tidy(text)
    return text.translate(_HARMLESS) if _LOOKS_ESCAPED.search(text) else text


def one_line(text: str) -> str:
    """Return tidy text on one line, runs of white space as single spaces."""
    return _ALL_SPACES.sub(" ", tidy(text)).strip()


def title_text(markup: str) -> str:
    """Return a title, which may hold markup or be escaped, as one line of plain text."""
    return one_line(plain_text(markup))


def tidy(text: str) -> str:
    """Return readable text: NFC, no control, invisible, bidi or private characters.

    At most two combining marks follow a letter, one space a space, one blank line a paragraph.
    """
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", text))
    text = _EXCESS_MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    text = _LINE_ENDS.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _stripped(markup: str) -> str:
    if "<" not in markup:
        return _unescaped(markup)
    # In HTML a line break is a space; where no tag makes blocks it is the writer's own.
    collapse = _BLOCK_TAG.search(markup) is not None
    pieces: list[str] = []
    for is_text, piece in _pieces(markup):
        pieces.append(_ALL_SPACES.sub(" ", piece) if is_text and collapse else piece)
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text))


def _pieces(markup: str) -> Iterator[tuple[bool, str]]:
    """Yield (True, text between tags) and (False, the break a tag means), in order."""
    at = 0
    is_first_cell = True
    closings = _Closings(markup)
    while token := _TOKEN.search(markup, at):
        yield True, markup[at : token.start()]
        at = token.end()
        name = (token[2] or "").lower()
        if not token[1] and name in _LEFT_OUT and not token[0].endswith("/>"):
            closing = closings.after(name, at)
            if closing is not None:
                at = closing
            elif name in _RAW:
                return
        if name in _CELLS:
            if not token[1]:
                yield False, "" if is_first_cell else " | "
                is_first_cell = False
        elif name in _BREAK_OF:
            is_first_cell = True
            yield False, _BREAK_OF[name]
    yield True, markup[at:]


class _Closings:
    """Where elements close; remembers which never do, so that asking stays linear."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._unclosed: set[str] = set()

    def after(self, name: str, at: int) -> int | None:
        if name in self._unclosed:
            return None
        match = _CLOSING[name].search(self._markup, at)
        if match is None:
            self._unclosed.add(name)
            return None
        return match.end()
