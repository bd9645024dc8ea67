"""Asking: what a platform needs from the house, and the house from a platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.domain.delivery import ChannelRef, Platform
from bot.domain.questions import Answer, Asker, Completion, Suggestion
from bot.ports.messaging import Finding, Messenger


class Desk(Protocol):
    """Answers questions. Raises QuestionError, whose text the asker may read."""

    async def ask(self, text: str, asker: Asker, *, page: int = 1) -> Answer:
        """Answer a question typed as one line ("search sanctuary since:7d")."""
        ...

    async def ask_command(self, command: str, raw: Mapping[str, str], asker: Asker) -> Answer:
        """Answer a sub-command whose options were given one by one, as strings."""
        ...

    async def complete(
        self, completion: Completion, typed: str, asker: Asker
    ) -> Sequence[Suggestion]:
        """Return at most 25 completions of what was typed so far."""
        ...


class ChatApp(Protocol):
    """One platform's connection."""

    @property
    def platform(self) -> Platform: ...
    @property
    def messenger(self) -> Messenger: ...

    @property
    def trouble(self) -> str | None:
        """What keeps the connection from working; None while it works."""
        ...

    async def start(self) -> None:
        """Connect; return once questions can be asked. Raises OperatorError on a bad token."""
        ...

    async def stop(self) -> None:
        """Disconnect within a few seconds."""
        ...

    def homes(self, channels: Sequence[ChannelRef]) -> frozenset[str]:
        """Return the workspaces or servers that are the operators' own, as far as it is known.

        `channels` are those of feeds.yaml. Who administers a home may change what is everybody's.
        """
        ...

    async def examine(self, channels: Sequence[ChannelRef]) -> Sequence[Finding]:
        """Ask the platform whether the token and each channel let the bot do its work.

        Nothing is posted. Works before `start`; what the platform says is a finding, no error.
        """
        ...
