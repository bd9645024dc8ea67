"""The words of the beat: reads `lexicon/relevance.toml` and finds its terms in a text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from bot.text.beat.words import without_possessive
from bot.text.lexicon import load

#: Words remembered with the terms they may open; a newsroom's vocabulary is smaller.
_REMEMBERED_WORDS: Final = 50_000
_STRONG: Final = frozenset({"core", "own", "agency"})
#: Weight from which a half word says something; "workers" or "families" alone do not.
_HALF_FROM: Final = 0.5


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
    #: Whether its terms are names of people, which are not repeated in print.
    of_people: bool
    #: Names of groups that mean something else beside this one.
    voids: frozenset[str]

    @property
    def is_strong(self) -> bool:
        """Whether its terms are the beat unless something speaks against it."""
        return self.role in _STRONG

    @property
    def is_evidence(self) -> bool:
        """Whether its terms say something of the beat."""
        return self.weight >= _HALF_FROM and (self.is_strong or self.role == "half")


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
        return self._fits(word) or ("'" in word and self._fits(without_possessive(word)))

    @property
    def spelled(self) -> frozenset[str]:
        """Every word that may fit, in lower case; empty where a beginning or a number may."""
        if self.beginnings or self.number:
            return frozenset()
        return self.lowered | {word.lower() for word in self.exact}

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
class _Opened:
    """The terms that one word may open, longest first, and which of them each next word leaves.

    Words like "no" and "federal" open dozens of terms; the next word rules out nearly all.
    """

    terms: tuple[_Term, ...]
    by_next: Mapping[str, tuple[_Term, ...]]
    whatever_next: tuple[_Term, ...]

    def before(self, following: str) -> tuple[_Term, ...]:
        """Return the terms that may go on with `following`, the next word in lower case."""
        if "'" in following:
            return self.terms
        return self.by_next.get(following, self.whatever_next)


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


def find_terms(words: tuple[str, ...]) -> tuple[Hit, ...]:
    """Return the terms in `words`, leftmost-longest and without overlap."""
    hits: list[Hit] = []
    free_from = 0
    lowered = [word.lower() for word in words]
    lowered.append("")
    for at in range(len(words)):
        if at < free_from:
            continue
        for term in _opened_by(lowered[at]).before(lowered[at + 1]):
            if term.fits(words, at):
                free_from = at + len(term.slots)
                hits.append(Hit(at, term.group, " ".join(words[at:free_from])))
                break
    return tuple(hits)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word list, read once."""
    table = load("relevance")
    terms = [term for row in table["group"] for term in _terms_of(row)]
    by_word: dict[str, list[_Term]] = {}
    by_beginning: list[tuple[str, _Term]] = []
    for term in terms:
        first = term.slots[0]
        for word in first.lowered | {word.lower() for word in first.exact}:
            by_word.setdefault(word, []).append(term)
        by_beginning.extend((beginning, term) for beginning in first.beginnings)
    pairs = _pairs_of(table)
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
def _opened_by(word: str) -> _Opened:
    known = lexicon()
    wild = tuple(term for beginning, term in known.by_beginning if word.startswith(beginning))
    plain = known.by_word.get(word, ())
    number = known.by_word.get("#", ()) if word.isdecimal() else ()
    owner = known.by_word.get(without_possessive(word), ()) if "'" in word else ()
    return _opened(_longest_first([*plain, *number, *owner, *wild]))


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _opened(terms: tuple[_Term, ...]) -> _Opened:
    spelled = [(term, term.slots[1].spelled if len(term.slots) > 1 else None) for term in terms]
    nexts = frozenset().union(*(words for _, words in spelled if words))
    return _Opened(
        terms=terms,
        by_next={
            following: tuple(term for term, words in spelled if not words or following in words)
            for following in nexts
        },
        whatever_next=tuple(term for term, words in spelled if not words),
    )


def _terms_of(row: Mapping[str, Any]) -> list[_Term]:
    group = Group(
        name=row["name"],
        role=row["role"],
        weight=float(row["weight"]),
        says=row["says"],
        yields_to=frozenset(row.get("yields_to", ())),
        headline_only=bool(row.get("headline_only", False)),
        american=bool(row.get("american", False)),
        of_people=bool(row.get("of_people", False)),
        voids=frozenset(row.get("voids", ())),
    )
    return [
        _Term(group, tuple(_slot_of(word.split("/")) for word in pattern.split()))
        for pattern in row["terms"]
    ]


def _pairs_of(table: Mapping[str, Any]) -> tuple[Pair, ...]:
    """Return the pairs that are listed, and those that a group has because it is like another."""
    pairs = {
        frozenset((one, other)): Pair((one, other), float(weight), says)
        for one, other, weight, says in table["together"]["pairs"]
    }
    for row in table["group"]:
        for pair in tuple(pairs.values()) if "like" in row else ():
            one, other = (row["name"] if of == row["like"] else of for of in pair.of)
            if row["like"] in pair.of and one != other:
                alike = Pair((one, other), pair.weight, pair.says)
                pairs.setdefault(frozenset(alike.of), alike)
    return tuple(pair for pair in pairs.values() if pair.weight)


def _slot_of(alternatives: list[str]) -> _Slot:
    whole = [word for word in alternatives if not word.endswith("*")]
    return _Slot(
        lowered=frozenset(word for word in whole if word == word.lower()),
        exact=frozenset(word for word in whole if word != word.lower()),
        beginnings=tuple(word[:-1] for word in alternatives if word.endswith("*")),
        number="#" in alternatives,
    )


def _longest_first(terms: list[_Term]) -> tuple[_Term, ...]:
    return tuple(sorted(terms, key=lambda term: -len(term.slots)))
