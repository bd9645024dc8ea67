"""People no list knows: names in a text, and the public role that makes one nameable.

Default deny: a name without a public role beside it in this very text is private.
`bot.text.names.roles` reads the roles; this module reads the names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

from bot.text.lexicon import load, word_set
from bot.text.names import appositions, roles
from bot.text.names.roster import SUFFIXES
from bot.text.names.vocabulary import english, ordinary
from bot.text.prose.tokens import Tokens

_NICKNAME = re.compile(r"^ [\"“‘'(]$")
_NICKNAME_END = re.compile(r"^[\"”’')] $")
_PARTIES = frozenset({"democrat", "republican"})
_ROYAL = frozenset({"king", "queen", "prince"})
#: Whole words of a name: longer runs of capitals are headlines.
_MOST = 5


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("people", group)


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
def given_names() -> frozenset[str]:
    """Return lower-case given names."""
    return frozenset(name.lower() for name in load("names")["given"])


def _is_name_word(tokens: Tokens, i: int) -> bool:
    word = tokens.words[i]
    if not word[0].isupper() or word == "I":
        return False
    letters = word.replace(".", "")
    # Three and more capitals are an acronym or a dateline.
    if len(letters) > 2 and letters.isupper() and tokens.lows[i] not in SUFFIXES:
        return False
    low = tokens.lows[i]
    return low not in ordinary() or low in {"may", "west", "black", "white"} or _in_name(tokens, i)


def _in_name(tokens: Tokens, i: int) -> bool:
    """Whether an ordinary word is a name between names: "Bill Roe", "Jane Winter"."""
    low = tokens.lows[i]
    if low in _set("inner"):
        return _is_between_names(tokens, i)
    if low in _set("first"):
        before = tokens.lows[i - 1] if i > 0 else ""
        follows = tokens.joined(i) and tokens.is_capital(i + 1)
        is_named = follows and tokens.lows[i + 1] not in ordinary() and not _is_shout(tokens, i + 1)
        return (
            is_named
            and not (low in _set("clock") and before in _set("when"))
            and (low != "will" or not tokens.opens_sentence(i))
        )
    return _is_last(tokens, i)


def _is_between_names(tokens: Tokens, i: int) -> bool:
    """Whether both neighbors of a syllable may be names: "Khin Than Nu"."""
    around = (tokens.lows[i - 1], tokens.lows[i + 1]) if 0 < i < len(tokens) - 1 else ()
    return (
        bool(around)
        and tokens.joined(i - 1)
        and tokens.joined(i)
        and tokens.is_capital(i - 1)
        and tokens.is_capital(i + 1)
        and not any(_is_shout(tokens, k) for k in (i - 1, i, i + 1))
        and not any(low in ordinary() or low in english() for low in around)
    )


def _is_last(tokens: Tokens, i: int) -> bool:
    """Whether an ordinary word is a surname: one that may be, or told of as people are."""
    before, low = tokens.lows[i - 1] if i > 0 and tokens.joined(i - 1) else "", tokens.lows[i]
    if not before or before in _set("first") or (tokens.joined(i) and tokens.is_capital(i + 1)):
        return False
    if before in given_names():
        may_be = low not in _set("never_last")
        return low in _set("last") or (may_be and is_told_of(tokens, i - 1, i + 1))
    may_be = low in _set("unlisted_last") and _may_be_given(tokens, i - 1)
    return may_be and is_told_of(tokens, i - 1, i + 1)


def _may_be_given(tokens: Tokens, i: int) -> bool:
    """Whether a word no list knows may be a given name: "Renatina Sun was detained"."""
    low = tokens.lows[i]
    is_name = tokens.is_capital(i) and not _is_shout(tokens, i) and low not in ordinary()
    return is_name and low not in english() and not roles.is_title(low)


def is_told_of(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether a form of address, a role, an age or what only people do stands beside words."""
    if is_named_before(tokens, start) or roles.role_before(tokens, start) is not None:
        return True
    role, private = appositions.role_after(tokens, stop)
    acts = not tokens.owned[stop - 1] and is_acting(tokens, stop)
    return role is not None or private or acts


def is_acting(tokens: Tokens, i: int) -> bool:
    """Whether the words from i on say what a person does or suffers."""
    low = tokens.lows[i] if i < len(tokens) else ""
    if low == "who":
        return tokens.glues[i - 1] in {" ", ", "}
    if not low or tokens.glues[i - 1] != " ":
        return False
    if low not in _set("auxiliaries"):
        return low in _set("deeds")
    return i + 1 < len(tokens) and tokens.lows[i + 1] in _set("sufferings")


def is_suffering(tokens: Tokens, i: int) -> bool:
    """Whether word i says in a headline's way what was done to who stands before it."""
    follows = 0 < i < len(tokens) and tokens.glues[i - 1] == " "
    return follows and tokens.lows[i] in _set("sufferings")


