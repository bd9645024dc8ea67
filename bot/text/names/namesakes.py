"""Places and organisations whose name is a word of somebody's name in this text: "Austin Moreno".

A given name tells; behind a word that no list knows ("Ema Lima") the words around must speak of a
person, for it may as well belong to the place ("Greater Lowell").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.domain.entities import EntityKind
from bot.text.lexicon import word_set
from bot.text.names import capitals, people, roles
from bot.text.names.gazetteer import Found, index
from bot.text.names.roster import roster
from bot.text.names.vocabulary import ordinary
from bot.text.prose.tokens import Tokens

_STATE_ID = len("place:us-xx")
_KINDS = frozenset({EntityKind.PLACE, EntityKind.ORG})
_HYPHENS = frozenset({"-", "\u2011"})


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("namesakes", group)


def without_namesakes(tokens: Tokens, found: Sequence[Found]) -> list[Found]:
    """Return the names of things without those that are words of a person's name.

    A surname so found is one again where it acts alone later: "Lima said".
    """
    covered = {i for one in found if one.stop - one.start > 1 for i in range(one.start, one.stop)}
    named = {i for one in found for i in range(one.start, one.stop)}
    surnames = set()
    kept = []
    for one in found:
        if _is_surname(tokens, one, covered) or _is_half(tokens, one, named):
            surnames.add(tokens.lows[one.start])
        elif not _is_given(tokens, one):
            kept.append(one)
    if not surnames:
        return kept
    return [one for one in kept if not _is_surname_again(tokens, one, surnames)]


def _is_word(one: Found) -> bool:
    return one.stop - one.start == 1 and one.listed.entity.kind in _KINDS


def _is_state(one: Found) -> bool:
    return len(one.listed.entity.id) == _STATE_ID


def _is_given(tokens: Tokens, one: Found) -> bool:
    """Whether a city's name is a given name here: "Austin Moreno"; states are none."""
    at = one.start
    if not _is_word(one) or _is_state(one):
        return False
    if not (tokens.joined(at) and tokens.is_capital(at + 1)):
        return False
    following = tokens.lows[at + 1]
    is_name = following not in ordinary() and not roles.is_title(following)
    return is_name and tokens.lows[at] in people.given_names()


def _is_surname(tokens: Tokens, one: Found, covered: set[int]) -> bool:
    """Whether a place's name is somebody's last: behind a given name, or where a person acts."""
    return _is_word(one) and _follows_given(tokens, one, (one.start, one.stop), covered)


def _follows_given(tokens: Tokens, one: Found, run: tuple[int, int], covered: set[int]) -> bool:
    """Whether a given name stands before the words `run`, or one no list knows and a person acts.

    `covered` are words of longer names of things.
    """
    before = run[0] - 1
    if not (tokens.joined(before) and tokens.is_capital(before)):
        return False
    low = tokens.lows[before]
    if low in ordinary() or roles.is_title(low):
        return False
    if low in people.given_names():
        return True
    return (
        before not in covered
        and not _is_state(one)
        and _may_be_given(tokens, before)
        and people.is_told_of(tokens, before, run[1])
    )


def _may_be_given(tokens: Tokens, i: int) -> bool:
    """Whether an unlisted word may be a given name: no acronym, English word or part of places."""
    low = tokens.lows[i]
    return (
        low.isalpha()
        and not (tokens.words[i].isupper() and len(low) > 1)
        and low not in _set("of_places")
        and not capitals.is_english(low)
    )


def _is_half(tokens: Tokens, one: Found, named: set[int]) -> bool:
    """Whether a place's name is half of a hyphenated surname: "Juarez-Cobar", "Al-Aurora".

    `named` are the words of all names of things.
    """
    if one.listed.entity.kind not in _KINDS or tokens.words[one.start].isupper():
        return False
    start, stop = one.start, one.stop
    while _is_hyphened(tokens, start):
        start -= 1
    while _is_hyphened(tokens, stop):
        stop += 1
    halves = [tokens.lows[i] for i in range(start, stop) if not one.start <= i < one.stop]
    if not halves or any(len(low) == 1 for low in halves):  # "R-Utah"
        return False
    if _follows_given(tokens, one, (start, stop), named):
        return True
    unknown = (i for i in range(start, stop) if i not in named)
    is_where = start > 0 and tokens.lows[start - 1] in _set("where")
    return not is_where and any(_may_be_surname(tokens, i) for i in unknown)


def _is_hyphened(tokens: Tokens, i: int) -> bool:
    """Whether a hyphen joins word i, in capitals as names have, to the one before."""
    is_joined = tokens.is_capital(i) and tokens.is_capital(i - 1)
    return is_joined and tokens.before(i) in _HYPHENS


def _may_be_surname(tokens: Tokens, i: int) -> bool:
    """Whether a word joined to a place's name may be a surname: no place, prefix or figure."""
    low = tokens.lows[i]
    return (
        _may_be_given(tokens, i)
        and low not in index().names
        and low not in roster().famous
        and low not in _set("prefixes")
        and low not in ordinary()
        and not roles.is_title(low)
    )


def _is_surname_again(tokens: Tokens, one: Found, surnames: set[str]) -> bool:
    at = one.start
    if not _is_word(one) or tokens.lows[at] not in surnames:
        return False
    acts = not tokens.owned[at] and people.is_acting(tokens, one.stop)
    return acts or people.is_named_before(tokens, at)
