"""One interaction's answer: acknowledged at once, filled in afterwards."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import timedelta

import discord
from discord.http import Route

from bot.chat.discord.elements import Payload
from bot.chat.discord.failures import LOST
from bot.chat.discord.requests import EPHEMERAL
from bot.chat.discord.wire import Json, Wire
from bot.domain.errors import OutsideError
from bot.domain.questions import Attachment
from bot.ports import Clock

log = logging.getLogger(__name__)

MAX_TRIES = 3
FIRST_WAIT = timedelta(seconds=1)
ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
#: Discord's limit for a bot's files is 10 MiB; the rest is for the form around it.
MAX_FILE = 9 * 2**20


@dataclass(slots=True, kw_only=True)
class Reply:
    """Where an interaction's answer goes."""

    wire: Wire
    clock: Clock
    interaction: discord.Interaction[discord.Client]

    async def acknowledge(self, *, private: bool, in_place: bool = False) -> bool:
        """Tell Discord that an answer will come; False when nobody waits for it any longer.

        Whether the channel sees the answer is decided here and holds for `send`. `in_place` means
        that `send` changes the message that was pressed.
        """
        for _ in range(2):
            try:
                await self.interaction.response.defer(ephemeral=private, thinking=not in_place)
            except discord.HTTPException as error:
                if error.code == ALREADY_ACKNOWLEDGED:
                    return True
                log.warning("not acknowledged", extra={"code": error.code})
                return error.code != UNKNOWN_INTERACTION
            except LOST as error:
                # Discord may have taken it; then a second one is refused and does no harm.
                log.warning("acknowledgement lost", extra={"reason": type(error).__name__})
            else:
                return True
        return True

    async def send(self, payload: Payload, file: Attachment | None = None) -> bool:
        """Fill in the answer; False when it was not taken.

        It replaces what is there, so it is tried again when its way was lost.
        """
        for attempt in range(1, MAX_TRIES + 1):
            try:
                return await self._call("PATCH", "/messages/@original", payload, file)
            except LOST as error:
                log.warning("answer lost", extra={"reason": type(error).__name__})
            if attempt < MAX_TRIES:
                await self.clock.sleep(FIRST_WAIT * attempt)
        return False

    async def tell(
        self, payload: Payload, file: Attachment | None = None, *, public: bool = False
    ) -> bool:
        """Say something beside the answer, to the asker alone unless `public`.

        False when it may not have arrived; it is never sent twice.
        """
        body: Json = {**payload, "flags": 0 if public else EPHEMERAL}
        try:
            return await self._call("POST", "", body, file)
        except LOST as error:
            log.warning("answer lost", extra={"reason": type(error).__name__})
            return False

    async def _call(
        self, method: str, path: str, body: Payload | Json, file: Attachment | None
    ) -> bool:
        route = Route(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            webhook_id=self.interaction.application_id,
            webhook_token=self.interaction.token,
        )
        form = _form(body, file) if file is not None and len(file.content) <= MAX_FILE else None
        try:
            await self.wire.answer(route, form, body, repeatable=method == "PATCH")
        except (discord.DiscordException, OutsideError) as error:
            log.error("answer refused", extra={"reason": str(error)})  # noqa: TRY400
            return False
        return True


def _form(body: Payload | Json, file: Attachment) -> list[Json]:
    """Return the answer and its file as the parts of a form (reference, uploading files)."""
    described = [{"id": 0, "filename": file.name, "description": file.alt[:1024] or None}]
    content = json.dumps({**body, "attachments": described})
    return [
        {"name": "payload_json", "value": content, "content_type": "application/json"},
        {
            "name": "files[0]",
            "value": file.content,
            "filename": file.name,
            "content_type": file.media_type,
        },
    ]
