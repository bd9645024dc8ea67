"""Likeness: what an article and an open story have in common, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from heapq import nsmallest
from math import log, log1p, sqrt

from bot.domain.articles import ArticleId, StoryId
from bot.text.events.fingerprint import (
    COPY_CONTAINMENT,
    COPY_LEAD,
    COPY_LOCALISED,
    MIN_SHINGLES,
    Overlap,
    overlap,
)
from bot.text.events.meaning import likenesses
from bot.text.events.story_index import (
    MAX_ROWS_PER_STORY,
    PASSAGE_WORDS,
    Corpus,
    OpenArticles,
    Row,
    common,
    strengths,
)
from bot.text.events.traits import lexicon

#: From this rarity on (one article in fifty) a shared word is telling by itself.
TELLING_IDF = 3.0
#: Packed weight of a term said twice, or in the headline or the lead.
STRONG = 1.6
#: Reports of one event arrive over hours; only what goes beyond counts as a gap.
GRACE = timedelta(hours=8)
#: Rarity counts from here (one article in seven): what the whole beat shares is no evidence.
FAINT_IDF = 2.0
#: Shared words whose rarity beyond that adds up to less are no ground for one event: less than one
#: name, or three of the beat's lesser words ("raid", "plant", "morning").
FAINT = 1.4
#: The same for a headline that stands alone, which has no room for more.
FAINT_HEADLINE = 1.0
#: An outlet that comes back within these hours updates its report; later it reports a new turn.
SAME_SHIFT = timedelta(hours=12)
#: Rarity of the shared words, beyond that of the beat's own, from which two reports are one affair:
#: two names and a word where a town, a person or an organisation is common to both ...
KIN = 3.5
#: ... and twice that where only words are.
KIN_UNNAMED = 8.0
#: Terms of a headline that stands alone; half as much is asked of it.
HEADLINE_TERMS = 12
#: What is reported so long after a story's newest report is a later turn of it: 549 of 557 labelled
#: stories were told within two days (docs/decisions/0072).
LATE = timedelta(days=3)
#: Share of a text from which shared words prove a copy whatever else differs ...
NEARLY_ALL = 0.9
#: ... or two outlets, which share little furniture, ran one text ...
COPY_ELSEWHERE = 0.7
#: ... and below which so much of the story's headlines must stand in the copy's opening.
COPY_RETOLD = 0.3
#: Articles of one story among which the copied one is sought: its newest.
MAX_COPIED = 12
#: Smallest hashes looked at first: texts with a third in common share 13 and more of them, ten when
#: one is ten times as long, so two that share none are not compared further.
GLANCE = 128
#: Evidence of which the best article of a story counts, not all of them.
BEST = ("quotes", "names", "spots", "copied", "day_same")
#: Terms of a headline and lead: so short a text names the place of its event and no other.
BRIEF_TERMS = 60

#: Likeness counts by its logarithm: from .1 to .2 is as far as from .2 to .4. What is added keeps
#: the least likeness from counting endlessly; about what two reports of one day share anyway.
FLOOR_WORDS = 0.02
FLOOR_TITLES = 0.03
FLOOR_RETOLD = 0.05
#: The stories next in likeness after the best other one: how alike to a newcomer the day's are.
RUNNERS_UP = slice(1, 5)
#: What is taken for each of those that a young memory does not hold: their median (.025 to .06).
RUNNER_UP = 0.04

#: Mean likeness of meaning of two reports of the labelled stream that tell different events.
UNRELATED = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An article beside one open story."""

    story: StoryId
    #: By the names of `bot.text.events.weights`.
    evidence: Mapping[str, float]
    #: Shared terms, the most telling first.
    shared: tuple[int, ...]
    places: tuple[str, ...]
    #: Time since the story's newest article.
    since: timedelta


