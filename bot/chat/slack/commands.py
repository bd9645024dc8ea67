"""The listeners: every delivery is acknowledged at once and served afterwards, once."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.answers import COMMAND
from bot.chat.slack.forms import Refusal
from bot.chat.slack.modals import Filled, read_form
from bot.chat.slack.replies import Reply, reference, words_for
from bot.chat.slack.requests import (
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
#: A form's error can be shown in the form within Slack's three seconds; later it is a message.
FORM_PATIENCE = timedelta(seconds=1.5)


class Commands:
    """The listeners of the Slack app."""

    def __init__(self, *, desk: Desk, client: AsyncWebClient, clock: Clock) -> None:
        self._serving = Serving(desk=desk, client=client, clock=clock)
        self._seen: dict[str, None] = {}
        self._jobs: set[asyncio.Task[Any]] = set()

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
        """Let answers under way arrive, for at most `patience`."""
        if self._jobs:
            _, late = await asyncio.wait(self._jobs, timeout=patience.total_seconds())
            for job in late:
                job.cancel()

    def _take(self, body: Body, request: Request | None) -> None:
        visit = read_visit(body)
        if request is not None and self._is_new(visit):
            self._start(self._serve(visit, request))

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
        try:
            await self._serving.serve(visit, request, reply)
        except Exception as error:  # noqa: BLE001 - one question must not take the others down
            await self._serving.tell(visit, words_for(error, visit.trigger), reply)

    async def _submitted(self, ack: AsyncAck, body: Body) -> None:
        """Save a form: its error is shown in it when it is known in time."""
        visit = read_visit(body)
        sent = body.get("type") == "view_submission"
        filled = read_form(body.get("view") or {}, visit) if sent else None
        if filled is None or not self._is_new(visit):
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
        reply: Reply = self._serving.reply(filled.visit)
        outcome = await saving
        try:
            if isinstance(outcome, Refusal):
                await self._serving.tell(filled.visit, outcome.words, reply)
            else:
                await self._serving.confirm(filled, outcome, reply)
        except Exception as error:  # noqa: BLE001 - as in `_serve`
            words = words_for(error, filled.visit.trigger)
            await self._serving.tell(filled.visit, words, reply)
