"""Primary documents a text cites: statutes, rules, dockets, decisions, forms, bills.

Each gets its canonical citation and its official page. Patterns follow the Bluebook forms and the
loose forms newspapers use; each is anchored on a fixed word, so reading is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import replace

from bot.domain.claims import DocumentKind, PrimaryDocument
from bot.text.names import references
from bot.text.names.references import Reference

_SUB = r"(?P<sub>(?:\([A-Za-z0-9]{1,5}\)){0,6})"
_MARK = r"(?:§{1,2}|[Ss]ections?|[Ss]ecs?\.)"
_STATUS = re.compile(
    r"(?i)\b(?:(interim final rule|temporary final rule)|(proposed (?:rule|regulation)|notice of "
    r"proposed rulemaking|NPRM|proposal)|(final rule|finalized rule)|(notice))\b"
)
_STATUSES = ("interim final rule", "proposed rule", "final rule", "notice")
_HAS_STATUS = {
    DocumentKind.FEDERAL_REGISTER,
    DocumentKind.RIN,
    DocumentKind.REGULATION,
}
#: Characters around a citation in which the words "proposed rule" still speak of it.
_NEAR = 200

_Read = Callable[[re.Match[str]], Reference | None]

#: What a pattern finds is of this kind and is written out by this reader.
_RULES: tuple[tuple[DocumentKind, _Read, re.Pattern[str]], ...] = tuple(
    (kind, read, re.compile(pattern))
    for kind, read, pattern in (
        (
            DocumentKind.STATUTE,
            references.statute,
            (
                r"\b(?P<title>\d{1,2}) U\.? ?S\.? ?C\.?(?:A\.?)?,? ?"
                rf"(?:{_MARK} ?)?(?P<section>\d{{1,5}}[a-z]{{0,2}}(?:-\d{{1,3}}[a-z]?)?){_SUB}"
            ),
        ),
        (
            DocumentKind.STATUTE,
            references.statute,
            (
                rf"\bTitle (?P<title>\d{{1,2}}),? {_MARK} ?(?P<section>\d{{1,5}}[a-z]{{0,2}}){_SUB}"
                r",? (?:of|in) (?:the )?(?:U\.S\.|United States) Code"
            ),
        ),
        (
            DocumentKind.REGULATION,
            references.regulation,
            (
                r"\b(\d{1,2}) C\.? ?F\.? ?R\.? ?(?:(?:§{1,2}|[Pp]arts?|[Ss]ections?) ?)?"
                rf"(\d{{1,4}}(?:\.\d{{1,4}}[a-z]?)?){_SUB}"
            ),
        ),
        (
            DocumentKind.FEDERAL_REGISTER,
            references.register,
            r"\b(\d{2,3}) (?:Fed\. ?Reg\.|F\.R\.|FR) ?(\d{1,3},?\d{2,3}|\d{3,6})\b",
        ),
        (
            DocumentKind.FEDERAL_REGISTER,
            references.register_number,
            r"\bFR Doc\.? (?:No\.? )?(20\d\d[-–]\d{5})\b",
        ),
        (
            DocumentKind.PUBLIC_LAW,
            references.public_law,
            r"\b(?:Pub\. ?L\.|Public Law|P\.L\.) ?(?:No\. ?)?(\d{2,3})[-–](\d{1,4})\b",
        ),
        (
            DocumentKind.INA,
            references.ina,
            (
                r"\bINA,? (?:§{1,2} ?|[Ss]ections? |[Ss]ec\. )"
                r"(?P<n1>\d{3}[A-D]?)(?P<s1>(?:\(\w{1,4}\)){0,5})"
                r"|\b[Ss]ection (?P<n2>\d{3}[A-D]?)(?P<s2>(?:\(\w{1,4}\)){0,5}) of the "
                r"(?:INA\b|Immigration and Nationality Act)"
                r"|\b(?P<n3>287)(?P<s3> ?\(g\))"
            ),
        ),
        (
            DocumentKind.EXECUTIVE_ORDER,
            references.order,
            r"\b(?:[Ee]xecutive [Oo]rder|E\.O\.|EO) (?:No\.? ?)?(\d{2},\d{3}|\d{4,5})\b",
        ),
        (
            DocumentKind.DOCKET,
            references.docket,
            r"\b(\d{1,2}:)?(\d{2})-(cv|cr|mc|mj|md|civ|CV|CR|MC|MJ)-(\d{2,6})\b(?:-[A-Z]{2,4}){0,3}",
        ),
        (
            DocumentKind.DOCKET,
            references.appeal,
            r"\b(?:Nos?\.|Case|Docket(?: No\.)?) (\d{2}[-–]\d{1,5}|\d{2}A\d{1,4})\b",
        ),
        (
            DocumentKind.RIN,
            references.rin,
            r"\bRIN:? ?(\d{4}-[A-Z]{2}\d{2})\b",
        ),
        (
            DocumentKind.DECISION,
            references.agency_decision,
            r"\b(\d{1,2}) I\.? ?(?:&|and) ?N\.? Dec\.? (\d{1,4})\b",
        ),
        (
            DocumentKind.DECISION,
            references.named_decision,
            r"\bMatter of ([A-Z][\w.–-]*(?: (?:& |and )?[A-Z][\w.–-]*){0,3})",
        ),
        (
            DocumentKind.DECISION,
            references.reported,
            r"\b(\d{1,4}) (U\.S\.|S\. ?Ct\.|F\.[23]d|F\.4th|F\. ?Supp\. ?[23]d) (\d{1,4})\b",
        ),
        (
            DocumentKind.FORM,
            references.form,
            (
                r"\b(Forms? )?((?:I|N|G|AR|EOIR|DS|ETA)[-–]\d{1,4}[A-Z]{0,2})\b"
                r"( (?:form|audit|inspection|verification|record|arrival|employment)s?)?"
            ),
        ),
        (
            DocumentKind.BILL,
            references.bill,
            (
                r"(?<![\w.])(H\. ?R\.|HR|S\.|[HS]\. ?(?:J\. ?|Con\. ?)?Res\.) ?(\d{1,5})\b"
                r"(?! (?:U|S|F)\.)"
            ),
        ),
    )
)


def find_documents(text: str) -> tuple[PrimaryDocument, ...]:
    """Return the documents a text cites, in order of first citation, each once.

    `status` is set where the text beside a rule's citation calls it proposed, final, interim
    final or a notice.
    """
    found: dict[tuple[DocumentKind, str], PrimaryDocument] = {}
    for _, _, document in sorted(cited_in(text), key=lambda place: place[0]):
        key = (document.kind, document.citation)
        known = found.get(key)
        if known is None:
            found[key] = document
        elif known.status is None and document.status is not None:
            found[key] = replace(known, status=document.status)
    return tuple(found.values())


def cited_in(
    text: str, kinds: Container[DocumentKind] = frozenset(DocumentKind)
) -> Iterator[tuple[int, int, PrimaryDocument]]:
    """Yield every citation of these kinds with its span, kind by kind."""
    for kind, read, pattern in _RULES:
        for found in pattern.finditer(text) if kind in kinds else ():
            reference = read(found)
            if reference is not None:
                citation, url = reference
                status = _status(text, found) if kind in _HAS_STATUS else None
                document = PrimaryDocument(kind=kind, citation=citation, url=url, status=status)
                yield found.start(), found.end(), document


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
