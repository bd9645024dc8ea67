"""Discord's posts: the delivery key is the nonce, so that a repeated post stays one message.

Discord keeps nonces for minutes only and does not promise them in its history. What was posted
longer ago is known by the reference in its embed's footer (decision 0044).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from discord.http import Route

from bot.chat.discord.channels import Channels, Place
from bot.chat.discord.elements import carries
from bot.chat.discord.failures import (
    INVALID,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    code_of,
    translated,
)
from bot.chat.discord.receipts import Posted, read_receipt, write_receipt
from bot.chat.discord.render import Payload, render_message
from bot.chat.discord.wire import Json, Wire
from bot.chat.discord.wording import shorten
from bot.domain.briefs import Brief, Digest, Message, Notice, Update
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)
from bot.ports import Clock

PAGE = 100
#: A window of minutes never needs this many pages.
MAX_PAGES = 20
#: Our clock and Discord's may differ; a key is unique, so looking too far back costs a page.
CLOCK_SKEW = timedelta(minutes=2)
#: Threads of a forum that are looked into for a lost post.
MAX_THREADS = 25
MAX_TITLE = 100
#: Minutes without a message after which a thread leaves the list; posting brings it back.
ARCHIVE_AFTER = 4320
#: Keys and threads remembered by this process.
MAX_REMEMBERED = 500
#: Snowflakes count milliseconds from the first second of 2015 (reference, snowflakes).
DISCORD_EPOCH_MS = 1_420_070_400_000


class DiscordMessenger:
    """Posts, revises, replies and finds; raises our own delivery errors only."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._channels = Channels(wire)
        self._sent: dict[DeliveryKey, Receipt] = {}
        self._doubtful: dict[DeliveryKey, datetime] = {}
        self._threads: dict[int, int] = {}
        self._trouble: str | None = None

    @property
    def platform(self) -> Platform:
        return Platform.DISCORD

    @property
    def trouble(self) -> str | None:
        """Why Discord refuses the token; None while posting works."""
        return self._trouble

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        """Post a root message, or a forum's new thread, and return its receipt."""
        if key in self._sent:
            return self._sent[key]
        with self._watched(f"post to {channel.target}"):
            place = await self._channels.place_of(channel.target)
            payload, title = render_message(message, key=key), title_of(message)
            if place.is_forum:
                return await self._open_thread(place, payload, title, key)
            posted = await self._send(place.id, payload, key)
        return self._remember(key, replace(posted, title=title))

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Replace a posted message.

        Raises MessageInvalidError also when the message was deleted: that is final.
        """
        posted = read_receipt(receipt)
        payload = render_message(message, key=posted.key)
        route = Route(
            "PATCH",
            "/channels/{channel_id}/messages/{message_id}",
            channel_id=posted.channel,
            message_id=posted.message,
        )
        with self._watched(f"edit in {posted.channel}"):
            await self._wire.call(route, payload, repeatable=True)

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        """Post into the root's thread; as a reply beside it where threads are not possible."""
        if key in self._sent:
            return self._sent[key]
        root = read_receipt(receipt)
        payload = render_message(message, key=key)
        with self._watched(f"reply in {root.channel}"):
            thread = await self._thread_of(root)
            posted = await self._send_into(thread, payload, key) if thread else None
            if posted is None and root.is_forum_post:
                raise MessageInvalidError("the story's forum thread is deleted or locked")
            if posted is None:
                reference = {"message_id": str(root.message), "fail_if_not_exists": False}
                posted = await self._send(
                    root.channel, payload, key, {"message_reference": reference}
                )
        return self._remember(key, posted)

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        """Look for our message with this key among those since then; None if it is not there."""
        with self._watched(f"history of {channel.target}"):
            if thread is not None:
                return await self._find_reply(read_receipt(thread), key, since)
            place = await self._channels.place_of(channel.target)
            if place.is_forum:
                return await self._find_thread(place, key, since)
            return await self._find(place.id, key, since)

    # ---- posting

    async def _send(
        self, channel: int, payload: Payload, key: DeliveryKey, more: Json | None = None
    ) -> Posted:
        """Post a message; Discord gives back the first one when it knows the nonce."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        body = {**payload, "nonce": key, "enforce_nonce": True, **(more or {})}
        data = await self._wire.call(route, body, repeatable=True)
        return Posted(channel=channel, message=int(data["id"]), key=key)

    async def _open_thread(
        self, place: Place, payload: Payload, title: str, key: DeliveryKey
    ) -> Receipt:
        """Open a forum's thread. It takes no nonce, so a doubtful one is looked for first."""
        since = self._doubtful.get(key)
        found = await self._find_thread(place, key, since) if since else None
        if found is not None:
            return found
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=place.id)
        body = {"name": title, "auto_archive_duration": ARCHIVE_AFTER, "message": payload}
        # Noted before the call: a cancelled call is as doubtful as one whose answer was lost.
        self._doubtful.setdefault(key, self._clock.now())
        try:
            with translated(f"new thread in {place.id}"):
                data = await self._wire.call(route, body, repeatable=False)
        except (DeliveryDeferredError, DeliveryRefusedError, MessageInvalidError):
            self._doubtful.pop(key, None)
            raise
        thread = int(data["id"])
        message = int((data.get("message") or {}).get("id") or thread)
        return self._remember(
            key, Posted(channel=thread, message=message, key=key, title=title, is_forum_post=True)
        )

    async def _thread_of(self, root: Posted) -> int | None:
        """Return the root's thread, opened when there is none; None where it cannot be."""
        if root.is_forum_post:
            return root.channel
        if root.message in self._threads:
            return self._threads[root.message]
        route = Route(
            "POST",
            "/channels/{channel_id}/messages/{message_id}/threads",
            channel_id=root.channel,
            message_id=root.message,
        )
        body = {"name": root.title or "Updates", "auto_archive_duration": ARCHIVE_AFTER}
        try:
            with translated(f"thread in {root.channel}"):
                data = await self._wire.call(route, body, repeatable=True)
                thread = int(data["id"])
        except (DeliveryRefusedError, MessageInvalidError) as error:
            code = code_of(error.__cause__)
            if _is_over(error, code):
                raise
            if code != THREAD_EXISTS:
                return None
            # A thread opened on a message bears the message's id (reference, threads).
            thread = root.message
        self._note_thread(root.message, thread)
        return thread

    async def _send_into(self, thread: int, payload: Payload, key: DeliveryKey) -> Posted | None:
        """Post into a thread; None when it was deleted or locked, which closes no channel."""
        try:
            with translated(f"thread {thread}"):
                return await self._send(thread, payload, key)
        except DeliveryRefusedError as error:
            if error.whole_platform:
                raise
            return None

    def _note_thread(self, message: int, thread: int) -> None:
        if len(self._threads) >= MAX_REMEMBERED:
            self._threads.pop(next(iter(self._threads)))
        self._threads[message] = thread

    def _remember(self, key: DeliveryKey, posted: Posted) -> Receipt:
        receipt = write_receipt(posted)
        self._doubtful.pop(key, None)
        if len(self._sent) >= MAX_REMEMBERED:
            self._sent.pop(next(iter(self._sent)))
        self._sent[key] = receipt
        return receipt

    # ---- finding

    async def _find_reply(self, root: Posted, key: DeliveryKey, since: datetime) -> Receipt | None:
        """Look in the root's thread and, for replies beside it, in its channel."""
        thread = self._threads.get(root.message, root.message)
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

    async def _find(self, channel: int, key: DeliveryKey, since: datetime) -> Receipt | None:
        async for message in self._messages(channel, since - CLOCK_SKEW):
            if carries(message, key) and self._is_ours(message):
                return write_receipt(
                    Posted(
                        channel=channel, message=int(message["id"]), key=key, title=_title(message)
                    )
                )
        return None

    async def _find_thread(self, place: Place, key: DeliveryKey, since: datetime) -> Receipt | None:
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
                return write_receipt(replace(read_receipt(found), is_forum_post=True))
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

    @contextmanager
    def _watched(self, what: str) -> Iterator[None]:
        """Translate errors, and remember what they tell about the token."""
        try:
            with translated(what):
                yield
        except DeliveryRefusedError as error:
            self._trouble = str(error) if error.whole_platform else self._trouble
            raise
        self._trouble = None


def title_of(message: Message) -> str:
    """Return what a thread about the message is called: 1 to 100 characters."""
    match message:
        case Brief():
            words = message.headline
        case Update():
            words = message.heading
        case Digest() | Notice():
            words = message.title
    return shorten(words, MAX_TITLE) or "Story"


def made_at_ms(snowflake: int) -> int:
    """Return when an id was made, in milliseconds since 1970."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS


def _title(message: dict[str, Any]) -> str:
    embeds = message.get("embeds") or [{}]
    return shorten(str(embeds[0].get("title") or ""), MAX_TITLE)


def _is_over(error: DeliveryRefusedError | MessageInvalidError, code: int) -> bool:
    """Whether the root, its channel or the token is gone, and not only the thread refused."""
    if isinstance(error, MessageInvalidError):
        return code in INVALID - {50035}
    return error.whole_platform or code in {UNKNOWN_CHANNEL, 50001}
