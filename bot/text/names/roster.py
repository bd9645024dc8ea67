"""The roster: public people with their terms of office, as the lists and the operators have them.

The lists come with a release; what operators say in feeds.yaml comes first where both speak
(docs/decisions/0088-operators-appoint-officials.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.domain.entities import Entity, EntityKind, OfficeTerm
from bot.text.lexicon import load, split_names, word_set
from bot.text.names.gazetteer import make
from bot.text.prose.tokens import fold, tokenize

_HOLDER = re.compile(r"^(?:([A-Z]{2}) )?(.+?)(?: (\d{4}-\d\d))?(?: (\d{4}-\d\d))?$")
#: Words behind a surname, folded.
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
#: Roles that make a person public without an office.
_NO_OFFICE = frozenset(
    {"political_figure", "public_figure", "advocate", "ice_contractor", "first_family"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One person in one office."""

    person: Entity
    title: str
    #: Folded words that stand before the surname: "attorney general".
    before: frozenset[str]
    state: str | None
    #: "2025-01"; "" when not dated.
    start: str
    end: str

    def covers(self, month: str) -> bool:
        """Whether the office was held in this month ("2025-09"); undated terms always are."""
        return self.start <= month and (not self.end or month <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roster:
    """Everybody on the lists; compared by identity, so that it can be a key of what is kept."""

    #: Folded full name or alias -> person.
    by_name: dict[str, Entity]
    #: Folded surname -> terms.
    by_surname: dict[str, tuple[Term, ...]]
    #: Folded surname -> the one person it means on this beat.
    famous: dict[str, Entity]
    only_in_office: frozenset[str]
    #: Person id -> terms, newest first.
    terms: dict[str, tuple[Term, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    key: str
    title: str
    before: frozenset[str]
    #: As the list writes them: "[ST ]Name; alias[ START[ END]]".
    holders: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """A roster in the making."""

    people: dict[str, Entity]
    #: Person id -> names, in the order in which they came.
    names: dict[str, dict[str, None]]
    #: Person id -> office -> terms.
    terms: dict[str, dict[str, list[Term]]]

    def enter(self, person: Entity, names: Sequence[str]) -> Entity:
        """Take a person with their names; who is known already stays who they are."""
        person = self.people.setdefault(person.id, person)
        self.names.setdefault(person.id, {}).update(dict.fromkeys(names))
        return person

    def add(self, office: str, term: Term) -> None:
        self.terms.setdefault(term.person.id, {}).setdefault(office, []).append(term)


_in_force: ContextVar[Roster | None] = ContextVar("roster", default=None)


def roster() -> Roster:
    """Return the people in force: those of the lists, or what `in_force` made of them."""
    return _in_force.get() or _made(())


@contextmanager
def in_force(terms: Sequence[OfficeTerm]) -> Iterator[None]:
    """Let the operators' terms hold for everything read or looked up inside, in this task alone.

    What they say of a person in an office stands in place of all that the lists say of this
    person in this office; everything else of the lists stays.
    """
    token = _in_force.set(_made(tuple(terms)))
    try:
        yield
    finally:
        _in_force.reset(token)


@cache
def offices() -> Mapping[str, str]:
    """Return the offices of the lists by their key, with the title that is printed."""
    return {office.key: office.title for office in _listed().values()}


@lru_cache(maxsize=8192)
def surname(name: str) -> str:
    """Return the folded surname of a full name: its last word, or words where two belong."""
    lows = [low for low in tokenize(name).lows if low not in SUFFIXES]
    for size in (3, 2):
        if len(lows) > size and " ".join(lows[-size:]) in word_set("officials", "double"):
            return " ".join(lows[-size:])
    return lows[-1] if lows else ""


def name_key(name: str) -> str:
    """Return the form by which a full name is found."""
    return " ".join(tokenize(name).lows)


@lru_cache(maxsize=4)  # the lists alone, the operators' file, and the one before it
def _made(said: tuple[OfficeTerm, ...]) -> Roster:
    draft = _Draft(people={}, names={}, terms={})
    for office in _listed().values():
        for holder in office.holders:
            _enter_listed(draft, office, holder)
    known = _by_name(draft) if said else {}
    appointed = [(_person_of(term, known), term) for term in said]
    for person, term in appointed:
        draft.terms.get(person.id, {}).pop(term.office, None)
    for person, term in appointed:
        _appoint(draft, person, term)
    return _finished(draft, said)


@cache
def _listed() -> Mapping[str, _Office]:
    return {
        key: _Office(
            key=key,
            title=table["title"],
            before=frozenset(fold(" ".join(words.split())) for words in table["before"]),
            holders=tuple(table["holders"]),
        )
        for key, table in load("officials").items()
        if "holders" in table
    }


def _enter_listed(draft: _Draft, office: _Office, holder: str) -> None:
    found = _HOLDER.match(holder)
    assert found is not None
    state, listed, start, end = found.groups()
    names = split_names(listed)
    person = draft.enter(_person(office.key, office.title, names[0], state), names)
    term = Term(
        person=person,
        title=office.title,
        before=office.before,
        state=state,
        start=start or "",
        end=end or "",
    )
    draft.add(office.key, term)


def _person(office: str, title: str, name: str, state: str | None) -> Entity:
    kind = EntityKind.PERSON if office in _NO_OFFICE else EntityKind.OFFICIAL
    return make(kind, name, role=title, state=state)


def _person_of(term: OfficeTerm, known: Mapping[str, Entity]) -> Entity:
    """Return the person an operator means: by any name the lists have, else somebody new."""
    for name in (term.name, *term.aliases):
        if (person := known.get(name_key(name))) is not None:
            return person
    title = term.role or offices()[term.office]
    return _person(term.office, title, term.name, term.state)


def _appoint(draft: _Draft, person: Entity, said: OfficeTerm) -> None:
    office = _listed()[said.office]
    person = draft.enter(person, (said.name, *said.aliases))
    role = frozenset({fold(said.role)}) if said.role else frozenset()
    term = Term(
        person=person,
        title=said.role or office.title,
        before=office.before | role,
        state=said.state,
        start=said.start,
        end=said.end,
    )
    draft.add(said.office, term)


def _by_name(draft: _Draft) -> dict[str, Entity]:
    return {name_key(name): draft.people[who] for who in draft.people for name in draft.names[who]}


def _finished(draft: _Draft, said: Sequence[OfficeTerm]) -> Roster:
    held = {who: [term for each in of.values() for term in each] for who, of in draft.terms.items()}
    by_name = _by_name(draft)
    by_surname: dict[str, list[Term]] = {}
    for who, terms in held.items():
        by_surname.setdefault(surname(draft.people[who].name), []).extend(terms)
    table = load("officials")["famous"]
    famous = {}
    for line in table["names"]:
        short, _, full = line.partition(" = ")
        famous[name_key(short)] = by_name[name_key(full)]
    alone = {
        surname(each.name): by_name[name_key(each.name)] for each in said if each.surname_alone
    }
    listed_only = frozenset(name_key(name) for name in table["only_in_office"])
    return Roster(
        by_name=by_name,
        by_surname={last: tuple(terms) for last, terms in by_surname.items()},
        famous=famous | alone,
        only_in_office=listed_only | frozenset(alone),
        terms={
            who: tuple(sorted(terms, key=lambda t: t.start, reverse=True))
            for who, terms in held.items()
        },
    )
