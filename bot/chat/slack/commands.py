"""The listeners: every delivery is acknowledged at once and served afterwards, once."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.answers import COMMAND
from bot.chat.slack.forms import Refusal
from bot.chat.slack.modals import Filled, forgotten_modal, read_form
from bot.chat.slack.replies import Reply, reference, words_for
from bot.chat.slack.requests import (
    Ask,
    Body,
    Request,
    Visit,
    read_action,
    read_event,
    read_visit,
    read_words,
)
from bot.chat.slack.serving import Serving
from bot.domain.questions import Answer
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

#: Deliveries remembered, so that one that Slack repeats has one effect.
MAX_REMEMBERED = 1000
#: How long the last words may take when the bot stops.
GOODBYE = timedelta(seconds=1)
STOPPING = "nutgraf is being restarted and did not finish this. Ask again in a minute."
#: A form's error can be shown in the form within Slack's three seconds; later it is a message.
FORM_PATIENCE = timedelta(seconds=1.5)


class Commands:
    """The listeners of the Slack app."""

    def __init__(self, *, desk: Desk, client: AsyncWebClient, clock: Clock) -> None:
        self._serving = Serving(desk=desk, client=client, clock=clock)
        self._seen: dict[str, None] = {}
        self._jobs: set[asyncio.Task[Any]] = set()
        #: What is being posted to a channel just now: an impatient second press posts nothing.
        self._sharing: set[tuple[str, Ask]] = set()

    def register(self, bolt: AsyncApp) -> None:
        """Listen for the command, for every button, form and event, our own and forgotten ones."""

        async def command(ack: AsyncAck, body: Body) -> None:
            await ack()
            self._take(body, read_words(body.get("text", "")))

        async def action(ack: AsyncAck, body: Body) -> None:
            await ack()
            self._take(body, read_action(body))

        async def event(ack: AsyncAck, body: Body) -> None:
            await ack()
            self._take(body, read_event(body))

        bolt.command(COMMAND)(command)
        bolt.action(re.compile(""))(action)
        bolt.view(re.compile(""))(self._submitted)
        bolt.event(re.compile(""))(event)

    async def finish(self, patience: timedelta) -> None:
        """Let answers under way arrive, for at most `patience`; who is left is told so."""
        for wait in (patience, GOODBYE):
            if not self._jobs:
                return
            _, late = await asyncio.wait(self._jobs, timeout=wait.total_seconds())
            for job in late:
                job.cancel()

    def _take(self, body: Body, request: Request | None) -> None:
        visit = read_visit(body)
        if request is None or not self._is_new(visit):
            return
        if isinstance(request, Ask) and request.public:
            self._share(visit, request)
        else:
            self._start(self._serve(visit, request))

    def _share(self, visit: Visit, request: Ask) -> None:
        shared = (visit.channel, request)
        if shared in self._sharing:
            log.info("answer posted already", extra={"reference": reference(visit.trigger)})
            return
        self._sharing.add(shared)
        job = self._start(self._serve(visit, request))
        job.add_done_callback(lambda _: self._sharing.discard(shared))

    def _is_new(self, visit: Visit) -> bool:
        if visit.trigger and visit.trigger in self._seen:
            log.info("command repeated", extra={"reference": reference(visit.trigger)})
            return False
        if visit.trigger:
            self._seen[visit.trigger] = None
        if len(self._seen) > MAX_REMEMBERED:
            self._seen.pop(next(iter(self._seen)))
        return True

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        job = asyncio.create_task(work)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    async def _serve(self, visit: Visit, request: Request) -> None:
        reply = self._serving.reply(visit)
        async with self._told(visit, reply):
            await self._serving.serve(visit, request, reply)

    @asynccontextmanager
    async def _told(self, visit: Visit, reply: Reply) -> AsyncIterator[None]:
        """Tell who asked what went wrong: one question must not take the others down."""
        try:
            yield
        except asyncio.CancelledError:
            await self._serving.tell(visit, STOPPING, reply)
            raise
        except Exception as error:  # noqa: BLE001 - the asker gets words, the log the trace
            await self._serving.tell(visit, words_for(error, visit.trigger), reply)

    async def _submitted(self, ack: AsyncAck, body: Body) -> None:
        """Save a form: its error is shown in it when it is known in time."""
        visit = read_visit(body)
        filled = read_form(body.get("view") or {}, visit)
        if filled is None:
            await ack(response_action="update", view=forgotten_modal())
            return
        if not self._is_new(visit):
            await ack()
            return
        saving = self._start(self._serving.save(filled))
        await asyncio.wait({saving}, timeout=FORM_PATIENCE.total_seconds())
        known = saving.result() if saving.done() else None
        if isinstance(known, Refusal):
            await ack(response_action="errors", errors={known.field: known.words})
            return
        await ack()
        self._start(self._saved(filled, saving))

    async def _saved(self, filled: Filled, saving: asyncio.Task[Answer | Refusal]) -> None:
        """Tell, after the form was closed, what became of it."""
        reply = self._serving.reply(filled.visit)
        async with self._told(filled.visit, reply):
            outcome = await saving
            if isinstance(outcome, Refusal):
                await self._serving.tell(filled.visit, outcome.words, reply)
            else:
                await self._serving.confirm(filled, outcome, reply)
