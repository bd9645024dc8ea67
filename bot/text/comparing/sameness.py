"""Sameness: whether two articles' figures count one thing, so that they may be compared at all.

A number repeated is weak evidence, a number that differs is weaker: most often it speaks of
another place, period or group. A difference is told only where unit, what is counted, place,
period and day all fit (docs/decisions/0073).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.domain.claims import Claim, Figure
from bot.domain.entities import EntityKind, Mention

_PEOPLE_LIKE = frozenset({"people", "count"})
#: Values from here on are rarely equal by chance, unless they are round.
_TELLING_VALUE = 100
#: Digits other than trailing noughts from which a number is not round.
_TELLING_DIGITS = 2
#: Share of the smaller set of words from which equal small or round values count one thing.
_SAME_SUBJECT = 0.5
#: Share of all words of both from which unequal values count one thing.
VERY_SUBJECT = 0.75
#: One value is rarely more than so many times another of the same thing: it has another scope.
_MOST_TIMES = 3

WORD = re.compile(r"[A-Za-z][\w’'-]*|\d[\d,.]*\d|\d")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "the a an of in on at to for by with from and or either both their his her its it they "
        "them those these that this who whom which had have has having been was were is are be "
        "being will would could as than more most also not no mr mrs ms under since during s",
    )
)
_SUFFIXES = ("ings", "ing", "ions", "ion", "ers", "ees", "ed", "es", "er", "ee", "s")
#: Words for the same people; officers, children and members are others.
_PERSONS = frozenset(
    re.findall(
        r"[\w-]+",
        "people person persons individual individuals migrant migrants immigrant immigrants "
        "alien aliens noncitizen noncitizens",
    )
)
#: What counts a part, an addition or a rest is no rival of the whole.
_PART = re.compile(
    r"\b(?:another|additional|other|others|more|extra|further|remaining|remainder|rest|of them|"
    r"of those|of these|of whom|among them|including|average|total)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|tonight|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2})\b"
)
_RATE = re.compile(
    r"(?:(?:a|an|per|each|every)\s(?:fiscal\s)?(?P<unit>year|month|week|day|night)|"
    r"(?P<adverb>annual|dai|week|month)ly)\b"
)
#: What stands before the "ly" of an adverb -> its unit of time.
_ADVERBS = {"annual": "year", "dai": "day", "week": "week", "month": "month"}
_RELATIVE = re.compile(r"\b(?:last|past|this|next|previous|first|quarter)\b")
_PLACES = frozenset({EntityKind.PLACE, EntityKind.FACILITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure with the sentence it stands in and the public entities of its article."""

    claim: Claim
    figure: Figure
    mentions: tuple[Mention, ...] = ()


def stem(word: str) -> str:
    """Return a lower-case word without its ending, when four letters stay: "arrest" of "arrests".

    Cruder than Porter's: what counts is that words of one figure meet, not that stems are words.
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that mean something; a possessive is dropped."""
    words = (re.sub(r"[’']s?$", "", word.lower()) for word in WORD.findall(text))
    return frozenset(stem(word) for word in words if word not in _EMPTY)


@lru_cache(maxsize=4096)
def _subject(counts: str) -> frozenset[str]:
    """Return what is counted as stems, one for all words that mean people."""
    words = (re.sub(r"[’']s?$", "", word.lower()) for word in WORD.findall(counts))
    return frozenset(
        "people" if word in _PERSONS else stem(word) for word in words if word not in _EMPTY
    )


#: Where and for what those counted are; places and days are compared by themselves.
_TAIL = re.compile(r"\s(?:at|on|from|near|inside|outside|across|along|against|into|to|for|with)\s")


def subject_of(figure: Figure) -> frozenset[str]:
    """Return what a figure counts as stems, without the phrases of place and purpose behind it.

    One report writes "workers detained at a plant", the next "workers detained". A share keeps
    all: there the phrases tell whom it is a share of.
    """
    if figure.unit == "percent":
        return _subject(figure.counts)
    return _subject(_TAIL.split(figure.counts, maxsplit=1)[0])


