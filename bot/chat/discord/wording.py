"""Foreign words and addresses made harmless for Discord: what is shown, how long, where it leads.

Discord's markdown is escaped where it means something; the rest of a text stays as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlsplit, urlunsplit

ELLIPSIS = "…"
#: Longest address of an embed (Discord, embed limits).
MAX_URL = 2048
#: Combining marks in a row that real scripts use; more is a stack that covers its neighbours.
MAX_MARKS = 3

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
#: Visible by category, yet shown as nothing: joiners, fillers and blank patterns.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HOST_RUN = re.compile(r"[\w.\-。．｡]+")
_HOST_LIKE = re.compile(r"[\w-][.。．｡][^\W\d_]{2}")
#: No parentheses: they end a masked link.
_KEPT_IN_URL = "%/:?#[]@!$&'+,;=-._~"
#: `#`, `>`, `-` and `+` mean something at the start of a line only. A colon begins an emoji's name
#: or follows a scheme, unless a space or a clock's minutes follow it.
_MARKUP = re.compile(r"[\\*_~`|\[\]()<@]|:(?![\s\d]|$)|(?<!\d):(?=\d)|^[#>+-]")


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


def escape(text: str) -> str:
    """Return one line of text whose markdown, mentions, emoji names and addresses stay letters."""
    return _MARKUP.sub(r"\\\g<0>", text)


def length(text: str) -> int:
    """Return the length in UTF-16 units: what Discord counts is undocumented, and this is most."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def fitted(text: str, limit: int) -> str:
    """Return the text escaped and at most `limit` long (at least 4), cut at a word's end."""
    room = limit
    shown = escape(shorten(text, room))
    while length(shown) > limit:
        room = min(room - 1, room * limit // length(shown))
        shown = escape(shorten(text, max(room, 1)))
    return shown


def safe_url(url: str) -> str | None:
    """Return the address as it may be linked, or None for anything but plain http and https.

    Credentials are dropped, other alphabets in the host are shown as what they are (punycode),
    and characters with a meaning in markdown are percent-encoded. A plain address comes back
    unchanged.
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
    kept = url if plain and url.isascii() and url.isprintable() and " " not in url else rebuilt
    encoded = quote(kept, safe=_KEPT_IN_URL)
    return encoded if len(encoded) <= MAX_URL else None


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


def moment(at: datetime, style: str = "f") -> str:
    """Return a time that each reader sees in their own zone; `R` counts from now."""
    return f"<t:{int(at.timestamp())}:{style}>"
