"""Forms: what opens over the chat to be filled in, and what was filled in; pure.

Limits are those of the reference (modals): a title of 45 characters, five parts, each under a label
of 45; the id carries all that is needed, so a form opened before a restart can be sent after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from bot.chat.discord.elements import MENU, REPORT, WATCH, Component, custom_id, read_custom_id
from bot.chat.discord.requests import Asked
from bot.chat.wording import clean, shorten
from bot.domain.watches import Notify, Watch

LABEL, TEXT = 18, 4
SHORT, LONG = 1, 2
MAX_FORM_TITLE = 45
#: A watch's name and its question, a report's note: as long as the desk keeps them.
MAX_NAME, MAX_QUERY, MAX_NOTE = 40, 300, 500

REASONS = {
    "wrong-merge": "Reports of different events are taken for one",
    "wrong-fact": "A figure, a name or a quote is wrong",
    "off-topic": "Not about immigration enforcement",
    "private-person": "A private person is named",
    "other": "Something else",
}
TELLING: Mapping[str, str] = {
    Notify.INSTANT: "At once",
    Notify.DIGEST: "Gathered, every morning",
}
#: Whose watch it is: the `to:` of `watch add`.
WHOSE = {"me": "Me, in direct messages", "here": "This channel"}


class Form(TypedDict):
    """A form as Discord's JSON."""

    custom_id: str
    title: str
    components: list[Component]


def report_form(story: str) -> Form:
    """Return the form that tells the operators what is wrong with a story."""
    return _form(
        custom_id(REPORT, story),
        f"Report story {story}",
        _choice("What is wrong?", "reason", REASONS),
        _text("In your words", "note", longest=MAX_NOTE, style=LONG),
    )


def new_watch_form() -> Form:
    """Return the form that adds a watch."""
    hint = '"detainer letters" state:NY'
    return _form(
        custom_id(WATCH, "add"),
        "New watch",
        _text("What to look for", "query", longest=MAX_QUERY, hint=hint, needed=True),
        _text("Name", "name", longest=MAX_NAME, hint="empty: the words themselves"),
        _choice("Who is told?", "to", WHOSE, chosen="me"),
        _choice("When?", "notify", TELLING, chosen=Notify.INSTANT),
    )


def edit_form(name: str, watch: Watch | None) -> Form:
    """Return the form that changes a watch; what is left empty stays as it is.

    Without the watch itself (it could not be looked up in time) its fields are empty.
    """
    query = _text(
        "What to look for",
        "query",
        longest=MAX_QUERY,
        value=watch.query if watch else "",
        hint="empty: as it is",
    )
    follows = watch is not None and watch.story is not None
    return _form(
        custom_id(WATCH, f"edit {name}"),
        f"Watch: {name}",
        *([] if follows else [query]),
        _text("Name", "rename", longest=MAX_NAME, value=name, hint="empty: as it is"),
        _choice("When?", "notify", TELLING, chosen=watch.notify if watch else "", needed=False),
    )


def read_form(data: Mapping[str, Any]) -> Asked | None:
    """Return the command that a form sent in stands for; None for one that is not ours."""
    read = read_custom_id(str(data.get("custom_id", "")))
    if read is None:
        return None
    verb, _, subject = read
    given = {name: value for name, value in _values(data) if value}
    if verb == REPORT:
        return Asked(command="report", raw={"story": subject, **given})
    deed, _, name = subject.partition(" ")
    if verb == WATCH and deed == "add":
        return Asked(command="watch add", raw=given)
    if verb == WATCH and deed == "edit":
        changed = {key: value for key, value in given.items() if (key, value) != ("rename", name)}
        return Asked(command="watch edit", raw={"name": name, **changed})
    return None


def _values(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    parts = [part.get("component") or {} for part in data.get("components") or ()]
    return [
        (str(part.get("custom_id")), clean(str(part.get("value") or "")) or _first(part))
        for part in parts
    ]


def _first(part: Mapping[str, Any]) -> str:
    return str(next(iter(part.get("values") or ()), ""))


def _form(name: str, title: str, *parts: Component) -> Form:
    return Form(custom_id=name, title=shorten(title, MAX_FORM_TITLE), components=list(parts))


def _labelled(label: str, part: Component) -> Component:
    return {"type": LABEL, "label": label, "component": part}


def _text(
    label: str,
    name: str,
    *,
    longest: int,
    value: str = "",
    hint: str = "",
    style: int = SHORT,
    needed: bool = False,
) -> Component:
    part: Component = {
        "type": TEXT,
        "custom_id": name,
        "style": style,
        "max_length": longest,
        "required": needed,
    }
    shown = {"value": shorten(value, longest), "placeholder": hint}
    return _labelled(label, part | {key: text for key, text in shown.items() if text})


def _choice(
    label: str, name: str, choices: Mapping[str, str], *, chosen: str = "", needed: bool = True
) -> Component:
    options = [
        {"label": words, "value": value} | ({"default": True} if value == chosen else {})
        for value, words in choices.items()
    ]
    return _labelled(
        label, {"type": MENU, "custom_id": name, "options": options, "required": needed}
    )
