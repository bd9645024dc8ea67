"""A Discord message as its clients show it: embeds and components to HTML, for pictures.

Of Discord's markdown it knows what our messages use; the measures follow the desktop client
(embeds of at most 520 px, text of 14 px on lines of 18 px, three inline fields in a row).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from html import escape
from typing import Any

Node = Mapping[str, Any]

#: Discord looks for an escape first, then for links, times and the styles around them.
_MARKUP = re.compile(
    r"\\(?P<letter>[^\w\s])"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<url>https?://[^\s)]+)\)"
    r"|<t:(?P<seconds>\d+)(?::(?P<style>\w))?>"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\])+)\*"
)
_LINE = re.compile(r"(?P<mark>> |- |-# |#{1,3} )?(?P<words>.*)")
_ELEMENTS = {"> ": "blockquote", "- ": "li", "-# ": "small", "### ": "h4", "## ": "h3", "# ": "h2"}
_SPANS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at the picture: Discord shows times in their zone, or counted from now."""

    zone: tzinfo
    now: datetime

    def when(self, seconds: int, style: str) -> str:
        """Return what an American reads for `<t:seconds:style>`."""
        at = datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)
        time = clock(at)
        match style:
            case "R":
                return _ago(self.now - at)
            case "t":
                return time
            case "d":
                return f"{at:%m/%d/%Y}"
            case "D":
                return f"{at:%B} {at.day}, {at:%Y}"
            case "F":
                return f"{at:%A}, {at:%B} {at.day}, {at:%Y} at {time}"
            case _:
                return f"{at:%B} {at.day}, {at:%Y} at {time}"


def clock(at: datetime) -> str:
    """Return a time of day as Americans write it."""
    return f"{at.hour % 12 or 12}:{at:%M %p}"


def _ago(span: timedelta) -> str:
    for unit, name in _SPANS:
        number = span // unit
        if number:
            return f"{number} {name}{'' if number == 1 else 's'} ago"
    return "a few seconds ago"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message with what stands around it."""

    payload: Node
    at: datetime
    edited: bool = False
    #: Shown to one person: an answer to a command.
    private: bool = False
    #: Messages in its thread, and the thread's name; 0 when it has none.
    replies: int = 0
    thread: str = ""


def message(posted: Posted, reader: Reader) -> str:
    """Return one message: avatar, name, time, words, embeds, buttons."""
    payload = posted.payload
    parts = [
        _markdown(payload.get("content") or "", reader),
        *(_embed(each, reader) for each in payload.get("embeds", ())),
        *(_row(each) for each in payload.get("components", ())),
    ]
    edited = "<span class='edited'>(edited)</span>" if posted.edited else ""
    only = "<div class='private'>👁 Only you can see this</div>" if posted.private else ""
    return (
        "<div class='message'><div class='avatar'>n</div>"
        "<div class='from'><b>nutgraf</b><i>APP</i>"
        f"<time>{clock(posted.at.astimezone(reader.zone))}</time></div>"
        f"{''.join(parts)}{edited}{only}{_thread(posted)}</div>"
    )


def _thread(posted: Posted) -> str:
    if not posted.replies:
        return ""
    words = f"{posted.replies} Message{'' if posted.replies == 1 else 's'} ›"
    return f"<div class='thread'><b>{escape(posted.thread)}</b> <a>{words}</a></div>"


def _embed(embed: Node, reader: Reader) -> str:
    title = _inline(embed.get("title", ""), reader)
    head = f"<a>{title}</a>" if embed.get("url") else title
    footer = escape(embed.get("footer", {}).get("text", ""))
    stripe = f"#{embed.get('color') or 0x1E1F22:06x}"
    return (
        f"<div class='embed' style='border-color:{stripe}'>"
        f"{f'<h2>{head}</h2>' if title else ''}"
        f"<div class='told'>{_markdown(embed.get('description', ''), reader)}</div>"
        f"{_fields(embed.get('fields', ()), reader)}"
        f"{f'<footer>{footer}</footer>' if footer else ''}</div>"
    )


def _fields(fields: Sequence[Node], reader: Reader) -> str:
    shown = "".join(
        f"<div style='grid-column: span {span}'><h5>{_inline(field['name'], reader)}</h5>"
        f"{_markdown(field['value'], reader)}</div>"
        for field, span in zip(fields, _spans(fields), strict=True)
    )
    return f"<div class='fields'>{shown}</div>" if shown else ""


def _spans(fields: Sequence[Node]) -> Iterable[int]:
    """Yield how many of twelve columns each field takes: inline ones share rows of three."""
    run: list[Node] = []
    for field in [*fields, None]:
        if field is not None and field.get("inline"):
            run.append(field)
            continue
        for start in range(0, len(run), 3):
            row = run[start : start + 3]
            yield from [12 // len(row)] * len(row)
        run = []
        if field is not None:
            yield 12


def _row(row: Node) -> str:
    if row["type"] != 1:
        raise ValueError(f"the picture of a Discord component {row['type']} is not drawn yet")
    return f"<div class='actions'>{''.join(map(_control, row['components']))}</div>"


def _control(part: Node) -> str:
    match part["type"]:
        case 2:
            kind = "link" if part["style"] == 5 else "secondary"
            return f"<span class='button {kind}'>{escape(part['label'])}</span>"
        case 3:
            return f"<span class='menu'>{escape(part['placeholder'])}</span>"
        case other:
            raise ValueError(f"the picture of a Discord component {other} is not drawn yet")


def _markdown(text: str, reader: Reader) -> str:
    return "".join(_line(line, reader) for line in text.split("\n")) if text else ""


def _line(line: str, reader: Reader) -> str:
    found = _LINE.fullmatch(line)
    assert found is not None
    name = _ELEMENTS.get(found["mark"] or "", "p")
    return f"<{name}>{_inline(found['words'], reader) or '&nbsp;'}</{name}>"


def _inline(text: str, reader: Reader) -> str:
    shown = []
    end = 0
    for found in _MARKUP.finditer(text):
        shown += [escape(text[end : found.start()]), _marked(found, reader)]
        end = found.end()
    return "".join([*shown, escape(text[end:])])


def _marked(found: re.Match[str], reader: Reader) -> str:
    match found.lastgroup:
        case "letter":
            return escape(found["letter"])
        case "url":
            return f"<a>{_inline(found['label'], reader)}</a>"
        case "bold":
            return f"<b>{_inline(found['bold'], reader)}</b>"
        case "italic":
            return f"<em>{_inline(found['italic'], reader)}</em>"
        case _:
            when = reader.when(int(found["seconds"]), found["style"] or "f")
            return f"<span class='when'>{when}</span>"
