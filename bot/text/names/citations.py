"""Citations: what an asker types for a law or a case, and the keys under which one is found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.claims import DocumentKind, PrimaryDocument
from bot.text.names.documents import find_documents

_SUBSECTION = re.compile(r"\([a-z0-9]{1,5}\)$")
#: The official page of a section of the INA names where the United States Code has it.
_CODE_PAGE = re.compile(r"title(\d{1,2})-section([0-9a-z]{1,8})")
_PART = re.compile(r"(\d{1,2}cfr)(\d{1,4})\.")
#: A court's office before the year: "1:" of 1:25-cv-01234.
_OFFICE = re.compile(r"\d{1,2}:")
#: What stands before the first subsection; "(c)" and "(C)" are not the same law.
_OUTSIDE = re.compile(r"^[^(]+")
#: Abbreviations people type in lower case before words that stay so ("8 cfr part 287").
_SHORT = re.compile(r"(?i)\b(?:cfr|fr|rin)\b")
_BARE_INA = re.compile(r"(?i)\bina\b[ ,]*(?=\d)")


def citation_keys(document: PrimaryDocument) -> tuple[str, ...]:
    """Return every key a document is found under: its own first, then what contains it.

    8 U.S.C. § 1357(g) is found by the whole section, INA § 287(g) by its place in the Code, a
    regulation by its part, a docket without the number of the court's office.
    """
    own = citation_key(document)
    keys = [own]
    plain = _plain(document.citation)
    if plain != own:
        keys.append(plain)
    for key in tuple(keys):
        keys.extend(_containing(key))
    part = _PART.match(own)
    if part is not None:
        keys.append(f"{part.group(1)}part{part.group(2)}")
    if document.kind is DocumentKind.DOCKET:
        keys.append(_OFFICE.sub("", own, count=1))
    return tuple(dict.fromkeys(keys))


def citation_key(document: PrimaryDocument) -> str:
    """Return the key to look a document up by; the INA's sections are looked up in the Code."""
    plain = _plain(document.citation)
    page = _CODE_PAGE.search(document.url or "") if document.kind is DocumentKind.INA else None
    if page is None:
        return plain
    _, paren, subsections = plain.partition("(")
    return f"{page.group(1)}u.s.c.§{page.group(2)}{paren}{subsections}"


def typed_document(text: str) -> PrimaryDocument | None:
    """Return the document that somebody names in a question, however loosely; None if none."""
    for form in _forms(" ".join(text.split())):
        found = find_documents(form)
        if found:
            return found[0]
    return None


def _forms(text: str) -> Iterator[str]:
    yield _BARE_INA.sub("INA § ", text)
    upper = _OUTSIDE.sub(lambda found: found.group().upper(), text)
    yield _BARE_INA.sub("INA § ", upper)
    yield _SHORT.sub(lambda found: found.group().upper(), text)
    yield text.title()
    yield f"Form {upper}"
    yield f"No. {upper}"


def _plain(citation: str) -> str:
    return "".join(citation.casefold().split())


def _containing(key: str) -> Iterator[str]:
    while (shorter := _SUBSECTION.sub("", key)) != key:
        key = shorter
        yield key