class _Asked:
    """The new article, prepared for many comparisons."""

    def __init__(self, row: Row, corpus: Corpus) -> None:
        self.row = row
        self.corpus = corpus
        self.idf = {term: corpus.idf(term) for term in row.terms}
        self.excess = {term: max(0.0, rare - FAINT_IDF) for term, rare in self.idf.items()}
        self.telling = {term: max(0.0, rare - TELLING_IDF) for term, rare in self.idf.items()}
        self.strength = strengths(row, corpus)
        self.strong = strong_terms(row)
        self.places = frozenset(row.places)
        self.actions = frozenset(row.actions)
        self.quoted = frozenset(row.quoted)
        self.lowest = frozenset(row.hashes[:GLANCE])
        self.actors = frozenset(row.actors)
        self.spots = frozenset(row.spots)


def strong_terms(row: Row) -> frozenset[int]:
    """Return the terms said twice, or in the headline or the lead."""
    return frozenset(
        term for term, weight in zip(row.terms, row.weights, strict=True) if weight > STRONG
    )


def _opposite(mine: frozenset[str], other: Sequence[str]) -> float:
    """1 when one side reports an action whose contrary, and not itself, the other reports."""
    opposites = lexicon().opposites
    theirs = frozenset(other)
    return float(
        any(opposites.get(act) in theirs - mine for act in mine - theirs if act in opposites)
    )


def _same_places(mine: frozenset[str], other: Sequence[str]) -> float:
    """1 when two or more places are common to both and most of what either names."""
    common = len(mine.intersection(other))
    return float(common >= 2 and 2 * common > max(len(mine), len(other)))


def _elsewhere(asked: _Asked, other: Row) -> float:
    """1 when both headlines, or two short texts, name places and share none."""
    if not asked.places.isdisjoint(other.places):
        return 0.0
    brief = max(len(asked.row.terms), len(other.terms)) <= BRIEF_TERMS
    if brief:
        headlines = max(len(asked.row.terms), len(other.terms)) <= HEADLINE_TERMS
        towns = headlines and bool(asked.spots and other.spots)
        apart = towns and asked.spots.isdisjoint(other.spots)
        return float(apart or bool(asked.places and other.places))
    return float(bool(asked.row.title_places and other.title_places))


def _pair(asked: _Asked, other: Row) -> tuple[dict[str, float], list[int]]:
    """Compare two articles; also return the terms they share."""
    dot, shared = common(asked.strength, other)
    likeness = dot / max(1e-9, asked.row.norm * other.norm)
    titles, retold = _headlines(asked, other)
    return {
        "likeness": likeness,
        "words": log(likeness + FLOOR_WORDS),
        "titles": log(titles + FLOOR_TITLES),
        "retold_share": retold,
        "retold": log(retold + FLOOR_RETOLD),
        "telling": log1p(sum(map(asked.telling.__getitem__, shared))),
        "quotes": log1p(len(asked.quoted.intersection(other.quoted))),
        "names": log1p(_rarity(asked, asked.actors.intersection(other.actors))),
        "spots": log1p(_rarity(asked, asked.spots.intersection(other.spots))),
        "apart": float(bool(asked.spots and other.spots) and asked.spots.isdisjoint(other.spots)),
        "day_same": float(bool(asked.row.happened) and asked.row.happened == other.happened),
        "day_off": float(
            bool(asked.row.happened and other.happened) and asked.row.happened != other.happened
        ),
        "copied": _copied(asked, other, dot),
        "veto": float(
            bool(asked.places and other.places) and asked.places.isdisjoint(other.places)
        ),
        "elsewhere": _elsewhere(asked, other),
        "same_places": _same_places(asked.places, other.places),
        "short": 1 / sqrt(1 + min(len(asked.row.terms), len(other.terms))),
        "age": log1p(_beyond_grace(asked.row, other)),
    }, shared


def _headlines(asked: _Asked, other: Row) -> tuple[float, float]:
    """Return how alike the headlines are, and how much of the other's the article tells."""
    idf, titles = asked.idf, frozenset(other.titles)
    in_both = sum(idf[term] ** 2 for term in asked.row.titles if term in titles)
    told = sum(idf[term] ** 2 for term in titles if term in asked.strong)
    return in_both / sqrt(asked.row.title_mass * other.title_mass), told / other.title_mass


