"""Public people the lists know: by full name, by title and surname within a term, by fame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache

from bot.domain.entities import Entity
from bot.text.lexicon import load
from bot.text.names.gazetteer import Found, Listed
from bot.text.names.roster import SUFFIXES, Roster, Term, offices, roster, surname
from bot.text.prose.tokens import Tokens, fold


def _month(when: datetime | None) -> str:
    return "9999-12" if when is None else f"{when.year:04d}-{when.month:02d}"


def by_full_name(lows: list[str]) -> Entity | None:
    """Return the listed person of a full name, with or without middle names and suffix."""
    people = roster().by_name
    plain = [low for low in lows if low not in SUFFIXES]
    short = [plain[0], plain[-1]] if len(plain) > 2 else plain
    initials = [low for low in plain[1:-1] if len(low) > 1]
    found = people.get(" ".join(lows)) or people.get(" ".join(plain))
    if found is None and not initials and len(plain) > 1:
        found = people.get(" ".join(short))
    return found


def by_spelling(lows: list[str]) -> Entity | None:
    """Return the listed person whose name differs by one slip of the pen, or None.

    Only for a name that stands with a public role: a private namesake must not become famous.
    """
    if len(lows) < 2 or len("".join(lows)) < 9:  # short names are too near others
        return None
    name = " ".join(lows)
    found = [
        person
        for size in (-1, 0, 1)
        for key, person in _near(roster()).get((name[0], len(name) + size), ())
        if _is_slip(key, name)
    ]
    return found[0] if len({person.id for person in found}) == 1 else None


@lru_cache(maxsize=4)
def _near(people: Roster) -> Mapping[tuple[str, int], tuple[tuple[str, Entity], ...]]:
    """Return names by first letter and length: only these can be a slip apart."""
    near: dict[tuple[str, int], list[tuple[str, Entity]]] = {}
    for key, person in people.by_name.items():
        near.setdefault((key[0], len(key)), []).append((key, person))
    return {place: tuple(names) for place, names in near.items()}


def is_listed(person: Entity) -> bool:
    """Whether an entity stands on these lists."""
    return person.id in roster().terms


def needs_role(person: Entity) -> bool:
    """Whether many bear this name: then the text itself must say that the listed one is meant."""
    table = load("officials")["namesakes"]
    if surname(person.name) not in table["surnames"].split():
        return False
    titles = {offices()[office] for office in table["offices"].split()}
    return all(term.title in titles for term in roster().terms.get(person.id, ()))


def _is_slip(one: str, other: str) -> bool:
    """Whether two words are one insertion, deletion, change or swap of letters apart."""
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    if len(one) == len(other):
        swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
        return one[at + 1 :] == other[at + 1 :] or swapped
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]


def by_title(title: str, last: str, when: datetime | None, states: frozenset[str]) -> Entity | None:
    """Return the listed person a title and a surname mean on that day, or None when unsure."""
    month = _month(when)
    held = [term for term in roster().by_surname.get(last, ()) if _answers(term, title)]
    for narrow in (
        [t for t in held if t.state in states and t.covers(month)],
        [t for t in held if t.covers(month) and (t.state is None or t.state in states)],
        [t for t in held if t.covers(month)],
        [t for t in held if t.state in states],
        held,
    ):
        if len({term.person.id for term in narrow}) == 1:
            return narrow[0].person
    past = [term for term in held if term.start and term.start <= month]
    return max(past, key=lambda term: term.start).person if past == held and held else None


def _answers(term: Term, title: str) -> bool:
    return any(title == words or title.endswith(f" {words}") for words in term.before)


def by_fame(last: str, when: datetime | None) -> Entity | None:
    """Return the person whose surname alone is enough on this beat, or None."""
    people = roster()
    person = people.famous.get(last)
    if person is None or last not in people.only_in_office:
        return person
    if when is None:
        return None
    month = _month(when)
    held = people.terms[person.id]
    return person if any(term.start and term.covers(month) for term in held) else None


def role_at(person: Entity, when: datetime | None) -> str | None:
    """Return the office a listed person held that day; the first listed when none is dated so."""
    month = _month(when)
    for term in roster().terms.get(person.id, ()):
        if term.start and term.covers(month):
            return term.title
    return person.role


def by_office(office: str, when: datetime | None, state: str | None = None) -> Entity | None:
    """Return who held an office ("attorney general") on a day; None when unsure."""
    month = _month(when)
    words = fold(office)
    found = {
        term.person.id: term.person
        for held in roster().terms.values()
        for term in held
        if words in term.before and term.start and term.covers(month) and term.state == state
    }
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=4)
def _sizes(people: Roster) -> Mapping[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for name in people.by_name:
        words = name.split()
        sizes.setdefault(words[0], set()).add(len(words))
    return {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}


def scan(tokens: Tokens) -> Iterator[Found]:
    """Yield full names of listed people; a name's own words must be capitalised."""
    listed, words, last = roster(), tokens.words, len(tokens)
    sizes, people = _sizes(listed), listed.by_name
    passed = 0
    for at, low in enumerate(tokens.lows):
        if at < passed or low not in sizes or not words[at][0].isupper():
            continue
        for size in sizes[low]:
            person = people.get(tokens.key(at, at + size)) if at + size <= last else None
            if person is not None and words[at + size - 1][0].isupper():
                passed = at + size
                yield Found(start=at, stop=passed, listed=Listed(entity=person, shapes=()))
                break
