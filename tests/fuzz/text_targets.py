"""Targets of bot/text: what each reading function promises of any text."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from hypothesis import strategies as st

from bot.domain.claims import ClaimKind
from bot.domain.errors import ParseError
from bot.text import clean, urls
from bot.text.claims import find_claims
from bot.text.dates import parse_published, resolve_day
from bot.text.decoding import decode
from bot.text.documents import find_documents
from bot.text.entities import find_mentions
from bot.text.figures import find_figures
from bot.text.privacy import private_names, redact
from bot.text.quantities import find_numbers
from bot.text.quotations import find_quotations, mask
from bot.text.sentences import split
from tests.fuzz import grammars
from tests.fuzz.target import Target

SATURDAY = datetime(2025, 9, 20, 16, 0, tzinfo=UTC)
BASE = "https://base.example/list/"

# -- addresses -----------------------------------------------------------------------------------

#: Hosts that only hand on to another one, which is meant to be named.
_WRAPPERS = re.compile(r"(?:www\.)?google\.[a-z.]+|.*\.cdn\.ampproject\.org|www\.bing\.com")
#: Under these somebody's name begins one label further left.
_SUFFIX = re.compile(r"(?:co|com|org|net|gov|edu|ac)\.[a-z]{2}|[a-z0-9-]+")


def check_address(text: str) -> None:
    for base in (None, BASE):
        found, given = urls.canonical_url(text, base), urls.absolute_url(text, base)
        urls.host_of(text)
        assert (found is None) <= (given is None) or len(found or "") == 0
        if found is None or given is None:
            continue
        parts = urlsplit(found)
        assert parts.scheme in {"http", "https"}
        assert "@" not in parts.netloc
        assert found.isascii() and found.isprintable() and " " not in found
        assert len(found) <= urls.MAX_LENGTH
        assert urls.canonical_url(found) == found
        assert urls.page_key(found) == urls.page_key(found)
        _is_same_host(given, parts.hostname or "")


def _is_same_host(given: str, found: str) -> None:
    before = ".".join(urls.canonical_url(given).split("/")[2].rsplit(":", 1)[:1])
    host = (urlsplit(given).hostname or "").rstrip(".")
    if _WRAPPERS.fullmatch(host.lower()):
        return
    if ":" not in host:
        host = host.encode("idna").decode("ascii").lower()
        assert host == found or re.fullmatch(rf"(?:amp\.)+{re.escape(found)}", host), before
    assert host == found or not _SUFFIX.fullmatch(found)


# -- characters and markup -----------------------------------------------------------------------

_TAG = re.compile(r"</?(?:p|br|div|span|a|b|i|script|style|table|td|iframe)(?:\s[^<>]*)?/?>", re.I)
_TURNING = frozenset("\u061c\u200b\u200e\u200f\ufeff") | {
    chr(each) for each in (*range(0x202A, 0x202F), *range(0x2060, 0x206A))
}


def check_markup(text: str) -> None:
    plain = clean.plain_text(text)
    title = clean.title_text(text)
    for shown in (plain, title):
        assert _TAG.search(shown) is None
        assert all(unicodedata.category(one) not in {"Cc", "Cs", "Co"} for one in shown.replace("\n", ""))
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
        st.binary(max_size=60) | st.text(max_size=30).map(lambda t: t.encode("utf-8", "surrogatepass")),
    ),
    st.none() | st.sampled_from(_LABELS) | st.text(max_size=8),
)


def _document_of(text: str) -> tuple[bytes, str | None]:
    """Read a seed as `charset|characters up to U+00FF`."""
    charset, _, content = text.partition("|")
    return content.encode("latin-1", "replace"), charset or None


# -- sentences, quotations, numbers, claims ------------------------------------------------------


def _squeezed(text: str) -> str:
    return "".join(text.split())


def check_sentences(body: str) -> None:
    found = split(body)
    assert all(body[one.start : one.end] == one.text for one in found)
    assert _squeezed("".join(one.text for one in found)) == _squeezed(body)


def check_quotations(body: str) -> None:
    found = find_quotations(body)
    at = 0
    for one in found:
        assert at <= one.start < one.end <= len(body)
        at = one.end
        marks = str.maketrans("", "", "“”\"„«»")
        own = _squeezed(body[one.start : one.end].translate(marks))
        assert _squeezed(one.words.translate(marks)) == own
    masked = mask(body, found)
    assert len(masked) == len(body)


def check_numbers(sentence: str) -> None:
    at = 0
    for one in find_numbers(sentence, ()):
        assert 0 <= one.start < one.end <= len(sentence)
        assert one.start >= at, "numbers overlap"
        at = one.end
        assert one.value.is_finite() and one.value >= 0


def check_figures(sentence: str) -> None:
    words = set(re.findall(r"\w+", sentence))
    line = " ".join(sentence.split())
    for one in find_figures(sentence):
        assert one.surface and one.surface in line
        assert one.period is None or one.period in sentence
        assert set(re.findall(r"\w+", one.counts)) <= words
        assert one.value.is_finite()


def check_claims(body: str) -> None:
    mentions = find_mentions(body)
    line = _squeezed(body)
    for one in find_claims(body, mentions):
        assert 0 <= one.start < one.end <= len(body)
        own = body[one.start : one.end]
        if one.kind is ClaimKind.STATEMENT:
            assert own == one.words == one.sentence
        assert one.sentence in body
        assert set(re.findall(r"\w+", one.words)) <= set(re.findall(r"\w+", own))
        assert all(_squeezed(figure.surface) in line for figure in one.figures)


def check_mentions(body: str) -> None:
    mentions = find_mentions(body)
    assert all(body[one.start : one.end] == one.surface for one in mentions)
    shown = " ".join(body.split())
    assert all(name in shown for name in private_names(body, mentions))


def check_documents(text: str) -> None:
    for one in find_documents(text):
        assert one.citation.isprintable()
        assert one.url is None or urls.canonical_url(one.url) is not None


def _read_claims(body: str) -> object:
    return find_claims(body, ())


# -- dates ---------------------------------------------------------------------------------------


def check_times(text: str) -> None:
    found = parse_published(text)
    assert found is None or (1969 <= found.year <= 2101 and found.tzinfo is UTC)
    for published_at in (SATURDAY, datetime(1970, 1, 1, tzinfo=UTC)):
        assert isinstance(resolve_day(text, published_at), date | None)


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


SPEECH = (
    *("“a b c d e f” he said ", "He said “a b c ", "said ", "according to ", "a, b, ", "“", '"', "”"),
    *("he said, ", "Ada Quill, ", "The Agency ", "A. ", "and who ", "\n“a", "– ", "Mr. ", "x: ", "( "),
)
NUMBERS = (
    *("1,000", "1,", "1 ", "1", "12 people ", "one in five ", "from 2019 to ", "in the A ", "a half "),
    *("since May 1 ", "between May 1 and ", "under Mr. ", "nine-", "two-thirds of ", "the A b ", "$1. "),
    *("during the first half of ", "Aa ", " ", "(", "—", "% ", "up 12 from "),
)
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
            *("<", "<a", "<a ", "<!--", "<nav>", "</nav", "<script>", "&", "&#", "&#9", "&lt;b&gt;"),
            *("<![CDATA[", "<p>x", "<td>", " ", "\n", " \n", "\u0301", "<b>&lt;", "data:a/", "<a b='"),
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
    Target(
        name="sentences",
        check=check_sentences,
        inputs=grammars.articles,
        run=split,
        pieces=(
            *(".", ". ", "A. ", "a.b. ", "“", ".” ", "…", "\n", " \n", "\n ", "1. ", "U.S. A", "a'"),
            *("x" * 60 + "\n", "no. 1 ", "Aa.Aa", "(", "• a\n"),
        ),
    ),
    Target(
        name="quotations",
        check=check_quotations,
        inputs=grammars.articles,
        run=find_quotations,
        pieces=("“", "”", '"', '" a', '“a\n\n', "“a\n \n", "\n", "«", "„a» "),
    ),
    Target(
        name="quantities",
        check=check_numbers,
        inputs=grammars.articles,
        run=lambda text: list(find_numbers(text[:2000], ())),
        pieces=NUMBERS,
    ),
    Target(
        name="figures",
        check=check_figures,
        inputs=grammars.articles,
        run=find_figures,
        pieces=NUMBERS,
    ),
    Target(
        name="claims",
        check=check_claims,
        inputs=grammars.articles,
        run=_read_claims,
        pieces=(*SPEECH, *NUMBERS),
    ),
    Target(
        name="mentions",
        check=check_mentions,
        inputs=grammars.articles,
        run=lambda body: private_names(body, find_mentions(body)),
        pieces=(
            *("Ada Quill ", "Ada ", "A. ", "A.", "JANE ROE ", "JANE ROE: \n", "Sheriff ", "Mr. Aa "),
            *("Ada Quill, Ada Quill\n", "the ", "U.S. ", "ICE ", "&", "a'", "A-", "of the A "),
        ),
    ),
    Target(
        name="documents",
        check=check_documents,
        inputs=grammars.articles,
        run=find_documents,
        pieces=("8 U.S.C. 1(a)", "90 FR 1", "8 CFR 1.1 final rule ", "H.R. 1 ", "1-", "I-9 ", "(a)"),
    ),
    Target(name="dates", check=check_times, inputs=grammars.printed_times),
    Target(
        name="redaction",
        check=check_redaction,
        inputs=_redactable,
        read=_redaction_of,
        run=redact,
        pieces=(
            *("1", "12 ", "12 Aa ", "12 A ", "(312) ", "312-", "A1", "A ", "A-", "12 1st ", "call 1"),
            *("12 Elm Street, ", "alien number ", "Aa.", "12 " + "A" * 21 + " "),
        ),
    ),
)
