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
#: An expression is tried on pieces of a line of at most this length.
PIECE = 400
#: Pieces of one line overlap, so that a short match is not cut in two.
OVERLAP = 100
#: Open-ended repeats (`*`, `+`, `{n,}`) an expression may have: with three, time grows with the
#: fourth power of a piece's length.
MOST_REPEATS = 2
#: A counted repeat above this is as good as open-ended.
MANY = 100
#: A `*` in words stands for at most this many letters; the longest English word has 45.
WILDCARD = r"\w{0,45}"

_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def matches_words(words: str, text: str) -> bool:
    """Whether words or a phrase stand in `text` as whole words, whatever the case."""
    return _of_words(words).search(text[:MOST_CHARACTERS]) is not None


def matches_expression(expression: str, text: str) -> bool:
    """Whether a regular expression matches within a line of `text`."""
    compiled = _compiled(expression)
    return any(compiled.search(piece) for piece in _pieces(text[:MOST_CHARACTERS]))


def fault_of(expression: str) -> str | None:
    """Return why an expression is refused; None when it compiles and cannot run away."""
    try:
        tree = re._parser.parse(expression)  # type: ignore[attr-defined]  # noqa: SLF001
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no regular expression: {error}"
    repeats = list(_repeats(tree, inside=False))
    if any(inside for inside in repeats):
        return "repeats a repeat, as in (a+)+, which can take for ever; repeat once"
    if len(repeats) > MOST_REPEATS:
        return (
            f"has {len(repeats)} open-ended repeats; use at most {MOST_REPEATS}, "
            f"and counted ones such as .{{0,80}} for the others"
        )
    if _has(tree, "GROUPREF"):
        return "refers back to a group, which can take for ever; write the words out"
    return None


def _repeats(tree: Any, *, inside: bool) -> Iterator[bool]:
    """Yield each open-ended repeat: whether it stands inside another or holds a repeat itself."""
    for operation, value in tree:
        if str(operation) not in _REPEATS:
            for each in _subtrees(value):
                yield from _repeats(each, inside=inside)
            continue
        _, most, body = value
        is_open = int(most) > MANY
        if is_open:
            yield inside
        yield from _repeats(body, inside=inside or int(most) > 1)


def _has(tree: Any, name: str) -> bool:
    return any(
        str(operation) == name or any(_has(each, name) for each in _subtrees(value))
        for operation, value in tree
    )


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
