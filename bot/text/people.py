"""People no list knows: names in a text, and the public role that makes one nameable.

Default deny (docs/decisions/0012-private-people.md): a name without a public role beside it in this
very text is private. Roles are read before the name ("Sheriff Roe"), in the apposition after it
("Roe, a policy analyst at ..."), from the party in brackets, or from "who leads ...".
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from bot.text.lexicon import load
from bot.text.patterns import ordinary
from bot.text.tokens import Tokens

_PARTICLES = frozenset(
    "de la las los del da das do dos di van von der den bin al el ibn ben".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_NICKNAME = re.compile(r"^ [\"“‘'(]$")
_NICKNAME_END = re.compile(r"^[\"”’')] $")
_PARTY = re.compile(
    r"^,? ?\(?[DRI] ?[-–] ?[A-Z]|^ \((?:D|R|I|Dem|Rep|Democrat|Republican)\.?[,)]|"
    r"^, (?:an? )?(?:[A-Z][a-z]+ ){1,2}(?:Republican|Democrat)\b"
)
_OPENS = re.compile(r"^(?:,|\s*\(|\s*[—–]|\s-\s)")
#: The head of an apposition stands before the first of these.
_STOPS = frozenset(
    "of for at with in on from by to who whose whom which that where when while as said says told "
    "was is were has had will after before against about near under over whom into during".split()
)
_BETWEEN = frozenset({"and", "or"})
_DETERMINERS = frozenset(
    "the a an his her their its our my your another one former then ex longtime".split()
)
_MEMBERS = frozenset(
    "council board cabinet assembly committee commission party congress parliament senate".split()
)
_PARTIES = frozenset({"democrat", "republican"})
_ROYAL = frozenset({"king", "queen", "prince"})
#: Roles that are surnames and given names as well.
_SURNAMES = frozenset(
    "king bishop major dean prince pope cardinal marshal marshall chancellor fellow abbot warden "
    "deacon nun coach price page clerk steward priest justice".split()
)
#: Before "agent": no agents of any government.
_TRADES = frozenset("estate insurance travel booking sports ticket rental literary sales".split())
#: The mark of advocacy organisations among taken words.
_ADVOCATES = 2
#: The mark of outlets' names.
_OUTLET = 3
_COPULAS = frozenset({"is", "was", "became", "remains", "serves", "served"})
#: Whole words of a name: longer runs of capitals are headlines.
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Words [start, stop) that look like a person's name, and what the text says of the person."""

    start: int
    stop: int
    #: "executive director", "Sheriff"; None when no public role was found.
    role: str | None
    #: The apposition says that the person is private ("a construction worker").
    is_private: bool = False
    #: Public through rank alone ("Officer"): private again as a victim.
    is_rank: bool = False


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(load("roles")[group])


@cache
def given_names() -> frozenset[str]:
    """Return lower-case given names."""
    return frozenset(name.lower() for name in load("names")["given"])


def is_role(low: str) -> bool:
    """Whether a folded word names a public role, singular or plural."""
    roles = _words("public")
    return low in roles or (low.endswith("s") and low[:-1] in roles) or low == "spokespeople"


def is_title(low: str) -> bool:
    """Whether a folded word may belong to a role before a name."""
    return is_role(low) or low in _words("modifiers")


def _is_name_word(tokens: Tokens, i: int) -> bool:
    word = tokens.words[i]
    if not word[0].isupper() or word == "I":
        return False
    letters = word.replace(".", "")
    # Three and more capitals are an acronym or a dateline.
    if len(letters) > 2 and letters.isupper() and tokens.lows[i] not in _SUFFIXES:  # noqa: PLR2004
        return False
    return tokens.lows[i] not in ordinary() or tokens.lows[i] in {"may", "west", "black", "white"}


