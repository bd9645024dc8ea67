"""What a reader of a message sees, would be pinged by, and where its links lead."""

from __future__ import annotations

import re
import urllib.parse

PING = re.compile(
    r"<!(?:channel|here|everyone)(?:\|[^>]*)?>|<@[UW][A-Z0-9]+(?:\|[^>]*)?>"
    r"|<!subteam\^[A-Z0-9]+(?:\|[^>]*)?>"
)
LINK = re.compile(r"<((?:https?|mailto|javascript|data|file|ftp|slack)[^|>]*)(?:\|([^>]*))?>")
HOSTLIKE = re.compile(
    r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|gov|edu|us|io|co|news|info)\b", re.IGNORECASE
)
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def mrkdwn_texts(payload: dict):
    """Every string of a message that Slack would parse as mrkdwn."""
    blocks = payload.get("blocks") or []
    if payload.get("text") and payload.get("mrkdwn", True) is not False:
        yield "text", payload["text"]
    stack = [("blocks", blocks)]
    while stack:
        where, node = stack.pop()
        if isinstance(node, dict):
            if node.get("type") == "mrkdwn" and isinstance(node.get("text"), str):
                yield where, node["text"]
            elif node.get("type") == "markdown" and isinstance(node.get("text"), str):
                yield where + "(markdown)", node["text"]
            else:
                stack += [(f"{where}/{k}", v) for k, v in node.items()]
        elif isinstance(node, list):
            stack += [(f"{where}/{i}", v) for i, v in enumerate(node)]


def rich_leaves(node):
    """Every leaf of the rich_text blocks of a message."""
    if isinstance(node, list):
        for item in node:
            yield from rich_leaves(item)
    elif isinstance(node, dict):
        if node.get("type") in ("text", "link", "user", "usergroup", "broadcast"):
            yield node
        yield from rich_leaves(node.get("elements"))


def plain_strings(node):
    """Every string that a reader is shown as it is."""
    if isinstance(node, list):
        for item in node:
            yield from plain_strings(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from plain_strings(value)


def is_spoofed(url: str, label: str) -> bool:
    host = (urllib.parse.urlsplit(url).hostname or "").lower()
    return any(
        not (host == shown or host.endswith("." + shown) or shown.endswith("." + host))
        for shown in map(str.lower, HOSTLIKE.findall(label or ""))
    )


def audit(payload: dict) -> dict:
    pings, links, invisible = [], [], 0
    for _where, text in mrkdwn_texts(payload):
        pings += PING.findall(text)
        if payload.get("parse") == "full" or payload.get("link_names") in (True, 1, "1", "true"):
            pings += re.findall(r"@(?:channel|here|everyone)\b", text)
        links += [[url, label] for url, label in LINK.findall(text)]
        invisible += len(INVISIBLE.findall(text))
    for leaf in rich_leaves(payload.get("blocks") or []):
        if leaf["type"] == "link":
            links.append([leaf.get("url"), leaf.get("text", "")])
        elif leaf["type"] != "text":
            pings.append(leaf["type"])
    invisible += sum(len(INVISIBLE.findall(one)) for one in plain_strings(payload.get("blocks")))
    return {
        "pings": pings,
        "links": links,
        "spoofed_links": [link for link in links if is_spoofed(*link)],
        "bad_scheme_links": [
            url for url, _ in links if urllib.parse.urlsplit(url).scheme not in ("http", "https")
        ],
        "invisible_chars": invisible,
    }


def words(message: dict) -> str:
    """Everything a reader is shown of a message, in order."""
    return _words(message.get("blocks") or [])


def _words(node: object) -> str:
    if isinstance(node, list):
        return "".join(_words(item) for item in node)
    if isinstance(node, dict):
        if node.get("type") in {"text", "link", "plain_text", "mrkdwn"}:
            return node["text"]
        return "".join(_words(node[key]) for key in ("text", "elements") if key in node)
    return ""


def controls(message: dict):
    """Every button and menu of a message or view."""
    for block in message.get("blocks") or []:
        if block["type"] == "actions":
            yield from block["elements"]
        elif "accessory" in block:
            yield block["accessory"]


def actions_of(message: dict) -> dict[str, dict]:
    """What a message's buttons and menus send when used, by the words on them.

    Each choice of an overflow menu ("⋯") stands for itself.
    """
    found = {}
    for one in controls(message):
        if one["type"] != "overflow":
            found[(one.get("text") or one["placeholder"])["text"]] = one
            continue
        for option in one["options"]:
            chosen = {k: one[k] for k in ("type", "action_id")} | {"selected_option": option}
            found.setdefault(option["text"]["text"], chosen)
    return found
