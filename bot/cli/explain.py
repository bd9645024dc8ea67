"""`explain`: the stages an article went through."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.chat.terminal.render import render_answer
from bot.cli.opening import OPERATOR, open_desk
from bot.domain.questions import Answer


@click.command(name="explain", epilog="Example: python -m bot explain https://news.example/a")
@click.argument("reference", metavar="URL-or-ID")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
def command(reference: str, feeds: Path | None) -> None:
    """Say why an article was or was not posted: each stage passed, failed or skipped."""
    click.echo(render_answer(asyncio.run(_explain(reference, feeds))))


async def _explain(reference: str, feeds: Path | None) -> Answer:
    async with open_desk(feeds) as desk:
        return await desk.ask_command("why", {"article": reference}, OPERATOR)
