"""Receipts of Discord: where a message stands, and what a thread about it would be called."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.domain.delivery import DeliveryKey, Receipt
from bot.domain.errors import MessageInvalidError


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message of ours."""

    #: The thread's id for a forum's post.
    channel: int
    message: int
    key: DeliveryKey
    #: At most 100 characters; empty when it is not known.
    title: str = ""
    is_forum_post: bool = False


def write_receipt(posted: Posted) -> Receipt:
    value = {
        "channel": str(posted.channel),
        "message": str(posted.message),
        "key": posted.key,
        "title": posted.title,
        "forum": posted.is_forum_post,
    }
    return Receipt(value=json.dumps(value))


def read_receipt(receipt: Receipt) -> Posted:
    """Return the message; raises MessageInvalidError for another platform's receipt."""
    try:
        value = json.loads(receipt.value)
        return Posted(
            channel=int(value["channel"]),
            message=int(value["message"]),
            key=DeliveryKey(str(value["key"])),
            title=str(value.get("title", "")),
            is_forum_post=bool(value.get("forum", False)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise MessageInvalidError("this is no receipt of Discord") from error
