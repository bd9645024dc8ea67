"""Files that come with an answer: uploaded in Slack's three steps, shared once.

Slack hands out an address, takes the bytes there, and shares the file when it is told that the
upload is complete (files.getUploadURLExternal, files.completeUploadExternal). Only the last step
can be seen by people; it is never repeated, so that no doubt puts a file into a channel twice
(docs/decisions/0062).
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.failures import code_of, translated
from bot.chat.slack.spoken import say
from bot.chat.wording import shorten
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    NutgrafError,
)
from bot.domain.questions import Answer, Attachment

log = logging.getLogger(__name__)

#: Slack's limit for a picture's description (files.getUploadURLExternal, alt_txt_too_large).
MAX_ALT = 1000
MAX_TITLE = 200
REMEDIES = {
    "missing_scope": "the app lacks a right (files:write, im:write): an operator must install it "
    "again from docs/slack-manifest.yaml",
    "not_in_channel": "invite the app with /invite @nutgraf, then ask again",
    "channel_not_found": "invite the app with /invite @nutgraf, then ask again",
    "file_uploads_disabled": "this workspace allows no files; ask on the command line: "
    "python -m bot ask",
    "file_uploads_except_images_disabled": "this workspace allows pictures alone; ask on the "
    "command line: python -m bot ask",
    "file_type_not_allowed": "this workspace allows no such files; try another format",
    "file_upload_size_restricted": "this workspace allows no files so large; narrow the question",
    "storage_limit_reached": "this workspace has no room left for files",
}
LOST = "Slack’s answer was lost, so it may be there or not. Look before you ask again."
LATER = "Slack could not take it just now. Ask again in a minute."


@dataclass(frozen=True, slots=True)
class Files:
    """Uploads the files of answers with one workspace's token."""

    client: AsyncWebClient

    async def to_person(self, answer: Answer, file: Attachment, user: str) -> str:
        """Upload into the direct messages with a person; return what went wrong, or nothing."""
        try:
            with translated("conversations.open", "direct messages"):
                opened = await self.client.conversations_open(users=user)
        except NutgrafError as error:
            return _failed(file, error, "your direct messages", LATER)
        return await self.to_channel(answer, file, str(opened["channel"]["id"]))

    async def to_channel(self, answer: Answer, file: Attachment, channel: str) -> str:
        """Upload into a channel, with title and words; return what went wrong, or nothing."""
        where = "your direct messages" if channel.startswith("D") else "the channel"
        try:
            uploaded = await self._upload(file)
        except NutgrafError as error:
            # Nobody sees a file that was not completed: asking again is safe.
            return _failed(file, error, where, LATER)
        try:
            with translated("files.completeUploadExternal", channel):
                await self.client.files_completeUploadExternal(
                    files=[
                        {"id": uploaded, "title": shorten(answer.title, MAX_TITLE) or file.name}
                    ],
                    channel_id=channel,
                    initial_comment=say([f"{answer.title}.", answer.summary, file.alt]),
                )
        except NutgrafError as error:
            return _failed(file, error, where, LOST)
        log.info("file shared", extra={"bytes": len(file.content)})
        return ""

    async def _upload(self, file: Attachment) -> str:
        """Hand the bytes over; return the file's id."""
        picture = file.media_type.startswith("image/")
        with translated("files.getUploadURLExternal", file.name):
            ticket = await self.client.files_getUploadURLExternal(
                filename=file.name,
                length=len(file.content),
                alt_txt=(shorten(file.alt, MAX_ALT) or None) if picture else None,
            )
        session = self.client.session
        assert session is not None
        with translated("the upload", file.name):
            # As a stream: bytes given whole would hold up everything else while they are sent.
            body = io.BytesIO(file.content)
            async with session.post(str(ticket["upload_url"]), data=body) as taken:
                if taken.status != 200:
                    raise aiohttp.ClientError(f"status {taken.status}")
        return str(ticket["file_id"])


def _failed(file: Attachment, error: NutgrafError, where: str, in_doubt: str) -> str:
    """Return what the asker should know: what is missing, why, and what to do."""
    log.warning("file not shared", extra={"reason": str(error)})
    start = f"The file {file.name} did not reach {where}"
    match error:
        case DeliveryUncertainError() if in_doubt == LOST:
            return f"The file {file.name} may not have reached {where}: {in_doubt}"
        case DeliveryUncertainError() | DeliveryDeferredError():
            return f"{start}: {LATER}"
        case DeliveryRefusedError():
            cause = error.__cause__
            remedy = REMEDIES.get(code_of(cause)) if isinstance(cause, SlackApiError) else None
            return f"{start}: {remedy or 'Slack refused it; the log says why'}."
        case _:
            return f"{start}: Slack refused it; the log says why."