def _next(tokens: Tokens, i: int, taken: bytearray) -> int | None:
    """Return the word that continues a name after word i, over particles and nicknames."""
    if i + 1 >= len(tokens) or tokens.owned[i] or taken[i + 1]:
        return None
    glue = tokens.glues[i]
    if glue == " " and _is_name_word(tokens, i + 1):
        return i + 1
    opens = _NICKNAME.match(glue) and i + 2 < len(tokens) and _NICKNAME_END.match(tokens.glues[i + 1])
    closes = i > 0 and _NICKNAME_END.match(glue) and _NICKNAME.match(tokens.glues[i - 1])
    if opens or closes:
        is_letter = len(tokens.words[i + 1]) == 1  # "(D) of Ohio"
        return i + 1 if _is_name_word(tokens, i + 1) and not is_letter else None
    if glue == ", " and tokens.lows[i + 1] in {"jr", "sr"}:
        return i + 1
    at = i + 1
    while at < len(tokens) - 1 and tokens.lows[at] in _PARTICLES and tokens.glues[at] == " ":
        at += 1
    if glue == " " and at > i + 1 and not taken[at] and _is_name_word(tokens, at):
        return at
    return None


def _run(tokens: Tokens, start: int, taken: bytearray) -> int:
    at = start
    while (following := _next(tokens, at, taken)) is not None:
        at = following
    return at + 1


def _strip_titles(tokens: Tokens, start: int, stop: int) -> int:
    """Return where the name begins after the titles in a run of capitals."""
    at = start
    for i in range(start, stop - 1):
        # "Agriculture Secretary Ann Roe", "Hopefully President Roe"
        if is_role(tokens.lows[i]) and tokens.lows[i] not in _SURNAMES:
            at = i + 1
    while at < stop - 1 and is_title(tokens.lows[at]):
        is_given = tokens.lows[at] in given_names() or tokens.lows[at] in _SURNAMES
        if is_given and stop - at == 2 and not _follows_title(tokens, at):  # noqa: PLR2004
            break  # "Dean Smith": a whole name
        at += 1
    return at


def _follows_title(tokens: Tokens, at: int) -> bool:
    return tokens.lows[at] in {"justice", "judge", "pope", "cardinal", "bishop", "major"}


def _begins(tokens: Tokens, at: int, famous: Container[str]) -> bool:
    """Whether a name may begin here: not with a party's letter, nor with a famous surname."""
    if not _is_name_word(tokens, at):
        return False
    low = tokens.lows[at]
    if len(low) == 1 and not tokens.after(at).startswith((".", " ")):
        return False
    return low not in famous or low in given_names()


def names(tokens: Tokens, taken: bytearray, famous: Container[str] = ()) -> Iterator[Person]:
    """Yield names of two and more words outside `taken` words, and titled single surnames.

    `taken` is 2 where an advocacy organisation stands: "Jane Roe of <it>" has a public role.
    """
    at = 0
    while at < len(tokens):
        if taken[at] or not _begins(tokens, at, famous):
            at += 1
            continue
        stop = _run(tokens, at, taken)
        start = _strip_titles(tokens, at, stop)
        if stop - start <= _MOST and not _is_headline(tokens, start, stop, famous):
            person = _person(tokens, start, stop, taken)
            if (stop - start > 1 and _is_believable(tokens, person)) or _is_titled(tokens, person):
                yield person
        at = stop


def _is_headline(tokens: Tokens, start: int, stop: int, famous: Container[str]) -> bool:
    """Whether a famous surname ends a run that begins with no given name: "Voters Urge Obama"."""
    has_famous = any(tokens.lows[i] in famous for i in range(start + 1, stop))
    return has_famous and tokens.lows[start] not in given_names() and "." not in tokens.words[start]


def _is_believable(tokens: Tokens, person: Person) -> bool:
    """Whether a party word before is followed by a name and not by a thing."""
    if len(tokens.words[person.stop - 1]) == 1:
        return False
    is_party = person.role is not None and person.role.lower().split()[-1] in _PARTIES
    return not is_party or tokens.lows[person.start] in given_names()


