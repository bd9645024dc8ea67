"""Stories: one event in the world, told by one or more articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.articles import ArticleId, StoryId

#: A story without a new article for this long is quiet (CONTRACT, life of a post).
QUIET_AFTER = timedelta(hours=36)


class StoryPhase(StrEnum):
    """Where a story stands in the life of its post."""

    NEW = "new"
    DEVELOPING = "developing"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event; the unit we alert on. Its articles name it; see `Article.story`."""

    id: StoryId
    #: The lead article's headline.
    headline: str
    lead: ArticleId
    opened_at: datetime
    #: When the newest article or revision joined.
    updated_at: datetime
    article_count: int = 1
    #: The earlier story this one is a new turn of; None when it stands alone.
    continues: StoryId | None = None
    #: Stories that may be about the same event but were not joined.
    related: tuple[StoryId, ...] = ()
    #: The story this one was merged into by an admin; None while it stands.
    merged_into: StoryId | None = None
    #: False when the story came in silently (first poll, too old): known, never announced.
    announced: bool = True
    #: Two-letter states its articles are about.
    states: tuple[str, ...] = ()

    @property
    def has_developed(self) -> bool:
        """Whether anything joined after the story was opened."""
        return self.updated_at > self.opened_at

    def phase(self, now: datetime) -> StoryPhase:
        """Return the phase at `now`."""
        if now - self.updated_at >= QUIET_AFTER:
            return StoryPhase.QUIET
        return StoryPhase.NEW if self.article_count == 1 else StoryPhase.DEVELOPING
