"""`explain`: the stages an article went through."""

from __future__ import annotations

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.chat.terminal.paper import columns
from bot.chat.terminal.render import render_answer
from bot.cli.opening import OPERATOR, open_desk
from bot.domain.questions import Answer


@click.command(name="explain", epilog="Example: python -m bot explain https://news.example/a")
@click.argument("reference", metavar="URL-or-ID")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
def command(reference: str, feeds: Path | None) -> None:
    """Say why an article was or was not posted: each stage passed, failed or skipped."""
    answer, zone = asyncio.run(_explain(reference, feeds))
    click.echo(render_answer(answer, zone=zone, width=columns()))


async def _explain(reference: str, feeds: Path | None) -> tuple[Answer, ZoneInfo]:
    async with open_desk(feeds) as (desk, zone):
        return await desk.ask_command("why", {"article": reference}, OPERATOR), zone
