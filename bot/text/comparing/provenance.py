"""Provenance: how an article relates to its story, with the reasons a reader can check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.domain.articles import ArticleId, Provenance
from bot.domain.claims import Claim, ClaimKind
from bot.domain.feeds import FeedKind
from bot.text.claiming.quotations import find_quotations, mask
from bot.text.lexicon import load

#: Signs that together mark a rewrite without any earlier article to compare with.
_MANY_SIGNS = 3
#: Signs that mark a rewrite when an earlier article has most of its facts.
_SOME_SIGNS = 1
#: Share of an article's facts that an earlier article has, from which it adds next to nothing.
_MOST_FACTS = 0.6
#: Fewer facts than this say nothing about where an article has them from.
_FEW_FACTS = 3
#: Share of an article's text that stands in an earlier one, from which it is a copy.
COPY_CONTAINMENT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SameText:
    """An earlier article whose text this one repeats, found by its fingerprint."""

    article: ArticleId
    outlet: str
    kind: FeedKind
    #: Share of the shorter text's shingles found in the longer, 0 to 1.
    containment: float
    provenance: Provenance = Provenance.ORIGINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An article of the same story that was published before, and what it has in common."""

    article: ArticleId
    outlet: str
    claims: tuple[Claim, ...]
    #: Ids of the entities it names.
    entities: frozenset[str] = frozenset()
    provenance: Provenance = Provenance.ORIGINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of an article when its provenance is judged."""

    kind: FeedKind
    outlet: str
    #: Cleaned body; empty when only the headline is known.
    body: str
    byline: str | None = None
    claims: tuple[Claim, ...] = ()
    entities: frozenset[str] = frozenset()
    #: Of `rewrite_signs`.
    signs: tuple[str, ...] = ()
    #: The earliest article with the same text; None when there is none.
    same_text: SameText | None = None
    #: Earlier articles of the story, oldest first.
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """An article's provenance, why, and the article it derives from when one is known."""

    provenance: Provenance
    reasons: tuple[str, ...]
    derived_from: ArticleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    filler: re.Pattern[str]
    off_topic: re.Pattern[str]
    #: Credit as printed -> the service's outlet names, lower case.
    wires: tuple[tuple[str, frozenset[str]], ...]


@cache
def _phrases() -> _Phrases:
    lists = load("rewrites")
    return _Phrases(
        filler=_any_of(lists["filler"]),
        off_topic=_any_of(lists["off_topic"]),
        wires=tuple((credit, frozenset(names)) for credit, names in lists["wires"].items()),
    )


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    choice = "|".join(re.escape(one) for one in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE)


# -- signs of a rewrite --------------------------------------------------------------------------

_CREDIT_LINE = re.compile(r"^[ \t]*[–—-]{1,2}[ \t]?(?P<who>[^\n.?!:]{3,80})$", re.MULTILINE)
_FULL_NAME = re.compile(r"\b[A-Z][a-z’'-]+\s(?:[A-Z]\.\s)?[A-Z][a-z’'-]+")
_ROLE = re.compile(
    r"\b(?:spokes(?:person|man|woman)|officials?|analysts?|experts?|sources?|insiders?|observers?|"
    r"advocates?|attorneys?|lawyers?|researchers?|residents?|agents?|officers?|economists?|"
    r"professors?|activists?|commentators?|strategists?|policymakers?|authorit(?:y|ies))\b",
    re.IGNORECASE,
)
_TABLE_ROW = re.compile(
    r"^[ \t]*\S[^\n%]{2,60}?[\s:|\t)a-z]\s?\d{1,3}(?:\.\d+)?\s?%[ \t]*$", re.MULTILINE
)
_LIST_ROW = re.compile(
    r"^[ \t]*(?:[-•*][ \t])?\d{1,3}(?:\.\d+)?\s?%[ \t]+[A-Z][^\n.%]{3,60}$", re.MULTILINE
)
_SOURCED = re.compile(
    r"^\W*(?:source|data|chart|graphic)s?\s?:|\baccording to\b", re.IGNORECASE | re.MULTILINE
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I[’']ve|I[’']m|I[’']d|I[’']ll|in my (?:experience|opinion|view)|personally)\b(?!\.)"
)
_QUESTION = re.compile(r"\?(?=\s|$|[”\"’])")
_NEAR = 300


