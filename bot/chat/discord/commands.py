"""The `/news` command as Discord keeps it, built from the table of commands, and its registration.

Discord allows 200 creations a day and shows a changed command late, so it is written only when it
differs from what Discord has.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Protocol

from discord.http import Route

from bot.chat.discord.failures import translated
from bot.chat.discord.wire import Json, Wire
from bot.chat.wording import shorten
from bot.domain.questions import COMMANDS, Command, Option, OptionKind

log = logging.getLogger(__name__)

ROOT = "news"
MAX_DESCRIPTION = 100
#: Option types of the reference.
SUB_COMMAND, SUB_GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
#: Servers and the bot's own direct messages.
CONTEXTS = [0, 1]
_KEPT = (
    "name",
    "type",
    "description",
    "required",
    "autocomplete",
    "min_value",
    "max_value",
    "choices",
    "options",
    "contexts",
)


class CommandMemory(Protocol):
    """Keeps one short string over restarts."""

    async def recall(self) -> str | None:
        """Return what was kept, or None."""
        ...

    async def keep(self, text: str) -> None:
        """Keep the text in the place of the last one."""
        ...


def command_tree(commands: Sequence[Command] = COMMANDS) -> list[Json]:
    """Return the whole tree: one root command, whose sub-commands are those of the table."""
    options: list[Json] = []
    groups: dict[str, Json] = {}
    for command in commands:
        first, _, second = command.name.partition(" ")
        if not second:
            options.append(_sub_command(first, command))
            continue
        if first not in groups:
            groups[first] = {"type": SUB_GROUP, "name": first, "description": first, "options": []}
            options.append(groups[first])
        groups[first]["options"].append(_sub_command(second, command))
    description = "Ask the news archive"
    root = {"type": 1, "name": ROOT, "description": description, "contexts": CONTEXTS}
    return [root | {"options": options}]


def options_of(command: Command) -> list[Option]:
    """Return a command's argument and options, required ones first, as Discord wants them."""
    every = [*([command.argument] if command.argument else []), *command.options]
    return sorted(every, key=lambda option: not option.required)


def _sub_command(name: str, command: Command) -> Json:
    return {
        "type": SUB_COMMAND,
        "name": name,
        "description": _described(command.about),
        "options": [_option(option) for option in options_of(command)],
    }


def _option(option: Option) -> Json:
    shape: Json = {
        "name": option.name,
        "description": _described(option.about),
        "required": option.required,
    }
    match option.kind:
        case OptionKind.COUNT:
            limits = {"min_value": option.minimum, "max_value": option.maximum}
            return shape | {"type": INTEGER} | limits
        case OptionKind.FLAG:
            return shape | {"type": BOOLEAN}
        case OptionKind.CHOICE:
            choices = [{"name": choice, "value": choice} for choice in option.choices]
            return shape | {"type": STRING, "choices": choices}
        case _:
            completed = {"autocomplete": True} if option.completes else {}
            return shape | {"type": STRING} | completed


def _described(about: str) -> str:
    return shorten(about, MAX_DESCRIPTION) or "–"


def fingerprint(tree: Sequence[Json], application: int) -> str:
    """Return a short string that changes when the tree or the application does."""
    text = json.dumps([application, canonical(tree)], sort_keys=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def canonical(tree: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Return what we decide about of a tree, without what Discord adds or leaves out as default."""
    return [
        {
            name: canonical(value) if name in {"options", "choices"} else value
            for name, value in ((name, part.get(name)) for name in (*_KEPT, "value"))
            if value not in (None, False, [])
        }
        for part in tree
    ]


async def register(wire: Wire, application: int, memory: CommandMemory | None) -> bool:
    """Write the command tree when it changed; True when it was written.

    Raises what a call to Discord may raise, in our own words.
    """
    tree = command_tree()
    mark = fingerprint(tree, application)
    if memory is not None and await memory.recall() == mark:
        return False
    path = "/applications/{application_id}/commands"
    with translated("the /news command"):
        known = await wire.call(Route("GET", path, application_id=application), repeatable=True)
        changed = canonical(known) != canonical(tree)
        if changed:
            await wire.call(Route("PUT", path, application_id=application), tree, repeatable=True)
    log.info("command tree", extra={"changed": changed})
    if memory is not None:
        await memory.keep(mark)
    return bool(changed)
