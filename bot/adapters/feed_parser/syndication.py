"""RSS, RDF and Atom through feedparser: `Any` comes in, `Entry` goes out."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from bot.domain.articles import Entry
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed
from bot.ports.workshop import ParsedFeed
from bot.text.prose.clean import one_line, title_text
from bot.text.prose.dates import parse_published
from bot.text.prose.urls import absolute_url

#: No title of a publisher is longer; a longer one is an attack or a body in the wrong place.
_MAX_TITLE = 2_000
_MAX_AUTHORS = 10
_MAIL = re.compile(r"[^\s@()<>]{1,64}@[^\s@()<>]{1,255}")
_NAME_AFTER_MAIL = re.compile(rf"{_MAIL.pattern}\s*\(([^()]*)\)")
_MAX_CATEGORIES = 50


def parse_syndicated(text: str, *, url: str, feed: Feed) -> ParsedFeed:
    """Return the entries of mended XML text. Raises ParseError when it is no feed."""
    document = _parsed(text)
    if not document.version and not document.entries:
        raise ParseError("the document is XML, but no feed")
    about = document.feed
    return ParsedFeed(
        entries=tuple(_entry(raw, url=url, feed=feed) for raw in document.entries),
        title=title_text(_text(about, "title"))[:_MAX_TITLE],
        language=_text(about, "language") or None,
        fresh_for=_minutes(_text(about, "ttl")),
    )


def _parsed(text: str) -> Any:
    # Sanitising and link rewriting inside bodies are three quarters of feedparser's time; we
    # clean what we show ourselves (docs/decisions/0022-feed-documents.md).
    try:
        return feedparser.parse(
            text.encode("utf-8"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # Namespace declarations damaged in the right place make feedparser itself stumble.
        raise ParseError(f"the document could not be read: {error}") from error


def _entry(raw: Any, *, url: str, feed: Feed) -> Entry:
    guid = _text(raw, "id").strip()
    return Entry(
        feed=feed.id,
        guid=guid or None,
        url=_link(raw, guid, url),
        title=title_text(_text(raw, "title")[: 20 * _MAX_TITLE])[:_MAX_TITLE],
        content=_content(raw),
        summary=_text(raw, "summary"),
        published_at=_time(raw, "published", "created") or _time(raw, "updated"),
        updated_at=_time(raw, "updated"),
        authors=_authors(raw),
        outlet=one_line(_text(dict.get(raw, "source") or {}, "title")) or None,
        language=_text(raw, "language") or None,
        categories=_categories(raw),
    )


def _text(raw: Any, key: str) -> str:
    # dict.get, because feedparser's own answers `updated` with `published` and a warning.
    value = dict.get(raw, key)
    return value if isinstance(value, str) else ""


def _link(raw: Any, guid: str, url: str) -> str:
    candidates = [_text(raw, "link"), guid if guid.startswith("http") else ""]
    found = (absolute_url(link, url) for link in candidates if link)
    return next((link for link in found if link), "")


def _content(raw: Any) -> str:
    contents = [_text(part, "value") for part in dict.get(raw, "content") or ()]
    return max([*contents, _text(raw, "summary")], key=len)


def _time(raw: Any, *keys: str) -> datetime | None:
    for key in keys:
        moment = parse_published(_text(raw, key)) or _guessed(dict.get(raw, f"{key}_parsed"))
        if moment is not None:
            return moment
    return None


def _guessed(parsed: Any) -> datetime | None:
    """Return feedparser's reading (UTC) of a form that ours does not know."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (TypeError, ValueError, OverflowError):
        return None


def _minutes(text: str) -> timedelta | None:
    text = text.strip()
    return timedelta(minutes=int(text)) if text.isdecimal() and len(text) <= 6 else None


def _authors(raw: Any) -> tuple[str, ...]:
    names = [_text(author, "name") for author in dict.get(raw, "authors") or ()]
    written = _text(raw, "author")
    if "@" in written or not any(names):
        # RSS wants "mail (name)", and feedparser cuts both at domains it does not know.
        match = _NAME_AFTER_MAIL.fullmatch(written.strip())
        names = [match[1] if match else _MAIL.sub("", written).strip(" ()<>")]
    return tuple(dict.fromkeys(name for one in names if (name := one_line(one))))[:_MAX_AUTHORS]


def _categories(raw: Any) -> tuple[str, ...]:
    terms = [one_line(_text(tag, "term")) for tag in dict.get(raw, "tags") or ()]
    return tuple(dict.fromkeys(term for term in terms if term))[:_MAX_CATEGORIES]
