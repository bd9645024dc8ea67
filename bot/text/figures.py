"""Figures: the numbers a sentence asserts, with their unit, what is counted and the period.

Numbers that assert no quantity are left out: dates, years, ages, times, page and section numbers,
statutes, dockets, forms, street numbers, telephone numbers, votes ("5-4"), ordinals.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from bot.domain.claims import Figure

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_SMALL = {
    word: value
    for value, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen "
            "fourteen fifteen sixteen seventeen eighteen nineteen"
        ).split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
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
_TIME_UNITS = {
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
_MEASURES = {"mile": "miles", "acre": "acres", "pound": "pounds", "ounce": "ounces"}

_WORD = "|".join([*_SMALL, *_TENS])
_NUMBER = re.compile(
    r"(?P<money>US\$|\$)?\s?"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?<![\w-])(?P<words>(?:(?:{_WORD}|a|half)(?=[\s-]))?[\s-]?"
    rf"(?:{_WORD}|dozen|hundred|million|billion))(?![\w]))"
    r"(?P<scale>[\s-](?:dozen|hundred|thousand|million|billion|trillion)\b)?"
    r"(?P<percent>\s?%|[\s-](?:percent|per cent)(?:age points?)?\b|\spercentage points?\b)?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"\b(?P<top>{_WORD}|\d{{1,3}})\s(?:in|out of)\s(?:every\s)?(?P<bottom>{_WORD}|\d{{1,4}})\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<top>one|two|three|four|a|nine)[\s-])?(?P<part>half|third|thirds|quarter|quarters|"
    r"fourths|fifth|fifths|tenth|tenths)\sof\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\bsince\s(?:the\s(?:start|beginning|end)\sof\s)?(?:(?:early|late|mid)[\s-])?"
    rf"(?:(?:{_MONTHS})\.?(?:\s\d{{1,2}},?)?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d|last\s\w+|"
    r"(?:(?:[A-Z][\w.]*|the)\s){1,3}(?:took|entered|returned|began)(?:\s(?:to\s)?(?:the\s)?"
    r"(?:office|power|White\sHouse))?)"
    r"|\bunder\s(?:(?:Mr|Mrs|Ms|President|the)\.?\s)+(?:[A-Z][\w’']*)(?:\s[Aa]dministration)?"
    r"|\b(?:in|during|for|of)\s(?:the\s)?(?:(?:first|second|third|last|fourth)\s(?:half|quarter|"
    r"(?:\w+\s)?(?:months?|weeks?|days?))\sof\s)?(?:fiscal(?:\syear)?|FY)\s?(?:19|20)\d\d"
    r"|\b(?:FY|fiscal(?:\syear)?)\s?(?:19|20)\d\d"
    r"|\b(?:in|during|over)\sthe\s(?:first|past|last|previous|next)\s(?:[\w-]+\s)?"
    r"(?:hours?|days?|weeks?|months?|years?|decade|quarter)(?:\sof\s(?:(?:19|20)\d\d|"
    r"(?:the\s)?(?:year|month|fiscal\syear)|(?:(?:the|President|Mr\.?)\s)?[A-Z]\w+(?:[’']s)?"
    r"(?:\s(?:\w+\s)?(?:term|administration))?))?"
    rf"|\bbetween\s(?:(?:{_MONTHS})\.?\s?)?(?:\d{{1,2}}\s|(?:19|20)\d\d\s)?(?:(?:19|20)\d\d\s)?and\s"
    rf"(?:(?:{_MONTHS})\.?\s?(?:\d{{1,2}}\b)?|(?:19|20)\d\d)(?:,?\s(?:19|20)\d\d)?"
    r"|\bfrom\s(?:19|20)\d\d\s(?:to|through)\s(?:19|20)\d\d"
    r"|\b(?:in|during|by|through|as\sof|before|after|until)\s(?:(?:early|late|mid)[\s-])?"
    rf"(?:(?:{_MONTHS})\.?(?:\s\d{{1,2}}\b)?,?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d)\b"
    r"|\b(?:in|during|from|under)\s(?:the\s)?[A-Z]\w+(?:[’']s)?\s(?:years|era|administration|"
    r"(?:first\s|second\s)?term)\b"
    r"|\bthe\s[A-Z]\w+\s(?:years|era)\b"
    r"|\b(?:last|this|each|every|per|a)\s(?:fiscal\s)?(?:year|month|week|day|night)\b"
    r"|\b(?:annually|daily|weekly|monthly)\b"
)
_AFTER_NONFIGURE = re.compile(
    r"-?(?:st|nd|rd|th)\b|\(|[\s-]years?[\s-]old\b|[\s-]months?[\s-]old\b|:\d|\s?[ap]\.?m\b|"
    r"\s?(?:U\.?\s?S\.?\s?C|C\.?\s?F\.?\s?R|F\.?\s?R\.|Fed\.|F\.\dd|Stat\.|I&N|I\.\s?&\s?N)|-\d|/\d|"
    r"\s(?:minutes?|hours?|days?|weeks?|months?|years?)\s(?:ago|later|earlier|prior|before|after)\b|"
    r"\s(?:ET|EST|EDT|CT|PT|PST|PDT|CST)\b|\.\d",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\s(?:[NSEW]\.?\s)?(?:[A-Z0-9][\w.]*\s){1,3}"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Road|Rd|Drive|Dr|Lane|Ln|Plaza|Way|Court|Ct|"
    r"Parkway|Pkwy|Highway|Hwy|Place|Pl|Square|Terrace|Circle)\b"
)
_BEFORE_PERIOD = re.compile(
    r"\b(?:past|last|next|previous|first|final)\s(?:few\s)?$", re.IGNORECASE
)
_BEFORE_MONTH = re.compile(rf"\b(?:{_MONTHS})\.?\s$")
_AFTER_MONTH = re.compile(rf"\s(?:{_MONTHS})\b")
_BEFORE_AGE = re.compile(r"(?:\b[A-Z][\w’'-]+,\s|\bage[ds]?\s(?:of\s)?|\bin\s(?:his|her|their)\s)$")
_STOP = (
    r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bGov)(?<!\bSen)(?<!\bRep)(?<!\b[A-Z])\.(?=\s|$)|"
    r"[;:!?]"
)
_COUNT_END = re.compile(
    rf"{_STOP}|[—(]\s?|[,–]\s|\s[-–—]\s|[”\"]|,[”\"]|\s(?:but|while|which|because|although|though|"
    r"compared|according|when|where|whereas|said|says|after|before|amid)\b|$"
)
_NOUN_END = re.compile(
    rf"{_STOP}|[—(,”\"]|\s[-–—]\s|\s(?:and|or|but|while|which|who|that|because|although|though|since|"
    r"under|between|compared|according|when|where|whereas|said|says|after|before|amid|during|were|"
    r"was|are|is|have|has|had|will|would|could|may|can|must|by|as|from|over|into|including|"
    r"through|without|until|than|this|last|each|per|on|at|for|to|with|if|whose|since)\b|$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\s(?:were|was|are|is|have|has|had|will|would|could|been|died|remain|remained|face|faced)\b",
    re.IGNORECASE,
)
#: Verbs that only count or report say nothing of what was done to those counted.
_VERB_BEFORE = re.compile(
    r"\b(?!(?:counted|reported|estimated|recorded|included|listed|tallied|totaled|added|needed|"
    r"limited|numbered|reached)\b)(?P<verb>[a-z]{2,}ed|held|sent|hired|sought|made|took|issued|paid|spent|cost|costs)\s$"
)
_NOT_COUNTED = frozenset({"said", "the", "a", "an", "and", "or", "but", "if", "p.m", "a.m"})
_MAX_COUNT_WORDS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    before: re.Pattern[str]
    after: re.Pattern[str]
    people: frozenset[str]
    counted: frozenset[str]
    labels: frozenset[str]


@cache
def _lists() -> _Lists:
    text = resources.files("bot.text.lexicon").joinpath("figures.toml").read_text("utf-8")
    lists = tomllib.loads(text)
    before = "|".join(sorted(lists["qualifiers_before"], key=len, reverse=True))
    return _Lists(
        before=re.compile(rf"\b(?P<qualifier>{before})\s$", re.IGNORECASE),
        after=re.compile(rf"\s(?P<qualifier>{'|'.join(lists['qualifiers_after'])})\b"),
        people=frozenset(lists["people"]),
        counted=frozenset(lists["counted"]),
        labels=frozenset(lists["labels"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Number:
    """A number's span in the sentence before it is known whether it counts anything."""

    value: Decimal
    start: int
    end: int
    spelled: bool
    unit: str | None = None


