"""Words that every platform shows alike: foreign text made harmless, and a story's phrases.

A platform adds what its own markup needs (escapes, limits of length) and imports this; nothing here
knows a platform.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote, urlsplit, urlunsplit

from bot.domain.briefs import Brief, FigureLine, SourcedSentence, SourceLine, StoryLink
from bot.domain.claims import verb_of_saying

ELLIPSIS = "…"
#: Longest address that any platform links (Slack, Block Kit reference).
MAX_URL = 3000
#: Combining marks in a row that real scripts use; more is a stack that covers its neighbours.
MAX_MARKS = 3

_INNER = {"“": "‘", "”": "’"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Visible by category, yet shown as nothing: joiners, fillers and blank patterns.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HOST_RUN = re.compile(r"[\w.\-。．｡]+")
_HOST_LIKE = re.compile(r"[\w-][.。．｡][^\W\d_]{2}")
_KEPT_IN_URL = "%/:?#[]@!$&'()*+,;=-._~"
#: Words that already join what a share counts to it ("90% before 2025").
_JOINING = frozenset(
    {"of", "in", "at", "by", "from", "since", "before", "after", "during", "among", "as"}
    | {"more", "less", "fewer", "higher", "lower"}
)
_NUMBER = re.compile(r" ?\[(\d{1,3})\]", re.ASCII)
_CORRECTION = re.compile(r"(?i)^corrections?\s?[:—–-]\s?")

#: Cuts a text to a length and makes it harmless for a platform.
Show = Callable[[str, int], str]


def clean(text: str) -> str:
    """Return the text on one line, without characters that nobody sees or that turn it around."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    for char in text:
        if char.isspace():
            kept.append(" ")
            continue
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category not in _UNSEEN and char not in _BLANKS and marks <= MAX_MARKS:
            kept.append(char)
    return " ".join("".join(kept).split())


def inner_quotes(text: str) -> str:
    """Return a text in which a quotation within another stands in single marks.

    An outlet's sentence is quoted whole, with the quotations it holds. Marks that do not pair are
    left as they are.
    """
    if text.count("“") < 2:
        return text
    kept: list[str] = []
    depth = 0
    for char in text:
        depth += char == "“"
        is_inner = depth > 0 and depth % 2 == 0
        kept.append(_INNER.get(char, char) if is_inner else char)
        depth -= char == "”"
        if depth < 0:
            return text
    return "".join(kept) if depth == 0 else text


def shorten(text: str, limit: int) -> str:
    """Return the cleaned text, cut at the end of a word when it is longer than `limit`."""
    # A title of ten megabytes must not be walked through for the sake of its first line.
    cleaned = clean(text[: limit * 4 + 64])
    if len(cleaned) <= limit and len(text) <= limit * 4 + 64:
        return cleaned
    head = cleaned[: limit - 1]
    if len(cleaned) > limit - 1 and cleaned[limit - 1] != " ":
        cut = head.rfind(" ")
        head = head[:cut] if cut > limit // 2 else head
    return head.rstrip(" ,;:-–—") + ELLIPSIS


def safe_url(url: str, *, kept: str = _KEPT_IN_URL, longest: int = MAX_URL) -> str | None:
    """Return the address as it may be linked, or None for anything but plain http and https.

    Credentials are dropped, other alphabets in the host are shown as what they are (punycode),
    and characters outside `kept` (those with a meaning in a platform's markup) are
    percent-encoded. A plain address comes back unchanged; one over `longest` gives None.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:  # UnicodeError is one
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    plain = parts.username is None and parts.password is None and host == parts.hostname
    shown = f"[{host}]" if ":" in host else host
    netloc = parts.netloc if plain else shown if port is None else f"{shown}:{port}"
    rebuilt = urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment))
    # Rebuilding would lose an empty query or fragment, which some servers insist on.
    same = plain and url.isascii() and url.isprintable() and " " not in url
    encoded = quote(url if same else rebuilt, safe=kept)
    return encoded if len(encoded) <= longest else None


def host_of(url: str) -> str:
    """Return the host a link leads to, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def names_other_host(label: str, url: str) -> bool:
    """Whether the label reads like an address that is not the one it would lead to."""
    if "://" in label:
        return True
    host = host_of(url)
    return any(
        not _is_part_of(host, run.group().casefold())
        for run in _HOST_RUN.finditer(label)
        if _HOST_LIKE.search(run.group())
    )


