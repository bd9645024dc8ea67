"""One document, whatever it is: recognised, mended, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.adapters.feed_parser import mending
from bot.adapters.feed_parser.html_list import parse_html_list
from bot.adapters.feed_parser.json_feed import parse_json_feed, parse_mapped_json
from bot.adapters.feed_parser.syndication import parse_syndicated
from bot.domain.articles import Entry
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedType
from bot.ports.workshop import ParsedFeed
from bot.text.prose.decoding import decode

#: Entries beyond are left unread: feeds list the newest first, and none of the measured ones is
#: a tenth as long.
MAX_ENTRIES = 2_000


def parse_document(
    content: bytes,
    *,
    url: str,
    feed: Feed,
    media_type: str = "",
    charset: str | None = None,
) -> ParsedFeed:
    """Return a feed document's entries, in its order, at most MAX_ENTRIES.

    `url` is the address that answered: links are made absolute by it. A truncated document gives
    its whole items. Raises ParseError, with a reason for print, for what is no feed, for an empty
    document, and for one that declares entities or is nested or attributed beyond all measure.
    """
    text = decode(content, charset)
    match feed.type:
        case FeedType.HTML_LIST:
            parsed = parse_html_list(text, url=url, feed=feed)
        case FeedType.JSON:
            parsed = parse_mapped_json(text, url=url, feed=feed)
        case FeedType.RSS:
            is_json = "json" in media_type.lower() or text.lstrip()[:1] in {"{", "["}
            is_xml = text.lstrip()[:1] == "<"
            read = parse_json_feed if is_json and not is_xml else _parse_xml
            parsed = read(text, url=url, feed=feed)
    return replace(parsed, entries=parsed.entries[:MAX_ENTRIES])


def _parse_xml(text: str, *, url: str, feed: Feed) -> ParsedFeed:
    text, note = mending.mended(text)
    fault = mending.flaw(text)
    apart = mending.taken_apart(text, limit=MAX_ENTRIES)
    if fault is None and len(apart.items) < MAX_ENTRIES:
        return _noted(parse_syndicated(text, url=url, feed=feed), note)
    if not apart.items:
        raise ParseError(f"the document is broken before its first item: {fault}")
    entries, first = _entries(apart, url=url, feed=feed)
    return _noted(replace(first, entries=entries), note, apart.warning or fault)


def _entries(
    apart: mending.Document, *, url: str, feed: Feed
) -> tuple[tuple[Entry, ...], ParsedFeed]:
    """Read sound items together, others one by one: a broken one spoils only itself."""
    if mending.flaw(apart.whole()) is None:
        parsed = parse_syndicated(apart.whole(), url=url, feed=feed)
        return parsed.entries, parsed
    entries: list[Entry] = []
    for group in _sound_groups(apart):
        entries += parse_syndicated(apart.alone(group), url=url, feed=feed).entries
    return tuple(entries), parse_syndicated(apart.head + apart.tail, url=url, feed=feed)


def _sound_groups(apart: mending.Document) -> Iterator[tuple[str, ...]]:
    """Yield runs of well-formed items, and broken items one by one, in order."""
    run: list[str] = []
    for item in apart.items:
        if mending.flaw(apart.alone((item,))) is None:
            run.append(item)
            continue
        yield from filter(None, (tuple(run), (item,)))
        run = []
    if run:
        yield tuple(run)


def _noted(parsed: ParsedFeed, *notes: str | None) -> ParsedFeed:
    return replace(parsed, warning="; ".join(note for note in notes if note) or None)
