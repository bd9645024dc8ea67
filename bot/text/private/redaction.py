"""Redaction: numbers and addresses by which somebody could be found, taken out of every text.

Nothing asks whose they are: a card has no place for any of them, and the archive keeps what was
stored (docs/decisions/0078-redact-warns.md). Statutes, dockets, figures, dates of events, blocks
and public buildings stay (docs/decisions/0091-hard-sentences-about-private-people.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: A blank within a line: pages set no-break and thin ones between the parts of a number.
_S = r"[^\S\n]"
#: What may part groups of digits.
_GAP = rf"(?:[-.\u2010-\u2013]|{_S})"
_IS = rf"(?i:(?:{_S}?[:#,]|{_S}(?:is|was|of|no\.?|number|num\.?))*{_S}?#?)"

#: Seven to nine digits, as 8 CFR 1.2 forms of the alien registration number are written.
_A_NUMBER = re.compile(
    rf"(?<![\w$])A{_S}?[-#\u2013]?{_S}?(?:(?i:no\.?|number|file|#)){_IS}A?{_GAP}?"
    rf"\d{{1,3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}(?!\w)"
    rf"|(?<![\w$])A[-#\u2013]?{_S}?\d{{2,3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}(?!\w)"
    r"|(?<![\w$])A[-#\u2013]?\d{7}(?!\w)"
    rf"|(?i:\b(?:alien|uscis|file|anumber)(?:{_S}registration)?{_S}?(?:number|no\.?|file|#)){_IS}"
    rf"A?{_GAP}?\d{{1,3}}{_GAP}?\d{{3}}{_GAP}?\d{{3}}(?!\w)"
)
#: Three letters of a service center and ten digits, as USCIS numbers its receipts.
_RECEIPT = re.compile(
    rf"\b(?:IOE|MSC|WAC|LIN|EAC|SRC|NBC|YSC|VSC|CSC|TSC|NSC|PSC){_GAP}?\d{{2}}{_GAP}?\d{{3}}{_GAP}?"
    r"\d{5}(?!\w)"
)
_SOCIAL = re.compile(
    rf"(?<![\w$-])\d{{3}}(?:-\d{{2}}-|{_S}\d{{2}}{_S})\d{{4}}(?![\w-])"
    rf"|(?<!\w)(?P<keep>(?i:ssn|social{_S}security{_S}(?:number|no\.?|#)){_IS})"
    rf"\d{{3}}{_GAP}?\d{{2}}{_GAP}?\d{{4}}(?!\w)"
)
_PHONE = re.compile(
    # Beyond North America: the country's code behind "+" or "011", then two to five groups.
    rf"(?<![\w+])(?:\+(?!1{_GAP}?[\d(])|011{_GAP})\d{{1,3}}{_GAP}?(?:\(\d{{1,4}}\){_S}?)?\d{{1,4}}"
    rf"(?:{_GAP}\d{{2,4}}){{1,4}}(?![\w-])"
    r"|(?<![\w+])\+\d{9,14}(?!\w)"
    rf"|(?:(?<![\w$§#/.+-])(?<!\d:)(?:\+?1{_GAP}?)?(?:\(\d{{3}}\){_S}?|\d{{3}}{_GAP})|"
    rf"\(\d{{3}}\){_S}?)\d{{3}}{_GAP}\d{{4}}(?![\w-])"
    rf"|(?P<keep>(?i:\b(?:call|phone|text|tel\.?|dial|cell|whatsapp)){_IS})"
    rf"\d{{3,4}}{_GAP}\d{{4}}(?![\w-])"
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = (
    rf"(?:{_MONTH}{_S}\d{{1,2}}(?:st|nd|rd|th)?,?{_S}\d{{4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?{_S}(?:of{_S})?{_MONTH},?{_S}\d{{4}}|"
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\w)"
)
_BIRTH = re.compile(
    rf"(?P<keep>(?<!\w)(?i:born(?:{_S}on)?|d\.?o\.?b\.?|(?:date{_S}of{_S}birth|birth{_S}?da(?:te|y)))"
    rf"{_IS}){_DATE}"
)
_PLATE = re.compile(
    rf"(?P<keep>(?i:\b(?:plates?|tags?))(?:{_S}(?:of|on|for|from)(?:{_S}[\w'’-]{{1,15}}){{1,5}},{_S}|{_IS})"
    r"[“\"]?)"
    rf"(?=(?:[A-Z]|{_GAP}){{0,5}}\d|\d{{1,4}}{_GAP}?[A-Z])"
    rf"(?:[A-Z0-9]{{5,8}}|[A-Z0-9]{{1,4}}{_GAP}[A-Z0-9]{{2,5}})(?![\w-])"
)
_PAPERS = re.compile(
    rf"(?P<keep>(?i:\b(?:passports?|(?:driver[’']?s?{_S})?licen[cs]e|subject{_S}id|booking|inmate|"
    rf"detainee{_S}id)){_IS})(?:[A-Z]{{0,3}}-?\d{{6,12}})(?!\w)"
)


def _spelled(*words: str) -> str:
    """Return the pattern of words with a capital, and of the same in capitals."""
    forms = (form for word in words for form in (word, word.upper()))
    return "|".join(rf"{form}\b\.?" for form in dict.fromkeys(forms))


_SUFFIX = _spelled(
    *("Street", "St", "Avenue", "Ave", "Boulevard", "Blvd", "Road", "Rd", "Drive", "Dr", "Lane"),
    *("Ln", "Terrace", "Circle", "Cir", "Parkway", "Pkwy", "Trail", "Loop", "Alley", "Place", "Pl"),
    *("Way", "Court", "Ct", "Crescent", "Crossing", "Cove", "Pike"),
)
_FLAT = rf"(?:{_spelled('Apartment', 'Apt', 'Unit', 'Suite', 'Ste', 'No', 'Room', 'Rm')}|#)"
_HOUSE = r"(?P<house>\d{1,5}(?:[-\u2013]\d{1,4})?[A-Z]?)"
_PLAIN = rf"(?:[A-Z][\w.'’-]{{0,20}}|\d{{1,3}}(?:st|nd|rd|th|ST|ND|RD|TH)){_S}"
_ADDRESS = re.compile(
    rf"(?:(?:{_FLAT}){_S}?#?[\w-]{{1,6}},?{_S}(?:at{_S}|of{_S})?)?"
    rf"(?<![\w:$§#.,-]){_HOUSE}{_S}(?:"
    rf"(?:County{_S}Road|State{_S}Route|Highway|Hwy\.?|Rural{_S}Route|FM){_S}\d{{1,4}}(?!\w)"
    rf"|(?:Calle|Avenida|Camino|Paseo|Vía|Via|Rue){_S}(?:(?:de|del|la|las|los){_S}){{0,2}}"
    rf"[A-Z][\w'’-]{{0,20}}(?:{_S}[A-Z][\w'’-]{{0,20}}){{0,2}}"
    rf"|(?:(?:[NSEW]{{1,2}}\.?|North|South|East|West|NORTH|SOUTH|EAST|WEST){_S})?"
    rf"(?P<street>(?:{_PLAIN}){{1,3}})(?:{_SUFFIX})(?!\w))"
    rf"(?:,?{_S}(?:{_FLAT}){_S}?#?[\w-]{{1,6}}(?![\w-]))?"
    rf"(?:(?:,{_S}[A-Z][\w.'’-]{{1,20}}(?:{_S}[A-Z][\w.'’-]{{1,20}}){{0,2}})?,{_S}[A-Z][\w.]{{1,15}}"
    rf"(?:{_S}[A-Z]\w{{1,15}})?{_S}\d{{5}}(?:-\d{{4}})?(?!\w))?"
)
_BOX = re.compile(rf"\bP\.?{_S}?O\.?{_S}(?:Box|BOX){_S}\d{{1,6}}(?!\w)")
#: "9 Supreme Court", "the 12 Federal Way", "8 Mile Road": not where anybody lives.
_NO_STREET = re.compile(
    r"(?i)\b(?:Supreme|District|Superior|Circuit|Appeals|Appellate|Immigration|Federal|High|Criminal|"
    r"Family|Municipal|County|Juvenile|Trial|Traffic|Probate|Bankruptcy|Housing|Drug|World|State|"
    r"Wall|First Amendment|American|Democratic|Republican|Mile|Different|Other)\s$"
)
#: Where a government sits, which news calls by its address.
_OF_STATE = frozenset({("1600", "Pennsylvania"), ("10", "Downing")})
#: What a number before a street may count: "450 Main Street shops".
_COUNTED = re.compile(
    rf"{_S}(?:businesses|shops|stores|banks|merchants|restaurants|residents|homes|houses|justices|"
    r"judges|employees|protesters|vendors|owners|tenants|neighbors|families|workers|supporters|"
    r"bankers|firms|investors|cases|people)\b"
)
#: Where the public is received: an office or a court right before "at", or right behind the street.
_OFFICES = (
    r"(?:courthouse|court|city hall|town hall|capitol|consulate|embassy|jail|detention center|"
    r"processing center|police station|sheriff[’']s office|field office|federal building)"
)
_OFFICE_BEFORE = re.compile(rf"(?i)\b(?<!home ){_OFFICES}{_S}(?:is{_S})?(?:located{_S})?at{_S}$")
_OFFICE_AFTER = re.compile(
    rf"(?i),{_S}(?:the|an?|where{_S}the){_S}(?:(?:immigration|federal|county|city|U\.S\.|ICE|USCIS|local|"
    rf"district|state|agency[’']s){_S}){{0,2}}{_OFFICES}(?:[.,;:)]|$)"
)
_YEAR_BEFORE = re.compile(r"(?i)\b(?:in|since|by|of|until|before|after|during|from|early|late)\s$")


def _noted(note: str) -> Callable[[re.Match[str]], str]:
    """Return what stands for a match: the words that led to it, and the note."""

    def replace(found: re.Match[str]) -> str:
        return f"{found.groupdict().get('keep') or ''}[{note} removed]"

    return replace


def _without_address(found: re.Match[str]) -> str:
    house, street = found["house"], found["street"] or ""
    before = found.string[max(0, found.start("house") - 10) : found.start("house")]
    is_year = len(house) == 4 and house[:2] in {"19", "20"} and _YEAR_BEFORE.search(before)
    counts = _COUNTED.match(found.string, found.end())
    if _OFFICE_BEFORE.search(found.string, max(0, found.start() - 60), found.start()) or (
        _OFFICE_AFTER.match(found.string, found.end())
    ):
        return found.group()
    if is_year or counts or _NO_STREET.search(street) or (house, street.strip()) in _OF_STATE:
        return found.group()
    return "[address removed]"


#: What a text must hold for a rule to find anything in it; dear patterns are asked of few texts.
_GROUPS = re.compile(r"[+(\d](?:\d{1,2}[-.\s\u2010-\u2013]\d{3}|\d{5}|(?<=\+)\d|\d{3}\))")
_AT, _DIGIT, _TAG, _PO = (
    re.compile(part) for part in ("@", r"\d", "(?i)plate|tag", "[Bb][Oo][Xx]")
)
_Rule = tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str]], str]]
#: In this order: what a label tells goes before what only a shape tells.
_RULES: tuple[_Rule, ...] = (
    (_AT, _MAIL, _noted("e-mail address")),
    (_GROUPS, _A_NUMBER, _noted("A-number")),
    (_GROUPS, _RECEIPT, _noted("receipt number")),
    (_DIGIT, _BIRTH, _noted("date of birth")),
    (_GROUPS, _SOCIAL, _noted("Social Security number")),
    (_GROUPS, _PAPERS, _noted("document number")),
    (_GROUPS, _PHONE, _noted("phone number")),
    (_TAG, _PLATE, _noted("plate number")),
    (_DIGIT, _ADDRESS, _without_address),
    (_PO, _BOX, _noted("address")),
)


def redact(text: str) -> str:
    """Return the text without numbers and addresses by which a person could be found.

    A-numbers, receipts, Social Security, passport and phone numbers, plates, dates of birth, e-mail
    and street addresses. Each is replaced by a bracketed note; everything else stays as it is.
    """
    shown = _redacted(text)
    while shown != text:  # what stood too close to something taken out may be seen only then
        text, shown = shown, _redacted(shown)
    return text


def _redacted(text: str) -> str:
    signs = {sign for sign in (_AT, _GROUPS, _DIGIT, _TAG, _PO) if sign.search(text) is not None}
    for sign, pattern, replace in _RULES:
        if sign in signs:
            text = pattern.sub(replace, text)
    return text
