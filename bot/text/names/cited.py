"""Laws that a text cites by number: "8 U.S.C. § 1226(c)", "section 235 of the INA"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from bot.domain.claims import DocumentKind, PrimaryDocument
from bot.domain.entities import Entity, EntityKind
from bot.text.names.documents import cited_in
from bot.text.names.gazetteer import Found, Listed, index, make
from bot.text.prose.tokens import Tokens, tokenize

#: One of these stands in every citation of a kind: without them nothing is searched.
_SIGNS = {
    DocumentKind.STATUTE: ("U.S.C", "USC", "U. S. C", "U.S. Code", "United States Code"),
    DocumentKind.REGULATION: ("CFR", "C.F.R", "C. F. R"),
    DocumentKind.INA: ("INA", "Nationality Act", "287"),
    DocumentKind.PUBLIC_LAW: ("Public Law", "Pub.", "P.L."),
}


def cited(tokens: Tokens) -> Iterator[Found]:
    """Yield the laws and regulations cited, each under the citation that documents have."""
    text = tokens.text
    kinds = {kind for kind, signs in _SIGNS.items() if any(sign in text for sign in signs)}
    for start, stop, document in cited_in(text, kinds) if kinds else ():
        first, last = bisect_left(tokens.starts, start), bisect_left(tokens.starts, stop)
        listed = Listed(entity=_law(document), shapes=())
        yield Found(start=first, stop=last, listed=listed)


def _law(document: PrimaryDocument) -> Entity:
    """Return the listed law a citation means, or a law of its own."""
    name = document.citation
    if document.kind is DocumentKind.PUBLIC_LAW:
        name = name.replace("Pub. L.", "Public Law", 1)
    return _listed(name) or make(EntityKind.LAW, name)


@cache
def _by_citation() -> dict[str, Entity]:
    return {
        key: listed.entity
        for key, readings in index().names.items()
        for listed in readings
        if listed.entity.kind is EntityKind.LAW
    }


def _listed(name: str) -> Entity | None:
    tokens = tokenize(name)
    return _by_citation().get(tokens.key(0, len(tokens)))
