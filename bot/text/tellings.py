"""Tellings: how two articles give one figure or one quotation, compared in words for print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from bot.domain.articles import Provenance
from bot.domain.claims import Claim, Figure, Speaker
from bot.domain.entities import Mention


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article's giving of one figure."""

    source: LedgerSource
    claim: Claim
    figure: Figure


#: Claims of one article that are compared; a longer list is a document, not a report.
MOST_CLAIMS = 150


def tellings(sources: Iterable[LedgerSource]) -> Iterator[Telling]:
    for source in sources:
        # The same number may stand in a sentence without a speaker: the attributed one leads.
        claims = sorted(
            source.claims[:MOST_CLAIMS], key=lambda one: (not one.speaker.is_named, one.start)
        )
        for claim in claims:
            for figure in claim.figures:
                yield Telling(source=source, claim=claim, figure=figure)


# -- figures -------------------------------------------------------------------------------------

_PEOPLE_LIKE = frozenset({"people", "count"})
#: Values from here on are rarely equal by chance.
_TELLING_VALUE = 100


def is_same_quantity(lead: Telling, other: Telling) -> bool:
    """Whether two figures count the same thing: one value, or one thing with two values."""
    one, two = lead.figure, other.figure
    units = {one.unit, two.unit}
    if len(units) > 1 and not units <= _PEOPLE_LIKE:
        return False
    shared = _share(_content(lead), _content(other))
    if one.value == two.value:
        return shared > 0 or one.value >= _TELLING_VALUE or one.unit == "usd"
    if lead.source.article == other.source.article:
        return False
    same_period = _bare(one.period) == _bare(two.period)
    return (
        same_period and shared >= _SAME_THING and min(len(_content(lead)), len(_content(other))) > 1
    )


#: Share of the smaller set of content words from which two figures count the same thing.
_SAME_THING = 0.75


def _content(telling: Telling) -> frozenset[str]:
    return _stems(telling.figure.counts)


def _share(one: frozenset[str], two: frozenset[str]) -> float:
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller else 0.0


_WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d,.]*\d|\d")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "the a an of in on at to for by with from and or either both their his her its it they "
        "them those these that this who whom which had have has having been was were is are be "
        "being will would could as than more most also not no mr mrs ms under since during s",
    )
)
_SUFFIXES = ("ings", "ing", "ions", "ion", "ers", "ees", "ed", "es", "er", "ee", "s")


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    words = (re.sub(r"[’']s?$", "", word.lower()) for word in _WORD.findall(text))
    return frozenset(_stem(word) for word in words if word not in _EMPTY)


def figure_reasons(lead: Telling, other: Telling) -> Iterator[str]:
    """Return how the other telling departs from the lead's, each a verb phrase for print."""
    if other.figure.value != lead.figure.value:
        yield f"says {other.figure.surface}, not {lead.figure.surface}"
    elif _direction(lead.figure.qualifier) != _direction(other.figure.qualifier):
        yield f"says “{other.figure.surface}” for “{lead.figure.surface}”"
    if other.claim.speaker.is_named or lead.claim.speaker.is_named:
        yield from _speaker_reasons(lead.claim.speaker, other)
    yield from _scope_reasons(lead, other)
    given, changed = _bare(lead.figure.period), _bare(other.figure.period)
    if given and changed and given != changed:
        yield f"gives the period as “{other.figure.period}”, not “{lead.figure.period}”"


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
    if theirs.is_named or theirs.is_anonymous:
        yield f"gives it to {_printed(theirs)}"
    elif not other.source.provenance.is_derivative:
        yield "names no speaker for it"
    else:
        yield "repeats it without a speaker"


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
    missing = _stems(given) - _stems(changed)
    if given and changed and missing:
        verb = "shortens" if len(changed) < len(given) else "changes"
        yield f"{verb} “{given}” to “{changed}”"
    base = _BACK_REFERENCE.match(other.figure.counts)
    earlier = _figure_before(other)
    if lead.figure.unit != "percent" or base is None or earlier is None:
        return
    if not _stems(earlier.surface) & _stems(lead.claim.sentence):
        yield f"makes it a share of “{earlier.surface} {_without_verb(earlier.counts)}”"


def _figure_before(telling: Telling) -> Figure | None:
    """Return the figure that a "them" of this one refers to: the one before it."""
    figures = telling.claim.figures
    at = figures.index(telling.figure)
    return figures[at - 1] if at else None


def _without_verb(counts: str) -> str:
    return re.sub(r"\s\(\w+\)$", "", counts)


def _bare(period: str | None) -> str:
    lowered = (period or "").lower()
    return re.sub(r"^(?:in|during|for|of|over|under|by)\s(?:the\s)?|[.,]", "", lowered)


def who(source: LedgerSource) -> str:
    match source.provenance:
        case Provenance.OFFICIAL:
            return "an official release"
        case Provenance.ORIGINAL:
            return "another report"
        case derivative:
            return f"a {derivative.value}"


def is_same_value(one: Figure, two: Figure) -> bool:
    units = {one.unit, two.unit}
    return one.value == two.value and (len(units) == 1 or units <= _PEOPLE_LIKE)


# -- quotations ----------------------------------------------------------------------------------

#: Quotations below this many words are too common to be compared.
_QUOTE_WORDS = 5
#: Share of words in the same order from which a quotation is an altered form of another.
_ALTERED = 0.6


def quote_reasons(lead: Claim, other: Claim) -> Iterator[str]:
    if likeness(lead, other) < 1:
        yield f"alters the words: “{other.words}”"
    if other.speaker.name != lead.speaker.name and (
        other.speaker.is_named or other.speaker.is_anonymous
    ):
        yield f"gives the words to {_printed(other.speaker)}"


@lru_cache(maxsize=1024)
def quoted_words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


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
