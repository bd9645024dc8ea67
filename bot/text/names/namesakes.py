"""Places and organisations whose name is a word of somebody's name in this text: "Austin Moreno".

A given name tells; behind a word that no list knows ("Ema Lima") the words around must speak of a
person, for it may as well belong to the place ("Greater Lowell").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.domain.entities import EntityKind
from bot.text.lexicon import word_set
from bot.text.names import capitals, patterns, people, roles
from bot.text.names.gazetteer import Found
from bot.text.prose.tokens import Tokens

_STATE_ID = len("place:us-xx")


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("namesakes", group)


def without_namesakes(tokens: Tokens, found: Sequence[Found]) -> list[Found]:
    """Return the names of things without those that are words of a person's name.

    A surname so found is one again where it acts alone later: "Lima said".
    """
    covered = {i for one in found if one.stop - one.start > 1 for i in range(one.start, one.stop)}
    surnames = set()
    kept = []
    for one in found:
        if _is_surname(tokens, one, covered):
            surnames.add(tokens.lows[one.start])
        elif not _is_given(tokens, one):
            kept.append(one)
    if not surnames:
        return kept
    return [one for one in kept if not _is_surname_again(tokens, one, surnames)]


def _is_word(one: Found) -> bool:
    kinds = {EntityKind.PLACE, EntityKind.ORG}
    return one.stop - one.start == 1 and one.listed.entity.kind in kinds


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
    is_name = following not in patterns.ordinary() and not roles.is_title(following)
    return is_name and tokens.lows[at] in people.given_names()


def _is_surname(tokens: Tokens, one: Found, covered: set[int]) -> bool:
    """Whether a place's name is somebody's last: behind a given name, or where a person acts."""
    before = one.start - 1
    if not _is_word(one) or not (tokens.joined(before) and tokens.is_capital(before)):
        return False
    low = tokens.lows[before]
    if low in patterns.ordinary() or roles.is_title(low):
        return False
    if low in people.given_names():
        return True
    return (
        before not in covered
        and not _is_state(one)
        and _may_be_given(tokens, before)
        and _speaks_of_person(tokens, before, one.stop)
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


def _speaks_of_person(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether a form of address, a role, an age or what only people do stands beside words."""
    previous = tokens.lows[start - 1] if start > 0 and tokens.glues[start - 1] == " " else ""
    if previous in _set("before") or roles.role_before(tokens, start) is not None:
        return True
    role, private = roles.role_after(tokens, stop)
    acts = not tokens.owned[stop - 1] and _acts(tokens, stop)
    return role is not None or private or acts


def _acts(tokens: Tokens, i: int) -> bool:
    """Whether the words from i on say what a person does or suffers."""
    low = tokens.lows[i] if i < len(tokens) else ""
    if low == "who":
        return tokens.glues[i - 1] in {" ", ", "}
    if not low or tokens.glues[i - 1] != " ":
        return False
    if low not in _set("auxiliaries"):
        return low in _set("deeds")
    return i + 1 < len(tokens) and tokens.lows[i + 1] in _set("sufferings")


def _is_surname_again(tokens: Tokens, one: Found, surnames: set[str]) -> bool:
    at = one.start
    if not _is_word(one) or tokens.lows[at] not in surnames:
        return False
    previous = tokens.lows[at - 1] if at > 0 and tokens.glues[at - 1] == " " else ""
    return previous in _set("before") or (not tokens.owned[at] and _acts(tokens, one.stop))
