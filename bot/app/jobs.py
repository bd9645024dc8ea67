"""The work that runs in worker processes; each function is found there by its name.

Rooms are imported when their job is asked for, so that a worker holds only what it uses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.domain.articles import Draft, Reading
from bot.domain.feeds import Feed
from bot.ports import Page, ParsedFeed, Retrieved
from bot.ports.vectors import ModelFiles


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


def reader(files: ModelFiles | None) -> Callable[[Draft], Reading]:
    """Return the job that understands articles, with vectors where the operator gave a model."""
    return read if files is None else partial(read_with_meaning, files)


def read_with_meaning(files: ModelFiles, draft: Draft) -> Reading:
    """Understand one article; one on the beat also gets the vector of what it means."""
    reading = read(draft)
    # Nine of ten entries of a national feed are of no concern to matching.
    if not reading.relevance.relevant:
        return reading
    from bot.adapters.vectors import meaning_of  # noqa: PLC0415 - see above
    from bot.text.prose.clean import one_line  # noqa: PLC0415 - see above

    meaning = meaning_of(files, one_line(draft.title), reading.body)
    return replace(reading, traits=replace(reading.traits, meaning=meaning))
