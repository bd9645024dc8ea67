"""`analyze`: the analysis as a batch tool: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TextIO

import click

from bot.app.tasks import TASKS
from bot.cli.streams import speak_json

_NAMES = ", ".join(sorted(TASKS))


@click.command(
    name="analyze",
    epilog=f"Tasks: {_NAMES}.\n\nExample: python -m bot analyze relevance < in.jsonl > out.jsonl",
)
@click.argument("task", metavar="TASK", type=click.Choice(sorted(TASKS)))
def command(task: str) -> None:
    """Read one JSON row a line, write one a line, in the same order.

    A row that cannot be read gives {"id": ..., "error": ...} and the run goes on.
    """
    speak_json()
    run_task(TASKS[task](), sys.stdin.buffer, sys.stdout)


def run_task(answer: Callable[[dict[str, Any]], Any], rows: Iterable[bytes], out: TextIO) -> None:
    """Answer every row."""
    for number, raw in enumerate(rows, start=1):
        row = raw.removeprefix(BOM_UTF8) if number == 1 else raw
        if row.strip():
            out.write(f"{_answer_row(answer, row, number)}\n")
    out.flush()


def _answer_row(answer: Callable[[dict[str, Any]], Any], raw: bytes, number: int) -> str:
    """Return the answer to a row as a line of JSON."""
    try:
        row = json.loads(raw.decode("utf-8"), parse_constant=_refuse)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        return _as_line({"id": None, "error": f"line {number} is no JSON: {error}"})
    if not isinstance(row, dict):
        return _as_line({"id": None, "error": f"line {number} is no JSON object"})
    try:
        return _as_line({"id": row.get("id"), **answer(row)})
    except Exception as error:  # noqa: BLE001 - one bad row must not end a run of thousands
        return _as_line({"id": row.get("id"), "error": f"{type(error).__name__}: {error}"})


def _as_line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _refuse(word: str) -> NoReturn:
    # Python reads NaN and Infinity, which no other reader of JSON takes.
    raise ValueError(f"{word} is no number")
