"""The parts of an article that relevance weighs apart: headline, opening, passages of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from bot.text.beat.terms import Hit, Pair, find_terms
from bot.text.beat.words import with_acronyms, words_of

#: Words of the text that are read as its opening: a lede and the sentence after it.
OPENING_WORDS: Final = 55
#: Words of a passage: about a paragraph.
PASSAGE_WORDS: Final = 50
#: Words within which two halves of a pair must stand.
PAIR_SPAN: Final = 14


@dataclass(frozen=True, slots=True)
class Zone:
    """One part of an article, what to call it in print, its words and the terms found in it."""

    called: str
    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    #: The first hit of each group, by the group's name.
    groups: Mapping[str, Hit] = field(init=False)

    def __post_init__(self) -> None:
        first: dict[str, Hit] = {}
        for hit in self.hits:
            first.setdefault(hit.group.name, hit)
        object.__setattr__(self, "groups", first)

    def joins(self, pair: Pair) -> bool:
        """Whether both halves of `pair` stand near each other here."""
        one, other = pair.of
        if one not in self.groups or other not in self.groups:
            return False
        there = [hit.at for hit in self.hits if hit.group.name == other]
        return any(
            abs(hit.at - at) <= PAIR_SPAN
            for hit in self.hits
            if hit.group.name == one
            for at in there
        )

    def has(self, role: str) -> bool:
        """Whether a term of this role stands here."""
        return any(hit.group.role == role for hit in self.hits)

    def has_evidence(self) -> bool:
        """Whether a term says something of the beat by itself."""
        return any(hit.group.is_evidence for hit in self.hits)


def zone_of(called: str, text: str) -> Zone:
    """Read a headline or a whole text."""
    words = with_acronyms(words_of(text))
    return Zone(called, words, find_terms(words))


def opening_of(body: Zone) -> Zone:
    """Return the lede of a text."""
    return _part(body, "in the opening", 0, OPENING_WORDS)


def passages_of(body: Zone) -> Iterator[Zone]:
    """Yield a text in passages of about equal length."""
    count = max(1, round(len(body.words) / PASSAGE_WORDS))
    bounds = [at * len(body.words) // count for at in range(count + 1)]
    for begin, end in pairwise(bounds):
        yield _part(body, "in a passage", begin, end)


def _part(body: Zone, called: str, begin: int, end: int) -> Zone:
    hits = tuple(hit for hit in body.hits if begin <= hit.at < end)
    return Zone(called, body.words[begin:end], hits)
