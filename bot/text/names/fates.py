"""What befell a person: being held, convicted or hurt outweighs a role that is no office.

A pastor who is deported, an activist who is arrested, a lawyer who is shot stand in the news as
private people do (docs/decisions/0069-who-stays-private.md). Offices are not asked: that a mayor
was arrested is news about the mayor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.names.vocabulary import ordinary
from bot.text.prose.tokens import Tokens

#: Characters in which a person's fate is told on either side of the name.
_BEFORE, _AFTER = 90, 160
_APPOSED = r"(?:,[^,.;]{0,80},| \([^)]{0,40}\),?)?"
_BE = (
    r"(?:was|were|is|has been|had been|being|been|got|remains|remained)"
    r"(?: \w{1,15}ly| since| still)?"
)
_TAKEN = (
    r"detained|deported|removed to|taken (?:away|into (?:\w{1,15} ){0,2}custody)|"
    r"held (?:at|in|by|for|on)|imprisoned|jailed|released from|facing (?:deportation|removal)|"
    r"ordered (?:deported|removed)|handcuffed|seized by|picked up by|transferred to|"
    r"convicted|sentenced|found guilty|indicted|extradited"
)
_HURT = (
    r"(?:fatally |also |later |found )?(?:shot|killed|wounded|injured|stabbed|struck|slain|"
    r"murdered|ambushed|assaulted|beaten|dead|raped|kidnapped|abducted)"
)
#: What the name is the subject or owner of; an apposition may stand between.
_SUFFERS = re.compile(
    rf"{_APPOSED} (?:who )?(?:{_BE} (?:{_TAKEN}|{_HURT}|serving)|died|pleaded guilty|"
    r"awaits trial)\b"
    rf"|,[^,.;]{{0,80}}, (?:{_TAKEN})\b|, (?:{_TAKEN}|{_HURT})\b"
    r"|[’']s? (?:detention|deportation|arrest|killing|death|murder|funeral|release|removal|body|"
    r"conviction|sentence)\b"
)
_IS_ARRESTED = re.compile(rf"{_APPOSED} (?:who )?{_BE} (?:arrested|charged|accused)\b")
#: What is done to the name: "deported the pastor Juan Roe", "the killing of the pastor".
_DONE_TO = re.compile(
    r"\b(?:detain(?:ed|ing|s)|deport(?:ed|ing|s)|kidnapped|abducted|murdered|freed?|convicted|"
    r"sentenced|\d\d-year-old|(?:widow|parents|family|mother|father|killer) of|"
    r"(?:detention|deportation|killing|shooting|death|murder|slaying|abduction|body|funeral|removal|"
    r"release|arrest|conviction|case) of|"
    r"(?:memorial|vigil|funeral|service|fundraiser|prayers?|tribute|search) for) "
    r"(?:[\w’'-]{1,20} ){0,4}$"
)
_ARREST = re.compile(r"\barrest(?:ed|ing|s) (?:[\w’'-]{1,20} ){0,4}$")
#: Beside a cause in the same apposition: "an ICE detainee and advocate".
_HELD_TOO = re.compile(
    r"(?:,| \() ?(?:[\w’'-]{1,20} ){0,5}"
    r"(?:detainee|deportee|asylum[ -]seeker|survivor|victim|inmate|refugee)\b"
)
#: Roles of those who speak for a cause: an arrest makes them the case itself.
_CAUSES = frozenset({"activist", "organizer", "advocate", "campaigner", "blogger", "student"})
_LEADS = frozenset(
    {"leader", "head", "chief", "founder", "captain", "lieutenant", "organizer", "coordinator"}
)
_GANG = re.compile(
    r"\b(?:gangs?|cartels?|smuggling|smugglers|trafficking|traffickers|mob|mafia|cliques?|rings?|"
    r"MS-?13|Mara|Tren de|Latin Kings?|Barrio|cults?|crew)\b"
)
#: Duties of a private life: "who served on the jury", "who runs a diner".
_PRIVATE_DUTY = re.compile(
    r"who (?:serve[sd]? (?:on (?:the|a) jury|as a juror|time|in the|two|three|four|tours|food)|"
    r"(?:runs|oversees|heads|headed|founded|directs) (?:a|an|the|his|her|their) (?:\w+ ){0,2}"
    r"(?:diner|bakery|store|shop|stall|salon|farm|ranch|restaurant|business|cafe|truck|daycare|"
    r"household|family|garage|hotel|motel|laundry|market|home)|"
    r"teaches (?:\w+ ){0,2}(?:grade|graders|kindergarten|preschool|children|yoga|piano|math)|"
    r"(?:studies|researches) (?:at|nursing|engineering|in)|"
    r"wrote (?:a|an|the|his|her) (?:letter|note|post|message|poem|card))\b",
    re.IGNORECASE,
)


def outweighs(tokens: Tokens, start: int, stop: int, role: str) -> bool:
    """Whether the fate of who is named at words [start, stop) outweighs a role that is no office.

    The text is searched for the surname too, which may tell it later.
    """
    if _PRIVATE_DUTY.match(role) is not None:
        return True
    words = role.lower().split()
    is_cause = not _CAUSES.isdisjoint(words)
    leads_gang = not _LEADS.isdisjoint(words) and _in_gang(tokens, start, stop)
    return leads_gang or any(
        _suffers(tokens, *place, is_cause=is_cause) for place in _places(tokens, start, stop)
    )


def _places(tokens: Tokens, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where the name stands: in full, and its last word alone."""
    yield start, stop
    last, size = tokens.lows[stop - 1], stop - start
    full = tokens.lows[start:stop]
    for i in range(len(tokens)):
        if tokens.lows[i] != last or not tokens.is_capital(i):
            continue
        if tokens.lows[max(0, i + 1 - size) : i + 1] == full:
            yield i + 1 - size, i + 1
        elif not _is_named(tokens, i):
            yield i, i + 1


def _is_named(tokens: Tokens, i: int) -> bool:
    """Whether another name stands before a surname: "her brother Tim Roe"."""
    return (
        tokens.joined(i - 1) and tokens.is_capital(i - 1) and tokens.lows[i - 1] not in ordinary()
    )


def _suffers(tokens: Tokens, start: int, stop: int, *, is_cause: bool) -> bool:
    begin, end = tokens.starts[start], tokens.ends[stop - 1]
    after, before = tokens.text[end : end + _AFTER], tokens.text[max(0, begin - _BEFORE) : begin]
    if _SUFFERS.match(after) or _DONE_TO.search(before):
        return True
    told = (_IS_ARRESTED.match(after), _HELD_TOO.match(after), _ARREST.search(before))
    return is_cause and any(found is not None for found in told)


def _in_gang(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether what the person leads is a gang: right before the name, or in its apposition."""
    begin, end = tokens.starts[start], tokens.ends[stop - 1]
    before = re.split(r"[.,;:\n]", tokens.text[max(0, begin - 40) : begin])[-1]
    after = tokens.text[end : end + 80]
    apposed = re.split(r"[.,;:\n]", after[1:])[0] if after.startswith(",") else ""
    return _GANG.search(before) is not None or _GANG.search(apposed) is not None
