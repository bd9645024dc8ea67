"""The archive as files: titles and links, no outlet's text."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from io import StringIO

from bot.domain.articles import Article, ArticleId
from bot.ports import Storage
from bot.services.answering.exporting import safe_cell
from bot.text.asking.queries import parse_query

#: Articles asked of the archive at once.
PAGE = 1000
#: Everything: an empty search is a mistake in chat, where it would be one by accident.
_ALL = "since:1970-01-02"
_COLUMNS = (
    "published",
    "outlet",
    "kind",
    "provenance",
    "title",
    "url",
    "states",
    "story",
    "article",
)
#: What XML 1.0 cannot hold, escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Row = Mapping[str, str]


async def read_rows(storage: Storage, words: str, now: datetime) -> Sequence[Row]:
    """Return the articles a search finds, or all, newest first. Raises QuestionError."""
    query = parse_query(words or _ALL, now=now)
    rows: list[tuple[datetime, ArticleId, Row]] = []
    last: ArticleId | None = None
    async with storage.look() as unit:
        # Not by date: what was brought in later may be older than what was there before.
        while page := await unit.articles.arrived(query, before=last, limit=PAGE):
            rows += [(each.published_at, each.id, _row(each)) for each in page]
            last = page[-1].id
    rows.sort(key=lambda each: each[:2], reverse=True)
    return [row for _, _, row in rows]


def _row(article: Article) -> Row:
    values = (
        f"{article.published_at:%Y-%m-%dT%H:%M:%SZ}",
        article.outlet,
        article.kind.value,
        article.provenance.value,
        article.title,
        article.url,
        " ".join(article.states),
        str(article.story),
        str(article.id),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _csv(rows: Sequence[Row]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    writer.writerows([safe_cell(row[name]) for name in _COLUMNS] for row in rows)
    return out.getvalue()


def _jsonl(rows: Sequence[Row]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _markdown(rows: Sequence[Row]) -> str:
    return "".join(
        f"- [{_plain(row['title'])}](<{row['url'].replace('>', '%3E')}>), "
        f"{_plain(row['outlet'])}, {row['published'][:10]} (story {row['story']})\n"
        for row in rows
    )


def _plain(text: str) -> str:
    """Return foreign text on one line that means nothing in Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|!&~])", r"\\\1", " ".join(text.split()))


def _rss(rows: Sequence[Row]) -> str:
    """Return an RSS 2.0 document whose guids are the archive's own numbers."""
    items = "".join(f"<item>{''.join(_elements(row))}</item>\n" for row in rows)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        "<title>nutgraf archive</title><link>https://localhost/</link>"
        f"<description>Articles, newest first</description>\n{items}</channel></rss>\n"
    )


def _elements(row: Row) -> Iterator[str]:
    at = format_datetime(datetime.fromisoformat(row["published"]), usegmt=False)
    yield f"<title>{_xml(row['title'])}</title>"
    yield f"<link>{_xml(row['url'])}</link>"
    yield f'<guid isPermaLink="false">nutgraf-{row["article"]}</guid>'
    yield f"<pubDate>{at}</pubDate>"
    yield f"<dc:creator>{_xml(row['outlet'])}</dc:creator>"
    yield f'<category domain="story">{row["story"]}</category>'


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("", text))


#: How a file is written, by the name of its form.
FORMS: Mapping[str, Callable[[Sequence[Row]], str]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "md": _markdown,
    "rss": _rss,
}
