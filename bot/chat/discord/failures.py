"""Discord's errors in our own words: who must act, and whether a message may be there already.

Codes are those of the reference (opcodes and status codes, JSON error codes).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import discord

from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
    NutgrafError,
)

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
THREAD_EXISTS = 160004
#: Our content, or the message it is about, cannot be accepted; sending it again cannot help.
INVALID = frozenset({UNKNOWN_MESSAGE, 40005, 50005, 50006, 50035, 50109})
#: Limits that pass: edits of old messages, slow mode, writes.
LIMITED = frozenset({20016, 20022, 20028, 20029, 30046, 40062})
REMEDIES = {
    UNKNOWN_CHANNEL: "check the channel in feeds.yaml; it may have been deleted",
    40067: "the forum asks for a tag: make tags optional, or name another channel",
    50001: "let the bot's role see the channel (View Channel)",
    50007: "the person takes no direct messages from the bot: allow them on a shared server",
    50008: "name a text, announcement or forum channel",
    50013: "give the bot's role Send Messages, Embed Links and Read Message History there",
    50024: "name a text, announcement or forum channel",
    50083: "the thread is archived and locked: unlock it, or name another channel",
    160006: "the server has as many open threads as it may have: close some",
    160005: "the thread is locked: unlock it, or name another channel",
}
MEND_LOGIN = "reset the bot's token in the developer portal and set DISCORD_TOKEN"
DEFAULT_WAIT = timedelta(seconds=30)
#: After a refused connection: nothing was sent, and a second is too soon for a network.
UNREACHABLE_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


class LimitedError(Exception):
    """Discord answered 429. Not an OSError, which the library would take for a lost connection."""

    def __init__(self, wait: timedelta, *, whole_platform: bool) -> None:
        #: True for the global limit and for a ban by Cloudflare.
        self.whole_platform = whole_platform
        self.wait = wait
        super().__init__(f"Discord asks to wait {wait.total_seconds():.1f} s")


class ServerTroubleError(Exception):
    """Discord answered 5xx: what was asked may have been done."""


#: The way to Discord was lost, and what was asked may have been done. ValueError: a body that is no
#: JSON although the status was 200. RuntimeError: the session was closed meanwhile.
LOST = (
    ServerTroubleError,
    TimeoutError,
    aiohttp.ClientError,
    OSError,
    ValueError,
    RuntimeError,
)


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise our own errors for what a call may raise; `what` names the call and the channel."""
    try:
        yield
    except LimitedError as error:
        raise DeliveryDeferredError(f"{what}: {error}", retry_after=error.wait) from error
    except discord.RateLimited as error:
        wait = timedelta(seconds=error.retry_after)
        raise DeliveryDeferredError(f"{what}: {error}", retry_after=wait) from error
    except discord.HTTPException as error:
        raise failure(error, what) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise DeliveryDeferredError(
            f"Discord cannot be reached ({type(error).__name__})", retry_after=UNREACHABLE_WAIT
        ) from error
    except LOST as error:
        raise DeliveryUncertainError(
            f"{what}: the answer was lost ({str(error) or type(error).__name__})"
        ) from error


def failure(error: discord.HTTPException, what: str) -> NutgrafError:
    """Return our error for an answer of Discord that refuses."""
    about = f"{what}: {error.status} {error.text.splitlines()[0] if error.text else ''}".rstrip()
    about = f"{about} (code {error.code})" if error.code else about
    if error.status >= 500:
        return DeliveryUncertainError(about)
    if error.status == 429 or error.code in LIMITED:
        return DeliveryDeferredError(about, retry_after=DEFAULT_WAIT)
    if error.status == 401:
        return DeliveryRefusedError(f"{about}. Remedy: {MEND_LOGIN}.", whole_platform=True)
    if error.code in INVALID or error.status == 413:
        return MessageInvalidError(about, gone=error.code == UNKNOWN_MESSAGE)
    remedy = REMEDIES.get(error.code)
    return DeliveryRefusedError(f"{about}. Remedy: {remedy}." if remedy else about)


def code_of(error: BaseException | None) -> int:
    """Return Discord's code of the error that one of ours was made from; 0 for none."""
    return error.code if isinstance(error, discord.HTTPException) else 0
