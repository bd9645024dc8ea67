"""One interaction's answer: through its response_url, or to the asker alone when that fails."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.slack.failures import read_wait, translated
from bot.chat.slack.render import Payload
from bot.domain.errors import DeliveryRefusedError, NutgrafError, QuestionError
from bot.ports import Clock

log = logging.getLogger(__name__)

#: A response_url works five times within 30 minutes (Slack, handling interactions).
MAX_USES = 5
#: Tries for one answer; the rest of the uses is left for an apology.
MAX_TRIES = 3
FIRST_WAIT = timedelta(seconds=1)
#: Somebody waits for the answer: a longer wait than this is not worth it.
LONGEST_WAIT = timedelta(seconds=30)


@dataclass(slots=True, kw_only=True)
class Reply:
    """Where an interaction's answer goes.

    To its address; without one, or when it fails, to the asker alone in the channel; and where the
    app is not in that channel, or there is none, into their direct messages.
    """

    client: AsyncWebClient
    clock: Clock
    url: str | None
    channel: str
    user: str
    #: How often the address was used, failures included.
    use_count: int = field(default=0)

    async def send(self, payload: Payload, *, public: bool = False, replace: bool = False) -> bool:
        """Deliver an answer; False when it may not have arrived.

        `public` shows it to the whole channel; `replace` puts it in the place of the message whose
        button was pressed. A public answer is never sent twice on a doubt.
        """
        body = {
            **payload,
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        for attempt in range(MAX_TRIES):
            wait = await self._try(body)
            if wait is None:
                return True
            if wait < timedelta(0) or (public and wait == _LOST):
                break
            if attempt + 1 < MAX_TRIES:
                await self.clock.sleep(min(wait, LONGEST_WAIT))
        return False if public else await self._post_privately(payload)

    async def _try(self, body: dict[str, object]) -> timedelta | None:
        """Return None when it was taken, else the wait before another try (negative: no use)."""
        if self.url is None or self.use_count >= MAX_USES:
            return _NO_USE
        self.use_count += 1
        client = AsyncWebhookClient(
            self.url, session=self.client.session, retry_handlers=[], logger=self.client.logger
        )
        try:
            answer = await client.send_dict(body)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            log.warning("answer lost", extra={"reason": type(error).__name__})
            return _LOST
        if answer.status_code == 200:
            return None
        log.warning("answer refused", extra={"status": answer.status_code})
        if answer.status_code == 429:
            return read_wait(answer.headers.get("Retry-After"))
        return FIRST_WAIT * self.use_count if answer.status_code >= 500 else _NO_USE

    async def _post_privately(self, payload: Payload) -> bool:
        try:
            if not (self.channel and await self._post_ephemeral(payload)):
                await self._post_directly(payload)
        except NutgrafError as error:
            log.error("answer undelivered", extra={"reason": str(error)})  # noqa: TRY400
            return False
        return True

    async def _post_ephemeral(self, payload: Payload) -> bool:
        """Return False where the app may not speak: commands work in every channel."""
        try:
            with translated("chat.postEphemeral", self.channel):
                await self.client.chat_postEphemeral(
                    channel=self.channel, user=self.user, **payload
                )
        except DeliveryRefusedError as error:
            log.info("answer refused by the channel", extra={"reason": str(error)})
            return False
        return True

    async def _post_directly(self, payload: Payload) -> None:
        with translated("chat.postMessage", "direct messages"):
            await self.client.chat_postMessage(
                channel=self.user, unfurl_links=False, unfurl_media=False, **payload
            )


def words_for(error: Exception, trigger: str) -> str:
    """Return what the asker is told of an error; the log keeps what is not theirs to mend."""
    if isinstance(error, QuestionError):
        return str(error)
    number = reference(trigger)
    log.error("question failed", extra={"reference": number}, exc_info=error)
    return (
        "Sorry, this could not be answered. If it happens again, tell the operators the "
        f"reference {number}."
    )


def reference(trigger: str) -> str:
    """Return six letters that name one question in an apology and in the log."""
    return blake2b(trigger.encode(), digest_size=3).hexdigest()


#: The connection died: the answer may or may not be there.
_LOST = timedelta(milliseconds=1500)
_NO_USE = timedelta(seconds=-1)
