"""Feed states: saved after a poll without undoing what an admin said meanwhile."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.feeds import FeedState
from bot.ports import UnitOfWork


async def save_after_poll(unit: UnitOfWork, state: FeedState) -> None:
    """Save a state read before the poll; a pause or resumption told meanwhile stands.

    A feed that answered 410 in this very poll is paused whatever was stored.
    """
    stored = await unit.feeds.get(state.feed)
    if stored is not None and stored.url == state.url and state.pause_reason != "gone":
        state = replace(state, paused_at=stored.paused_at, pause_reason=stored.pause_reason)
    await unit.feeds.save(state)
