"""Places that need their surroundings: state lists, "Springfield, Ill.", counties, Washington.

And `states_of`: the states a text is about, which is not the states it mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from bot.domain.entities import Entity, EntityKind, Mention
from bot.text.lexicon import load, word_set
from bot.text.names.gazetteer import (
    Found,
    Listed,
    Needs,
    index,
    make,
    positions,
    slug,
    state_entity,
    state_names,
)
from bot.text.names.vocabulary import ordinary
from bot.text.prose.tokens import Tokens, fold, tokenize

_CODE_LIST = re.compile(r"\b[A-Z]{2}(?:(?:, (?:and |or |& )?| and | or |/| & )[A-Z]{2}\b)+")
_CODE = re.compile(r"[A-Z]{2}")
_COUNTY = frozenset({"county", "parish"})
_COUNTIES = frozenset({"counties", "parishes"})
#: The lead of a text, where a state is what the text is about rather than a comparison.
_LEAD = 700
#: Points of a state before a text counts as being about it, and the share of the strongest state.
_ENOUGH, _SHARE, _MOST = 3.0, 0.25, 6


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("places", group)


def _place(name: str, state: str) -> Entity:
    return make(EntityKind.PLACE, name, key=f"us-{state.lower()}-{slug(name)}", state=state)


@cache
def _state_words() -> dict[str, str]:
    """Return folded state names and abbreviations as they follow a town, with their codes."""
    words = {}
    for code, names in state_names().items():
        for name in names:
            words[" ".join(tokenize(name).lows)] = code
        words[code.lower()] = code
    words["washington"] = "WA"
    return words


@cache
def _counties() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, names in load("counties")["counties"].items():
        for name in names:
            found.setdefault(fold(name), []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def state_after(tokens: Tokens, stop: int) -> tuple[str, int] | None:
    """Return the state written after a town at words [.., stop) and where its words end."""
    if stop >= len(tokens) or tokens.owned[stop - 1]:
        return None
    if tokens.before(stop) not in {", ", " (", ","} or not tokens.is_capital(stop):
        return None
    for size in (3, 2, 1):
        if stop + size > len(tokens):
            continue
        code = _state_words().get(tokens.key(stop, stop + size))
        if code is not None and _is_state_form(tokens, stop, size):
            return code, stop + size
    return None


def _is_state_form(tokens: Tokens, start: int, size: int) -> bool:
    word = tokens.words[start]
    if size > 1 or len(word) > 5:  # a whole name
        return True
    if len(word) == 2:  # "TX", or an abbreviation such as "Ga."
        return word in _set("codes") or tokens.after(start).startswith(".")
    return (
        tokens.after(start).startswith(".")
        or word in {"Iowa", "Ohio", "Utah", "Texas", "Idaho", "Maine", "D.C."}
        or "." in word
    )


def towns(tokens: Tokens) -> Iterator[Found]:
    """Yield towns written with their state, whether or not a list knows them, and the state."""
    marks = {", ", " (", ","}
    for i in range(1, len(tokens)):
        if tokens.glues[i - 1] not in marks or not tokens.words[i - 1][0].isupper():
            continue
        after = state_after(tokens, i)
        if after is None:
            continue
        code, stop = after
        start = _town_start(tokens, i)
        if start < i and tokens.key(start, i) not in _state_words():
            follows = tokens.lows[stop] if stop < len(tokens) else ""
            if follows in {"republican", "democrat", "democratic", "republicans"}:
                continue  # "Jane Roe, Ohio Republican"
            if _is_elsewhere(tokens.key(start, i), code):
                continue  # "Boston, New York and Chicago"
            name = tokens.surface(start, i)
            name = name.title() if name.isupper() else name
            yield _found(start, i, _known(name, code) or _place(name, code))
            yield _found(i, stop, state_entity(code))


def _is_elsewhere(key: str, code: str) -> bool:
    """Whether a town is surely known, and in other states only."""
    if code not in {"NY", "WA", "DC"}:
        return False
    known = [
        listed
        for listed in index().names.get(key, ())
        if listed.entity.kind is EntityKind.PLACE and listed.needs is Needs.NOTHING
    ]
    return bool(known) and all(listed.entity.state != code for listed in known)


def _town_start(tokens: Tokens, stop: int) -> int:
    start = stop
    while (
        start > 0
        and stop - start < 4  # "Rio Grande City", "Port St. Lucie"
        and tokens.is_capital(start - 1)
        and (start == stop or (tokens.glues[start - 1] == " " and not tokens.owned[start - 1]))
        and tokens.lows[start - 1] not in _no_town()
        and tokens.lows[start - 1] not in _titles()
        and not (tokens.words[start - 1].isupper() and len(tokens.words[start - 1]) == 1)
    ):
        start -= 1
    return start


@cache
def _titles() -> frozenset[str]:
    return frozenset(load("roles")["public"]) - {"bishop", "prince", "king", "republican"}


@cache
def _no_town() -> frozenset[str]:
    """Ordinary words begin no town, but compass points and "New" do."""
    return ordinary() - _set("in_towns")


def _known(name: str, code: str) -> Entity | None:
    for listed in index().names.get(" ".join(tokenize(name).lows), ()):
        if listed.entity.kind is EntityKind.PLACE and listed.entity.state == code:
            return listed.entity
    return None


def _found(start: int, stop: int, entity: Entity) -> Found:
    return Found(start=start, stop=stop, listed=Listed(entity=entity, shapes=()))


def counties(tokens: Tokens, states: Sequence[str]) -> Iterator[Found]:
    """Yield counties and parishes, their state from beside them, the text or the list."""
    for i, low in enumerate(tokens.lows):
        if low in _COUNTY and tokens.is_capital(i) and i > 0 and tokens.glues[i - 1] == " ":
            start = _town_start(tokens, i)
            if start < i and _is_county(tokens, start, i, states):
                yield _county(tokens, start, i, i + 1, states)
        elif low in _COUNTIES and i > 2 and tokens.lows[i - 2] in {"and", "or"}:
            yield from _pair(tokens, i, states)


def _pair(tokens: Tokens, i: int, states: Sequence[str]) -> Iterator[Found]:
    for stop in (i, i - 2):
        start = _town_start(tokens, stop)
        if start < stop and _county_key(tokens, start, stop) in _counties():
            yield _county(tokens, start, stop, stop, states)


def _county_key(tokens: Tokens, start: int, stop: int) -> str:
    return tokens.key(start, stop) + ("'s" if tokens.owned[stop - 1] else "")


def _is_county(tokens: Tokens, start: int, i: int, states: Sequence[str]) -> bool:
    """Whether words [start, i) name a county: "Prince George's", and no church's parish."""
    codes = _counties().get(_county_key(tokens, start, i), ())
    if tokens.lows[i] == "parish":
        is_saint = tokens.lows[start] in {"st", "saint", "holy"}
        return "LA" in codes and ("LA" in states or not is_saint)
    return bool(codes) or not tokens.owned[i - 1]


