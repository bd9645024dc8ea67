"""Usage: how commands are typed, as `help` and refusals show it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.questions import Command, Line, Option


def usage_lines(commands: Iterable[Command]) -> tuple[Line, ...]:
    """Return commands with their meaning, one line each."""
    return tuple(Line(text=usage(each), detail=each.about) for each in commands)


def option_lines(options: Iterable[Option]) -> tuple[Line, ...]:
    """Return options with their choices, default and meaning, one line each."""
    return tuple(Line(text=_option_usage(each), detail=each.about) for each in options)


def usage(command: Command) -> str:
    """Return a command with the names of its options: `story STORY [view:]`."""
    parts = [command.name]
    if command.argument:
        word = command.argument.name.upper()
        parts.append(word if command.argument.required else f"[{word}]")
    parts += [_mark(command, option) for option in command.options]
    return " ".join(parts)


def _mark(command: Command, option: Option) -> str:
    if option.name == command.rest:
        return option.name.upper() if option.required else f"[{option.name.upper()}]"
    return f"{option.name}:" if option.required else f"[{option.name}:]"


def _option_usage(option: Option) -> str:
    choices = f" ({' | '.join(option.choices)})" if option.choices else ""
    default = f", default {option.default}" if option.default else ""
    return f"{option.name}{choices}{default}"
