"""`ask`: any `/news` question, answered from the archive exactly as in chat."""

from __future__ import annotations

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from bot.chat.terminal.paper import columns
from bot.chat.terminal.render import render_answer
from bot.cli.opening import OPERATOR, open_desk
from bot.cli.plain import print_json
from bot.domain.errors import OperatorError
from bot.domain.questions import Answer


@click.command(name="ask", epilog='Example: python -m bot ask "search sanctuary since:7d"')
@click.argument("question", nargs=-1, required=True)
@click.option("--page", type=click.IntRange(min=1), default=1, help="Page of a long answer.")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the file an answer brings here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def command(
    question: tuple[str, ...], page: int, feeds: Path | None, out: Path | None, *, as_json: bool
) -> None:
    """Ask the archive; the words are those of /news."""
    answer, zone = asyncio.run(_ask(" ".join(question), page, feeds))
    if as_json:
        print_json(answer)
    else:
        click.echo(render_answer(answer, zone=zone, width=columns()))
    if out is not None:
        _write(answer, out)
        click.echo(f"Saved as {out}", err=True)
    elif answer.attachment is not None and not as_json:
        click.echo("The file is not written. To have it, add: --out FILE", err=True)


def _write(answer: Answer, out: Path) -> None:
    """Write the file an answer brings. Raises OperatorError."""
    if answer.attachment is None:
        raise OperatorError(f"{out}: not written, this answer brings no file. See: help export")
    try:
        out.write_bytes(answer.attachment.content)
    except OSError as error:
        reason = f"{out}: cannot be written ({error.strerror}). Name another file."
        raise OperatorError(reason) from error


async def _ask(question: str, page: int, feeds: Path | None) -> tuple[Answer, ZoneInfo]:
    async with open_desk(feeds) as (desk, zone):
        return await desk.ask(question, OPERATOR, page=page), zone
