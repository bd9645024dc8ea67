"""Tellings: how two articles give one figure or one quotation, compared in words for print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from bot.domain.articles import Provenance
from bot.domain.claims import Claim, Figure, Speaker
from bot.domain.entities import Mention
from bot.text.comparing.sameness import (
    VERY_SUBJECT,
    WORD,
    Counted,
    agree,
    are_rivals,
    contradicts,
    period_key,
    stems,
    subject_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSource:
    """One article as the ledger reads it."""

    #: The caller's number for the article; it comes back in the ledger.
    article: int
    provenance: Provenance
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...] = ()
    #: Cleaned body, for the dates it names; empty when the caller has none.
    body: str = ""
    #: Local date of publication; a derivative may name it without adding anything.
    published_on: date | None = None
    #: Who printed it, and when: an outlet brings its own figures up to date; empty when unknown.
    outlet: str = ""
    published_at: datetime | None = None

    def is_same_outlets(self, other: LedgerSource) -> bool:
        """Whether one outlet printed both, so that neither confirms or contradicts the other."""
        return bool(self.outlet) and self.outlet == other.outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article's giving of one figure."""

    source: LedgerSource
    claim: Claim
    figure: Figure

    @property
    def counted(self) -> Counted:
        """The figure as it is compared with those of other articles."""
        return Counted(claim=self.claim, figure=self.figure, mentions=self.source.mentions)


#: Claims of one article that are compared; a longer list is a document, not a report.
MOST_CLAIMS = 150


def tellings(sources: Iterable[LedgerSource]) -> Iterator[Telling]:
    """Yield the figures of each article, those that somebody named gives first."""
    for source in sources:
        claims = sorted(
            source.claims[:MOST_CLAIMS], key=lambda one: (not one.speaker.is_named, one.start)
        )
        for claim in claims:
            for figure in claim.figures:
                yield Telling(source=source, claim=claim, figure=figure)


# -- figures -------------------------------------------------------------------------------------


def grouped(told: Iterable[Telling]) -> list[list[Telling]]:
    """Return the tellings by the figure they give: one value, or rival values of one thing.

    A rival stands in no article that gives the first value too: there the two are not one.
    """
    groups: list[_Group] = []
    by_value: dict[Decimal, list[_Group]] = {}
    for telling in told:
        counted = telling.counted
        alike = by_value.setdefault(telling.figure.value, [])
        group = next((one for one in alike if agree(one.counted, counted)), None)
        if group is None:
            group = _Group(counted=counted)
            groups.append(group)
            alike.append(group)
        group.told.append(telling)
    held = _Held()
    for group in groups:
        first = held.rival_of(group)
        if first is None:
            held.add(group)
        else:
            first.told.extend(group.told)
    return [group.told for group in held.groups]


@dataclass(slots=True, kw_only=True)
class _Group:
    """Tellings of one figure; `counted` is the first one's."""

    counted: Counted
    told: list[Telling] = field(default_factory=list)

    def is_rival_of(self, other: _Group) -> bool:
        """Whether the other gives another value of the same thing, in other articles."""
        # Most pairs differ in what they count; who tells them is looked at last.
        return are_rivals(self.counted, other.counted) and self.articles.isdisjoint(other.articles)

    @property
    def articles(self) -> frozenset[int]:
        return frozenset(one.source.article for one in self.told)

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """Unit, period and each word of what is counted: rivals have most of them in common."""
        figure = self.counted.figure
        period = period_key(figure.period)
        return [(figure.unit, period, word) for word in sorted(subject_of(figure))]


