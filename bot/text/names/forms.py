"""Names of fixed form: circuits, numbered laws, branches and locals of organisations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.domain.entities import EntityKind
from bot.text.lexicon import load, word_set
from bot.text.names.gazetteer import Found
from bot.text.names.patterns import named, run_right
from bot.text.prose.tokens import Tokens, tokenize

_ORDINALS = {
    "first": "1st", "1st": "1st", "second": "2nd", "2nd": "2nd", "2d": "2nd",
    "third": "3rd", "3rd": "3rd", "3d": "3rd", "fourth": "4th", "4th": "4th",
    "fifth": "5th", "5th": "5th", "sixth": "6th", "6th": "6th", "seventh": "7th",
    "7th": "7th", "eighth": "8th", "8th": "8th", "ninth": "9th", "9th": "9th",
    "tenth": "10th", "10th": "10th", "eleventh": "11th", "11th": "11th",
}  # fmt: skip
#: Numbered laws: the word before the number, and how it is printed.
_NUMBERED = {
    "proposition": "Proposition", "prop": "Proposition", "title": "Title", "section": "Section",
    "sb": "SB", "hb": "HB", "ab": "AB", "lb": "LB", "hf": "HF", "sf": "SF",
    "senate bill": "Senate Bill", "house bill": "House Bill", "assembly bill": "Assembly Bill",
    "executive order": "Executive Order", "public law": "Public Law",
    "proclamation": "Proclamation", "senate file": "Senate File", "house file": "House File",
}  # fmt: skip


def fixed(tokens: Tokens) -> Iterator[Found]:
    """Yield names whose form is fixed; they may overlap, the caller keeps the longest."""
    heads = _heads_of_affiliates()
    for i, low in enumerate(tokens.lows):
        if low in heads:
            found = _affiliate(tokens, i)
        elif low == "circuit":
            found = _circuit(tokens, i)
        elif low < ":":  # a digit first
            found = _numbered(tokens, i)
        else:
            continue
        if found is not None:
            yield found


def _circuit(tokens: Tokens, i: int) -> Found | None:
    if tokens.lows[i] != "circuit" or i == 0 or not tokens.is_capital(i):
        return None
    at = i - 1
    if tokens.lows[at] == "us" and at:
        at -= 1
    ordinal = _ORDINALS.get(tokens.lows[at])
    if ordinal is None or tokens.glues[at] != " ":
        return None
    start, stop = at, i + 1
    for opening in ("court of appeals for the", "us court of appeals for the", "appeals court for"):
        size = len(opening.split())
        if tokens.key(max(0, at - size), at) == opening:
            start = at - size
    for closing in ("court of appeals", "court", "appeals court"):
        size = len(closing.split())
        if stop + size <= len(tokens) and tokens.key(stop, stop + size) == closing:
            stop += size
            break
    name = f"{ordinal} U.S. Circuit Court of Appeals"  # as the newspapers print it
    return named(EntityKind.COURT, tokens, start, stop, name)


def _numbered(tokens: Tokens, i: int) -> Found | None:
    """A law by number: "Proposition 36", "SB 1070", "Executive Order 14159"."""
    if not tokens.words[i][0].isdigit() or i == 0 or tokens.glues[i - 1] != " ":
        return None
    for size in (2, 1):
        words = tokens.key(max(0, i - size), i)
        if words in _NUMBERED and tokens.is_capital(i - size):
            name = f"{_NUMBERED[words]} {tokens.words[i]}"
            return named(EntityKind.LAW, tokens, i - size, i + 1, name)
    return None


@cache
def _heads_of_affiliates() -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = {}
    for head in load("organisations")["affiliates"]["heads"]:
        words = tokenize(head).lows
        heads.setdefault(words[0], []).append(" ".join(words))
    return {first: tuple(found) for first, found in heads.items()}


def _affiliate(tokens: Tokens, i: int) -> Found | None:
    """A branch or a local: "ACLU of Texas", "SEIU 32BJ", "AFSCME Council 5"."""
    for head in _heads_of_affiliates().get(tokens.lows[i], ()):
        stop = i + len(head.split())
        if stop >= len(tokens) or tokens.key(i, stop) != head or not tokens.joined(stop - 1):
            continue
        if tokens.after(stop - 1) == "-" and tokens.is_capital(stop):
            right = stop + 1  # "CAIR-Ohio"
        elif tokens.lows[stop] == "of":
            right = run_right(tokens, stop)
        else:
            right = _numeral(tokens, stop)
        if right > stop and tokens.is_capital(i):
            return named(EntityKind.ORG, tokens, i, right)
    return None


def _numeral(tokens: Tokens, at: int) -> int:
    """Return where the number of a local ends ("Local 73", "32BJ"), `at` when there is none."""
    start = at
    while tokens.lows[at] in word_set("patterns", "locals") and tokens.joined(at):
        at += 1
    return at + 1 if tokens.words[at][0].isdigit() else start
