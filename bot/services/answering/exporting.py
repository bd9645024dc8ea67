"""`export`: a search as a file, for a spreadsheet, a program or a page."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from bot.domain.articles import Article
from bot.domain.questions import Answer, Attachment
from bot.services.answering.asking import Asking
from bot.text.asking.queries import parse_query
from bot.text.printing.counts import counted

#: Articles in one file: what every platform takes without complaint about its size.
MOST_ROWS = 1000
LIMIT = f"a file holds {MOST_ROWS:,}. For earlier ones add until: with the date of the oldest."
#: A cell that begins with one of these is run by spreadsheets (OWASP, CSV injection).
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = Mapping[str, str]


async def answer_export(asking: Asking) -> Answer:
    """Return the articles a search finds as a file: titles and links, no outlet's text."""
    words = asking.text("query") or ""
    query = parse_query(words, now=asking.local_now)
    hits, total = await asking.unit.articles.search(query, sort="new", limit=MOST_ROWS, offset=0)
    title = f"Export: {words}"
    if not hits:
        return Answer(
            title=title,
            summary="I have no such article. The whole archive was searched.",
            notes=await asking.failing(),
            question=asking.question.text,
        )
    form = _FORMS[asking.text("format") or "csv"]
    count = counted(len(hits), "article")
    content = form.write([_row(hit.article) for hit in hits])
    return Answer(
        title=title,
        summary=f"{count}, newest first; times are UTC.",
        # How many is not known: a search counts no further than it ranks.
        notes=(f"Older articles were left out: {LIMIT}",) if total > len(hits) else (),
        attachment=Attachment(
            name=f"news-{asking.now:%Y-%m-%d-%H%M}.{form.ending}",
            media_type=form.media_type,
            content=content.encode("utf-8", "replace"),
            alt=f"{count} found by {words}",
        ),
        question=asking.question.text,
    )


def _row(article: Article) -> Row:
    return {
        "published": f"{article.published_at:%Y-%m-%dT%H:%M:%SZ}",
        "outlet": article.outlet,
        "kind": article.kind.value,
        "provenance": article.provenance.value,
        "title": article.title,
        "url": article.url,
        "states": " ".join(article.states),
        "story": str(article.story),
        "article": str(article.id),
    }


def safe_cell(text: str) -> str:
    """Return a cell no spreadsheet runs: formulas get an apostrophe before them."""
    is_run = text.lstrip(" ").startswith(_FORMULAS) or _seen(text).startswith(_FORMULAS)
    return f"'{text}" if is_run else text


def _seen(text: str) -> str:
    """Return a cell from its first visible character on, which is where spreadsheets begin."""
    return text.lstrip().lstrip("\u200b\u2060\ufeff").lstrip()


def _csv(rows: Sequence[Row]) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows({name: safe_cell(cell) for name, cell in row.items()} for row in rows)
    # Excel reads a file as UTF-8 only when it begins with this mark.
    return f"\ufeff{out.getvalue()}"


def _json(rows: Sequence[Row]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n"


def _markdown(rows: Sequence[Row]) -> str:
    lines = [
        f"- [{_plain(row['title'])}](<{row['url'].replace('>', '%3E')}>), "
        f"{_plain(row['outlet'])}, {row['published'][:10]} (story {row['story']})"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return foreign text on one line that means nothing in Markdown."""
    line = " ".join(text.split())
    return "".join(f"\\{each}" if each in r"\`*_[]<>#|!&~" else each for each in line)


@dataclass(frozen=True, slots=True)
class _Form:
    ending: str
    media_type: str
    write: Callable[[Sequence[Row]], str]


_FORMS = {
    "csv": _Form("csv", "text/csv", _csv),
    "json": _Form("json", "application/json", _json),
    "md": _Form("md", "text/markdown", _markdown),
}
