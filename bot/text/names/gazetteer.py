"""Names the lists know: an index from word sequences to entities, built once on first use.

A token-dictionary matcher: for every word that begins a listed name, the longest listed sequence
is looked up. Measured against Aho-Corasick and a regex alternation in
docs/decisions/0010-entities-by-lists-and-rules.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from bot.domain.entities import Entity, EntityId, EntityKind
from bot.text.lexicon import load, split_names, word_set
from bot.text.prose.tokens import Tokens, tokenize

#: "SB 54": a bill by a number that every legislature comes to.
_BILL = re.compile(r"(?:[SHA]\.?B\.?|Senate Bill|House Bill|Assembly Bill) ?\d{1,3}")
_SLUG = re.compile(r"[^a-z0-9]+")


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("gazetteer", group)


class Needs(IntEnum):
    """What a listed name needs in the text before it is believed."""

    NOTHING = 0
    #: A city several states have: its state beside it or elsewhere in the text.
    STATE = 1
    #: An outlet: taken so that nothing inside it is, and then dropped.
    DROPPED = 2
    #: An acronym that is also an English word: no shouting neighbours.
    QUIET = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One listed name: the entity, and how its words must be written."""

    entity: Entity
    #: One of "exact", "Capital", "any" a word, with the exact form ("" when free).
    shapes: tuple[tuple[str, str], ...]
    needs: Needs = Needs.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All listed names."""

    #: Key of the word sequence -> readings, canonical lists first.
    names: dict[str, tuple[Listed, ...]]
    #: First word -> lengths of names that begin with it, longest first.
    lengths: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Words [start, stop) read as a listed name."""

    start: int
    stop: int
    listed: Listed


def slug(name: str) -> str:
    """Return a name as a stable id part: ASCII lower case, words joined by hyphens."""
    return _SLUG.sub("-", " ".join(tokenize(name).lows)).strip("-")


def make(
    kind: EntityKind,
    name: str,
    *,
    key: str | None = None,
    role: str | None = None,
    state: str | None = None,
) -> Entity:
    """Build an entity whose id is its kind and its key (its slug when no key is given)."""
    prefix = "person" if kind is EntityKind.OFFICIAL else kind.value
    return Entity(
        id=EntityId(f"{prefix}:{key or slug(name)}"), kind=kind, name=name, role=role, state=state
    )


def _shape(word: str) -> tuple[str, str]:
    letters = word.replace(".", "")
    if len(letters) > 1 and letters.isupper():
        return "exact", letters
    if len(letters) > 2 and letters[0].isupper() and letters[-1].isupper():
        return "exact", letters  # "TdA", "DoD"
    return ("Capital", "") if word[0].isupper() else ("any", "")


def _fits(shapes: tuple[tuple[str, str], ...], tokens: Tokens, start: int) -> bool:
    for offset, (shape, exact) in enumerate(shapes):
        word = tokens.words[start + offset]
        if shape == "Capital" and not word[0].isupper():
            return False
        if shape == "exact" and word.replace(".", "") != exact:
            return False
    return True


def _tabled(name: str, kind: EntityKind) -> Iterator[tuple[Entity, tuple[str, ...]]]:
    for key, entry in load(name)[name].items():
        names = split_names(entry)
        yield make(kind, names[0], key=key), names


_KINDS = {
    "agencies": EntityKind.AGENCY,
    "laws": EntityKind.LAW,
    "courts": EntityKind.COURT,
    "organisations": EntityKind.ORG,
}


def _without_us(names: tuple[str, ...]) -> tuple[str, ...]:
    more = [name.replace("U.S. ", "United States ", 1) for name in names if name[:5] == "U.S. "]
    return (*names, *more)


def _field_offices() -> Iterator[tuple[Entity, tuple[str, ...]]]:
    for state, city, names in _by_state("field_offices"):
        entity = make(EntityKind.AGENCY, f"ICE {city} Field Office", state=state)
        yield entity, (entity.name, *(each for name in names for each in _removal_office(name)))
    for state, city, names in _by_state("investigations"):
        entity = make(EntityKind.AGENCY, f"HSI {city}", state=state)
        yield entity, (entity.name, *(each for name in names for each in _hsi_office(name)))


def _removal_office(city: str) -> Iterator[str]:
    for head in ("ERO", "ICE ERO", "Enforcement and Removal Operations"):
        yield from (f"{head} {city}", f"{head} {city} field office", f"{head} {city} Field Office")
    yield from (f"ICE's {city} field office", f"ICE {city} field office")
    yield from (f"{city} ICE field office", f"{city} ICE Field Office")


