"""Quantities: the numbers of a sentence that count something.

Left out are numbers that assert no quantity: dates, years, ages, times, page and section numbers,
statutes, dockets, forms, street numbers, telephone numbers, votes ("5-4"), ordinals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.text.claiming.numerals import WORD, YEAR, Number, numerals
from bot.text.lexicon import load

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_AFTER_NONFIGURE = re.compile(
    r"-(?!hour|day|mile|bed|person|percent|dozen|hundred|thousand|million|billion)[a-z]|"
    r"-?(?:st|nd|rd|th)\b|\(|[\s-]years?[\s-]old\b|[\s-]months?[\s-]old\b|:\d|\s?[ap]\.?m\b|"
    r"\s?(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R|F\.?\s?R\.|Fed\.|F\.\dd|Stat\.|I&N|I\.\s?&\s?N)|-\d|/\d|"
    r"\stimes\s(?:as|more|higher|lower|greater|larger|the\s(?:number|rate|size|average)|what)\b|"
    r"\s(?:ET|EST|EDT|CT|PT|PST|PDT|CST)\b|\.\d|\spages?\b|\s(?:likes?|retweets?|views|min(?:ute)?s?\sread)\b|\s(?:program|call|operator|dispatcher|hotline)\b|\s(?-i:News|Eyewitness|Action|On\s(?:Your|Side))\b",
    re.IGNORECASE,
)
#: How far off something was, unless it lasted so long ("for six hours before acquitting him").
_TIME_AWAY = re.compile(
    r"[\s-](?:minutes?|hours?|days?|weeks?|months?|years?)\s(?:ago|later|earlier|prior|before|after)\b"
)
_LASTED = re.compile(r"\b(?:for|spent|waited|lasted|held|took)\s(?:[a-z]+\s){0,2}$")
_STREET = re.compile(
    r"\s(?:[NSEW]\.?\s)?(?:[A-Z0-9][\w.]*\s){1,3}"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Road|Rd|Drive|Dr|Lane|Ln|Plaza|Way|Court|Ct|"
    r"Parkway|Pkwy|Highway|Hwy|Place|Pl|Square|Terrace|Circle)\b"
)
_BEFORE_PERIOD = re.compile(
    r"\b(?:past|last|next|previous|first|final)\s(?:few\s)?$", re.IGNORECASE
)
_BEFORE_MONTH = re.compile(rf"\b(?:{MONTHS})\.?\s$")
_AFTER_MONTH = re.compile(rf"\s(?:{MONTHS})\b")
_BEFORE_AGE = re.compile(
    r"(?:\bage[ds]?\s(?:of\s)?|\bin\s(?:his|her|their)\s|"
    r"\bwhen\s(?:[Hh]e|[Ss]he|they|I)\s(?:was|were|turned)\s(?:only\s|just\s)?)$"
)
#: "Maria, 43, was taken"; but "In Ohio, 40 men were" counts.
_BEFORE_APPOSED_AGE = re.compile(r"\b[A-Z][\w’'-]+,\s$")
_AFTER_APPOSED_AGE = re.compile(r"[,.;)]|$|\s(?:of|from|and)\s[A-Z]")
_NOT_COUNTED = frozenset({"said", "the", "a", "an", "and", "or", "but", "if", "p.m", "a.m"})
#: The second number of a range; the first is no figure of its own ("40 to 50 families").
_RANGE_NEXT = re.compile(rf"\s(?:to|or)\s(?=\d|(?:{WORD})\b)|–(?=\d)", re.IGNORECASE)
_RANGE_LINK = re.compile(r"(?:\s(?:to|or)\s|–)$", re.IGNORECASE)
_RANGE_BEFORE = re.compile(
    rf"(?<![\w$.,-])\$?(?:\d[\d,.]*|(?:{WORD}))(?:\s(?:to|or)\s|–)$", re.IGNORECASE
)
#: The lower end of "between 30 and 40", and what stands before the upper one.
_BETWEEN_NEXT = re.compile(rf"\sand\s(?:US)?\$?(?:\d|(?:{WORD})\b)", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"\bbetween\s(?:US)?\$?(?:\d[\d,.]*|{WORD})"
    r"(?:\s?%|\s(?:percent|per\scent|hundred|thousand|million|billion|trillion))?\sand\s$",
    re.IGNORECASE,
)
#: The second number of "Photo 3 of 12"; the first is labelled.
_COUNTER = re.compile(
    r"\b(?:caption|photo|page|image|picture|slide|part|video)s?\s\d+\sof\s$", re.IGNORECASE
)
#: "the two states" points back to two that were named; "the 29 arrested" counts.
_POINTS_BACK = re.compile(
    r"\b(?:the|these|those|both|all|his|her|their|its|other|last|first|next|past|previous)\s$",
    re.IGNORECASE,
)
_TOKEN_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]+)(?:\.|\sNo\.)?\s$")
#: Characters before a number that may tell what it is: its clause, and the few words beside it.
_NEAR = 200
_BESIDE = 48
_TIME_UNITS = {
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
TIME_UNITS = frozenset(_TIME_UNITS.values())
_TIME_NEXT = re.compile(rf"[\s-]({'|'.join(_TIME_UNITS)})s?\b")
_WORDS_NEXT = re.compile(r"(?:[\s-][A-Za-z][\w’'-]*){0,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with the qualifier beside it, or with the lower end of its range."""

    number: Number
    #: "more than", as the sentence prints it; None without one.
    qualifier: str | None
    #: Span of the number and what belongs to it.
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """The words of `figures.toml`."""

    #: A qualifier right before a number, and one right behind it; group `qualifier`.
    before: re.Pattern[str]
    #: Characters of the longest qualifier before a number, with the blank behind it.
    longest_before: int
    after: re.Pattern[str]
    people: frozenset[str]
    counted: frozenset[str]
    #: Plurals of which a small number says nothing ("two things", "three ways").
    vague: frozenset[str]
    labels: frozenset[str]


