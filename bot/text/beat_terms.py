"""The words of the beat: reads `lexicon/relevance.toml` and finds its terms in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

_WORD: Final = re.compile(r"\w+(?:'\w+)?'?")
_INITIALS: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_SIDE_LETTER: Final = re.compile(r"\b(287|1357)\s?\(\s?g\s?\)", re.IGNORECASE)
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " "})
#: Words remembered with the terms they may open; a newsroom's vocabulary is smaller.
_REMEMBERED_WORDS: Final = 50_000


#: Share of capitalised words from which a headline's capitals tell no names apart, and the length
#: from which a word counts: shorter ones stay small in many headline styles.
TITLE_CASE_FROM: Final = 0.85
LONG_WORD: Final = 4
_ICE_AS_WORD: Final = frozenset({"Ice", "Ice's"})
_SMALL_IN_TITLES: Final = frozenset(
    {"with", "from", "over", "into", "after", "amid", "than", "that", "under", "about", "through"}
)
_BEFORE_SHOWS: Final = frozenset({"on", "the", "and", "of", "with", "rapper", "rap"})


@dataclass(frozen=True, slots=True)
class Group:
    """Terms of one meaning, what they are worth in points, and what to call them in print."""

    name: str
    role: str
    weight: float
    says: str
    #: Roles beside which a group that speaks against the beat says nothing.
    yields_to: frozenset[str]
    #: Whether it speaks against the beat in a headline alone.
    headline_only: bool
    #: Whether its terms exist in the United States alone.
    american: bool
    #: Names of groups that mean something else beside this one.
    voids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups that mean more together than apart."""

    of: tuple[str, str]
    weight: float
    says: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found: the index of its first word, its group, and its words as printed."""

    at: int
    group: Group
    surface: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """The alternatives for one word of a term."""

    lowered: frozenset[str]
    exact: frozenset[str]
    beginnings: tuple[str, ...]
    number: bool

    def fits(self, word: str) -> bool:
        """Whether `word`, or what owns its possessive, is one of the alternatives."""
        return self._fits(word) or ("'" in word and self._fits(_without_possessive(word)))

    def _fits(self, word: str) -> bool:
        low = word.lower()
        if low in self.lowered or word in self.exact:
            return True
        return low.startswith(self.beginnings) or (self.number and low.isdecimal())


@dataclass(frozen=True, slots=True)
class _Term:
    group: Group
    slots: tuple[_Slot, ...]

    def fits(self, words: tuple[str, ...], at: int) -> bool:
        """Whether the term stands in `words` at index `at`."""
        if at + len(self.slots) > len(words):
            return False
        # The first word fits by the index but for its case, so the last tells most.
        for back in range(len(self.slots) - 1, -1, -1):
            if not self.slots[back].fits(words[at + back]):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms, by the word that opens them (longest first), and the pairs."""

    by_word: Mapping[str, tuple[_Term, ...]]
    by_beginning: tuple[tuple[str, _Term], ...]
    pairs: tuple[Pair, ...]
    #: The same pairs by their first group.
    pairs_from: Mapping[str, tuple[Pair, ...]]
    #: Lower-case names that running stories never teach, and words that are no part of a name.
    untaught: frozenset[str]
    openers: frozenset[str]
    #: Words of other subjects, in whatever group they were found.
    subjects: frozenset[str]


def words_of(text: str) -> tuple[str, ...]:
    """Return the words as printed: hyphens part them, initials and possessives are closed up."""
    plain = text.translate(_PLAIN)
    plain = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", plain)
    plain = _SIDE_LETTER.sub(r"\1g", plain)
    return tuple(_WORD.findall(plain))


def is_title_case(words: tuple[str, ...]) -> bool:
    """Whether capitals tell no names apart: all longer words but a few carry one.

    A headline full of names has a verb in small letters; two or three words alone tell nothing.
    """
    long = [word for word in words if len(word) >= LONG_WORD and word not in _SMALL_IN_TITLES]
    return sum(word[0].isupper() for word in long) > TITLE_CASE_FROM * len(long)


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


