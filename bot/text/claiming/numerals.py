"""Numerals: the numbers of a sentence, in digits or words, whatever they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.text.claiming.wordlists import by_letter

_SMALL = {
    word: value
    for value, word in enumerate(
        re.findall(
            r"\w+",
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen",
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
_SCALES = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
}
_SCALE = "|".join(_SCALES)
#: Right behind a sum of money ("$45B", "$3m").
_LETTERS = {
    "k": Decimal(1000),
    "mn": Decimal(10**6),
    "m": Decimal(10**6),
    "bn": Decimal(10**9),
    "b": Decimal(10**9),
    "tn": Decimal(10**12),
    "t": Decimal(10**12),
}
_PARTS = ("half", "third", "thirds", "quarter", "quarters", "fifth", "fifths")
_FRACTIONS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "tenth": 10,
    "tenths": 10,
}
#: The pattern of one word below a hundred, lower case.
WORD = "|".join([*_SMALL, *_TENS])
_NUMBER = re.compile(
    # A range of sums is one number; of two that "from" parts the first is another.
    r"(?P<money>(?:US)?\$(?:(?<!from\s\$)(?<!from\sUS\$)\d[\d.,]*(?:[-–]|\sto\s)\$?(?=\d))?)?\s?"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?<![\w-])(?P<words>(?:(?:{WORD}|a|half(?:\sa)?)(?=[\s-]))?[\s-]?"
    rf"(?:{WORD}|{_SCALE}))(?![\w]))"
    rf"(?P<scale>[\s-](?:{_SCALE})\b|(?(money)(?:{'|'.join(_LETTERS)})\b|(?!)))?"
    r"(?P<percent>\s?%|[\s-](?:percent|per cent)(?:age points?)?\b|\spercentage points?\b)?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"\b(?P<top>{WORD}|\d{{1,3}})\s(?:(?:in|out of)\s(?:every\s)?|of every\s)"
    rf"(?P<bottom>{WORD}|\d{{1,4}})\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<top>one|two|three|four|a|nine)[\s-])?(?P<part>half|third|thirds|quarter|quarters|"
    r"fourths|fifth|fifths|tenth|tenths)\sof\b",
    re.IGNORECASE,
)
#: The fractions are looked for where one of these is found: a look at one word in a sentence.
_PART = re.compile(r"\W(?=[HhTtQqFf])(?i:(?:half|thirds?|quarters?|fourths|fifths?|tenths?)\sof)\b")
_DIGITS = re.compile(r"\d+")
#: Begins with the character before the word: most characters are letters and passed over at once.
_SPELLED = re.compile(
    # Most words fail by their first letter, before any number word is tried.
    r"\W(?=[DdZzOoTtFfSsEeNnHhMmBbQq])"
    rf"(?i:{by_letter((*_SMALL, *_TENS, *_SCALES, *_PARTS))})\b"
)
#: Characters of a number ahead of its first digits or its last word.
_MOST_AHEAD = len("US$ a ")
#: Every number is held against the words around it; a sentence of more numbers is a table.
MOST_NUMBERS = 64
#: Four digits that are a year when nothing says what they count.
YEAR = re.compile(r"(?:1[89]|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number's span in the sentence before it is known whether it counts anything."""

    value: Decimal
    start: int
    end: int
    #: In words and not in digits.
    spelled: bool
    #: The unit printed with it: "usd", "percent", "percentage points".
    unit: str | None = None


def holds_number(passage: str) -> bool:
    """Whether digits or a number word stand in the passage."""
    return bool(places_of_numbers(passage))


def may_hold_number(sentence: str) -> bool:
    """Whether a look at the numbers is worth its time: there are some, and it is no table."""
    return 0 < len(places_of_numbers(sentence)) <= MOST_NUMBERS