def _is_titled(tokens: Tokens, person: Person) -> bool:
    """Whether a single word is a surname: right after a capitalised role, and no role itself."""
    start, low = person.start, tokens.lows[person.start]
    if person.role is None or start == 0 or is_title(low) or low in given_names():
        return False
    before = tokens.lows[start - 1]
    return tokens.is_capital(start - 1) and is_role(before) and before not in _ROYAL


def _person(tokens: Tokens, start: int, stop: int, taken: bytearray) -> Person:
    role = role_before(tokens, start) or _role_introduced(tokens, start)
    role = role or _of_outlet(tokens, start, taken)
    after, private = role_after(tokens, stop)
    if role is None or (after is not None and _is_rank(role)):
        role = after or role
    if role is None and not private:
        role = _of_organisation(tokens, stop, taken)
    return Person(
        start=start,
        stop=stop,
        role=role,
        is_private=private and role is None,
        is_rank=role is not None and _is_rank(role),
    )


def _of_organisation(tokens: Tokens, stop: int, taken: bytearray) -> str | None:
    """Read "of the Harbor Rights Project" after a name, where that is an organisation."""
    if stop + 1 >= len(tokens) or tokens.before(stop) not in {" ", ", "}:
        return None
    if tokens.lows[stop] not in {"of", "with", "from", "at"}:
        return None
    at = stop + 1 + (tokens.lows[stop + 1] == "the")
    end = at
    while end < len(tokens) and taken[end] in {_ADVOCATES, _OUTLET}:
        end += 1
    return " ".join(tokens.surface(stop, end).split()) if end > at else None


def _of_outlet(tokens: Tokens, start: int, taken: bytearray) -> str | None:
    """Read "the Harbor Tribune's" before a name: who signs reports is public."""
    if start == 0 or taken[start - 1] != _OUTLET or not tokens.owned[start - 1]:
        return None
    begin = start
    while begin > 0 and taken[begin - 1] == _OUTLET:
        begin -= 1
    return f"of {' '.join(tokens.surface(begin, start).split())}"


def _is_rank(role: str) -> bool:
    return role.lower().split()[-1].strip(".") in _words("ranks")


def title_start(tokens: Tokens, start: int) -> int:
    """Return where the title before word `start` begins (`start` when there is none)."""
    if start == 0 or tokens.glues[start - 1] != " " or not _heads(tokens, start - 1):
        return start
    return _title_run(tokens, start - 1)


def _title_run(tokens: Tokens, last: int) -> int:
    """Return where the title that ends in word `last` begins."""
    at = last
    while (
        at > 0
        and last - at < 6  # noqa: PLR2004 - "first assistant U.S. attorney" and an agency
        and tokens.glues[at - 1] == " "
        and not tokens.owned[at - 1]
        and (is_title(tokens.lows[at - 1]) or _is_agency_word(tokens, at - 1))
    ):
        at -= 1
    return at


def _heads(tokens: Tokens, i: int) -> bool:
    if tokens.owned[i]:
        return False
    low = tokens.lows[i]
    before = tokens.lows[i - 1] if i > 0 else ""
    if low == "member":
        return before in _MEMBERS
    if before in _TRADES:
        return False
    return (
        is_role(low)
        and low not in {"prime", "borough", "vice", "major", "first", "general"}
        or (low in {"major", "general"} and tokens.is_capital(i))
    )


def _is_agency_word(tokens: Tokens, i: int) -> bool:
    return tokens.words[i].isupper() and len(tokens.words[i]) > 1


def role_before(tokens: Tokens, start: int) -> str | None:
    """Return the role words right before a name, or None."""
    begin = title_start(tokens, start)
    if begin == start:
        return None
    return " ".join(tokens.surface(begin, start).split())


def _role_introduced(tokens: Tokens, start: int) -> str | None:
    """A role and a comma before the name: "the group's executive director, Jane Roe"."""
    if start < 2 or tokens.before(start) != ", " or not _heads(tokens, start - 1):  # noqa: PLR2004
        return None
    begin = _title_run(tokens, start - 1)
    introduced = begin > 0 and (tokens.lows[begin - 1] in _DETERMINERS or tokens.owned[begin - 1])
    return " ".join(tokens.surface(begin, start).split()) if introduced else None


