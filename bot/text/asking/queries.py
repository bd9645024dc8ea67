"""From the words of a search to a `Query`: phrases, -not, OR and filters; all of it is text."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from bot.domain.errors import QuestionError
from bot.domain.feeds import FeedKind
from bot.domain.questions import Query
from bot.text.asking.questions import parse_moment, tokens, unlisted
from bot.text.asking.states import read_state

MOST_TERMS = 20
_FILTERS = {"from", "outlet", "kind", "state", "entity", "since", "until"}


class _Filters(TypedDict, total=False):
    outlet: str
    kind: str
    state: str
    entity: str
    since: datetime
    until: datetime


def parse_query(text: str, *, now: datetime) -> Query:
    """Read a search; raises QuestionError when nothing is left to look for."""
    groups: list[tuple[str, ...]] = []
    excluded: list[str] = []
    filters: _Filters = {}
    joins_last = False
    for token in tokens(text)[: MOST_TERMS * 2]:
        key, colon, value = token.partition(":")
        if colon and value and key.lower() in _FILTERS:
            _filter(filters, key.lower(), value.strip('"'), now)
        elif token in {"OR", "|"}:
            joins_last = bool(groups)
        elif token.startswith("-") and token.strip('-"'):
            excluded.append(token[1:].strip('"'))
        elif _holds_a_word(token):
            term = token.strip('"')
            if joins_last:
                groups[-1] = (*groups[-1], term)
            else:
                groups.append((term,))
            joins_last = False
    if not groups and not filters:
        raise QuestionError('Nothing to look for. Try: search "detainer letters" state:NY')
    return Query(groups=tuple(groups[:MOST_TERMS]), excluded=tuple(excluded), **filters)


def _holds_a_word(token: str) -> bool:
    """Whether there is something to find: an ampersand or an emoji is in no article's words."""
    return any(character.isalnum() for character in token)


def _filter(filters: _Filters, key: str, value: str, now: datetime) -> None:
    match key:
        case "from" | "outlet":
            filters["outlet"] = value
        case "kind":
            filters["kind"] = _kind(value)
        case "state":
            filters["state"] = read_state(value)
        case "entity":
            filters["entity"] = value
        case "since":
            filters["since"] = parse_moment(value, now=now)
        case _:
            filters["until"] = parse_moment(value, now=now)


def _kind(value: str) -> str:
    kinds = [kind.value for kind in FeedKind]
    if value.lower() not in kinds:
        raise QuestionError(unlisted("kind", value, kinds))
    return value.lower()
