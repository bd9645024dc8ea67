"""Files that come with an answer: the form that carries one, and words where none can go."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.chat.discord.elements import MAX_CONTENT
from bot.chat.discord.wire import Json
from bot.chat.discord.wording import fitted
from bot.chat.wording import shorten
from bot.domain.questions import Attachment

MIB = 2**20
#: Taken where Discord does not tell how large a file may be.
MAX_FILE = 10 * MIB
#: Characters of what a picture shows, read out to who cannot see it (reference, attachments).
MAX_ALT = 1024
TOO_LARGE = frozenset({413, 40005})
NOT_ALLOWED = 50013


class Upload:
    """An answer and its file as the parts of a form (reference, uploading files).

    The file is opened anew each time the parts are read: the library may have to send them twice.
    """

    def __init__(self, body: Mapping[str, Any], file: Attachment) -> None:
        alt = shorten(file.alt, MAX_ALT) or None
        described = [{"id": 0, "filename": file.name, "description": alt}]
        self._content = json.dumps({**body, "attachments": described})
        self._file = file

    def __iter__(self) -> Iterator[Json]:
        yield {
            "name": "payload_json",
            "value": self._content,
            "content_type": "application/json",
        }
        yield {
            "name": "files[0]",
            # Bytes of over a megabyte would be copied while nothing else runs.
            "value": io.BytesIO(self._file.content),
            "filename": self._file.name,
            "content_type": self._file.media_type,
        }


def hindrance(file: Attachment, most: int | None) -> str | None:
    """Return why a file cannot go where `most` bytes are taken; None when it can."""
    limit = most or MAX_FILE
    if len(file.content) <= limit:
        return None
    return (
        f"{file.name} has {len(file.content) / MIB:.1f} MiB, and Discord takes files up to "
        f"{limit / MIB:.0f} MiB here. Narrow the search, for example with since: or state:."
    )


def refusal(file: Attachment, error: discord.HTTPException) -> str | None:
    """Return what to say of a file that Discord refused; None when it refused something else."""
    if error.code == NOT_ALLOWED:
        return f"{file.name} is not here: the bot's role needs Attach Files in this channel."
    if {error.status, error.code} & TOO_LARGE:
        size = len(file.content) / MIB
        return f"Discord refuses {file.name} ({size:.1f} MiB) as too large. Narrow the search."
    return None


def with_words(body: Mapping[str, Any], words: str) -> Json:
    """Return an answer with words in the place of its file."""
    return {**body, "content": fitted(words, MAX_CONTENT)}