@cache
def lists() -> _Lists:
    """Return the words that make a number a figure, read once."""
    words = load("figures")
    ahead = sorted(words["qualifiers_before"], key=len, reverse=True)
    return _Lists(
        before=re.compile(rf"\b(?P<qualifier>{'|'.join(ahead)})\s$", re.IGNORECASE),
        longest_before=len(ahead[0]) + 1,
        after=re.compile(rf"\s(?P<qualifier>{'|'.join(words['qualifiers_after'])})\b"),
        people=frozenset(words["people"]),
        counted=frozenset(words["counted"]),
        vague=frozenset(words["vague"]),
        labels=frozenset(words["labels"]),
    )


def find_numbers(sentence: str, periods: Sequence[tuple[int, int]]) -> Iterator[Number]:
    """Yield the numbers that assert a quantity, left to right; those inside `periods` do not."""
    for number in numerals(sentence):
        if _asserts(sentence, number, periods):
            yield number


def _asserts(sentence: str, number: Number, periods: Sequence[tuple[int, int]]) -> bool:
    """Whether the number counts something rather than naming a date, a law or a place."""
    if any(start <= number.start and number.end <= end for start, end in periods):
        return False
    before = sentence[max(0, number.start - _BESIDE) : number.start]
    after = sentence[number.end :]
    if before.lower().endswith("between ") and _BETWEEN_NEXT.match(after):
        return False
    if number.unit is not None:
        return not before or not (before[-1].isalnum() or before[-1] in "-.§#")
    if before and (before[-1].isalnum() or before[-1] in "-.§#:/–"):
        return False
    if after[:1].isalpha() or _AFTER_NONFIGURE.match(after) or _STREET.match(after):
        return False
    if _TIME_AWAY.match(after) and _LASTED.search(before) is None:
        return False
    if _dated(before, after) or _labelled(before, after, number) or _COUNTER.search(before):
        return False
    if _RANGE_NEXT.match(after):
        return False
    return _counts_something(sentence, number)


def _dated(before: str, after: str) -> bool:
    """Whether a month, an age or "the last" around the number makes it a time."""
    return bool(
        _BEFORE_MONTH.search(before)
        or _AFTER_MONTH.match(after)
        or _BEFORE_AGE.search(before)
        or (_BEFORE_APPOSED_AGE.search(before) and _AFTER_APPOSED_AGE.match(after))
        or (_BEFORE_PERIOD.search(before) and time_unit(after) is not None)
    )


def _labelled(before: str, after: str, number: Number) -> bool:
    """Whether the word before makes the number a label; "used the rule 400 times" counts."""
    found = _TOKEN_BEFORE.search(before)
    if found is None or number.spelled or after.startswith(" times"):
        return False
    word = found[1]
    return word.lower() in lists().labels or (word[0].isupper() and word.isupper())


def _counts_something(sentence: str, number: Number) -> bool:
    """Whether a bare number is followed by what it counts; years and list numbers are not."""
    surface = sentence[number.start : number.end].strip()
    nouns = following_words(sentence[number.end :])
    if YEAR.fullmatch(surface):
        return bool(nouns) and nouns[0] in lists().people and _qualified(sentence, number)
    if not nouns:
        near = sentence[max(0, number.start - _NEAR) : number.start]
        reached = _ends_count(near, known=number.value < _LARGE)
        return number.value > 1 and (reached or _qualified(sentence, number))
    if nouns[0] in _NOT_COUNTED:
        return _qualified(sentence, number) or number.value >= _LARGE
    if number.spelled and number.value < 10:
        near = sentence[max(0, number.start - _BESIDE) : number.start]
        known = _tells_small(near, sentence[number.end :], nouns)
        return number.value > 1 and (known or _qualified(sentence, number))
    return True