def is_named_before(tokens: Tokens, i: int) -> bool:
    """Whether a form of address or a word of what is done to people stands before word i."""
    previous = tokens.lows[i - 1] if i > 0 and tokens.glues[i - 1] == " " else ""
    return previous in _set("before")


def _is_shout(tokens: Tokens, i: int) -> bool:
    return len(tokens.words[i]) > 1 and tokens.words[i].isupper()


def _next(tokens: Tokens, i: int, taken: bytearray) -> int | None:
    """Return the word that continues a name after word i, over particles and nicknames."""
    if i + 1 >= len(tokens) or tokens.owned[i] or taken[i + 1]:
        return None
    glue = tokens.glues[i]
    if glue == " " and _is_name_word(tokens, i + 1):
        begins_line = "\n" in tokens.before(i + 1) and roles.is_title(tokens.lows[i + 1])
        return None if begins_line else i + 1
    opens = (
        _NICKNAME.match(glue) and i + 2 < len(tokens) and _NICKNAME_END.match(tokens.glues[i + 1])
    )
    closes = i > 0 and _NICKNAME_END.match(glue) and _NICKNAME.match(tokens.glues[i - 1])
    if opens or closes:
        is_letter = len(tokens.words[i + 1]) == 1  # "(D) of Ohio"
        return i + 1 if _is_name_word(tokens, i + 1) and not is_letter else None
    if glue == ", " and tokens.lows[i + 1] in {"jr", "sr"}:
        return i + 1
    at = i + 1
    while at < len(tokens) - 1 and tokens.lows[at] in _set("particles") and tokens.glues[at] == " ":
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
        if roles.ends_title(tokens, i) and tokens.lows[i] not in _set("surnames"):
            at = i + 1
    while at < stop - 1 and roles.is_title(tokens.lows[at]):
        is_given = tokens.lows[at] in given_names() or tokens.lows[at] in _set("surnames")
        if is_given and size_of(tokens, at, stop) == 2 and not _follows_title(tokens, at):
            break  # "Dean Smith": a whole name
        at += 1
    return at


def size_of(tokens: Tokens, start: int, stop: int) -> int:
    """Return how many words stand between blanks: a double surname is one."""
    return 1 + sum(tokens.after(i) == " " for i in range(start, stop - 1))


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

    `taken` holds `roles.ADVOCATES` and `roles.OUTLET` where such names stand: who speaks for them
    has a public role.
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
            is_full = stop - start > 1
            if _is_believable(tokens, person) if is_full else _is_titled(tokens, person):
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
    if person.role is None or start == 0 or roles.is_title(low) or low in given_names():
        return False
    before = tokens.lows[start - 1]
    return tokens.is_capital(start - 1) and roles.is_role(before) and before not in _ROYAL


def _is_livelihood(tokens: Tokens, start: int, stop: int, role: str) -> bool:
    """Whether a role before a name is how somebody lives, without an institution beside it."""
    if role.lower().split()[-1] not in _set("livelihoods"):
        return False
    begin = roles.title_start(tokens, start)
    is_opening = tokens.opens_sentence(begin)
    in_title = any(tokens.is_capital(i) for i in range(begin + is_opening, start))
    of_body = tokens.owned[begin - 1] or tokens.is_capital(begin - 1) if begin else False
    tied = stop + 1 < len(tokens) and tokens.lows[stop] in {"of", "at", "with", "for", "from"}
    behind = tokens.lows[stop + 1 : stop + 2] == ["the"]
    return not (in_title or of_body or (tied and tokens.is_capital(stop + 1 + behind)))


def _person(tokens: Tokens, start: int, stop: int, taken: bytearray) -> Person:
    role = roles.role_before(tokens, start)
    if role is not None and _is_livelihood(tokens, start, stop, role):
        role = None
    role = role or roles.role_introduced(tokens, start)
    role = role or roles.role_at_outlet(tokens, start, taken) or roles.role_shared(tokens, start)
    role = role or roles.role_by_choice(tokens, start)
    role = role or appositions.role_of_each(tokens, start, stop)
    after, private = appositions.role_after(tokens, stop)
    if role is None or (after is not None and roles.is_rank(role)):
        role = after or role
    elif private and after is None and role.lower() in _set("given_titles"):
        role = None  # "Dean Roe, 28, a driver": the title is the given name
    if role is None and not private:
        role = appositions.role_in_organisation(tokens, stop, taken)
    return Person(
        start=start,
        stop=stop,
        role=role,
        is_private=private and role is None,
        is_rank=role is not None and roles.is_rank(role),
    )


def surname_of(tokens: Tokens, start: int, stop: int) -> str:
    """Return the folded surname of the name at words [start, stop)."""
    last = stop - 1
    while last > start and tokens.lows[last] in SUFFIXES:
        last -= 1
    return tokens.lows[last]
