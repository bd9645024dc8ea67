"""The worker's side: started as a script, it knows nothing of the bot until asked to load it.

It speaks over the socket whose number is its first argument: frames of an eight-byte length and
a pickle. It asks for nothing, ignores the signals of the terminal and dies with its parent.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any

HEAD = struct.Struct("!Q")
PR_SET_PDEATHSIG = 1
#: Interactive work (acknowledging a command) goes before ours.
NICENESS = 5


def main(arguments: list[str]) -> None:
    """Serve jobs until the parent hangs up. Arguments: socket, parent, CPU seconds, bytes."""
    number, parent, cpu_seconds, memory_bytes = (int(argument) for argument in arguments)
    _limit(parent, memory_bytes)
    functions: dict[str, Callable[..., Any]] = {}
    with socket.socket(fileno=number) as line:
        while (frame := receive(line)) is not None:
            _allow_cpu(cpu_seconds)
            reply, healthy = _reply(functions, frame)
            line.sendall(HEAD.pack(len(reply)) + reply)
            if not healthy:
                return


def receive(line: socket.socket) -> bytes | None:
    """Return the next frame; None when the other side hung up."""
    head = _exactly(line, HEAD.size)
    return None if head is None else _exactly(line, HEAD.unpack(head)[0])


def _exactly(line: socket.socket, size: int) -> bytes | None:
    buffer = bytearray()
    while len(buffer) < size:
        part = line.recv(min(size - len(buffer), 1 << 20))
        if not part:
            return None
        buffer += part
    return bytes(buffer)


def _reply(functions: dict[str, Callable[..., Any]], frame: bytes) -> tuple[bytes, bool]:
    """Do one job; the flag says whether this process is fit for another."""
    try:
        name, arguments = pickle.loads(frame)  # noqa: S301 - written by our parent
        if name not in functions:
            functions[name] = _load(name)
        result = functions[name](*arguments) if arguments is not None else None
        return pickle.dumps((True, result), pickle.HIGHEST_PROTOCOL), True
    except MemoryError:
        return pickle.dumps((False, ("MemoryError", "needs too much memory", ""))), False
    except RecursionError as error:
        return _fault(error, "is nested too deeply"), True
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent is told
        return _fault(error, str(error)), True


def _fault(error: BaseException, message: str) -> bytes:
    trace = "".join(traceback.format_exception(error, limit=-20))
    return pickle.dumps((False, (type(error).__name__, message[:2000], trace[-8000:])))


def _load(name: str) -> Callable[..., Any]:
    module, _, attributes = name.partition(":")
    found: Any = importlib.import_module(module)
    for attribute in attributes.split("."):
        found = getattr(found, attribute)
    function: Callable[..., Any] = found
    return function


def _limit(parent: int, memory_bytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Data, not address space: shared libraries and reserved stacks are not what a bomb fills.
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)
    if sys.platform == "linux":
        # Elsewhere the end of the socket tells, and the CPU limit ends a job under way.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)  # the parent died before we could ask to die with it


def _allow_cpu(seconds: int) -> None:
    """Give the next job this much CPU; beyond it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1:])
