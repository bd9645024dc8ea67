"""The bot's Home tab: a person's watches with their menus, how the feeds do, how to ask."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterator
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.answers import COMMAND
from bot.chat.slack.elements import (
    Block,
    actions,
    bullets,
    button,
    header,
    rich,
    section,
    small_print,
    small_row,
    text,
    time_token,
)
from bot.chat.slack.failures import translated
from bot.chat.slack.people import People
from bot.chat.slack.render import render_note
from bot.chat.slack.replies import LONGEST_WAIT, Reply, words_for
from bot.chat.slack.requests import Visit
from bot.chat.slack.watches import ADD_ACTION, watch_row
from bot.chat.wording import shorten
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryUncertainError,
    NutgrafError,
)
from bot.domain.questions import Answer, Asker, command_named
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

View = dict[str, Any]

#: Rows of watches: a person may have fewer, and a view takes 100 blocks.
MAX_ROWS = 40
MAX_WORDS = 600
RETRY_WAIT = timedelta(seconds=1)
#: Commands whose examples teach the most.
TAUGHT = ("latest", "search", "claims", "who", "trend", "watch add", "help")
MORE_OF_FEEDS = f"{COMMAND} health says more, {COMMAND} health feed:NAME of one feed."
CHANNELS = f"A channel’s watches are listed where they tell: type {COMMAND} watch list there."


def home_view(watches: Answer | str, health: Answer | str, *, words: str, now: datetime) -> View:
    """Return the Home tab; what could not be read is given as the words that say why.

    `words` tell what the last press changed; empty when nothing was.
    """
    said = [rich(section(text(shorten(words, MAX_WORDS), bold=True)))] if words else []
    state = health if isinstance(health, str) else health.summary
    return {
        "type": "home",
        "blocks": [
            *said,
            header("Your watches"),
            *_watches(watches),
            actions(button("Add a watch", ADD_ACTION, ADD_ACTION)),
            header("Feeds"),
            rich(section(text(f"{shorten(state, MAX_WORDS)} {MORE_OF_FEEDS}"))),
            header("How to ask"),
            rich(bullets(_examples()), section(text(CHANNELS))),
            small_print(small_row(f"As of {time_token(now)}")),
        ],
    }


def _watches(watches: Answer | str) -> Iterator[Block]:
    if isinstance(watches, str):
        yield rich(section(text(shorten(watches, MAX_WORDS))))
        return
    lines = [line for one in watches.sections for line in one.lines]
    if not lines:
        yield rich(section(text("None yet: a watch tells you when something fits a search.")))
    yield from map(watch_row, lines[:MAX_ROWS])
    if len(lines) > MAX_ROWS:
        rest = f"{len(lines) - MAX_ROWS} more: type {COMMAND} watch list."
        yield rich(section(text(rest, italic=True)))


def _examples() -> Iterator[dict[str, Any]]:
    for name in TAUGHT:
        command = command_named(name)
        if command is not None:
            line = f"{COMMAND} {command.example}"
            yield section(text(line, bold=True), text(f" – {command.about}"))


class HomeTab:
    """Shows people their Home tab, whatever it takes: what cannot be read is said in it."""

    def __init__(self, *, desk: Desk, people: People, client: AsyncWebClient, clock: Clock) -> None:
        self._desk = desk
        self._people = people
        self._client = client
        self._clock = clock

    async def show(self, visit: Visit, words: str = "") -> None:
        """Publish the tab anew; where Slack refuses it, `words` go into direct messages."""
        asker = await self._people.asker(visit)
        # In the tab there is no channel, so the watches are the person's own.
        view = home_view(
            await self._answered("watch list", asker, visit),
            await self._answered("health", asker, visit),
            words=words,
            now=self._clock.now(),
        )
        if not await self._is_published(visit.user, view) and words:
            # They pressed something, and should know what became of it.
            await self._reply(visit).send(render_note(words))

    def _reply(self, visit: Visit) -> Reply:
        return Reply(client=self._client, clock=self._clock, url=None, channel="", user=visit.user)

    async def _is_published(self, user: str, view: View) -> bool:
        """Publish the tab, twice at most: the second replaces the first, so doubt costs nothing."""
        try:
            try:
                await self._publish(user, view)
            except (DeliveryDeferredError, DeliveryUncertainError) as error:
                await self._clock.sleep(_wait_after(error))
                await self._publish(user, view)
        except NutgrafError as error:
            log.warning("home tab not shown", extra={"reason": str(error)})
            return False
        return True

    async def _publish(self, user: str, view: View) -> None:
        with translated("views.publish", "a Home tab"):
            await self._client.views_publish(user_id=user, view=view)

    async def _answered(self, command: str, asker: Asker, visit: Visit) -> Answer | str:
        answer: Awaitable[Answer] = self._desk.ask_command(command, {}, asker)
        try:
            return await answer
        except Exception as error:  # noqa: BLE001 - one part must not take the tab down
            return words_for(error, visit.trigger)


def _wait_after(error: DeliveryDeferredError | DeliveryUncertainError) -> timedelta:
    """Return the wait before another try; raises the error when nobody would wait so long."""
    if isinstance(error, DeliveryUncertainError):
        return RETRY_WAIT
    if error.retry_after > LONGEST_WAIT:
        raise error
    return error.retry_after
