"""Discord's posts: the delivery key is the nonce, so that a repeated post stays one message.

Discord keeps nonces for minutes only and does not promise them in its history. What was posted
longer ago is known by the reference in its embed's footer (decision 0044).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from discord.http import Route

from bot.chat.discord.channels import Channels, Place
from bot.chat.discord.failures import (
    INVALID,
    THREAD_EXISTS,
    UNKNOWN_CHANNEL,
    code_of,
    translated,
)
from bot.chat.discord.history import History
from bot.chat.discord.receipts import Posted, read_receipt, write_receipt
from bot.chat.discord.render import Payload, render_message
from bot.chat.discord.wire import Json, Wire
from bot.chat.wording import shorten
from bot.domain.briefs import Brief, Digest, Message, Notice, Update
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    MessageInvalidError,
    NutgrafError,
)
from bot.ports import Clock

MAX_TITLE = 100
MAX_TAGS = 5
LOST_THREAD = "the forum thread is deleted or locked"
#: Minutes without a message after which a thread leaves the list; posting brings it back.
ARCHIVE_AFTER = 4320
#: Keys and threads remembered by this process.
MAX_REMEMBERED = 500


class DiscordMessenger:
    """Posts, revises, replies and finds; raises our own delivery errors only."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._clock = clock
        self._channels = Channels(wire)
        self._history = History(wire)
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
            place = await self._channels.place_of(channel.target, channel.workspace)
            payload, title = render_message(message, key=key), title_of(message)
            if place.is_forum:
                tags = tags_for(message, place)
                return await self._open_thread(place, payload, title, tags, key)
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
            try:
                with translated(f"edit in {posted.channel}"):
                    await self._wire.call(route, payload, repeatable=True)
            except DeliveryRefusedError as error:
                if not posted.is_forum_post or error.whole_platform:
                    raise
                await self._unarchive(posted.channel)
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
                raise MessageInvalidError(LOST_THREAD, gone=True)
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
                root = read_receipt(thread)
                # A thread opened on a message bears the message's id (reference, threads).
                opened = self._threads.get(root.message, root.message)
                found = await self._history.find_reply(root, opened, key, since)
            else:
                place = await self._channels.place_of(channel.target, channel.workspace)
                found = await self._history.find_post(place, key, since)
        return write_receipt(found) if found is not None else None

    async def link(self, receipt: Receipt) -> str | None:
        """Return the message's address; None when its channel is not known just now."""
        try:
            posted = read_receipt(receipt)
            place = await self._channels.place_of(str(posted.channel))
        except NutgrafError:
            return None
        server = place.guild or "@me"
        return f"https://discord.com/channels/{server}/{posted.channel}/{posted.message}"

    # ---- posting

    async def _send(
        self, channel: int, payload: Payload, key: DeliveryKey, more: Json | None = None
    ) -> Posted:
        """Post a message; Discord gives back the first one when it knows the nonce."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        body = {**payload, "nonce": key, "enforce_nonce": True, **(more or {})}
        data = await self._wire.call(route, body, repeatable=True)
        return Posted(channel=channel, message=int(data["id"]), key=key)

    async def _unarchive(self, thread: int) -> None:
        """Bring a forum's post back, which Discord asks for before an edit.

        Raises MessageInvalidError when it is locked or deleted: that closes no forum.
        """
        route = Route("PATCH", "/channels/{channel_id}", channel_id=thread)
        try:
            with translated(f"thread {thread}"):
                await self._wire.call(route, {"archived": False}, repeatable=True)
        except DeliveryRefusedError as error:
            if error.whole_platform:
                raise
            raise MessageInvalidError(LOST_THREAD, gone=True) from error

    async def _open_thread(
        self, place: Place, payload: Payload, title: str, tags: Sequence[int], key: DeliveryKey
    ) -> Receipt:
        """Open a forum's thread. It takes no nonce, so a doubtful one is looked for first."""
        since = self._doubtful.get(key)
        found = await self._history.find_post(place, key, since) if since else None
        if found is not None:
            return self._remember(key, found)
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=place.id)
        body: Json = {"name": title, "auto_archive_duration": ARCHIVE_AFTER, "message": payload}
        body |= {"applied_tags": [str(tag) for tag in tags]} if tags else {}
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


def tags_for(message: Message, place: Place) -> list[int]:
    """Return a forum's tags for a post: those named like what the story is about, at most five.

    A forum that takes no post without one gets its first tag when none fits.
    """
    about = {word.casefold() for word in _subjects(message)}
    fitting = [tag.id for tag in place.tags if tag.name.casefold() in about][:MAX_TAGS]
    return fitting or ([place.tags[0].id] if place.needs_tag and place.tags else [])


def _subjects(message: Message) -> Iterator[str]:
    match message:
        case Brief():
            yield from (message.lead.kind, *message.places, *message.agencies)
        case Digest():
            yield "digest"
        case Update() | Notice():
            return


def _is_over(error: DeliveryRefusedError | MessageInvalidError, code: int) -> bool:
    """Whether the root, its channel or the token is gone, and not only the thread refused."""
    if isinstance(error, MessageInvalidError):
        return code in INVALID - {50035}
    return error.whole_platform or code in {UNKNOWN_CHANNEL, 50001}
