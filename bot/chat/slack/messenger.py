"""Slack's posts: each carries its delivery key, so that a lost answer is found and not repeated.

Slack has no documented idempotency key. The posting client therefore never retries by itself, and
the key stands in the message's metadata, which the channel's history gives back (decision 0041).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat.slack.channels import Channels
from bot.chat.slack.failures import DEAD, code_of, translated
from bot.chat.slack.limits import Limits
from bot.chat.slack.render import Payload, render_message
from bot.chat.slack.workspaces import Workspaces
from bot.domain.briefs import Message
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
    NutgrafError,
)
from bot.ports import Clock

EVENT_TYPE = "nutgraf_delivery"
#: Our clock and Slack's may differ; a key is unique, so looking too far back costs a page at most.
CLOCK_SKEW = timedelta(minutes=2)
PAGE = 200
#: A window of minutes never needs this many pages.
MAX_PAGES = 20
#: Keys remembered by this process, so that the same key within minutes does not post twice.
MAX_REMEMBERED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A channel's id, and its workspace; None for the operators' own."""

    id: str
    workspace: str | None = None


class SlackMessenger:
    """Posts, revises, replies and finds; raises our own delivery errors only."""

    def __init__(
        self, client: AsyncWebClient, clock: Clock, workspaces: Workspaces | None = None
    ) -> None:
        """`client` posts to the operators' own workspace; to others those of `workspaces` do."""
        self._clock = clock
        self._workspaces = workspaces or Workspaces(client, clock, None)
        self._channels: dict[str | None, tuple[AsyncWebClient, Channels]] = {}
        self._sent: dict[DeliveryKey, Receipt] = {}
        self._doubtful: dict[DeliveryKey, datetime] = {}
        self._trouble: str | None = None
        self._limits = Limits(clock)

    @property
    def platform(self) -> Platform:
        return Platform.SLACK

    @property
    def trouble(self) -> str | None:
        """Why Slack refuses the token; None while posting works."""
        return self._trouble

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        """Post a root message and return its receipt."""
        room = await self._room(channel)
        return await self._send(room, None, render_message(message), key)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Replace a posted message; its metadata stays, as chat.update keeps what it is not given.

        Raises MessageInvalidError also when the message was deleted or may no longer be edited.
        """
        room, ts = read_receipt(receipt)
        async with self._watched("chat.update", room) as client:
            await client.chat_update(channel=room.id, ts=ts, **render_message(message))

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        """Post into the thread of a posted message."""
        room, ts = read_receipt(receipt)
        return await self._send(room, ts, render_message(message), key)

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        """Look for our message with this key among those since then; None if it is not there."""
        if thread is not None:
            room, ts = read_receipt(thread)
            return await self._find(room, ts, key, since)
        return await self._find(await self._room(channel), None, key, since)

    async def link(self, receipt: Receipt) -> str | None:
        """Return the message's permalink; None when Slack gives none just now."""
        try:
            room, ts = read_receipt(receipt)
            async with self._calling(room) as client:
                with translated("chat.getPermalink", room.id):
                    answer = await client.chat_getPermalink(channel=room.id, message_ts=ts)
        except NutgrafError:
            return None
        return str(answer["permalink"])

    async def _room(self, channel: ChannelRef) -> Room:
        """Return where a channel is; raises DeliveryRefusedError when it is nowhere we may be."""
        place = Room(id="", workspace=channel.workspace)
        async with self._calling(place) as client:
            known, channels = self._channels.get(channel.workspace, (None, None))
            # A workspace that installed the app again has another token, and may have renamed.
            if channels is None or known is not client:
                channels = Channels(client, self._clock)
                self._channels[channel.workspace] = (client, channels)
            return replace(place, id=await channels.id_of(channel.target))

    async def _send(
        self, room: Room, thread: str | None, payload: Payload, key: DeliveryKey
    ) -> Receipt:
        known = self._sent.get(key) or await self._recovered(room, thread, key)
        receipt = known or await self._post(room, thread, payload, key)
        self._doubtful.pop(key, None)
        self._sent[key] = receipt
        if len(self._sent) > MAX_REMEMBERED:
            self._sent.pop(next(iter(self._sent)))
        return receipt

    async def _recovered(self, room: Room, thread: str | None, key: DeliveryKey) -> Receipt | None:
        since = self._doubtful.get(key)
        return None if since is None else await self._find(room, thread, key, since)

    async def _post(
        self, room: Room, thread: str | None, payload: Payload, key: DeliveryKey
    ) -> Receipt:
        # Noted before the call: a cancelled call is as doubtful as one whose answer was lost.
        self._doubtful.setdefault(key, self._clock.now())
        try:
            async with self._watched("chat.postMessage", room) as client:
                answer = await client.chat_postMessage(
                    channel=room.id,
                    thread_ts=thread,
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"id": key}},
                    **payload,
                )
        except (DeliveryDeferredError, DeliveryRefusedError, MessageInvalidError):
            del self._doubtful[key]
            raise
        there = Room(id=str(answer["channel"]), workspace=room.workspace)
        return make_receipt(there, str(answer["ts"]))

    async def _find(
        self, room: Room, thread: str | None, key: DeliveryKey, since: datetime
    ) -> Receipt | None:
        wanted = {"event_type": EVENT_TYPE, "event_payload": {"id": key}}
        async for message in self._messages(room, thread, since - CLOCK_SKEW):
            metadata = message.get("metadata") or {}
            found = {name: metadata.get(name) for name in wanted}
            if found == wanted and self._is_ours(message, room):
                return make_receipt(room, str(message["ts"]))
        return None

    def _is_ours(self, message: dict[str, Any], room: Room) -> bool:
        """Whether this bot wrote the message: any app may write any metadata."""
        bot = self._workspaces.bot_of(room.workspace)
        return bot is None or message.get("bot_id") in {bot, None}

    async def _messages(
        self, room: Room, thread: str | None, since: datetime
    ) -> AsyncIterator[dict[str, Any]]:
        cursor: str | None = None
        oldest = f"{since.timestamp():.6f}"
        for _ in range(MAX_PAGES):
            async with self._calling(room) as client:
                with translated("conversations.history", room.id):
                    page = await _page(client, room.id, thread, oldest, cursor)
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        raise DeliveryUncertainError(f"the history of {room.id} is too long to be read to its end")

    @asynccontextmanager
    async def _watched(self, method: str, room: Room) -> AsyncIterator[AsyncWebClient]:
        """Translate errors, and remember what they tell about the channel and the token."""
        is_home = self._workspaces.is_home(room.workspace)
        try:
            async with self._calling(room) as client:
                with self._limits.kept(method, room.id), translated(method, room.id):
                    yield client
        except DeliveryRefusedError as error:
            for _, channels in self._channels.values():
                channels.forget(room.id)
            if is_home and error.whole_platform:
                self._trouble = str(error)
            raise
        if is_home:
            self._trouble = None

    @asynccontextmanager
    async def _calling(self, room: Room) -> AsyncIterator[AsyncWebClient]:
        """Give the workspace's client; one whose token is dead is asked no more.

        Another workspace's token says nothing of the platform: its refusal is its channels' own.
        """
        client = self._workspaces.client(room.workspace)
        try:
            yield client
        except DeliveryRefusedError as error:
            if error.whole_platform and not self._workspaces.is_home(room.workspace):
                assert room.workspace is not None
                if code_of_refusal(error) in DEAD:
                    await self._workspaces.dismiss(room.workspace)
                raise DeliveryRefusedError(_abroad(error, room.workspace)) from error
            raise


