"""Outlets' lines on a database: in which stories each stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.articles import StoryId
from storage.tables import outlet_lines
from storage.transaction import Transaction, chunks


class SqlOutletLines:
    """`OutletLines` on a database."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    async def note(self, outlet: str, story: StoryId, lines: Sequence[int], at: datetime) -> None:
        rows = [{"outlet": outlet, "line": line, "story_id": story, "at": at} for line in lines]
        await self._tx.write(self._tx.upsert(outlet_lines, newer="at"), rows)

    async def recurring(
        self, outlets: Sequence[str], *, stories: int, limit: int
    ) -> Mapping[str, Sequence[int]]:
        found: list[tuple[str, int, int]] = []
        for some in chunks(tuple(dict.fromkeys(outlets))):
            count = func.count().label("story_count")
            told = (
                select(outlet_lines.c.outlet, outlet_lines.c.line, count)
                .where(outlet_lines.c.outlet.in_(some))
                .group_by(outlet_lines.c.outlet, outlet_lines.c.line)
                .having(count >= stories)
            )
            rows = await self._tx.rows(told, slow=True)
            found += [(row.outlet, row.line, row.story_count) for row in rows]
        return most_repeated(found, limit)


def most_repeated(found: Iterable[tuple[str, int, int]], limit: int) -> dict[str, tuple[int, ...]]:
    """Return each outlet's `limit` lines of most stories, ascending, from (outlet, line, count)."""
    ranked: dict[str, list[int]] = {}
    for outlet, line, _ in sorted(found, key=lambda each: (each[0], -each[2], each[1])):
        ranked.setdefault(outlet, []).append(line)
    return {outlet: tuple(sorted(lines[:limit])) for outlet, lines in ranked.items()}
