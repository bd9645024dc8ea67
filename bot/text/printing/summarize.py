"""Summaries: two to four of the outlets' own sentences, verbatim and in order.

A sentence is worth the more, the earlier it stands, the more it says of the headlines, and the
more of its words and word pairs the story's other articles use. The weights are a ridge regression
of ROUGE-1 + 2 + L on one half of a development set of news round-ups; the other half judged them
(docs/decisions/0027-summaries.md).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, pairwise
from math import fsum

from bot.domain.claims import Claim
from bot.domain.entities import Mention
from bot.text.printing.leaning import told_by
from bot.text.printing.quotable import Quotable, find_quotable
from bot.text.private.withheld import withheld_names

#: Words of a summary: a third sentence must fit, and the first two lose `_LONG_WINDED` of their
#: worth for each word beyond.
_WORD_BUDGET = 50
_LONG_WINDED = 0.01
#: Share of the best sentence's worth that one must have to fill what room is left.
_WORTHWHILE = 0.5
#: So many of the worthiest sentences are tried in pairs.
_SHORTLIST = 36
#: Share of the shorter sentence's words from which two sentences say the same.
_SAME_WORDS = 0.75
#: What repeating words already chosen costs (MMR).
_REPETITION = 0.3
#: Sentences from here on do not count as an article's opening.
_OPENING_DEPTH = 8
_STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an of in on at to for by with from and or but as that this it its is are was were "
        "be been has have had he she they his her their i we you not will would said says "
        "after who which what when where there about over more than also could can may "
        "into out up s t mr mrs ms u",
    )
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySource:
    """One article of the story, as far as a summary needs it."""

    title: str
    #: Cleaned body; sentences are taken from it verbatim.
    body: str
    #: Derivative articles feed a summary only when the story has nothing else.
    is_derivative: bool = False
    mentions: tuple[Mention, ...] = ()
    #: Names of private people; no sentence with one is used.
    private_names: tuple[str, ...] = ()
    #: For `find_response` only.
    claims: tuple[Claim, ...] = ()


#: A story of fifty articles is told by its first ones; the work grows with their square.
MOST_FEEDING = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A sentence, verbatim from the body of source number `source` (index from 0)."""

    text: str
    source: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Candidate:
    """A sentence on its way; compared by identity, which keeps the many look-ups cheap."""

    source: int
    sentence: Quotable
    length: int
    content: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def summarize(
    sources: Sequence[SummarySource], *, limit: int = 4, apart_from: str | None = None
) -> tuple[Pick, ...]:
    """Return up to `limit` sentences by source and place; fewer when few can stand alone.

    About fifty words in all. Empty when no article has a quotable sentence. `apart_from` is a
    sentence that is printed elsewhere: neither it nor its like is chosen.
    """
    candidates = _new(_candidates(sources), apart_from)
    if not candidates:
        return ()
    scores = _scores(sources, candidates)
    chosen = _choose(candidates, scores, limit)
    chosen.sort(key=_place)
    return tuple(Pick(text=one.sentence.text, source=one.source) for one in chosen)


def _feeding(sources: Sequence[SummarySource]) -> list[int]:
    """Return the indices of the articles that may speak: the first originals, if there are any."""
    with_text = [index for index, one in enumerate(sources) if one.body.strip()]
    originals = [index for index in with_text if not sources[index].is_derivative]
    return (originals or with_text)[:MOST_FEEDING]


def _candidates(sources: Sequence[SummarySource]) -> list[_Candidate]:
    """Return the quotable sentences of the feeding articles; a private name bars all of them."""
    private = withheld_names(sources)
    feeding = _feeding(sources)
    is_alone = len(feeding) < 2
    told = told_by(sources[index].title for index in feeding)
    return [
        _candidate(index, sentence, is_alone=is_alone)
        for index in feeding
        for sentence in find_quotable(
            sources[index].body, sources[index].mentions, private, told=told
        )
    ]


def _new(candidates: list[_Candidate], apart_from: str | None) -> list[_Candidate]:
    """Leave out what says the same as a sentence already shown."""
    if apart_from is None:
        return candidates
    shown = _content(_words(apart_from))
    return [one for one in candidates if _common(one.content, shown) <= _SAME_WORDS]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _content(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) > 1 and word not in _STOP_WORDS)


def _candidate(source: int, sentence: Quotable, *, is_alone: bool) -> _Candidate:
    """Return a sentence on its way; one of a single article shares its pairs with nobody."""
    words = _words(sentence.text)
    return _Candidate(
        source=source,
        sentence=sentence,
        length=len(words),
        content=_content(words),
        pairs=frozenset() if is_alone else frozenset(pairwise(words)),
    )


# -- worth ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weights:
    """What each property of a sentence adds to its worth; see the module's first lines."""

    early: float = 0.198
    own_title: float = 0.187
    other_title: float = 0.178
    on_topic: float = 0.194
    central: float = 0.573
    shared_pairs: float = 0.194
    length: float = 0.333
    length_squared: float = -0.126


_WEIGHTS = _Weights()


