"""Public roles behind a name: in its apposition, its duties, its organisation.

"Jane Roe, a policy analyst at ...", "Roe, who leads the union", "Roe, running for mayor", "Roe of
the state chapter of the ACLU". What stands before a name is read by `bot.text.names.roles`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.text.lexicon import word_set
from bot.text.names import roles
from bot.text.prose.tokens import Tokens

_PARTY = re.compile(
    r"^,? ?\(?(?:[DR] ?[-–] ?[A-Z]|I[-–][A-Z][a-z.])|"
    r"^ \((?:D|R|I|Dem|Rep|Democrat|Republican)\.?[,)]|"
    r"^, (?:an? )?(?:[A-Z][a-z]+ ){1,2}(?:Republican|Democrat)\b"
)
_OPENS = re.compile(r"^(?:,|\s*\(|\s*[—–]|\s-\s)")
_BETWEEN = frozenset({"and", "or"})
_COPULAS = frozenset({"is", "was", "became", "remains", "serves", "served"})
_HYPHENS = frozenset("-–\u2011")
_ARTICLES = frozenset({"a", "an", "the"})
#: Words of an apposition, of a duty with its object, and up to an organisation; longer is none.
_LONGEST, _DUTY, _TO_ORGANISATION = 14, 6, 9
#: Words of a list of names up to what is said of all of them.
_LIST = 16


def _set(group: str) -> frozenset[str]:
    return word_set("appositions", group)


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


def role_of_each(tokens: Tokens, start: int, stop: int) -> str | None:
    """Read a plural role behind a list that holds words [start, stop): "A and B, lawyers for"."""
    crossed, at = start > 0 and tokens.lows[start - 1] == "and", stop
    while at < len(tokens) and at - stop < _LIST:
        gap = tokens.glues[at - 1]
        if gap not in {" ", ", "}:
            return None
        if tokens.lows[at] == "and" and not crossed:
            crossed = True
        elif not tokens.is_capital(at):
            return _of_many(tokens, at) if crossed and gap == ", " else None
        elif at == stop if gap == " " else crossed and tokens.lows[at - 1] != "and":
            return None
        at += 1
    return None


def _of_many(tokens: Tokens, at: int) -> str | None:
    """Return a plural role whose words begin at `at`, in the singular."""
    last = at
    while last + 1 < len(tokens) and last - at < _DUTY and tokens.glues[last] == " ":
        if tokens.lows[last + 1] in word_set("roles", "stops") or tokens.lows[last + 1] in _BETWEEN:
            break
        last += 1
    role = " ".join(tokens.surface(at, last + 1).split())
    one = roles.singular(role)
    if one == role or not roles.heads(tokens, last) or _is_occupation(tokens, at, one):
        return None
    return one


def _after_copula(tokens: Tokens, at: int) -> str | None:
    if at < len(tokens) and tokens.lows[at] == "as":
        at += 1
    if at < len(tokens) and tokens.lows[at] in _ARTICLES:
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
    if tokens.lows[at : at + 2] == ["one", "of"]:
        return _one_of(tokens, at + 2)
    role = _as_it_acts(tokens, at)
    private = False
    if role is None:
        role, private = _head(tokens, at)
    if role is not None and _is_occupation(tokens, at, role, has_age=has_age):
        return None, True
    return role, private or (has_age and role is None)


def _as_it_acts(tokens: Tokens, at: int) -> str | None:
    """Read "running for mayor", "speaking for the union" and "of counsel" behind a comma."""
    lows = tokens.lows[at : at + _LONGEST]
    if lows[:2] == ["of", "counsel"]:
        return "of counsel"
    speaks = lows[:1] in (["speaking"], ["arguing"]) and lows[1:2] == ["for"]
    if _is_candidacy(lows) or (speaks and _is_heard(lows[2:])):
        return _phrase(tokens, at)
    return None


def _one_of(tokens: Tokens, at: int) -> tuple[str | None, bool]:
    """Read "one of her lawyers": a plural role that somebody has, or a private one."""
    last = at
    while last + 1 < len(tokens) and last - at < _DUTY and tokens.glues[last] == " ":
        if tokens.lows[last + 1] in word_set("roles", "stops"):
            break
        last += 1
    if tokens.after(last)[:1] in {"'", "’"}:
        return None, False  # "one of the agents' victims"
    if not roles.heads(tokens, last):
        return None, roles.is_private(tokens.lows[last].removesuffix("s"))
    begin = at + (tokens.lows[at] in word_set("roles", "determiners"))
    return roles.singular(" ".join(tokens.surface(begin, last + 1).split())), False


def _is_heard(lows: Sequence[str]) -> bool:
    """Whether "speaking for" names somebody else: no pronoun, no time."""
    return bool(lows) and lows[0] not in _set("oneself") and not lows[0].isdigit()


def _is_candidacy(lows: Sequence[str]) -> bool:
    """Whether words say that an office is sought: "running for mayor", "challenging Rep."."""
    if not lows or lows[0] not in _set("campaigns"):
        return False
    if "unseat" in lows[1:4] or (lows[0] == "won" and not _set("races").isdisjoint(lows)):
        return True
    if lows[:1] == ["challenging"]:
        return any(roles.is_title(low) for low in lows[1:3])
    if lows[:1] == ["seeking"]:
        return not _set("terms").isdisjoint(lows[1:6])
    return lows[1:2] == ["for"] and not _set("seats").isdisjoint(lows[2:9])


def _was_in_office(tokens: Tokens, at: int) -> bool:
    """Whether "was" or a career "as" is followed by a role of government of this country."""
    lows = tokens.lows[at : at + _LONGEST]
    if lows[0] in _set("careers") and "as" in lows[:7]:
        at += lows.index("as") + 1
    elif lows[0] == "was":
        at += 1
    else:
        return False
    role, _ = _head(tokens, at) if at < len(tokens) else (None, False)
    size = 0 if role is None else len(role.split()) + 4
    of_body = any(len(word) > 1 and word.isupper() for word in tokens.words[at : at + size])
    return role is not None and (of_body or not _set("services").isdisjoint(lows))


def _is_elected(lows: Sequence[str]) -> bool:
    """Whether words say that an office was won: "elected to the council"."""
    return lows[:1] in (["elected"], ["appointed"]) and not _set("seats").isdisjoint(lows[1:6])


def _phrase(tokens: Tokens, at: int) -> str:
    """Return the words from `at` on up to a mark, few enough to be read."""
    stop = at + 1
    while stop < len(tokens) and stop - at < _DUTY and tokens.glues[stop - 1] == " ":
        stop += 1
    return " ".join(tokens.surface(at, stop).split())


def _is_occupation(tokens: Tokens, at: int, role: str, *, has_age: bool = False) -> bool:
    """Whether a role only says how somebody earns a living: "27, a business consultant".

    An institution beside it makes it public: "a researcher at Harbor University", "the county's
    elected clerk".
    """
    if not roles.is_occupation(role.lower().split()[-1]):
        return False
    if has_age:
        return True
    stop = at
    while stop < len(tokens) - 1 and stop - at < _LONGEST and tokens.glues[stop] == " ":
        stop += 1
    places = (i for i in range(at, stop + 1) if tokens.is_capital(i))
    inside = any(
        tokens.lows[i - 1] not in {"in", "near"} if i > at else tokens.owned[i] for i in places
    )
    of_body = not _set("bodies").isdisjoint(tokens.lows[at : at + len(role.split()) + 1])
    has_written = not _set("publications").isdisjoint(tokens.lows[at:stop])
    return not inside and not of_body and not has_written


def _duty(tokens: Tokens, at: int) -> str | None:
    for i in range(at, min(at + 3, len(tokens))):
        lows = tokens.lows[i : i + _LONGEST]
        if roles.is_duty(tokens.lows[i]):
            phrase = _phrase(tokens, i)
            is_public = _is_public_duty(tokens, i, tokens.lows[i : i + len(phrase.split())])
            return f"who {phrase}" if is_public else None
        if (lows[0] == "was" and _is_elected(lows[1:])) or _was_in_office(tokens, i):
            return f"who {_phrase(tokens, i)}"
        if _is_candidacy(lows):
            return (
                f"who {_phrase(tokens, i)}"
                if lows[0] in {"won", "hopes", "wants"}
                else f"who is {_phrase(tokens, i)}"
            )
        if tokens.lows[i] not in {"also", "has", "now", "currently", "once", "previously", "is"}:
            return None
    return None


def _is_public_duty(tokens: Tokens, at: int, lows: Sequence[str]) -> bool:
    """Whether a duty is public by its object: "wrote the opinion", "sits on the city council"."""
    verb, objects = lows[0], lows[1:]
    if verb == "speaks":
        return objects[:1] == ["for"] and _is_heard(objects[1:])
    if verb in _set("writes"):
        return not _set("works").isdisjoint(objects)
    if verb in _set("sits"):
        served = objects[objects.index("as") :] if "as" in objects else ()
        return any(map(roles.is_role, served)) or _is_seated(objects)
    if verb in {"represents", "represented", "represent"}:
        return _set("oneself").isdisjoint(objects)
    if verb == "teaches":
        return not _set("academic").isdisjoint(objects)
    if verb == "holds":
        return not _set("chairs").isdisjoint(objects)
    if verb in _set("argues"):
        return "for" in objects and not _set("parties").isdisjoint(objects)
    if verb in _set("leads"):
        of_body = not _set("bodies").isdisjoint(objects) or _holds_name(tokens, at, objects)
        return bool(objects) and (objects[0] in _set("which") or of_body)
    return True


def _is_seated(objects: Sequence[str]) -> bool:
    """Whether "on the city council" or "in Congress" follows: no church's board, no jail."""
    if not _set("circles").isdisjoint(objects):
        return False
    where = _set("seats") if objects[:1] == ["on"] else _set("houses")
    return not where.isdisjoint(objects)


