"""Whether a text holds what a query asks for: words and phrases, as the search reads them.

The archive has its database's full-text search; a watch is held against one new article before
anything is searched, so the same is done here in plain words. Inflections are the same word
(letter, letters; jail, jailed), derived words are not (detain, detention).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.questions import Query
from bot.text.prose.tokens import fold

_WORD = re.compile(r"[^\W_]+")
#: Endings of inflected words, the longest first; what is left has at least `_SHORTEST` letters.
_ENDINGS = ("ings", "ing", "ed", "es", "s", "e")
_SHORTEST = 4
#: Stands between two parts of an article: no phrase runs over it.
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one text, ready to be asked for."""

    words: Sequence[str]
    places: dict[str, list[int]]

    def holds(self, term: str) -> bool:
        """Whether a word or phrase stands in the text; a term without a word never does."""
        wanted = _words(term)
        if not wanted:
            return False
        return any(
            list(self.words[at : at + len(wanted)]) == wanted
            for at in self.places.get(wanted[0], ())
        )


def wording(*parts: str) -> Wording:
    """Return the words of a text's parts (title, body, outlet)."""
    words: list[str] = []
    for part in parts:
        words += [*_words(part), _BREAK]
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word, []).append(at)
    return Wording(words, places)


def asks_for(query: Query, text: Wording) -> bool:
    """Whether a text holds a query's words and none that it excludes; filters are not looked at."""
    if any(text.holds(term) for term in query.excluded):
        return False
    return all(any(text.holds(term) for term in group) for group in query.groups)


def _words(text: str) -> list[str]:
    return [_stem(fold(word)) for word in _WORD.findall(text)]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST:
        return f"{word[:-3]}y"
    for ending in _ENDINGS:
        rest = len(word) - len(ending)
        if word.endswith(ending) and rest >= _SHORTEST and not (ending == "s" and word[-2] == "s"):
            return word[:rest]
    return word
