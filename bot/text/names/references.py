"""Citations written in full, each with its official page: one reader a kind.

Each reads a match of its pattern in `bot.text.names.documents`. The Act's sections lead to their
places in the Code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from urllib.parse import quote, quote_plus

from bot.text.lexicon import load, word_set

#: A canonical citation, and the address of its official page where there is one.
Reference = tuple[str, str | None]

_CHAMBERS = {
    "hr": ("H.R.", "house-bill"), "s": ("S.", "senate-bill"),
    "hres": ("H.Res.", "house-resolution"), "sres": ("S.Res.", "senate-resolution"),
    "hjres": ("H.J.Res.", "house-joint-resolution"),
    "sjres": ("S.J.Res.", "senate-joint-resolution"),
    "hconres": ("H.Con.Res.", "house-concurrent-resolution"),
    "sconres": ("S.Con.Res.", "senate-concurrent-resolution"),
}  # fmt: skip
_CONGRESS = re.compile(r"\b(1\d\d)(?:st|nd|rd|th) Congress", re.ASCII)


@cache
def _sections_of_the_act() -> Mapping[str, str]:
    pairs = (pair.split("=") for pair in load("citations")["ina"]["sections"].split())
    return dict(pairs)


def _usc_url(title: str, section: str) -> str:
    granule = f"USC-prelim-title{title}-section{section}"
    return f"https://uscode.house.gov/view.xhtml?req=granuleid:{granule}&num=0&edition=prelim"


def statute(found: re.Match[str]) -> Reference:
    """The United States Code, by title and section."""
    title, section, sub = found.group("title", "section", "sub")
    return f"{title} U.S.C. § {section}{sub or ''}", _usc_url(title, section)


def regulation(found: re.Match[str]) -> Reference:
    """The Code of Federal Regulations: a part, or one of its sections."""
    title, part, sub = found.groups()
    where = f"section-{part}" if "." in part else f"part-{part}"
    shown = part if "." in part else f"Part {part}"
    return f"{title} CFR {shown}{sub or ''}", f"https://www.ecfr.gov/current/title-{title}/{where}"


def register(found: re.Match[str]) -> Reference:
    """The Federal Register, by volume and page."""
    volume, page = found.group(1), found.group(2).replace(",", "")
    url = f"https://www.federalregister.gov/citation/{volume}-FR-{page}"
    return f"{volume} FR {page}", url


def register_number(found: re.Match[str]) -> Reference:
    """A document of the Federal Register, by its own number."""
    number = found.group(1).replace("–", "-")
    return f"FR Doc. {number}", f"https://www.federalregister.gov/d/{number}"


def public_law(found: re.Match[str]) -> Reference:
    """A law as Congress passed it, by Congress and number."""
    congress, number = found.groups()
    page = f"{congress}/plaws/publ{number}/PLAW-{congress}publ{number}.htm"
    return f"Pub. L. {congress}-{number}", f"https://www.congress.gov/{page}"


def ina(found: re.Match[str]) -> Reference:
    """A section of the Immigration and Nationality Act; its page is the Code's, where listed."""
    section, sub = next(
        (section, found.group(f"s{i}"))
        for i in (1, 2, 3)
        if (section := found.group(f"n{i}")) is not None
    )
    code = _sections_of_the_act().get(section)
    return f"INA § {section}{sub or ''}", _usc_url("8", code) if code else None


def order(found: re.Match[str]) -> Reference:
    """An executive order, by its number."""
    number = found.group(1).replace(",", "")
    query = quote_plus(f'"Executive Order {number}"')
    url = f"https://www.federalregister.gov/documents/search?conditions%5Bterm%5D={query}"
    return f"Executive Order {number}", url


def _search(number: str) -> str:
    return f"https://www.courtlistener.com/?type=r&docket_number={quote(number, safe='')}"


