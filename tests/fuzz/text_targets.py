"""Targets of foreign text on its way in: addresses, markup, bytes, times, private numbers."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from urllib.parse import urlsplit

from hypothesis import strategies as st

from bot.domain.errors import ParseError
from bot.text.private.redaction import redact
from bot.text.prose import clean, urls
from bot.text.prose.dates import parse_published
from bot.text.prose.decoding import decode
from tests.fuzz import grammars
from tests.fuzz.target import Target

BASE = "https://base.example/list/"

# -- addresses -----------------------------------------------------------------------------------

#: Hosts that only hand on to another one, which is meant to be named.
_WRAPPERS = re.compile(r"(?:www\.)?google\.[a-z.]+|.*\.cdn\.ampproject\.org|www\.bing\.com")
#: Under these somebody's name begins one label further left.
_SUFFIX = re.compile(r"(?:co|com|org|net|gov|edu|ac)\.[a-z]{2}|[a-z0-9-]+")


def check_address(text: str) -> None:
    for base in (None, BASE):
        found, given = urls.canonical_url(text, base), urls.absolute_url(text, base)
        assert found is None or given is not None
        if found is not None and given is not None:
            _is_plain(found)
            _is_same_host(given, urlsplit(found).hostname or "")
    assert isinstance(urls.host_of(text), str)


def _is_plain(found: str) -> None:
    parts = urlsplit(found)
    assert parts.scheme in {"http", "https"}
    assert "@" not in parts.netloc
    assert found.isascii()
    assert found.isprintable()
    assert " " not in found
    assert len(found) <= urls.MAX_LENGTH
    assert urls.canonical_url(found) == found


def _is_same_host(given: str, found: str) -> None:
    host = (urlsplit(given).hostname or "").rstrip(".")
    if ":" in host or _WRAPPERS.fullmatch(host.lower()):
        return
    plain = host.encode("idna").decode("ascii").lower().rstrip(".")
    if plain != found:
        assert re.fullmatch(rf"(?:amp\.)+{re.escape(found)}", plain)
        assert _SUFFIX.fullmatch(found) is None


# -- characters and markup -----------------------------------------------------------------------

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|script|style|table|td|iframe)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_TURNING = frozenset("\u061c\u200b\u200e\u200f\ufeff") | {
    chr(each) for each in (*range(0x202A, 0x202F), *range(0x2060, 0x206A))
}


def check_markup(text: str) -> None:
    plain = clean.plain_text(text)
    title = clean.title_text(text)
    for shown in (plain, title):
        assert _TAG.search(shown) is None
        assert {"Cc", "Cs", "Co"}.isdisjoint(map(unicodedata.category, shown.replace("\n", "")))
        assert _TURNING.isdisjoint(shown)
        # A decomposed letter is up to three characters (Unicode, NFC of U+FB2C).
        assert len(shown) <= 3 * len(text)
    assert "\n" not in title
    assert clean.tidy(plain) == plain
    assert clean.one_line(title) == title


def check_bytes(document: tuple[bytes, str | None]) -> None:
    content, charset = document
    try:
        text = decode(content, charset)
    except ParseError:
        return
    assert len(text) <= len(content)
    text.encode("utf-8")


_LABELS = (
    *("utf-8", "utf-7", "utf-16", "utf-32", "idna", "punycode", "undefined", "unicode_escape"),
    *("raw_unicode_escape", "rot13", "base64", "zlib", "iso-8859-1", "windows-1252", "gb18030"),
    *("shift_jis", "hz", "iso2022_jp", "big5", "koi8-r", "mac-roman", "cp65001", "x\0y", "", "é"),
)
_documents = st.tuples(
    st.builds(
        bytes.__add__,
        st.sampled_from(_LABELS).map(lambda name: f'<?xml encoding="{name}"?>'.encode())
        | st.sampled_from((b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<\0", b"<\0")),
        st.binary(max_size=60)
        | st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace")),
    ),
    st.none() | st.sampled_from(_LABELS) | st.text(max_size=8),
)


def _document_of(text: str) -> tuple[bytes, str | None]:
    """Read a seed as `charset|characters up to U+00FF`."""
    charset, _, content = text.partition("|")
    return content.encode("latin-1", "replace"), charset or None


# -- dates ---------------------------------------------------------------------------------------


def check_times(text: str) -> None:
    found = parse_published(text)
    assert found is None or (1969 <= found.year <= 2101 and found.tzinfo is UTC)


# -- private numbers -----------------------------------------------------------------------------


def check_redaction(case: tuple[str, str]) -> None:
    text, secret = case
    once = redact(text)
    assert redact(once) == once
    assert not secret or secret not in once


_hidden = st.builds(
    lambda before, left, secret, right, after: (
        f"{before}{left}{secret}{right}{after}",
        secret,
    ),
    st.sampled_from(("", "He lives", "They wrote", "On Friday the clerk read it aloud")),
    st.sampled_from(grammars.BESIDE),
    grammars.secrets,
    st.sampled_from(grammars.AFTER),
    st.sampled_from(("", "said the clerk", "He left")),
)
_redactable = _hidden | st.tuples(
    grammars.articles | st.lists(grammars.secrets | st.text(max_size=3), max_size=6).map("".join),
    st.just(""),
)


def _redaction_of(text: str) -> tuple[str, str]:
    """Read a seed as `what must go|text`."""
    secret, _, rest = text.partition("|")
    return rest, secret


TEXT_TARGETS = (
    Target(
        name="urls",
        check=check_address,
        inputs=grammars.web_addresses,
        run=lambda text: urls.canonical_url(f"https://a.example/{text}"[: urls.MAX_LENGTH]),
        pieces=("/amp", "/index.html", "../", "%41", "a=b&", "?", "&amp;", "ü", "%", "//", "amp."),
    ),
    Target(
        name="markup",
        check=check_markup,
        inputs=grammars.markup,
        run=clean.plain_text,
        pieces=(
            *(
                "<",
                "<a",
                "<a ",
                "<!--",
                "<nav>",
                "</nav",
                "<script>",
                "&",
                "&#",
                "&#9",
                "&lt;b&gt;",
            ),
            *(
                "<![CDATA[",
                "<p>x",
                "<td>",
                " ",
                "\n",
                " \n",
                "\u0301",
                "<b>&lt;",
                "data:a/",
                "<a b='",
            ),
        ),
    ),
    Target(
        name="decoding",
        check=check_bytes,
        inputs=_documents,
        read=_document_of,
        run=lambda text: decode(text.encode("utf-8"), None),
        pieces=("<?xml ", "<meta ", "é", "a"),
    ),
    Target(name="dates", check=check_times, inputs=grammars.printed_times),
    Target(
        name="redaction",
        check=check_redaction,
        inputs=_redactable,
        read=_redaction_of,
        run=redact,
        pieces=(
            *(
                "1",
                "12 ",
                "12 Aa ",
                "12 A ",
                "(312) ",
                "312-",
                "A1",
                "A ",
                "A-",
                "12 1st ",
                "call 1",
            ),
            *("12 Elm Street, ", "alien number ", "Aa.", "12 " + "A" * 21 + " "),
        ),
    ),
)
