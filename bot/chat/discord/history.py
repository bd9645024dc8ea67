"""Looking for a message of ours in a channel's history, a thread or a forum.

Discord does not promise the nonce in its history, so messages are known by the reference in their
embed's footer (decision 0044).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

from discord.http import Route

from bot.chat.discord.channels import Place
from bot.chat.discord.elements import carries
from bot.chat.discord.failures import UNKNOWN_CHANNEL, code_of, translated
from bot.chat.discord.receipts import Posted
from bot.chat.discord.wire import Json, Wire
from bot.chat.wording import shorten
from bot.domain.delivery import DeliveryKey
from bot.domain.errors import DeliveryRefusedError, DeliveryUncertainError

PAGE = 100
#: A window of minutes never needs this many pages.
MAX_PAGES = 20
#: Our clock and Discord's may differ; a key is unique, so looking too far back costs a page.
CLOCK_SKEW = timedelta(minutes=2)
#: Threads of a forum that are looked into for a lost post.
MAX_THREADS = 25
#: Snowflakes count milliseconds from the first second of 2015 (reference, snowflakes).
DISCORD_EPOCH_MS = 1_420_070_400_000


class History:
    """Reads back what was posted; raises what a call to Discord may raise."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def find_post(self, place: Place, key: DeliveryKey, since: datetime) -> Posted | None:
        """Look for a root message, in a forum for a thread's first one."""
        if place.is_forum:
            return await self._find_thread(place, key, since)
        return await self._find(place.id, key, since)

    async def find_reply(
        self, root: Posted, thread: int, key: DeliveryKey, since: datetime
    ) -> Posted | None:
        """Look in the root's thread and, for replies beside it, in its channel."""
        places = [root.channel] if root.is_forum_post else [thread, root.channel]
        for place in places:
            try:
                with translated(f"history of {place}"):
                    found = await self._find(place, key, since)
            except DeliveryRefusedError as error:
                if place == thread and code_of(error.__cause__) == UNKNOWN_CHANNEL:
                    continue
                raise
            if found is not None:
                return found
        return None

    async def _find(self, channel: int, key: DeliveryKey, since: datetime) -> Posted | None:
        async for message in self._messages(channel, since - CLOCK_SKEW):
            if carries(message, key) and self._is_ours(message):
                return Posted(
                    channel=channel, message=int(message["id"]), key=key, title=_title(message)
                )
        return None

    async def _find_thread(self, place: Place, key: DeliveryKey, since: datetime) -> Posted | None:
        """Look at the first messages of a forum's newest threads."""
        route = Route("GET", "/guilds/{guild_id}/threads/active", guild_id=place.guild or 0)
        data = await self._wire.call(route, repeatable=True)
        ours = sorted(
            (
                int(one["id"])
                for one in data["threads"]
                if int(one.get("parent_id") or 0) == place.id
                and made_at_ms(int(one["id"])) >= (since - CLOCK_SKEW).timestamp() * 1000
            ),
            reverse=True,
        )
        for thread in ours[:MAX_THREADS]:
            found = await self._find(thread, key, since)
            if found is not None:
                return replace(found, is_forum_post=True)
        return None

    async def _messages(self, channel: int, since: datetime) -> AsyncIterator[Json]:
        """Yield a channel's messages, newest first, back to `since`."""
        query = f"limit={PAGE}"
        for _ in range(MAX_PAGES):
            route = Route("GET", f"/channels/{{channel_id}}/messages?{query}", channel_id=channel)
            page: list[Json] = await self._wire.call(route, repeatable=True)
            for message in page:
                if datetime.fromisoformat(message["timestamp"]) < since:
                    return
                yield message
            if len(page) < PAGE:
                return
            query = f"limit={PAGE}&before={page[-1]['id']}"
        raise DeliveryUncertainError(f"the history of {channel} is too long to be read to its end")

    def _is_ours(self, message: Json) -> bool:
        """Whether this bot wrote the message: anybody may repeat a footer."""
        client = self._wire.client
        me = client.user if client is not None else None
        return me is None or str((message.get("author") or {}).get("id")) == str(me.id)


def made_at_ms(snowflake: int) -> int:
    """Return when an id was made, in milliseconds since 1970."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS


def _title(message: Json) -> str:
    embeds = message.get("embeds") or [{}]
    return shorten(str(embeds[0].get("title") or ""), 100)
