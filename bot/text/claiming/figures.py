"""Figures: the numbers a sentence asserts, with their unit, what is counted and the period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.domain.claims import Figure
from bot.text.claiming.counting import what_is_counted
from bot.text.claiming.numerals import holds_number, may_hold_number
from bot.text.claiming.periods import Period, find_periods, period_of
from bot.text.claiming.phrases import Place, clause_of, noun_counted
from bot.text.claiming.quantities import (
    Quantity,
    find_numbers,
    following_words,
    lists,
    quantity_of,
    time_unit,
)
from bot.text.prose.sentences import split

_MEASURES = {
    "mile": "miles",
    "acre": "acres",
    "pound": "pounds",
    "ounce": "ounces",
    "kilogram": "kilograms",
    "foot": "feet",
}
#: A measure in the singular or the plural -> the unit.
_UNITS = _MEASURES | {unit: unit for unit in _MEASURES.values()}
_PRINTED_UNIT = re.compile(
    r"[\s-](?:minutes?|hours?|days?|weeks?|months?|years?|miles?|acres?|pounds?|ounces?|dollars?)\b"
)
#: Words behind a number without a noun that may say whom it counts ("40 were minors").
_PREDICATE_WORDS = 4
#: Words ahead of a number that may say whom it counts ("detainees rose to 60,000").
_LEAD_WORDS = 8
_OF_THOSE = re.compile(
    r"\b(?:[Oo]f|[Aa]mong)\s(?:those|these|the)\s(?:\d[\d,]*\s)?(?P<noun>[a-z-]+(?:\s[a-z-]+){0,3}),\s$"
)
#: Characters; what is longer is a table or a list, and would cost more than it tells.
_LONGEST_SENTENCE = 2000
#: What a number is only compared with ("up from 12") is no news itself.
_COMPARED = re.compile(
    r"(?:\b(?:up|down|increased?|rise|rose|drop(?:ped)?|fell|declined?|grew|jumped|more|fewer|less|"
    r"higher|lower)\s(?:from|than)|compared\s(?:with|to)(?:\s(?:about|just|only|nearly))?|versus|,\s?(?:from|than)|\d\sfrom)\s$"
)
#: "Is it more than 100?" asserts no number; "Did they hold 100 people?" presumes one.
_ASKS = re.compile(r"[“\"]?(?:Is|Are|Was|Were)\s(?:it|that|this|they|there)\s[^?]{0,80}\?\W*$")
#: What a number rose or fell to stands before "from" and the older one.
_FROM_EARLIER = re.compile(
    r"\s(?:[\w-]+\s){0,3}?(?:an?\s(?:year|month|week)\s(?:earlier|ago|before)|last\s(?:year|month|week)|"
    r"in\s(?:19|20)\d\d)"
)
_MOVED = re.compile(
    r"\b(?:rose|risen|fell|fallen|dropped|grew|grown|climbed|jumped|increased|declined|decreased|"
    r"went|shrank|up|down)\b"
)
_FROM = re.compile(r"\bfrom\s$")
#: Characters before a number that tell what it is compared with.
_COMPARING = len(" compared with nearly ")
_TO_NUMBER = re.compile(
    r"(?:\s[a-z]+){0,2}\sto\s(?:about\s|nearly\s|(?:more|fewer|less)\sthan\s)?[\d$]"
)
#: A sum without its sign, after one that has it ("$45 billion for beds, 30 billion for officers").
_SUM = re.compile(r"\d\s(?:million|billion|trillion)$")


def find_figures(sentence: str, before: Figure | None = None) -> tuple[Figure, ...]:
    """Return the figures of one sentence in their order; empty when it asserts no quantity.

    `before` is the last figure ahead of it, which "it" and "of them" mean.
    `counts` and `period` are the sentence's own words. A share ("one in five", "two-thirds of")
    is given in percent, rounded to one decimal.
    """
    if len(sentence) > _LONGEST_SENTENCE or not may_hold_number(sentence):
        return ()
    if _ASKS.match(sentence):
        return ()
    periods = find_periods(sentence)
    found = (quantity_of(sentence, number) for number in find_numbers(sentence, periods))
    figures = (
        _figure(sentence, one, periods)
        for one in found
        if not _is_compared_with(sentence, one.start, one.number.end)
    )
    return tuple(_told_in_full(figures, before))


def find_figures_within(passage: str) -> tuple[Figure, ...]:
    """Return the figures of several sentences; without a number they need not be told apart."""
    if not holds_number(passage):
        return ()
    return tuple(figure for one in split(passage) for figure in find_figures(one.text))


def _is_compared_with(sentence: str, start: int, end: int) -> bool:
    """Whether the number is only what another is compared with ("rose to 3,400 from 2,100")."""
    near = max(0, start - _COMPARING)
    if _FROM.search(sentence, near, start) and (
        _TO_NUMBER.match(sentence, end)
        or (_FROM_EARLIER.match(sentence, end) and _MOVED.search(sentence, 0, start))
    ):
        return True
    return _COMPARED.search(sentence, near, start) is not None


def _told_in_full(figures: Iterable[Figure], earlier: Figure | None) -> Iterator[Figure]:
    """Yield figures with what they count; one that says no more than a period counts what the one
    before it does ("650 families, 163 in May alone"), and one that says nothing is left out.
    """
    before: Figure | None = None
    for figure in figures:
        told = figure
        meant = before or earlier
        if meant is not None and figure.counts in _POINTING and _are_things(figure, meant):
            told = replace(figure, counts=meant.counts, unit=meant.unit)
        elif before is not None and figure.counts in {"", "including"}:
            told = replace(figure, counts=before.counts, unit=before.unit)
        elif before is not None and before.unit == "usd" and _is_sum(figure):
            told = replace(figure, unit="usd")
        if told.counts:
            yield told
            before = told


#: Words for what was counted before.
_POINTING = frozenset({"it", "they", "them", "of them", "of those", "of these", "of whom"})
_THINGS = frozenset({"count", "people"})


def _are_things(*figures: Figure) -> bool:
    return all(one.unit in _THINGS for one in figures)


def _is_sum(figure: Figure) -> bool:
    """Whether millions without a noun are spent on something: money, where the one before is."""
    return figure.counts.startswith(("for ", "to ", "in ")) and bool(_SUM.search(figure.surface))


def _figure(sentence: str, quantity: Quantity, periods: Sequence[Period]) -> Figure:
    number, start, end = quantity.number, quantity.start, quantity.end
    unit = number.unit or _unit(sentence[number.end :])
    if end == number.end and number.unit is None:
        printed = _PRINTED_UNIT.match(sentence, end)
        end = printed.end() if printed else end
    if unit == "count" and not noun_counted(sentence[end:]):
        unit = _people_ahead(sentence, start, end)
    place = Place(
        sentence=sentence, number=number, start=start, end=end, unit=unit, periods=periods
    )
    return Figure(
        value=number.value,
        unit=unit,
        counts=what_is_counted(place),
        qualifier=quantity.qualifier.lower() if quantity.qualifier else None,
        period=period_of(sentence, start, end, periods),
        surface=" ".join(sentence[start:end].split()),
    )


def _people_ahead(sentence: str, start: int, end: int) -> str:
    """Return the unit of a number without a noun ("detainees rose to 60,000", "40 were children").

    What is said of those counted stands behind the verb, what they are ahead of the number.
    """
    said = clause_of(sentence[end:]).split()[:_PREDICATE_WORDS]
    lead = re.split(r"[,;:]\s", sentence[:start])[-1].split()[-_LEAD_WORDS:]
    words = {word.strip(",").lower() for word in (*lead, *said)}
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
    if first in _UNITS:
        return _UNITS[first]
    head = noun_counted(after).split()
    people = lists().people
    return "people" if head and not people.isdisjoint(word.lower() for word in head) else "count"
