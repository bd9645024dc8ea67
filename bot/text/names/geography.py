"""Streets, roads and lands, known by their last word: "Doremus Avenue", "Sonoran Desert".

Only where the words before say that something is there; a street behind a house number is
somebody's address and stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.domain.entities import EntityKind
from bot.text.lexicon import word_set
from bot.text.names.gazetteer import Found, Listed, make
from bot.text.names.vocabulary import ordinary
from bot.text.prose.tokens import Tokens

#: Words before the last one: "East Martin Luther King Boulevard".
_MOST = 5
_ORDINALS = ("st", "nd", "rd", "th")


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("geography", group)


@cache
def _heads() -> frozenset[str]:
    return (
        _set("streets") | _set("numbered") | frozenset(land.split()[-1] for land in _set("lands"))
    )


def lands(tokens: Tokens) -> Iterator[Found]:
    """Yield streets, numbered roads and lands that no list has."""
    heads = _heads()
    for i, low in enumerate(tokens.lows):
        if low in heads and tokens.is_capital(i):
            found = _numbered(tokens, i) or _ending(tokens, i)
            if found is not None:
                yield found


def _numbered(tokens: Tokens, i: int) -> Found | None:
    """A road by its number: "Interstate 40", "State Road 29"."""
    if tokens.lows[i] not in _set("numbered") or not tokens.joined(i):
        return None
    if not tokens.words[i + 1].isdigit() or (tokens.joined(i + 1) and tokens.is_capital(i + 2)):
        return None  # "the Route 91 Harvest Festival"
    start = i
    while start > 0 and tokens.joined(start - 1) and tokens.lows[start - 1] in _set("of_roads"):
        start -= 1
    return _found(tokens, start, i + 2)


def _ending(tokens: Tokens, i: int) -> Found | None:
    head = _head(tokens, i)
    if head is None or (tokens.joined(i) and tokens.is_capital(i + 1)):
        return None
    start = _start(tokens, head)
    if start == head or tokens.key(start, i + 1) in _set("never"):
        return None
    return _found(tokens, start, i + 1) if _is_there(tokens, start, i) else None


def _head(tokens: Tokens, i: int) -> int | None:
    """Return where the words that end such a name begin: "National Wildlife Refuge"."""
    if tokens.lows[i] in _set("streets"):
        return i
    for size in (3, 2, 1):
        start = i + 1 - size
        if start >= 0 and tokens.key(start, i + 1) in _set("lands"):
            return start
    return None


def _start(tokens: Tokens, head: int) -> int:
    at = head
    while at > 0 and head - at < _MOST and tokens.joined(at - 1) and _is_part(tokens, at - 1):
        at -= 1
    while at < head and _is_ordinary(tokens.lows[at]):
        at += 1
    return at


def _is_part(tokens: Tokens, i: int) -> bool:
    word = tokens.words[i]
    return tokens.is_capital(i) or (word[0].isdigit() and word[-2:].lower() in _ORDINALS)


def _is_ordinary(low: str) -> bool:
    return low in ordinary() and low not in word_set("places", "in_towns")


def _is_there(tokens: Tokens, start: int, last: int) -> bool:
    """Whether the words before place something there, and no number makes it an address."""
    if start == 0 or tokens.glues[start - 1] != " ":
        return False
    before = tokens.lows[start - 1]
    if before == "the":
        return tokens.lows[last] not in _set("streets")
    return before in _set("there") and not tokens.is_capital(start - 1)


def _found(tokens: Tokens, start: int, stop: int) -> Found:
    name = " ".join(tokens.surface(start, stop).split())
    return Found(
        start=start, stop=stop, listed=Listed(entity=make(EntityKind.PLACE, name), shapes=())
    )