def _rarity(asked: _Asked, numbers: Iterable[int]) -> float:
    """Rarity of shared names beyond that of the beat's own words, added up."""
    return sum(max(0.0, asked.corpus.idf(number) - FAINT_IDF) for number in numbers)


def _copied(asked: _Asked, other: Row, dot: float) -> float:
    """Share of the shorter text that stands in the longer; 0 for less than a sentence."""
    if dot < PASSAGE_WORDS * asked.row.norm * other.norm:
        return 0.0
    if asked.lowest.isdisjoint(other.hashes[:GLANCE]):
        return 0.0
    found = overlap(asked.row, other)
    return found.containment if found.shared >= MIN_SHINGLES else 0.0


def _beyond_grace(row: Row, other: Row) -> float:
    """Days between two articles beyond the grace."""
    return max(0.0, (abs(row.at - other.at) - GRACE) / timedelta(days=1))


def _is_kin(evidence: Mapping[str, float], rarity: float, *, brief: bool) -> bool:
    """Whether a reader would accept the two as one affair: one place, person or case in common."""
    if evidence["veto"] == 1 or evidence["faint"] or evidence["elsewhere"]:
        return False
    grounds = ("spots", "names", "quotes", "copied", "same_places")
    needed = KIN if any(evidence[name] for name in grounds) else KIN_UNNAMED
    return rarity >= (needed / 2 if brief else needed)


