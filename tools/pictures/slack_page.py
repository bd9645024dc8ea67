"""A Slack message as its clients show it: Block Kit to HTML, for pictures.

The measures follow the desktop client (Lato 15 px at 1.46, quotes with a bar of 4 px, buttons of
28 px); what our messages do not use is refused, so that no picture hides a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from html import escape
from typing import Any

Node = Mapping[str, Any]

_TOKEN = re.compile(r"&lt;!date\^(\d+)\^([^|]*)\|[^&]*&gt;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at the picture: Slack shows times in their zone, near days by name."""

    zone: tzinfo
    now: datetime

    def when(self, seconds: int, form: str) -> str:
        """Return what Slack prints for a `date` of our format."""
        at = datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)
        away = (self.now.astimezone(self.zone).date() - at.date()).days
        day = {0: "today", 1: "yesterday"}.get(away, f"{at:%b} {at.day}, {at:%Y}")
        words = form.replace("{date_short_pretty}", day).replace("{time}", clock(at))
        return words[:1].upper() + words[1:]


def clock(at: datetime) -> str:
    """Return a time of day as Americans write it."""
    return f"{at.hour % 12 or 12}:{at:%M %p}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message with what stands around it."""

    blocks: Sequence[Node]
    at: datetime
    edited: bool = False
    #: Shown to one person: an answer to a command.
    private: bool = False
    #: How many notes hang under it, and when the newest came; None when there are none.
    replies: tuple[int, datetime] | None = None


def message(posted: Posted, reader: Reader) -> str:
    """Return one message: avatar, name, time, blocks."""
    body = "".join(f"<div class='block'>{_block(block, reader)}</div>" for block in posted.blocks)
    local = posted.at.astimezone(reader.zone)
    edited = "<span class='edited'>(edited)</span>" if posted.edited else ""
    eye = "<div class='private'>👁 Only visible to you</div>" if posted.private else ""
    return (
        f"<div class='message{' alone' if posted.private else ''}'>{eye}"
        "<div class='avatar'>n</div><div class='body'>"
        f"<div class='from'><b>nutgraf</b><i>APP</i><time>{clock(local)}</time></div>"
        f"{body}{edited}{_thread(posted, reader)}</div></div>"
    )


def home(view: Node, reader: Reader) -> str:
    """Return the app's Home tab."""
    tabs = "<b>Home</b><span>Messages</span><span>About</span>"
    who = "<div class='avatar'>n</div><h2>nutgraf</h2>"
    return f"<div class='home'>{who}<div class='tabs'>{tabs}</div>{_blocks(view, reader)}</div>"


def modal(view: Node, reader: Reader) -> str:
    """Return a form as it stands over the conversation."""
    title, submit, close = (escape(view[name]["text"]) for name in ("title", "submit", "close"))
    head = f"<header><div class='avatar'>n</div><h2>{title}</h2><span>✕</span></header>"
    foot = (
        f"<footer><span class='button'>{close}</span>"
        f"<span class='button primary'>{submit}</span></footer>"
    )
    return f"<div class='modal'>{head}<main>{_blocks(view, reader)}</main>{foot}</div>"


def _blocks(node: Node, reader: Reader) -> str:
    return "".join(f"<div class='block'>{_block(one, reader)}</div>" for one in node["blocks"])


def _thread(posted: Posted, reader: Reader) -> str:
    if posted.replies is None:
        return ""
    number, newest = posted.replies
    words = f"{number} {'reply' if number == 1 else 'replies'}"
    when = f"Last reply today at {clock(newest.astimezone(reader.zone))}"
    return f"<div class='replies'><span class='dot'>n</span><b>{words}</b> <s>{when}</s></div>"


def _block(block: Node, reader: Reader) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{escape(block['text']['text'])}</h3>"
        case "rich_text":
            return "".join(_part(part, reader) for part in block["elements"])
        case "context":
            parts = "".join(f"<span>{_object(one, reader)}</span>" for one in block["elements"])
            return f"<div class='context'>{parts}</div>"
        case "actions":
            return f"<div class='actions'>{''.join(map(_control, block['elements']))}</div>"
        case "section":
            words = f"<p>{_object(block['text'], reader)}</p>"
            aside = _control(block["accessory"]) if "accessory" in block else ""
            return f"<div class='row'>{words}{aside}</div>" if aside else words
        case "input":
            return _field(block)
        case "divider":
            return "<hr>"
        case other:
            raise ValueError(f"the picture of a Slack block “{other}” is not drawn yet")


def _field(block: Node) -> str:
    """Return a form's field: its name, what stands in it, its hint."""
    optional = " <small>(optional)</small>" if block.get("optional") else ""
    hint = f"<small>{escape(block['hint']['text'])}</small>" if "hint" in block else ""
    return f"<h4>{escape(block['label']['text'])}{optional}</h4>{_entry(block['element'])}{hint}"


def _entry(element: Node) -> str:
    placeholder = escape(element.get("placeholder", {}).get("text", ""))
    match element["type"]:
        case "plain_text_input":
            words, look = element.get("initial_value"), "tall" if element["multiline"] else "line"
        case "static_select":
            words, look = element.get("initial_option", {}).get("text", {}).get("text"), "choice"
        case other:
            raise ValueError(f"the picture of a Slack field “{other}” is not drawn yet")
    shown = escape(words) if words else f"<i>{placeholder}</i>"
    return f"<div class='entry {look}'>{shown}</div>"


def _part(part: Node, reader: Reader) -> str:
    match part["type"]:
        case "rich_text_section":
            return f"<p>{_inline(part['elements'], reader)}</p>"
        case "rich_text_quote":
            return f"<blockquote>{_inline(part['elements'], reader)}</blockquote>"
        case "rich_text_list":
            items = (f"<li>{_inline(item['elements'], reader)}</li>" for item in part["elements"])
            return f"<ul>{''.join(items)}</ul>"
        case other:
            raise ValueError(f"the picture of a Slack element “{other}” is not drawn yet")


def _inline(elements: Iterable[Node], reader: Reader) -> str:
    return "".join(_styled(element, reader) for element in elements)


def _styled(element: Node, reader: Reader) -> str:
    match element["type"]:
        case "text":
            words = escape(element["text"])
        case "link":
            words = f"<a>{escape(element['text'])}</a>"
        case "date":
            words = escape(reader.when(element["timestamp"], element["format"]))
        case other:
            raise ValueError(f"the picture of a Slack element “{other}” is not drawn yet")
    style = element.get("style", {})
    words = f"<b>{words}</b>" if style.get("bold") else words
    return f"<em>{words}</em>" if style.get("italic") else words


def _object(node: Node, reader: Reader) -> str:
    """Return a text object; of mrkdwn only what our own words use, the date."""
    words = escape(node["text"])
    if node["type"] == "plain_text":
        return words
    return _TOKEN.sub(lambda found: reader.when(int(found[1]), found[2]), words)


def _control(element: Node) -> str:
    match element["type"]:
        case "button":
            style = escape(element.get("style", "default"))
            return f"<span class='button {style}'>{escape(element['text']['text'])}</span>"
        case "static_select":
            return f"<span class='button menu'>{escape(element['placeholder']['text'])}</span>"
        case "overflow":
            return "<span class='button'>⋯</span>"
        case other:
            raise ValueError(f"the picture of a Slack control “{other}” is not drawn yet")
