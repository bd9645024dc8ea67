"""The work that runs in worker processes; each function is found there by its name."""

from __future__ import annotations

from bot.adapters.feed_parser import parse_document
from bot.adapters.pages import extract_page
from bot.domain.articles import Draft, Reading
from bot.domain.feeds import Feed
from bot.ports import Page, ParsedFeed, Retrieved
from bot.text.reading import read_draft


def parse(feed: Feed, document: Retrieved) -> ParsedFeed:
    """Read a feed's document. Raises ParseError."""
    return parse_document(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        feed=feed,
    )


def extract(document: Retrieved) -> Page:
    """Find the article in a page. Raises ParseError."""
    return extract_page(document.content, url=document.url, charset=document.charset)


def read(draft: Draft) -> Reading:
    """Understand one article."""
    return read_draft(draft)
