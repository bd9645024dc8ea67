"""Installations, and the states of those under way, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.delivery import Platform
from bot.domain.installations import Installation
from storage.memory_state import View


class MemoryInstallations:
    """`Installations` in memory."""

    def __init__(self, view: View) -> None:
        self._view = view

    async def of(self, platform: Platform, workspace: str) -> Installation | None:
        return self._view.state.installations.get((platform, workspace))

    async def all(self, platform: Platform) -> Sequence[Installation]:
        held = self._view.state.installations
        return [held[key] for key in sorted(held) if key[0] is platform]

    async def removed(self) -> frozenset[tuple[Platform, str]]:
        held = self._view.state.installations
        return frozenset(key for key, each in held.items() if each.revoked_at is not None)

    async def save(self, installation: Installation) -> None:
        key = (installation.platform, installation.workspace)
        self._view.draft.installations[key] = installation

    async def issue(self, state: str, until: datetime) -> None:
        self._view.draft.expected_states[state] = until

    async def issued_count(self, now: datetime) -> int:
        return sum(until > now for until in self._view.state.expected_states.values())

    async def consume(self, state: str, now: datetime) -> bool:
        draft = self._view.draft
        draft.expected_states = {
            each: until for each, until in draft.expected_states.items() if until > now
        }
        return draft.expected_states.pop(state, None) is not None
