"""The terminal's connection: cards are printed, and a prompt takes questions when there is one."""

from __future__ import annotations

import asyncio
import logging
import sys
from datetime import datetime, tzinfo

from bot.chat.terminal.render import render_answer, render_message
from bot.domain.briefs import Message
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import OutsideError, QuestionError
from bot.domain.questions import Asker
from bot.ports import Clock, Desk

log = logging.getLogger(__name__)

PROMPT = "news> "
OPERATOR = Asker(platform=Platform.TERMINAL, user="operator", is_platform_admin=True)


class TerminalMessenger:
    """Prints messages. A terminal cannot be edited, so a revision prints the card anew."""

    platform = Platform.TERMINAL

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    async def post(self, channel: ChannelRef, message: Message, key: DeliveryKey) -> Receipt:
        """Print a message."""
        del channel
        self._print(message)
        return Receipt(value=key)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """Print the message as it is now."""
        del receipt
        self._print(message)

    async def reply(self, receipt: Receipt, message: Message, key: DeliveryKey) -> Receipt:
        """Print a note."""
        del receipt
        self._print(message)
        return Receipt(value=key)

    async def find(
        self, channel: ChannelRef, key: DeliveryKey, *, since: datetime, thread: Receipt | None
    ) -> Receipt | None:
        """Return None: nobody can say what a terminal showed."""
        del channel, key, since, thread
        return None

    def _print(self, message: Message) -> None:
        sys.stdout.write(render_message(message, zone=self._zone) + "\n")
        sys.stdout.flush()


class TerminalApp:
    """Implements ChatApp. The prompt runs only where somebody can type."""

    platform = Platform.TERMINAL
    trouble = None

    def __init__(self, *, desk: Desk, clock: Clock, zone: tzinfo, prompt: bool) -> None:
        self._desk = desk
        self._clock = clock
        self._zone = zone
        self._prompt = prompt and sys.stdin.isatty()
        self._messenger = TerminalMessenger(zone)
        self._reading = False
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def messenger(self) -> TerminalMessenger:
        """What prints."""
        return self._messenger

    async def start(self) -> None:
        """Begin to listen to the keyboard, when there is one."""
        if self._prompt:
            loop = asyncio.get_running_loop()
            loop.add_reader(sys.stdin.fileno(), self._on_line)
            self._reading = True
            sys.stdout.write("Ask with /news, for example: latest n:3 (help lists the rest)\n")
            self._show_prompt()

    async def stop(self) -> None:
        """Let go of the keyboard."""
        if self._reading:
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self._reading = False

    def _on_line(self) -> None:
        line = sys.stdin.readline()
        if not line:  # the end of input: nobody will type any more
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self._reading = False
            return
        task = asyncio.get_running_loop().create_task(self._answer(line))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, line: str) -> None:
        try:
            if line.strip():
                answer = await self._desk.ask(line, OPERATOR)
                sys.stdout.write(render_answer(answer, zone=self._zone))
        except QuestionError as error:
            sys.stdout.write(f"{error}\n")
        except OutsideError:
            log.exception("question failed", extra={"question": line})
            sys.stdout.write("That did not work just now; the log says why.\n")
        self._show_prompt()

    def _show_prompt(self) -> None:
        sys.stdout.write(PROMPT)
        sys.stdout.flush()