def docket(found: re.Match[str]) -> Reference:
    """A docket of a district court; the serial number has five digits."""
    office, year, kind, serial = found.groups()
    number = f"{office or ''}{year}-{kind.lower()}-{serial.zfill(5)}"
    return number, _search(number)


def appeal(found: re.Match[str]) -> Reference:
    """A case of an appeals court or the Supreme Court, by its number."""
    number = found.group(1).replace("–", "-")
    return f"No. {number}", _search(number)


def rin(found: re.Match[str]) -> Reference:
    """A rule in the making, by its Regulation Identifier Number."""
    number = found.group(1)
    field = "conditions%5Bregulation_id_number%5D"
    return f"RIN {number}", f"https://www.federalregister.gov/documents/search?{field}={number}"


def agency_decision(found: re.Match[str]) -> Reference:
    """A precedent of the immigration courts, by volume and page."""
    volume, page = found.groups()
    return _decided(volume, page)


def _decided(volume: str, page: str) -> Reference:
    return f"{volume} I&N Dec. {page}", f"https://www.justice.gov/eoir/volume-{volume}"


def named_decision(found: re.Match[str]) -> Reference | None:
    """A precedent called by its name alone; None for one that the list does not know."""
    words = found.group(1).split()
    for size in range(len(words), 0, -1):
        place = _decisions().get(_name_key(" ".join(words[:size])))
        if place is not None:
            return _decided(*place)
    return None


@cache
def _decisions() -> Mapping[str, tuple[str, str]]:
    listed = (entry.partition(" = ") for entry in load("citations")["decisions"]["named"])
    places = ((_name_key(name), place.split()) for name, _, place in listed)
    return {key: (volume, page) for key, (volume, page) in places}


def _name_key(name: str) -> str:
    """Return letters alone: initials are written "A-B-", "A– B–" and "A.B."."""
    return re.sub(r"[^a-z]", "", name.lower().replace(" and ", " "))


def reported(found: re.Match[str]) -> Reference:
    """A decision of a federal court, by the reporter that prints it."""
    volume, reporter, page = found.groups()
    url = f"https://www.courtlistener.com/c/{quote(reporter)}/{volume}/{page}/"
    return f"{volume} {reporter} {page}", url


def form(found: re.Match[str]) -> Reference | None:
    """A form; one that is not called so only where the list says that its number is enough."""
    named, number = found.group(1), found.group(2).upper().replace("–", "-")
    if number in {"I-9", "I-94"} and (named or found.group(3)):
        return f"Form {number}", f"https://www.uscis.gov/{number.lower()}"
    if not named and number not in word_set("documents", "bare_forms"):
        return None
    return f"Form {number}", _form_page(number)


def _form_page(number: str) -> str | None:
    if number.startswith("EOIR"):
        return "https://www.justice.gov/eoir/eoir-forms"
    if number in load("citations")["forms"]["ice"].split():
        return "https://www.ice.gov/detainers" if number.startswith("I-247") else None
    if number[0] in "ING" or number.startswith("AR-"):
        return f"https://www.uscis.gov/{number.lower()}"
    return None


def bill(found: re.Match[str]) -> Reference:
    """A bill or resolution; its page where the text numbers a Congress, else a search."""
    letters = re.sub(r"[^a-z]", "", found.group(1).lower())
    shown, path = _CHAMBERS[letters]
    citation = f"{shown} {found.group(2)}"
    congress = _congress(found.string)
    if congress is None:
        query = quote_plus(f'{{"source":"legislation","search":"{citation}"}}')
        return citation, f"https://www.congress.gov/search?q={query}"
    where = f"{_ordinal(congress)}-congress/{path}/{found.group(2)}"
    return citation, f"https://www.congress.gov/bill/{where}"


@lru_cache(maxsize=1)
def _congress(text: str) -> int | None:
    """Return the first Congress a text numbers; remembered, or each bill would read the text."""
    found = _CONGRESS.search(text)
    return int(found.group(1)) if found else None


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