class _Held:
    """Groups in the order of their first telling, found by what they count.

    A running story has hundreds of figures; held one against one, they would be a card's dearest
    part.
    """

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._by_key: dict[tuple[str, str, str], list[int]] = {}

    def add(self, group: _Group) -> None:
        for key in group.keys:
            self._by_key.setdefault(key, []).append(len(self.groups))
        self.groups.append(group)

    def rival_of(self, group: _Group) -> _Group | None:
        """Return the first group that gives another value of the same thing."""
        keys = group.keys
        common = Counter(at for key in keys for at in self._by_key.get(key, ()))
        found = sorted(at for at, count in common.items() if count >= VERY_SUBJECT * len(keys))
        return next((self.groups[at] for at in found if self.groups[at].is_rival_of(group)), None)


def figure_reasons(lead: Telling, other: Telling) -> Iterator[str]:
    """Return how the other telling departs from the lead's, each a verb phrase for print."""
    if other.figure.value != lead.figure.value:
        yield _another_value(other)
        return
    if lead.source.is_same_outlets(other.source):
        return  # an outlet that words its own figure anew says nothing else
    if _direction(lead.figure.qualifier) != _direction(other.figure.qualifier):
        yield f"says “{_within(other.figure)}” for “{_within(lead.figure)}”"
    if other.claim.speaker.is_named or lead.claim.speaker.is_named:
        yield from _speaker_reasons(lead.claim.speaker, other)
    yield from _scope_reasons(lead, other)
    if contradicts(lead.figure.period, other.figure.period):
        yield f"gives the period as “{other.figure.period}”, not “{lead.figure.period}”"


def _another_value(other: Telling) -> str:
    """Return the other number with its speaker; which of the two is right, nobody has said."""
    speaker = other.claim.speaker
    cited = f", citing {_printed(speaker)}" if speaker.is_named or speaker.is_anonymous else ""
    return f"gives {_within(other.figure)}{cited}"


def _within(figure: Figure) -> str:
    """Return the number as it stands within a sentence ("At least 29" opened one)."""
    return figure.surface[:1].lower() + figure.surface[1:]


_DIRECTIONS = {
    "more": ("more than", "over", "at least", "above", "excess", "upward", "north", "or more"),
    "less": ("less than", "fewer", "under", "below", "up to", "as many", "most", "or less"),
    "near": (
        "about",
        "nearly",
        "almost",
        "around",
        "roughly",
        "approx",
        "close",
        "estimat",
        "some",
    ),
}


def _direction(qualifier: str | None) -> str:
    lowered = (qualifier or "").lower()
    if lowered.startswith(("no more", "not more")):
        return "less"
    for direction, openings in _DIRECTIONS.items():
        if any(opening in lowered for opening in openings):
            return direction
    return ""


def _speaker_reasons(speaker: Speaker, other: Telling) -> Iterator[str]:
    theirs = other.claim.speaker
    if (theirs.name, theirs.described_as) == (speaker.name, speaker.described_as):
        return
    if _is_one_name(theirs.name, speaker.name):
        return
    if theirs.is_named or theirs.is_anonymous:
        yield f"gives it to {_printed(theirs)}"
    elif not other.source.provenance.is_derivative:
        yield "names no speaker for it"
    else:
        yield "repeats it without a speaker"


def _is_one_name(one: str | None, two: str | None) -> bool:
    """Whether one name is the end of the other ("the Post", "Harbor Post")."""
    if one is None or two is None:
        return False
    short, long = sorted((one.removeprefix("the "), two.removeprefix("the ")), key=len)
    return long.endswith(f" {short}") or long == short


def _printed(speaker: Speaker) -> str:
    """Return the speaker as it stands within a sentence, without a role."""
    if speaker.name is None:
        return speaker.label
    return f"the {speaker.name}" if speaker.name.startswith("U.S. ") else speaker.name


_VERB = re.compile(
    r"\b(?:(?:have|has|had|having)\s(?!been\b|\w+ed\b)|(?:were|was|are|is|with|faced?|facing)\s)",
    re.IGNORECASE,
)
_PROPERTY_TAIL = re.compile(r"\s(?:on|in|to)\s(?:their|his|her|its)\s\w+$|\s(?:already|also)$")
_PROPERTY_HEAD = re.compile(r"^(?:either|both|been|also)\s")
_BACK_REFERENCE = re.compile(r"(?:them|those|these|whom|they)\b", re.IGNORECASE)


