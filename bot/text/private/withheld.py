"""Withheld names: which sentences of a story would name a private person.

A story is read as one: who is private in one article is named from none of them, unless another
gives the public role and the first does not call the person private.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from bot.domain.entities import PEOPLE, Mention
from bot.text.names.people import given_names
from bot.text.names.roles import is_rank, is_title
from bot.text.names.roster import SUFFIXES
from bot.text.private.private_names import is_called_private
from bot.text.prose.tokens import fold

_HIDDEN = "\0"


class Witness(Protocol):
    """What one article of a story says of people."""

    @property
    def body(self) -> str: ...
    @property
    def mentions(self) -> Sequence[Mention]: ...
    @property
    def private_names(self) -> Sequence[str]: ...


def withheld_names(witnesses: Sequence[Witness]) -> tuple[str, ...]:
    """Return the names that no sentence of a story may hold, in order of first appearance."""
    public = {name for one in witnesses for name in _named_in_role(one.mentions)}
    names = [(one, name) for one in witnesses for name in one.private_names]
    full = [(one, name) for one, name in names if " " in name]
    kept = {
        _plain(name)
        for one, name in full
        if _plain(name) not in public or is_called_private(one.body, name)
    }
    freed = {_last(name) for name in public - kept} - {_last(name) for name in kept}
    return tuple(
        dict.fromkeys(
            name
            for _, name in names
            if (_plain(name) in kept if " " in name else _plain(name) not in freed)
        )
    )


def _named_in_role(mentions: Sequence[Mention]) -> Iterator[str]:
    """Yield the full names that stand with a public role; a rank alone is too little."""
    for one in mentions:
        entity = one.entity
        if entity.kind in PEOPLE and entity.role is not None and not is_rank(entity.role):
            yield from (_plain(name) for name in (entity.name, one.surface) if " " in name)


def _plain(name: str) -> str:
    return " ".join(fold(word) for word in name.split())


def _last(name: str) -> str:
    """Return the surname of a plain name."""
    words = [word for word in name.split() if word.strip(",") not in SUFFIXES]
    return words[-1] if words else ""


def names_private(
    text: str, start: int, end: int, mentions: Iterable[Mention], private_names: Sequence[str]
) -> bool:
    """Whether text[start:end] names a private person; `mentions` are those of the text.

    A surname belongs to whom the article means by it: "Senator Collins" names no private Collins.
    """
    hidden = text[start:end]
    if not holds_private(hidden, private_names):
        return False
    inside = [
        one
        for one in mentions
        if start <= one.start and one.end <= end and one.entity.name not in private_names
    ]
    if _names_in_full(text, start, end, inside, private_names):
        return True
    for one in inside:
        blank = _HIDDEN * (one.end - one.start)
        hidden = hidden[: one.start - start] + blank + hidden[one.end - start :]
    return holds_private(hidden, private_names)


def _names_in_full(
    text: str, start: int, end: int, inside: Sequence[Mention], private_names: Sequence[str]
) -> bool:
    """Whether a full private name stands there that is no part of another's: "Ema Lima" of Lima."""
    pattern = _full(tuple(private_names))
    return pattern is not None and any(
        not any(one.start <= found.start() and found.end() <= one.end for one in inside)
        for found in pattern.finditer(text, start, end)
    )


def holds_private(text: str, private_names: Sequence[str]) -> bool:
    """Whether the text names a private person: by the full name, or by the surname alone.

    The last word stands for the person only behind a given name; of other runs of capitals that
    may be a person ("Marrow Quill") it is a word like any other.
    """
    return any(
        part in text and _whole(part).search(text) is not None
        for part in _all_parts(tuple(private_names))
    )


@lru_cache(maxsize=64)
def _full(names: tuple[str, ...]) -> re.Pattern[str] | None:
    full = sorted({name for name in names if " " in name})
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, full))})(?!\w)") if full else None


@lru_cache(maxsize=64)
def _all_parts(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what each name is told by; one pattern of all of them is dearer than a look for each.

    Few sentences hold any, so that few are ever made a pattern.
    """
    return tuple(dict.fromkeys(part for name in names for part in _parts(name)))


@lru_cache(maxsize=1024)
def _whole(part: str) -> re.Pattern[str]:
    """Return the pattern of a name; a surname that is a title too counts before no other name."""
    other = r"(?! [A-Z])" if is_title(fold(part)) else ""
    return re.compile(rf"(?<!\w){re.escape(part)}{other}(?!\w)")


def _parts(name: str) -> Iterator[str]:
    if not name:
        return
    yield name
    words = [word for word in name.split() if fold(word.strip(",")) not in SUFFIXES]
    if len(words) > 1 and fold(words[0]) in given_names():
        yield words[-1]