def _county(tokens: Tokens, start: int, stop: int, end: int, states: Sequence[str]) -> Found:
    word = "Parish" if tokens.lows[end - 1] == "parish" else "County"
    owner = "'s" if tokens.owned[stop - 1] else ""
    name = f"{tokens.surface(start, stop)}{owner} {word}"
    options = _counties().get(_county_key(tokens, start, stop), ())
    after = state_after(tokens, end)
    likely = [code for code in states if code in options]
    if after is not None:
        return _found(start, end, _place(name, after[0]))
    if likely or len(options) == 1:
        return _found(start, end, _place(name, likely[0] if likely else options[0]))
    return _found(start, end, make(EntityKind.PLACE, name))


def washingtons(tokens: Tokens, states: Sequence[str]) -> Iterator[Found]:
    """Yield bare "Washington" where it is a place: elsewhere it means the government."""
    for i in positions(tokens, "Washington"):
        if i > 0:
            follows = tokens.is_capital(i + 1) and tokens.joined(i)
            if tokens.lows[i - 1] in _set("where") and tokens.glues[i - 1] == " " and not follows:
                code = "WA" if "WA" in states else "DC"
                yield _found(i, i + 1, state_entity(code))


def code_lists(tokens: Tokens) -> Iterator[Found]:
    """Yield the states of a list of codes: "CA, NY, IL"."""
    for found in _CODE_LIST.finditer(tokens.text):
        codes = list(_CODE.finditer(found.group()))
        if all(code.group() in _set("codes") for code in codes):
            for code in codes:
                start = found.start() + code.start()
                i = bisect_left(tokens.starts, start)
                if tokens.starts[i : i + 1] == [start]:
                    yield _found(i, i + 1, state_entity(code.group()))


def settle(tokens: Tokens, found: Iterable[Found], states: Sequence[str]) -> Iterator[Found]:
    """Drop or move what needs its state: cities, jails of counties, bills by low numbers.

    `states` are those the text names.
    """
    for one in found:
        if one.listed.needs is not Needs.STATE:
            yield one
            continue
        if one.listed.entity.kind is not EntityKind.PLACE:
            yield from _in_its_state(tokens, one, states)
            continue
        name = " ".join(tokenize(one.listed.entity.name).lows)
        options = {
            listed.entity.state: listed.entity
            for listed in index().names.get(name, ())
            if listed.entity.kind is EntityKind.PLACE
        }
        for code in states:
            if code in options:
                yield _found(one.start, one.stop, options[code])
                break


def _in_its_state(tokens: Tokens, one: Found, states: Sequence[str]) -> Iterator[Found]:
    readings = index().names[tokens.key(one.start, one.stop)]
    kind = one.listed.entity.kind
    near = (
        listed
        for code in states
        for listed in readings
        if listed.entity.state == code and listed.entity.kind is kind
    )
    yield from (replace(one, listed=listed) for listed in islice(near, 1))


def named_states(found: Iterable[Found]) -> tuple[str, ...]:
    """Return the states of surely known places, most named first."""
    seen = Counter(
        one.listed.entity.state
        for one in found
        if one.listed.entity.state and one.listed.needs is Needs.NOTHING
    )
    return tuple(code for code, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0])))


def _weight(mention: Mention) -> float:
    if mention.entity.kind is EntityKind.PLACE:
        return 2.0 if mention.start < _LEAD else 1.0
    if mention.entity.kind is EntityKind.OFFICIAL:
        return 0.5
    return 1.0


def tally(mentions: Iterable[Mention], titled: Iterable[str]) -> tuple[str, ...]:
    """Return the states a text is about: title and lead count more than the rest, repeats less."""
    points: dict[str, float] = defaultdict(float)
    times: Counter[str] = Counter()
    for mention in mentions:
        code = mention.entity.state
        if code is not None:
            times[code] += 1
            points[code] += _weight(mention) / (1.0 if times[code] <= 3 else 2.0)
    for code in titled:
        points[code] += 4.0
    points["DC"] /= 2  # the government's seat is in every other text
    floor = max(_ENOUGH, _SHARE * max(points.values(), default=0.0))
    about = [code for code, score in points.items() if score >= floor]
    return tuple(sorted(about, key=lambda code: (-points[code], code))[:_MOST])
