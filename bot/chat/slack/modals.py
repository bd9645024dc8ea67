"""Forms as Slack modals: what is wrong with a story, a watch to set up or to change.

Each field's block is named after the option it fills, so that what comes back is a command with
its options, and an error finds its field. What else the command needs travels in the form's
private metadata.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.slack.elements import Block, Element, plain, rich, section, text
from bot.chat.slack.requests import EDIT, Visit
from bot.chat.wording import shorten
from bot.domain.questions import Option, command_named
from bot.domain.watches import Notify, Watch

View = dict[str, Any]

FORM = "news_form"
REPORT = "report"
ADD = "watch add"
#: Element of every field; the block carries the option's name.
ENTRY = "entry"
MAX_TITLE = 24
#: Slack's limit for private_metadata.
MAX_METADATA = 3000
#: An error stands in one line or two under its field.
MAX_ERROR = 200
#: What the desk keeps of a query, a name and a note.
MAX_QUERY, MAX_NAME, MAX_NOTE = 300, 40, 500

_LABELS = {
    "wrong-merge": "Different events in one story",
    "wrong-fact": "A fact is wrong",
    "off-topic": "Not about immigration enforcement",
    "private-person": "It names a private person",
    "other": "Something else",
    "me": "Me, in direct messages",
    "here": "This channel",
    "instant": "At once",
    "digest": "Gathered every morning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form that was sent: the command it stands for, and where it was opened."""

    command: str
    raw: Mapping[str, str]
    #: The form's fields by the options they fill, in their order.
    fields: Sequence[str]
    visit: Visit

    def field_of(self, option: str | None) -> str:
        """Return the field an error belongs to: the first where it names none of them."""
        return option if option is not None and option in self.fields else self.fields[0]


def report_modal(story: str, visit: Visit) -> View:
    """Return the form that reports a story, by its number or an article's address."""
    number = f"Report story {story}"
    note = _entry(MAX_NOTE, multiline=True, placeholder="Which sentence, which source?")
    return _form(
        number if len(number) <= MAX_TITLE else "Report a story",
        "Report",
        [
            _field("reason", "What is wrong?", _choice(REPORT, "reason")),
            _field("note", "In your words", note, hint="The operators read this.", optional=True),
        ],
        _metadata(REPORT, {"story": story}, visit),
    )


def watch_modal(visit: Visit, watch: Watch | None = None) -> View:
    """Return the form of a new watch, or of one that is changed."""
    if watch is not None:
        blocks = [*_asked(watch), *_named("rename", watch.name), _notify(EDIT, watch.notify)]
        metadata = _metadata(EDIT, {"name": watch.id}, visit)
        return _form("Edit a watch", "Save", blocks, metadata)
    # In a direct message and in the Home tab both would be the same.
    public = bool(visit.channel) and not visit.channel.startswith("D")
    to = [_field("to", "Who is told?", _choice(ADD, "to", "me"))] if public else []
    blocks = [_query(""), *_named("name", ""), *to, _notify(ADD, Notify.INSTANT)]
    return _form("Add a watch", "Add", blocks, _metadata(ADD, {}, visit))


def forgotten_modal() -> View:
    """Return what stands in the place of a form that can no longer be read."""
    return words_modal("Not saved", "This form is from an earlier version. Please open it again.")


def words_modal(title: str, words: str) -> View:
    """Return a modal that only says something."""
    return {
        "type": "modal",
        "title": plain(title, MAX_TITLE),
        "close": plain("Close", MAX_TITLE),
        "blocks": [rich(section(text(shorten(words, 2900))))],
    }


def read_form(view: Mapping[str, Any], visit: Visit) -> Filled | None:
    """Return what was sent with a form; None for one that is not (or no longer) ours."""
    if view.get("callback_id") != FORM:
        return None
    try:
        kept = json.loads(view.get("private_metadata") or "")
        command, given = str(kept["command"]), {**kept["given"]}
        place = {name: kept[name] for name in ("channel", "url", "is_private")}
    except (ValueError, KeyError, TypeError):
        return None
    entries = (view.get("state") or {}).get("values") or {}
    raw = {name: _value(entry.get(ENTRY) or {}) for name, entry in entries.items()}
    blocks = view.get("blocks") or []
    fields = [str(one["block_id"]) for one in blocks if one["type"] == "input"]
    if not fields:
        return None
    return Filled(
        command=command,
        raw={**raw, **given},
        fields=fields,
        visit=replace(visit, **place),
    )


def _value(entry: Mapping[str, Any]) -> str:
    return str(entry.get("value") or (entry.get("selected_option") or {}).get("value") or "")


def _metadata(command: str, given: Mapping[str, str], visit: Visit) -> str:
    place = {"channel": visit.channel, "url": visit.url, "is_private": visit.is_private}
    kept = json.dumps({"command": command, "given": given, **place})
    # Without its address an answer goes out as an ephemeral message.
    short = json.dumps({"command": command, "given": given, **place, "url": None})
    return kept if len(kept) <= MAX_METADATA else short


def _form(title: str, submit: str, blocks: Sequence[Block], metadata: str) -> View:
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(title, MAX_TITLE),
        "submit": plain(submit, MAX_TITLE),
        "close": plain("Cancel", MAX_TITLE),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }


def _asked(watch: Watch) -> list[Block]:
    if watch.story is not None:
        return [rich(section(text(f"This watch follows story {watch.story}.")))]
    return [_query(watch.query)]


def _query(initial: str) -> Block:
    hint = "Words, “phrases”, -not, OR, from: kind: state: entity:"
    return _field("query", "What to look for", _entry(MAX_QUERY, initial), hint=hint)


def _named(option: str, initial: str) -> list[Block]:
    return [_field(option, "What to call it", _entry(MAX_NAME, initial), optional=True)]


def _notify(command: str, initial: Notify) -> Block:
    return _field("notify", "When to tell", _choice(command, "notify", initial.value))


def _field(
    option: str, label: str, element: Element, *, hint: str = "", optional: bool = False
) -> Block:
    block: Block = {
        "type": "input",
        "block_id": option,
        "label": plain(label, 100),
        "element": element,
        "optional": optional,
    }
    return block | {"hint": plain(hint, 200)} if hint else block


def _entry(
    longest: int, initial: str = "", *, multiline: bool = False, placeholder: str = ""
) -> Element:
    element: Element = {
        "type": "plain_text_input",
        "action_id": ENTRY,
        "max_length": longest,
        "multiline": multiline,
    }
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element | {"initial_value": initial[:longest]} if initial else element


def _choice(command: str, option: str, initial: str | None = None) -> Element:
    """Return a menu of an option's choices, as the table of commands lists them."""
    options = {
        choice: {"text": plain(_LABELS.get(choice, choice), 75), "value": choice}
        for choice in _option_of(command, option).choices
    }
    element: Element = {
        "type": "static_select",
        "action_id": ENTRY,
        "placeholder": plain("Choose one", 150),
        "options": [*options.values()],
    }
    return element | {"initial_option": options[initial]} if initial else element


def _option_of(command: str, name: str) -> Option:
    found = command_named(command)
    assert found is not None
    return next(one for one in found.options if one.name == name)
