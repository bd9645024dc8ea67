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
class Mention:
    """The span [start, end) of an article's body (code points) where it names an entity."""

    entity: Entity
    surface: str
    start: int
    end: int
