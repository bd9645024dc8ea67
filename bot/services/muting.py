"""Muting: stories and outlets an admin has silenced for a while."""

from __future__ import annotations

from datetime import datetime

from bot.domain.articles import StoryId
from bot.ports import UnitOfWork
from bot.services.dossier import Dossier
from bot.text.prose.tokens import fold


async def is_muted(unit: UnitOfWork, dossier: Dossier, now: datetime) -> bool:
    """Whether nothing may be posted of a story now: it, or every outlet that tells it, is muted."""
    if await _holds(unit, story_key(dossier.story.id), now):
        return True
    outlets = dict.fromkeys(article.outlet for article in dossier.articles)
    for outlet in outlets:
        if not await _holds(unit, outlet_key(outlet), now):
            return False
    return True


def story_key(story: StoryId) -> str:
    """Return under which key it is kept until when a story is muted."""
    return f"mute:story:{story}"


def outlet_key(outlet: str) -> str:
    """Return under which key it is kept until when an outlet is muted."""
    return f"mute:outlet:{fold(outlet)}"


async def mute(unit: UnitOfWork, key: str, until: datetime) -> None:
    """Silence a story or an outlet until then; a time that is past lifts it."""
    await unit.memory.keep(key, until.isoformat())


async def _holds(unit: UnitOfWork, key: str, now: datetime) -> bool:
    until = await unit.memory.recall(key)
    return until is not None and datetime.fromisoformat(until) > now
