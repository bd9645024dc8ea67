"""Entities: the public actors, places, courts and laws an article names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

#: A stable slug such as `agency:ice` or `place:us-il-chicago`.
EntityId = NewType("EntityId", str)


class EntityKind(StrEnum):
    """The kinds of entity; people in no public role are none of them."""

    AGENCY = "agency"
    OFFICIAL = "official"
    #: A public person who holds no office: a lawyer, a candidate, a union leader.
    PERSON = "person"
    PLACE = "place"
    COURT = "court"
    LAW = "law"
    FACILITY = "facility"
    ORG = "org"


#: The kinds that are people.
PEOPLE = frozenset({EntityKind.OFFICIAL, EntityKind.PERSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A canonical agency, official, place, court, law, facility, organisation or public person."""

    id: EntityId
    kind: EntityKind
    #: The canonical name, as it is printed.
    name: str
    #: The public role that makes a person nameable; None for everything else.
    role: str | None = None
    #: Two-letter code of the state it lies in or serves; None when it has none.
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTerm:
    """What operators say of one person in one office; it goes before what the lists say of it."""

    name: str
    #: Other spellings of the full name.
    aliases: tuple[str, ...] = ()
    #: Key of an office of the lists, such as `ice_director`.
    office: str
    #: The role as it is printed; None for the office's own title.
    role: str | None = None
    state: str | None = None
    #: First and last month, "2025-01"; empty when not known, or still in office.
    start: str = ""
    end: str = ""
    #: Whether the surname alone means this person while in office.
    surname_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The span [start, end) of an article's body (code points) where it names an entity."""

    entity: Entity
    surface: str
    start: int
    end: int