def _hsi_office(city: str) -> Iterator[str]:
    for head in ("HSI", "ICE HSI", "Homeland Security Investigations"):
        yield from (f"{head} {city}", f"{head} {city} field office", f"{head} {city} Field Office")
    for owner in ("HSI's", "ICE HSI's"):
        yield from (f"{owner} {city} field office", f"{owner} {city} office")


def _by_state(table: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield state, canonical name and all names of a list of agencies by state."""
    for state, entries in load("agencies")[table].items():
        for entry in entries:
            names = split_names(entry)
            yield state, names[0], names


def _sectors() -> Iterator[tuple[Entity, tuple[str, ...]]]:
    for state, sector, names in _by_state("sectors"):
        entity = make(EntityKind.AGENCY, f"Border Patrol {sector} Sector", state=state)
        forms = [(f"{name} Sector", f"{name} sector", f"Border Patrol's {name}") for name in names]
        yield entity, (entity.name, *(each for some in forms for each in some))


def _facilities() -> Iterator[tuple[Entity, tuple[str, ...], Needs]]:
    tables = load("facilities")
    for state, entries in tables["facilities"].items():
        for entry in entries:
            names = split_names(entry)
            entity = make(EntityKind.FACILITY, names[0], state=state)
            for name in names:
                yield entity, (name,), Needs.STATE if _is_of_many(name) else Needs.NOTHING
    for entry in (*tables["abroad"]["facilities"], *tables["federal"]["facilities"]):
        names = split_names(entry)
        yield make(EntityKind.FACILITY, names[0]), names, Needs.NOTHING


def _chambers() -> Iterator[tuple[Entity, tuple[str, ...]]]:
    """Yield the chambers of states: "the Texas Senate" is not the one in Washington."""
    for code in load("counties")["counties"]:  # the fifty: no district and no territory
        state = state_names()[code][0].removesuffix(" state")
        for chamber, aliases in (("Senate", ()), ("House of Representatives", ("House",))):
            entity = make(EntityKind.AGENCY, f"{state} {chamber}", state=code)
            yield entity, (entity.name, *(f"{state} {alias}" for alias in aliases))


@cache
def _shared_counties() -> frozenset[str]:
    """Return the counties' names that several states have."""
    times = Counter(name for names in load("counties")["counties"].values() for name in names)
    return frozenset(name for name, count in times.items() if count > 1)


def _is_of_many(name: str) -> bool:
    """Whether other states may have the same: "Orange County Jail"."""
    county, _, rest = name.partition(" County ")
    return bool(rest) and county in _shared_counties()


def _bills(
    entity: Entity, names: tuple[str, ...]
) -> Iterator[tuple[Entity, tuple[str, ...], Needs]]:
    """Yield a state's law, its low bill numbers (every legislature has them) with that need."""
    states = {names[0].removesuffix(" state"): code for code, names in state_names().items()}
    code = next(
        (code for state, code in states.items() if entity.name.startswith(f"{state} ")), None
    )
    low = tuple(name for name in names if code and _BILL.fullmatch(name))
    placed = replace(entity, state=code)
    yield placed, tuple(name for name in names if name not in low), Needs.NOTHING
    yield placed, low, Needs.STATE


def _courts_by_place() -> Iterator[tuple[Entity, tuple[str, ...]]]:
    tables = load("courts")
    for code, districts in tables["districts"].items():
        state = "Columbia" if code == "DC" else state_names()[code][0].removesuffix(" state")
        for district in districts:
            where = f"{district} District of {state}".strip()
            entity = make(EntityKind.COURT, f"U.S. District Court for the {where}", state=code)
            short = (where,) if district else ()
            yield entity, (entity.name, f"District Court for the {where}", *short)
            office = f"U.S. Attorney's Office for the {where}"
            yield make(EntityKind.AGENCY, office, state=code), (office,)
    for code, cities in tables["immigration"].items():
        for city in cities:
            entity = make(EntityKind.COURT, f"{city} Immigration Court", state=code)
            yield entity, (entity.name, f"{city} immigration court")


@cache
def state_names() -> dict[str, tuple[str, ...]]:
    """Return two-letter codes of states and territories with their names, full name first."""
    return {code: split_names(entry) for code, entry in load("places")["states"].items()}


@cache
def state_entity(code: str) -> Entity:
    """Return the place entity of a state, district or territory."""
    name = "Washington" if code == "WA" else state_names()[code][0]
    return make(EntityKind.PLACE, name, key=f"us-{code.lower()}", state=code)


def _cities() -> Iterator[tuple[Entity, tuple[str, ...], Needs]]:
    tables = load("places")
    uncertain = set(tables["uncertain"]["names"])
    for code, entries in tables["cities"].items():
        for entry in entries:
            names = split_names(entry)
            # "Norwalk, Connecticut" in the list says: only with its state.
            bare = names[0].split(",")[0]
            needs = Needs.STATE if bare != names[0] or bare in uncertain else Needs.NOTHING
            key = f"us-{code.lower()}-{slug(bare)}"
            names = tuple(dict.fromkeys(name.split(",")[0] for name in names))
            shown = bare.removeprefix("the ")
            yield make(EntityKind.PLACE, shown, key=key, state=code), names, needs


def _world() -> Iterator[tuple[Entity, tuple[str, ...]]]:
    tables = load("places")
    for group in ("countries", "regions", "abroad"):
        for entry in tables[group]["names"]:
            names = split_names(entry)
            yield make(EntityKind.PLACE, names[0].removeprefix("the ")), names


def _places() -> Iterator[tuple[Entity, tuple[str, ...], Needs]]:
    for code, names in state_names().items():
        plain = tuple(name for name in names if not name.endswith("."))
        yield state_entity(code), plain, Needs.NOTHING
    yield from _cities()
    for entity, names in _world():
        yield entity, names, Needs.NOTHING


def _entries() -> Iterator[tuple[Entity, tuple[str, ...], Needs]]:
    for table, kind in _KINDS.items():
        for entity, names in _tabled(table, kind):
            if kind is EntityKind.LAW:
                yield from _bills(entity, _without_us(names))
                continue
            quiet = Needs.QUIET if _set("quiet").intersection(names) else Needs.NOTHING
            yield entity, _without_us(names), quiet
    yield from _facilities()
    for source in (_field_offices(), _sectors(), _courts_by_place(), _chambers()):
        for entity, names in source:
            yield entity, names, Needs.NOTHING
    yield from _places()
    outlet = make(EntityKind.ORG, "a media outlet")
    for name in load("outlets")["outlets"]["names"]:
        yield outlet, (name,), Needs.DROPPED


def _listed(
    entity: Entity, names: Iterable[str], needs: Needs
) -> Iterator[tuple[str, int, str, Listed]]:
    for name in names:
        tokens = tokenize(name)
        size = len(tokens)
        shapes = tuple(_shape(word) for word in tokens.words)
        listed = Listed(entity=entity, shapes=shapes, needs=needs)
        yield tokens.key(0, size), size, tokens.lows[0], listed


@cache
def index() -> Index:
    """Return the index of all lists but people; built on first use, in some tens of ms."""
    names: dict[str, list[Listed]] = {}
    lengths: dict[str, set[int]] = {}
    for entity, aliases, needs in _entries():
        for key, size, first, listed in _listed(entity, aliases, needs):
            names.setdefault(key, []).append(listed)
            lengths.setdefault(first, set()).add(size)
    return Index(
        names={key: tuple(listed) for key, listed in names.items()},
        lengths={first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
    )


def _reading(tokens: Tokens, start: int, stop: int, names: Index) -> Listed | None:
    for listed in names.names.get(tokens.key(start, stop), ()):
        if _fits(listed.shapes, tokens, start):
            return listed
    return None


def positions(tokens: Tokens, word: str) -> Iterator[int]:
    """Yield where a word stands, written exactly so."""
    at = -1
    for _ in range(tokens.words.count(word)):
        at = tokens.words.index(word, at + 1)
        yield at


def found_at(tokens: Tokens, i: int) -> Found | None:
    """Return the longest listed name that begins with word i."""
    names = index()
    return _longest(tokens, i, names) if tokens.lows[i] in names.lengths else None


def scan(tokens: Tokens) -> Iterator[Found]:
    """Yield listed names, the longest at each word, without overlaps."""
    names = index()
    lengths = names.lengths
    passed = 0
    for at, low in enumerate(tokens.lows):
        if at >= passed and low in lengths:
            found = _longest(tokens, at, names)
            if found is not None:
                yield from _parted(tokens, found, names)
                passed = found.stop


def _parted(tokens: Tokens, found: Found, names: Index) -> Iterator[Found]:
    """Yield a name, parted where an agency or a place owns the rest of it."""
    inside = tokens.owned[found.start : found.stop - 1]
    if True in inside:
        owner = found.start + inside.index(True)
        owning = _reading(tokens, found.start, owner + 1, names)
        if owning is not None and owning.entity.kind in {EntityKind.AGENCY, EntityKind.PLACE}:
            yield Found(start=found.start, stop=owner + 1, listed=owning)
            found = Found(start=owner + 1, stop=found.stop, listed=found.listed)
    yield found


def _longest(tokens: Tokens, at: int, names: Index) -> Found | None:
    for size in names.lengths[tokens.lows[at]]:
        if at + size <= len(tokens):
            listed = _reading(tokens, at, at + size, names)
            if listed is not None:
                return Found(start=at, stop=at + size, listed=listed)
    return None
