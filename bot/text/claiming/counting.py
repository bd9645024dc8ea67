"""Counting: what a number of a sentence counts, in the sentence's own words.

Printed behind the number, they read as one phrase: "76 workers detained at a plant", "70% of those
it arrested have convictions", "$9 million spent on flights", "48 hours to hold a person".
"""

from __future__ import annotations

import re

from bot.text.claiming.numerals import WORD
from bot.text.claiming.periods import is_period
from bot.text.claiming.phrases import (
    FROM_TO,
    Place,
    clause_behind,
    clause_of,
    clipped,
    first_period,
    lead_to,
    noun_counted,
    tail_of,
    verb_before,
    what_reached,
)

_PREDICATE = re.compile(
    r"\s(?:were|was|are|is|have|has|had|will|would|could|may|might|been|died|remain|remained|face|"
    r"faced)\b",
    re.IGNORECASE,
)
#: What is said about a number instead of about those it counts ("three deaths in a year is ...").
_JUDGES = re.compile(
    r"\s(?:is\b|(?:are|was|were)\s(?:an?|the|not|no|too|so|more|less|enough|only|just|what|why|how|"
    r"proof|evidence)\b)"
)
_PARTICIPLES = {"took": "taken", "drew": "drawn", "gave": "given", "saw": "seen", "flew": "flown"}
#: Not what was done to what is counted: "22 jobs (cost)".
_BRACKETED = frozenset({"cost", "costs"})
#: What a survey's share answered ("71% said they avoid hospitals").
_ANSWERED = re.compile(r"\s(?:said|say|says|told|reported|answered|agreed)\s(?:\w+\s){0,2}?(?=\w)")
#: What follows a share or a whole behind "of": its verb is said of the part ("17 of 19 speakers").
_PART_BEFORE = re.compile(
    rf"(?:\d|\b(?:{WORD}))\sof\s(?:the\s|its\s|their\s|his\s|her\s)?$", re.IGNORECASE
)
_PLURAL_HEAD = re.compile(r"\s(?:[\w’-]+\s){0,3}?[a-z-]*(?:[a-rtv-z]s|men|women|people|children)\b")
_CONDITION = re.compile(r"(?:if|unless|when|because|so|or)\b")
_RELATIVE = re.compile(r"(?:that|which|who)\b")
_RATE = re.compile(r"\s(?:an?|per|each|every)\s\w+")
_INCREASE = re.compile(
    r"(?:increase|rise|jump|surge|spike|gain|drop|decline|decrease|fall|reduction|cut)\b"
)
_OPENS_PHRASE = re.compile(r"\s(?:for|in|to|on|from|toward|towards|against|at)\s")
#: What a span of time is spent on, or is given for.
_FILLS_TIME = re.compile(r"\s(?:to|of|in|for|without|behind|between|at)\s")
_PREPOSITION_LAST = re.compile(r"\s(?:for|in|within|to|at|of|by|after|on|with)$")


def what_is_counted(place: Place) -> str:
    """Return what the number counts; empty when the sentence says no more than the number.

    A share keeps base and property. The object of a verb is followed by what was done to it, in
    brackets where that is no participle ("22 jobs (cost)").
    """
    if place.unit == "usd":
        return _money(place)
    if place.number.unit is not None:
        return _share(place)
    if place.sentence.startswith("-", place.number.end):
        return clipped(noun_counted(place.after))
    if place.end > place.number.end and place.unit != "count":
        return _time(place)
    if re.match(r"\stimes\b", place.after):
        return _times(place)
    return _things(place)


def _things(place: Place) -> str:
    after = place.after[: first_period(place)]
    head = noun_counted(after)
    if not head:
        clause = clause_behind(place)
        if _CONDITION.match(clause):
            return ""
        told = clause and not _RELATIVE.match(clause)
        return clause if told else what_reached(place.before).removesuffix(" to")
    at = after.find(head) + len(head)
    if _PART_BEFORE.search(place.before):
        tail = tail_of(after[at:])
        if _PREDICATE.match(after, at + len(tail)):
            return clipped(f"{head}{tail}")
        plural = _PLURAL_HEAD.match(after)
        return clipped(plural[0] if plural else head)
    tail = tail_of(after[at:], free=_is_done(head) or verb_before(place) is not None)
    if _PREDICATE.match(place.after, at + len(tail)):
        judged = _JUDGES.match(place.after, at + len(tail))
        return clipped(f"{head}{tail}" if judged else clause_behind(place))
    return clipped(_done_to(place, head, tail))


def _done_to(place: Place, head: str, tail: str) -> str:
    """Return a noun with what was done to it and the phrases of place and kind behind it."""
    found = verb_before(place)
    if found is None or _is_done(head):
        return f"{head}{tail}"
    verb = found["verb"]
    if verb in _BRACKETED:
        return f"{head}{tail} ({verb})"
    return f"{head} {_PARTICIPLES.get(verb, verb)}{tail}"


