"""Stories on a database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update

from bot.domain.articles import StoryId
from bot.domain.stories import Story
from bot.ports import StoryFilter
from storage.filters import story_conditions
from storage.numbers import Numbers
from storage.records import Record
from storage.tables import stories, story_ids, story_states
from storage.transaction import Transaction

STORIES = Record(Story, stories)


class SqlStories:
    """`Stories` on a database."""

    def __init__(self, transaction: Transaction, numbers: Numbers) -> None:
        self._tx = transaction
        self._numbers = numbers

    async def next_id(self) -> StoryId:
        return StoryId(await self._numbers.next(self._tx, story_ids))

    async def add(self, story: Story) -> None:
        await self._tx.write(insert(stories), [STORIES.row(story)])
        await self._add_states(story)

    async def save(self, story: Story) -> None:
        row = STORIES.row(story)
        if not await self._tx.write(update(stories).where(stories.c.id == story.id).values(row)):
            raise LookupError(f"story {story.id} is not stored")
        await self._tx.write(delete(story_states).where(story_states.c.story_id == story.id))
        await self._add_states(story)

    async def get(self, story: StoryId) -> Story | None:
        row = await self._tx.row(select(stories).where(stories.c.id == story))
        return None if row is None else STORIES.value(row)

    async def newest(self, which: StoryFilter, *, limit: int, offset: int = 0) -> Sequence[Story]:
        rows = await self._tx.rows(
            select(stories)
            .where(*story_conditions(which))
            .order_by(stories.c.updated_at.desc(), stories.c.id.desc())
            .limit(limit)
            .offset(offset),
            slow=True,
        )
        return [STORIES.value(row) for row in rows]

    async def count(self, which: StoryFilter) -> int:
        fitting = select(func.count()).select_from(stories).where(*story_conditions(which))
        return int(await self._tx.scalar(fitting, slow=True))

    async def _add_states(self, story: Story) -> None:
        states = sorted({state.upper() for state in story.states})
        rows = [{"story_id": story.id, "state": state} for state in states]
        await self._tx.write(insert(story_states), rows)
