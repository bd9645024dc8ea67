"""The sample day's articles, and the documents their feeds are at each edition."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cache
from importlib.resources import files
from xml.sax.saxutils import escape

LAST_EDITION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as it stands in its feed from an edition on."""

    id: str
    feed: str
    edition: int
    #: Minutes before its edition's round that it was published.
    minutes: int
    title: str
    body: str
    byline: str = ""


@cache
def sample_articles() -> tuple[SampleArticle, ...]:
    """Return all articles, edits after what they edit."""
    text = files(__package__).joinpath("articles.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["article"]
    return tuple(SampleArticle(**{**row, "body": row["body"].strip()}) for row in rows)


def standing(feed: str, edition: int) -> list[SampleArticle]:
    """Return what a feed holds at an edition: the newest text of each article, newest first."""
    found: dict[str, SampleArticle] = {}
    first: dict[str, int] = {}
    for article in sample_articles():
        if article.feed == feed and article.edition <= edition:
            first.setdefault(article.id, article.edition)
            found[article.id] = article
    return sorted(found.values(), key=lambda each: (-first[each.id], each.minutes))


def published_at(article: SampleArticle, opened_at: datetime, edition_gap: timedelta) -> datetime:
    """Return when an article was published; an edit keeps its article's time."""
    first = min(each.edition for each in sample_articles() if each.id == article.id)
    late = edition_gap * (LAST_EDITION - first)
    return opened_at - late - timedelta(minutes=article.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An article with its address and time."""

    article: SampleArticle
    url: str
    at: datetime


def as_rss(title: str, items: Sequence[Dated]) -> bytes:
    """Return an RSS 2.0 document with full texts."""
    entries = "".join(
        f"<item><title>{escape(each.article.title)}</title><link>{escape(each.url)}</link>"
        f"<guid isPermaLink='false'>{each.article.id}</guid>"
        f"<pubDate>{format_datetime(each.at)}</pubDate>"
        f"<content:encoded><![CDATA[{_html(each.article.body)}]]></content:encoded></item>"
        for each in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"<channel><title>{escape(title)}</title>{entries}</channel></rss>"
    ).encode()


def as_atom(title: str, items: Sequence[Dated]) -> bytes:
    """Return an Atom document (RFC 4287) with full texts."""
    entries = "".join(
        f"<entry><id>urn:sample:{each.article.id}</id><title>{escape(each.article.title)}</title>"
        f"<link href='{escape(each.url)}'/><updated>{each.at.isoformat()}</updated>"
        f"<published>{each.at.isoformat()}</published>"
        f"<content type='html'>{escape(_html(each.article.body))}</content></entry>"
        for each in items
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>{escape(title)}</title>{entries}</feed>"
    ).encode()


def as_json_feed(title: str, items: Sequence[Dated]) -> bytes:
    """Return a JSON Feed 1.1 document with full texts."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "items": [
            {
                "id": each.article.id,
                "url": each.url,
                "title": each.article.title,
                "content_html": _html(each.article.body),
                "date_published": each.at.isoformat(),
            }
            for each in items
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _html(body: str) -> str:
    paragraphs = body.split("\n\n")
    return "".join(f"<p>{escape(part).replace(chr(10), '<br/>')}</p>" for part in paragraphs)
