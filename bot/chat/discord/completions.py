"""Completions: what is offered while somebody types an option of `/news`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import aiohttp
import discord

from bot.chat.discord.requests import asker_of, read_focus
from bot.chat.wording import shorten
from bot.domain.questions import Suggestion
from bot.ports import Desk

log = logging.getLogger(__name__)

#: Completions later than this are of no use: Discord drops them after three seconds.
PATIENCE = 1.5
MAX_CHOICES = 25
MAX_CHOICE = 100

Choice = discord.app_commands.Choice[str]


async def offer(
    desk: Desk, interaction: discord.Interaction[discord.Client], data: Mapping[str, Any]
) -> None:
    """Answer an interaction with what the option may be completed to; raises nothing."""
    choices = await _choices(desk, interaction, data)
    try:
        await interaction.response.autocomplete(choices)
    except (discord.HTTPException, TimeoutError, aiohttp.ClientError, OSError) as error:
        # The next letter asks again.
        log.info("completion undelivered", extra={"reason": type(error).__name__})


async def _choices(
    desk: Desk, interaction: discord.Interaction[discord.Client], data: Mapping[str, Any]
) -> list[Choice]:
    focus = read_focus(data)
    if focus is None:
        return []
    try:
        async with asyncio.timeout(PATIENCE):
            found = await desk.complete(*focus, asker_of(interaction))
    except Exception:
        # Without completions one can still type; the log says what broke.
        log.exception("completion failed")
        return []
    return list(_acceptable(found))[:MAX_CHOICES]


def _acceptable(found: Iterable[Suggestion]) -> Iterator[Choice]:
    """Yield the suggestions that Discord takes, each label and each value once.

    A value that is too long is left out: cut, it would ask for something else.
    """
    labels: set[str] = set()
    values: set[str] = set()
    for one in found:
        label = shorten(one.label, MAX_CHOICE) or one.value
        if not one.value.strip() or len(one.value) > MAX_CHOICE:
            continue
        if label in labels or one.value in values:
            continue
        labels.add(label)
        values.add(one.value)
        yield discord.app_commands.Choice(name=label, value=one.value)
