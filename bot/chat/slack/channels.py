"""Channels by the name an operator wrote: Slack's methods want ids."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.failures import translated
from bot.domain.errors import DeliveryRefusedError
from bot.ports import Clock

_ID = re.compile(r"[CGD][A-Z0-9]{2,}")
_USER = re.compile(r"[UW][A-Z0-9]{2,}")
#: conversations.list is Tier 2 (20 a minute): a name that is missing is not looked up each second.
LOOK_AGAIN = timedelta(minutes=1)


class Channels:
    """Turns `#name`, an id, or a person's id into the id that messages are posted to."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._ids: dict[str, str] = {}
        self._listed_at: datetime | None = None

    async def id_of(self, target: str) -> str:
        """Return the channel's id; raises DeliveryRefusedError for a name nobody bears."""
        if _ID.fullmatch(target):
            return target
        name = target.removeprefix("#")
        if name not in self._ids:
            await self._look_up(name)
        if name in self._ids:
            return self._ids[name]
        raise DeliveryRefusedError(
            f"Slack shows the bot no channel {target}. Remedy: check its name in feeds.yaml, "
            "or invite the bot if it is private."
        )

    def forget(self, channel: str) -> None:
        """Forget the names of an id that did not work: a renamed channel gets its new id."""
        self._ids = {name: known for name, known in self._ids.items() if known != channel}
        self._listed_at = None

    async def _look_up(self, name: str) -> None:
        if _USER.fullmatch(name):
            with translated("conversations.open", name):
                opened = await self._client.conversations_open(users=name)
            self._ids[name] = opened["channel"]["id"]
            return
        now = self._clock.now()
        if self._listed_at is None or now - self._listed_at >= LOOK_AGAIN:
            self._ids |= await self._list()
            self._listed_at = now

    async def _list(self) -> dict[str, str]:
        ids: dict[str, str] = {}
        cursor = ""
        while True:
            with translated("conversations.list", "the workspace"):
                page = await self._client.conversations_list(
                    types="public_channel,private_channel",
                    exclude_archived=True,
                    limit=1000,
                    **({"cursor": cursor} if cursor else {}),
                )
            ids |= {one["name"]: one["id"] for one in page["channels"] if one.get("name")}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return ids
