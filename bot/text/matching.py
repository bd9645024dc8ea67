"""Same event: whether an article tells a story we hold, a new turn of it, or something new.

A new article is compared with whole open stories. Each comparison is a handful of readable
pieces of evidence, added up in a logistic model whose weights were fitted once on half of a
development stream (docs/decisions/0017; `benchmarks/fit_matching.py`) and stand below as
constants. One model serves headlines and full texts: the length of what can be compared is
itself evidence, so no threshold is set by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, log1p

from bot.domain.articles import ArticleId, Fingerprint, StoryId, Traits
from bot.text.fingerprint import containment
from bot.text.story_index import MAX_ROWS_PER_STORY, OpenArticles, Row, pack
from bot.text.traits import lexicon, traits_of

__all__ = ["Match", "MatchOutcome", "StoryIndex", "traits_of"]


class MatchOutcome(StrEnum):
    """How an article relates to the open stories."""

    SAME_TEXT = "same_text"
    SAME_EVENT = "same_event"
    NEW_TURN = "new_turn"
    POSSIBLY_RELATED = "possibly_related"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where an article belongs, with reasons for print."""

    outcome: MatchOutcome
    #: The story joined (same text, same event) or continued (new turn); None otherwise.
    story: StoryId | None = None
    #: The article whose text is copied; None unless the outcome is same text.
    article: ArticleId | None = None
    #: Stories that may be about the same event, the likeliest first.
    related: tuple[StoryId, ...] = ()
    #: Probability, 0 to 1, that the best story tells the same event.
    score: float = 0.0
    reasons: tuple[str, ...] = ()


#: Names of the pieces of evidence, in the order of `evidence_of` and of the weights.
EVIDENCE = (
    "words", "title_words", "title_covered", "titles_there", "rare", "quotes", "copied",
    "dates", "numbers", "veto", "places", "opposite", "actions", "gap", "short", "words_short",
)  # fmt: skip


class _Query:
    """A new article, prepared for many comparisons."""

    def __init__(self, row: Row, open_articles: OpenArticles) -> None:
        corpus = open_articles.corpus
        self.row = row
        self.idf = {term: corpus.idf(term) for term in row.terms}
        self.weights = {
            term: weight * self.idf[term] ** 2
            for term, weight in zip(row.terms, row.weights, strict=True)
        }
        self.title_mass = sum(corpus.idf(term) ** 2 for term in row.titles)
        self.corpus = corpus


def pair_evidence(query: _Query, other: Row) -> dict[str, float]:
    """Compare a new article with one held article."""
    mine, corpus = query.row, query.corpus
    weights = query.weights
    dot = 0.0
    shared_mass = 0.0
    shared = []
    for term, weight in zip(other.terms, other.weights, strict=True):
        if term in weights:
            dot += weights[term] * weight
            shared.append(term)
    words = dot / max(1e-9, mine.norm * other.norm)
    other_titles = set(other.titles)
    other_mass = sum(corpus.idf(t) ** 2 for t in other_titles)
    both = sum(corpus.idf(t) ** 2 for t in mine.titles if t in other_titles)
    title_words = both / max(1e-9, (query.title_mass * other_mass) ** 0.5)
    shared_set = set(shared)
    covered = sum(corpus.idf(t) ** 2 for t in mine.titles if t in shared_set) / max(
        1e-9, query.title_mass
    )
    there = sum(corpus.idf(t) ** 2 for t in other_titles if t in shared_set) / max(1e-9, other_mass)
    rare = sum(max(0.0, query.idf[t] - 3.0) for t in shared)
    quotes = len(set(mine.quoted) & set(other.quoted))
    places_mine, places_other = set(mine.places), set(other.places)
    common_places = places_mine & places_other
    acts_mine, acts_other = set(mine.actions), set(other.actions)
    opposite = sum(
        1
        for act in mine.actions
        if (o := lexicon().opposites.get(act)) in acts_other
        and act not in acts_other
        and o not in acts_mine
    )
    size = min(len(mine.terms), len(other.terms))
    short = 1 / (size**0.5)
    return {
        "words": words,
        "title_words": title_words,
        "title_covered": covered,
        "titles_there": there,
        "rare": log1p(rare),
        "quotes": log1p(quotes),
        "copied": containment(_print_of(mine), _print_of(other)),
        "dates": log1p(len(set(mine.dates) & set(other.dates))),
        "numbers": log1p(len(set(mine.numbers) & set(other.numbers))),
        "veto": float(bool(places_mine and places_other and not common_places)),
        "places": log1p(len(common_places)),
        "opposite": float(opposite),
        "actions": log1p(len(acts_mine & acts_other)),
        "gap": log1p(abs((mine.at - other.at) / timedelta(days=1))),
        "short": short,
        "words_short": words * short,
    }


def _print_of(row: Row) -> Fingerprint:
    return Fingerprint(hashes=tuple(row.hashes), shingle_count=row.shingle_count)
