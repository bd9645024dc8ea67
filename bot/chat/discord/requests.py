"""What a person asks through Discord, read from an interaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.chat.discord.commands import options_of
from bot.chat.discord.elements import (
    CHOOSE,
    NEXT,
    OPEN,
    PREVIOUS,
    REPORT,
    SHARE,
    WATCH,
    read_custom_id,
)
from bot.chat.forms import OpenReport, OpenWatch
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.questions import COMMANDS, Asker, Command, Completion

#: Of an interaction's message: only the asker sees it (reference, message flags).
EPHEMERAL = 1 << 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A sub-command with its options as strings."""

    command: str
    raw: Mapping[str, str] = field(default_factory=dict)
    #: The answer takes the place of the message that was pressed.
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button or a menu's choice."""

    #: The question, or the name of one that was too long for the button.
    question: str
    page: int = 1
    #: Shown to the whole channel.
    public: bool = False
    #: Takes the place of the message that was pressed.
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One watch with its buttons."""

    name: str


Press = Pressed | Asked | OpenReport | OpenWatch | Showing
WATCH_DEEDS = frozenset({"pause", "resume", "remove"})


def read_command(data: Mapping[str, Any]) -> Asked:
    """Return the sub-command of `/news`; without one it is `help`."""
    words, given = _path(data.get("options") or ())
    raw = {str(one["name"]): _string(one.get("value")) for one in given}
    return Asked(command=" ".join(words) or "help", raw=raw)


def read_focus(
    data: Mapping[str, Any], commands: Sequence[Command] = COMMANDS
) -> tuple[Completion, str] | None:
    """Return what the option that is being typed completes from, and what was typed so far."""
    words, given = _path(data.get("options") or ())
    focused = next((one for one in given if one.get("focused")), None)
    command = next((one for one in commands if one.name == " ".join(words)), None)
    if focused is None or command is None:
        return None
    option = next((one for one in options_of(command) if one.name == focused["name"]), None)
    if option is None or option.completes is None:
        return None
    return option.completes, _string(focused.get("value"))


def read_press(data: Mapping[str, Any], *, private: bool) -> Press | None:
    """Return what a button or a menu asks; None for one that is not (or no longer) ours."""
    read = read_custom_id(str(data.get("custom_id", "")))
    if read is None:
        return None
    verb, page, question = read
    chosen = str(next(iter(data.get("values") or ()), ""))
    if verb == CHOOSE:
        # Each option is an id of its own.
        return read_press({"custom_id": chosen}, private=private)
    if verb == OPEN:
        return Pressed(question=chosen) if chosen else None
    if not question:
        return None
    if verb == REPORT:
        return OpenReport(story=question)
    if verb == WATCH:
        return _watch_press(question, private=private)
    # A page is turned in place; in a channel that would turn it for everybody.
    turned = verb in {NEXT, PREVIOUS} and private
    return Pressed(question=question, page=page, public=verb == SHARE, replace=turned)


def _watch_press(question: str, *, private: bool) -> Press | None:
    deed, _, name = question.partition(" ")
    if deed == "add":
        return OpenWatch()
    if not name:
        return None
    if deed == "edit":
        return OpenWatch(watch=name)
    if deed == "show":
        return Showing(name=name)
    known = deed in WATCH_DEEDS
    return Asked(command=f"watch {deed}", raw={"name": name}, replace=private) if known else None


def asker_of(interaction: discord.Interaction[discord.Client]) -> Asker:
    """Return who asks; Discord tells the rights with every interaction and never a zone."""
    rights = interaction.permissions
    target = str(interaction.channel_id) if interaction.channel_id else None
    return Asker(
        platform=Platform.DISCORD,
        user=str(interaction.user.id),
        workspace=str(interaction.guild_id) if interaction.guild_id else None,
        channel=ChannelRef(platform=Platform.DISCORD, target=target) if target else None,
        is_platform_admin=interaction.guild_id is not None
        and (rights.manage_guild or rights.administrator),
    )


def may_post(interaction: discord.Interaction[discord.Client]) -> bool:
    """Whether the asker may write in the channel; an answer must not be a way around that."""
    if interaction.guild_id is None:
        return True
    rights = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    writes = rights.send_messages_in_threads if in_thread else rights.send_messages
    return writes or rights.administrator


def is_private(interaction: discord.Interaction[discord.Client]) -> bool:
    """Whether the message that was pressed is seen by the asker alone."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _path(options: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[Mapping[str, Any]]]:
    """Return the words of the sub-command and the options given to it."""
    words: list[str] = []
    level = list(options)
    while level and level[0].get("type") in {1, 2}:
        words.append(str(level[0]["name"]))
        level = list(level[0].get("options") or ())
    return words, level


def _string(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
