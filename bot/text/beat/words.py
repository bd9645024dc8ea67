"""The words of a text as relevance reads them, and what their capitals tell."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"\w+(?:'\w+)?'?")
_INITIALS: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_SIDE_LETTER: Final = re.compile(r"\b(287|1357)\s?\(\s?g\s?\)", re.IGNORECASE)
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " "})

#: Share of capitalised words from which a headline's capitals tell no names apart, and the length
#: from which a word counts: shorter ones stay small in many headline styles.
TITLE_CASE_FROM: Final = 0.85
LONG_WORD: Final = 4
#: Letters from which a headline set in capitals is told, and the share of them that are capitals.
SHOUTED_FROM: Final = 10
SHOUTED_SHARE: Final = 0.7
_ICE_AS_WORD: Final = frozenset({"Ice", "Ice's"})
_SMALL_IN_TITLES: Final = frozenset(
    {"with", "from", "over", "into", "after", "amid", "than", "that", "under", "about", "through"}
)
_BEFORE_SHOWS: Final = frozenset({"on", "the", "and", "of", "with", "rapper", "rap"})


def words_of(text: str) -> tuple[str, ...]:
    """Return the words as printed: hyphens part them, initials and possessives are closed up."""
    plain = text.translate(_PLAIN)
    plain = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", plain)
    plain = _SIDE_LETTER.sub(r"\1g", plain)
    return tuple(_WORD.findall(plain))


def plain_word(word: str) -> str:
    """Return the word in lower case, without its possessive."""
    return without_possessive(word.lower())


def without_possessive(word: str) -> str:
    """Return what owns: "ICE" of "ICE's", "sheriffs" of "sheriffs'"."""
    return word.removesuffix("'s").removesuffix("'")


def is_title_case(words: tuple[str, ...]) -> bool:
    """Whether capitals tell no names apart: all longer words but a few carry one.

    A headline full of names has a verb in small letters; two or three words alone tell nothing.
    """
    long = [word for word in words if len(word) >= LONG_WORD and word not in _SMALL_IN_TITLES]
    return sum(word[0].isupper() for word in long) > TITLE_CASE_FROM * len(long)


def is_shouted(title: str) -> bool:
    """Whether capitals say nothing about a word: a headline set in capitals."""
    letters = [letter for letter in title if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= SHOUTED_FROM and capitals > SHOUTED_SHARE * len(letters)


def with_acronyms(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with "Ice" as "ICE" where the agency is meant.

    British outlets print acronyms as words. A capital inside a sentence tells: frozen water has
    none there. It tells nothing in Title Case, nor in names of shows ("Stars on Ice").
    """
    places = [at for at, word in enumerate(words) if at and word in _ICE_AS_WORD]
    meant = {at for at in places if _stands_inside_a_sentence(words[at - 1])}
    if not meant or is_title_case(words):
        return words
    return tuple(
        word.replace("Ice", "ICE") if at in meant else word for at, word in enumerate(words)
    )


def _stands_inside_a_sentence(before: str) -> bool:
    return before.islower() and before not in _BEFORE_SHOWS