def _tells_small(near: str, after: str, nouns: Sequence[str]) -> bool:
    """Whether a number below ten in words counts: things, a part of some, or what was done.

    "The two" points back to what was counted before, but in "three of his seven workers".
    """
    if _POINTS_BACK.search(near) and _PART_OF.search(near) is None:
        return False
    if _SOURCES.match(after):
        return False
    part = nouns[:1] == ["of"] and (nouns[1:2] or [""])[0] in _OF_WHAT
    done = _WAS_DONE.match(after) is not None
    known = not _known_nouns().isdisjoint(nouns[:3])
    return part or done or known or _is_plural(nouns)


#: Sources are counted for no news ("two defense officials said"); witnesses may be.
_SOURCES = re.compile(
    r"\s(?:[\w-]+\s){0,3}?(?:officials|sources|aides|advisers|people\s(?:familiar|briefed|close)\b)"
)
_PART_OF = re.compile(
    rf"(?:\d|\b(?:{WORD}))\sof\s(?:the|these|those|his|her|their|its)\s$", re.IGNORECASE
)
_OF_WHAT = frozenset(
    {"them", "those", "these", "whom", "the", "his", "her", "their", "its", "our", "my"}
)
_WAS_DONE = re.compile(r"\s(?:were|was|have|had|remain(?:ed)?|died|faced|face)\s[a-z]")
_PLURAL_NOUN = re.compile(r"[a-z-]{2,}(?<![suia])s$")


def _is_plural(nouns: Sequence[str]) -> bool:
    """Whether a plain plural follows, an adjective before it or not ("two meatpacking plants")."""
    vague = lists().vague
    head = next((word for word in nouns[:2] if _PLURAL_NOUN.match(word)), None)
    return head is not None and vague.isdisjoint(nouns[:2])


_REACHES = re.compile(r"\b(?:to|from|of|at|by|was|is|reached|totaled|numbered)\s$")


#: From here on a number that no noun follows is hardly a label.
_LARGE = 1000


def _ends_count(before: str, *, known: bool) -> bool:
    """Whether a number at the clause's end counts what its beginning names ("rose to 70,000").

    A `known` noun of the beat must then stand there.
    """
    if _REACHES.search(before, max(0, len(before) - _BESIDE)) is None:
        return False
    words = re.findall(r"[a-z-]+", before.lower())[-8:]
    return not known or any(word in _TOTALS or word in _known_nouns() for word in words)


_TOTALS = frozenset({"number", "total", "toll", "count", "population", "figure", "tally"})


@cache
def _known_nouns() -> frozenset[str]:
    words = lists()
    return words.people | words.counted | frozenset(f"{unit}s" for unit in _TIME_UNITS)


def _qualified(sentence: str, number: Number) -> bool:
    return quantity_of(sentence, number).qualifier is not None


def following_words(after: str) -> list[str]:
    """Return up to six lower-case words that directly follow, up to the first punctuation."""
    found = _WORDS_NEXT.match(after)
    return found[0].strip(" -").lower().split() if found else []


def time_unit(after: str) -> str | None:
    """Return the unit of time that directly follows, in the plural; None when none does."""
    found = _TIME_NEXT.match(after)
    return _TIME_UNITS[found[1]] if found else None


def quantity_of(sentence: str, number: Number) -> Quantity:
    """Return a number with its qualifier; a range is one number, its upper end."""
    lower = _range_start(sentence, number.start)
    if lower is not None:
        range_ = quantity_of(sentence, replace(number, start=lower))
        return replace(range_, number=number, end=number.end)
    near = max(0, number.start - lists().longest_before)
    ahead = lists().before.search(sentence, near, number.start)
    if ahead is not None:
        start = ahead.start("qualifier")
        return Quantity(number=number, qualifier=ahead["qualifier"], start=start, end=number.end)
    behind = lists().after.match(sentence, number.end)
    return Quantity(
        number=number,
        qualifier=behind["qualifier"] if behind else None,
        start=number.start,
        end=behind.end() if behind else number.end,
    )


def _range_start(sentence: str, at: int) -> int | None:
    """Return where the range begins whose upper end stands at `at`; None for a plain number."""
    near = max(0, at - _NEAR)
    if _RANGE_LINK.search(sentence, max(0, at - len(" to ")), at):
        found = _RANGE_BEFORE.search(sentence, near, at)
        if found is not None and not sentence.endswith("from ", 0, found.start()):
            return found.start()
    if sentence.endswith(" and ", 0, at):
        found = _BETWEEN.search(sentence, near, at)
        return None if found is None else found.start()
    return None