def role_after(tokens: Tokens, stop: int) -> tuple[str | None, bool]:
    """Return the role said after a name, and whether something private is said instead."""
    if stop >= len(tokens):
        return None, False
    gap = tokens.text[tokens.ends[stop - 1] : tokens.starts[stop]]
    rest = tokens.text[tokens.ends[stop - 1] : tokens.ends[stop - 1] + 40]
    if _PARTY.match(rest) and not tokens.owned[stop - 1]:
        return "lawmaker", False
    if tokens.lows[stop] in _COPULAS and tokens.glues[stop - 1] == " ":
        return _after_copula(tokens, stop + 1), False
    if not _OPENS.match(gap) or tokens.owned[stop - 1]:
        return None, False
    return _apposed(tokens, stop)


def _after_copula(tokens: Tokens, at: int) -> str | None:
    if at < len(tokens) and tokens.lows[at] == "as":
        at += 1
    if at < len(tokens) and tokens.lows[at] in {"a", "an", "the"}:
        return _head(tokens, at)[0]
    return None


def _apposed(tokens: Tokens, at: int) -> tuple[str | None, bool]:
    has_age = tokens.words[at].isdigit()
    if has_age:
        at += 1
        if at >= len(tokens) or not tokens.before(at).startswith((",", ")", " ")):
            return None, True
        if tokens.before(at) not in {", ", ") "}:
            return None, True
    if tokens.lows[at] == "who":
        return _duty(tokens, at + 1), has_age
    role, private = _head(tokens, at)
    return role, private or (has_age and role is None)


def _duty(tokens: Tokens, at: int) -> str | None:
    for i in range(at, min(at + 3, len(tokens))):
        if tokens.lows[i] in _words("duties"):
            stop = i + 1
            while stop < len(tokens) and stop - i < 6 and tokens.glues[stop - 1] == " ":  # noqa: PLR2004
                stop += 1
            return f"who {' '.join(tokens.surface(i, stop).split())}"
        if tokens.lows[i] not in {"also", "has", "now", "currently", "once", "previously", "is"}:
            return None
    return None


def _head(tokens: Tokens, at: int) -> tuple[str | None, bool]:
    """Read a noun phrase up to its first preposition or mark: its last noun decides."""
    start, private = at, False
    while at < len(tokens) and at - start < 14:  # noqa: PLR2004 - longer is no apposition
        low = tokens.lows[at]
        ends_here = low in _STOPS or low in _BETWEEN
        if ends_here or (at > start and tokens.glues[at - 1] != " "):
            role, says_private = _noun(tokens, start, at)
            if role is not None:
                return role, False
            private = private or says_private
            if low not in _BETWEEN:
                return None, private
            start = at + 1
        at += 1
    role, says_private = _noun(tokens, start, min(at, len(tokens)))
    return role, role is None and (private or says_private)


def _noun(tokens: Tokens, start: int, stop: int) -> tuple[str | None, bool]:
    if stop <= start:
        return None, False
    last = stop - 1
    if tokens.owned[last]:
        return None, False
    low = tokens.lows[last]
    is_plural = low not in _words("public") and low != "member"
    is_plural = is_plural or low in _PARTIES  # "a Republican" may be any voter
    if (_heads(tokens, last) and not is_plural) or low in {"general", "elect", "emeritus"}:
        begin = start
        while begin < last and tokens.lows[begin] in {"a", "an", "the"}:
            begin += 1
        return " ".join(tokens.surface(begin, stop).split()), False
    return None, low in _words("private")


def surname_of(tokens: Tokens, start: int, stop: int) -> str:
    """Return the folded surname of the name at words [start, stop)."""
    last = stop - 1
    while last > start and tokens.lows[last] in _SUFFIXES:
        last -= 1
    return tokens.lows[last]