def find_figures(sentence: str) -> tuple[Figure, ...]:
    """Return the figures of one sentence in their order; empty when it asserts no quantity.

    `counts` and `period` are the sentence's own words. A share ("one in five", "two-thirds of")
    is given in percent, rounded to one decimal.
    """
    if not _may_hold_number(sentence):
        return ()
    periods = [(found.start(), found.end()) for found in _PERIOD.finditer(sentence)]
    return tuple(
        _figure(sentence, number, periods)
        for number in _numbers(sentence)
        if _asserts(sentence, number, periods)
    )


_HINT = re.compile(
    rf"\d|\b(?:{_WORD}|dozen|hundred|million|billion|half|thirds?|quarters?|fifths?)\b",
    re.IGNORECASE,
)


def _may_hold_number(sentence: str) -> bool:
    return _HINT.search(sentence) is not None


def _numbers(sentence: str) -> Iterator[_Number]:
    """Return the candidate numbers left to right; shares win over the numbers inside them."""
    shares = sorted((*_shares(sentence), *_fractions(sentence)), key=lambda one: one.start)
    taken = [(share.start, share.end) for share in shares]
    plain = (
        number
        for number in map(_plain, _NUMBER.finditer(sentence))
        if number is not None
        and not any(start < number.end and number.start < end for start, end in taken)
    )
    yield from sorted((*shares, *plain), key=lambda one: one.start)


