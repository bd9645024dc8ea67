"""What is done for a delivery, with one workspace's token: answers, files, forms, the Home tab."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import assert_never

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.forms import OpenReport, OpenWatch
from bot.chat.slack.answers import COMMAND
from bot.chat.slack.files import Files
from bot.chat.slack.forms import Forms, Refusal
from bot.chat.slack.home_tab import HomeTab
from bot.chat.slack.modals import Filled
from bot.chat.slack.people import People
from bot.chat.slack.render import render_answer, render_note
from bot.chat.slack.replies import Reply
from bot.chat.slack.requests import (
    EDIT,
    Ask,
    ChangeWatch,
    PressForgotten,
    Request,
    ShowHome,
    Visit,
    needs_rights,
)
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

FORGOTTEN = f"This button is from an earlier version. Ask again: {COMMAND} help lists the ways."


class Serving:
    """Serves what people of one workspace ask for."""

    def __init__(self, *, desk: Desk, client: AsyncWebClient, clock: Clock) -> None:
        self._desk = desk
        self._client = client
        self._clock = clock
        self._people = People(client, clock)
        self._files = Files(client)
        self._forms = Forms(desk=desk, people=self._people, client=client)
        self._home = HomeTab(desk=desk, people=self._people, client=client, clock=clock)

    def reply(self, visit: Visit) -> Reply:
        """Return where the visit's answers go; one for each, as it counts them."""
        return Reply(
            client=self._client,
            clock=self._clock,
            url=visit.url,
            channel=visit.channel,
            user=visit.user,
        )

    async def serve(self, visit: Visit, request: Request, reply: Reply) -> None:
        """Do what was asked; raises what the desk raises, which `tell` can put into words."""
        match request:
            case Ask():
                await self._answer(visit, request, reply)
            case OpenReport(story=story):
                await self._forms.open_report(visit, story)
            case OpenWatch(watch=watch):
                await self._forms.open_watch(visit, watch)
            case ChangeWatch():
                await self._change(visit, request, reply)
            case ShowHome():
                await self._home.show(visit)
            case PressForgotten():
                raise QuestionError(FORGOTTEN)
            case _:
                assert_never(request)

    async def tell(self, visit: Visit, words: str, reply: Reply) -> None:
        """Say something to who asked alone, where they asked."""
        if visit.is_home:
            await self._home.show(visit, words)
        else:
            await reply.send(render_note(words))

    async def save(self, filled: Filled) -> Answer | Refusal:
        """Save a form; what was wrong with it is a value."""
        return await self._forms.save(filled)

    async def confirm(self, filled: Filled, saved: Answer, reply: Reply) -> None:
        """Show what saving a form changed: the watches again, or the desk's answer."""
        visit = filled.visit
        log.info("form saved", extra={"command": filled.command})
        if visit.is_home or filled.command == EDIT:
            await self._show_watches(visit, saved, reply)
        else:
            await reply.send(render_answer(saved))

    async def _answer(self, visit: Visit, request: Ask, reply: Reply) -> None:
        asker = await self._people.asker(visit, fresh=needs_rights(request.text))
        answer = await self._desk.ask(request.text, asker, page=request.page)
        payload = render_answer(answer, shared=request.public)
        arrived = await reply.send(payload, public=request.public, replace=request.replace)
        log.info("question answered", extra={"command": request.text.split(" ", 1)[0][:20]})
        if request.public and not arrived:
            await reply.send(render_note("The answer may not have reached the channel."))
        elif not request.replace:
            await self._send_file(visit, answer, reply, public=request.public)

    async def _send_file(self, visit: Visit, answer: Answer, reply: Reply, *, public: bool) -> None:
        """Send the answer's file after its words, which must not wait for it."""
        file = answer.attachment
        if file is None:
            return
        if public:
            trouble = await self._files.to_channel(answer, file, visit.channel)
        else:
            trouble = await self._files.to_person(answer, file, visit.user)
        if trouble:
            await reply.send(render_note(trouble))

    async def _change(self, visit: Visit, request: ChangeWatch, reply: Reply) -> None:
        asker = await self._people.asker(visit, fresh=True)
        changed = await self._desk.ask_command(request.command, {"name": request.watch}, asker)
        await self._show_watches(visit, changed, reply)

    async def _show_watches(self, visit: Visit, changed: Answer, reply: Reply) -> None:
        """Show the watches anew, with what was changed before them."""
        words = f"{changed.title}: {changed.summary}"
        if visit.is_home:
            await self._home.show(visit, words)
            return
        try:
            asker = await self._people.asker(visit)
            listed = await self._desk.ask_command("watch list", {}, asker)
            shown = replace(listed, summary=f"{words} {listed.summary}")
        except Exception:
            # The change was made, and must not sound undone.
            log.exception("watches not listed")
            shown = changed
        await reply.send(render_answer(shown), replace=visit.is_private)