async def _page(
    client: AsyncWebClient, channel: str, thread: str | None, oldest: str, cursor: str | None
) -> AsyncSlackResponse:
    if thread is None:
        return await client.conversations_history(
            channel=channel,
            oldest=oldest,
            cursor=cursor,
            include_all_metadata=True,
            limit=PAGE,
        )
    return await client.conversations_replies(
        channel=channel,
        ts=thread,
        oldest=oldest,
        cursor=cursor,
        include_all_metadata=True,
        limit=PAGE,
    )


def code_of_refusal(error: DeliveryRefusedError) -> str:
    """Return Slack's word for a refusal; empty when it was ours."""
    return code_of(error.__cause__) if isinstance(error.__cause__, SlackApiError) else ""


def _abroad(error: DeliveryRefusedError, workspace: str) -> str:
    code = code_of_refusal(error) or "refused"
    return (
        f"Slack refuses the app's token for the workspace {workspace} ({code}). "
        "Remedy: install the app there again."
    )


def make_receipt(room: Room, ts: str) -> Receipt:
    """Return a receipt; the operators' own workspace is not named in it."""
    place = {"workspace": room.workspace} if room.workspace else {}
    return Receipt(value=json.dumps({"channel": room.id, "ts": ts} | place))


def read_receipt(receipt: Receipt) -> tuple[Room, str]:
    """Return channel and timestamp; raises MessageInvalidError for another's receipt."""
    try:
        value = json.loads(receipt.value)
        place = value.get("workspace")
        room = Room(id=str(value["channel"]), workspace=str(place) if place else None)
        return room, str(value["ts"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MessageInvalidError("this is no receipt of Slack") from error
