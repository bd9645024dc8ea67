"""What befell a person: being held, convicted or hurt outweighs a role that is no office.

A pastor who is deported, an activist who is arrested, a lawyer who is shot stand in the news as
private people do (docs/decisions/0069-who-stays-private.md). Offices are not asked: that a mayor
was arrested is news about the mayor. Rank and file are asked: charged or convicted they are
defendants (docs/decisions/0099-fates-and-phrases-of-roles.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.text.lexicon import load
from bot.text.names.vocabulary import english, ordinary
from bot.text.prose.tokens import Tokens, fold

#: Characters in which a person's fate is told on either side of the name.
_BEFORE, _AFTER = 90, 220
_APPOSED = r"(?:,[^,.;]{0,80},| \([^)]{0,40}\),?)?"
#: "on Friday", "and his wife": what may stand between a name and its verb.
_ASIDE = (
    r"(?:,? (?:on|in|last|late|early) [\w ]{3,16},?"
    r"|,? and (?:(?:his|her|their|an?|two|three|four)(?: [a-z-]{2,15}){1,2}|"
    r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{1,20}){0,3})(?:,[^,.;]{0,80},)?)?"
)
_SUBJECT = rf"{_APPOSED}{_ASIDE},? (?:who )?"
_BE = (
    r"(?:was|were|is|are|(?:is|was|are) being|has been|had been|have been|being|been|got|gets|"
    r"remains|remained)"
    r"(?: \w{1,15}ly| since| still| later| then| also| first| now| herself| himself)?"
)
#: In front of what somebody is hurt by.
_HOW = r"(?:fatally |also |later |found )?"
#: Behind the verb of a headline, which has no "was".
_BEHIND = r"(?:by|in|at|after|from|on|to|for|while|without|outside|over|during|again|despite)"
#: Between what is done and the name: a few words, a title with its full stop among them.
_UP_TO_NAME = r"(?:(?:[\w’'-]{1,20}|Rev\.|Fr\.|Dr\.|Msgr\.|Sgt\.|Lt\.|Capt\.) ){0,4}$"
_NO_TIE = r"(?:(?!(?:to|of|by|for|with|from|and|in|near|at)\b)[\w’'-]{1,20} ){0,2}$"
_ONE, _FEW = r"[\w.’'-]{1,15}", r"(?:(?!charge\b|front\b)[\w.,’'-]{1,15} ){0,3}"
_GANG = re.compile(
    r"\b(?:gangs?|cartels?|smuggling|smugglers|trafficking|traffickers|mob|mafia|cliques?|rings?|"
    r"MS-?13|Mara|Tren de|Latin Kings?|Barrio|cults?|crew|cells?)\b"
)
#: Beside a cause in the same apposition: "an ICE detainee and advocate".
_HELD_TOO = re.compile(
    r"(?:,| \() ?(?:[\w’'-]{1,20} ){0,5}"
    r"(?:detainee|deportee|asylum[ -]seeker|survivor|victim|inmate|refugee)\b"
)
#: "a deputy accused of", "an organizer charged with".
_ACCUSED = re.compile(
    r",(?: an?| the)? [^,.;]{0,60}\b(?:(?:accused|suspected) of|charged (?:with|in)|"
    r"wanted (?:for|in)|arrested (?:for|in|on|by|at)|facing (?:\w+ ){0,2}(?:charges?|trial))\b"
)
#: Somebody besides the subject of a sentence, whom "he" in the next may mean.
_SOMEBODY_ELSE = re.compile(
    r"(?i)\b(?:he|she|clients?|m[ae]n|wom[ae]n|boys?|girls?|sons?|daughters?|wife|husband|father|"
    r"mother|brothers?|sisters?|child(?:ren)?|teens?|students?|workers?|detainees?|families|family|"
    r"who|whose|(?-i:[A-Z][\w’'-]+ [A-Z])[\w’'-]+)\b"
)
_OFF_DUTY = re.compile(r"(?i)\b(?:retired|former|ex|off[- ]duty)\b[\w .-]{0,30}$")
#: Roles of those who speak for a cause, and of those in research and schools: an arrest makes
#: them the case itself.
_CAUSES = frozenset(
    {
        *("activist", "organizer", "advocate", "campaigner", "blogger", "student", "fellow"),
        *("researcher", "scientist", "scholar", "co-author", "professor", "lecturer", "instructor"),
        *("physician", "psychologist", "coach", "principal"),
    }
)
#: Roles that an arrest by agents leaves as they are: it is news about the union.
_OF_UNIONS = frozenset({"union", "president", "chair", "chairman", "chairwoman"})
#: Roles of those who speak of others: "he" in the next sentence is their client.
_FOR_OTHERS = frozenset(
    {
        *("lawyer", "attorney", "counsel", "defender", "advocate", "spokesman", "spokeswoman"),
        *("spokesperson", "director", "litigator", "reporter"),
    }
)
#: "a lawyer for Roe, who was deported": the clause tells of the client, unless that is a thing.
_CLIENT = re.compile(
    r", (?:[a-z’'-]{1,15} ){0,4}(?:for|to|representing|of) (?:[a-z’'-]{1,15} ){0,4}"
    r"(?:[A-Z][\w.’'-]{1,20} ){1,4}?([A-Z][\w’'-]{1,20}), who\b[^,.;]{0,90}"
)
_LEADS = frozenset(
    {"leader", "head", "chief", "founder", "captain", "lieutenant", "organizer", "coordinator"}
)


def _any(group: str) -> str:
    """Return the pattern of any phrase of the list."""
    phrases = sorted(" ".join(part.split()) for part in load("fates")[group].split(";"))
    return f"(?:{'|'.join(map(_pattern, phrases))})"


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\ ", " ").replace("_", _ONE).replace(r"\~", _FEW)


@cache
def _suffers() -> re.Pattern[str]:
    """Return the pattern of what the name is the subject or owner of, right behind it."""
    taken, hurt = _any("taken"), f"{_HOW}{_any('hurt')}"
    fallen = rf"{_BE} (?:{taken}|{hurt})"
    joined = r"(?:and|but|before|until|where|when) (?:s?he )?"
    on_the_way = rf"{_any('on_the_way')}\b[^.;:“”\"]{{0,70}},? {joined}"
    headline = r"(?:detained|deported|released|freed|jailed|killed|slain|arrested by ICE)"
    at_first = rf"{_BE} {_any('at_first')}\b[^.;:“”\"]{{0,70}}(?:,|,? and|,? then)"
    parts = (
        rf"{_SUBJECT}(?:{on_the_way})?{fallen}",
        rf"{_SUBJECT}{at_first} (?:then |later |finally )?{_any('handed')}",
        rf"{_SUBJECT}(?:gave up [^.;]{{1,40}} and )?{_any('endures')}(?! for (?:his|her|their) )",
        rf"(?:,[^,.;]{{0,80}})?, {_HOW}{_any('bare')}",
        rf"(?:,[^,.;]{{0,60}},)? {headline} {_BEHIND}",
        rf"(?:,[^,.;]{{0,40}})?,? whose {_any('lost')}",
        rf"[’']s? {_any('owned')}",
        rf" [a-z]{{3,12}} [^.;]{{0,40}}\bfrom {_FEW}(?:jail|prison|cell|detention|custody)",
        rf" in(?:to)? (?:{_FEW}custody|handcuffs|chains|shackles)| to the ground| at gunpoint",
    )
    return re.compile("|".join(rf"(?:{part})\b" for part in parts), re.IGNORECASE)


@cache
def _charged() -> re.Pattern[str]:
    be_charged = rf"{_BE} (?:{_any('charged')}|(?:accused|suspected) of)"
    headline = r"(?:arrested|charged|indicted) (?:in|with|for|on|over|after|at|by|during)"
    return re.compile(
        rf"{_SUBJECT}(?:{be_charged}|surrendered|{_any('admits')})\b|{_APPOSED} {headline}\b"
    )


@cache
def _done_to() -> re.Pattern[str]:
    """Return the pattern of what is done to the name that follows."""
    said_of = r"slain|fallen|undocumented|wounded|exiled|imprisoned|jailed|deported|detained"
    among = r"detained|deported|dead|killed|injured|wounded|held|taken|released|removed"
    return re.compile(
        rf"\b(?:{said_of}) {_NO_TIE}"
        rf"|\b(?:among|also|the|still|those) (?:those |the |people )?(?:{among})\b[^.;]{{0,70}}$"
        rf"|\b(?:{_any('done')}|\d\d-year-old) {_UP_TO_NAME}",
        re.IGNORECASE,
    )


@cache
def _by_agents() -> re.Pattern[str]:
    """Return the pattern of what agents do to the name that follows."""
    agents = r"(?:ICE|DHS|HSI|Border Patrol|[Aa]gents|deportation officers|deportation flight)"
    return re.compile(rf"\b{agents}(?: \w{{1,12}}){{0,3}} {_any('agents_do')} {_UP_TO_NAME}")


@cache
def _charges() -> re.Pattern[str]:
    return re.compile(rf"\b{_any('charges')} {_UP_TO_NAME}")


@cache
def _stands_by() -> re.Pattern[str]:
    """Return the pattern of who only saw it, or lives there: no role speaks."""
    home = r"(?:porch|window|car|balcony|yard|driveway|kitchen|truck|stoop)"
    return re.compile(
        rf"{_SUBJECT}(?:{_any('stands_by')}|[^.;]{{0,50}}\bfrom (?:his|her) {home})\b"
    )


@cache
def _saw() -> re.Pattern[str]:
    return re.compile(rf"{_SUBJECT}(?:saw|heard|witnessed|filmed|recorded|watched)\b")


@cache
def _then() -> re.Pattern[str]:
    """Return the pattern of what the next sentence says of the subject of this one."""
    fallen = rf"(?:{_BE} (?:{_any('taken')}|{_HOW}{_any('hurt')})|{_any('endures')})"
    return re.compile(rf"([^.!?\n]{{1,160}})[.!?][”\"]? (?:He|She) {fallen}\b")


@cache
def _posing() -> re.Pattern[str]:
    between = r"(?: (?!(?:said|who|of|for|to|from|with|by|about|that)\b)[\w.’'-]{1,15}){0,4}"
    return re.compile(rf"\b{_any('posing')}{between} ?[“\"]?$", re.IGNORECASE)


@cache
def _posed() -> re.Pattern[str]:
    told = r"(?:(?:they|police|prosecutors|officials|investigators) (?:say|said|allege) )?"
    return re.compile(rf"{_SUBJECT}{told}{_any('posed')}\b")


def outweighs(tokens: Tokens, start: int, stop: int, role: str, *, is_rank: bool = False) -> bool:
    """Whether the fate of who is named at words [start, stop) outweighs a role that is no office.

    The text is searched for the surname too, which may tell it later. For rank and file, as for
    those who speak for a cause, an arrest is enough.
    """
    words = frozenset(role.lower().split())
    if words & _LEADS and _in_gang(tokens, start, stop):
        return True
    for begin, end in _places(tokens, start, stop):
        before, after = _around(tokens, begin, end)
        if words & _FOR_OTHERS:
            after = _without_client(after)
        if _befalls(before, after) or (not words & _FOR_OTHERS and _befalls_then(after)):
            return True
        if not words & _OF_UNIONS and _by_agents().search(before):
            return True
        is_cause = bool(words & _CAUSES)
        if (is_cause or is_rank) and _is_charged(before, after):
            return True
        if is_cause and _HELD_TOO.match(after):
            return True
    return False


def _without_client(after: str) -> str:
    """Return what follows a name without the clause that tells of whom its bearer speaks for."""
    found = _CLIENT.match(after)
    return after if found is None or fold(found[1]) in english() else after[found.end() :]


def is_posing(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the text says that the role of words [start, stop) is false: "fake agent Jim Roe"."""
    before, after = _around(tokens, start, stop)
    return _posing().search(before) is not None or _posed().match(after) is not None


