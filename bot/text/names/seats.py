"""Federal courts by the city they sit in: "federal court in Boston" is one district's court."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.domain.entities import Entity, EntityKind
from bot.text.lexicon import load, split_names
from bot.text.names.gazetteer import Found, Listed, make, state_names
from bot.text.prose.tokens import Tokens, tokenize

#: What stands before "court".
_BEFORE = ("us district", "federal district", "federal")
#: Words of a city's name.
_MOST = 3


@cache
def _seats() -> Mapping[str, tuple[Entity, ...]]:
    """Return the district courts that sit in each city, by its folded name."""
    found: dict[str, list[Entity]] = {}
    for code, districts in load("courts")["seats"].items():
        state = state_names()[code][0].removesuffix(" state")
        for entry in districts:
            district, _, cities = entry.rpartition(": ")
            where = f"{district} District of {state}".strip()
            court = make(EntityKind.COURT, f"U.S. District Court for the {where}", state=code)
            for city in split_names(cities):
                tokens = tokenize(city)
                found.setdefault(tokens.key(0, len(tokens)), []).append(court)
    return {city: tuple(courts) for city, courts in found.items()}


def seated(tokens: Tokens, states: Sequence[str]) -> Iterator[Found]:
    """Yield "federal court" where its city stands beside it; the city stays a place of its own.

    A city of two states needs one of the `states` that the text names.
    """
    for i, low in enumerate(tokens.lows):
        if low == "court" and i > 0:
            start = _start(tokens, i)
            courts = _courts(tokens, start, i + 1) if start < i else ()
            near = [court for state in states for court in courts if court.state == state]
            if near or len(courts) == 1:
                listed = Listed(entity=(near or list(courts))[0], shapes=())
                yield Found(start=start, stop=i + 1, listed=listed)


def _start(tokens: Tokens, i: int) -> int:
    for words in _BEFORE:
        start = i - len(words.split())
        if start >= 0 and tokens.key(start, i) == words and tokens.joined(i - 1):
            return start
    return i


def _courts(tokens: Tokens, start: int, stop: int) -> tuple[Entity, ...]:
    """Return the courts of the city after "in", or right before the words [start, stop)."""
    seats = _seats()
    for size in range(_MOST, 0, -1):
        after = stop + 1 + size
        if tokens.lows[stop : stop + 1] == ["in"] and after <= len(tokens):
            courts = seats.get(tokens.key(stop + 1, after), ())
            if courts and tokens.is_capital(stop + 1):
                return courts
        if start >= size and tokens.joined(start - 1) and tokens.is_capital(start - size):
            courts = seats.get(tokens.key(start - size, start), ())
            if courts:
                return courts
    return ()
