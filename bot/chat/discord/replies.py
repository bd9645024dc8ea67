"""One interaction's answer: acknowledged at once and filled in afterwards, or a form."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
from discord.http import Route

from bot.chat.discord.elements import Payload
from bot.chat.discord.failures import LOST
from bot.chat.discord.forms import Form
from bot.chat.discord.requests import EPHEMERAL
from bot.chat.discord.uploads import Upload, hindrance, refusal, with_words
from bot.chat.discord.wire import Json, Wire
from bot.domain.errors import OutsideError
from bot.domain.questions import Attachment
from bot.ports import Clock

log = logging.getLogger(__name__)

MAX_TRIES = 3
FIRST_WAIT = timedelta(seconds=1)
ALREADY_ACKNOWLEDGED = 40060
UNKNOWN_INTERACTION = 10062
#: Answer of an interaction that opens a form (reference, interaction callback type).
OPEN_FORM = 9


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

    async def open_form(self, form: Form) -> None:
        """Open a form over the chat; nothing may take time before. Raises nothing."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=self.interaction.id,
            webhook_token=self.interaction.token,
        )
        body = {"type": OPEN_FORM, "data": form}
        for _ in range(2):
            try:
                await self.wire.answer(route, body, repeatable=False)
            except LOST as error:
                # Discord may have taken it; then a second one is refused and does no harm.
                log.warning("form lost", extra={"reason": type(error).__name__})
            except (discord.DiscordException, OutsideError) as error:
                log.warning("form not opened", extra={"reason": str(error)})
                return
            else:
                return

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
        self, method: str, path: str, body: Mapping[str, Any], file: Attachment | None
    ) -> bool:
        route = Route(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            webhook_id=self.interaction.application_id,
            webhook_token=self.interaction.token,
        )
        try:
            await self._deliver(route, body, file)
        except (discord.DiscordException, OutsideError) as error:
            log.error("answer refused", extra={"reason": str(error)})  # noqa: TRY400
            return False
        return True

    async def _deliver(
        self, route: Route, body: Mapping[str, Any], file: Attachment | None
    ) -> None:
        """Send an answer with its file, or with words in the place of a file that cannot go."""
        words = hindrance(file, self.interaction.filesize_limit) if file is not None else None
        if file is not None and words is None:
            try:
                await self._put(route, body, Upload(body, file))
            except discord.HTTPException as error:
                words = refusal(file, error)
                if words is None:
                    raise
            else:
                return
        await self._put(route, with_words(body, words) if words else body)

    async def _put(self, route: Route, body: Mapping[str, Any], form: Upload | None = None) -> None:
        await self.wire.answer(route, body, form=form, repeatable=route.method == "PATCH")
