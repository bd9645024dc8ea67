"""Slack's posts: each carries its delivery key, so that a lost answer is found and not repeated.

Slack has no documented idempotency key. The posting client therefore never retries by itself, and
the key stands in the message's metadata, which the channel's history gives back (decision 0041).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat.slack.channels import Channels
from bot.chat.slack.failures import translated
from bot.chat.slack.render import Payload, render_message
from bot.domain.briefs import Message
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
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


class SlackMessenger:
    """Posts, revises, replies and finds; raises our own delivery errors only."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._channels = Channels(client, clock)
        self._sent: dict[DeliveryKey, Receipt] = {}
        self._doubtful: dict[DeliveryKey, datetime] = {}
        self._bot_id: str | None = None
        self._trouble: str | None = None

    @property
    def platform(self) -> Platform:
        return Platform.SLACK

    @property
    def trouble(self) -> str | None:
        """Why Slack refuses the token; None while posting works."""
        return self._trouble

    def recognise(self, bot_id: str | None) -> None:
        """Take only messages of this bot for ours when looking for a lost one."""
        self._bot_id = bot_id

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        """Post a root message and return its receipt."""
        target = await self._channels.id_of(channel.target)
        return await self._send(target, None, render_message(message), key)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Replace a posted message; its metadata stays, as chat.update keeps what it is not given.

        Raises MessageInvalidError also when the message was deleted or may no longer be edited.
        """
        channel, ts = read_receipt(receipt)
        with self._watched("chat.update", channel):
            await self._client.chat_update(channel=channel, ts=ts, **render_message(message))

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        """Post into the thread of a posted message."""
        channel, ts = read_receipt(receipt)
        return await self._send(channel, ts, render_message(message), key)

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        """Look for our message with this key among those since then; None if it is not there."""
        if thread is not None:
            target, ts = read_receipt(thread)
            return await self._find(target, ts, key, since)
        return await self._find(await self._channels.id_of(channel.target), None, key, since)

    async def _send(
        self, channel: str, thread: str | None, payload: Payload, key: DeliveryKey
    ) -> Receipt:
        known = self._sent.get(key) or await self._recovered(channel, thread, key)
        receipt = known or await self._post(channel, thread, payload, key)
        self._doubtful.pop(key, None)
        self._sent[key] = receipt
        if len(self._sent) > MAX_REMEMBERED:
            self._sent.pop(next(iter(self._sent)))
        return receipt

    async def _recovered(
        self, channel: str, thread: str | None, key: DeliveryKey
    ) -> Receipt | None:
        since = self._doubtful.get(key)
        return None if since is None else await self._find(channel, thread, key, since)

    async def _post(
        self, channel: str, thread: str | None, payload: Payload, key: DeliveryKey
    ) -> Receipt:
        # Noted before the call: a cancelled call is as doubtful as one whose answer was lost.
        self._doubtful.setdefault(key, self._clock.now())
        try:
            with self._watched("chat.postMessage", channel):
                answer = await self._client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread,
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"id": key}},
                    **payload,
                )
        except (DeliveryDeferredError, DeliveryRefusedError, MessageInvalidError):
            del self._doubtful[key]
            raise
        return make_receipt(str(answer["channel"]), str(answer["ts"]))

    async def _find(
        self, channel: str, thread: str | None, key: DeliveryKey, since: datetime
    ) -> Receipt | None:
        wanted = {"event_type": EVENT_TYPE, "event_payload": {"id": key}}
        async for message in self._messages(channel, thread, since - CLOCK_SKEW):
            metadata = message.get("metadata") or {}
            found = {name: metadata.get(name) for name in wanted}
            if found == wanted and self._is_ours(message):
                return make_receipt(channel, str(message["ts"]))
        return None

    def _is_ours(self, message: dict[str, Any]) -> bool:
        """Whether this bot wrote the message: any app may write any metadata."""
        return self._bot_id is None or message.get("bot_id") in {self._bot_id, None}

    async def _messages(
        self, channel: str, thread: str | None, since: datetime
    ) -> AsyncIterator[dict[str, Any]]:
        cursor: str | None = None
        oldest = f"{since.timestamp():.6f}"
        for _ in range(MAX_PAGES):
            with translated("conversations.history", channel):
                page = await self._page(channel, thread, oldest, cursor)
            for message in page["messages"]:
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        raise DeliveryUncertainError(f"the history of {channel} is too long to be read to its end")

    async def _page(
        self, channel: str, thread: str | None, oldest: str, cursor: str | None
    ) -> AsyncSlackResponse:
        if thread is None:
            return await self._client.conversations_history(
                channel=channel,
                oldest=oldest,
                cursor=cursor,
                include_all_metadata=True,
                limit=PAGE,
            )
        return await self._client.conversations_replies(
            channel=channel,
            ts=thread,
            oldest=oldest,
            cursor=cursor,
            include_all_metadata=True,
            limit=PAGE,
        )

    @contextmanager
    def _watched(self, method: str, channel: str) -> Iterator[None]:
        """Translate errors, and remember what they tell about the channel and the token."""
        try:
            with translated(method, channel):
                yield
        except DeliveryRefusedError as error:
            self._channels.forget(channel)
            self._trouble = str(error) if error.whole_platform else self._trouble
            raise
        self._trouble = None


def make_receipt(channel: str, ts: str) -> Receipt:
    return Receipt(value=json.dumps({"channel": channel, "ts": ts}))


def read_receipt(receipt: Receipt) -> tuple[str, str]:
    """Return channel id and timestamp; raises MessageInvalidError for another's receipt."""
    try:
        value = json.loads(receipt.value)
        return str(value["channel"]), str(value["ts"])
    except (ValueError, KeyError, TypeError) as error:
        raise MessageInvalidError("this is no receipt of Slack") from error
