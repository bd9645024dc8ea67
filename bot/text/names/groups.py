"""Organisations that no list and no shape gives, told by the words beside them.

"Open Lantern, a group that ...", "the nonprofit Open Lantern", "an attorney at Open Lantern".
A private person must never be read so: the nouns are none that people are called by, and whatever
begins with a given name is left alone (docs/decisions/0097-names-nobody-listed.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from bot.domain.entities import EntityKind
from bot.text.lexicon import load, word_set
from bot.text.names.gazetteer import Found, Listed, make, state_names
from bot.text.names.people import given_names
from bot.text.names.roster import roster
from bot.text.names.vocabulary import english, ordinary
from bot.text.prose.tokens import Tokens, fold

#: Words of a name, and of the phrase in apposition.
_MOST, _LONGEST = 6, 10
_LINKS = frozenset({"de", "del", "la", "las", "los", "y", "en", "por", "para", "of", "for"})


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("groups", group)


@cache
def _hooks() -> frozenset[str]:
    return _set("nouns") | _set("staff") | {"who"}


def groups(tokens: Tokens) -> Iterator[Found]:
    """Yield organisations that the text itself calls so, and where it names them again."""
    names = {tokens.key(*span): span for span in _told(tokens)}
    for key, (start, stop) in names.items():
        entity = make(EntityKind.ORG, " ".join(tokens.surface(start, stop).split()))
        listed = Listed(entity=entity, shapes=())
        for at in _places(tokens, key, start, stop - start):
            yield Found(start=at, stop=at + stop - start, listed=listed)


def _places(tokens: Tokens, key: str, start: int, size: int) -> Iterator[int]:
    first = tokens.words[start]
    for at, word in enumerate(tokens.words):
        if word == first and at + size <= len(tokens) and tokens.key(at, at + size) == key:
            yield at


def _told(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Yield words that the text itself calls a body, and that cannot be a person's name."""
    hooks = _hooks()
    for i, low in enumerate(tokens.lows):
        if low not in hooks:
            continue
        if low in _set("nouns") and not tokens.is_capital(i):
            spans = (_before_noun(tokens, i), _after_noun(tokens, i))
        elif low == "who" and tokens.lows[i + 1 : i + 2] and tokens.lows[i + 1] in _set("leads"):
            spans = (_led(tokens, i + 2), None)
        elif low in _set("staff") and tokens.joined(i) and not tokens.is_capital(i):
            spans = (_employer(tokens, i), None)
        else:
            continue
        yield from (span for span in spans if span is not None and _may_be(tokens, *span))


def _before_noun(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read "Open Lantern, a rights group that ...": the noun is the last of its phrase."""
    if tokens.glues[i] == " " and tokens.lows[i + 1] not in _set("ends"):
        return None
    at = i
    while at > 0 and i - at < _LONGEST and tokens.glues[at - 1] == " ":
        at -= 1
        if tokens.lows[at] in _set("breaks"):
            return None  # "Jane Roe, a co-founder of the group"
    if tokens.lows[at] not in {"a", "an"} or tokens.before(at) != ", ":
        return None
    start = _start(tokens, at)
    return (start, at) if start < at and not tokens.owned[at - 1] else None


def _after_noun(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read "the nonprofit Open Lantern" and "a group called Open Lantern"."""
    at = i + 1
    if tokens.joined(i) and tokens.lows[at] in _set("called"):
        at += 1
    if not tokens.joined(at - 1):
        return None
    stop = _stop(tokens, at)
    is_made = stop < len(tokens) and tokens.lows[stop] in _set("made")
    return (at, stop) if stop > at and not is_made else None


def _employer(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Read "an attorney at Open Lantern", "executive director of Open Lantern"."""
    preposition = tokens.lows[i + 1]
    leads = tokens.lows[i] in _set("leaders") and tokens.lows[i - 1 : i] == ["executive"]
    speaks = tokens.lows[i] in _set("speakers") and preposition == "for"
    if preposition not in {"at", "with"} and not (leads and preposition == "of") and not speaks:
        return None
    return _led(tokens, i + 2)


def _led(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Read the body that somebody leads or works for; one word may be anybody."""
    if tokens.lows[at : at + 1] == ["the"]:
        at += 1
    stop = _stop(tokens, at)
    return (at, stop) if stop - at > 1 else None


def _start(tokens: Tokens, stop: int) -> int:
    at = stop
    while at > 0 and stop - at < _MOST and (at == stop or tokens.joined(at - 1)):
        if not (tokens.is_capital(at - 1) or tokens.lows[at - 1] in _LINKS):
            break
        at -= 1
    while at < stop and not (tokens.is_capital(at) and _is_free(tokens.lows[at])):
        at += 1
    return at


def _stop(tokens: Tokens, start: int) -> int:
    at, good = start, start
    while at < len(tokens) and at - start < _MOST:
        if tokens.is_capital(at):
            good = at + 1
        elif at == start or tokens.lows[at] not in _LINKS:
            break
        if not tokens.joined(at):
            break
        at += 1
    return good


def _is_free(low: str) -> bool:
    return low not in ordinary() or low in word_set("patterns", "inside")


@cache
def _titles() -> frozenset[str]:
    return frozenset(load("roles")["public"]) - {"justice", "democrat", "republican"}


def _may_be(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether words may name a body: no person, no title, no place where something is."""
    low = tokens.lows[start]
    is_given = low in given_names() and low not in _LINKS
    if not tokens.is_capital(start) or low in _titles() or is_given:
        return False
    if all(each in ordinary() for each in tokens.lows[start:stop]):
        return False
    if _holds_somebody(tokens.lows[start:stop]):
        return False
    if start and tokens.lows[start - 1] in _set("where"):
        return False
    if stop - start == 1:
        people = roster()
        is_known = low in people.by_surname or low in people.famous
        return tokens.opens_sentence(start) and not is_known
    return tokens.opens_sentence(start) or _opens_things(low)


def _holds_somebody(lows: Sequence[str]) -> bool:
    """Whether a title stands before a given name: "House Speaker Jane Roe" is somebody."""
    return any(low in _titles() and name in given_names() for low, name in pairwise(lows))


@cache
def _states() -> frozenset[str]:
    return frozenset(fold(names[0]).split()[0] for names in state_names().values())


def _opens_things(low: str) -> bool:
    """Whether a word opens names of bodies: inside a sentence any other may be a person's."""
    opens = low in english() or low in _set("openers") or low in _states()
    opens = opens or low in word_set("patterns", "inside")
    return opens or low in _LINKS
