"""One worker process as its parent sees it: start, ask, kill."""

from __future__ import annotations

import asyncio
import contextlib
import io
import math
import os
import pickle
import socket
import struct
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child.py")
HEAD = struct.Struct("!Q")
STREAM_BYTES = 1 << 20
#: Modules of plain values that readings and entries are made of.
_PLAIN = frozenset({"datetime", "decimal"})
#: A reply beyond this is not a reply.
LONGEST_REPLY = 256 * 1024 * 1024
#: Starting Python and importing a parser on a busy machine; not part of a job's deadline.
START_DEADLINE = timedelta(seconds=60)


class WorkerLostError(Exception):
    """The process ended or was killed in the middle of a job; the message says why."""


class WorkFailedError(Exception):
    """The function raised: its error's name, message and traceback as text."""

    def __init__(self, name: str, message: str, trace: str) -> None:
        self.name = name
        self.trace = trace
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may cost."""

    #: Of wall time, by the parent's watch; the kernel allows the same of CPU time, and a second.
    deadline: timedelta
    memory_bytes: int


class Worker:
    """A process that does one job at a time."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        limits: Limits,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self.job_count = 0
        self._process = process
        self._limits = limits
        self._reader = reader
        self._writer = writer
        self._loaded: set[str] = set()

    @classmethod
    async def start(cls, limits: Limits) -> Worker:
        """Start a process; it imports nothing before its first job. Raises OSError."""
        ours, theirs = socket.socketpair()
        try:
            process = _spawn(theirs, limits)
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        try:
            reader, writer = await asyncio.open_connection(sock=ours, limit=STREAM_BYTES)
        except BaseException:
            ours.close()
            process.kill()
            process.wait()
            raise
        return cls(process, limits, reader, writer)

    async def do(self, function: str, arguments: tuple[Any, ...]) -> Any:
        """Return what `module:function` returns.

        Raises WorkFailedError when it raises, WorkerLostError when the process is gone or was
        killed for its deadline; after that this worker is of no use.
        """
        if function not in self._loaded:
            await self._ask((function, None), START_DEADLINE, "to start")
            self._loaded.add(function)
        self.job_count += 1
        return await self._ask((function, arguments), self._limits.deadline, "")

    def kill(self) -> None:
        """End the process at once; `gone` waits until it is."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._writer.close()

    async def gone(self) -> None:
        """Wait until the killed process has left the system's table."""
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
        await asyncio.to_thread(self._process.wait)

    async def _ask(self, request: tuple[Any, ...], deadline: timedelta, purpose: str) -> Any:
        seconds = deadline.total_seconds()
        try:
            async with asyncio.timeout(seconds):
                ok, answer = await self._exchange(request)
        except TimeoutError as error:
            raise WorkerLostError(f"took longer than {seconds:g} s {purpose}".strip()) from error
        except (OSError, EOFError) as error:
            raise WorkerLostError(self._obituary()) from error
        if not ok:
            raise WorkFailedError(*answer)
        return answer

    async def _exchange(self, request: tuple[Any, ...]) -> tuple[bool, Any]:
        frame = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
        self._writer.write(HEAD.pack(len(frame)))
        self._writer.write(frame)
        await self._writer.drain()
        size = HEAD.unpack(await self._reader.readexactly(HEAD.size))[0]
        if size > LONGEST_REPLY:
            raise EOFError("the reply is too long")
        return _opened(await self._reader.readexactly(size))

    def _obituary(self) -> str:
        code = self._process.poll()
        if code == -24:  # SIGXCPU
            return f"took longer than {self._limits.deadline.total_seconds():g} s of CPU"
        return "ended its process" if code is None else f"ended its process (code {code})"


class _Unpickler(pickle.Unpickler):
    """Builds nothing but our nouns: a parser taken over by a document cannot reach the parent."""

    def find_class(self, module: str, name: str) -> Any:
        ours = module.startswith(("bot.domain.", "bot.ports."))
        if (ours or module in _PLAIN) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"a worker may not send {module}.{name}")


def _opened(reply: bytes) -> tuple[bool, Any]:
    try:
        ok, answer = _Unpickler(io.BytesIO(reply)).load()
    except Exception as error:
        raise EOFError(f"the reply cannot be read: {error}") from error
    return bool(ok), answer


def _spawn(theirs: socket.socket, limits: Limits) -> subprocess.Popen[bytes]:
    number = theirs.fileno()
    cpu_seconds = math.ceil(limits.deadline.total_seconds())
    return subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [
            sys.executable,
            "-P",
            str(CHILD),
            str(number),
            str(os.getpid()),
            str(cpu_seconds),
            str(limits.memory_bytes),
        ],
        pass_fds=[number],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # The bot's tokens stand in its environment; what reads hostile documents gets none of it.
        env=_environment(),
        # Ctrl-C at the terminal is for the parent alone.
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    path = [entry or str(Path.cwd()) for entry in sys.path]
    # A fixed seed: the same text gives the same reading in every process.
    return {"PYTHONPATH": os.pathsep.join(path), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
