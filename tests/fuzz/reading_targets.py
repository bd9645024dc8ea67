"""Targets of what is read out of an article: each finding is the article's own words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.domain.articles import Draft, Reading
from bot.domain.claims import ClaimKind
from bot.text.claiming.claims import find_claims
from bot.text.claiming.figures import find_figures
from bot.text.claiming.quantities import find_numbers
from bot.text.claiming.quotations import find_quotations, mask
from bot.text.names.documents import find_documents
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names
from bot.text.private.redaction import redact
from bot.text.prose import urls
from bot.text.prose.sentences import split
from bot.text.reading import LONGEST_TEXT, read_draft
from tests.fuzz import grammars
from tests.fuzz.target import Target


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
        marks = str.maketrans("", "", '“”"„«»')
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
        assert one.value.is_finite()
        assert one.value >= 0


def check_figures(sentence: str) -> None:
    words = set(re.findall(r"\w+", sentence))
    line = " ".join(sentence.split())
    for one in find_figures(sentence):
        assert one.surface
        assert one.surface in line
        assert one.period is None or one.period.lower() in sentence.lower()
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


SPEECH = (
    *(
        "“a b c d e f” he said ",
        "He said “a b c ",
        "said ",
        "according to ",
        "a, b, ",
        "“",
        '"',
        "”",
    ),
    *(
        "he said, ",
        "Ada Quill, ",
        "The Agency ",
        "A. ",
        "and who ",
        "\n“a",
        "– ",
        "Mr. ",
        "x: ",
        "( ",
    ),
)
NUMBERS = (
    *(
        "1,000",
        "1,",
        "1 ",
        "1",
        "12 people ",
        "one in five ",
        "from 2019 to ",
        "in the A ",
        "a half ",
    ),
    *(
        "since May 1 ",
        "between May 1 and ",
        "under Mr. ",
        "nine-",
        "two-thirds of ",
        "the A b ",
        "$1. ",
    ),
    *("during the first half of ", "Aa ", " ", "(", "—", "% ", "up 12 from "),
)
#: Pieces of datelines, bylines, labels, tables and lists, which furniture is known by.
LAYOUT = (
    *("A", "A.", "A ", "Aa ", "(", ")", "-", "— ", "•", "|", "1%\n", "a: 1%\n", "%", "’", "\u00a0"),
    *(
        "revised ",
        "updated: ",
        "By Ada Quill ",
        "By A",
        "AKRON, ",
        "(AP) ",
        "Read more",
        "Related: ",
    ),
    *(
        "Photo by ",
        "Correction: ",
        "@",
        "* ",
        "share\n",
        "Ada Quill is a ",
        "$",
        "IL, ",
        "a.b.",
        "/",
    ),
)


def _draft(text: str) -> Draft:
    return Draft(
        title="Harper County board debates detainers",
        text=text,
        outlet="Capital Ledger",
        url="https://ledger.example/a",
        official=False,
        published_at=datetime(2025, 9, 20, 16, 0, tzinfo=UTC),
    )


def _read(text: str) -> Reading:
    return read_draft(_draft(text))


def check_reading(text: str) -> None:
    found = _read(text)
    assert len(found.body) <= LONGEST_TEXT
    assert redact(found.body) == found.body
    assert 0 <= found.relevance.score <= 1
    assert all(one.end <= len(found.body) for one in found.claims)
    assert found == _read(text)


READING_TARGETS = (
    Target(
        name="reading",
        check=check_reading,
        inputs=grammars.articles | grammars.markup,
        run=_read,
        pieces=(*LAYOUT, *SPEECH, *NUMBERS),
    ),
    Target(
        name="sentences",
        check=check_sentences,
        inputs=grammars.articles,
        run=split,
        pieces=(
            *(
                ".",
                ". ",
                "A. ",
                "a.b. ",
                "“",
                ".” ",
                "…",
                "\n",
                " \n",
                "\n ",
                "1. ",
                "U.S. A",
                "a'",
            ),
            *("x" * 60 + "\n", "no. 1 ", "Aa.Aa", "(", "• a\n"),
        ),
    ),
    Target(
        name="quotations",
        check=check_quotations,
        inputs=grammars.articles,
        run=find_quotations,
        pieces=("“", "”", '"', '" a', "“a\n\n", "“a\n \n", "\n", "«", "„a» "),
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
            *(
                "Ada Quill ",
                "Ada ",
                "A. ",
                "A.",
                "JANE ROE ",
                "JANE ROE: \n",
                "Sheriff ",
                "Mr. Aa ",
            ),
            *("Ada Quill, Ada Quill\n", "the ", "U.S. ", "ICE ", "&", "a'", "A-", "of the A "),
        ),
    ),
    Target(
        name="documents",
        check=check_documents,
        inputs=grammars.articles,
        run=find_documents,
        pieces=(
            "8 U.S.C. 1(a)",
            "90 FR 1",
            "8 CFR 1.1 final rule ",
            "H.R. 1 ",
            "1-",
            "I-9 ",
            "(a)",
        ),
    ),
)
