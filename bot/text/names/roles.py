"""Public roles in words: before a name, in the apposition after it, or in "who leads ...".

Whoever has none of them beside the name is private (docs/decisions/0012-private-people.md).
"""

from __future__ import annotations

import re
from functools import cache

from bot.text.lexicon import load, word_set
from bot.text.prose.tokens import Tokens

_PARTY = re.compile(
    r"^,? ?\(?(?:[DR] ?[-–] ?[A-Z]|I[-–][A-Z][a-z.])|"
    r"^ \((?:D|R|I|Dem|Rep|Democrat|Republican)\.?[,)]|"
    r"^, (?:an? )?(?:[A-Z][a-z]+ ){1,2}(?:Republican|Democrat)\b"
)
_OPENS = re.compile(r"^(?:,|\s*\(|\s*[—–]|\s-\s)")
_BETWEEN = frozenset({"and", "or"})
_PARTIES = frozenset({"democrat", "republican"})
_COPULAS = frozenset({"is", "was", "became", "remains", "serves", "served"})
#: Characters around "Father" in which a church is spoken of, and the words that do.
_PARISH = 200
_CHURCH = re.compile(
    r"\b(?:Mass|[Pp]arish|[Pp]riests?|[Pp]astor|(?:[Aa]rch)?[Dd]iocese|Jesuit|Franciscan|"
    r"[Hh]omily|[Cc]ongregation|[Rr]osary|Eucharist|[Pp]arishioners)\b"
)
_PARENT = re.compile(
    r"(?: [^\W\d_][\w.’'-]{0,20}){1,4}(?:, \d| \(\d)|[^.\n]{0,120}\b(?:his|whose) "
    r"(?:wife|son|daughter|children|kids|family)\b"
)
#: Marks of taken words: an advocacy organisation, an outlet.
ADVOCATES, OUTLET = 2, 3


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("roles", group)


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(load("roles")[group])


def is_role(low: str) -> bool:
    """Whether a folded word names a public role, singular or plural."""
    roles = _words("public")
    return low in roles or (low.endswith("s") and low[:-1] in roles) or low == "spokespeople"


def is_title(low: str) -> bool:
    """Whether a folded word may belong to a role before a name."""
    return is_role(low) or low in _words("modifiers")


def is_private(low: str) -> bool:
    """Whether a folded word says of somebody that the role is private: "roofer", "juror"."""
    return low in _words("private")


def is_rank(role: str) -> bool:
    """Whether a role is one of rank and file, singular or plural."""
    word = role.lower().split()[-1].strip(".")
    return word in _words("ranks") or word.removesuffix("s") in _words("ranks")


def title_start(tokens: Tokens, start: int) -> int:
    """Return where the title before word `start` begins (`start` when there is none)."""
    last = start - 1
    if last > 0 and tokens.lows[last] == "dr" and tokens.glues[last] == " ":
        last -= 1  # "nominee Dr. Jane Roe"
    if last < 0 or tokens.glues[last] != " " or not _heads(tokens, last):
        return start
    return _title_run(tokens, last)


def _title_run(tokens: Tokens, last: int) -> int:
    """Return where the title that ends in word `last` begins."""
    at = last
    while (
        at > 0
        and last - at < 6  # "first assistant U.S. attorney" and an agency
        and tokens.glues[at - 1] == " "
        and not tokens.owned[at - 1]
        and (is_title(tokens.lows[at - 1]) or _is_agency_word(tokens, at - 1))
    ):
        at -= 1
    return at


def _heads(tokens: Tokens, i: int) -> bool:
    """Whether word i is the noun of a public role."""
    if tokens.owned[i]:
        return False
    low = tokens.lows[i]
    before = tokens.lows[i - 1] if i > 0 else ""
    if low in _words("lower_case"):
        return not tokens.is_capital(i)
    if low in _set("bound"):
        return f"{before} {low.removesuffix('s')}" in _set("bindings")
    if low in _set("clergy"):
        return tokens.is_capital(i) and _is_priest(tokens, i)
    if before in _set("trades") or (before in _set("circles") and low in _set("posts")):
        return False
    return (
        is_role(low) and low not in {"prime", "borough", "vice", "major", "first", "general"}
    ) or (low in {"major", "general"} and tokens.is_capital(i))


def ends_title(tokens: Tokens, i: int) -> bool:
    """Whether word i, inside a run of capitals, is the noun of a title before a name."""
    low = tokens.lows[i]
    return is_role(low) or ((low in _set("bound") or low in _set("clergy")) and _heads(tokens, i))


