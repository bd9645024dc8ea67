"""Primary documents a text cites: statutes, rules, dockets, decisions, forms, bills.

Each gets its canonical citation and its official page. Patterns follow the Bluebook forms and the
loose forms newspapers use; each is anchored on a fixed word, so reading is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from urllib.parse import quote, quote_plus

from bot.domain.claims import DocumentKind, PrimaryDocument
from bot.text.lexicon import word_set

_SUB = r"((?:\([A-Za-z0-9]{1,5}\)){0,6})"
_MARK = r"(?:§{1,2}|[Ss]ections?|[Ss]ecs?\.)"
#: Sections of the INA and where 8 U.S.C. has them (uscis.gov, INA table of contents).
_INA = {
    "101": "1101", "103": "1103", "201": "1151", "203": "1153", "207": "1157", "208": "1158",
    "209": "1159", "212": "1182", "214": "1184", "216": "1186a", "217": "1187", "221": "1201",
    "235": "1225", "236": "1226", "236A": "1226a", "237": "1227", "238": "1228", "239": "1229",
    "240": "1229a", "240A": "1229b", "240B": "1229c", "241": "1231", "242": "1252", "243": "1253",
    "244": "1254a", "245": "1255", "248": "1258", "249": "1259", "262": "1302", "264": "1304",
    "265": "1305", "266": "1306", "274": "1324", "274A": "1324a", "274B": "1324b", "274C": "1324c",
    "274D": "1324d", "275": "1325", "276": "1326", "277": "1327", "278": "1328", "279": "1329",
    "286": "1356", "287": "1357", "292": "1362", "301": "1401", "309": "1409", "310": "1421",
    "316": "1427", "320": "1431", "340": "1451", "349": "1481",
}  # fmt: skip
#: ICE and EOIR forms are not among USCIS's pages.
_ICE_FORMS = frozenset({"I-200", "I-205", "I-213", "I-220A", "I-220B", "I-247", "I-247A", "I-247D"})
_CHAMBERS = {
    "hr": ("H.R.", "house-bill"), "s": ("S.", "senate-bill"),
    "hres": ("H.Res.", "house-resolution"), "sres": ("S.Res.", "senate-resolution"),
    "hjres": ("H.J.Res.", "house-joint-resolution"),
    "sjres": ("S.J.Res.", "senate-joint-resolution"),
    "hconres": ("H.Con.Res.", "house-concurrent-resolution"),
    "sconres": ("S.Con.Res.", "senate-concurrent-resolution"),
}  # fmt: skip
_STATUS = re.compile(
    r"(?i)\b(?:(interim final rule|temporary final rule)|(proposed (?:rule|regulation)|notice of "
    r"proposed rulemaking|NPRM|proposal)|(final rule|finalized rule)|(notice))\b"
)
_CONGRESS = re.compile(r"\b(1\d\d)(?:st|nd|rd|th) Congress", re.ASCII)
_STATUSES = ("interim final rule", "proposed rule", "final rule", "notice")
_HAS_STATUS = {
    DocumentKind.FEDERAL_REGISTER,
    DocumentKind.RIN,
    DocumentKind.REGULATION,
}
#: How far from a citation the words "proposed rule" still speak of it.
_NEAR = 200


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("documents", group)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    kind: DocumentKind
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[str, str | None] | None]


def _usc_url(title: str, section: str) -> str:
    granule = f"USC-prelim-title{title}-section{section}"
    return f"https://uscode.house.gov/view.xhtml?req=granuleid:{granule}&num=0&edition=prelim"


def _statute(found: re.Match[str]) -> tuple[str, str | None]:
    title, section, sub = found.group("title", "section", "sub")
    return f"{title} U.S.C. § {section}{sub or ''}", _usc_url(title, section)


def _regulation(found: re.Match[str]) -> tuple[str, str | None]:
    title, part, sub = found.groups()
    where = f"section-{part}" if "." in part else f"part-{part}"
    shown = part if "." in part else f"Part {part}"
    return f"{title} CFR {shown}{sub or ''}", f"https://www.ecfr.gov/current/title-{title}/{where}"


def _register(found: re.Match[str]) -> tuple[str, str | None]:
    volume, page = found.group(1), found.group(2).replace(",", "")
    url = f"https://www.federalregister.gov/citation/{volume}-FR-{page}"
    return f"{volume} FR {page}", url


def _register_number(found: re.Match[str]) -> tuple[str, str | None]:
    number = found.group(1).replace("–", "-")
    return f"FR Doc. {number}", f"https://www.federalregister.gov/d/{number}"


def _public_law(found: re.Match[str]) -> tuple[str, str | None]:
    congress, number = found.groups()
    page = f"{congress}/plaws/publ{number}/PLAW-{congress}publ{number}.htm"
    return f"Pub. L. {congress}-{number}", f"https://www.congress.gov/{page}"


def _ina(found: re.Match[str]) -> tuple[str, str | None]:
    section, sub = next(
        (section, found.group(f"s{i}"))
        for i in (1, 2, 3)
        if (section := found.group(f"n{i}")) is not None
    )
    code = _INA.get(section)
    return f"INA § {section}{sub or ''}", _usc_url("8", code) if code else None


def _order(found: re.Match[str]) -> tuple[str, str | None]:
    number = found.group(1).replace(",", "")
    query = quote_plus(f'"Executive Order {number}"')
    url = f"https://www.federalregister.gov/documents/search?conditions%5Bterm%5D={query}"
    return f"Executive Order {number}", url


def _search(number: str) -> str:
    return f"https://www.courtlistener.com/?type=r&docket_number={quote(number, safe='')}"


def _docket(found: re.Match[str]) -> tuple[str, str | None]:
    office, year, kind, serial = found.groups()
    number = f"{office or ''}{year}-{kind.lower()}-{serial.zfill(5)}"
    return number, _search(number)


def _appeal(found: re.Match[str]) -> tuple[str, str | None]:
    number = found.group(1).replace("–", "-")
    return f"No. {number}", _search(number)


def _rin(found: re.Match[str]) -> tuple[str, str | None]:
    number = found.group(1)
    field = "conditions%5Bregulation_id_number%5D"
    return f"RIN {number}", f"https://www.federalregister.gov/documents/search?{field}={number}"


def _agency_decision(found: re.Match[str]) -> tuple[str, str | None]:
    volume, page = found.groups()
    return f"{volume} I&N Dec. {page}", f"https://www.justice.gov/eoir/volume-{volume}"


def _reported(found: re.Match[str]) -> tuple[str, str | None]:
    volume, reporter, page = found.groups()
    url = f"https://www.courtlistener.com/c/{quote(reporter)}/{volume}/{page}/"
    return f"{volume} {reporter} {page}", url


def _form(found: re.Match[str]) -> tuple[str, str | None] | None:
    named, number = found.group(1), found.group(2).upper().replace("–", "-")
    if number in {"I-9", "I-94"} and (named or found.group(3)):
        return f"Form {number}", f"https://www.uscis.gov/{number.lower()}"
    if not named and number not in _set("bare_forms"):
        return None
    return f"Form {number}", _form_page(number)


def _form_page(number: str) -> str | None:
    if number.startswith("EOIR"):
        return "https://www.justice.gov/eoir/eoir-forms"
    if number in _ICE_FORMS:
        return "https://www.ice.gov/detainers" if number.startswith("I-247") else None
    if number[0] in "ING" or number.startswith("AR-"):
        return f"https://www.uscis.gov/{number.lower()}"
    return None


def _bill(found: re.Match[str]) -> tuple[str, str | None]:
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


_RULES = (
    _Rule(
        kind=DocumentKind.STATUTE,
        pattern=re.compile(
            r"\b(?P<title>\d{1,2}) U\.? ?S\.? ?C\.?(?:A\.?)?,? ?" + f"(?:{_MARK} ?)?"
            r"(?P<section>\d{1,5}[a-z]{0,2}(?:-\d{1,3}[a-z]?)?)"
            + _SUB.replace("((", "(?P<sub>(", 1)
        ),
        read=_statute,
    ),
    _Rule(
        kind=DocumentKind.STATUTE,
        pattern=re.compile(
            r"\bTitle (?P<title>\d{1,2}),? "
            + _MARK
            + r" ?(?P<section>\d{1,5}[a-z]{0,2})"
            + _SUB.replace("((", "(?P<sub>(", 1)
            + r",? (?:of|in) (?:the )?(?:U\.S\.|United States) Code"
        ),
        read=_statute,
    ),
    _Rule(
        kind=DocumentKind.REGULATION,
        pattern=re.compile(
            r"\b(\d{1,2}) C\.? ?F\.? ?R\.? ?(?:(?:§{1,2}|[Pp]arts?|[Ss]ections?) ?)?"
            r"(\d{1,4}(?:\.\d{1,4}[a-z]?)?)" + _SUB
        ),
        read=_regulation,
    ),
    _Rule(
        kind=DocumentKind.FEDERAL_REGISTER,
        pattern=re.compile(r"\b(\d{2,3}) (?:Fed\. ?Reg\.|F\.R\.|FR) ?(\d{1,3},?\d{2,3}|\d{3,6})\b"),
        read=_register,
    ),
    _Rule(
        kind=DocumentKind.FEDERAL_REGISTER,
        pattern=re.compile(r"\bFR Doc\.? (?:No\.? )?(20\d\d[-–]\d{5})\b"),
        read=_register_number,
    ),
    _Rule(
        kind=DocumentKind.PUBLIC_LAW,
        pattern=re.compile(
            r"\b(?:Pub\. ?L\.|Public Law|P\.L\.) ?(?:No\. ?)?(\d{2,3})[-–](\d{1,4})\b"
        ),
        read=_public_law,
    ),
    _Rule(
        kind=DocumentKind.INA,
        pattern=re.compile(
            r"\bINA,? (?:§{1,2} ?|[Ss]ections? |[Ss]ec\. )"
            r"(?P<n1>\d{3}[A-D]?)(?P<s1>(?:\(\w{1,4}\)){0,5})"
            r"|\b[Ss]ection (?P<n2>\d{3}[A-D]?)(?P<s2>(?:\(\w{1,4}\)){0,5}) of the "
            r"(?:INA\b|Immigration and Nationality Act)"
            r"|\b(?P<n3>287)(?P<s3> ?\(g\))"
        ),
        read=_ina,
    ),
    _Rule(
        kind=DocumentKind.EXECUTIVE_ORDER,
        pattern=re.compile(
            r"\b(?:[Ee]xecutive [Oo]rder|E\.O\.|EO) (?:No\.? ?)?(\d{2},\d{3}|\d{4,5})\b"
        ),
        read=_order,
    ),
    _Rule(
        kind=DocumentKind.DOCKET,
        pattern=re.compile(
            r"\b(\d{1,2}:)?(\d{2})-(cv|cr|mc|mj|md|civ|CV|CR|MC|MJ)-(\d{2,6})\b(?:-[A-Z]{2,4}){0,3}"
        ),
        read=_docket,
    ),
    _Rule(
        kind=DocumentKind.DOCKET,
        pattern=re.compile(
            r"\b(?:Nos?\.|Case|Docket(?: No\.)?) (\d{2}[-–]\d{1,5}|\d{2}A\d{1,4})\b"
        ),
        read=_appeal,
    ),
    _Rule(
        kind=DocumentKind.RIN,
        pattern=re.compile(r"\bRIN:? ?(\d{4}-[A-Z]{2}\d{2})\b"),
        read=_rin,
    ),
    _Rule(
        kind=DocumentKind.DECISION,
        pattern=re.compile(r"\b(\d{1,2}) I\.? ?(?:&|and) ?N\.? Dec\.? (\d{1,4})\b"),
        read=_agency_decision,
    ),
    _Rule(
        kind=DocumentKind.DECISION,
        pattern=re.compile(
            r"\b(\d{1,4}) (U\.S\.|S\. ?Ct\.|F\.[23]d|F\.4th|F\. ?Supp\. ?[23]d) (\d{1,4})\b"
        ),
        read=_reported,
    ),
    _Rule(
        kind=DocumentKind.FORM,
        pattern=re.compile(
            r"\b(Forms? )?((?:I|N|G|AR|EOIR|DS|ETA)[-–]\d{1,4}[A-Z]{0,2})\b"
            r"( (?:form|audit|inspection|verification|record|arrival|employment)s?)?"
        ),
        read=_form,
    ),
    _Rule(
        kind=DocumentKind.BILL,
        pattern=re.compile(
            r"(?<![\w.])(H\. ?R\.|HR|S\.|[HS]\. ?(?:J\. ?|Con\. ?)?Res\.) ?(\d{1,5})\b"
            r"(?! (?:U|S|F)\.)"
        ),
        read=_bill,
    ),
)


def find_documents(text: str) -> tuple[PrimaryDocument, ...]:
    """Return the documents a text cites, in order of first citation, each once.

    `status` is set where the text beside a rule's citation calls it proposed, final, interim
    final or a notice.
    """
    found: dict[tuple[DocumentKind, str], PrimaryDocument] = {}
    for _, document in sorted(_cited(text), key=lambda pair: pair[0]):
        key = (document.kind, document.citation)
        known = found.get(key)
        if known is None:
            found[key] = document
        elif known.status is None and document.status is not None:
            found[key] = replace(known, status=document.status)
    return tuple(found.values())


def _cited(text: str) -> Iterator[tuple[int, PrimaryDocument]]:
    for rule in _RULES:
        for found in rule.pattern.finditer(text):
            read = rule.read(found)
            if read is not None:
                citation, url = read
                status = _status(text, found) if rule.kind in _HAS_STATUS else None
                yield (
                    found.start(),
                    PrimaryDocument(kind=rule.kind, citation=citation, url=url, status=status),
                )


def _status(text: str, found: re.Match[str]) -> str | None:
    """Return what the nearest words call the rule, within its paragraph."""
    start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _NEAR)
    stop = text.find("\n", found.end())
    stop = min(len(text) if stop < 0 else stop, found.end() + _NEAR)
    near: tuple[int, str] | None = None
    for word in _STATUS.finditer(text, start, stop):
        distance = max(found.start() - word.end(), word.start() - found.end())
        status = _STATUSES[(word.lastindex or 1) - 1]
        if near is None or distance < near[0]:
            near = (distance, status)
    return None if near is None else near[1]
