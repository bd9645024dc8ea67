"""Operators' patterns held against an article, in time that grows gently with its length.

Feeds are hostile and patterns run in the bot's own process, so an expression must not be able to
take more than a moment on any text: what could is refused when feeds.yaml is read, and the rest
is tried on short pieces (decision 0053).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

#: A body's first characters decide: news says on top what it is about.
MOST_CHARACTERS = 20_000
#: Expressions cost more than words; they see the title and the opening.
MOST_EXPRESSED = 4_000
#: An expression is tried on pieces of a line of at most this length, which overlap, so that a
#: match of up to `OVERLAP` characters is never cut in two.
PIECE = 160
OVERLAP = 80
#: Ways an expression may have of matching from one place on: those of two open-ended repeats.
MOST_WAYS = PIECE * PIECE
#: A `*` in words stands for at most this many letters; the longest English word has 45.
WILDCARD = r"\w{0,45}"

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def matches_words(words: str, text: str) -> bool:
    """Whether words or a phrase stand in `text` as whole words, whatever the case."""
    return _of_words(words).search(text[:MOST_CHARACTERS]) is not None


def matches_expression(expression: str, text: str) -> bool:
    """Whether a regular expression matches within a line of `text`."""
    compiled = _compiled(expression)
    return any(compiled.search(piece) for piece in _pieces(text[:MOST_EXPRESSED]))


def fault_of(expression: str) -> str | None:
    """Return why an expression is refused; None when it compiles and cannot run away."""
    try:
        re.compile(expression)
        tree = re._parser.parse(expression)  # type: ignore[attr-defined]  # noqa: SLF001
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no regular expression: {error}"
    found = _Found()
    found.look(tree, repeated=False)
    if found.nested:
        return (
            "repeats a repeat or a choice, as in (a+)+ or (a|ab)*, which can take for ever; "
            "repeat once, or one class of characters such as [a-z]+"
        )
    if found.ways > MOST_WAYS:
        return (
            "can match in too many ways: use at most two open-ended repeats (* or +), "
            "or short counted ones such as .{0,80}"
        )
    if found.refers_back:
        return "refers back to a group, which can take for ever; write the words out"
    return None


class _Found:
    """What can make an expression slow, collected from its parse tree."""

    def __init__(self) -> None:
        self.nested = False
        self.refers_back = False
        self.ways = 1

    def look(self, tree: Any, *, repeated: bool) -> None:
        for operation, value in tree:
            name = str(operation)
            if name in _REPEATS:
                least, most, body = value
                if least != most:
                    self.nested = self.nested or repeated
                    self.ways *= min(int(most), PIECE)
                self.look(body, repeated=repeated or int(most) > 1)
                continue
            self.refers_back = self.refers_back or name.startswith("GROUPREF")
            self.nested = self.nested or (repeated and name == "BRANCH")
            for each in _subtrees(value):
                self.look(each, repeated=repeated)


def _subtrees(value: Any) -> Iterator[Any]:
    """Yield the patterns inside a node's value, however it nests them."""
    if hasattr(value, "data"):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _subtrees(each)


def _pieces(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for start in range(0, max(len(line) - OVERLAP, 1), PIECE - OVERLAP):
            yield line[start : start + PIECE]


@lru_cache(maxsize=512)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@lru_cache(maxsize=512)
def _of_words(words: str) -> re.Pattern[str]:
    escaped = re.escape(words).replace(r"\*", WILDCARD)
    return re.compile(rf"(?i)(?<!\w){escaped}(?!\w)")
