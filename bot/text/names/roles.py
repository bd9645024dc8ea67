"""Public roles in words, and those before a name: "Sheriff Roe", "the union's leader, Jane Roe".

Whoever has none of them beside the name is private (docs/decisions/0012-private-people.md); what
stands behind a name is read by `bot.text.names.appositions`.
"""

from __future__ import annotations

import re
from functools import cache

from bot.text.lexicon import load, word_set
from bot.text.prose.tokens import Tokens

_PARTIES = frozenset({"democrat", "republican"})
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
#: Stations of the United States are called by letters: "KXQV's Jane Roe".
_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,3}")
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
    many = (low.endswith("s") and low[:-1] in roles) or (low.endswith("men") and _man(low) in roles)
    return low in roles or many or low == "spokespeople"


def _man(low: str) -> str:
    """Return "spokesman" for "spokesmen"."""
    return f"{low[:-2]}an"


def is_title(low: str) -> bool:
    """Whether a folded word may belong to a role before a name."""
    return is_role(low) or low in _words("modifiers")


def is_private(low: str) -> bool:
    """Whether a folded word says of somebody that the role is private: "roofer", "juror"."""
    return low in _words("private")


def is_demonym(low: str) -> bool:
    """Whether a private role is an origin, which is written with a capital: "Honduran"."""
    return low in _words("demonyms")


def is_occupation(low: str) -> bool:
    """Whether a role is a livelihood to most who have it: "consultant"."""
    return low in _words("occupations")


def is_duty(low: str) -> bool:
    """Whether a verb behind "who" may say a role: "leads"."""
    return low in _words("duties")


def is_rank(role: str) -> bool:
    """Whether a role is one of rank and file, singular or plural."""
    word = role.lower().split()[-1].strip(".")
    return word in _words("ranks") or word.removesuffix("s") in _words("ranks")


def title_start(tokens: Tokens, start: int) -> int:
    """Return where the title before word `start` begins (`start` when there is none)."""
    last = start - 1
    if last > 0 and tokens.lows[last] == "dr" and tokens.glues[last] == " ":
        last -= 1  # "nominee Dr. Jane Roe"
    if last < 0 or tokens.glues[last] != " ":
        return start
    if _ends_in_office(tokens, last):
        return _title_run(tokens, _office_start(tokens, last))
    return _title_run(tokens, last) if heads(tokens, last) else start


def _ends_in_office(tokens: Tokens, last: int) -> bool:
    """Whether word `last` ends a title of its own form: "chief of staff", "register of deeds"."""
    return tokens.lows[last] in _set("of_what") and _office_start(tokens, last) < last


def _office_start(tokens: Tokens, last: int) -> int:
    """Return the noun of a title that ends in word `last` behind "of"; `last` when it is none."""
    tie = "in" if tokens.lows[last] == "charge" else "of"
    for at in (last - 2, last - 3):  # "director of public safety"
        is_tied = at >= 0 and tokens.lows[at + 1] == tie and tokens.lows[at] in _set("of_whom")
        if is_tied and all(glue == " " for glue in tokens.glues[at:last]):
            return at
    return last


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


def heads(tokens: Tokens, i: int) -> bool:
    """Whether word i is the noun of a public role."""
    if tokens.owned[i]:
        return False
    low = tokens.lows[i]
    before = tokens.lows[i - 1] if i > 0 and tokens.glues[i - 1] == " " else ""
    if low in _words("lower_case"):
        return not tokens.is_capital(i)
    if low in _set("bound"):
        return f"{before} {low.removesuffix('s')}" in _set("bindings")
    if low in _set("clergy"):
        return tokens.is_capital(i) and _is_priest(tokens, i)
    if before in _set("trades") or (before in _set("circles") and low in _set("posts")):
        return False
    if f"{before} {low}" in _set("private_pairs") or not _is_for_the_public(tokens, i):
        return False
    return (
        is_role(low) and low not in {"prime", "borough", "vice", "major", "first", "general"}
    ) or (low in {"major", "general"} and tokens.is_capital(i))


def _is_for_the_public(tokens: Tokens, i: int) -> bool:
    """Whether word i is no speaker of a language, host of a party or queen of a ball."""
    low, follows = tokens.lows[i], tokens.lows[i + 1 : i + 2]
    before = tokens.lows[i - 1] if i > 0 else ""
    if low == "speaker":
        return before in _set("presiding") or follows == ["of"] or tokens.is_capital(i)
    if low == "host":
        named = i > 0 and tokens.is_capital(i - 1)
        return before in _set("programs") or follows == ["of"] or named
    if low in _set("royal"):
        return tokens.is_capital(i)
    return low != "secretary" or tokens.is_capital(i) or _is_secretary(tokens, i)


def _is_secretary(tokens: Tokens, i: int) -> bool:
    """Whether a secretary heads something: "the press secretary", "secretary of the union"."""
    before, follows = tokens.lows[i - 1] if i > 0 else "", tokens.lows[i + 1 : i + 2]
    return (
        before in _set("cabinets")
        or follows in (["of"], ["for"], ["to"])
        or _is_agency_word(tokens, i - 1)
    )