def _scores(sources: Sequence[SummarySource], candidates: Sequence[_Candidate]) -> list[float]:
    titles = {index: _content(_words(sources[index].title)) for index in _feeding(sources)}
    weight = _term_weights(candidates)
    openings = {
        index: frozenset(
            pair
            for one in candidates
            if one.source == index and one.sentence.rank < _OPENING_DEPTH
            for pair in one.pairs
        )
        for index in titles
    }
    tellers = Counter(chain.from_iterable(openings.values()))
    told = frozenset(tellers)
    everywhere = frozenset[str]().union(*titles.values())
    surroundings = {
        index: _Surroundings(
            title=titles[index],
            other_titles=tuple(titles[other] for other in titles if other != index),
            titles=everywhere,
            weight=weight,
            told=told,
            own=frozenset(pair for pair in openings[index] if tellers[pair] == 1),
        )
        for index in titles
    }
    return [_score(one, surroundings[one.source]) for one in candidates]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """What the sentences of one article are held against."""

    title: frozenset[str]
    other_titles: tuple[frozenset[str], ...]
    #: The words of all titles.
    titles: frozenset[str]
    #: Each word's share of the story's words.
    weight: dict[str, float]
    #: Pairs of words in the openings of all articles, and those that this one's alone has.
    told: frozenset[tuple[str, str]]
    own: frozenset[tuple[str, str]]


def _term_weights(candidates: Sequence[_Candidate]) -> dict[str, float]:
    """Return each word's share of the story's words, early sentences counting more."""
    weight: defaultdict[str, float] = defaultdict(float)
    for one in candidates:
        share = 1 / (1 + one.sentence.rank / 4)
        for word in one.content:
            weight[word] += share
    total = fsum(weight.values()) or 1.0
    return {word: value / total for word, value in weight.items()}


def _score(one: _Candidate, around: _Surroundings) -> float:
    of_titles = one.content & around.titles
    other_titles = (_share(title, of_titles) for title in around.other_titles) if of_titles else ()
    scale = one.length / 30
    return (
        _WEIGHTS.early / (1 + one.sentence.rank)
        + _WEIGHTS.own_title * _share(around.title, one.content)
        + _WEIGHTS.other_title * max(other_titles, default=0.0)
        + _WEIGHTS.on_topic * _share(one.content, around.titles)
        # A plain sum of floats depends on their order, and a set has none.
        + _WEIGHTS.central * fsum(around.weight[word] for word in one.content)
        + _WEIGHTS.shared_pairs * _share(one.pairs, (one.pairs & around.told) - around.own)
        + _WEIGHTS.length * scale
        + _WEIGHTS.length_squared * scale * scale
    )


def _share(part: frozenset[object], whole: frozenset[object]) -> float:
    """Return the share of `part` that stands in `whole`; 0 for an empty part."""
    return len(part & whole) / len(part) if part else 0.0


# -- choice --------------------------------------------------------------------------------------


def _choose(
    candidates: Sequence[_Candidate], scores: Sequence[float], limit: int
) -> list[_Candidate]:
    """Take the best pair, then what still fits into the budget and says something new.

    Pairs are weighed together because the best sentence alone is often so long that no second
    one fits beside it.
    """
    worth = dict(zip(candidates, scores, strict=True))
    shortlist = sorted(candidates, key=lambda one: -worth[one])[:_SHORTLIST]
    pair = _best_pair(shortlist, worth) if limit > 1 else None
    chosen = list(pair or islice((one for one in shortlist if _is_told([one])), 1))
    for one in shortlist:
        used = sum(other.length for other in chosen)
        fits = len(chosen) < limit and used + one.length <= _WORD_BUDGET
        fits = fits and worth[one] >= _WORTHWHILE * worth[shortlist[0]]
        is_new = all(_overlap(one, other) <= _SAME_WORDS for other in chosen)
        if fits and is_new and _is_told([*chosen, one]):
            chosen.append(one)
    return chosen


def _best_pair(
    shortlist: Sequence[_Candidate], worth: dict[_Candidate, float]
) -> tuple[_Candidate, _Candidate] | None:
    best: tuple[float, tuple[_Candidate, _Candidate]] | None = None
    for one, other in combinations(shortlist, 2):
        bound = worth[one] + worth[other]
        if best is not None and bound <= best[0]:
            continue  # repetition and length only take away
        overlap = _overlap(one, other)
        excess = max(0, one.length + other.length - _WORD_BUDGET)
        value = bound - _REPETITION * overlap - _LONG_WINDED * excess
        is_better = overlap <= _SAME_WORDS and (best is None or value > best[0])
        if is_better and _is_told([one, other]):
            best = (value, (one, other))
    return best[1] if best is not None else None


def _is_told(chosen: Sequence[_Candidate]) -> bool:
    """Whether, in the order of print, each sentence finds what it needs introduced before it."""
    known: set[str] = set()
    for one in sorted(chosen, key=_place):
        if not one.sentence.needs <= known:
            return False
        known |= one.sentence.introduces
    return True


def _place(one: _Candidate) -> tuple[int, int]:
    return one.source, one.sentence.rank


def _overlap(one: _Candidate, other: _Candidate) -> float:
    return _common(one.content, other.content)


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the shorter sentence's words that both have; 1 when one has none."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 1.0
