"""Who asks: the zone they read in, and whether they administer the workspace."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.requests import Visit
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.questions import Asker
from bot.ports import Clock

KEPT = timedelta(minutes=10)
MAX_KEPT = 2000
#: Somebody waits: an answer in UTC is better than one that comes half a minute later.
PATIENCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack tells of a member; nothing of it is stored."""

    zone: str | None = None
    is_admin: bool = False


class People:
    """Looks members up with users.info; a zone may be ten minutes old, a right never is."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[tuple[str | None, str], tuple[datetime, Person]] = {}

    async def asker(self, visit: Visit, *, fresh: bool = False) -> Asker:
        """Return who asks, with their zone and rights; `fresh` as for `person`."""
        person = await self.person(visit.user, visit.workspace, fresh=fresh)
        channel = ChannelRef(platform=Platform.SLACK, target=visit.channel)
        return Asker(
            platform=Platform.SLACK,
            user=visit.user,
            workspace=visit.workspace,
            channel=None if visit.is_home else channel,
            zone=person.zone,
            is_platform_admin=person.is_admin,
        )

    async def person(self, user: str, workspace: str | None, *, fresh: bool = False) -> Person:
        """Return the member; somebody without zone and rights when Slack does not tell.

        Who administers another workspace (a guest in a shared channel) has no rights in this one.

        `fresh` asks Slack again, for commands that depend on rights.
        """
        now = self._clock.now()
        known_at, known = self._known.get((workspace, user), (None, None))
        if known is not None and known_at is not None and not fresh and now - known_at < KEPT:
            return known
        person = await self._look_up(user, workspace)
        if person is None:
            return Person()
        if len(self._known) >= MAX_KEPT:
            self._known.pop(next(iter(self._known)))
        self._known[workspace, user] = (now, person)
        return person

    async def _look_up(self, user: str, workspace: str | None) -> Person | None:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                answer = await self._client.users_info(user=user)
        except (SlackApiError, TimeoutError, aiohttp.ClientError, OSError):
            return None
        member = answer.get("user") or {}
        belongs = member.get("team_id") in {None, workspace}
        return Person(
            zone=member.get("tz") or None,
            is_admin=belongs and bool(member.get("is_admin") or member.get("is_owner")),
        )