def _holds_name(tokens: Tokens, at: int, objects: Sequence[str]) -> bool:
    """Whether the objects of the verb at word `at` hold a name other than of where it is done."""
    spots = range(at + 1, at + 1 + len(objects))
    return any(tokens.is_capital(i) and tokens.lows[i - 1] not in {"in", "near"} for i in spots)


def _head(tokens: Tokens, at: int) -> tuple[str | None, bool]:
    """Read a noun phrase up to its first preposition or mark: its last noun decides."""
    start, private = at, False
    while at < len(tokens) and at - start < _LONGEST:
        low = tokens.lows[at]
        ahead = tokens.lows[at : at + _LONGEST]
        if _is_candidacy(ahead) or (at > start and _is_elected(ahead)):
            return _phrase(tokens, at), False
        is_stop = low in word_set("roles", "stops") and tokens.before(at) not in _HYPHENS
        ends_here = is_stop or low in _BETWEEN
        if ends_here or (at > start and tokens.glues[at - 1] != " "):
            role, says_private = _noun(tokens, start, at)
            if role is not None:
                return role, False
            private = private or says_private
            if low == "who" and tokens.lows[at - 1] in _set("partisans"):
                return _duty(tokens, at + 1), False
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
    begin = start
    while begin < last and tokens.lows[begin] in _ARTICLES:
        begin += 1
    of_party = low in _set("partisans") and tokens.lows[last - 1] in _set("foremost")
    if roles.heads_one(tokens, last) or of_party or low in {"general", "elect", "emeritus"}:
        return " ".join(tokens.surface(begin, stop).split()), False
    if low == "member" and (end := _body_after(tokens, stop)) is not None:
        return " ".join(tokens.surface(begin, end).split()), False
    is_name = tokens.is_capital(last) and tokens.lows[start] not in word_set("roles", "determiners")
    is_private = roles.is_private(low) and (not is_name or roles.is_demonym(low))
    return None, is_private


