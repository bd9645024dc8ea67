"""Developing: what one channel is owed when a story it may know has news."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.domain.articles import Article
from bot.domain.briefs import Update
from bot.domain.delivery import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Route,
    UpdatePolicy,
    delivery_key,
)
from bot.domain.stories import QUIET_AFTER, Story
from bot.ports import UnitOfWork
from bot.services.dossier import Dossier
from bot.services.posts import posts_among


def not_before(route: Route, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the earliest time a route may be posted to: now, or the end of its quiet hours."""
    quiet = route.quiet
    local = now.astimezone(zone)
    if quiet is None or not quiet.holds(local.time()):
        return now
    end = local.replace(
        hour=quiet.end.hour, minute=quiet.end.minute, second=0, microsecond=0, fold=0
    )
    if end <= local:
        end += timedelta(days=1)
    # A wall time that the spring change skips is read as the same instant an hour later.
    return end.astimezone(now.tzinfo)


class News:
    """What happened to a posted story, and the note it is worth, reckoned when it is needed."""

    def __init__(
        self, subject: str, tell: Callable[[], Update | None], *, may_correct: bool
    ) -> None:
        self.subject = subject
        self._tell = tell
        self._may_correct = may_correct

    @cached_property
    def update(self) -> Update | None:
        """The note; None when nothing is materially new."""
        return self._tell()

    @property
    def is_correction(self) -> bool:
        """Whether it takes back what was said."""
        return self._may_correct and self.update is not None and self.update.is_correction


class Developing:
    """One story in one channel: owes its root, edits of it, and notes in its thread."""

    def __init__(
        self,
        unit: UnitOfWork,
        route: Route,
        story: Story,
        owed: Sequence[Delivery],
        *,
        now: datetime,
        zone: ZoneInfo,
    ) -> None:
        """`owed` is all that was ever owed for the story, oldest first."""
        self._unit = unit
        self._route = route
        self._story = story
        self._mine = [each for each in owed if each.route == route.id]
        self._now = now
        self._due_at = not_before(route, now, zone)

    @property
    def was_told(self) -> bool:
        """Whether the channel was owed the story, in a post or gathered with others."""
        return any(each.kind is DeliveryKind.ROOT for each in self._mine)

    @cached_property
    def posts(self) -> list[Delivery]:
        """Its posts there, oldest first."""
        return posts_among(self._mine, self._route.id)

    def is_reopened_by(self, dossier: Dossier, article: Article) -> bool:
        """Whether an article is news again after quiet; a copy or rewrite never is."""
        others = [
            each.revised_at or each.published_at
            for each in dossier.articles
            if each.id != article.id and not each.is_backfilled
        ]
        last = max([*others, *(post.sent_at or post.created_at for post in self.posts)])
        return (
            not article.provenance.is_derivative
            and self._now - last >= QUIET_AFTER
            and last < article.published_at
        )

    async def tell(self) -> None:
        """Owe the root message; nothing where it was owed before."""
        await self._owe(DeliveryKind.ROOT, f"story:{self._story.id}")

    async def tell_news(self, news: News) -> None:
        """Owe the root with what is new in its thread; nothing when nothing is."""
        if news.update is not None:
            await self.tell()
            await self._note(news)

    async def reopen(self, news: News) -> None:
        """Owe a new root; the earlier ones lead to it from then on."""
        await self._owe(DeliveryKind.ROOT, f"story:{self._story.id}:again:{news.subject}")
        await self.lead_on(news.subject)
        await self._note(news)

    async def lead_on(self, subject: str) -> None:
        """Owe every post an edit because the story goes on elsewhere."""
        for post in self.posts if self._route.updates is not UpdatePolicy.NONE else ():
            await self._revise(post, f"{subject}:{post.key}")

    async def develop(self, news: News) -> None:
        """Owe an edit of the root and a note of what is new; a correction marks every post."""
        if self._route.updates is UpdatePolicy.NONE and not news.is_correction:
            return
        if not self.posts:
            # It was gathered with others, where a correction would never be seen.
            if news.is_correction:
                await self.reopen(news)
            return
        *earlier, newest = self.posts
        await self._revise(newest, news.subject)
        for post in earlier if news.is_correction else ():
            await self._revise(post, f"{news.subject}:{post.key}")
        # A message is built when it is sent, so one that is still owed will already tell this.
        if newest.state is not DeliveryState.OWED:
            await self._note(news)

    async def _revise(self, post: Delivery, subject: str) -> None:
        pending = any(
            each.kind is DeliveryKind.REVISION
            and each.state is DeliveryState.OWED
            and each.receipt == post.receipt
            for each in self._mine
        )
        if post.state is not DeliveryState.OWED and not pending:
            await self._owe(
                DeliveryKind.REVISION, f"{self._story.id}:{subject}", receipt=post.receipt
            )

    async def _note(self, news: News) -> None:
        update = news.update
        if update is None:
            return
        if self._route.updates is UpdatePolicy.THREAD or update.is_correction:
            await self._owe(DeliveryKind.UPDATE, f"{self._story.id}:{news.subject}", message=update)

    async def _owe(self, kind: DeliveryKind, subject: str, **changes: object) -> None:
        delivery = Delivery(
            key=delivery_key(kind, self._route.id, subject),
            kind=kind,
            route=self._route.id,
            channel=self._route.channel,
            due_at=self._due_at,
            created_at=self._now,
            story=self._story.id,
        )
        await self._unit.deliveries.owe(replace(delivery, **changes))  # type: ignore[arg-type]
