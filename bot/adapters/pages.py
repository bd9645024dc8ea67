"""Articles found in pages: trafilatura finds the text, our own rules clean it.

Modes and rules were chosen by measurement: docs/decisions/0023-page-extraction.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import trafilatura

from bot.domain.errors import ParseError
from bot.ports.workshop import Page
from bot.text.prose.clean import has_attribute_flood, one_line, plain_text, tidy, title_text
from bot.text.prose.dates import parse_published
from bot.text.prose.decoding import decode
from bot.text.prose.furniture import strip_furniture

#: Markup beyond is cut: twice the longest measured page.
MAX_MARKUP = 2_000_000
_MAX_ATTRIBUTES = 1_000
#: Below this length (characters) an article may have been missed: slower ways are tried, and
#: believed when they find much more.
_SHORT = 600
_MUCH_MORE = 1.5
_NOTHING = 200
_UNDER_HEADLINE = (
    "//header//p | //header//h2 | //h1/following-sibling::*[self::p or self::h2 or self::div][1]"
)
_SITE_NAME = re.compile(r"(?<=\w)\s+[|»–—-]\s+[^|»–—]{2,40}$")
_BY = re.compile(r"^by\s+", re.IGNORECASE)
_SHORTEST_DEK, _LONGEST_DEK = 40, 400


def extract_page(content: bytes, *, url: str, charset: str | None) -> Page:
    """Return the article of a page as a server sent it.

    Raises ParseError when the page is empty or no article is found in it.
    """
    return extract_html(decode(content, charset), url)


def extract_html(html: str, url: str) -> Page:
    """Return the article of a page's markup: title, own paragraphs, byline, time of publication.

    Times and names come from what the page declares (JSON-LD, meta), then from what it prints.
    Raises ParseError when no article is found.
    """
    markup = html[:MAX_MARKUP]
    if has_attribute_flood(markup, _MAX_ATTRIBUTES):
        raise ParseError(f"an element has more than {_MAX_ATTRIBUTES} attributes")
    try:
        root = lxml.html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (lxml.etree.LxmlError, ValueError) as error:
        raise ParseError(f"the page could not be read: {error}") from error
    declared = _Declared(root)
    title = declared.title()
    text = _text(markup, url, declared.body())
    dek = declared.dek()
    if dek and dek not in one_line(text):
        text = f"{dek}\n\n{text}"
    stripped = strip_furniture(text, title=title, outlet=declared.outlet())
    if not stripped.body:
        raise ParseError("no article found in the page")
    byline = declared.byline() or stripped.byline
    published_at = parse_published(declared.published()) or stripped.printed_at
    if byline is None or published_at is None:
        guess = trafilatura.extract_metadata(root, default_url=url, extensive=False)
        author = one_line((guess.author or "").replace(";", ","))
        byline = byline or (author if author != declared.outlet() else None) or None
        published_at = published_at or parse_published(guess.date)
    return Page(
        title=title or stripped.heading or "",
        text=stripped.body,
        byline=byline,
        published_at=published_at,
    )


def _text(markup: str, url: str, told: str) -> str:
    """Return the article's paragraphs: the quick way of looking, checked where it found little.

    `told` is the body that the page declares.
    """
    best = _found(markup, url, "fast")
    if len(best) < _SHORT:
        for other in (_found(markup, url, "whole"), _found(markup, url, "recall"), told):
            best = other if _is_fuller(other, best) else best
    if one_line(told) == one_line(best):
        best = told  # the same words, with their paragraphs
    # trafilatura parts paragraphs by single line breaks.
    return re.sub(r"\n+", "\n\n", tidy(best))


def _is_fuller(text: str, than: str) -> bool:
    """Whether a text says the same and much more; anything is more than next to nothing."""
    if len(text) < _MUCH_MORE * len(than):
        return False
    paragraphs = [one_line(line) for line in than.split("\n") if line.strip()]
    shared = sum(len(line) for line in paragraphs if line in one_line(text))
    return len(than) < _NOTHING or 2 * shared > len(than)


def _found(markup: str, url: str, way: str) -> str:
    found = trafilatura.extract(
        markup,
        url=url,
        include_comments=False,
        fast=way == "fast",
        favor_recall=way == "recall",
    )
    return found or ""


class _Declared:
    """What a page says of itself in JSON-LD and meta elements."""

    def __init__(self, root: lxml.html.HtmlElement) -> None:
        self._root = root
        self._metas = dict(_metas(root))
        self._article = _linked_article(root)

    def title(self) -> str:
        headline = _string(self._article.get("headline"))
        heading = " ".join(next(iter(self._root.xpath("//h1")), lxml.html.Element("h1")).itertext())
        # Only the browser's title carries the site's name behind the headline.
        tab = _SITE_NAME.sub("", self._root.findtext(".//title") or "")
        named = (headline, self._meta("og:title"), heading, tab)
        return next((found for name in named if (found := title_text(name))), "")

    def dek(self) -> str:
        """Return the line under the headline: the declared description, where readers see it."""
        described = one_line(title_text(self._meta("og:description", "description")))
        if not _SHORTEST_DEK <= len(described) <= _LONGEST_DEK:
            return ""
        shown = self._root.xpath(_UNDER_HEADLINE)
        is_shown = any(described == one_line(" ".join(part.itertext())) for part in shown)
        return described if is_shown else ""

    def outlet(self) -> str:
        publisher = self._article.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        return one_line(self._meta("og:site_name") or _string(name))

    def byline(self) -> str | None:
        names = list(_names(self._article.get("author")))
        meta = self._meta("author", "parsely-author", "article:author", "byl", "dc.creator")
        if not names and not meta.startswith("http"):
            names = [_BY.sub("", meta)]
        people = dict.fromkeys(one_line(name) for name in names if name)
        return ", ".join(name for name in people if name != self.outlet()) or None

    def published(self) -> str:
        found = _string(self._article.get("datePublished")) or self._meta(
            *("article:published_time", "og:article:published_time", "parsely-pub-date"),
            *("datepublished", "date", "pubdate", "publish-date", "dc.date", "dc.date.issued"),
            *("dcterms.created", "sailthru.date", "article.published", "publication_date"),
        )
        stamped = self._root.xpath(
            "(//*[@itemprop='datePublished'][@datetime or @content] | //time[@pubdate][@datetime]"
            " | //article//time[@datetime])[1]"
        )
        if not found and stamped:
            found = stamped[0].get("datetime") or stamped[0].get("content") or ""
        return found

    def body(self) -> str:
        return plain_text(_string(self._article.get("articleBody")))

    def _meta(self, *names: str) -> str:
        return next((self._metas[name] for name in names if self._metas.get(name)), "")


def _metas(root: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in reversed(root.xpath("//meta[@content]")):  # the first of a name wins
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        yield name.lower(), element.get("content").strip()


def _linked_article(root: lxml.html.HtmlElement) -> dict[str, Any]:
    """Return the page's article as JSON-LD tells it (schema.org), empty when it does not."""
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            linked = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(linked):
            kinds = node.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(str(kind).endswith(("Article", "BlogPosting", "Report")) for kind in kinds):
                return node
    return {}


def _nodes(linked: Any) -> Iterator[dict[str, Any]]:
    if isinstance(linked, dict):
        yield linked
        linked = linked.get("@graph")
    if isinstance(linked, list):
        yield from (node for node in linked if isinstance(node, dict))


def _names(author: Any) -> Iterator[str]:
    for one in author if isinstance(author, list) else [author]:
        is_outlet = isinstance(one, dict) and str(one.get("@type")).endswith("Organization")
        name = _string(one.get("name") if isinstance(one, dict) else one)
        if name and not is_outlet and not name.startswith("http"):
            yield name


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
