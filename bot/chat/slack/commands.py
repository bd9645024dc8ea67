"""`/news` and its buttons: acknowledged at once, answered afterwards, to the asker alone."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.answers import (
    COMMAND,
    NEXT_ACTION,
    OPEN_ACTION,
    PREVIOUS_ACTION,
    SHARE_ACTION,
    read_page_value,
)
from bot.chat.slack.card import VIEW_ACTION
from bot.chat.slack.people import People
from bot.chat.slack.render import render_answer, render_note
from bot.chat.slack.replies import Reply
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import QuestionError
from bot.domain.questions import COMMANDS, Asker
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

#: Deliveries remembered, so that one that Slack repeats has one effect.
MAX_REMEMBERED = 1000

Body = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question of one person, from a command or a button."""

    text: str
    page: int = 1
    public: bool = False
    replace: bool = False


class Commands:
    """The listeners of the Slack app."""

    def __init__(self, *, desk: Desk, client: AsyncWebClient, clock: Clock) -> None:
        self._desk = desk
        self._client = client
        self._clock = clock
        self._people = People(client, clock)
        self._seen: dict[str, None] = {}
        self._jobs: set[asyncio.Task[None]] = set()

    def register(self, bolt: AsyncApp) -> None:
        """Listen for the command and for every button, our own and forgotten ones."""

        async def command(ack: AsyncAck, body: Body) -> None:
            await ack()
            self._take(body, Request(text=body.get("text", "").strip() or "help"))

        async def action(ack: AsyncAck, body: Body) -> None:
            await ack()
            request = read_action(body)
            if request is not None:
                self._take(body, request)

        async def event(ack: AsyncAck) -> None:
            await ack()

        bolt.command(COMMAND)(command)
        bolt.action(re.compile(""))(action)
        bolt.event(re.compile(""))(event)

    async def finish(self, patience: timedelta) -> None:
        """Let answers under way arrive, for at most `patience`."""
        if self._jobs:
            _, late = await asyncio.wait(self._jobs, timeout=patience.total_seconds())
            for job in late:
                job.cancel()

    def _take(self, body: Body, request: Request) -> None:
        trigger = str(body.get("trigger_id") or "")
        if trigger and trigger in self._seen:
            log.info("command repeated", extra={"reference": reference(trigger)})
            return
        if trigger:
            self._seen[trigger] = None
        if len(self._seen) > MAX_REMEMBERED:
            self._seen.pop(next(iter(self._seen)))
        job = asyncio.create_task(self._serve(body, request, trigger))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)

    async def _serve(self, body: Body, request: Request, trigger: str) -> None:
        reply = self._reply(body)
        try:
            await self._answer(body, request, reply)
        except QuestionError as error:
            await reply.send(render_note(str(error)))
        except Exception:
            # One question must not take the others down; who asked gets a word they can quote.
            number = reference(trigger)
            log.exception("question failed", extra={"reference": number})
            await reply.send(
                render_note(
                    f"Sorry, this could not be answered. If it happens again, tell the operators "
                    f"the reference {number}."
                )
            )

    async def _answer(self, body: Body, request: Request, reply: Reply) -> None:
        asker = await self._asker(body, request.text)
        answer = await self._desk.ask(request.text, asker, page=request.page)
        payload = render_answer(answer, shared=request.public)
        arrived = await reply.send(payload, public=request.public, replace=request.replace)
        if request.public and not arrived:
            await reply.send(render_note("The answer may not have reached the channel."))
        log.info("question answered", extra={"command": request.text.split(" ", 1)[0][:20]})

    async def _asker(self, body: Body, text: str) -> Asker:
        user = user_of(body)
        person = await self._people.person(user, fresh=needs_rights(text))
        return Asker(
            platform=Platform.SLACK,
            user=user,
            workspace=body.get("team_id") or (body.get("team") or {}).get("id"),
            channel=ChannelRef(platform=Platform.SLACK, target=channel_of(body)),
            zone=person.zone,
            is_platform_admin=person.is_admin,
        )

    def _reply(self, body: Body) -> Reply:
        return Reply(
            client=self._client,
            clock=self._clock,
            url=body.get("response_url"),
            channel=channel_of(body),
            user=user_of(body),
        )


def read_action(body: Body) -> Request | None:
    """Return what a button or menu asks; None for one that is not (or no longer) ours."""
    action = (body.get("actions") or [{}])[0]
    name = str(action.get("action_id", ""))
    value = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    if not value:
        return None
    if name == OPEN_ACTION or name.startswith(f"{VIEW_ACTION}_"):
        return Request(text=value)
    page, text = read_page_value(value)
    if name == SHARE_ACTION:
        return Request(text=text, page=page, public=True)
    if name in {NEXT_ACTION, PREVIOUS_ACTION}:
        # A page is turned in place; in a channel that would turn it for everybody.
        private = bool((body.get("container") or {}).get("is_ephemeral"))
        return Request(text=text, page=page, replace=private)
    return None


def needs_rights(text: str) -> bool:
    """Whether the question is a command that only admins may use."""
    words = " ".join(text.casefold().split())
    return any(f"{words} ".startswith(f"{one.name} ") for one in COMMANDS if one.admin)


def user_of(body: Body) -> str:
    return str(body.get("user_id") or (body.get("user") or {}).get("id") or "")


def channel_of(body: Body) -> str:
    return str(body.get("channel_id") or (body.get("channel") or {}).get("id") or "")


def reference(trigger: str) -> str:
    """Return six letters that name one question in an apology and in the log."""
    return blake2b(trigger.encode(), digest_size=3).hexdigest()
