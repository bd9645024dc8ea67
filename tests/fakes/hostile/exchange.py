"""One request to the hostile server, and the register of its cases."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

Case = Callable[["Exchange"], Awaitable[None]]
CASES: dict[str, Case] = {}

RSS = "application/rss+xml; charset=utf-8"


def case(*paths: str) -> Callable[[Case], Case]:
    """Serve these paths by the function below; its docstring opens with the catalogue's id."""

    def register(function: Case) -> Case:
        for path in paths:
            CASES[path] = function
        return function

    return register


@dataclass
class Visit:
    """A request as it came, for tests to look at."""

    method: str
    target: str
    headers: dict[str, str]


@dataclass
class Exchange:
    """One request under way."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    #: scheme://host:port of this server, and the port that must stay silent.
    base: str
    canary_port: int
    #: How often each path was asked, this time included.
    counts: Counter[str] = field(default_factory=Counter)
    #: What cases want to remember between requests.
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return self.counts[self.path]

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        lines = [f"HTTP/1.1 {status} Whatever"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8"))

    async def answer(
        self,
        body: bytes | str = b"",
        *,
        status: int = 200,
        kind: str = RSS,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        fields = {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}
        await self.head(status, fields)
        with contextlib.suppress(ConnectionError):
            await self.raw(data)

    async def redirect(self, location: str, status: int = 302) -> None:
        await self.answer(status=status, headers={"Location": location})


def item(
    number: int = 1,
    *,
    title: str | None = None,
    link: str | None = None,
    guid: str | None = None,
    description: str = "Officers arrested a man in Lakeshore on Tuesday, the agency said.",
    date: str | None = "Tue, 03 Mar 2026 10:00:00 GMT",
    extra: str = "",
) -> str:
    """Return an RSS item; texts are given plain and escaped here."""
    link = f"https://ledger.example/news/{number}" if link is None else link
    parts = [
        f"<title>{escape(title if title is not None else f'Story number {number}')}</title>",
        f"<link>{escape(link)}</link>",
        f'<guid isPermaLink="false">{escape(guid if guid is not None else link)}</guid>',
        f"<description>{escape(description)}</description>",
        f"<pubDate>{date}</pubDate>" if date else "",
        extra,
    ]
    return f"<item>{''.join(parts)}</item>"


def rss(items: Sequence[str], *, head: str = "", prolog: str = "") -> str:
    """Return an RSS 2.0 document."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{prolog}<rss version="2.0"><channel>'
        f"<title>Capital Ledger</title><link>https://ledger.example/</link>"
        f"<description>News</description>{head}{''.join(items)}</channel></rss>"
    )


GOOD = rss([item(number) for number in range(1, 6)])
