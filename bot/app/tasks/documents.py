"""`feeds` and `body`: what a feed's document and a page's markup say."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from bot.adapters.feed_parser import parse_document
from bot.adapters.pages import extract_html
from bot.app.tasks.rows import Row, Task, as_iso, text_in
from bot.domain.articles import Entry
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId


def feeds_task() -> Task:
    """Rows {bytes_b64, base_url} become {error, items}; an unreadable document has no items."""
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
        "published": as_iso(entry.published_at),
    }


def body_task() -> Task:
    """Rows {html, url} become {title, body, byline, published}."""

    def answer(row: Row) -> Mapping[str, Any]:
        try:
            page = extract_html(str(row["html"]), text_in(row, "url"))
        except ParseError as error:
            raise ValueError(str(error)) from error
        return {
            "title": page.title,
            "body": page.text,
            "byline": page.byline,
            "published": as_iso(page.published_at),
        }

    return answer
