"""Which way the plain words of a headline and its opening lean: to the beat, or to other news.

Terms and pairs say what is the beat; what surrounds them tells as well. "Convoy", "whistles" and
"pews" are no evidence, yet news of the beat is full of them; "stadium" and "game" are of other
news. Each word, and each group of terms, has a weight fitted on the labelled rows of
`benchmarks/data` by `benchmarks/fit_diction.py` (docs/decisions/0096-words-that-lean.md). Names
have none: they drift, and running stories teach them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any, Final

from bot.text.beat.evidence import Reason
from bot.text.beat.words import plain_word
from bot.text.beat.zones import Zone
from bot.text.lexicon import load

#: The most points that diction may bring or take.
DICTION_MOST: Final = 1.2
#: The most it may bring for each point of the evidence beside it (docs/decisions/0102).
FOR_EVIDENCE: Final = 2.0
#: Groups that place an article abroad. They lean away, unless the United States sent people there.
_ABROAD: Final = frozenset({"foreign", "foreign_people", "nation"})
_SENT_BY_US: Final = "us_sends"
#: Most words that are printed, and the points of a word from which it tells something.
TOLD_MOST: Final = 3
TOLD_FROM: Final = 0.2


@dataclass(frozen=True, slots=True)
class Diction:
    """Points by word and by group of terms."""

    words: Mapping[str, float]
    groups: Mapping[str, float]
    #: Points of any article, and more of one that has an opening.
    intercept: float
    opening: float


@lru_cache(maxsize=1)
def fitted_diction() -> Diction:
    """Return the weights of `lexicon/diction.toml`, read once."""
    return diction_of(load("diction"))


def diction_of(table: Mapping[str, Any]) -> Diction:
    """Return the weights that a table lists: words parted by blanks under their points."""
    return Diction(
        words=_by_name(table["words"]),
        groups=_by_name(table["groups"]),
        intercept=float(table["intercept"]),
        opening=float(table["opening"]),
    )


def diction_reason(headline: Zone, opening: Zone, diction: Diction, *, evidence: float) -> Reason:
    """Return the points by which the words of headline and opening lean, with the most telling.

    Words never bring more than twice the `evidence` beside them: alone they are nothing. A word
    counts once, where it stands first. A zone's sum is divided by the root of how many weighted
    words it has, so that a long opening does not outweigh its headline.
    """
    in_headline = words_in(headline)
    in_opening = words_in(opening) - in_headline
    groups = headline.groups.keys() | opening.groups.keys()
    heard = groups - _ABROAD if _SENT_BY_US in groups else groups
    known = _known(in_headline, heard & headline.groups.keys(), diction)
    further = _known(in_opening, heard - headline.groups.keys(), diction)
    if not known and not further:
        return Reason(0.0, "")
    points = diction.intercept + (diction.opening if opening.words else 0.0)
    points += _damped(known) + _damped(further)
    points = max(-DICTION_MOST, min(points, DICTION_MOST, FOR_EVIDENCE * evidence))
    return Reason(points, _says(points, in_headline | in_opening, diction))


def words_in(zone: Zone) -> frozenset[str]:
    """Return the words of a zone as they are weighed: in lower case, without possessives."""
    return frozenset(plain_word(word) if "'" in word else word.lower() for word in zone.words)


def _known(words: Collection[str], groups: Collection[str], diction: Diction) -> list[float]:
    """Return what the known words and groups weigh, in an order that is the same in every run."""
    return sorted(
        [
            *(diction.words[word] for word in words if word in diction.words),
            *(diction.groups[group] for group in groups if group in diction.groups),
        ]
    )


def _damped(weights: list[float]) -> float:
    return sum(weights) / sqrt(len(weights)) if weights else 0.0


def _says(points: float, words: Collection[str], diction: Diction) -> str:
    sign = 1.0 if points > 0 else -1.0
    known = (word for word in words if word in diction.words)
    telling = sorted((-sign * diction.words[word], word) for word in known)
    told = [f"“{word}”" for weight, word in telling[:TOLD_MOST] if -weight >= TOLD_FROM]
    news = "worded like news of the beat" if points > 0 else "worded like other news"
    return f"{news} ({', '.join(told)})" if told else news


def _by_name(listed: Mapping[str, str]) -> dict[str, float]:
    return dict(_pairs(listed))


def _pairs(listed: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    for points, names in listed.items():
        for name in names.split():
            yield name, float(points)
