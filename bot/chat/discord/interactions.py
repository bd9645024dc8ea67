"""`/news`, its completions and its buttons: acknowledged at once, answered afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import Any, cast

import aiohttp
import discord

from bot.chat.discord.elements import kept_name
from bot.chat.discord.render import render_answer, render_note
from bot.chat.discord.replies import Reply
from bot.chat.discord.requests import (
    Asked,
    Pressed,
    asker_of,
    is_private,
    may_post,
    read_command,
    read_focus,
    read_press,
)
from bot.chat.discord.wire import Wire
from bot.chat.discord.wording import shorten
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Asker
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

#: Long questions kept for their buttons.
MAX_KEPT = 1000
#: Completions later than this are of no use: Discord drops them after three seconds.
COMPLETION_TIMEOUT = 2.0
MAX_CHOICES = 25
MAX_CHOICE = 100
EXPIRED = "This button is from before the bot's last restart. Please ask again with /news."
NOT_HERE = "You may not write in this channel, so the answer was not posted here."

Interaction = discord.Interaction[discord.Client]


class Interactions:
    """Answers interactions, each in a task of its own."""

    def __init__(self, *, desk: Desk, wire: Wire, clock: Clock) -> None:
        self._desk = desk
        self._wire = wire
        self._clock = clock
        self._kept: dict[str, str] = {}
        self._jobs: set[asyncio.Task[None]] = set()

    def take(self, interaction: Interaction) -> None:
        """Serve one interaction from now on, without making the caller wait."""
        job = asyncio.create_task(self._serve(interaction))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def finish(self, patience: timedelta) -> None:
        """Let answers under way arrive, for at most `patience`."""
        if self._jobs:
            _, late = await asyncio.wait(self._jobs, timeout=patience.total_seconds())
            for job in late:
                job.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _serve(self, interaction: Interaction) -> None:
        data = cast("Mapping[str, Any]", interaction.data or {})
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await self._complete(interaction, data)
            case discord.InteractionType.application_command:
                await self._command(interaction, read_command(data))
            case discord.InteractionType.component:
                await self._press(interaction, read_press(data, private=is_private(interaction)))
            case _:
                log.info("interaction ignored", extra={"type": interaction.type.name})

    # ---- commands

    async def _command(self, interaction: Interaction, asked: Asked) -> None:
        reply = self._reply(interaction)
        if not await reply.acknowledge(private=True):
            return
        asker = asker_of(interaction)

        async def answer() -> None:
            found = await self._desk.ask_command(asked.command, asked.raw, asker)
            await self._show(found, reply)
            log.info("question answered", extra={"command": asked.command})

        await self._guarded(interaction, answer, reply.send)

    async def _show(self, answer: Answer, reply: Reply, *, shared: bool = False) -> bool:
        self._keep(answer.question)
        return await reply.send(render_answer(answer, shared=shared), answer.attachment)

    # ---- buttons

    async def _press(self, interaction: Interaction, pressed: Pressed | None) -> None:
        reply = self._reply(interaction)
        if pressed is None:
            await reply.acknowledge(private=True, in_place=True)
            return
        question = self._recalled(pressed.question)
        refused = EXPIRED if question is None else ""
        if pressed.public and not may_post(interaction):
            refused = NOT_HERE
        if refused or question is None:
            await reply.acknowledge(private=True)
            await reply.send(render_note(refused))
            return
        if not await reply.acknowledge(private=not pressed.public, in_place=pressed.replace):
            return
        await self._answer_press(interaction, pressed, question, reply)

    async def _answer_press(
        self, interaction: Interaction, pressed: Pressed, question: str, reply: Reply
    ) -> None:
        asker: Asker = asker_of(interaction)

        async def answer() -> None:
            found = await self._desk.ask(question, asker, page=pressed.page)
            arrived = await self._show(found, reply, shared=pressed.public)
            if pressed.public and not arrived:
                await reply.tell(render_note("The answer may not have reached the channel."))
            log.info("question answered", extra={"command": question.split(" ", 1)[0][:20]})

        # What goes wrong is for the asker alone, and does not wipe out the page they read.
        private = reply.withdraw if pressed.public else reply.tell
        await self._guarded(
            interaction, answer, private if pressed.public or pressed.replace else reply.send
        )

    async def _guarded(
        self,
        interaction: Interaction,
        answer: Callable[[], Awaitable[None]],
        tell: Callable[..., Awaitable[bool]],
    ) -> None:
        """Run an answer; whatever goes wrong, the asker gets words and the log the trace."""
        try:
            await answer()
        except QuestionError as error:
            await tell(render_note(str(error)))
        except Exception:
            # One question must not take the others down; who asked gets a word they can quote.
            number = reference(interaction.id)
            log.exception("question failed", extra={"reference": number})
            await tell(
                render_note(
                    "Sorry, this could not be answered. If it happens again, tell the operators "
                    f"the reference {number}."
                )
            )

    # ---- completions

    async def _complete(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        choices = await self._choices(interaction, data)
        try:
            await interaction.response.autocomplete(choices)
        except (discord.HTTPException, TimeoutError, aiohttp.ClientError, OSError) as error:
            # The next letter asks again.
            log.info("completion undelivered", extra={"reason": type(error).__name__})

    async def _choices(
        self, interaction: Interaction, data: Mapping[str, Any]
    ) -> list[discord.app_commands.Choice[str]]:
        focus = read_focus(data)
        if focus is None:
            return []
        try:
            async with asyncio.timeout(COMPLETION_TIMEOUT):
                found = await self._desk.complete(*focus, asker_of(interaction))
        except Exception:
            # Without completions one can still type; the log says what broke.
            log.exception("completion failed")
            return []
        return [
            discord.app_commands.Choice(
                name=shorten(one.label, MAX_CHOICE) or one.value, value=one.value
            )
            for one in found
            if one.value.strip() and len(one.value) <= MAX_CHOICE
        ][:MAX_CHOICES]

    # ---- questions too long for a button

    def _keep(self, question: str) -> None:
        if len(self._kept) >= MAX_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[kept_name(question)] = question

    def _recalled(self, question: str) -> str | None:
        return self._kept.get(question) if question.startswith("#") else question

    def _reply(self, interaction: Interaction) -> Reply:
        return Reply(wire=self._wire, clock=self._clock, interaction=interaction)


def reference(interaction: int) -> str:
    """Return six letters that name one question in an apology and in the log."""
    return blake2b(str(interaction).encode(), digest_size=3).hexdigest()