def _body_after(tokens: Tokens, at: int) -> int | None:
    """Return where "of the county Board of Supervisors" behind "member" ends; None for a club."""
    if at >= len(tokens) or tokens.lows[at] != "of":
        return None
    for i in range(at + 1, min(at + _DUTY + 1, len(tokens))):
        low = tokens.lows[i]
        if tokens.glues[i - 1] != " " or low in _set("circles"):
            return None
        if low in _set("chambers"):
            return i + 1
    return None


def role_in_organisation(tokens: Tokens, stop: int, taken: bytearray) -> str | None:
    """Read "of the Harbor Rights Project" after a name, where that is an organisation.

    A branch of it may stand between: "of the state chapter of the ACLU".
    """
    if stop + 1 >= len(tokens) or tokens.before(stop) not in {" ", ", "}:
        return None
    if tokens.lows[stop] not in {"of", "with", "from", "at"}:
        return None
    at = _to_organisation(tokens, stop + 1, taken)
    end = at
    while end < len(tokens) and taken[end] in {roles.ADVOCATES, roles.OUTLET}:
        end += 1
    return " ".join(tokens.surface(stop, end).split()) if end > at else None


def _to_organisation(tokens: Tokens, begin: int, taken: bytearray) -> int:
    """Return the first word of an organisation behind few words, or behind a branch of it."""
    at = begin
    while at < begin + 3 and tokens.joined(at) and not tokens.is_capital(at):
        at += 1  # "of the liberal Harbor Project"
    branch = at
    while (
        branch < begin + _TO_ORGANISATION and tokens.joined(branch) and not _is_org(taken[branch])
    ):
        branch += 1
    between = tokens.lows[begin:branch]
    has_branch = not _set("branches").isdisjoint(between) and between[-1:] in (["the"], ["of"])
    return branch if has_branch and branch < len(tokens) and _is_org(taken[branch]) else at


def _is_org(mark: int) -> bool:
    return mark in {roles.ADVOCATES, roles.OUTLET}
