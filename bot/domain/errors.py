"""The error tree; each class says who must act.

NutgrafError
├── OperatorError            the operator acts: a file, a token, a permission (exit 1)
│   ├── ConfigError          feeds.yaml or the environment is wrong; carries every fault
│   ├── NoArchiveError       nothing was ever stored where an archive is asked for
│   └── DeliveryRefusedError the platform closed this channel until somebody mends it
├── AskerError               the person who asked acts: an unknown story, a malformed question
│   └── QuestionError
├── OutsideError             nobody acts: it is retried (exit 3 when a command cannot go on)
│   ├── FetchError           a server did not give us a whole, acceptable document
│   ├── ParseError           a document could not be read as what it claims to be
│   ├── DeliveryDeferredError  the platform asks us to wait
│   ├── DeliveryUncertainError the answer was lost: the message may or may not be there
│   ├── StorageError         the database did not answer
│   └── LoopHangsError       a loop of ours does not come round; a new process helps
└── MessageInvalidError      a developer acts: the platform refused the content we rendered
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


class NutgrafError(Exception):
    """Base of every error the bot raises on purpose."""


class OperatorError(NutgrafError):
    """The operator must act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in an operator's file: where it is and what to do."""

    file: str
    #: 1-based; None when the fault concerns the whole file.
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}"


class ConfigError(OperatorError):
    """A configuration that cannot be used, with every fault found in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoArchiveError(OperatorError):
    """There is no archive at the address; nothing was made there."""


class DeliveryRefusedError(OperatorError):
    """The platform refuses this channel (archived, not a member, token revoked)."""

    def __init__(self, message: str, *, whole_platform: bool = False) -> None:
        #: True when the token itself is refused, so no channel of the platform can be served.
        self.whole_platform = whole_platform
        super().__init__(message)


class AskerError(NutgrafError):
    """The person who asked must act."""


class QuestionError(AskerError):
    """A question that cannot be answered as asked; the text says what to type instead."""

    def __init__(self, message: str, *, option: str | None = None) -> None:
        #: The option that is wrong, where one alone is: a form shows the text beside its field.
        self.option = option
        super().__init__(message)


class OutsideError(NutgrafError):
    """Something outside failed; it will be tried again."""


class FetchError(OutsideError):
    """A document could not be fetched.

    `reason` is a short machine word: status, timeout, too-large, refused-address, redirect,
    incomplete, connection, robots, tls, gone, limited, unacceptable.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str,
        status: int | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)


class ParseError(OutsideError):
    """A document is not what it claims to be, or would cost too much to read."""


class DeliveryDeferredError(OutsideError):
    """The platform asks us to wait before the next message."""

    def __init__(self, message: str, *, retry_after: timedelta) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class DeliveryUncertainError(OutsideError):
    """The platform's answer was lost; the message may have been posted."""


class StorageError(OutsideError):
    """The database could not serve."""


class LoopHangsError(OutsideError):
    """A loop of the running bot hangs; the supervisor starts the bot anew."""


class MessageInvalidError(NutgrafError):
    """The platform refused the content itself; sending it again cannot help."""

    def __init__(self, message: str, *, gone: bool = False) -> None:
        #: True when the message (or thread) it is about was deleted, which is nobody's fault.
        self.gone = gone
        super().__init__(message)
