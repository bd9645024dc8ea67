"""Towns of the long list: read where the text names their state and places something there.

Most are also surnames or words, so that a name alone says nothing
(docs/decisions/0097-names-nobody-listed.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from bot.domain.entities import EntityKind
from bot.text.lexicon import load, split_names, word_set
from bot.text.names.gazetteer import Found, Listed, make, slug, state_entity
from bot.text.names.roster import roster
from bot.text.names.vocabulary import ordinary
from bot.text.prose.tokens import Tokens, fold

#: Words of a town's name.
_MOST = 3


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("localities", group)


@cache
def _towns() -> Mapping[str, tuple[str, ...]]:
    """Return the states of each town by its folded name."""
    found: dict[str, list[str]] = {}
    for code, names in load("towns")["towns"].items():
        for name in split_names(names):
            found.setdefault(fold(name).replace("-", " "), []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def localities(tokens: Tokens, states: Sequence[str]) -> Iterator[Found]:
    """Yield towns of the long list in the `states` that the text names."""
    before, after = _set("there") | _set("there_too"), _set("of_towns")
    for i, low in enumerate(tokens.lows):
        found = None
        if low in before:
            if tokens.is_capital(i + 1) and tokens.joined(i):
                alone = low in _set("there")
                found = _town(tokens, i + 1, _run(tokens, i + 1), states, alone=alone)
        elif low in after and tokens.is_capital(i - 1):
            found = _town(tokens, _run_back(tokens, i), i, states, alone=True)
        if found is not None:
            yield found


def _run(tokens: Tokens, start: int) -> int:
    """Return where the capitalised words from `start` on end."""
    at = start
    while tokens.is_capital(at):
        at += 1
        if not tokens.joined(at - 1):
            break
    return at


def _run_back(tokens: Tokens, stop: int) -> int:
    at = stop
    while at > 0 and tokens.is_capital(at - 1) and tokens.joined(at - 1):
        at -= 1
    return at


def _town(
    tokens: Tokens, start: int, stop: int, states: Sequence[str], *, alone: bool
) -> Found | None:
    """Read words as a town; `alone`: one word is enough here."""
    size = stop - start
    if not 0 < size <= _MOST or (size == 1 and not (alone and _is_plain(tokens, start))):
        return None
    codes = _towns().get(tokens.key(start, stop), ())
    near = [code for code in states if code in codes]
    if not near and (size == 1 or len(codes) != 1):
        return None
    return _place(tokens, start, stop, (near or codes)[0])


def _is_plain(tokens: Tokens, i: int) -> bool:
    """Whether a single word may be a town: no month, nobody's, no surname of the headlines."""
    low = tokens.lows[i]
    return not tokens.owned[i] and low not in ordinary() and low not in roster().famous


def _place(tokens: Tokens, start: int, stop: int, code: str) -> Found:
    name = tokens.surface(start, stop)
    key = f"us-{code.lower()}-{slug(name)}"
    entity = make(EntityKind.PLACE, name, key=key, state=code)
    return Found(start=start, stop=stop, listed=Listed(entity=entity, shapes=()))


def quarters(tokens: Tokens, cities: Iterable[Found]) -> Iterator[Found]:
    """Yield the quarters of `cities` that a compass point names: "South Omaha"."""
    for city in cities:
        entity, start = city.listed.entity, city.start - 1
        if entity.kind is not EntityKind.PLACE or entity.state is None or start < 0:
            continue
        is_city = entity.id != state_entity(entity.state).id
        is_quarter = tokens.lows[start] in _set("quarters") and tokens.is_capital(start)
        if is_city and is_quarter and tokens.joined(start):
            yield _place(tokens, start, city.stop, entity.state)
