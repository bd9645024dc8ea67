"""JSON: JSON Feed (jsonfeed.org, versions 1 and 1.1), and lists mapped by the operator."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.articles import Entry
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed
from bot.ports.workshop import ParsedFeed
from bot.text.prose.clean import one_line, title_text
from bot.text.prose.dates import parse_published
from bot.text.prose.urls import absolute_url

_DECODER = json.JSONDecoder(strict=False)  # line breaks inside strings are common
#: Where JSON Feed keeps what an entry needs; several places in order of preference.
_JSON_FEED: Mapping[str, tuple[str, ...]] = {
    "guid": ("id",),
    "link": ("url", "external_url"),
    "title": ("title",),
    "content": ("content_html", "content_text"),
    "summary": ("summary",),
    "published": ("date_published",),
    "updated": ("date_modified",),
    "authors": ("authors", "author"),
    "categories": ("tags",),
    "language": ("language",),
}
#: Other words operators use in `map:` for the same fields.
_ALIASES = {
    "id": "guid",
    "url": "link",
    "date": "published",
    "author": "authors",
    "text": "content",
}


def parse_json_feed(text: str, *, url: str, feed: Feed) -> ParsedFeed:
    """Return the entries of a JSON Feed. Raises ParseError when it is something else."""
    document, warning = _loaded(text, "items")
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise ParseError("the document is JSON, but no JSON Feed; use `type: json` with `map:`")
    return ParsedFeed(
        entries=_entries(document["items"], _JSON_FEED, url=url, feed=feed),
        title=title_text(_string(document.get("title"))),
        language=_string(document.get("language")) or None,
        warning=warning,
    )


def parse_mapped_json(text: str, *, url: str, feed: Feed) -> ParsedFeed:
    """Return the entries of any JSON document by the feed's `map` of dotted paths."""
    path = feed.map.get("items", "")
    document, warning = _loaded(text, path.rpartition(".")[2])
    items = _at(document, path)
    if not isinstance(items, list):
        raise ParseError(f"the document has no list at {path or 'its top'!r} (map: items)")
    fields = {
        _ALIASES.get(name, name): (path,) for name, path in feed.map.items() if name != "items"
    }
    return ParsedFeed(entries=_entries(items, fields, url=url, feed=feed), warning=warning)


def _loaded(text: str, list_name: str) -> tuple[Any, str | None]:
    """Return the document; of a broken one the whole items of its list, with a warning."""
    text = text.lstrip("\ufeff \t\r\n")
    try:
        return _DECODER.raw_decode(text)[0], None
    except RecursionError as error:
        raise ParseError("the document is nested too deeply") from error
    except json.JSONDecodeError as error:
        items = _whole_items(text, list_name)
        if not items:
            raise ParseError(f"the document is broken JSON: {error}") from error
        warning = f"the document was cut; {len(items)} whole items kept"
        return ({list_name: items} if list_name else items), warning


def _whole_items(text: str, list_name: str) -> list[Any]:
    at = text.find(f'"{list_name}"') if list_name else 0
    at = text.find("[", max(at, 0)) + 1
    items: list[Any] = []
    while 0 < at < len(text):
        at += len(text[at : at + 200]) - len(text[at : at + 200].lstrip(" \t\r\n,"))
        try:
            item, at = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            break
        items.append(item)
    return items


def _entries(
    items: list[Any], fields: Mapping[str, tuple[str, ...]], *, url: str, feed: Feed
) -> tuple[Entry, ...]:
    def entry(item: Any) -> Entry:
        def value(name: str) -> Any:
            found = (_at(item, path) for path in fields.get(name, ()))
            return next((one for one in found if one not in (None, "", [])), None)

        return _entry(value, url=url, feed=feed)

    return tuple(entry(item) for item in items if isinstance(item, dict))


def _entry(value: Callable[[str], Any], *, url: str, feed: Feed) -> Entry:
    guid, link = _string(value("guid")).strip(), _string(value("link"))
    if not link and guid.startswith("http"):
        link = guid
    content, summary = _string(value("content")), _string(value("summary"))
    updated_at = parse_published(_string(value("updated")))
    return Entry(
        feed=feed.id,
        guid=guid or None,
        url=absolute_url(link, url) or "" if link else "",
        title=title_text(_string(value("title"))),
        content=content or summary,
        summary=summary,
        published_at=parse_published(_string(value("published"))) or updated_at,
        updated_at=updated_at,
        authors=_names(value("authors")),
        outlet=one_line(_string(value("outlet"))) or None,
        language=_string(value("language")) or None,
        categories=_names(value("categories")),
    )


def _at(value: Any, path: str) -> Any:
    """Return what stands at a dotted path; numbers index lists; None when it leads nowhere."""
    for step in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _string(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, (str, int, float)) else ""


def _names(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    found = (one.get("name") if isinstance(one, dict) else one for one in values[:50])
    return tuple(dict.fromkeys(name for one in found if (name := one_line(_string(one)))))
