"""Discovery: the feeds a page offers, from its `<link rel="alternate">` elements."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.text.prose.urls import absolute_url

_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
}
MOST = 20


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "link" or len(self.found) >= MOST:
            return
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "").split(";")[0].strip().lower()
        if "alternate" in given.get("rel", "").lower() and kind in _TYPES and given.get("href"):
            self.found.append(given["href"])


def discover_feeds(html: str, url: str) -> tuple[str, ...]:
    """Return the absolute addresses of the feeds a page at `url` offers, in its order."""
    parser = _Links()
    parser.feed(html[:500_000])
    found = (absolute_url(href, url) for href in parser.found)
    return tuple(dict.fromkeys(each for each in found if each))
