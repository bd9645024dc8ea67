"""Briefs: what we say about a story, platform-free; and the smaller things we post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.articles import Provenance, StoryId
from bot.domain.feeds import FeedKind
from bot.domain.stories import StoryPhase


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One article of the story as a numbered source."""

    number: int
    outlet: str
    kind: FeedKind
    provenance: Provenance
    title: str
    url: str
    published_at: datetime
    #: "adds a table and three quotes found nowhere else"; None when there is nothing to say.
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedSentence:
    """An outlet's own sentence, verbatim, and the number of its source."""

    text: str
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure as it is printed: never without its speaker."""

    #: "70%", "more than 90%".
    surface: str
    counts: str
    #: "ICE", or "no speaker named".
    speaker: str
    source: int
    #: How others give the same figure ("a rewrite gives it to DHS [2]").
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A primary document and its official page (None when there is none)."""

    label: str
    url: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """Another story, named."""

    story: StoryId
    headline: str
    #: Our own post of it in the channel the card goes to; None when there is none to link.
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What we say about one story. It cannot be built without a source."""

    story: StoryId
    #: The lead outlet's headline, word for word.
    headline: str
    #: Originals first, rewrites last; numbered from 1 in this order.
    sources: tuple[SourceLine, ...]
    opened_at: datetime
    updated_at: datetime
    phase: StoryPhase
    #: Two to four sentences of the outlets.
    sentences: tuple[SourcedSentence, ...] = ()
    #: The other side's answer; None means that none was reported.
    response: SourcedSentence | None = None
    #: True when the story names a target that could have answered.
    response_expected: bool = False
    figures: tuple[FigureLine, ...] = ()
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    #: What stands in one derivative outlet alone, each with its source.
    only_in: tuple[SourcedSentence, ...] = ()
    #: The newest published correction, with its source; None when there is none.
    correction: SourcedSentence | None = None
    #: The earlier story this one is a new turn of; with this story's own number, the earlier post
    #: of the same story, which this one re-opens after quiet.
    continues: StoryLink | None = None
    #: Where the story is told from now on: the story it was merged into or, with its own number,
    #: the post that re-opened it. What this post says is kept as it was then.
    goes_on_in: StoryLink | None = None
    #: The newest story that is a later turn of this one; this card is kept true all the same.
    next_turn: StoryLink | None = None
    related: tuple[StoryLink, ...] = ()

    def __post_init__(self) -> None:
        if not self.sources:
            msg = "a brief without a source cannot be printed"
            raise ValueError(msg)

    @property
    def lead(self) -> SourceLine:
        """Return the source whose headline is printed."""
        return self.sources[0]

    @property
    def outlet_count(self) -> int:
        """How many outlets carry the story."""
        return len({source.outlet for source in self.sources})

    @property
    def independent_count(self) -> int:
        """How many outlets did work of their own: copies and rewrites do not count."""
        return len(
            {source.outlet for source in self.sources if not source.provenance.is_derivative}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A note for a story's thread: what is materially new, or a correction."""

    story: StoryId
    #: "What is new" or "Correction".
    heading: str
    #: True for a correction, which is shown as loudly as the claim was.
    is_correction: bool
    lines: tuple[SourcedSentence, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Several stories in one message: a scheduled digest or what overflowed an hour's limit."""

    title: str
    briefs: tuple[Brief, ...]
    #: Stories that did not fit.
    omitted_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line of our own to the operators' channel."""

    title: str
    lines: tuple[str, ...] = ()


Message = Brief | Update | Digest | Notice
