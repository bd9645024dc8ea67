"""Work for workers: functions that behave and functions that do not, chosen by what they read."""

from __future__ import annotations

import os
import signal
import time

from bot.app import jobs
from bot.domain.articles import Draft, Entry, Reading
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed
from bot.ports.fetching import Retrieved
from bot.ports.workshop import Page, ParsedFeed


def parse(feed: Feed, document: Retrieved) -> ParsedFeed:
    """Give the document's words as titles; the process number stands in the feed's title."""
    _behave(document.content.decode())
    words = document.content.decode().split()
    entries = tuple(Entry(feed=feed.id, title=word, url="", guid=None) for word in words)
    return ParsedFeed(entries=entries, title=str(os.getpid()))


def parse_or_spin(feed: Feed, document: Retrieved) -> ParsedFeed:
    """Read a feed as the bot does; a document that says "spin" is never done."""
    _behave(document.content.decode(errors="replace")[:4])
    return jobs.parse(feed, document)


def extract(document: Retrieved) -> Page:
    """Give the page's text back."""
    _behave(document.content.decode())
    return Page(title="page", text=document.content.decode())


def read(draft: Draft) -> Reading:
    """Give the draft's text back."""
    _behave(draft.text)
    return Reading(body=draft.text)


def environment(document: Retrieved) -> Page:
    """Give what a worker knows of its surroundings."""
    return Page(title=str(os.getppid()), text=repr(sorted(os.environ)))


def unknown(document: Retrieved) -> Page:
    """Return what no worker may send."""
    return os.system  # type: ignore[return-value]


def _behave(text: str) -> None:
    command, _, argument = text.partition(" ")
    match command:
        case "spin":
            while True:
                pass
        case "hoard":
            hoard = []
            while True:
                hoard.append(bytearray(16 * 1024 * 1024))
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die-once":
            if not os.path.exists(argument):  # noqa: PTH110
                with open(argument, "w"):  # noqa: PTH123
                    os.kill(os.getpid(), signal.SIGKILL)
        case "raise":
            raise ValueError(argument)
        case "refuse":
            raise ParseError(argument)
        case "sleep":
            time.sleep(float(argument))
        case "deep":
            _behave("deep")
        case _:
            return
