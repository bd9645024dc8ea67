"""Periods: the spans of a sentence that say when, and which of them a figure belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.claiming.numerals import places_of_numbers
from bot.text.claiming.quantities import MONTHS

_FEW = "a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
#: Begins with the character before the words: most characters are letters and passed over at once.
_PERIOD = re.compile(
    r"\W(?=[SsUuIiDdFfOoTtBbAaLlEePpWwMm])(?:"
    r"[Ss]ince\s(?:the\s(?:start|beginning|end)\sof\s)?(?:(?:early|late|mid)[\s-])?"
    rf"(?:(?:{MONTHS})\.?(?:\s\d{{1,2}}\b,?)?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d|last\s\w+|"
    r"the\ssame\s(?:time|period|point|month|week)\s(?:last\s\w+|a\syear\s(?:ago|earlier)|(?:in|of)\s(?:19|20)\d\d)|"
    r"the\s(?:fiscal\s)?(?:year|month|week)\b|the\s[a-z]+\s(?:began|started)"
    rf"(?:\sin\s(?:{MONTHS})\b\.?)?|(?:(?:[A-Z][\w.]*|the)\s){{1,3}}"
    r"(?:took|entered|returned|began)(?:\s(?:to\s)?(?:the\s)?(?:office|power|White\sHouse))?)"
    r"|[Uu]nder\s(?:(?:Mr|Mrs|Ms|President)\.?\s)+(?:[A-Z][\w’']*)(?:\s[Aa]dministration)?"
    r"|(?:[Ii]n|[Dd]uring|[Ff]or|of)\s(?:the\s)?(?:(?:first|second|third|last|fourth)\s(?:half|quarter|"
    r"(?:\w+\s)?(?:months?|weeks?|days?))\sof\s)?(?:fiscal(?:\syear)?|FY)\s?(?:19|20)\d\d"
    r"|(?:FY|fiscal(?:\syear)?)\s?(?:19|20)\d\d"
    r"|(?:[Ii]n|[Dd]uring|[Oo]ver|[Ff]or)\sthe\s(?:first|second|third|fourth|past|last|previous|"
    r"next|same)\s(?:[\w-]+\s)?"
    r"(?:hours?|days?|weeks?|months?|years?|decades?|quarter|half|period)(?:\sof\s(?:(?:19|20)\d\d|"
    r"(?:the\s)?(?:year|month|fiscal\syear)|(?:(?:the|President|Mr\.?)\s)?[A-Z]\w+(?:[’']s)?"
    r"(?:\s(?:\w+\s)?(?:term|administration))?))?"
    rf"|[Bb]etween\s(?:(?:{MONTHS})\.?\s?)?(?:\d{{1,2}}\s|(?:19|20)\d\d\s)?(?:(?:19|20)\d\d\s)?and\s"
    rf"(?:(?:{MONTHS})\b\.?(?:\s\d{{1,2}}\b)?|(?:19|20)\d\d)(?:,?\s(?:19|20)\d\d)?"
    r"|[Ff]rom\s(?:19|20)\d\d\s(?:to|through)\s(?:19|20)\d\d"
    rf"|[Ff]rom\s(?:{MONTHS})\b\.?(?:\s(?:19|20)\d\d)?\s(?:to|through)\s(?:{MONTHS})\b\.?(?:\s(?:19|20)\d\d)?"
    r"|(?:[Ii]n|[Dd]uring|[Bb]y|[Tt]hrough|[Aa]s\sof|[Bb]efore|[Aa]fter|[Uu]ntil)\s(?:(?:early|late|mid)[\s-])?"
    rf"(?:(?:{MONTHS})\b\.?(?:\s\d{{1,2}}\b)?,?(?:\s(?:19|20)\d\d)?"
    rf"(?:\sand\s(?:{MONTHS})\b\.?(?:\s(?:19|20)\d\d)?)?|(?:19|20)\d\d)\b"
    r"|(?:[Ii]n|[Dd]uring|[Ff]rom|[Uu]nder)\s(?:the\s)?[A-Z]\w+(?:[’']s)?\s(?:years|era|administration|"
    r"(?:first\s|second\s)?term)\b"
    r"|the\s[A-Z]\w+\s(?:years|era)\b"
    r"|(?:[Ii]n|[Oo]ver|[Dd]uring)\sthe\s(?:hours?|days?|weeks?|months?|year)\s"
    r"(?:after|before|since|following)\s(?:(?:the|an?|his|her|their)\s)?\w+"
    rf"|[Ii]n\s(?:less\sthan\s)?(?:{_FEW})\s(?:single\s)?(?:day|week|weekend|month|year|decade|morning|afternoon|night)s?\b"
    r"|(?:[Ii]n|[Oo]ver|[Ff]or|[Ww]ithin)\s(?:(?:about|nearly|almost|under|just|barely|roughly|around|"
    r"(?:less|more)\sthan)\s)?a\s(?:day|week|weekend|month|year)\b"
    r"(?!-|\s(?:ago|earlier|later|before|after)\b)"
    r"|(?:[Bb]y|[Aa]t|[Aa]s\sof)\sthe\s(?:start|beginning|end)\sof\s(?:the\s)?"
    rf"(?:(?:fiscal\s)?year|month|week|decade|(?:{MONTHS})\b\.?(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d)"
    rf"|[Oo]n\s(?:{MONTHS})\b\.?\s\d{{1,2}}\b(?:,\s(?:19|20)\d\d)?"
    r"|(?:[Bb]y|[Aa]s\sof|[Ss]ince|[Uu]ntil|[Tt]hrough)\s(?:early\s|late\s)?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s(?:morning|afternoon|evening|night))?"
    r"|(?P<span>(?:[Ii]n|[Oo]ver)\s(?:about\s|nearly\s|roughly\s|just\s)?"
    rf"(?:\d{{1,3}}|{_FEW})\s(?:minutes|hours|days|weeks|months|years)\b)"
    r"|[Bb]y\s(?:noon|midnight|mid-?(?:morning|afternoon|day)|dawn|dusk|nightfall|daybreak)\b"
    r"|(?:[Ll]ast|[Tt]his|[Ee]ach|[Ee]very|per|a)\s(?:fiscal\s)?(?:year|month|week|day|night|"
    r"quarter)\b(?!\s(?:earlier|ago|later|before|after))"
    r"|(?:annually|daily|weekly|monthly)\b(?!\s(?!(?:in|at|on|by|from|for|and|since|this|under|across|to)\b)[a-z]))"
)
#: Behind these "a year" is how long something took, and no rate.
_LASTS = frozenset(
    {
        *(
            "about",
            "after",
            "almost",
            "and",
            "around",
            "barely",
            "before",
            "behind",
            "by",
            "during",
        ),
        *(
            "for",
            "half",
            "in",
            "is",
            "just",
            "last",
            "lasted",
            "lasts",
            "nearly",
            "of",
            "only",
            "over",
        ),
        *(
            "roughly",
            "spend",
            "spending",
            "spends",
            "spent",
            "take",
            "taken",
            "takes",
            "than",
            "took",
        ),
        *("under", "was", "with", "within"),
    }
)
#: Characters of the longest of them, with the blanks around it.
_NEAR = len(" spending ")
#: Between a number and a period: the period is that of the number compared with.
_COMPARES = re.compile(
    r"\b(?:than|from\s(?:\w+\s){0,2}[\d$]|compared\s(?:with|to)|versus|against)[^;]*$"
)
#: Between a period and a number: the period is that of something else.
_BREAKS = re.compile(
    r"\b(?:that|which|who|but|while|will|we[’']ll)\b|[;:]|"
    r",\s(?:the|an?|he|she|it|they|his|her|its|their)\s"
)
#: Between a number and a period behind it: another sentence within the sentence.
_RELATIVE = re.compile(r",\s(?:which|who)\b[^,]*$")
#: Says that another time begins, whatever opened the sentence.
_TURNS = re.compile(r"\b(?:now|sentenced)\b")
#: Words before a period that opens its sentence and so governs all of it.
_OPENING_WORDS = 3

#: [start, end) of the words that say when.
Period = tuple[int, int]


def find_periods(sentence: str) -> tuple[Period, ...]:
    """Return the spans that say when, left to right."""
    # Behind one more character, so that a period may open the sentence.
    return tuple(
        (one.start(), one.end() - 1)
        for one in _PERIOD.finditer(f" {sentence}")
        if not _lasts(sentence, one.start())
        and (one["span"] is None or _beside_number(sentence, one.start(), one.end() - 1))
    )


def _beside_number(sentence: str, start: int, end: int) -> bool:
    """Whether another number stands beside "in 24 hours", which is a figure when it is alone."""
    return any(not start <= at < end for at in places_of_numbers(sentence))


def _lasts(sentence: str, start: int) -> bool:
    """Whether the words at `start` only tell how long: "took a year", "half a year"."""
    if not sentence.startswith("a ", start):
        return False
    before = sentence[max(0, start - _NEAR) : start].split()
    return bool(before) and before[-1].lower() in _LASTS


def is_period(words: str) -> bool:
    """Whether the words say when and nothing else, "alone" apart ("in May alone")."""
    return _PERIOD.fullmatch(f" {words.removesuffix(' alone')}") is not None


def without_last_period(words: str) -> str:
    """Return a clause without the period that ends it; one inside it stays."""
    found = find_periods(words)
    if not found or found[-1][1] < len(words.rstrip(" .,")):
        return words
    bare = words[: found[-1][0]].rstrip(" ,")
    # "a program created under ..." and "more than in July" need their end.
    return words if bare.endswith(("ed", " than", " from")) else bare


def period_of(sentence: str, start: int, end: int, periods: Sequence[Period]) -> str | None:
    """Return the nearest period, one after the number before one that stands ahead of it.

    What a figure is compared with ("up from 12") belongs to another period than the one ahead.
    """
    after = [
        span
        for span in periods
        if span[0] >= end
        and not _COMPARES.search(sentence, end, span[0])
        and not _RELATIVE.search(sentence, end, span[0])
    ]
    ahead = [span for span in periods if span[1] <= start and _reaches(sentence, span, start)]
    chosen = after[0] if after else ahead[-1] if ahead else None
    if chosen is None:
        return None
    words = sentence[chosen[0] : _end_of_rate(sentence, chosen, periods)].strip(" .,")
    if chosen[0] == 0 and words[1:2].islower():
        words = words[0].lower() + words[1:]
    return words.removeprefix("from ")


def _end_of_rate(sentence: str, chosen: Period, periods: Sequence[Period]) -> int:
    """Return the end of a period, with the one directly behind it ("a day in 2025")."""
    behind = (span for span in periods if span[0] == chosen[1] + 1)
    following = next(behind, chosen)
    return following[1] if sentence[chosen[1] : following[0]] == " " else chosen[1]


def _reaches(sentence: str, span: Period, start: int) -> bool:
    """Whether a period ahead of a number is the number's ("created in 2012 that covers 800")."""
    if _TURNS.search(sentence, span[1], start):
        return False
    opens = len(sentence[: span[0]].split()) <= _OPENING_WORDS
    return opens or _BREAKS.search(sentence, span[1], start) is None