def ends_title(tokens: Tokens, i: int) -> bool:
    """Whether word i, inside a run of capitals, is the noun of a title before a name."""
    low = tokens.lows[i]
    if _ends_in_office(tokens, i):
        return True
    return is_role(low) or ((low in _set("bound") or low in _set("clergy")) and heads(tokens, i))


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
    return singular(role.strip("\"“‘'"))


def singular(role: str) -> str:
    """Return the last word of a role in the singular: "Sens." is said of each of them."""
    bare = role.rstrip(".")
    if bare.endswith("men"):
        return _man(bare)
    if (
        bare.endswith("s")
        and " of " not in bare
        and bare.split()[-1].lower() not in _words("public")
    ):
        return f"{bare[:-1]}." if role.endswith(".") else bare[:-1]
    return role


def role_shared(tokens: Tokens, start: int) -> str | None:
    """Read a plural title that a list shares: "Reps. Jane Roe and Richard Doe"."""
    at, crossed = start - 1, False
    while at >= 0 and start - at < 16:  # three names and their parties
        low = tokens.lows[at]
        is_many = (is_role(low) and low not in _words("public")) or low == "members"
        if at < start - 1 and is_many:
            return _of_each(tokens, at, start) if crossed else None
        crossed = crossed or low == "and" or tokens.glues[at] == ", "
        if not (tokens.is_capital(at) or low == "and") or tokens.glues[at] == "\x00":
            return None
        at -= 1
    return None


def _of_each(tokens: Tokens, last: int, start: int) -> str | None:
    """Return the title of each in a list that word `last` opens: "Her attorneys, A and B, ..."."""
    if tokens.glues[last] != ", ":
        return role_before(tokens, last + 1)
    begin = _title_run(tokens, last)
    is_owned = begin > 0 and (tokens.owned[begin - 1] or tokens.lows[begin - 1] in _set("owners"))
    if not is_owned or not _is_set_off(tokens, start):
        return None
    return singular(" ".join(tokens.surface(begin, last + 1).split()))


def role_introduced(tokens: Tokens, start: int) -> str | None:
    """A role and a comma before the name: "the group's executive director, Jane Roe".

    The role may have a phrase of its own: "the nominee for mayor, Jane Roe, ...".
    """
    if start < 2 or tokens.before(start) != ", ":
        return None
    role = _introduced_by_phrase(tokens, start)
    if role is not None or not heads(tokens, start - 1):
        return role
    begin = _title_run(tokens, start - 1)
    while begin > 0 and tokens.joined(begin - 1) and tokens.is_capital(begin - 1):
        if tokens.lows[begin - 1] in _set("determiners"):
            break
        begin -= 1  # "the Georgia GOP chairman"
    return _determined(tokens, begin, start)


def heads_one(tokens: Tokens, i: int) -> bool:
    """Whether word i is a role of one person, and no voter's party."""
    return heads(tokens, i) and not _is_plural(tokens.lows[i])


def _is_plural(low: str) -> bool:
    singular = _words("public") | _words("lower_case") | _set("bindings_last")
    return low not in singular or low in _PARTIES  # "a Republican" may be any voter


def _determined(tokens: Tokens, begin: int, stop: int) -> str | None:
    """Return words [begin, stop) as a role where "the" or an owner opens them, and no kin."""
    opens = begin - 1
    if opens < 0 or not (tokens.lows[opens] in _set("determiners") or _is_owner(tokens, opens)):
        return None
    if tokens.lows[max(0, opens - 2) : opens] == ["one", "of"]:
        opens -= 2  # "the mother of one of the agents"
    kin = tokens.lows[opens - 2].removesuffix("s") if opens > 1 else ""
    is_kins = tokens.lows[opens - 1] == "of" and is_private(kin)
    return None if is_kins else " ".join(tokens.surface(begin, stop).split())


def _is_owner(tokens: Tokens, i: int) -> bool:
    """Whether word i owns what follows: "Ohio's", "Texas'"."""
    return tokens.owned[i] or (tokens.lows[i].endswith("s") and tokens.after(i) in {"' ", "’ "})


def _introduced_by_phrase(tokens: Tokens, start: int) -> str | None:
    """Read "the chair of the Harbor Party, Jane Roe, ...": the phrase holds names and offices."""
    if not _is_set_off(tokens, start):
        return None
    for i in range(start - 2, max(0, start - 10), -1):
        if tokens.glues[i] != " ":
            return None
        if tokens.lows[i + 1] in {"of", "for"} and heads_one(tokens, i):
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


def role_at_outlet(tokens: Tokens, start: int, taken: bytearray) -> str | None:
    """Read "the Harbor Tribune's" or "the Harbor Project's" before a name."""
    if start and tokens.owned[start - 1] and _CALL_LETTERS.fullmatch(tokens.words[start - 1]):
        return f"of {tokens.words[start - 1]}"
    mark = taken[start - 1] if start else 0
    owns = tokens.owned[start - 1] or tokens.before(start) in {"' ", "’ "}  # "the Times' Jane Roe"
    if mark not in {OUTLET, ADVOCATES} or not owns:
        return None
    begin = start
    while begin > 0 and taken[begin - 1] == mark:
        begin -= 1
    return f"of {' '.join(tokens.surface(begin, start).split())}"