def _shares(sentence: str) -> Iterator[_Number]:
    for found in _SHARE.finditer(sentence):
        top, bottom = _small(found["top"]), _small(found["bottom"])
        if 0 < top < bottom and not _YEAR.fullmatch(found["bottom"]):
            yield _percent(top, bottom, found.start(), found.end())


def _fractions(sentence: str) -> Iterator[_Number]:
    for found in _FRACTION.finditer(sentence):
        top = _small(found["top"] or "one") or 1
        bottom = _FRACTIONS[found["part"].lower()]
        named = found["top"] is not None or bottom == 2
        if top < bottom and named:
            yield _percent(top, bottom, found.start(), found.end() - len(" of"))


def _percent(top: int, bottom: int, start: int, end: int) -> _Number:
    value = (Decimal(100 * top) / Decimal(bottom)).quantize(Decimal("0.1")).normalize()
    return _Number(value=Decimal(f"{value:f}"), start=start, end=end, spelled=False, unit="percent")


def _small(word: str) -> int:
    lowered = word.lower()
    if lowered.isdigit():
        return int(lowered)
    return _SMALL.get(lowered, _TENS.get(lowered, 1 if lowered == "a" else 0))


def _plain(found: re.Match[str]) -> _Number | None:
    value = (
        _spelled(found["words"]) if found["words"] else Decimal(found["digits"].replace(",", ""))
    )
    if value is None:
        return None
    if found["scale"]:
        value *= _SCALES[found["scale"].strip(" -").lower()]
    unit = _printed_unit(found)
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return _Number(
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
            total = (total or Decimal(0)) * _SCALES[part]
        elif part == "half":
            total = Decimal("0.5")
        else:
            total += _small(part)
    return total or None


_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_TOKEN_BEFORE = re.compile(r"([A-Za-z]+)(?:\.|\sNo\.)?\s$")


def _asserts(sentence: str, number: _Number, periods: Sequence[tuple[int, int]]) -> bool:
    """Whether the number counts something rather than naming a date, a law or a place."""
    if any(start <= number.start and number.end <= end for start, end in periods):
        return False
    before, after = sentence[: number.start], sentence[number.end :]
    if number.unit is not None:
        return not before or not (before[-1].isalnum() or before[-1] in "-.§#")
    if before and (before[-1].isalnum() or before[-1] in "-.§#:/–"):
        return False
    if after[:1].isalpha() or _AFTER_NONFIGURE.match(after) or _STREET.match(after):
        return False
    if _dated(before, after) or _labelled(before, number):
        return False
    return _counts_something(sentence, number)


def _dated(before: str, after: str) -> bool:
    """Whether a month, an age or "the last" around the number makes it a time."""
    return bool(
        _BEFORE_MONTH.search(before)
        or _AFTER_MONTH.match(after)
        or _BEFORE_AGE.search(before)
        or (_BEFORE_PERIOD.search(before) and _time_unit(after) is not None)
    )


def _labelled(before: str, number: _Number) -> bool:
    found = _TOKEN_BEFORE.search(before)
    if found is None or number.spelled:
        return False
    word = found[1]
    return word.lower() in _lists().labels or (word[0].isupper() and word.isupper())


def _counts_something(sentence: str, number: _Number) -> bool:
    """Whether a bare number is followed by what it counts; years and list numbers are not."""
    surface = sentence[number.start : number.end].strip()
    nouns = _following_words(sentence[number.end :])
    if _YEAR.fullmatch(surface):
        return bool(nouns) and nouns[0] in _lists().people and _qualified(sentence, number)
    if not nouns:
        return _qualified(sentence, number)
    if nouns[0] in _NOT_COUNTED:
        return _qualified(sentence, number) or number.value >= 1000
    if number.spelled and number.value < 10:
        return number.value > 1 and not _known_nouns().isdisjoint(nouns[:3])
    return True


@cache
def _known_nouns() -> frozenset[str]:
    lists = _lists()
    return lists.people | lists.counted | frozenset(f"{unit}s" for unit in _TIME_UNITS)


def _qualified(sentence: str, number: _Number) -> bool:
    return _qualifier(sentence, number)[0] is not None


def _following_words(after: str) -> list[str]:
    """Return the lower-case words that directly follow, up to the first punctuation."""
    found = re.match(r"(?:[\s-][A-Za-z][\w’'-]*){0,6}", after)
    return (
        [word.lower() for word in re.split(r"[\s]+|(?<=^)-", found[0].strip(" -"))]
        if found and found[0].strip()
        else []
    )


def _time_unit(after: str) -> str | None:
    found = re.match(r"[\s-](minute|hour|day|week|month|year)s?\b", after)
    return _TIME_UNITS[found[1]] if found else None


def _qualifier(sentence: str, number: _Number) -> tuple[str | None, int, int]:
    """Return the qualifier's words and the span of number and qualifier together."""
    found = _lists().before.search(sentence[: number.start])
    if found is not None:
        return found["qualifier"], found.start("qualifier"), number.end
    later = _lists().after.match(sentence, number.end)
    if later is not None:
        return later["qualifier"], number.start, later.end()
    return None, number.start, number.end


def _figure(sentence: str, number: _Number, periods: Sequence[tuple[int, int]]) -> Figure:
    qualifier, start, end = _qualifier(sentence, number)
    unit = number.unit or _unit(sentence[number.end :])
    if end == number.end and number.unit is None:
        printed = _PRINTED_UNIT.match(sentence, end)
        end = printed.end() if printed else end
    return Figure(
        value=number.value,
        unit=_people_ahead(sentence[:start])
        if unit == "count" and not _noun(sentence, end)
        else unit,
        counts=_counts(sentence, number, start, end),
        qualifier=qualifier,
        period=_period(sentence, start, end, periods),
        surface=" ".join(sentence[start:end].split()),
    )


_PRINTED_UNIT = re.compile(
    r"[\s-](?:minutes?|hours?|days?|weeks?|months?|years?|miles?|acres?|pounds?|ounces?|dollars?)\b"
)


def _noun(sentence: str, end: int) -> str:
    return _noun_phrase(sentence[end:])


def _people_ahead(before: str) -> str:
    """Return the unit of a number that ends its clause ("detainees rose to 60,000")."""
    words = {word.lower() for word in _before(before).split()}
    return "count" if words.isdisjoint(_lists().people) else "people"


def _unit(after: str) -> str:
    """Return the unit the following words give: a time, a measure, people, or plain `count`."""
    time = _time_unit(after)
    if time is not None:
        return time
    nouns = _following_words(after)
    first = nouns[0] if nouns else ""
    if first in {"dollars", "dollar"}:
        return "usd"
    for singular, unit in _MEASURES.items():
        if first in {singular, unit}:
            return unit
    head = _noun_phrase(after).split()
    people = _lists().people
    return "people" if head and not people.isdisjoint(word.lower() for word in head) else "count"


def _noun_phrase(after: str) -> str:
    """Return the words up to the first verb, preposition of time or punctuation."""
    end = _NOUN_END.search(after)
    return after[: end.start() if end else len(after)].strip()


def _counts(sentence: str, number: _Number, start: int, end: int) -> str:
    """Return what is counted: the following words, or what stands before the number."""
    after, before = sentence[end:], sentence[:start]
    clause = _clip(after[: _clause_end(after)])
    if number.unit is not None and not _PERIOD.fullmatch(clause):
        return _share_counts(before, clause)
    if end > number.end or _PERIOD.fullmatch(clause):
        return _share_counts(before, "") or clause
    noun = _noun_phrase(after)
    if _PREDICATE.match(after, after.find(noun) + len(noun)):
        return clause
    verb = _VERB_BEFORE.search(before)
    if verb is not None and noun:
        return f"{_clip(noun)} ({verb['verb']})"
    return _clip(noun) or _before(before)


def _share_counts(before: str, clause: str) -> str:
    """Return the base and the property of a percentage ("of migrants ... have ...")."""
    if clause.lower().startswith("of "):
        return clause[3:]
    head = _before(before)
    return " ".join(part for part in (head, clause) if part)


def _clause_end(after: str) -> int:
    """Return where the clause of the number ends; a comma inside a number does not end it."""
    found = _COUNT_END.search(after)
    return found.start() if found else len(after)


def _clip(text: str) -> str:
    words = text.split()
    return " ".join(words[:_MAX_COUNT_WORDS]).strip(" ,;:–—-")


def _before(before: str) -> str:
    """Return the last words of the clause that leads to the number."""
    clause = re.split(r"[,;:—“\"(]\s?", before)[-1]
    return " ".join(clause.split()[-8:])


_STARTS_FROM = re.compile(r"\b(?:from|than|with)\s$")


def _period(sentence: str, start: int, end: int, periods: Sequence[tuple[int, int]]) -> str | None:
    """Return the nearest period, one after the number before one that stands ahead of it.

    What a figure is compared with ("up from 12") belongs to another period than the one ahead.
    """
    after = [span for span in periods if span[0] >= end]
    ahead = [span for span in periods if span[1] <= start]
    if not after and _STARTS_FROM.search(sentence[:start]):
        return None
    chosen = after[0] if after else ahead[-1] if ahead else None
    if chosen is None:
        return None
    return sentence[chosen[0] : chosen[1]].removeprefix("from ").strip(" .,")
