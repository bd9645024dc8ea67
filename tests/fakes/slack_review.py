"""A message as a strict reviewer sees it: everything Slack or a reader could object to."""

from __future__ import annotations

from tests.fakes.slack_audit import audit, plain_strings
from tests.fakes.slack_blocks import MESSAGE_BLOCK_CHARS, block_chars, validate_blocks

#: `text` of chat.update.
MAX_TEXT = 4000


def problems(payload) -> list:
    """Everything Slack or a reader could object to; empty for a good message."""
    seen = audit(payload)
    return [
        *validate_blocks(payload["blocks"]),
        *(["blocks too long"] if block_chars(payload["blocks"]) > MESSAGE_BLOCK_CHARS else []),
        *(["no text"] if not payload["text"].strip() else []),
        *(["text too long"] if len(payload["text"]) > MAX_TEXT else []),
        *(["pings"] * len(seen["pings"])),
        *seen["spoofed_links"],
        *seen["bad_scheme_links"],
        *(["invisible characters"] if seen["invisible_chars"] else []),
        *[word for word in plain_strings(payload["blocks"]) if not word],
    ]


def links(payload) -> set[str]:
    """Every address a reader can follow."""
    return {url for url, _ in audit(payload)["links"]}