def plain_word(word: str) -> str:
    """Return the word in lower case, without its possessive."""
    return _without_possessive(word.lower())


def find_terms(words: tuple[str, ...]) -> tuple[Hit, ...]:
    """Return the terms in `words`, leftmost-longest and without overlap."""
    hits: list[Hit] = []
    free_from = 0
    for at, word in enumerate(words):
        if at < free_from:
            continue
        for term in _terms_opened_by(word.lower()):
            if term.fits(words, at):
                free_from = at + len(term.slots)
                hits.append(Hit(at, term.group, " ".join(words[at:free_from])))
                break
    return tuple(hits)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word list, read once."""
    source = resources.files("bot.text.lexicon").joinpath("relevance.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    terms = [term for row in table["group"] for term in _terms_of(row)]
    by_word: dict[str, list[_Term]] = {}
    by_beginning: list[tuple[str, _Term]] = []
    for term in terms:
        first = term.slots[0]
        for word in first.lowered | {word.lower() for word in first.exact}:
            by_word.setdefault(word, []).append(term)
        by_beginning.extend((beginning, term) for beginning in first.beginnings)
    pairs = tuple(
        Pair((one, other), float(weight), says)
        for one, other, weight, says in table["together"]["pairs"]
    )
    pairs_from: dict[str, tuple[Pair, ...]] = {}
    for pair in pairs:
        pairs_from[pair.of[0]] = (*pairs_from.get(pair.of[0], ()), pair)
    return Lexicon(
        by_word={word: _longest_first(found) for word, found in by_word.items()},
        by_beginning=tuple(by_beginning),
        pairs=pairs,
        pairs_from=pairs_from,
        untaught=frozenset(table["untaught"]["names"]),
        openers=frozenset(table["untaught"]["openers"]),
        subjects=frozenset(
            pattern
            for row in table["group"]
            if row["role"] == "topic_list"
            for pattern in row["terms"]
        ),
    )


def pairs_among(names: Collection[str]) -> list[Pair]:
    """Return the pairs whose groups are both in `names`, in the order of their first group."""
    known = lexicon().pairs_from
    return [pair for name in names for pair in known.get(name, ()) if pair.of[1] in names]


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _terms_opened_by(word: str) -> tuple[_Term, ...]:
    known = lexicon()
    wild = tuple(term for beginning, term in known.by_beginning if word.startswith(beginning))
    plain = known.by_word.get("#" if word.isdecimal() else word, ())
    owner = known.by_word.get(_without_possessive(word), ()) if "'" in word else ()
    return _longest_first([*plain, *owner, *wild])


def _terms_of(row: Mapping[str, Any]) -> list[_Term]:
    group = Group(
        name=row["name"],
        role=row["role"],
        weight=float(row["weight"]),
        says=row["says"],
        yields_to=frozenset(row.get("yields_to", ())),
        headline_only=bool(row.get("headline_only", False)),
        american=bool(row.get("american", False)),
        voids=frozenset(row.get("voids", ())),
    )
    return [
        _Term(group, tuple(_slot_of(word.split("/")) for word in pattern.split()))
        for pattern in row["terms"]
    ]


def _slot_of(alternatives: list[str]) -> _Slot:
    whole = [word for word in alternatives if not word.endswith("*")]
    return _Slot(
        lowered=frozenset(word for word in whole if word == word.lower()),
        exact=frozenset(word for word in whole if word != word.lower()),
        beginnings=tuple(word[:-1] for word in alternatives if word.endswith("*")),
        number="#" in alternatives,
    )


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'")


def _longest_first(terms: list[_Term]) -> tuple[_Term, ...]:
    return tuple(sorted(terms, key=lambda term: -len(term.slots)))
