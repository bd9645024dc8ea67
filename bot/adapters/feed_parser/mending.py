"""Damaged XML mended before any parser sees it, and documents refused that would cost too much.

The limits: docs/decisions/0022-feed-documents.md.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from xml.parsers import expat

from bot.domain.errors import ParseError
from bot.text.prose.clean import has_attribute_flood

MAX_ATTRIBUTES = 1_000
MAX_DEPTH = 200

_ROOT = re.compile(
    r"<(?:([A-Za-z][\w.-]*):)?(rss|feed|rdf|channel|html|opml|urlset|sitemapindex)\b", re.IGNORECASE
)
_LEADING = re.compile(r"<\?xml\b[^>]{0,300}\?>|<\?xml-[^>]{0,2000}\?>")
_PROLOG = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^<>\[]*>", re.DOTALL | re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SUSPICIOUS = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});)?",
    re.DOTALL,
)
_REFERS_TO_CONTROL = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|<(/?)(?:([A-Za-z][\w.-]*):)?(item|entry)(?=[\s/>])[^<>]*>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed taken apart: what stands before its items, each whole item, and the closing tags."""

    head: str
    #: The head's tags that enclose the items, without the head's text.
    frame: str
    items: tuple[str, ...]
    tail: str
    #: What was mended, for print; None when nothing had to be.
    warning: str | None

    def whole(self) -> str:
        """Return the document without what was broken off."""
        return self.head + "\n".join(self.items) + self.tail

    def alone(self, items: tuple[str, ...]) -> str:
        """Return a document of these items and nothing about the feed."""
        return self.frame + "\n".join(items) + self.tail


def mended(text: str) -> tuple[str, str | None]:
    """Return well-behaved XML text from its root on, and what was mended (None: nothing).

    Raises ParseError for what is no feed and for documents built to cost time.
    """
    text, notes = text.lstrip("\ufeff"), []
    root = _ROOT.search(text, _after_prolog(text))
    if root is None:
        raise ParseError("the document is neither XML nor JSON of a feed")
    if root[2].lower() == "html":
        raise ParseError("the server sent an HTML page, not a feed")
    prolog, text = text[: root.start()], text[root.start() :]
    if "<!ENTITY" in prolog.upper():
        raise ParseError("the document declares entities; that is refused")
    if (
        _LEADING.sub("", _DOCTYPE.sub("", _without_comments(prolog))).strip()
        or prolog[:1].isspace()
    ):
        notes.append("text before the XML declaration")
    if _ILLEGAL.search(text) or _REFERS_TO_CONTROL.search(text):
        text = _REFERS_TO_CONTROL.sub("", _ILLEGAL.sub("", text))
        notes.append("control characters")
    if _SUSPICIOUS.search(text):
        resolved = _REFERENCE.sub(_resolved, text)
        notes += ["bare ampersands or undeclared entities"] if resolved != text else []
        text = resolved
    if has_attribute_flood(text, MAX_ATTRIBUTES):
        raise ParseError(f"an element has more than {MAX_ATTRIBUTES} attributes")
    return text, "; ".join(notes) or None


def _after_prolog(text: str) -> int:
    """Return where the prolog ends; a comment may speak of other roots than the real one."""
    at = 0
    while match := _PROLOG.match(text, at):
        at = match.end()
    return at


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL)


def _resolved(match: re.Match[str]) -> str:
    """Return what stands for one reference: XML knows five names, HTML two thousand."""
    if not match[0].startswith("&"):
        return match[0]
    name = match[1]
    if name is None:
        return "&amp;"
    if name.startswith("#") or name in _XML_NAMES:
        return match[0]
    character = html5.get(f"{name};")
    return html.escape(character) if character else f"&amp;{name};"


def flaw(text: str) -> str | None:
    """Return why a text is not well-formed XML, None when it is.

    Raises ParseError when it is nested or attributed beyond the limits.
    """
    parser = expat.ParserCreate(namespace_separator=None)
    depth = 0

    def opened(_name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise ParseError(f"elements are nested more than {MAX_DEPTH} deep")
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            raise ParseError(f"an element has more than {MAX_ATTRIBUTES} attributes")

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.ordered_attributes = True
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        return str(error)
    return None


def taken_apart(text: str, *, limit: int) -> Document:
    """Return head, whole items (the first `limit`) and the tags that close the document.

    Works on broken documents: an item that never ends is left out, all before it are kept.
    """
    prefix = (match[1] or "").lower() if (match := _ROOT.match(text)) else ""
    allowed = {"", "rss", "atom", prefix}
    items: list[str] = []
    first = start = None
    for token in _TOKEN.finditer(text):
        if token[3] is None or (token[2] or "").lower() not in allowed:
            continue
        if first is None:
            first = token.start()
        if not token[1] and not token[0].endswith("/>"):
            start = token.start() if start is None else start
        elif token[1] and start is not None:
            items.append(text[start : token.end()])
            start = None
            if len(items) == limit:
                break
    head = text if first is None else text[:first]
    cut = f"an item at the end was incomplete; {len(items)} whole ones kept"
    warning = cut if start is not None else None
    frame, tail = _frame(head)
    return Document(head=head, frame=frame, items=tuple(items), tail=tail, warning=warning)


_TAG = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?[^<>]*>"
    r"|<(/?)([A-Za-z][\w.:-]*)(?:\s[^<>]*)?>",
    re.DOTALL,
)


def _frame(head: str) -> tuple[str, str]:
    """Return the opening tags still open at the end of `head`, and the tags that close them."""
    opened: list[tuple[str, str]] = []
    for tag in _TAG.finditer(head):
        name = tag[2]
        if name is None or tag[0].endswith("/>"):
            continue
        if not tag[1]:
            opened.append((name, tag[0]))
        elif name in (open_name for open_name, _ in opened[-MAX_DEPTH:]):
            while opened.pop()[0] != name:
                pass
    opened = opened[:MAX_DEPTH]
    closing = "".join(f"</{name}>" for name, _ in reversed(opened))
    return "".join(tag for _, tag in opened), closing
