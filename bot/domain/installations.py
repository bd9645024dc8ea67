"""Installations: workspaces that let the bot in, besides the operators' own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.delivery import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One workspace's leave to post and answer there, as its token grants it."""

    platform: Platform
    workspace: str
    #: The workspace's name, for print.
    name: str
    #: The organisation the workspace belongs to; None for most.
    enterprise: str | None
    #: The token under the operators' key; empty once the leave was taken back.
    sealed_token: str = field(repr=False)
    #: The bot's ids there: as an author of messages, and as a member.
    bot: str
    bot_user: str
    scopes: tuple[str, ...]
    #: The user id of who installed it.
    installed_by: str
    installed_at: datetime
    #: When the workspace removed the bot or its token; None while it is served.
    revoked_at: datetime | None = None
