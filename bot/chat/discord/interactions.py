"""`/news`, its buttons, menus and forms: acknowledged at once, answered afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from hashlib import blake2b
from typing import Any, cast

import discord

from bot.chat.discord.completions import offer
from bot.chat.discord.controls import watches_of
from bot.chat.discord.elements import kept_name
from bot.chat.discord.forms import edit_form, new_watch_form, read_form, report_form
from bot.chat.discord.render import (
    Payload,
    render_answer,
    render_note,
    render_refused,
    render_watch,
)
from bot.chat.discord.replies import Reply
from bot.chat.discord.requests import (
    Asked,
    Press,
    Pressed,
    Showing,
    asker_of,
    is_private,
    may_post,
    read_command,
    read_press,
)
from bot.chat.discord.wire import Wire
from bot.chat.forms import OpenReport, OpenWatch
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Asker
from bot.domain.watches import Watch
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

#: Long questions kept for their buttons.
MAX_KEPT = 1000
#: A form must open within three seconds; a watch that is not found by then is edited blind.
LOOK_PATIENCE = 1.0
EXPIRED = "This button is from before the bot's last restart. Please ask again with /news."
NO_WATCH = "There is no such watch here any more. See /news watch list."
UNKNOWN_FORM = "This form is not one of the bot's. Please ask again with /news."
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
                await offer(self._desk, interaction, data)
            case discord.InteractionType.application_command:
                await self._command(interaction, read_command(data))
            case discord.InteractionType.component:
                await self._press(interaction, read_press(data, private=is_private(interaction)))
            case discord.InteractionType.modal_submit:
                await self._submitted(interaction, data)
            case _:
                log.info("interaction ignored", extra={"type": interaction.type.name})

    # ---- commands

    async def _command(
        self,
        interaction: Interaction,
        asked: Asked,
        *,
        refused: Callable[[str], Payload] = render_note,
    ) -> None:
        reply = self._reply(interaction)
        if not await reply.acknowledge(private=True, in_place=asked.replace):
            return
        asker = asker_of(interaction)

        async def answer() -> None:
            found = await self._desk.ask_command(asked.command, asked.raw, asker)
            self._keep(found.question)
            await _show(found, reply, anew=asked.replace)
            log.info("question answered", extra={"command": asked.command})

        tell = reply.tell if asked.replace else reply.send
        await self._guarded(interaction, answer, tell, refused)

    # ---- buttons

    async def _press(self, interaction: Interaction, press: Press | None) -> None:
        match press:
            case None:
                await self._reply(interaction).acknowledge(private=True, in_place=True)
            case Pressed():
                await self._question(interaction, press)
            case Asked():
                await self._command(interaction, press)
            case OpenReport(story=story):
                await self._reply(interaction).open_form(report_form(story))
            case OpenWatch(watch=None):
                await self._reply(interaction).open_form(new_watch_form())
            case OpenWatch(watch=str(name)):
                await self._edit(interaction, name)
            case Showing(name=name):
                await self._show_watch(interaction, name)

    async def _question(self, interaction: Interaction, pressed: Pressed) -> None:
        reply = self._reply(interaction)
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
            if pressed.public:
                await _share(found, reply)
            else:
                await _show(found, reply, anew=pressed.replace)
            log.info("question answered", extra={"command": question.split(" ", 1)[0][:20]})

        # What goes wrong is told to the asker alone and does not wipe out the page they read.
        beside = pressed.replace or pressed.public
        await self._guarded(interaction, answer, reply.tell if beside else reply.send)

    # ---- forms and watches

    async def _submitted(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        asked = read_form(data)
        if asked is not None:
            typed = asked.raw.get("note") or asked.raw.get("query") or ""
            form = str(data["custom_id"])
            await self._command(
                interaction, asked, refused=lambda words: render_refused(words, typed, form)
            )
        elif await self._reply(interaction).acknowledge(private=True):
            await self._reply(interaction).send(render_note(UNKNOWN_FORM))

    async def _edit(self, interaction: Interaction, name: str) -> None:
        watch = None
        try:
            async with asyncio.timeout(LOOK_PATIENCE):
                watch = await self._watch(name, asker_of(interaction))
        except Exception:
            # The form opens all the same; what is left empty in it stays as it is.
            log.exception("watch not looked up")
        await self._reply(interaction).open_form(edit_form(name, watch))

    async def _show_watch(self, interaction: Interaction, name: str) -> None:
        reply = self._reply(interaction)
        if not await reply.acknowledge(private=True):
            return

        async def answer() -> None:
            watch = await self._watch(name, asker_of(interaction))
            await reply.send(render_watch(watch) if watch else render_note(NO_WATCH))

        await self._guarded(interaction, answer, reply.send)

    async def _watch(self, name: str, asker: Asker) -> Watch | None:
        listed = await self._desk.ask_command("watch list", {}, asker)
        return next((watch for watch in watches_of(listed) if watch.name == name), None)

    async def _guarded(
        self,
        interaction: Interaction,
        answer: Callable[[], Awaitable[None]],
        tell: Callable[[Payload], Awaitable[bool]],
        refused: Callable[[str], Payload] = render_note,
    ) -> None:
        """Run an answer; whatever goes wrong, the asker gets words and the log the trace."""
        try:
            await answer()
        except QuestionError as error:
            await tell(refused(str(error)))
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

    # ---- questions too long for a button

    def _keep(self, question: str) -> None:
        if len(self._kept) >= MAX_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[kept_name(question)] = question

    def _recalled(self, question: str) -> str | None:
        return self._kept.get(question) if question.startswith("#") else question

    def _reply(self, interaction: Interaction) -> Reply:
        return Reply(wire=self._wire, clock=self._clock, interaction=interaction)


async def _share(answer: Answer, reply: Reply) -> None:
    payload = render_answer(answer, shared=True)
    if not await reply.tell(payload, answer.attachment, public=True):
        await reply.tell(render_note("The answer may not have reached the channel."))


async def _show(answer: Answer, reply: Reply, *, anew: bool) -> None:
    """Fill in an answer; `anew` where what it was to replace may have been dismissed."""
    payload, file = render_answer(answer), answer.attachment
    if not await reply.send(payload, file) and anew:
        await reply.tell(payload, file)


def reference(interaction: int) -> str:
    """Return six letters that name one question in an apology and in the log."""
    return blake2b(str(interaction).encode(), digest_size=3).hexdigest()
