"""Pages without a feed, read as one by the operator's CSS selectors (`type: html_list`)."""

from __future__ import annotations

import re
from itertools import islice

import lxml.html  # type: ignore[import-untyped]

from bot.domain.articles import Entry
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed
from bot.ports.workshop import ParsedFeed
from bot.text.prose.clean import one_line
from bot.text.prose.dates import parse_published
from bot.text.prose.urls import absolute_url

_MAX_ITEMS = 2_000
_SIMPLE = re.compile(
    r"(?P<tag>\*|[A-Za-z][\w-]*)|\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)"
    r"|\[(?P<attr>[\w:-]+)(?:(?P<op>[~^$*]?=)[\"']?(?P<value>[^\"'\]]*)[\"']?)?\]"
    r"|:nth-of-type\((?P<nth>\d+)\)|:(?P<edge>first|last)-of-type"
)
_COMBINATOR = re.compile(r"\s*([>+~,])\s*|\s+")


def parse_html_list(text: str, *, url: str, feed: Feed) -> ParsedFeed:
    """Return an entry for each element that `select: item` finds, in the page's order.

    `link` and `title` default to the item's first link, `date` to its first `time` element.
    Raises ParseError for an unknown selector and for a page in which no item is found.
    """
    if "item" not in feed.select:
        raise ParseError("select: item is missing")
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=_parser())
    except (lxml.etree.ParserError, ValueError) as error:
        raise ParseError(f"the page could not be read: {error}") from error
    items = root.xpath(xpath_of(feed.select["item"]))
    if not items:
        raise ParseError(f"no item found by select: item {feed.select['item']!r}")
    entries = (_entry(item, url=url, feed=feed) for item in islice(items, _MAX_ITEMS))
    title = root.findtext(".//title") or ""
    return ParsedFeed(
        entries=tuple(entry for entry in entries if entry.url or entry.title),
        title=one_line(title),
        language=root.get("lang"),
    )


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)


def _entry(item: lxml.html.HtmlElement, *, url: str, feed: Feed) -> Entry:
    link = _found(item, feed.select.get("link", "a"))
    title = _found(item, feed.select.get("title", "a"))
    day = _found(item, feed.select.get("date", "time"))
    summary = _found(item, feed.select["summary"]) if "summary" in feed.select else None
    href = absolute_url(link.get("href") or "", url) if link is not None else None
    printed = "" if day is None else day.get("datetime") or _text(day)
    return Entry(
        feed=feed.id,
        guid=None,
        url=href or "",
        title=_text(title if title is not None else link),
        content=_text(summary),
        summary=_text(summary),
        published_at=parse_published(printed),
    )


def _found(item: lxml.html.HtmlElement, selector: str) -> lxml.html.HtmlElement | None:
    found = item.xpath(xpath_of(selector, inside=True))
    return found[0] if found else None


def _text(element: lxml.html.HtmlElement | None) -> str:
    return "" if element is None else one_line(" ".join(element.itertext()))


def xpath_of(selector: str, *, inside: bool = False) -> str:
    """Return the XPath of a CSS selector: the subset that lists of links need.

    Tags, classes, ids, attributes, `:nth-of-type(n)`, descendants, children (`>`) and commas.
    `inside` also matches the context element itself. Raises ParseError for anything else.
    """
    steps = ("descendant-or-self::" if inside else "descendant::", "/descendant::", "/child::")
    paths: list[str] = []
    path, at, axis = "", 0, steps[0]
    selector = selector.strip()
    while at < len(selector):
        step, end = _compound(selector, at)
        path += axis + step
        match = _COMBINATOR.match(selector, end)
        if match is None and end < len(selector):
            raise ParseError(f"selector {selector!r}: {selector[end:]!r} is not supported")
        at, mark = (match.end(), match[1]) if match else (end, None)
        if mark == ",":
            paths, path, axis = [*paths, path], "", steps[0]
        elif mark in {"+", "~"}:
            raise ParseError(f"selector {selector!r}: {mark!r} is not supported")
        else:
            axis = steps[2] if mark == ">" else steps[1]
    if not path or selector.endswith(">"):
        raise ParseError(f"selector {selector!r} is incomplete")
    return " | ".join([*paths, path])


def _compound(selector: str, at: int) -> tuple[str, int]:
    """Return the XPath step of the simple selectors that stand together at `at`, and their end."""
    tag, tests, end = "*", "", at
    while match := _SIMPLE.match(selector, end):
        if match["tag"] and end > at:
            break
        tag = match["tag"] or tag
        tests += _test(match)
        end = match.end()
    if end == at:
        raise ParseError(f"selector {selector!r}: {selector[at:]!r} is not supported")
    return tag.lower() + tests, end


def _test(match: re.Match[str]) -> str:
    if match["cls"]:
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {match['cls']} ')]"
    if match["id"]:
        return f"[@id='{match['id']}']"
    if match["nth"] or match["edge"]:
        return f"[{match['nth'] or ('1' if match['edge'] == 'first' else 'last()')}]"
    if not match["attr"]:
        return ""
    name, value = f"@{match['attr']}", match["value"]
    tests = {
        None: name,
        "=": f"{name}='{value}'",
        "^=": f"starts-with({name}, '{value}')",
        "*=": f"contains({name}, '{value}')",
        "$=": f"substring({name}, string-length({name}) - {len(value or '') - 1})='{value}'",
        "~=": f"contains(concat(' ', normalize-space({name}), ' '), ' {value} ')",
    }
    return f"[{tests[match['op']]}]"
