"""Times of publication, as publishers print them.

No clock: whether a time lies in the future is for the caller to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")

#: Years outside are typing errors or empty fields, not dates of publication.
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
#: Longer text is no date; reading it would only cost time.
_MAX_LENGTH = 120


def _table(pairs: str, value: Callable[[str], T]) -> dict[str, T]:
    words = pairs.split()
    return dict(zip(words[::2], map(value, words[1::2]), strict=True))


#: First letters of month names, accents removed: English, Spanish, Portuguese, French, German,
#: Italian. Juin and juillet need a fourth letter.
_MONTHS = _table(
    "jan 1 ene 1 gen 1 feb 2 fev 2 mar 3 mrz 3 apr 4 abr 4 avr 4 may 5 mai 5 mag 5 jun 6 giu 6 "
    "juin 6 jul 7 lug 7 juil 7 aug 8 ago 8 aou 8 sep 9 set 9 oct 10 okt 10 out 10 ott 10 nov 11 "
    "dec 12 dic 12 dez 12",
    int,
)
#: Hours from UTC of the abbreviations RFC 822 knows and of those seen in press feeds.
_OFFSETS = _table(
    "z 0 ut 0 utc 0 gmt 0 wet 0 bst 1 west 1 cet 1 cest 2 eet 2 eest 3 msk 3 ist 5.5 jst 9 aest "
    "10 aedt 11 nzst 12 nzdt 13 brt -3 nst -3.5 ast -4 adt -3 est -5 edt -4 cst -6 cdt -5 mst "
    "-7 mdt -6 pst -8 pdt -7 akst -9 akdt -8 hst -10 sst -11 chst 10",
    float,
)
_REGIONS = _table(
    "et America/New_York eastern America/New_York ct America/Chicago central America/Chicago mt "
    "America/Denver mountain America/Denver pt America/Los_Angeles pacific America/Los_Angeles",
    str,
)

_EPOCH = re.compile(r"(\d{10})(?:\.\d{1,9}|\d{3}|\d{6})?")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|(\d{2})(\d{2}))(?=\D|$)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d.])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([ap])\.?m\b\.?)?"
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})()()\s?([ap])\.?m\b\.?")
_COMPACT = re.compile(r"(?<=t)(\d{2})(\d{2})(\d{2})?()(?=z|[+-]|$)")
_ZONE = re.compile(r"\s*\(?(?:(?:gmt|utc|ut)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)|([a-z]{1,8})\b)")
_WORDS = re.compile(r"[a-z]+|\d+")


def parse_published(raw: str | None) -> datetime | None:
    """Return a printed time of publication in UTC; None when there is none to be read.

    Knows RFC 822, ISO 8601, epoch seconds to microseconds, and the press forms ("Saturday,
    September 20, 2025 - 10:05am", "Sept. 20, 2025 at 10:05 a.m. ET", "20/09/2025 14:05").
    Without a zone a clock with a.m. or p.m. is read as US Eastern time, where this beat's agencies
    print such dates, and any other as UTC. A bare day is its midnight, UTC.
    """
    text = _folded(raw or "")
    if not text or len(text) > _MAX_LENGTH:
        return None
    if match := _EPOCH.fullmatch(text):
        return _plausible(datetime.fromtimestamp(int(match[1]), UTC))
    clock = _CLOCK.search(text) or _HOUR.search(text) or _COMPACT.search(text)
    if clock is None:
        day = _printed_day(text)
        return _plausible(datetime.combine(day, time.min, UTC)) if day else None
    zone = _ZONE.match(text, clock.end())
    end = zone.end() if zone and (zone[1] or _zone(zone)) else clock.end()
    day = _printed_day(text[: clock.start()] + " " + text[end:])
    return _plausible(_joined(day, clock, _zone(zone))) if day else None


def _folded(text: str) -> str:
    """Return the text in lower case without accents, white space as single spaces."""
    decomposed = unicodedata.normalize("NFKD", text[: _MAX_LENGTH * 2].lower())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(plain.replace("−", "-").split())


def _plausible(moment: datetime | None) -> datetime | None:
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment.astimezone(UTC)


def _printed_day(text: str) -> date | None:
    if match := _ISO.search(text):
        year, *rest = (int(group) for group in match.groups() if group)
        return _date(year, *rest)
    if match := _NUMERIC.search(text):
        return _numeric_day(int(match[1]), int(match[2]), _year(match[3]))
    return _named_day(_WORDS.findall(text))


def _numeric_day(first: int, second: int, year: int) -> date | None:
    # American order unless it cannot be: this beat's outlets are American.
    return _date(year, first, second) or _date(year, second, first)


def _named_day(words: list[str]) -> date | None:
    month = _month(words)
    numbers = [word for word in words if word.isdigit() and len(word) <= 4]
    years = [word for word in numbers if len(word) == 4]
    if month is None or len(numbers) < 2:
        return None
    year = years[-1] if years else numbers[1]
    day = next((word for word in numbers if len(word) <= 2), "0")
    return _date(_year(year), month, int(day))


def _month(words: list[str]) -> int | None:
    # The last name wins: "Mar, 23 Sep 2025" begins with a Spanish or French Tuesday.
    found = None
    for word in words:
        found = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3]) or found
    return found


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < 69 else 1900)  # POSIX, and RFC 822's readers


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _joined(day: date, clock: re.Match[str], zone: tzinfo | None) -> datetime | None:
    hour, minute, second = (int(group or 0) for group in clock.groups()[:3])
    half = clock[4]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or hour > 24 or day.year > _LAST_YEAR:
        return None
    late = timedelta(days=1) if hour == 24 else timedelta()
    at = time(hour % 24, minute, min(second, 59))
    fallback = _region("America/New_York") if half else UTC
    return datetime.combine(day, at, zone or fallback) + late


def _zone(match: re.Match[str] | None) -> tzinfo | None:
    if match is None:
        return None
    if match[1]:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        # Zones go from -12 to +14; more is a typing error or part of a date.
        in_range = offset <= timedelta(hours=14)
        return timezone(-offset if match[1] == "-" else offset) if in_range else None
    name = match[4]
    if name in _REGIONS:
        return _region(_REGIONS[name])
    return timezone(timedelta(hours=_OFFSETS[name])) if name in _OFFSETS else None


@cache
def _region(name: str) -> ZoneInfo:
    return ZoneInfo(name)