def _is_part_of(host: str, shown: str) -> bool:
    shown = shown.strip(".-").removeprefix("www.")
    return host == shown or host.endswith("." + shown)


def standing(brief: Brief) -> str:
    """Return how many outlets carry the story and how many did work of their own."""
    if brief.outlet_count == 1:
        return "1 outlet"
    return f"{brief.outlet_count} outlets, {brief.independent_count} independent"


def leads_on(brief: Brief) -> tuple[str, StoryLink] | None:
    """Return what a post that is history says first, and where it leads; None for one that lives.

    Of a story that goes on in a newer post the label is the whole of it.
    """
    link = brief.goes_on_in
    if link is None:
        return None
    return ("Goes on in a newer post" if link.story == brief.story else "Merged into"), link


def reopens(brief: Brief) -> tuple[str, StoryLink] | None:
    """Return how a post that re-opens a story says so, and the earlier post; None for others.

    It is read first, or the card looks like a repeat.
    """
    link = brief.continues
    if link is None or link.story != brief.story:
        return None
    return "Re-opened from an earlier post", link


def neighbours(brief: Brief) -> list[tuple[str, StoryLink]]:
    """Return the stories before and after this one, each with its label; not its own posts."""
    before, after = brief.continues, brief.next_turn
    found = [("Continues", before)] if before and before.story != brief.story else []
    return [*found, *([("Continued in", after)] if after else [])]


def told_of(brief: Brief) -> tuple[SourcedSentence, ...]:
    """Return the one sentence that stands for a story among others: its correction, if any."""
    if brief.correction is not None:
        words = f"Correction: {corrected(brief.correction.text)}"
        return (replace(brief.correction, text=words),)
    return brief.sentences[:1]


def counted(figure: FigureLine, limit: int, *, show: Show = shorten) -> str:
    """Return what a figure counts, joined to it: "70% of those arrested", "412 people held"."""
    counts = show(figure.counts, limit) if limit else ""
    if not counts:
        return ""
    share = figure.surface.rstrip().casefold().endswith(("%", "percent", "per cent"))
    joined = counts.startswith("(") or counts.split(" ", 1)[0].casefold() in _JOINING
    return f" of {counts}" if share and not joined else f" {counts}"


def speaker(figure: FigureLine, limit: int, *, show: Show = shorten) -> str:
    """Return who gives the figure: "says ICE", or that nobody is named."""
    name = shorten(figure.speaker, limit)
    shown = show(figure.speaker, limit)
    if not name or name.casefold().startswith("no speaker"):
        return shown
    return f"{verb_of_saying(figure.speaker)} {shown}"


def outlet(line: SourceLine, limit: int) -> str:
    """Return the outlet's name as it is, its host where it has none."""
    return shorten(line.outlet, limit) or host_of(safe_url(line.url) or "") or "unnamed outlet"


def judged(line: SourceLine) -> str:
    """Return what kind of outlet it is and how its article relates to the story, each word once."""
    kind, provenance = str(line.kind), str(line.provenance)
    return f"({kind})" if kind == provenance else f"({kind}), {provenance}"


def corrected(text: str) -> str:
    """Return a correction without the word "Correction:", which its heading says already."""
    return _CORRECTION.sub("", text.lstrip(), count=1) or text


def numbered(text: str) -> Iterator[tuple[str, int | None]]:
    """Yield a text of ours in pieces, each with the source number `[n]` that ends it, if any."""
    pieces = _NUMBER.split(text)
    for words, number in zip(pieces[::2], pieces[1::2], strict=False):
        yield words, int(number)
    if pieces[-1]:
        yield pieces[-1], None