def _property(figure: Figure) -> str:
    """Return what a percentage says of those it counts ("convictions or pending charges")."""
    found = _VERB.search(figure.counts)
    if figure.unit != "percent" or found is None:
        return ""
    return _PROPERTY_HEAD.sub("", _PROPERTY_TAIL.sub("", figure.counts[found.end() :]))


def _scope_reasons(lead: Telling, other: Telling) -> Iterator[str]:
    """Return how what is counted, or what is said of it, differs."""
    given, changed = _property(lead.figure), _property(other.figure)
    missing = stems(given) - stems(changed)
    if given and changed and missing:
        verb = "shortens" if len(changed) < len(given) else "changes"
        yield f"{verb} “{given}” to “{changed}”"
    base = _BACK_REFERENCE.match(other.figure.counts)
    earlier = _figure_before(other)
    if lead.figure.unit != "percent" or base is None or earlier is None:
        return
    if not stems(earlier.surface) & stems(lead.claim.sentence):
        yield f"makes it a share of “{earlier.surface} {earlier.counts}”"


def _figure_before(telling: Telling) -> Figure | None:
    """Return the figure that a "them" of this one refers to: the one before it."""
    figures = telling.claim.figures
    at = figures.index(telling.figure)
    return figures[at - 1] if at else None


def who(source: LedgerSource, lead: LedgerSource | None = None) -> str:
    """Return who differs from the lead, for print: an outlet's own later report is an update."""
    if lead is not None and lead.is_same_outlets(source):
        return _which_of_its_own(source, lead)
    match source.provenance:
        case Provenance.OFFICIAL:
            return "an official release"
        case Provenance.ORIGINAL:
            return "another report"
        case derivative:
            return f"a {derivative.value}"


def _which_of_its_own(source: LedgerSource, lead: LedgerSource) -> str:
    if source.published_at is None or lead.published_at is None:
        return "another article of the same outlet"
    later = source.published_at > lead.published_at
    return f"{'a later' if later else 'an earlier'} article of the same outlet"


# -- quotations ----------------------------------------------------------------------------------

#: Quotations below this many words are too common to be compared.
_QUOTE_WORDS = 5
#: Share of words in the same order from which a quotation is an altered form of another.
_ALTERED = 0.6


def quote_reasons(lead: Claim, other: Claim) -> Iterator[str]:
    """Yield how a quotation differs from the lead's, for print behind `who`."""
    if likeness(lead, other) < 1:
        yield f"alters the words: “{other.words}”"
    if other.speaker.name != lead.speaker.name and (
        other.speaker.is_named or other.speaker.is_anonymous
    ):
        yield f"gives the words to {_printed(other.speaker)}"


def plain_words(text: str) -> tuple[str, ...]:
    """Return words as they are compared: small letters, plain apostrophes."""
    return tuple(word.lower().replace("’", "'") for word in WORD.findall(text))


@lru_cache(maxsize=1024)
def quoted_words(words: str) -> tuple[str, ...]:
    """Return the plain words of a quotation; each is held against many."""
    return plain_words(words)


def likeness(one: Claim, two: Claim) -> float:
    """Return 1 for the same words or a part of them, `_ALTERED` to 1 for altered ones, else 0."""
    first, second = quoted_words(one.words), quoted_words(two.words)
    short, long = sorted((first, second), key=len)
    if len(short) < _QUOTE_WORDS:
        return 1.0 if first == second else 0.0
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        return 1.0
    if len(set(short) & set(long)) < _ALTERED * len(set(short)):
        return 0.0
    matched = sum(
        block.size
        for block in SequenceMatcher(a=short, b=long, autojunk=False).get_matching_blocks()
        if block.size > 1
    )
    share = matched / len(short)
    return min(share, 0.99) if share >= _ALTERED else 0.0
