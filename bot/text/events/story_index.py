"""The memory matching searches: open articles by term, and how common each term is.

Everything here follows from the calls made, in their order: a replay gives the same memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import nsmallest
from math import log, sqrt
from sys import intern

from bot.domain.articles import ArticleId, Fingerprint, StoryId, Traits
from bot.text.events.fingerprint import overlap
from bot.text.events.meaning import Meaning
from bot.text.events.meaning import read as read_meaning
from bot.text.events.traits import lexicon

#: The corpus starts as if so many articles had been read, so that the first two can be compared.
PRIOR_ARTICLES = 60.0
#: Share of those articles that hold a word of no list (`traits.SHARES` has the others).
PRIOR_OTHER = 0.01
#: Anchors are numbered beside the terms; agencies are named in most reports of the beat.
ANCHOR = "@"
PRIOR_AGENCY = 0.15
#: Reports out of Washington are about the country: the capital is no place of an event.
CAPITAL = "state:DC"
#: Terms remembered before those met once are forgotten (months of news, about 30 MB).
MAX_VOCABULARY = 200_000
#: A term's count from which it was met in two articles, whatever it started from.
MET_TWICE = 2 + PRIOR_OTHER * PRIOR_ARTICLES
#: Open articles fully compared with a new one.
MAX_CANDIDATES = 20
#: Terms of a new article that are looked up, the most telling first.
SEARCH_TERMS = 40
#: Articles looked at while searching, rare terms first: what keeps the cost flat as stories grow.
MAX_VISITS = 2_000
#: Articles of one story that are compared: its newest.
MAX_ROWS_PER_STORY = 4
#: Articles that share less vocabulary are not searched for shared passages.
PASSAGE_WORDS = 0.15
#: Share of the shorter text in the longer from which two articles are copies, not likenesses.
COPIED = 0.3
#: How alike others are usually taken to be to an article at least: the median of a first
#: report's best likeness to what came before it (.05 to .09, docs/decisions/0101). So the first
#: articles of a young memory are not joined for having nothing to be compared with.
NEAREST = 0.08


def _prior(term: str) -> float:
    """Share of articles assumed to hold a term, or to name an entity, until there are counts."""
    if term.startswith("@agency:"):
        return PRIOR_AGENCY
    return lexicon().frequent.get(term, PRIOR_OTHER)


class Corpus:
    """Terms as numbers, and how many articles hold each, over all articles ever counted."""

    def __init__(self) -> None:
        self.article_count = 0
        self._ids: dict[str, int] = {}
        self._names: list[str] = []
        self._counts = array("f")

    def number(self, term: str) -> int:
        """Return the term's number; a new term gets the next one."""
        known = self._ids.get(term)
        if known is not None:
            return known
        self._ids[term] = len(self._names)
        self._names.append(term)
        self._counts.append(_prior(term) * PRIOR_ARTICLES)
        return len(self._names) - 1

    def name(self, number: int) -> str:
        """Return the term behind a number."""
        return self._names[number]

    def count(self, numbers: Iterable[int]) -> None:
        """Count one article's terms."""
        self.article_count += 1
        for number in numbers:
            self._counts[number] += 1

    def __len__(self) -> int:
        return len(self._names)

    def keep(self, wanted: set[int]) -> dict[int, int]:
        """Forget terms met once that are not wanted; return the new numbers of those kept."""
        kept = [n for n, count in enumerate(self._counts) if n in wanted or count >= MET_TWICE]
        self._names = [self._names[number] for number in kept]
        self._ids = {name: number for number, name in enumerate(self._names)}
        self._counts = array("f", [self._counts[number] for number in kept])
        return {old: new for new, old in enumerate(kept)}

    def idf(self, number: int) -> float:
        """Return the term's rarity: near 0 in a word of every article, 4 and more in a new name."""
        return log((self.article_count + PRIOR_ARTICLES) / self._counts[number])


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One article, packed: numbers for terms, arrays for lists (3 kB for 500 words)."""

    terms: array[int]
    weights: array[float]
    #: Length of the idf-weighted vector at the time it was packed.
    norm: float
    titles: array[int]
    #: Squared rarity of the headline's terms, summed, at the same time; never 0.
    title_mass: float
    hashes: array[int]
    shingle_count: int
    lead: array[int]
    quoted: array[int]
    #: Entities that are no places, and towns and facilities; numbered like terms.
    actors: array[int]
    spots: array[int]
    #: Two-letter states, as `state:NY`.
    places: tuple[str, ...]
    #: Those of the headline.
    title_places: tuple[str, ...]
    actions: tuple[str, ...]
    happened: str
    at: datetime
    outlet: str
    #: None without a model.
    meaning: Meaning | None


def _anchors(corpus: Corpus, names: Iterable[str]) -> array[int]:
    return array("I", [corpus.number(ANCHOR + name) for name in names])


def pack(
    traits: Traits, fingerprint: Fingerprint, at: datetime, corpus: Corpus, outlet: str = ""
) -> Row:
    """Return the packed form of an article."""
    known = lexicon().place_terms
    terms = array("I", [corpus.number(term) for term, _ in traits.terms])
    titles = array("I", [corpus.number(term) for term in traits.title_terms])
    weights = array("f", [1 + log(weight) for _, weight in traits.terms])
    norm = sqrt(sum((w * corpus.idf(t)) ** 2 for t, w in zip(terms, weights, strict=True)))
    return Row(
        terms=terms,
        weights=weights,
        norm=norm,
        titles=titles,
        title_mass=sum(corpus.idf(term) ** 2 for term in titles) or 1e-9,
        hashes=array("I", fingerprint.hashes),
        shingle_count=fingerprint.shingle_count,
        lead=array("I", fingerprint.lead),
        quoted=array("I", traits.quoted),
        actors=_anchors(corpus, traits.actors),
        spots=_anchors(corpus, [each for each in traits.places if not each.startswith("state:")]),
        places=tuple(
            intern(each) for each in traits.places if each.startswith("state:") and each != CAPITAL
        ),
        title_places=tuple(
            dict.fromkeys(known[term] for term in traits.title_terms if term in known)
        ),
        actions=tuple(map(intern, traits.actions)),
        happened=intern(traits.happened),
        at=at,
        outlet=intern(outlet),
        meaning=read_meaning(traits.meaning) if traits.meaning else None,
    )


def strengths(row: Row, corpus: Corpus) -> dict[int, float]:
    """Return what each term of the article adds to its likeness to one that says it once."""
    return {
        term: weight * corpus.idf(term) ** 2
        for term, weight in zip(row.terms, row.weights, strict=True)
    }


def common(strength: Mapping[int, float], other: Row) -> tuple[float, list[int]]:
    """Return the product of two articles' idf-weighted terms, and the terms they share."""
    # The hot loop of matching: `map` over the dictionary's own `get` halves its time.
    product = 0.0
    shared: list[int] = []
    for term, weight, mine in zip(
        other.terms, other.weights, map(strength.get, other.terms), strict=True
    ):
        if mine:
            product += mine * weight
            shared.append(term)
    return product, shared