def _is_done(head: str) -> bool:
    """Whether the noun ends in what was done to those counted ("children separated")."""
    return head.endswith(("ed", "ing", " held", " sent", " taken", " born"))


def _money(place: Place) -> str:
    """Return what money is for, or who gets or spends it where the sentence does not say more."""
    clause = clause_behind(place)
    rate = _RATE.match(place.after)
    if rate is not None:
        return _rate(place, rate[0])
    named = re.search(r"(?P<noun>\w+)\sof\s$", place.before)
    if named is not None:
        return clipped(f"{named['noun']} {clause}")
    valued = _VALUED.search(place.before)
    if valued is not None:
        return valued["what"].strip()
    if not clause or FROM_TO.search(place.before.rstrip()):
        return _without_at(what_reached(place.before))
    if _OPENS_PHRASE.match(place.after):
        return _spent(place, clause)
    return _things(place)


#: "Set bond at", "put the cost at": what is valued stands between.
_VALUED = re.compile(
    r"\b(?:set|sets|put|puts|fixed|placed|estimates|estimated|capped|valued|kept|lowered|raised)\s"
    r"(?P<what>(?:[\w’-]+\s){1,6})at\s$"
)


def _spent(place: Place, clause: str) -> str:
    """Return what money is spent on, behind the verb that says so ("spent on flights")."""
    tail = tail_of(place.after[: first_period(place)])
    if not tail and _NUMBER_NEXT.match(clause):
        return _without_at(what_reached(place.before))
    found = verb_before(place)
    return f"{found['verb'] if found else ''}{tail or f' {clause}'}".strip()


#: "$412,000 from 3,100 donors": the other number counts for itself.
_NUMBER_NEXT = re.compile(r"(?:from|in|to|for|on|at)\s(?:\w+\s){0,2}?\d")


def _without_at(words: str) -> str:
    return words.removesuffix(" at").removesuffix(" for")


def _rate(place: Place, rate: str) -> str:
    """Return what a price is per, with what it is for or the clause that leads to it."""
    rest = place.after[len(rate) :]
    further = _RATE.match(rest)
    if is_period(rate.strip()):
        rate, rest = (further[0], rest[further.end() :]) if further else ("", rest)
    opens = [start - (place.end + len(place.after) - len(rest)) for start, _ in place.periods]
    first = next((at for at in opens if at > 0), None)
    tail = tail_of(rest[:first]) if _OPENS_PHRASE.match(rest) else ""
    if tail:
        return f"{rate}{tail}".strip()
    lead = _without_at(what_reached(place.before))
    return f"{rate.strip()} ({lead})" if rate else lead


def _share(place: Place) -> str:
    """Return the base and the property of a percentage ("of migrants ... have ...")."""
    answered = _ANSWERED.match(place.after)
    if answered is not None:
        return clipped(f"{answered[0].strip()} {clause_of(place.after[answered.end() :])}")
    clause = clause_behind(place)
    if clause.lower().startswith("of "):
        return clause[3:]
    if _INCREASE.match(clause):
        return clause
    lead = lead_to(place.before)
    lead = lead if clause else lead.removesuffix(" at")
    return " ".join(part for part in (lead, clause) if part)


def _time(place: Place) -> str:
    """Return what takes or lasts so long: what follows, else the clause that leads to it."""
    after = place.after[: first_period(place)]
    held = _FOR_LAST.search(place.before) is not None and _PLACE_NEXT.match(after) is not None
    tail = tail_of(after).strip() if _FILLS_TIME.match(after) and not held else ""
    if tail:
        found = verb_before(place)
        if tail.startswith("of "):
            return clipped(f"{tail[3:]} {found['verb'] if found else ''}")
        return clipped(f"{found['verb']} {tail}" if found else tail)
    lead = _PREPOSITION_LAST.sub("", lead_to(place.before))
    wish = _WISH.search(lead)
    purpose = lead.find(" to ", wish.end()) if wish else -1
    return lead[purpose + 1 :] if purpose >= 0 else lead


#: "Held them for 60 hours in a room": they were held so long, wherever it was.
_FOR_LAST = re.compile(r"\bfor\s$")
_PLACE_NEXT = re.compile(r"\s(?:in|at|inside|near|outside)\s")
_WISH = re.compile(
    r"\b(?:ask|asks|asked|require|requires|required|allow|allows|allowed|order|orders|ordered|instruct|"
    r"instructs|instructed|direct|directs|directed|give|gives|gave|told|tells|urge|urges|urged)\b"
)


def _times(place: Place) -> str:
    """Return how often what is done ("4,300 times officers used the rule near the border")."""
    after = place.after[: first_period(place)].removeprefix(" times")
    found = re.match(
        r"(?:\s(?:at|in|near|away\sfrom|out\sof|inside|outside|across|along|against|on)\b.*)?",
        after,
    )
    near = found[0] if found else ""
    away = re.match(r"\s(?:away|out)\b", near)
    tail = f"{away[0]}{tail_of(near[away.end() :])}" if away else tail_of(near)
    return clipped(f"times {lead_to(place.before)}{tail}".strip())
