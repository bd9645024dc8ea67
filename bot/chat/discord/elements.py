"""The pieces that our Discord messages are made of, each valid by construction.

Limits are those of the reference (message, embed and component limits): a title of 256 characters,
a description of 4,096, 25 fields of 256 and 1,024, 6,000 over all embeds of a message, a
`custom_id` of 100, a label of 80. Foreign text goes through `fitted` or `linked`, which escape it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import Any, NotRequired, TypedDict

from bot.chat.discord.wording import fitted, length, safe_url
from bot.chat.wording import host_of, names_other_host, shorten
from bot.domain.delivery import DeliveryKey

Embed = dict[str, Any]
Component = dict[str, Any]


class Payload(TypedDict):
    """A message's content as Discord's JSON; nothing in it can ping anybody."""

    content: str
    embeds: list[Embed]
    components: list[Component]
    allowed_mentions: dict[str, list[str]]
    nonce: NotRequired[str]
    enforce_nonce: NotRequired[bool]


MAX_CONTENT = 2000
MAX_TITLE = 256
MAX_DESCRIPTION = 4096
MAX_FIELDS = 25
MAX_VALUE = 1024
#: Over all embeds of a message.
MAX_WEIGHT = 6000
MAX_CUSTOM_ID = 100
MAX_BUTTON_LABEL = 80
MAX_BUTTON_URL = 512
MAX_OPTIONS = 25
MAX_ROWS = 5
ROW = 5
#: A longer address would take the room of the rest; what it leads to is named instead.
MAX_LINK = 900
#: Enough hexadecimal characters of a delivery key that two messages of an hour do not share them.
REFERENCE = 10

BUTTON, MENU = 2, 3
SECONDARY, LINK = 2, 5


def payload(
    embeds: Sequence[Embed] = (), components: Sequence[Component] = (), content: str = ""
) -> Payload:
    return Payload(
        content=content,
        embeds=list(embeds),
        components=list(components),
        allowed_mentions={"parse": []},
    )


def embed(
    *,
    title: str = "",
    url: str | None = None,
    description: str = "",
    fields: Sequence[Component] = (),
    footer: str = "",
    colour: int | None = None,
) -> Embed:
    """Return an embed of what is given; `title`, `description` and `footer` are escaped already."""
    parts = {
        "title": title,
        "url": url,
        "description": description,
        "fields": list(fields),
        "footer": {"text": footer} if footer else None,
        "color": colour,
    }
    return {name: part for name, part in parts.items() if part or name == "color"}


def weight(embeds: Iterable[Embed]) -> int:
    """Return the characters that count against the 6,000 of a message."""
    return sum(
        length(part.get("title", ""))
        + length(part.get("description", ""))
        + length(part.get("footer", {}).get("text", ""))
        + sum(map(field_weight, part.get("fields", ())))
        for part in embeds
    )


def field_weight(part: Component) -> int:
    return length(part["name"]) + length(part["value"])


def linked(label: str, url: str | None, limit: int, *, longest: int = MAX_LINK) -> str:
    """Return a label of at most `limit` characters that leads to `url`; plain words without one.

    A label that reads like another address than its own is shown as words, and the link beside it
    carries the name of the host it leads to.
    """
    words = fitted(label, limit)
    address = safe_url(url) if url else None
    if address is None or len(address) > longest or not words:
        return words
    if names_other_host(shorten(label, limit), address):
        return f"{words} [{fitted(host_of(address), 80)}]({address})"
    return f"[{words}]({address})"


def fields(name: str, lines: Sequence[str], separator: str = "\n") -> list[Component]:
    """Return the lines under a name, in as many fields as they need; none for no lines.

    Each line must have at most 1,024 characters.
    """
    values: list[str] = []
    for line in lines:
        joined = f"{values[-1]}{separator}{line}" if values else line
        if values and length(joined) <= MAX_VALUE:
            values[-1] = joined
        else:
            values.append(line)
    return [
        {"name": f"{name}, continued" if index else name, "value": value, "inline": False}
        for index, value in enumerate(values)
    ]


def affordable(items: Sequence[str], room: int, *, each: int = 1) -> list[str]:
    """Return the first items that together, with `each` for what joins them, fit into `room`."""
    totals = accumulate(length(item) + each for item in items)
    return [item for item, total in zip(items, totals, strict=True) if total <= room]


def button(label: str, custom_id: str) -> Component:
    """Return a button; `custom_id` must have 1 to 100 characters."""
    return {
        "type": BUTTON,
        "style": SECONDARY,
        "label": shorten(label, MAX_BUTTON_LABEL),
        "custom_id": custom_id,
    }


def link_button(label: str, url: str) -> Component:
    """Return a button that leads to `url`, an address of at most 512 characters."""
    return {"type": BUTTON, "style": LINK, "label": shorten(label, MAX_BUTTON_LABEL), "url": url}


def menu(placeholder: str, custom_id: str, options: Iterable[tuple[str, str]]) -> Component:
    """Return a menu of (label, value); at least one option, values of at most 100 characters."""
    return {
        "type": MENU,
        "custom_id": custom_id,
        "placeholder": placeholder,
        "options": [
            {"label": shorten(label, 100) or "–", "value": value}
            for label, value in list(options)[:MAX_OPTIONS]
        ],
    }


def rows(buttons: Sequence[Component]) -> Iterator[Component]:
    """Yield the buttons in rows of five."""
    for start in range(0, len(buttons), ROW):
        yield row(*buttons[start : start + ROW])


def row(*parts: Component) -> Component:
    return {"type": 1, "components": list(parts)}


def footer_of(what: str, key: DeliveryKey | None) -> str:
    """Return a message's footer: what it is, and the reference that `find` knows it by."""
    return f"{what} · ref {key[:REFERENCE]}" if key else what


def carries(message: Component, key: DeliveryKey) -> bool:
    """Whether a message, as Discord's history gives it, was posted for this delivery key."""
    footers = [part.get("footer", {}).get("text", "") for part in message.get("embeds") or ()]
    reference = f" ref {key[:REFERENCE]}"
    return message.get("nonce") == key or any(text.endswith(reference) for text in footers)


# ---- what a button asks: verb|page|question, or verb|page|#name when the question is too long

ASK, OPEN, NEXT, PREVIOUS, SHARE = "ask", "open", "next", "prev", "share"
#: A menu of ids; a form about a story; `DEED NAME` of a watch.
CHOOSE, REPORT, WATCH = "choose", "report", "watch"
VERBS = frozenset({ASK, OPEN, NEXT, PREVIOUS, SHARE, CHOOSE, REPORT, WATCH})


def custom_id(verb: str, question: str, page: int = 1) -> str:
    """Return the id of a button; a question that does not fit is carried by its name."""
    whole = f"{verb}|{page}|{question}"
    fits = length(whole) <= MAX_CUSTOM_ID and not question.startswith("#")
    return whole if fits else f"{verb}|{page}|{kept_name(question)}"


def kept_name(question: str) -> str:
    """Return the name under which a long question is kept while the process lives."""
    return "#" + blake2b(question.encode("utf-8", "replace"), digest_size=12).hexdigest()


def read_custom_id(value: str) -> tuple[str, int, str] | None:
    """Return verb, page and question (or its name) of a button; None for one that is not ours."""
    verb, _, rest = value.partition("|")
    page, bar, question = rest.partition("|")
    if verb not in VERBS or not bar:
        return None
    if not (page.isascii() and page.isdigit()):
        return None
    return verb, max(int(page[:6]), 1), question
