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
from bot.chat.wording import shorten
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

#: Long questions kept for their buttons.
MAX_KEPT = 1000
#: Completions later than this are of no use: Discord drops them after three seconds.
COMPLETION_TIMEOUT = 1.5
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
            self._keep(found.question)
            await reply.send(render_answer(found), found.attachment)
            log.info("question answered", extra={"command": asked.command})

        await self._guarded(interaction, answer, reply.send)

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
        # What is posted to the channel comes beside: until it is there, nobody sees anything.
        in_place = pressed.replace or pressed.public
        if await reply.acknowledge(private=True, in_place=in_place):
            await self._answer_press(interaction, pressed, question, reply)

    async def _answer_press(
        self, interaction: Interaction, pressed: Pressed, question: str, reply: Reply
    ) -> None:
        async def answer() -> None:
            found = await self._desk.ask(question, asker_of(interaction), page=pressed.page)
            self._keep(found.question)
            await _show(found, pressed, reply)
            log.info("question answered", extra={"command": question.split(" ", 1)[0][:20]})

        # What goes wrong is told to the asker alone and does not wipe out the page they read.
        beside = pressed.replace or pressed.public
        await self._guarded(interaction, answer, reply.tell if beside else reply.send)

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


async def _show(answer: Answer, pressed: Pressed, reply: Reply) -> None:
    payload, file = render_answer(answer, shared=pressed.public), answer.attachment
    if pressed.public:
        if not await reply.tell(payload, file, public=True):
            await reply.tell(render_note("The answer may not have reached the channel."))
    elif not await reply.send(payload, file) and pressed.replace:
        # The page that was to be turned may have been dismissed.
        await reply.tell(payload, file)


def reference(interaction: int) -> str:
    """Return six letters that name one question in an apology and in the log."""
    return blake2b(str(interaction).encode(), digest_size=3).hexdigest()