def _is_priest(tokens: Tokens, i: int) -> bool:
    """Whether "Father" is a priest: a church is spoken of nearby, and no age or family follows."""
    if tokens.lows[i] == "fr":
        return tokens.after(i).startswith(". ")
    if i > 0 and tokens.glues[i - 1] == " " and tokens.owned[i - 1]:
        return False  # "Rosa's Father"
    start, end = tokens.starts[i], tokens.ends[i]
    around = tokens.text[max(0, start - _PARISH) : end + _PARISH]
    is_parent = _PARENT.match(tokens.text, end) is not None
    return _CHURCH.search(around) is not None and not is_parent


def _is_agency_word(tokens: Tokens, i: int) -> bool:
    return tokens.words[i].isupper() and len(tokens.words[i]) > 1


def role_before(tokens: Tokens, start: int) -> str | None:
    """Return the role words right before a name, or None."""
    begin = title_start(tokens, start)
    if begin == start:
        return None
    role = " ".join(tokens.text[tokens.starts[begin] : tokens.starts[start]].split())
    role = role.removesuffix(" Dr.")
    return _singular(role.strip("\"“‘'"))


def _singular(role: str) -> str:
    """Return the last word of a role in the singular: "Sens." is said of each of them."""
    bare = role.rstrip(".")
    if bare.endswith("s") and bare.split()[-1].lower() not in _words("public"):
        return f"{bare[:-1]}." if role.endswith(".") else bare[:-1]
    return role


def role_shared(tokens: Tokens, start: int) -> str | None:
    """Read a plural title that a list shares: "Reps. Jane Roe and Richard Doe"."""
    at, crossed = start - 1, False
    while at >= 0 and start - at < 16:  # three names and their parties
        low = tokens.lows[at]
        is_many = (is_role(low) and low not in _words("public")) or low == "members"
        if at < start - 1 and is_many:
            return role_before(tokens, at + 1) if crossed else None
        crossed = crossed or low == "and" or tokens.glues[at] == ", "
        if not (tokens.is_capital(at) or low == "and") or tokens.glues[at] == "\x00":
            return None
        at -= 1
    return None


def role_introduced(tokens: Tokens, start: int) -> str | None:
    """A role and a comma before the name: "the group's executive director, Jane Roe".

    The role may have a phrase of its own: "the nominee for mayor, Jane Roe, ...".
    """
    if start < 2 or tokens.before(start) != ", ":
        return None
    role = _introduced_by_phrase(tokens, start)
    if role is not None or not _heads(tokens, start - 1):
        return role
    begin = _title_run(tokens, start - 1)
    while begin > 0 and tokens.joined(begin - 1) and tokens.is_capital(begin - 1):
        if tokens.lows[begin - 1] in _set("determiners"):
            break
        begin -= 1  # "the Georgia GOP chairman"
    return _determined(tokens, begin, start)


def _heads_one(tokens: Tokens, i: int) -> bool:
    """Whether word i is a role of one person, and no voter's party."""
    return _heads(tokens, i) and not _is_plural(tokens.lows[i])


def _is_plural(low: str) -> bool:
    singular = _words("public") | _words("lower_case") | _set("bindings_last")
    return low not in singular or low in _PARTIES  # "a Republican" may be any voter


def _determined(tokens: Tokens, begin: int, stop: int) -> str | None:
    """Return words [begin, stop) as a role where "the" or an owner opens them, and no kin."""
    opens = begin - 1
    if opens < 0 or not (tokens.lows[opens] in _set("determiners") or tokens.owned[opens]):
        return None
    if tokens.lows[max(0, opens - 2) : opens] == ["one", "of"]:
        opens -= 2  # "the mother of one of the agents"
    kin = tokens.lows[opens - 2].removesuffix("s") if opens > 1 else ""
    is_kins = tokens.lows[opens - 1] == "of" and is_private(kin)
    return None if is_kins else " ".join(tokens.surface(begin, stop).split())


def _introduced_by_phrase(tokens: Tokens, start: int) -> str | None:
    """Read "the chair of the Harbor Party, Jane Roe, ...": the phrase holds names and offices."""
    if not _is_set_off(tokens, start):
        return None
    for i in range(start - 2, max(0, start - 10), -1):
        if tokens.glues[i] != " ":
            return None
        if tokens.lows[i + 1] in {"of", "for"} and _heads_one(tokens, i):
            return _determined(tokens, _title_run(tokens, i), i + 1)
        low = tokens.lows[i + 1]
        is_part = tokens.is_capital(i + 1) or is_title(low) or low in _set("in_phrase")
        if not is_part:
            return None
    return None


def _is_set_off(tokens: Tokens, start: int) -> bool:
    """Whether a mark closes what may be a name at word `start`."""
    stop, particles = start, word_set("people", "particles")
    while tokens.joined(stop) and (
        tokens.is_capital(stop + 1) or tokens.lows[stop + 1] in particles
    ):
        stop += 1
    return tokens.after(stop)[:1] in {",", ".", ";", ")", "—"}


def _is_form(low: str) -> bool:
    return is_title(low) or low == "dr"


