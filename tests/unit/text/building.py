"""Small builders for the tests of text: entities by name, mentions by search, claims of both."""

from __future__ import annotations

import re

from bot.domain.claims import Claim, ClaimKind
from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.text.claiming.claims import find_claims
from bot.text.printing.summarize import SummarySource

ICE = Entity(id=EntityId("agency:ice"), kind=EntityKind.AGENCY, name="ICE")
DHS = Entity(id=EntityId("agency:dhs"), kind=EntityKind.AGENCY, name="DHS")
OHIO = Entity(id=EntityId("place:us-oh"), kind=EntityKind.PLACE, name="Ohio", state="OH")
SHERIFF = Entity(
    id=EntityId("official:dana-holt"),
    kind=EntityKind.OFFICIAL,
    name="Dana Holt",
    role="Sheriff",
    state="OH",
)
SECRETARY = Entity(
    id=EntityId("official:paula-venn"),
    kind=EntityKind.OFFICIAL,
    name="Paula Venn",
    role="DHS assistant secretary for public affairs",
)
LAWYER = Entity(
    id=EntityId("person:carla-ruiz"),
    kind=EntityKind.PERSON,
    name="Carla Ruiz",
    role="attorney",
    state="OH",
)
SURFACES = {
    "ICE": ICE,
    "Immigration and Customs Enforcement": ICE,
    "DHS": DHS,
    "Homeland Security": DHS,
    "Ohio": OHIO,
    "Dana Holt": SHERIFF,
    "Holt": SHERIFF,
    "Paula Venn": SECRETARY,
    "Venn": SECRETARY,
    "Carla Ruiz": LAWYER,
    "Ruiz": LAWYER,
}
_ANY = re.compile(rf"\b(?:{'|'.join(sorted(SURFACES, key=len, reverse=True))})\b")


def mentions(body: str) -> tuple[Mention, ...]:
    """Return the mentions of the entities above, longest names first."""
    return tuple(
        Mention(entity=SURFACES[one[0]], surface=one[0], start=one.start(), end=one.end())
        for one in _ANY.finditer(body)
    )


def claims(body: str) -> tuple[Claim, ...]:
    """Return the claims of a body, with the mentions above known."""
    return find_claims(body, mentions(body))


def quotes(body: str) -> list[Claim]:
    return [one for one in claims(body) if one.kind is ClaimKind.QUOTE]


def only(body: str) -> Claim:
    """Return the one claim of a body."""
    (claim,) = claims(body)
    return claim


def source(body: str, title: str = "ICE raids a meat plant in Millbrook", **given) -> SummarySource:
    """Return an article of a story, read as the others here are."""
    read = {"title": title, "body": body, "mentions": mentions(body), "claims": claims(body)}
    return SummarySource(**(read | given))
