"""Phrases: the words around a number, of which what it counts is made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text.claiming.numerals import Number
from bot.text.claiming.periods import Period, is_period, without_last_period
from bot.text.claiming.quantities import lists

#: A full stop that ends a sentence rather than an abbreviation; and what else ends a clause.
_STOP = (
    r"\.(?=\s|$)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bGov\.)(?<!\bSen\.)(?<!\bRep\.)"
    r"(?<!\b[A-Z]\.)|[;:!?]"
)
_CLAUSE_END = re.compile(
    rf"{_STOP}|[—(]\s?|[,–]\s|\s[-–—]\s|[”\"]|,[”\"]|\s(?:but|while(?!\s[a-z]+ing\b)|which|because|although|though|"
    r"compared|according|when|where|whereas|said|says|after|before|amid|"
    r"and(?=\s(?:\w+\s){0,3}\$?\d))\b|$"
)
_BREAK = (
    rf"{_STOP}|,(?!\d)|[—(”\"]|\s[-–—]\s|\s(?:and(?!\s(?:wo)?men\b|\s(?:girls|boys|children)\b)|or|"
    r"but|while|which|who|that|because|although|though|since|under|between|compared|according|when|"
    r"where|whereas|said|says|after|before|amid|during|remain|remained|died|were|was|are|is|have|has|had|will|would|"
    r"could|may|might|can|must|should|by|as|over|including|through|without|until|than|per|if|"
    r"whose|unless|among|out|away|within|(?:this|last|each|every)\s(?:fiscal\s|calendar\s)?(?:day|night|"
    r"week|weekend|month|quarter|year|spring|summer|fall|winter|morning|afternoon|evening|time))\b"
)
#: What ends the noun a number counts; what it is of ("members of the board") stays.
_HEAD_END = re.compile(
    rf"{_BREAK}|\s(?:in|at|on|for|to|with|from|into|near|inside|outside|against|across|along)\b|$",
    re.IGNORECASE,
)
#: What ends the phrases of place, kind and purpose behind it; a day or another number does too.
_TAIL_END = re.compile(
    rf"{_BREAK}|\s(?:(?:on|early|late|earlier)\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"today|yesterday|tonight|overnight)\b|\son\s[A-Z][a-z]{2,8}\.?\s\d|"
    r"\s(?:at|in|of|for|from|to|on|with)\s(?:(?!(?:at|in|of|for|from|to|on|with)\s)\w+\s){0,2}\d|"
    r"\sin\s(?:all|total)\b|$",
    re.IGNORECASE,
)
#: Verbs that only count or report say nothing of what was done to those counted.
_VERB_BEFORE = re.compile(
    r"\b(?!(?:counted|reported|estimated|recorded|included|listed|tallied|totaled|added|needed|"
    r"limited|numbered|reached|averaged|topped|exceeded|surpassed|involved|faced|lasted|waited|"
    r"documented|claimed|alleged|concerned|allowed|asked|ordered|forced|required|urged|invited|"
    r"permitted|enabled|helped|wanted|expected|decided|believed|concluded|"
    r"predicted|determined|noted|showed|warned|acknowledged|confirmed|revealed|suggested|announced|"
    r"argued|insisted|admitted|stated|learned|joined|signaled|prompted|caused|allocated)\b)"
    r"(?P<verb>[a-z]{2,}ed|held|sent|hired|sought|made|took|issued|paid|spent|cost|costs|drew|gave|"
    r"saw|flew|cut|lost|won|bought|sold|built)\s$"
)
_LONGEST_VERB = 32
_REACHES = re.compile(
    r"(?:^|\s)(?:(?:ha[sd]|have|which|now|more\sthan|by\s\w+\spercent)\s)*(?:rose|risen|grew|grown|"
    r"climbed|jumped|increased|fell|fallen|dropped|declined|doubled|tripled|swelled|surged|soared|skyrocketed|spiked|plunged|peaked|"
    r"went|gone|is|was|were|are|stood|stands|reached|totaled|numbered|averaged|topped|exceeded|hit|"
    r"surpassed|(?:(?:is|was|are|were)\s)?(?:worth|totaling|valued|set|estimated)|amounting|costing)"
    r"(?:\s(?:up|down|nearly|back))?(?:\s(?:by|to|at|past))?"
    r"(?:\sa\s(?:\w+\s)?(?:peak|total|record|high|low)\sof)?$"
)
_NUMBER_OF = re.compile(r"^(?:.*\s)?number\sof\s", re.IGNORECASE)
_OPENING_DAY = re.compile(r"^\s*(?:By|On|As\sof|Late|Early)\s(?:\w+\s)?\w+day,?\s")
_LAST_DAY = re.compile(
    r"\s(?:(?:on|early|late)\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"(?:\s(?:morning|afternoon|evening|night))?\s*$"
)
FROM_TO = re.compile(r"(?:^|\s)from\s(?:about\s|nearly\s|roughly\s)?\S+(?:\s\w+){0,4}\sto$")
_INSERTED = re.compile(r"\s—\s[^—]{0,200}\s—(?=\s)")
_LOOSE_FROM = re.compile(r"\sfrom\s(?!(?:the\s)?[A-Z])")
_CLAUSE_START = re.compile(
    r",\s|[;:—“\"(]\s?|\b(?:but|and|that|which|who|while|whether|why|how|saying|arguing|noting|adding|said|says|say|claims?|estimates?|"
    r"shows?|finds?|found\sthat|tells?\s(?:us|reporters)|tell\sus|put|puts)\s(?=\w)|"
    r"\b(?:that|and)\s$"
)
_REPORTS_LAST = re.compile(
    r"\b(?:that|whether|said|says|say|claims?|estimates?|shows?|finds?|found|told\sus|suggests?)\s$"
)
#: Words that need a further one ("detainers in the", before "last fiscal year").
_DANGLING = frozenset(
    {"in", "the", "of", "a", "an", "during", "over", "on", "at", "for", "to", "up"}
)
_MOST_WORDS = 24
_MOST_TAIL_WORDS = 10
_MOST_LEAD_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A number with its qualifier and printed unit, [start, end) of its sentence."""

    sentence: str
    number: Number
    start: int
    end: int
    unit: str
    periods: Sequence[Period]

    @property
    def before(self) -> str:
        """The sentence up to the number and what belongs to it."""
        return self.sentence[: self.start]

    @property
    def after(self) -> str:
        """The sentence behind them."""
        return self.sentence[self.end :]


