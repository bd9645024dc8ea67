"""Runs of capitals: which of their words are a person's name, and which name a thing.

Whatever is not known to be a thing is taken for a person, because a thing taken for a person costs
a sentence and a person taken for a thing is exposed (docs/decisions/0068-things-in-capitals.md).
"""

from __future__ import annotations

import re
from functools import cache

from bot.text.lexicon import load, word_set
from bot.text.names.people import given_names
from bot.text.names.roles import is_private, is_title
from bot.text.names.vocabulary import english
from bot.text.prose.tokens import Tokens

#: "Canopy Growth Inc.", "Levi Strauss & Co.": the words before are a firm's.
_FIRM = re.compile(r"^,? (?:& )?(?:Inc|Corp|LLC|LLP|Ltd|Co|PLC|L\.P|S\.A)\b|^ (?:&|\+) [A-Z]")
_HYPHENS = frozenset("-–\u2011")
_OPENING = "“\"‘'"
#: "on Franklin Street": whoever stands after these with such a last word is a place.
_WHERE = frozenset(
    {"on", "onto", "in", "into", "at", "near", "across", "along", "outside", "inside"}
)
_FROM_WHERE = frozenset(
    {"over", "of", "to", "from", "toward", "towards", "through", "off", "under"}
)
_ACRONYM = 2  # letters in capitals that make a word of a run no name


@cache
def _set(group: str) -> frozenset[str]:
    text = load("things")[group]
    parts = text.split(";") if ";" in text else text.split()
    return frozenset(" ".join(part.split()) for part in parts)


def personal(tokens: Tokens, start: int, stop: int) -> tuple[int, int] | None:
    """Return the words of the run [start, stop) that name a person in full; None for a thing.

    What stands glued around the name is left off: "Playmate Jane Roe", "Jane Roe Rejected".
    """
    if is_thing(tokens, start, stop):
        return None
    start = _without_opening(tokens, start, stop)
    while stop - start > 2 and is_english(tokens.lows[stop - 1]):  # "Jane Roe Rejected"
        stop -= 1
    return (start, stop) if stop - start > 1 and not is_thing(tokens, start, stop) else None


def _without_opening(tokens: Tokens, start: int, stop: int) -> int:
    at = start
    while at < stop and not _is_given(tokens.lows[at]) and _leads(tokens, at, stop):
        at += 1
    return at


def _leads(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether word `at` stands before the name: "Playmate Jane Roe", "Calling Jane"."""
    low = tokens.lows[at]
    if low in _set("openers") or is_private(low):
        return True
    alone = stop - at < 3  # "Win Roe" may be all of a name, "Obviously Roe" may not
    return is_english(low) and (not alone or low.endswith(("ing", "ly")))


def is_thing(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the run [start, stop) is known to name something else than a person."""
    lows = tokens.lows[start:stop]
    is_given = _is_given(lows[0])
    if " ".join(lows) in _set("never") or lows[-1] in _set("heads"):
        return True
    if lows[-1] in _set("places") and _is_where(tokens, start, is_given=is_given):
        return True
    if any(len(low) == 1 for low in lows):
        return False  # an initial
    if all(tokens.after(i) in _HYPHENS for i in range(start, stop - 1)):
        return True  # "Coca-Cola"; a double surname alone is no full name either
    if _FIRM.match(tokens.text[tokens.ends[stop - 1] : tokens.ends[stop - 1] + 10]):
        return True
    if all(map(is_english, lows[1:])) and (is_english(lows[0]) or lows[0] in _set("double")):
        return True
    if all(is_english(low) or low in _set("weak_heads") for low in lows) and not is_given:
        return True
    return not is_given and _stands_as_thing(tokens, start, stop)


def _is_where(tokens: Tokens, start: int, *, is_given: bool) -> bool:
    before = tokens.lows[start - 1] if start > 0 else ""
    return before in _WHERE or (before in _FROM_WHERE and not is_given)


def _stands_as_thing(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the words around or the last word say so; never asked behind a given name."""
    last = tokens.lows[stop - 1]
    is_office = is_title(last) and last not in word_set("people", "surnames")
    if is_office or all(_is_acronym(tokens.words[i]) for i in range(start, stop)):
        return True
    if start > 0 and tokens.glues[start - 1] == " ":
        before = tokens.lows[start - 1]
        if before in _set("before") and not tokens.is_capital(start - 1):
            return True
        if before == "the" and not tokens.owned[stop - 1] and not _is_attribute(tokens, stop):
            return True
    follows = stop < len(tokens) and tokens.joined(stop - 1) and not tokens.is_capital(stop)
    return (follows and tokens.lows[stop] in _set("after")) or _is_quoted(tokens, start, stop)


def _is_attribute(tokens: Tokens, stop: int) -> bool:
    """Whether the noun after a name makes it a person's in spite of "the": "the Roe Diaz case"."""
    follows = stop < len(tokens) and tokens.glues[stop - 1] == " "
    return follows and tokens.lows[stop] in _set("of_people")


def _is_quoted(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether the run is all that stands between quotation marks: the title of a work."""
    text, begin, end = tokens.text, tokens.starts[start], tokens.ends[stop - 1]
    opened = begin > 0 and text[begin - 1] in _OPENING
    return opened and re.match(r"[,.!?]?[”\"’']", text[end : end + 2]) is not None


def _is_given(low: str) -> bool:
    return low in given_names()


def is_english(low: str) -> bool:
    """Whether a folded word is an English one that things are called by, and no name of people."""
    return low in english() or low in _set("heads") or low in _set("openers")


def _is_acronym(word: str) -> bool:
    return len(word) >= _ACRONYM and word.isupper() and "." not in word
