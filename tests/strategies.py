"""Anything that feeds may say: random Unicode, markup, mentions, other people's addresses."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.domain.articles import Provenance, StoryId
from bot.domain.briefs import (
    Brief,
    DocumentLine,
    FigureLine,
    SourcedSentence,
    SourceLine,
    StoryLink,
    Update,
)
from bot.domain.feeds import FeedKind
from bot.domain.questions import Answer, Evidence, Line, Section
from bot.domain.stories import StoryPhase

HOSTILE = (
    "<!channel>",
    "<!here|here>",
    "<@U0ALICE>",
    "@everyone",
    "<https://evil.example|ledger.example>",
    "[ledger.example](https://evil.example)",
    "https://ledger.example.com",
    "visit bigbank.com now",
    "\u202egpj.exe",
    "zero\u200bwidth\u2060joiner\ufeff",
    "z\u0335\u0336\u0337\u0338\u0339a\u0335\u0336\u0337lgo",
    "*bold* _it_ ~no~ `code` ```block```",
    "line\nbreak\r\n\u2028next",
    "&lt;!channel&gt; AT&T",
    ":warning: :tada:",
    "\x00\x07\x1b[31m",
    "ＩＣＥ ﷽ 👩‍👩‍👧 🇺🇸",
    "",
    " ",
    "\ud83d",
    "word " * 900,
    "x" * 5000,
)

hostile = st.sampled_from(HOSTILE)
texts = st.one_of(
    hostile,
    st.text(max_size=40),
    # Long and random, for the price of a short draw.
    st.tuples(st.text(min_size=1, max_size=12), st.integers(10, 80)).map(
        lambda one: one[0] * one[1]
    ),
    st.lists(hostile, min_size=2, max_size=5).map(" ".join),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
addresses = st.builds(
    "https://{}.example/{}".format,
    st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20),
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-/?=&%._~", max_size=75),
)
odd_addresses = st.one_of(
    addresses,
    st.sampled_from(
        (
            "javascript:alert(1)",
            "https://user:pass@evil.example/a|b>c",
            "https://bücher.example/ü",
            "https://[::1]:80/",
            "http://[broken",
            "https://ledger.example@evil.example/",
            "https://long.example/" + "a" * 2900,
            "https://toolong.example/" + "a" * 4000,
            'https://pipes.example/a|b c"<>^`{}\\',
            "",
            "not an address",
        )
    ),
)
names = st.text(st.characters(categories=("L", "Nd"), max_codepoint=0x24F), min_size=1, max_size=40)


def source_lines(urls):
    return st.builds(
        SourceLine,
        number=st.just(0),
        outlet=texts,
        kind=st.sampled_from(FeedKind),
        provenance=st.sampled_from(Provenance),
        title=texts,
        url=urls,
        published_at=moments,
        note=st.none() | texts,
    )


def sentences(count: int = 60):
    return st.builds(SourcedSentence, text=texts, source=st.integers(1, count))


def figures(speakers):
    return st.builds(
        FigureLine,
        surface=texts,
        counts=texts,
        speaker=speakers,
        source=st.integers(1, 60),
        differences=st.lists(texts, max_size=3).map(tuple),
    )


def many(strategy, most: int):
    return st.lists(strategy, max_size=most).map(tuple)


def repeated(strategy, most: int, times: int):
    """As many as `most * times`, for the price of drawing `most`."""
    return st.tuples(many(strategy, most), st.integers(1, times)).map(lambda one: one[0] * one[1])


def briefs(*, urls=odd_addresses, speakers=texts, most_sources: int = 70, most_figures: int = 40):
    def numbered(sources):
        return tuple(
            SourceLine(**{name: getattr(one, name) for name in one.__slots__} | {"number": number})
            for number, one in enumerate(sources, 1)
        )

    # A story's own number stands for another post of the same story.
    neighbours = st.builds(
        StoryLink,
        story=st.sampled_from((StoryId(3), StoryId(4))),
        headline=texts,
        url=st.none() | odd_addresses,
    )
    return st.builds(
        Brief,
        story=st.just(StoryId(3)) | st.integers(1, 10**9).map(StoryId),
        headline=texts,
        sources=st.tuples(
            st.lists(source_lines(urls), min_size=1, max_size=min(most_sources, 6)),
            st.integers(1, max(most_sources // 6, 1)),
        ).map(lambda one: numbered(one[0] * one[1])),
        opened_at=moments,
        updated_at=moments,
        phase=st.sampled_from(StoryPhase),
        sentences=many(sentences(), 4),
        response=st.none() | sentences(),
        response_expected=st.booleans(),
        figures=repeated(figures(speakers), 4, max(most_figures // 4, 1)),
        places=repeated(texts, 4, 4),
        agencies=repeated(texts, 3, 4),
        people=repeated(texts, 3, 4),
        documents=repeated(
            st.builds(
                DocumentLine, label=texts, url=st.none() | odd_addresses, status=st.none() | texts
            ),
            3,
            5,
        ),
        only_in=many(sentences(), 5),
        correction=st.none() | sentences(),
        continues=st.none() | neighbours,
        goes_on_in=st.none() | neighbours,
        next_turn=st.none() | neighbours,
        related=many(st.builds(StoryLink, story=st.just(StoryId(4)), headline=texts), 5),
    )


updates = st.builds(
    Update,
    story=st.just(StoryId(12)),
    heading=texts,
    is_correction=st.booleans(),
    lines=repeated(sentences(), 6, 10),
    sources=repeated(source_lines(odd_addresses), 5, 8),
)

lines = st.builds(
    Line,
    text=texts,
    url=st.none() | odd_addresses,
    evidence=repeated(st.builds(Evidence, outlet=texts, url=odd_addresses, at=moments), 3, 7),
    detail=texts,
    story=st.none() | st.integers(1, 10**9).map(StoryId),
)

answers = st.builds(
    Answer,
    title=texts,
    summary=texts,
    brief=st.none() | briefs(),
    sections=repeated(st.builds(Section, heading=texts, lines=repeated(lines, 3, 10)), 4, 10),
    notes=many(texts, 20),
    page=st.integers(1, 9),
    page_count=st.integers(1, 9),
    question=texts,
)
