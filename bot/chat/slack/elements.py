"""The pieces of Block Kit that our messages are made of, each valid by construction.

Foreign text stands only in `plain_text` objects and in `rich_text` elements, which Slack does not
parse: a title that says `<!channel>` or `*bold*` is shown as it is written. The limits are those
of the Block Kit reference; what is longer is cut at a word end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypedDict

from bot.chat.slack.wording import moment
from bot.chat.wording import host_of, names_other_host, safe_url, shorten

Block = dict[str, Any]
Element = dict[str, Any]


class Payload(TypedDict):
    """A message's content: `text` for notifications and screen readers, `blocks` for the eye."""

    text: str
    blocks: list[Block]


MAX_BLOCKS = 50
MAX_HEADER = 150
MAX_TEXT = 3000
MAX_BUTTON_LABEL = 75
MAX_BUTTON_VALUE = 2000
MAX_OPTION_VALUE = 150
MAX_OPTIONS = 25
MAX_CONTEXT_ELEMENTS = 10
#: Slack refuses about 13,200 characters over all blocks, undocumented; the rest is our margin.
MAX_WEIGHT = 12_000
#: `text` of chat.update may hold 4,000 characters; escaping counts.
MAX_FALLBACK = 3900

_DATE = "{date_short_pretty} at {time}"
_SHORT_DATE = "{date_short_pretty} {time}"


def weight(node: object) -> int:
    """Return the characters of text and addresses in a block tree."""
    match node:
        case str():
            return len(node)
        case dict():
            return sum(weight(value) for key, value in node.items() if key not in _UNCOUNTED)
        case list() | tuple():
            return sum(map(weight, node))
        case _:
            return 0


_UNCOUNTED = frozenset({"type", "block_id", "action_id"})


def text(words: str, *, bold: bool = False, italic: bool = False) -> Element:
    """Return words as they are; an empty string is refused by Slack and becomes a space."""
    element: Element = {"type": "text", "text": words[:MAX_TEXT] or " "}
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return element | {"style": style} if style else element


def linked(label: str, url: str | None, *, bold: bool = False) -> list[Element]:
    """Return a label that leads to `url`; plain words when the address cannot be linked.

    A label that reads like another address than its own is shown as words, and the link beside
    it carries the name of the host it leads to.
    """
    address = safe_url(url) if url else None
    if address is None:
        return [text(label, bold=bold)]
    if names_other_host(label, address):
        return [text(f"{label} ", bold=bold), _link(host_of(address), address, bold=False)]
    return [_link(label, address, bold=bold)]


def _link(label: str, address: str, *, bold: bool) -> Element:
    element: Element = {"type": "link", "url": address, "text": label[:MAX_TEXT] or "link"}
    return element | {"style": {"bold": True}} if bold else element


def when(at: datetime, *, short: bool = False) -> Element:
    """Return a time that each reader sees in their own zone; `short` is for rows of them."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": _SHORT_DATE if short else _DATE,
        "fallback": moment(at),
    }


def section(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": list(elements)}


def quotation(elements: Sequence[Element]) -> Element:
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(items: Iterable[Element]) -> Element:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def rich(*parts: Element) -> Block:
    return {"type": "rich_text", "elements": list(parts)}


def header(title: str) -> Block:
    return {"type": "header", "text": plain(title, MAX_HEADER)}


def small_print(*parts: Element) -> Block:
    """Return a line of lesser words; at most ten parts."""
    return {"type": "context", "elements": list(parts[:MAX_CONTEXT_ELEMENTS])}


def small(words: str, limit: int = 300) -> Element:
    return plain(words, limit)


def small_row(*parts: str) -> Element:
    """Return words of ours and times in a context line; no foreign word.

    One element wraps like a sentence; each further one could begin a line on a phone. So the mark
    between two elements ends the first: none begins with one.
    """
    return {"type": "mrkdwn", "text": " · ".join(parts)}


def time_token(at: datetime) -> str:
    """Return a time for `small_row`, shown in the reader's zone."""
    return f"<!date^{int(at.timestamp())}^{_DATE}|{moment(at)}>"


def button(label: str, action: str, value: str) -> Element:
    """Return a button; `value` must be at most 2,000 characters."""
    return {
        "type": "button",
        "text": plain(label, MAX_BUTTON_LABEL),
        "action_id": action,
        "value": value,
    }


def menu(placeholder: str, action: str, options: Sequence[tuple[str, str]]) -> Element:
    """Return a menu of (label, value); at least one option, values at most 150 characters."""
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": [*map(_option, options[:MAX_OPTIONS])],
    }


def _option(option: tuple[str, str]) -> Element:
    label, value = option
    return {"text": plain(label, MAX_BUTTON_LABEL), "value": value}


def overflow(action: str, options: Sequence[tuple[str, str]]) -> Element:
    """Return a “⋯” menu of (label, value); one to five options, values at most 150 characters."""
    return {"type": "overflow", "action_id": action, "options": [*map(_option, options)]}


def beside(lines: Iterable[str], control: Element | None) -> Block:
    """Return plain lines with a control at their right; at least one line must have words."""
    words = "\n".join(line for line in lines if line)[:MAX_TEXT] or "–"
    block: Block = {"type": "section", "text": {"type": "plain_text", "text": words}}
    return block if control is None else block | {"accessory": control}


def actions(*elements: Element) -> Block:
    return {"type": "actions", "elements": list(elements)}


def plain(words: str, limit: int) -> Element:
    """Return words that Slack shows as they are, cut at a word end, never none."""
    return {"type": "plain_text", "text": shorten(words, limit) or "–", "emoji": False}