def rewrite_signs(raw_text: str, body: str, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the signs of a low-quality rewrite, each a reason for print; empty when none.

    `raw_text` is the page before cleaning, where the furniture speaks; `body` and `claims` are
    what was read of it. A sign alone proves nothing: reports have columns and questions too.
    """
    plain = mask(body, find_quotations(body))
    return (
        *_unnamed_quotes(raw_text, claims),
        *_rows(_TABLE_ROW, raw_text, "a table of percentages without a source"),
        *_rows(_LIST_ROW, raw_text, "a list of percentages without a source"),
        *_counted(_FIRST_PERSON, plain, 2, "the writer speaks of himself or herself"),
        *_counted(_QUESTION, plain, 3, "questions put to the reader"),
        *_counted(_phrases().filler, raw_text, 2, "stock phrases"),
        *_quoted_furniture(raw_text),
    )


def _unnamed_quotes(raw_text: str, claims: Sequence[Claim]) -> Iterator[str]:
    """Tell of quotations on lines of their own that name no person."""
    lines = [one["who"].strip() for one in _CREDIT_LINE.finditer(raw_text)]
    unnamed = [who for who in lines if _ROLE.search(who) and not _names_person(who)]
    named = any(one.kind is ClaimKind.QUOTE and one.speaker.is_named for one in claims)
    if unnamed:
        also = "" if named else "; no quotation names its speaker"
        listed = "; ".join(dict.fromkeys(unnamed))
        plural = "s" if len(unnamed) > 1 else ""
        yield f"{len(unnamed)} pull quote{plural} of unnamed speakers ({listed}){also}"


def _names_person(who: str) -> bool:
    """Whether a credit line holds a full name besides words of a role."""
    name = _FULL_NAME.search(who)
    return name is not None and _ROLE.search(name[0]) is None and "," in who


def _rows(pattern: re.Pattern[str], raw_text: str, reason: str) -> Iterator[str]:
    rows = list(pattern.finditer(raw_text))
    if len(rows) < 2:
        return
    around = raw_text[max(0, rows[0].start() - _NEAR) : rows[-1].end() + _NEAR]
    if not _SOURCED.search(around):
        yield f"{reason} ({len(rows)} lines)"


def _counted(pattern: re.Pattern[str], text: str, least: int, reason: str) -> Iterator[str]:
    found = [one[0] for one in pattern.finditer(text)]
    if len(found) >= least:
        examples = dict.fromkeys(one.lower() for one in found if len(one) > 4)
        shown = f": “{'”, “'.join(list(examples)[:3])}”" if examples else ""
        yield f"{reason} ({len(found)} times{shown})"


def _quoted_furniture(raw_text: str) -> Iterator[str]:
    found = list(dict.fromkeys(one[0].lower() for one in _phrases().off_topic.finditer(raw_text)))
    if found:
        yield f"page furniture of another business: “{'”, “'.join(found[:3])}”"


# -- judgement -----------------------------------------------------------------------------------


def judge(evidence: Evidence) -> Judgement:
    """Return the provenance of an article: the first rule that holds, in this order.

    Official feeds speak for themselves; then copies of a text we have; then wire credits; then
    rewrites; what remains is original reporting.
    """
    if evidence.kind in {FeedKind.OFFICIAL, FeedKind.COURT}:
        return Judgement(
            provenance=Provenance.OFFICIAL, reasons=("published by the authority itself",)
        )
    return (
        _copied(evidence)
        or _wire(evidence)
        or _rewritten(evidence)
        or Judgement(provenance=Provenance.ORIGINAL, reasons=_original_reasons(evidence))
    )


def _copied(evidence: Evidence) -> Judgement | None:
    same = evidence.same_text
    if same is None or same.containment < COPY_CONTAINMENT:
        return None
    share = f"{round(100 * same.containment)}% of the shorter text"
    if same.kind is FeedKind.OFFICIAL or same.provenance is Provenance.OFFICIAL:
        return Judgement(
            provenance=Provenance.PRESS_RELEASE_COPY,
            reasons=(f"repeats the release of {same.outlet} word for word ({share})",),
            derived_from=same.article,
        )
    if same.provenance is Provenance.PRESS_RELEASE_COPY:
        kind = Provenance.PRESS_RELEASE_COPY
    else:
        kind = Provenance.WIRE_COPY
    return Judgement(
        provenance=kind,
        reasons=(f"same text as {same.outlet}, which had it earlier ({share})",),
        derived_from=same.article,
    )


def _wire(evidence: Evidence) -> Judgement | None:
    """Tell a wire service's own report from a copy that credits it in dateline or byline."""
    outlet = evidence.outlet.lower()
    for credit, names in _phrases().wires:
        if outlet in names or evidence.kind is FeedKind.WIRE:
            continue
        if _is_credited(credit, names, evidence):
            return Judgement(
                provenance=Provenance.WIRE_COPY, reasons=(f"carries a credit to {credit}",)
            )
    return None


def _is_credited(credit: str, names: frozenset[str], evidence: Evidence) -> bool:
    opening = evidence.body[:120]
    dateline = re.search(rf"\({re.escape(credit)}\)\s?[—–-]", opening, re.IGNORECASE)
    byline = re.findall(r"[a-z][a-z -]*[a-z]", (evidence.byline or "").lower())
    return dateline is not None or any(part.strip() in names for part in byline)


def _rewritten(evidence: Evidence) -> Judgement | None:
    own_voices = {
        one.speaker.name
        for one in evidence.claims
        if one.kind is ClaimKind.QUOTE and one.speaker.is_named
    }
    nearest, share = _nearest(evidence)
    known = nearest is not None and share >= _MOST_FACTS
    if own_voices - _voices(evidence.earlier):
        return None
    many = len(evidence.signs) >= _MANY_SIGNS and not own_voices
    some = len(evidence.signs) >= _SOME_SIGNS or evidence.kind is FeedKind.AGGREGATOR
    nothing_own = not own_voices and known
    if not (many or (known and some) or nothing_own):
        return None
    return Judgement(
        provenance=Provenance.REWRITE,
        reasons=(*_overlap_reasons(nearest, share, known=known), *evidence.signs),
        derived_from=nearest.article if nearest is not None and (known or many) else None,
    )


def _voices(earlier: Sequence[Earlier]) -> set[str | None]:
    return {claim.speaker.name for one in earlier for claim in one.claims}


def _overlap_reasons(nearest: Earlier | None, share: float, *, known: bool) -> Iterator[str]:
    if nearest is not None and known:
        yield f"{round(100 * share)}% of its facts stand in {nearest.outlet}, which was earlier"
    elif nearest is not None:
        yield f"{nearest.outlet} had the story earlier"
    known_only = " whom the earlier reports do not have" if nearest is not None else ""
    yield f"quotes nobody by name{known_only}"


def _nearest(evidence: Evidence) -> tuple[Earlier | None, float]:
    """Return the earlier original with most of this article's facts, and their share."""
    best: tuple[Earlier | None, float] = (None, 0.0)
    own = facts(evidence.claims, evidence.entities)
    for one in evidence.earlier:
        if one.provenance.is_derivative:
            continue
        share = len(own & facts(one.claims, one.entities)) / len(own) if own else 0.0
        if best[0] is None or share > best[1]:
            best = (one, share)
    return best if len(own) >= _FEW_FACTS else (best[0], 0.0)


def facts(claims: Sequence[Claim], entities: frozenset[str]) -> frozenset[str]:
    """Return what an article states, comparable across articles: figures, voices, entities."""
    figures = {
        f"{one.value} {'count' if one.unit == 'people' else one.unit}"
        for claim in claims
        for one in claim.figures
    }
    quotes = {
        " ".join(claim.words.lower().split()[:6])
        for claim in claims
        if claim.kind is ClaimKind.QUOTE
    }
    return frozenset(figures | quotes | entities)


def _original_reasons(evidence: Evidence) -> tuple[str, ...]:
    if not evidence.body:
        return ("only its headline is known",)
    named = dict.fromkeys(
        one.speaker.name for one in evidence.claims if one.speaker.name is not None
    )
    new = [name for name in named if name not in _voices(evidence.earlier)]
    if new:
        return (f"has speakers of its own: {', '.join(new[:3])}",)
    return ("no earlier article has its text or most of its facts",)
