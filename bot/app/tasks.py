"""The tasks of `analyze`: each a fresh, streaming function from one row to its answer.

Rows come from users' files: a missing or wrong field raises KeyError, TypeError or ValueError,
which the command turns into an error row.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.adapters.feed_parser import parse_document
from bot.adapters.pages import extract_html
from bot.domain.articles import ArticleId, Draft, Entry, Relevance, StoryId
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId
from bot.text.beat import RunningBeat
from bot.text.dates import parse_published
from bot.text.entities import find_mentions
from bot.text.fingerprint import copies
from bot.text.matching import MatchOutcome, StoryIndex
from bot.text.reading import read_draft
from bot.text.relevance import weigh

Row = dict[str, Any]
Task = Callable[[Row], Mapping[str, Any]]

_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def _feeds() -> Task:
    feed = Feed(id=FeedId("analyze"), name="analyze", url="https://feed.invalid/")

    def answer(row: Row) -> Mapping[str, Any]:
        try:
            content = base64.b64decode(row["bytes_b64"], validate=True)
        except binascii.Error as error:
            raise ValueError(f"bytes_b64: {error}") from error
        try:
            parsed = parse_document(content, url=row.get("base_url") or feed.url, feed=feed)
        except ParseError as error:
            return {"error": str(error), "items": []}
        return {"error": None, "items": [_item(entry) for entry in parsed.entries]}

    return answer


def _item(entry: Entry) -> Mapping[str, Any]:
    return {
        "title": entry.title,
        "link": entry.url,
        "guid": entry.guid,
        "published": _iso(entry.published_at),
    }


def _body() -> Task:
    def answer(row: Row) -> Mapping[str, Any]:
        page = extract_html(str(row["html"]), str(row.get("url") or ""))
        return {
            "title": page.title,
            "body": page.text,
            "byline": page.byline,
            "published": _iso(page.published_at),
        }

    return answer


def _relevance() -> Task:
    beat = RunningBeat()

    def answer(row: Row) -> Mapping[str, Any]:
        title, text, outlet = _text(row, "title"), _text(row, "text"), _text(row, "source")
        at = _at(row)
        relevance = weigh(title, text, outlet=outlet, url=_text(row, "url"))
        if not relevance.relevant:
            relevance = weigh(
                title, text, outlet=outlet, url=_text(row, "url"), taught=beat.teaching(at)
            )
        beat.learn(title, text, relevance, at)
        return _shown(relevance)

    return answer


def _shown(relevance: Relevance) -> Mapping[str, Any]:
    return {
        "score": round(relevance.score, 4),
        "relevant": relevance.relevant,
        "reasons": list(relevance.reasons),
    }


def _duplicates() -> Task:
    def answer(row: Row) -> Mapping[str, Any]:
        a, b = row["a"], row["b"]
        same_outlet = _text(a, "source").casefold() == _text(b, "source").casefold()
        copying = copies(
            _text(a, "title"),
            _text(a, "text"),
            _text(b, "title"),
            _text(b, "text"),
            same_outlet=bool(_text(a, "source")) and same_outlet,
        )
        return {"dup": copying.dup, "containment": round(copying.containment, 4)}

    return answer


def _stories() -> Task:
    index = StoryIndex()
    count = 0

    def answer(row: Row) -> Mapping[str, Any]:
        nonlocal count
        count += 1
        at = _at(row)
        reading = read_draft(_draft(row, at))
        match = index.match(reading.traits, reading.fingerprint, at)
        joined = match.outcome in {MatchOutcome.SAME_TEXT, MatchOutcome.SAME_EVENT}
        story = match.story if joined and match.story is not None else StoryId(count)
        index.add(story, ArticleId(count), reading.traits, reading.fingerprint, at)
        return {
            "story": f"s{story}",
            "verdict": match.outcome.value,
            "of": f"s{match.story}" if match.story is not None else None,
            "reasons": list(match.reasons),
        }

    return answer


def _entities() -> Task:
    def answer(row: Row) -> Mapping[str, Any]:
        found = find_mentions(
            _text(row, "text"),
            title=_text(row, "title"),
            outlet=_text(row, "source"),
            published_at=_at(row),
        )
        entities: dict[str, Row] = {}
        for mention in found:
            entity = mention.entity
            shown: Row = {
                "type": entity.kind.value,
                "name": entity.name,
                "surface": mention.surface,
            }
            if entity.role:
                shown["role"] = entity.role
            entities.setdefault(entity.id, shown)
        return {"entities": list(entities.values())}

    return answer


def _draft(row: Row, at: datetime) -> Draft:
    return Draft(
        title=_text(row, "title"),
        text=_text(row, "text"),
        outlet=_text(row, "source"),
        url=_text(row, "url"),
        official=False,
        published_at=at,
    )


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value


def _at(row: Mapping[str, Any]) -> datetime:
    return parse_published(_text(row, "date") or None) or _NO_DATE


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


TASKS: Mapping[str, Callable[[], Task]] = {
    "feeds": _feeds,
    "body": _body,
    "relevance": _relevance,
    "duplicates": _duplicates,
    "stories": _stories,
    "entities": _entities,
}
