"""What a delivery of Slack asks for, read from a typed command, a button, a menu or an event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.chat.forms import OpenReport, OpenWatch
from bot.chat.slack.answers import (
    NEXT_ACTION,
    OPEN_ACTION,
    PREVIOUS_ACTION,
    SHARE_ACTION,
    read_page_value,
)
from bot.chat.slack.card import MORE_ACTION, VIEW_ACTION
from bot.chat.slack.watches import ADD_ACTION, WATCH_ACTION
from bot.domain.questions import COMMANDS
from bot.text.asking.typed import typed_line

Body = dict[str, Any]

#: Commands that only who set a watch up, or an admin, may give.
OWNED = ("watch edit", "watch pause", "watch resume", "watch remove")
EDIT = "watch edit"
#: A story's number or an article's address travels in the form's metadata, which takes 3,000
#: characters once they are escaped; a longer address is asked about without a form.
MAX_REFERENCE = 400
_REPORT = re.compile(rf"report (\S{{1,{MAX_REFERENCE}}})", re.IGNORECASE)
#: An address as Slack writes it: `<https://...>`, perhaps with a label.
_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>")
_EDIT = re.compile(r"watch edit ([^:]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who did something, where, and where an answer can go."""

    user: str
    workspace: str | None
    #: Empty in the Home tab.
    channel: str
    #: Opens one form, within three seconds; also tells a repeated delivery. Empty when unknown.
    trigger: str
    #: Takes five answers within half an hour; None where no message is answered.
    url: str | None
    #: Whether the message whose button was pressed is shown to the presser alone.
    is_private: bool = False

    @property
    def is_home(self) -> bool:
        return not self.channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question, from a command or a button."""

    text: str
    page: int = 1
    public: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWatch:
    """A watch's menu: pause, resume or remove it, and show the watches again."""

    command: str
    watch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHome:
    """Somebody opened the bot's Home tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressForgotten:
    """A button that an earlier version put there, or that lost what it carried."""


Request = Ask | OpenReport | OpenWatch | ChangeWatch | ShowHome | PressForgotten


def read_visit(body: Body) -> Visit:
    """Return who did what a delivery tells of, whatever its kind."""
    event = body.get("event") or {}
    user = body.get("user_id") or (body.get("user") or {}).get("id") or event.get("user")
    team = body.get("team_id") or (body.get("team") or {}).get("id")
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id")
    return Visit(
        user=str(user or ""),
        workspace=str(team) if team else None,
        channel=str(channel or ""),
        trigger=str(body.get("trigger_id") or body.get("event_id") or ""),
        url=body.get("response_url"),
        is_private=bool((body.get("container") or {}).get("is_ephemeral")),
    )


def read_words(text: str) -> Request:
    """Return what a typed command asks: a form where one fits better than more typing."""
    words = as_typed(text) or "help"
    if words.casefold() == "watch add":
        return OpenWatch()
    if report := _REPORT.fullmatch(words):
        return OpenReport(story=report[1])
    if edit := _EDIT.fullmatch(words):
        return OpenWatch(watch=edit[1].strip('" '))
    return Ask(text=words)


def as_typed(text: str) -> str:
    """Return a command's words as they were typed, on one line, without what Slack made of them.

    Slack may write an address as a link and `&`, `<`, `>` as entities, each once.
    """
    return typed_line(_unescape(_LINK.sub(r"\1", text)))


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read_action(body: Body) -> Request:
    """Return what a button or menu asks."""
    action = (body.get("actions") or [{}])[0]
    name = str(action.get("action_id", ""))
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    if name == ADD_ACTION:
        return OpenWatch()
    if not value:
        return PressForgotten()
    if name in {OPEN_ACTION, MORE_ACTION} or name.startswith(f"{VIEW_ACTION}_"):
        return read_words(value)
    if name == WATCH_ACTION:
        return _read_change(value)
    page, text = read_page_value(value)
    if name == SHARE_ACTION:
        return Ask(text=text, page=page, public=True)
    if name in {NEXT_ACTION, PREVIOUS_ACTION}:
        # A page is turned in place; in a channel that would turn it for everybody.
        return Ask(text=text, page=page, replace=read_visit(body).is_private)
    return PressForgotten()


def _read_change(value: str) -> Request:
    command, _, watch = value.rpartition(" ")
    if command not in OWNED:
        return PressForgotten()
    return OpenWatch(watch=watch) if command == EDIT else ChangeWatch(command=command, watch=watch)


def read_event(body: Body) -> Request | None:
    """Return what an event asks: only the Home tab shows something."""
    event = body.get("event") or {}
    opened = event.get("type") == "app_home_opened" and event.get("tab", "home") == "home"
    return ShowHome() if opened else None


def needs_rights(text: str) -> bool:
    """Whether the question is a command that depends on the asker's rights."""
    words = as_typed(text).casefold()
    guarded = (*OWNED, *(one.name for one in COMMANDS if one.admin))
    return any(f"{words} ".startswith(f"{name} ") for name in guarded)
