"""The bot as operators start it: a process of its own, over real sockets."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@dataclass
class Bot:
    """Starts commands with an environment of the test's own."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def feeds(self) -> Path:
        return self.folder / "feeds.yaml"

    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
        database = f"sqlite:///{self.folder / 'bot.db'}"
        own = {"DATABASE_URL": database, "FEEDS_FILE": str(self.feeds), "LOG_LEVEL": "WARNING"}
        return {**inherited, **own, **self.env}

    async def start(self, *args: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *args,
            cwd=ROOT,
            env=self.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *args: str) -> Ran:
        process = await self.start(*args)
        async with asyncio.timeout(90):
            out, err = await process.communicate()
        assert process.returncode is not None
        return Ran(code=process.returncode, out=out.decode(), err=err.decode())

    async def pipe(self, rows: Path, *args: str) -> list[dict]:
        """Run a command on a file of JSON lines; return the rows it answers."""
        with rows.open("rb") as given:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *args,
                cwd=ROOT,
                env=self.environment(),
                stdin=given,
                stdout=asyncio.subprocess.PIPE,
            )
            out, _ = await process.communicate()
        return [json.loads(line) for line in out.decode().splitlines()]
