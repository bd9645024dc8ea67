"""`analyze`: the analysis as a batch tool: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

import click

from bot.app.tasks import TASKS


@click.command(
    name="analyze", epilog="Example: python -m bot analyze relevance < in.jsonl > out.jsonl"
)
@click.argument("task", type=click.Choice(sorted(TASKS)))
def command(task: str) -> None:
    """Read one JSON row a line, write one a line, in the same order.

    A row that cannot be read gives {"id": ..., "error": ...} and the run goes on.
    """
    run_task(TASKS[task](), sys.stdin.buffer, sys.stdout)


def run_task(answer: Callable[[dict[str, Any]], Any], rows: Iterable[bytes], out: TextIO) -> None:
    """Answer every row."""
    for number, raw in enumerate(rows, start=1):
        if not raw.strip():
            continue
        json.dump(_answer_row(answer, raw, number), out, ensure_ascii=False)
        out.write("\n")
    out.flush()


def _answer_row(answer: Callable[[dict[str, Any]], Any], raw: bytes, number: int) -> dict[str, Any]:
    try:
        row = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        return {"id": None, "error": f"line {number} is no JSON: {error}"}
    if not isinstance(row, dict):
        return {"id": None, "error": f"line {number} is no JSON object"}
    try:
        return {"id": row.get("id"), **answer(row)}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return {"id": row.get("id"), "error": f"{type(error).__name__}: {error}"}