def is_copy_of(row: Row, other: Row, likeness: float) -> bool:
    """Whether two articles of such a likeness share passages, as copies and rewrites do."""
    return likeness >= PASSAGE_WORDS and overlap(row, other).containment >= COPIED


class OpenArticles:
    """The articles of open stories, found by the terms they share."""

    def __init__(self) -> None:
        self.corpus = Corpus()
        self.rows: dict[ArticleId, Row] = {}
        self.story_of: dict[ArticleId, StoryId] = {}
        self.articles_of: dict[StoryId, list[ArticleId]] = {}
        #: How alike each article is to the nearest one of another story, copies left out ...
        self._nearest: dict[ArticleId, float] = {}
        #: ... and to those of its own: the sum, and how many they are.
        self._mates: dict[ArticleId, tuple[float, int]] = {}
        self._postings: dict[int, list[ArticleId]] = {}

    def add(self, story: StoryId, article: ArticleId, row: Row) -> None:
        """Remember an article; one already known is replaced."""
        self.drop(article)
        self.corpus.count({*row.terms, *row.actors, *row.spots})
        self._draw_near(story, article, row)
        self.rows[article] = row
        self.story_of[article] = story
        self.articles_of.setdefault(story, []).append(article)
        for term in row.terms:
            self._postings.setdefault(term, []).append(article)

    def drop(self, article: ArticleId) -> None:
        """Forget one article; nothing happens when it is not known."""
        row = self.rows.pop(article, None)
        if row is None:
            return
        del self._nearest[article], self._mates[article]
        story = self.story_of.pop(article)
        self.articles_of[story].remove(article)
        if not self.articles_of[story]:
            del self.articles_of[story]
        for term in row.terms:
            holders = self._postings[term]
            holders.remove(article)
            if not holders:
                del self._postings[term]

    def newest(self, story: StoryId, most: int = MAX_ROWS_PER_STORY) -> list[ArticleId]:
        """Return the story's newest articles, at most so many."""
        return self.articles_of.get(story, [])[-most:]

    def usual(self, article: ArticleId) -> float:
        """Return how alike reports usually are to this one, .08 to 1.

        As alike as those of its story are on average, or as the nearest that was told apart from
        it: a newcomer is measured by both. The average, so that a story of many reports does not
        ask more of the next one.
        """
        total, count = self._mates[article]
        return max(self._nearest[article], total / count if count else 0.0)

    def _draw_near(self, story: StoryId, article: ArticleId, row: Row) -> None:
        """Note with the newcomer and its neighbours how alike they are."""
        strength = strengths(row, self.corpus)
        self._nearest[article], self._mates[article] = NEAREST, (0.0, 0)
        for near in self.nearby(row):
            other = self.rows[near]
            likeness = common(strength, other)[0] / max(1e-9, row.norm * other.norm)
            if is_copy_of(row, other, likeness):
                continue
            for each in (article, near):
                if self.story_of[near] == story:
                    total, count = self._mates[each]
                    self._mates[each] = (total + likeness, count + 1)
                else:
                    self._nearest[each] = max(self._nearest[each], likeness)

    def move(self, story: StoryId, into: StoryId) -> None:
        """Make the articles of one story articles of another, in order of time."""
        moved = self.articles_of.pop(story, [])
        for article in moved:
            self.story_of[article] = into
        joined = [*self.articles_of.get(into, ()), *moved]
        if joined:
            self.articles_of[into] = sorted(joined, key=lambda each: (self.rows[each].at, each))

    def compact(self) -> None:
        """Forget rare terms of no open article, once there are too many."""
        if len(self.corpus) <= MAX_VOCABULARY:
            return
        named = {
            term
            for row in self.rows.values()
            for numbers in (row.titles, row.actors, row.spots)
            for term in numbers
        }
        renumbered = self.corpus.keep(named | self._postings.keys())
        for article, row in self.rows.items():
            self.rows[article] = replace(
                row,
                terms=array("I", [renumbered[term] for term in row.terms]),
                titles=array("I", [renumbered[term] for term in row.titles]),
                actors=array("I", [renumbered[term] for term in row.actors]),
                spots=array("I", [renumbered[term] for term in row.spots]),
            )
        self._postings = {renumbered[term]: held for term, held in self._postings.items()}

    def candidates(self, row: Row) -> list[StoryId]:
        """Return the stories of the articles nearby, best first."""
        return list(dict.fromkeys(self.story_of[article] for article in self.nearby(row)))

    def nearby(self, row: Row) -> list[ArticleId]:
        """Return the articles that share the most telling terms, best first."""
        corpus = self.corpus
        wanted = nsmallest(
            SEARCH_TERMS,
            (
                (-weight * corpus.idf(term) ** 2, term)
                for term, weight in zip(row.terms, row.weights, strict=True)
                if term in self._postings
            ),
        )
        found: dict[ArticleId, float] = {}
        visits = 0
        for weight, term in sorted(wanted, key=lambda each: (len(self._postings[each[1]]), each)):
            holders = self._postings[term]
            visits += len(holders)
            if visits > MAX_VISITS:
                break
            for article in holders:
                found[article] = found.get(article, 0.0) - weight
        return nsmallest(
            MAX_CANDIDATES, found, key=lambda each: (-found[each] / self.rows[each].norm, each)
        )
