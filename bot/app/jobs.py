"""The work that runs in worker processes; each function is found there by its name.

Rooms are imported when their job is asked for, so that a worker holds only what it uses.
"""

from __future__ import annotations

from bot.domain.articles import Draft, Reading
from bot.domain.feeds import Feed
from bot.ports import Page, ParsedFeed, Retrieved


def parse(feed: Feed, document: Retrieved) -> ParsedFeed:
    """Read a feed's document. Raises ParseError."""
    from bot.adapters.feed_parser import parse_document  # noqa: PLC0415 - see above

    return parse_document(
        document.content,
        url=document.url,
        media_type=document.media_type,
        charset=document.charset,
        feed=feed,
    )


def extract(document: Retrieved) -> Page:
    """Find the article in a page. Raises ParseError."""
    from bot.adapters.pages import extract_page  # noqa: PLC0415 - see above

    return extract_page(document.content, url=document.url, charset=document.charset)


def read(draft: Draft) -> Reading:
    """Understand one article."""
    from bot.text.reading import read_draft  # noqa: PLC0415 - see above

    return read_draft(draft)