def _around(tokens: Tokens, start: int, stop: int) -> tuple[str, str]:
    begin, end = tokens.starts[start], tokens.ends[stop - 1]
    return tokens.text[max(0, begin - _BEFORE) : begin], tokens.text[end : end + _AFTER]


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


def _befalls(before: str, after: str) -> bool:
    """Whether the words around a name tell of a fate, or of somebody who only stood by."""
    return (
        _suffers().match(after) is not None
        or _done_to().search(before) is not None
        or _stands_by().match(after) is not None
        or (_OFF_DUTY.search(before) is not None and _saw().match(after) is not None)
    )


def _is_charged(before: str, after: str) -> bool:
    told = (_charged().match(after), _ACCUSED.match(after), _charges().search(before))
    return any(found is not None for found in told)


def _befalls_then(after: str) -> bool:
    """Whether "he" or "she" of the next sentence, who can be nobody else, is told to suffer."""
    found = _then().match(after)
    return found is not None and _SOMEBODY_ELSE.search(found[1]) is None


def _in_gang(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether what the person leads is a gang: right before the name, or in its apposition."""
    before, after = _around(tokens, start, stop)
    title = re.split(r"[.,;:\n]", before[-40:])[-1]
    apposed = re.split(r"[.,;:\n]", after[1:80])[0] if after.startswith(",") else ""
    return _GANG.search(title) is not None or _GANG.search(apposed) is not None
