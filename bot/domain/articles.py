"""Entries, articles, and what the bot understood of an article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from bot.domain.claims import Claim, PrimaryDocument
from bot.domain.entities import Mention, OfficeTerm
from bot.domain.feeds import BACKFILLS, FeedId, FeedKind

ArticleId = NewType("ArticleId", int)
StoryId = NewType("StoryId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed said, word for word (HTML kept, addresses made absolute); short-lived."""

    feed: FeedId
    #: The feed's own id; None when it gave none.
    guid: str | None
    #: Absolute http(s) address; empty when the entry has no usable link.
    url: str
    #: Plain text, entities decoded once.
    title: str
    #: The longest text the feed gives (HTML or plain); empty when it gives none.
    content: str = ""
    summary: str = ""
    #: Aware UTC; None when absent or unreadable.
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    #: The outlet an aggregator names for this entry (`<source>`); None elsewhere.
    outlet: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article's raw material for reading: the outlet's text before cleaning."""

    title: str
    #: Plain text (paragraphs parted by blank lines) or HTML.
    text: str
    outlet: str
    url: str
    official: bool
    published_at: datetime
    #: The operators' terms of office, which go before those of the lists.
    officials: tuple[OfficeTerm, ...] = ()
    #: Keys of the lines that its outlet repeats (`bot.text.prose.recurrence`), ascending.
    recurring: tuple[int, ...] = ()


class Provenance(StrEnum):
    """How an article relates to its story."""

    OFFICIAL = "official"
    ORIGINAL = "original"
    WIRE_COPY = "wire copy"
    PRESS_RELEASE_COPY = "press-release copy"
    REWRITE = "rewrite"

    @property
    def is_derivative(self) -> bool:
        """Whether the article adds no source of its own."""
        return self in {
            Provenance.WIRE_COPY,
            Provenance.PRESS_RELEASE_COPY,
            Provenance.REWRITE,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """How surely an article is on the beat, 0 to 1, with reasons a reader understands."""

    score: float
    relevant: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """A sketch of a text's word shingles: the smallest hashes of the set, and the set's size."""

    #: Ascending; at most the sketch size of `bot.text.events.fingerprint`.
    hashes: tuple[int, ...] = ()
    #: Number of distinct shingles of the whole text.
    shingle_count: int = 0
    #: Hashes of the shingles the text opens with, ascending.
    lead: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What matching compares: weighted terms and anchors of one article. Built by text.matching."""

    #: Canonical lower-case terms with counts (title terms counted more), ascending by term.
    terms: tuple[tuple[str, float], ...] = ()
    title_terms: tuple[str, ...] = ()
    #: Entity ids of actors (agencies, officials, people, organisations, courts, laws).
    actors: tuple[str, ...] = ()
    #: Place and facility entity ids, and two-letter state codes prefixed `state:`.
    places: tuple[str, ...] = ()
    #: Canonical action words of title and lead ("arrest", "sue", "end", "restore").
    actions: tuple[str, ...] = ()
    #: ISO dates the text resolves to.
    dates: tuple[str, ...] = ()
    #: ISO date on which the lead says it happened ("on Tuesday"); empty when it does not say.
    happened: str = ""
    #: Figures as `value unit`.
    numbers: tuple[str, ...] = ()
    #: Hashes of word shingles inside quotation marks.
    quoted: tuple[int, ...] = ()
    #: A vector of headline and lead as `bot.text.events.meaning` writes it; empty without a model.
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the bot understood of one article, from its text alone."""

    #: The article's own sentences: furniture removed, private details redacted.
    body: str
    byline: str | None = None
    #: A time of publication printed in the text; None when there is none.
    printed_at: datetime | None = None
    relevance: Relevance = field(
        default_factory=lambda: Relevance(score=0.0, relevant=False, reasons=())
    )
    fingerprint: Fingerprint = field(default_factory=Fingerprint)
    traits: Traits = field(default_factory=Traits)
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    documents: tuple[PrimaryDocument, ...] = ()
    #: Signs of a low-quality rewrite found in the raw text, each a reason for print.
    rewrite_signs: tuple[str, ...] = ()
    #: A published correction's sentence; None when the article carries none.
    correction: str | None = None
    #: Names of people without a public role: nothing that holds one is printed.
    private_names: tuple[str, ...] = ()
    #: Keys of its lines that are furniture if its outlet repeats them; kept beside the archive's
    #: readings, not in them, so a reading that was stored has none.
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry we kept: one page of one outlet, belonging to one story."""

    id: ArticleId
    story: StoryId
    feed: FeedId
    outlet: str
    kind: FeedKind
    #: Canonical address; the feed's own address when it has no canonical form.
    url: str
    guid: str | None
    title: str
    #: Body after cleaning; may be empty when the feed gave a title only.
    text: str
    byline: str | None
    published_at: datetime
    #: False when the feed gave no date and `published_at` is when we first saw it.
    dated: bool
    first_seen_at: datetime
    language: str
    #: Digest of title and text, to tell a repeat from a revision.
    content_hash: str
    provenance: Provenance = Provenance.ORIGINAL
    #: Why this provenance, for print.
    provenance_reasons: tuple[str, ...] = ()
    #: The article this one copies or rewrites; None for originals.
    derived_from: ArticleId | None = None
    score: float = 0.0
    #: Two-letter states its text is about.
    states: tuple[str, ...] = ()
    revised_at: datetime | None = None

    @property
    def is_backfilled(self) -> bool:
        """Whether it was brought in after its time: no news, whatever its dates say."""
        return self.feed in BACKFILLS


class ChangeKind(StrEnum):
    """What a publisher changed."""

    TYPO = "typo"
    HEADLINE = "headline"
    NUMBER = "number"
    NAME = "name"
    QUOTE = "quote"
    TEXT = "text"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two texts of an article."""

    kind: ChangeKind
    before: str
    after: str

    @property
    def is_material(self) -> bool:
        """Whether readers of the earlier text should be told."""
        return self.kind not in {ChangeKind.TYPO, ChangeKind.TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An article's earlier text, kept when the publisher changed it."""

    article: ArticleId
    title: str
    text: str
    #: When the new text was seen.
    replaced_at: datetime
    changes: tuple[Change, ...] = ()
