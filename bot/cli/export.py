"""`export`: the archive, or what a search finds in it, as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import click

from bot.adapters.clock import SystemClock
from bot.app.exports import FORMS, Row, read_rows
from bot.cli.opening import settings_for
from bot.cli.streams import print_bytes_of
from storage.engine import migrate, open_storage


@click.command(
    name="export",
    epilog='Example: python -m bot export --format csv "detainers state:OR since:30d" > out.csv',
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMS)), required=True, help="The file's form."
)
@click.argument("question", nargs=-1)
def command(form: str, question: tuple[str, ...]) -> None:
    """Write titles and links to standard output, newest first; times are UTC.

    QUESTION is a search, in the words of /news search; without one it is the whole archive.
    """
    words = " ".join(question).removeprefix("search ")
    rows = asyncio.run(_rows(words))
    if not rows:
        click.echo("The archive holds no such article.", err=True)
    print_bytes_of(FORMS[form](rows), ends=False)


async def _rows(words: str) -> Sequence[Row]:
    settings, _ = settings_for(None, quiet=True)
    url = settings.database_url.reveal()
    await migrate(url)
    storage = await open_storage(url)
    try:
        return await read_rows(storage, words, SystemClock().now())
    finally:
        await storage.close()