def noun_counted(after: str) -> str:
    """Return the noun that directly follows a number, with what stands before it.

    An "and" between two words for one noun ends nothing ("legal and illegal immigrants").
    """
    return next(
        after[: found.start()].strip()
        for found in _HEAD_END.finditer(after)
        if not _joins(after, found)
    )


def _joins(after: str, found: re.Match[str]) -> bool:
    """Whether an "and" or "or" parts two words for one noun; the end of the words never does."""
    return (
        found[0].strip() in {"and", "or"}
        and _UNFINISHED.search(after[: found.start()].strip()) is not None
        and _GOES_ON.match(after, found.end()) is not None
    )


#: A word that is no plural asks for a noun; a capital may belong to a longer name.
_UNFINISHED = re.compile(r"(?:^|\s)(?:[a-z-]*[a-rt-z]|[A-Z]\w+)$")
_GOES_ON = re.compile(r"\s[a-z-]+\s[a-z-]+s\b|\s[A-Z]\w+\s")


def clause_of(after: str) -> str:
    """Return the rest of the number's clause; a comma inside a number does not end it."""
    found = _CLAUSE_END.search(after)
    return after[: found.start()] if found else after


def verb_before(place: Place) -> re.Match[str] | None:
    return _VERB_BEFORE.search(place.sentence, max(0, place.start - _LONGEST_VERB), place.start)


def tail_of(rest: str, *, free: bool = True) -> str:
    """Return the phrases directly behind the noun, when they are short; most tell place or kind.

    Without a participle before it (`free`), "from" belongs to the verb unless a name follows
    ("shields 800 people from arrest").
    """
    found = _TAIL_END.search(rest)
    words = rest[: found.start()] if found else rest
    loose = None if free else _LOOSE_FROM.search(words)
    words = words[: loose.start()] if loose else words
    return words if len(words.split()) <= _MOST_TAIL_WORDS else ""


def first_period(place: Place) -> int | None:
    """Return where the first period behind the number begins; None when there is none."""
    starts = [start - place.end for start, _ in place.periods if start >= place.end]
    return max(0, starts[0] - 1) if starts else None


def clause_behind(place: Place) -> str:
    """Return the rest of the clause without the period that ends it."""
    clause = clause_of(place.after)
    stop = place.end + len(clause)
    cut = next((start for start, end in place.periods if place.end <= start < stop < end), stop)
    clause = _LAST_DAY.sub("", clause)
    clause = clipped(without_last_period(clause[: cut - place.end]))
    return "" if is_period(clause) else clause


def _small_start(lead: str) -> str:
    """Return words as they stand within a sentence, when the first is no name."""
    first = lead.split(" ", 1)[0].lower()
    known = first in _OPENERS or first in lists().people or first in lists().counted
    return lead[:1].lower() + lead[1:] if known else lead


_OPENERS = frozenset({"the", "a", "an", "it", "they", "he", "she"})


def what_reached(before: str) -> str:
    """Return what a number at the end of its clause counts: what rose to it or reached it."""
    before = _INSERTED.sub("", before).rstrip()
    lead = FROM_TO.sub("", lead_to(before, _MOST_WORDS))
    bare = _REACHES.sub("", lead)
    reached = bare != lead
    if not bare:
        bare = _REACHES.sub("", lead_to(re.split(r",\s(?=which\b|from\b)|,\s(?=\w+$)", before)[0]))
    counted = _NUMBER_OF.sub("", bare).removeprefix("of ")
    if counted == bare:
        counted = " ".join(bare.split()[-_MOST_LEAD_WORDS:])
    article = re.match(r"(?:the|an?|its|their)\s", counted, re.IGNORECASE)
    return f"({counted[article.end() :]})" if article and reached else counted


def lead_to(before: str, most: int = _MOST_LEAD_WORDS) -> str:
    """Return the last words of the clause that leads to the number; none behind "found that"."""
    if _REPORTS_LAST.search(before, max(0, len(before) - len(" estimates "))):
        return ""
    last = _OPENING_DAY.sub("", _CLAUSE_START.split(before)[-1])
    return _small_start(" ".join(last.split()[-most:]))


def clipped(text: str) -> str:
    words = text.split()[:_MOST_WORDS]
    while words and words[-1].lower() in _DANGLING:
        words.pop()
    return " ".join(words).replace("“", "").strip(" .,;:–—-" if "(" in text else " .,;:–—-)")
