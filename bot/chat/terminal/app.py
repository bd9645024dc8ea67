"""The terminal's connection: cards are printed, and a prompt takes questions when there is one."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path

from bot.chat.terminal.paper import columns
from bot.chat.terminal.prompt import Prompt
from bot.chat.terminal.render import render_message
from bot.domain.briefs import Message
from bot.domain.delivery import ChannelRef, DeliveryKey, Platform, Receipt
from bot.domain.errors import DeliveryRefusedError, OutsideError, QuestionError
from bot.ports import Desk, Finding

log = logging.getLogger(__name__)

PROMPT = "news> "


class Screen:
    """Standard output with a prompt on its last line while somebody may type there."""

    def __init__(self) -> None:
        self._has_prompt = False

    def say(self, text: str) -> None:
        """Print a text that ends with a line break; a prompt that stood there comes again below.

        Raises OSError when it cannot be written.
        """
        # What is half typed stays above; the terminal still holds it and takes the rest.
        sys.stdout.write(f"\n{text}{PROMPT}" if self._has_prompt else text)
        sys.stdout.flush()

    def ask(self, text: str = "") -> None:
        """Print a text and the prompt under it."""
        sys.stdout.write(text + PROMPT)
        sys.stdout.flush()
        self._has_prompt = True

    def answered(self) -> None:
        """Take note that a line was typed: the prompt is used up."""
        self._has_prompt = False


class TerminalMessenger:
    """Prints messages. A terminal cannot be edited, so a revision prints the card anew."""

    platform = Platform.TERMINAL

    def __init__(self, zone: tzinfo, screen: Screen | None = None) -> None:
        self._zone = zone
        self._screen = screen or Screen()

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

    async def link(self, receipt: Receipt) -> str | None:
        """Return None: nothing leads back to what a terminal showed."""
        del receipt
        return None

    def _print(self, message: Message) -> None:
        try:
            self._screen.say(render_message(message, zone=self._zone, width=columns()) + "\n")
        except OSError as error:
            reason = f"the terminal cannot be written: {error.strerror or error}"
            raise DeliveryRefusedError(reason) from error


class TerminalApp:
    """Implements ChatApp. The prompt runs only where somebody can type.

    Files that come with an answer are written into `folder`, by default where the bot was started.
    """

    platform = Platform.TERMINAL
    trouble = None

    def __init__(
        self, *, desk: Desk, zone: tzinfo, prompt: bool, folder: Path | None = None
    ) -> None:
        self._prompt = Prompt(desk=desk, zone=zone, folder=folder or Path())
        self._listens = prompt and sys.stdin.isatty()
        self._screen = Screen()
        self._messenger = TerminalMessenger(zone, self._screen)
        self._reading = False
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def messenger(self) -> TerminalMessenger:
        """What prints."""
        return self._messenger

    def say(self, text: str) -> None:
        """Print a text of ours that ends with a line break."""
        self._screen.say(text)

    def homes(self, channels: Sequence[ChannelRef]) -> frozenset[str]:
        """Return no workspace: the terminal has none, and is the operators' own as it is."""
        del channels
        return frozenset()

    async def examine(self, channels: Sequence[ChannelRef]) -> Sequence[Finding]:
        """Return what needs no token and has no rights: it prints."""
        del channels
        return (Finding(subject="terminal", is_well=True, words="cards are printed here"),)

    async def start(self) -> None:
        """Begin to listen to the keyboard, when there is one."""
        if self._listens:
            loop = asyncio.get_running_loop()
            loop.add_reader(sys.stdin.fileno(), self._on_line)
            self._reading = True
            self._screen.ask("Ask with /news, for example: latest n:3 (help lists the rest)\n")

    async def stop(self) -> None:
        """Let go of the keyboard; an answer under way is given up, for what it asks is closing."""
        if self._reading:
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self._reading = False
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    def _on_line(self) -> None:
        line = sys.stdin.readline()
        if not line:  # the end of input: nobody will type any more
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self._reading = False
            self._screen.answered()
            return
        self._screen.answered()
        task = asyncio.get_running_loop().create_task(self._answer(line))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, line: str) -> None:
        try:
            printed = await self._prompt.answer(line)
        except QuestionError as error:
            printed = f"{error}\n"
        except OutsideError:
            log.exception("question failed", extra={"question": line})
            printed = "That did not work just now; the log says why.\n"
        self._screen.ask(printed)
