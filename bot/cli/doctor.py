"""`doctor`: what keeps the bot from its work, each with its remedy; nothing is posted."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click

from bot.adapters.clock import SystemClock
from bot.adapters.logs import set_up_logging
from bot.app.examining import Examined, examine
from bot.cli.plain import print_json
from bot.ports import Finding


@click.command(name="doctor", epilog="Example: python -m bot doctor --online")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
@click.option("--online", is_flag=True, help="Ask the platforms and a feed too; posts nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def command(feeds: Path | None, *, online: bool, as_json: bool) -> None:
    """Examine settings, tokens, archive, clock, workers and cards; with --online the platforms."""
    # What a check logs on its way stands in its finding.
    set_up_logging("CRITICAL", "text", ())
    examined = asyncio.run(examine(feeds, SystemClock(), online=online))
    if as_json:
        told = {"well": all(each.is_well for each in examined.all), "findings": examined.all}
        print_json(told)
    else:
        for finding in examined.all:
            click.echo(_line(finding))
    sys.exit(_code(examined))


def _line(finding: Finding) -> str:
    mark = "ok  " if finding.is_well else "FAIL"
    remedy = f" -> {finding.remedy}" if finding.remedy else ""
    return f"{mark} {finding.subject}: {finding.words}{remedy}"


def _code(examined: Examined) -> int:
    """Return 1 for what the operator mends here, 3 for what others say, 0 when all is well."""
    if not all(each.is_well for each in examined.here):
        return 1
    return 0 if all(each.is_well for each in examined.there) else 3
