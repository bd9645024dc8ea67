"""Figures: the numbers a sentence asserts, with their unit, what is counted and the period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.claims import Figure
from bot.text.claiming.quantities import (
    MONTHS,
    Number,
    find_numbers,
    following_words,
    lists,
    may_hold_number,
    qualifier_of,
    time_unit,
)

_MEASURES = {"mile": "miles", "acre": "acres", "pound": "pounds", "ounce": "ounces"}
_PERIOD = re.compile(
    r"\b[Ss]ince\s(?:the\s(?:start|beginning|end)\sof\s)?(?:(?:early|late|mid)[\s-])?"
    rf"(?:(?:{MONTHS})\.?(?:\s\d{{1,2}}\b,?)?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d|last\s\w+|"
    r"(?:(?:[A-Z][\w.]*|the)\s){1,3}(?:took|entered|returned|began)(?:\s(?:to\s)?(?:the\s)?"
    r"(?:office|power|White\sHouse))?)"
    r"|\b[Uu]nder\s(?:(?:Mr|Mrs|Ms|President)\.?\s)+(?:[A-Z][\w’']*)(?:\s[Aa]dministration)?"
    r"|\b(?:[Ii]n|[Dd]uring|[Ff]or|of)\s(?:the\s)?(?:(?:first|second|third|last|fourth)\s(?:half|quarter|"
    r"(?:\w+\s)?(?:months?|weeks?|days?))\sof\s)?(?:fiscal(?:\syear)?|FY)\s?(?:19|20)\d\d"
    r"|\b(?:FY|fiscal(?:\syear)?)\s?(?:19|20)\d\d"
    r"|\b(?:[Ii]n|[Dd]uring|[Oo]ver)\sthe\s(?:first|past|last|previous|next)\s(?:[\w-]+\s)?"
    r"(?:hours?|days?|weeks?|months?|years?|decade|quarter)(?:\sof\s(?:(?:19|20)\d\d|"
    r"(?:the\s)?(?:year|month|fiscal\syear)|(?:(?:the|President|Mr\.?)\s)?[A-Z]\w+(?:[’']s)?"
    r"(?:\s(?:\w+\s)?(?:term|administration))?))?"
    rf"|\b[Bb]etween\s(?:(?:{MONTHS})\.?\s?)?(?:\d{{1,2}}\s|(?:19|20)\d\d\s)?(?:(?:19|20)\d\d\s)?and\s"
    rf"(?:(?:{MONTHS})\.?\s?(?:\d{{1,2}}\b)?|(?:19|20)\d\d)(?:,?\s(?:19|20)\d\d)?"
    r"|\b[Ff]rom\s(?:19|20)\d\d\s(?:to|through)\s(?:19|20)\d\d"
    r"|\b(?:[Ii]n|[Dd]uring|[Bb]y|[Tt]hrough|[Aa]s\sof|[Bb]efore|[Aa]fter|[Uu]ntil)\s(?:(?:early|late|mid)[\s-])?"
    rf"(?:(?:{MONTHS})\.?(?:\s\d{{1,2}}\b)?,?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d)\b"
    r"|\b(?:[Ii]n|[Dd]uring|[Ff]rom|[Uu]nder)\s(?:the\s)?[A-Z]\w+(?:[’']s)?\s(?:years|era|administration|"
    r"(?:first\s|second\s)?term)\b"
    r"|\bthe\s[A-Z]\w+\s(?:years|era)\b"
    r"|\b(?:[Ll]ast|[Tt]his|[Ee]ach|[Ee]very|per|a)\s(?:fiscal\s)?(?:year|month|week|day|night)\b"
    r"|\b(?:annually|daily|weekly|monthly)\b"
)
_STOP = (
    r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bGov)(?<!\bSen)(?<!\bRep)(?<!\b[A-Z])\.(?=\s|$)|"
    r"[;:!?]"
)
_COUNT_END = re.compile(
    rf"{_STOP}|[—(]\s?|[,–]\s|\s[-–—]\s|[”\"]|,[”\"]|\s(?:but|while|which|because|although|though|"
    r"compared|according|when|where|whereas|said|says|after|before|amid)\b|$"
)
_NOUN_END = re.compile(
    rf"{_STOP}|,(?!\d)|[—(”\"]|\s[-–—]\s|\s(?:and(?!\s(?:wo)?men\b|\s(?:girls|boys|children)\b)|or|but|while|which|who|that|because|although|though|since|"
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
#: Words behind a number without a noun that may say whom it counts ("40 were minors").
_PREDICATE_WORDS = 4
_OF_THOSE = re.compile(
    r"\b(?:[Oo]f|[Aa]mong)\s(?:those|these|the)\s(?P<noun>[a-z-]+(?:\s[a-z-]+)?),\s$"
)
#: Words that need a further one ("detainers in the", before "last fiscal year").
_DANGLING = frozenset({"in", "the", "of", "a", "an", "during", "over"})
#: Characters; what is longer is a table or a list, and would cost more than it tells.
_LONGEST_SENTENCE = 2000
_MAX_COUNT_WORDS = 24
_STARTS_FROM = re.compile(r"\b(?:from|than|compared\s(?:with|to))\s$")
_BASES = (" from", " than")
#: Between a number and a period: the period is that of the number compared with.
_COMPARES = re.compile(r"\b(?:than|from|compared\s(?:with|to)|versus|against)\s[^;]*$")
_PRINTED_UNIT = re.compile(
    r"[\s-](?:minutes?|hours?|days?|weeks?|months?|years?|miles?|acres?|pounds?|ounces?|dollars?)\b"
)


def find_figures(sentence: str) -> tuple[Figure, ...]:
    """Return the figures of one sentence in their order; empty when it asserts no quantity.

    `counts` and `period` are the sentence's own words. A share ("one in five", "two-thirds of")
    is given in percent, rounded to one decimal.
    """
    if len(sentence) > _LONGEST_SENTENCE or not may_hold_number(sentence):
        return ()
    periods = [(found.start(), found.end()) for found in _PERIOD.finditer(sentence)]
    figures = (_figure(sentence, number, periods) for number in find_numbers(sentence, periods))
    # A number that another is only compared with ("rose to 3,400 from 2,100") is no news itself.
    kept = [one for one in figures if one.counts and not one.counts.endswith(_BASES)]
    return tuple(
        _told_in_full(one, before) for one, before in zip(kept, [None, *kept], strict=False)
    )


#: What is printed about a number that counts what the one before it does.
_ONLY_PERIOD = re.compile(rf"including|(?:{_PERIOD.pattern})(?:\salone)?")


def _told_in_full(figure: Figure, before: Figure | None) -> Figure:
    """Return a figure that counts what the one before does ("650 families, 163 in May alone")."""
    if before is None or _ONLY_PERIOD.fullmatch(figure.counts) is None:
        return figure
    return replace(figure, counts=before.counts, unit=before.unit)


def _figure(sentence: str, number: Number, periods: Sequence[tuple[int, int]]) -> Figure:
    qualifier, start, end = qualifier_of(sentence, number)
    unit = number.unit or _unit(sentence[number.end :])
    if end == number.end and number.unit is None:
        printed = _PRINTED_UNIT.match(sentence, end)
        end = printed.end() if printed else end
    return Figure(
        value=number.value,
        unit=_people_ahead(sentence, start, end)
        if unit == "count" and not _noun(sentence, end)
        else unit,
        counts=_counts(sentence, number, start, end),
        qualifier=qualifier,
        period=_period(sentence, start, end, periods),
        surface=" ".join(sentence[start:end].split()),
    )


def _noun(sentence: str, end: int) -> str:
    return _noun_phrase(sentence[end:])


def _people_ahead(sentence: str, start: int, end: int) -> str:
    """Return the unit of a number without a noun ("detainees rose to 60,000", "40 were children").

    What is said of those counted stands behind the verb, what they are ahead of the number.
    """
    said = sentence[end : end + _clause_end(sentence[end:])].split()[:_PREDICATE_WORDS]
    words = {word.strip(",").lower() for word in (*_before(sentence[:start]).split(), *said)}
    ahead = _OF_THOSE.search(sentence[:start])
    words |= set(ahead["noun"].lower().split()) if ahead else set()
    return "count" if words.isdisjoint(lists().people) else "people"


def _unit(after: str) -> str:
    """Return the unit the following words give: a time, a measure, people, or plain `count`."""
    time = time_unit(after)
    if time is not None:
        return time
    nouns = following_words(after)
    first = nouns[0] if nouns else ""
    if first in {"dollars", "dollar"}:
        return "usd"
    for singular, unit in _MEASURES.items():
        if first in {singular, unit}:
            return unit
    head = _noun_phrase(after).split()
    people = lists().people
    return "people" if head and not people.isdisjoint(word.lower() for word in head) else "count"


def _noun_phrase(after: str) -> str:
    """Return the words up to the first verb, preposition of time or punctuation."""
    end = _NOUN_END.search(after)
    return after[: end.start() if end else len(after)].strip()


def _counts(sentence: str, number: Number, start: int, end: int) -> str:
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
    words = text.split()[:_MAX_COUNT_WORDS]
    while words and words[-1] in _DANGLING:
        words.pop()
    return " ".join(words).strip(" ,;:–—-()")


_CLAUSE_START = re.compile(
    r",\s|[;:—“\"(]\s?|\b(?:but|and|that|which|who|while|said|says)\s(?=\w+\s)"
)


def _before(before: str) -> str:
    """Return the last words of the clause that leads to the number."""
    clause = _CLAUSE_START.split(before)[-1]
    return " ".join(clause.split()[-8:])


#: Between a period and a number: the period is that of something else.
_BREAKS = re.compile(
    r"\b(?:that|which|who|but|while)\b|[;:]|,\s(?:the|an?|he|she|it|they|his|her|its|their)\s"
)
#: Words before a period that opens its sentence and so governs all of it.
_OPENING_WORDS = 3


def _reaches(sentence: str, span: tuple[int, int], start: int) -> bool:
    """Whether a period ahead of a number is the number's ("created in 2012 that covers 800")."""
    opens = len(sentence[: span[0]].split()) <= _OPENING_WORDS
    return opens or _BREAKS.search(sentence, span[1], start) is None


def _period(sentence: str, start: int, end: int, periods: Sequence[tuple[int, int]]) -> str | None:
    """Return the nearest period, one after the number before one that stands ahead of it.

    What a figure is compared with ("up from 12") belongs to another period than the one ahead.
    """
    after = [
        span for span in periods if span[0] >= end and not _COMPARES.search(sentence, end, span[0])
    ]
    ahead = [span for span in periods if span[1] <= start and _reaches(sentence, span, start)]
    if not after and _STARTS_FROM.search(sentence[:start]):
        return None
    chosen = after[0] if after else ahead[-1] if ahead else None
    if chosen is None:
        return None
    words = sentence[chosen[0] : chosen[1]].strip(" .,")
    if chosen[0] == 0 and words[1:2].islower():
        words = words[0].lower() + words[1:]
    return words.removeprefix("from ")
