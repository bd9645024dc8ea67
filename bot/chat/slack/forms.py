"""Forms: opened before anything slow is done, filled in where they change something, and saved."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.answers import COMMAND
from bot.chat.slack.failures import translated
from bot.chat.slack.modals import (
    MAX_ERROR,
    Filled,
    View,
    report_modal,
    watch_modal,
    words_modal,
)
from bot.chat.slack.people import People
from bot.chat.slack.replies import words_for
from bot.chat.slack.requests import Visit
from bot.chat.wording import shorten
from bot.domain.errors import DeliveryRefusedError, NutgrafError, QuestionError
from bot.domain.questions import Answer, command_named
from bot.domain.watches import Watch
from bot.ports import Desk

log = logging.getLogger(__name__)

TITLE = "Edit a watch"
WAITING = "One moment, reading your watch…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a form was not saved, and at which of its fields that is shown."""

    field: str
    words: str


class Forms:
    """Opens and saves forms with one workspace's token."""

    def __init__(self, *, desk: Desk, people: People, client: AsyncWebClient) -> None:
        self._desk = desk
        self._people = people
        self._client = client

    async def open_report(self, visit: Visit, story: str) -> None:
        """Open the form that reports a story; raises QuestionError when Slack does not."""
        await self._open(visit, report_modal(story, visit), "report")

    async def open_watch(self, visit: Visit, name: str | None) -> None:
        """Open the form of a new watch, or of one by its name or id.

        A trigger lives three seconds, so the form opens before the archive is asked for the watch.
        Raises QuestionError when Slack does not open it, or does not take what stands in it.
        """
        if name is None:
            await self._open(visit, watch_modal(visit), "watch add")
            return
        opened = await self._open(visit, words_modal(TITLE, WAITING), "watch edit")
        view = await self._filled(visit, name)
        try:
            with translated("views.update", "a form"):
                await self._client.views_update(
                    view_id=opened["id"], hash=opened.get("hash"), view=view
                )
        except DeliveryRefusedError as error:
            # Closed or replaced meanwhile: nobody waits for it.
            log.info("form not filled", extra={"reason": str(error)})
        except NutgrafError as error:
            raise _unopened("watch edit", error) from error

    async def save(self, filled: Filled) -> Answer | Refusal:
        """Give the form's command to the desk; raises nothing."""
        visit = filled.visit
        try:
            asker = await self._people.asker(visit, fresh=True)
            return await self._desk.ask_command(filled.command, filled.raw, asker)
        except Exception as error:  # noqa: BLE001 - the form says what went wrong, the log why
            option = error.option if isinstance(error, QuestionError) else None
            words = shorten(words_for(error, visit.trigger), MAX_ERROR)
            return Refusal(field=filled.field_of(option), words=words)

    async def _open(self, visit: Visit, view: View, command: str) -> dict[str, Any]:
        try:
            with translated("views.open", "a form"):
                opened = await self._client.views_open(trigger_id=visit.trigger, view=view)
        except NutgrafError as error:
            raise _unopened(command, error) from error
        return dict(opened["view"])

    async def _filled(self, visit: Visit, name: str) -> View:
        """Return the form with what the watch asks now, or the words that say why not."""
        try:
            asker = await self._people.asker(visit)
            listed = await self._desk.ask_command("watch list", {}, asker)
        except Exception as error:  # noqa: BLE001 - as in `save`
            return words_modal(TITLE, words_for(error, visit.trigger))
        watch = _named(listed, name)
        if watch is None:
            words = f"There is no such watch here (any more). See {COMMAND} watch list."
            return words_modal(TITLE, words)
        return watch_modal(visit, watch)


def _unopened(command: str, error: NutgrafError) -> QuestionError:
    log.warning("form not opened", extra={"reason": str(error)})
    known = command_named(command)
    example = known.example if known is not None else "help"
    return QuestionError(f"Slack did not open the form. Press again, or type: {COMMAND} {example}")


def _named(listed: Answer, name: str) -> Watch | None:
    held = [line.watch for one in listed.sections for line in one.lines if line.watch is not None]
    by_id = (watch for watch in held if watch.id == name)
    by_name = (watch for watch in held if watch.name.casefold() == name.casefold())
    return next(by_id, None) or next(by_name, None)