@lru_cache(maxsize=4)  # a sentence is asked twice: whether it holds numbers, and which
def places_of_numbers(sentence: str) -> tuple[int, ...]:
    """Return where digits and number words stand, left to right; every numeral has one."""
    digits = (found.start() for found in _DIGITS.finditer(sentence))
    # Behind one more character, so that a word may open the sentence: offsets are the words' own.
    words = (found.start() for found in _SPELLED.finditer(f" {sentence}"))
    return tuple(sorted((*digits, *words)))


def numerals(sentence: str) -> Iterator[Number]:
    """Return the numbers left to right; shares win over the numbers inside them."""
    hints = places_of_numbers(sentence)
    shares = sorted((*_shares(sentence, hints), *_fractions(sentence)), key=lambda one: one.start)
    taken = [(share.start, share.end) for share in shares]
    plain = (
        number
        for number in map(_plain, _written(sentence, hints))
        if number is not None
        and not any(start < number.end and number.start < end for start, end in taken)
    )
    yield from sorted((*shares, *plain), key=lambda one: one.start)


def _written(sentence: str, hints: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield what the pattern of numbers finds, looking only where there are hints."""
    at = 0
    for hint in hints:
        if hint < at:
            continue
        found = _NUMBER.search(sentence, max(at, hint - _MOST_AHEAD))
        if found is None:
            return
        yield found
        at = found.end()


def _shares(sentence: str, hints: Iterable[int]) -> Iterator[Number]:
    at = 0
    for hint in hints:
        found = _SHARE.match(sentence, hint) if hint >= at else None
        if found is None:
            continue
        at = found.end()
        top, bottom = _small(found["top"]), _small(found["bottom"])
        if 0 < top < bottom and not YEAR.fullmatch(found["bottom"]):
            yield _percent(top, bottom, found.start(), found.end())


def _fractions(sentence: str) -> Iterator[Number]:
    if _PART.search(f" {sentence}") is None:
        return
    for found in _FRACTION.finditer(sentence):
        top = _small(found["top"] or "one") or 1
        bottom = _FRACTIONS[found["part"].lower()]
        named = found["top"] is not None or bottom == 2
        if top < bottom and named:
            yield _percent(top, bottom, found.start(), found.end() - len(" of"))


def _percent(top: int, bottom: int, start: int, end: int) -> Number:
    value = (Decimal(100 * top) / Decimal(bottom)).quantize(Decimal("0.1")).normalize()
    return Number(value=Decimal(f"{value:f}"), start=start, end=end, spelled=False, unit="percent")


def _small(word: str) -> int:
    lowered = word.lower()
    if lowered.isdigit():
        return int(lowered)
    return _SMALL.get(lowered, _TENS.get(lowered, 1 if lowered == "a" else 0))


def _plain(found: re.Match[str]) -> Number | None:
    value = (
        _spelled(found["words"]) if found["words"] else Decimal(found["digits"].replace(",", ""))
    )
    if value is None:
        return None
    if found["scale"]:
        scale = found["scale"].lower()
        value *= _LETTERS.get(scale) or _SCALES[scale[1:]]
    unit = _printed_unit(found)
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return Number(
        value=Decimal(f"{value.normalize():f}"),
        start=start,
        end=found.end(),
        spelled=found["words"] is not None,
        unit=unit,
    )


def _printed_unit(found: re.Match[str]) -> str | None:
    if found["money"]:
        return "usd"
    if found["percent"]:
        return "percentage points" if "point" in found["percent"].lower() else "percent"
    return None


def _spelled(words: str) -> Decimal | None:
    """Return "twenty-five", "two dozen", "a hundred" as a number; None for a bare "hundred"."""
    parts = re.split(r"[\s-]+", words.lower().strip())
    total = Decimal(0)
    for part in parts:
        if part in _SCALES:
            total *= _SCALES[part]
        elif part == "half":
            total = Decimal("0.5")
        elif part == "a" and (total or not _SCALES.keys() & set(parts)):
            continue  # "half a million", "a ten-foot wall"
        else:
            total += _small(part)
    return total or None
