"""The three standard streams as a command finds them: closed, full, given up, or poor in letters.

A fault here is the caller's or the system's, never ours: it ends in one line, not a traceback.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NOWHERE = Path(os.devnull)


class _Outlet(io.FileIO):
    """Standard output's file, which remembers why it takes nothing any more.

    The streams above it try again when the interpreter ends, and complain then.
    """

    lost: OSError | None = None
    #: Set at the end: what is still held back goes nowhere.
    is_over: bool = False

    def write(self, given: ReadableBuffer, /) -> int:
        if self.is_over and self.lost is not None:
            return memoryview(given).nbytes
        try:
            return super().write(given)
        except OSError as error:
            self.lost = error
            raise


def prepare_streams() -> None:
    """Fill closed streams, and let no letter that an encoding lacks break a command.

    Filled from the first, so that no file or socket opened later gets a standard stream's number.
    They stay open as long as the process.
    """
    if sys.stdin is None:
        sys.stdin = _NOWHERE.open(encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = _NOWHERE.open("w", encoding="utf-8")
    else:
        sys.stdout = _watched(sys.stdout)
    if sys.stderr is None:
        sys.stderr = _NOWHERE.open("w", encoding="utf-8")
    elif isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="replace")


def _watched(stream: TextIO) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(_Outlet(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="replace",
        line_buffering=stream.isatty(),
    )


def speak_json() -> None:
    """Let standard output be lines of JSON in UTF-8; see `print_bytes_of`."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_bytes_of(text: str, *, ends: bool = True) -> None:
    """Print what programs read: in UTF-8, whatever the terminal's encoding is.

    Half a surrogate pair is written as its escape, which JSON reads back. `ends` adds a line break.
    """
    click.echo(text.encode("utf-8", "backslashreplace"), nl=ends)


def try_to_say(line: str) -> None:
    """Print a line of a longer job; the job goes on when nobody can read it any more.

    What could not be written is found by `lost_output` when the job is done.
    """
    with suppress(OSError):
        click.echo(line)


def lost_output() -> OSError | None:
    """Return why standard output takes nothing; None when everything printed is written.

    To be asked at the end: what could not be written is dropped.
    """
    with suppress(OSError):
        sys.stdout.flush()
    outlet = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(outlet, _Outlet):
        return None
    outlet.is_over = True
    return outlet.lost


def code_of_loss(error: OSError) -> int:
    """Say why the output is lost and return the exit code; who has read enough is no failure."""
    if error.errno == errno.EPIPE:
        return 0
    print(f"the output cannot be written: {error.strerror or error}", file=sys.stderr)
    return 3