def _whole(pairs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Evidence of an article against each of a story's, as evidence against the story."""
    evidence = {name: sum(each[name] for each in pairs) / len(pairs) for name in pairs[0]}
    evidence |= {name: max(each[name] for each in pairs) for name in BEST}
    evidence["elsewhere"] = min(each["elsewhere"] for each in pairs)
    # One report of the same day is enough: the others may tell of what came before.
    evidence["day_off"] *= 1 - evidence["day_same"]
    return evidence


def _same_hand(asked: _Asked, rows: Sequence[Row], day_off: float) -> dict[str, float]:
    """Whether an outlet of the story comes back, and whether within the hours of one shift."""
    outlet = asked.row.outlet
    same = bool(outlet) and any(row.outlet == outlet for row in rows)
    soon = min(abs(asked.row.at - row.at) for row in rows) < SAME_SHIFT
    return {"same_outlet": float(same), "again": float(same and soon) * (1 - day_off)}


def _meant(asked: _Asked, rows: Sequence[Row]) -> dict[str, float]:
    """How alike the vectors of meaning are; nothing where none can be compared."""
    found = likenesses(asked.row.meaning, [row.meaning for row in rows])
    return {"meaning": sum(found) / len(found), "meaning_best": max(found)} if found else {}


def _with_story(asked: _Asked, story: StoryId, held: OpenArticles) -> Comparison:
    newest = held.newest(story)
    rows = [held.rows[each] for each in newest]
    pairs = [_pair(asked, row) for row in rows]
    terms = dict.fromkeys(term for _, shared in pairs for term in shared)
    evidence = _whole([values for values, _ in pairs])
    reported = dict.fromkeys(action for row in rows for action in row.actions)
    evidence["opposite"] = _opposite(asked.actions, tuple(reported))
    usual = [log(held.usual(each) + FLOOR_WORDS) for each in newest]
    evidence["above_usual"] = evidence["words"] - sum(usual) / len(usual)
    rarity = sum(map(asked.excess.__getitem__, terms))
    brief = len(asked.row.terms) <= HEADLINE_TERMS
    evidence["faint"] = float(rarity < (FAINT_HEADLINE if brief else FAINT))
    evidence["specific"] = log1p(rarity)
    evidence |= _same_hand(asked, rows, evidence["day_off"])
    evidence["kin"] = float(_is_kin(evidence, rarity, brief=brief))
    evidence["update"] = evidence["again"] * evidence["kin"]
    evidence |= _meant(asked, rows)
    since = min(abs(asked.row.at - row.at) for row in rows)
    evidence["late"] = float(since >= LATE)
    telling = nsmallest(8, terms, key=lambda term: (-asked.strength[term], term))
    return Comparison(
        story=story,
        evidence=evidence,
        shared=tuple(telling),
        places=tuple(
            place for place in asked.row.places if any(place in row.places for row in rows)
        ),
        since=since,
    )


def _stand_out(found: Sequence[Comparison]) -> list[Comparison]:
    """Add how far each story stands out from the others: likeness alone means little on a beat."""
    words = sorted((each.evidence["words"] for each in found), reverse=True)
    meant = [each.evidence["meaning_best"] for each in found if "meaning" in each.evidence]
    meant.sort(reverse=True)
    return [replace(each, evidence=_with_rank(each.evidence, words, meant)) for each in found]


def _with_rank(
    evidence: Mapping[str, float], words: Sequence[float], meant: Sequence[float]
) -> dict[str, float]:
    """Add the rank among the likenesses of all stories, which are given largest first."""
    ranked = dict(evidence)
    ranked["above_rest"] = _above_rest(evidence["words"], words)
    if "meaning" in evidence:
        ranked["meaning_above"] = _above_next(evidence["meaning_best"], meant)
    return ranked


def _above_rest(value: float, ranked: Sequence[float]) -> float:
    """How far a value stands above the runners-up among the others."""
    others = list(ranked)
    others.remove(value)
    rest = others[RUNNERS_UP]
    count = RUNNERS_UP.stop - RUNNERS_UP.start
    missing = (count - len(rest)) * log(RUNNER_UP + FLOOR_WORDS)
    return value - (sum(rest) + missing) / count


def _above_next(value: float, ranked: Sequence[float]) -> float:
    """How far a value stands above the largest of the others."""
    if value < ranked[0]:
        return value - ranked[0]
    return value - (ranked[1] if len(ranked) > 1 else UNRELATED)


def compare(row: Row, held: OpenArticles) -> list[Comparison]:
    """Compare an article with the open stories that share its telling words."""
    asked = _Asked(row, held.corpus)
    found = [_with_story(asked, story, held) for story in held.candidates(row)]
    return _stand_out(found)


def _is_copy(row: Row, other: Row, retold: float, found: Overlap) -> bool:
    """Whether shared words prove a copy (docs/decisions/0016); `retold` speaks of headlines."""
    if found.shared < MIN_SHINGLES or found.containment < COPY_CONTAINMENT:
        return False
    if found.lead >= COPY_LEAD or found.containment >= NEARLY_ALL:
        return True
    two_houses = bool(row.outlet and other.outlet) and row.outlet != other.outlet
    if two_houses and found.containment >= COPY_ELSEWHERE:
        return True
    return found.containment >= COPY_LOCALISED and retold >= COPY_RETOLD


def same_words(
    row: Row, found: Sequence[Comparison], held: OpenArticles
) -> tuple[StoryId, ArticleId] | None:
    """Return the article whose text this one copies, the most of it, or None.

    What decides is how much of the shorter text stands in the longer, whatever the headlines:
    wire copy is cut, localised and given a headline of its own. Furniture that two articles share
    is the exception, so part of a lead must be shared too, or nearly everything.
    """
    best: tuple[float, ArticleId] | None = None
    lowest = frozenset(row.hashes[:GLANCE])
    for comparison in found:
        # What was compared already shares too little; only what a long story holds beyond is new.
        compared = len(held.articles_of[comparison.story]) <= MAX_ROWS_PER_STORY
        if compared and comparison.evidence["copied"] < COPY_CONTAINMENT:
            continue
        if comparison.evidence["likeness"] < PASSAGE_WORDS:
            continue
        for article in held.newest(comparison.story, MAX_COPIED):
            other = held.rows[article]
            if lowest.isdisjoint(other.hashes[:GLANCE]):
                continue
            shared = overlap(row, other)
            if not _is_copy(row, other, comparison.evidence["retold_share"], shared):
                continue
            if best is None or (shared.containment, -article) > (best[0], -best[1]):
                best = (shared.containment, article)
    return None if best is None else (held.story_of[best[1]], best[1])
