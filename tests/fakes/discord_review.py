"""A message as a strict reviewer sees it: everything Discord or a reader could object to."""

from __future__ import annotations

import re

from tests.fakes.discord_audit import ESCAPED, audit
from tests.fakes.discord_checks import check_message

MASKED = re.compile(r"\[((?:\\.|[^\]\\\n])+)\]\((https?://[^)\s]+)\)")
#: An address outside a masked link, which Discord would turn into a link of its own.
BARE_ADDRESS = re.compile(r"https?://")


def problems(payload) -> list:
    """Everything Discord or a reader could object to; empty for a good message."""
    seen = audit(payload, ["users", "roles", "everyone"])
    refused = check_message(payload, [])
    shown = MASKED.sub(r"\1", "\n".join(texts(payload)))
    return [
        *([refused] if refused else []),
        *seen["pings"],
        *seen["spoofed_links"],
        *(["invisible characters"] if seen["invisible_chars"] else []),
        *(["control characters"] if seen["control_chars"] else []),
        *(["may ping"] if payload["allowed_mentions"] != {"parse": []} else []),
        *(["an address links itself"] if BARE_ADDRESS.search(shown) else []),
        *(["wide"] * (sum(map(_units, texts(payload))) > 8000)),
    ]


def texts(payload) -> list[str]:
    """Every text in which Discord reads markdown."""
    found = [payload.get("content") or ""]
    for embed in payload.get("embeds") or []:
        found.append(embed.get("title") or "")
        found.append(embed.get("description") or "")
        for field in embed.get("fields") or []:
            found += [field["name"], field["value"]]
        found.append((embed.get("footer") or {}).get("text", ""))
    return found


def links(payload) -> set[str]:
    """Every address a reader can follow."""
    masked = {url for text in texts(payload) for _, url in MASKED.findall(text)}
    titles = {embed["url"] for embed in payload["embeds"] if embed.get("url")}
    buttons = {
        one["url"]
        for row in payload["components"]
        for one in row["components"]
        if one.get("style") == 5
    }
    return masked | titles | buttons


def words(payload) -> str:
    """Everything a reader is shown, in order, as they see it."""
    shown = "\n".join(MASKED.sub(r"\1", text) for text in texts(payload))
    return ESCAPED.sub(r"\1", shown)


def parts_of(message: dict) -> dict[str, dict]:
    """A message's buttons and menus by their words."""
    return {
        one.get("label") or one["placeholder"]: one
        for row in message["components"]
        for one in row["components"]
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