def role_by_choice(tokens: Tokens, start: int) -> str | None:
    """Read that a name was chosen for an office: "nominated Jane Roe", "the nomination of"."""
    at = start
    while at > 0 and tokens.glues[at - 1] == " " and _is_form(tokens.lows[at - 1]):
        at -= 1
    if at < 1 or tokens.glues[at - 1] != " ":
        return None
    before = tokens.lows[at - 1]
    if before == "of" and at > 1:
        return "nominee" if tokens.lows[at - 2] in _set("choices") else None
    return "nominee" if before in _set("chosen") else None


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
        role, _ = _head(tokens, at)
        return None if role is None or _is_occupation(tokens, at, role) else role
    return None


def _apposed(tokens: Tokens, at: int) -> tuple[str | None, bool]:
    has_age = tokens.words[at].isdigit()
    if has_age:
        at += 1
        if at >= len(tokens) or tokens.before(at) not in {", ", ") "}:
            return None, True
    if tokens.lows[at] == "who":
        return _duty(tokens, at + 1), has_age
    role, private = _head(tokens, at)
    if role is not None and _is_occupation(tokens, at, role, has_age=has_age):
        return None, True
    return role, private or (has_age and role is None)


def _is_occupation(tokens: Tokens, at: int, role: str, *, has_age: bool = False) -> bool:
    """Whether a role only says how somebody earns a living: "27, a business consultant".

    An institution beside it makes it public: "a researcher at Harbor University".
    """
    if role.lower().split()[-1] not in _words("occupations"):
        return False
    stop = at
    while stop < len(tokens) - 1 and stop - at < 14 and tokens.glues[stop] == " ":
        stop += 1
    places = (i for i in range(at, stop + 1) if tokens.is_capital(i))
    inside = any(tokens.lows[i - 1] not in {"in", "near"} for i in places if i > at)
    return has_age or not inside


def _duty(tokens: Tokens, at: int) -> str | None:
    for i in range(at, min(at + 3, len(tokens))):
        if tokens.lows[i] in _words("duties"):
            stop = i + 1
            while stop < len(tokens) and stop - i < 6 and tokens.glues[stop - 1] == " ":
                stop += 1
            is_public = _is_public_duty(tokens.lows[i:stop])
            return f"who {' '.join(tokens.surface(i, stop).split())}" if is_public else None
        if tokens.lows[i] not in {"also", "has", "now", "currently", "once", "previously", "is"}:
            return None
    return None


def _is_public_duty(lows: list[str]) -> bool:
    """Whether a duty is public by its object: "wrote the opinion", "speaks for the family"."""
    if lows[0] == "speaks":
        return lows[1:2] == ["for"] and len(lows) > 2 and lows[2] not in _set("oneself")
    return lows[0] not in _set("writes") or not _set("works").isdisjoint(lows)


def _head(tokens: Tokens, at: int) -> tuple[str | None, bool]:
    """Read a noun phrase up to its first preposition or mark: its last noun decides."""
    start, private = at, False
    while at < len(tokens) and at - start < 14:  # longer is no apposition
        low = tokens.lows[at]
        ends_here = low in _set("stops") or low in _BETWEEN
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
    if _heads_one(tokens, last) or low in {"general", "elect", "emeritus"}:
        begin = start
        while begin < last and tokens.lows[begin] in {"a", "an", "the"}:
            begin += 1
        return " ".join(tokens.surface(begin, stop).split()), False
    is_name = tokens.is_capital(last) and tokens.lows[start] not in _set("determiners")
    return None, is_private(low) and (not is_name or low in _words("demonyms"))


def role_in_organisation(tokens: Tokens, stop: int, taken: bytearray) -> str | None:
    """Read "of the Harbor Rights Project" after a name, where that is an organisation."""
    if stop + 1 >= len(tokens) or tokens.before(stop) not in {" ", ", "}:
        return None
    if tokens.lows[stop] not in {"of", "with", "from", "at"}:
        return None
    at = stop + 1
    while at < stop + 4 and tokens.joined(at) and not tokens.is_capital(at):
        at += 1  # "of the liberal Harbor Project"
    end = at
    while end < len(tokens) and taken[end] in {ADVOCATES, OUTLET}:
        end += 1
    return " ".join(tokens.surface(stop, end).split()) if end > at else None


def role_at_outlet(tokens: Tokens, start: int, taken: bytearray) -> str | None:
    """Read "the Harbor Tribune's" or "the Harbor Project's" before a name."""
    mark = taken[start - 1] if start else 0
    owns = tokens.owned[start - 1] or tokens.before(start) in {"' ", "’ "}  # "the Times' Jane Roe"
    if mark not in {OUTLET, ADVOCATES} or not owns:
        return None
    begin = start
    while begin > 0 and taken[begin - 1] == mark:
        begin -= 1
    return f"of {' '.join(tokens.surface(begin, start).split())}"