def is_same_value(one: Figure, two: Figure) -> bool:
    """Whether two figures print one number of one unit."""
    units = {one.unit, two.unit}
    return one.value == two.value and (len(units) == 1 or units <= _PEOPLE_LIKE)


def agree(one: Counted, two: Counted) -> bool:
    """Whether two articles give one number for one thing.

    A telling number proves it nearly alone; a small or a round one needs the words as well.
    """
    if not is_same_value(one.figure, two.figure):
        return False
    if _is_telling(one.figure.value):
        return True
    first, second = _subject(one.figure.counts), _subject(two.figure.counts)
    if len(first & second) < _SAME_SUBJECT * max(1, min(len(first), len(second))):
        return False
    return one.figure.value >= _TELLING_VALUE or not _are_apart(_places(one), _places(two))


def are_rivals(one: Counted, two: Counted) -> bool:
    """Whether two articles give different numbers for one thing, as far as their words tell."""
    first, second = one.figure, two.figure
    if first.unit != second.unit or first.value == second.value:
        return False
    low, high = sorted((first.value, second.value))
    if low <= 0 or high > _MOST_TIMES * low:
        return False
    return (
        _is_one_subject(first, second)
        and _time(first) == _time(second)
        and not _prints(one.claim.sentence, second)
        and not _prints(two.claim.sentence, first)
        and not (_is_part(one) or _is_part(two))
        and _is_one_scene(one, two)
    )


def _is_telling(value: Decimal) -> bool:
    digits = str(value).replace(".", "").strip("0")
    return value >= _TELLING_VALUE and len(digits) >= _TELLING_DIGITS


def _is_one_subject(one: Figure, two: Figure) -> bool:
    first, second = subject_of(one), subject_of(two)
    if min(len(first), len(second)) < 2:
        return False
    return len(first & second) >= VERY_SUBJECT * len(first | second)


def _is_one_scene(one: Counted, two: Counted) -> bool:
    """Whether both sentences name the same places, and no day that the other contradicts."""
    here, there = _places(one), _places(two)
    if bool(here) != bool(there) or _are_apart(here, there):
        return False
    days = (frozenset(_DAY.findall(each.claim.sentence)) for each in (one, two))
    return not _are_apart(*days)


def _are_apart(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two) and one.isdisjoint(two)


def _places(one: Counted) -> frozenset[str]:
    return frozenset(
        mention.entity.id
        for mention in one.mentions
        if mention.entity.kind in _PLACES and one.claim.start <= mention.start < one.claim.end
    )


def _is_part(one: Counted) -> bool:
    # "63 of the workers remain" is no rival of those who were taken.
    of_others = one.figure.unit != "percent" and one.figure.counts.startswith("of ")
    return of_others or _PART.search(f"{one.figure.surface} {one.figure.counts}") is not None


def _prints(sentence: str, figure: Figure) -> bool:
    """Whether a sentence prints a figure's number too, which then counts something else there."""
    found = WORD.findall(figure.surface)
    numbers = [word for word in found if word[0].isdigit()] or found[-1:]
    return any(word in WORD.findall(sentence) for word in numbers)


# -- periods -------------------------------------------------------------------------------------


def _time(figure: Figure) -> str:
    return period_key(figure.period)


def period_key(period: str | None) -> str:
    """Return a period in a form in which equal ones are equal; empty for none.

    "a year", "per year" and "annually" are one rate, whatever year they are told of.
    """
    lowered = (period or "").lower()
    rate = _RATE.match(lowered)
    if rate is not None:
        return f"per {rate['unit'] or _ADVERBS[rate['adverb']]}"
    bare = re.sub(r"^(?:in|during|for|of|over|under|by)\s(?:the\s)?|[.,]", "", lowered)
    return re.sub(r"^fy\s?|^fiscal\s(?:year\s)?", "fiscal ", bare)


def contradicts(one: str | None, two: str | None) -> bool:
    """Whether two periods differ whenever they were written.

    "Last month" and "in May" may be one, and whoever names no period contradicts nobody.
    """
    first, second = period_key(one), period_key(two)
    if not first or not second or first == second:
        return False
    return not any(each.startswith("per ") or _RELATIVE.search(each) for each in (first, second))
