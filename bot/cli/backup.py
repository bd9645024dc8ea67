"""`backup`: a whole copy of the archive, made while the bot runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from bot.adapters.environment import load_settings
from bot.domain.errors import OperatorError
from storage.engine import open_storage


@click.command(name="backup", epilog="Example: python -m bot backup /backups/bot-monday.db")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """Write the archive as it is at this moment to FILE; the bot may go on working."""
    if file.exists() and not file.is_file():
        # A device or a pipe would be replaced by the backup.
        raise OperatorError(f"{file}: is no ordinary file. Name a new file.")
    asyncio.run(_backup(load_settings().database_url.reveal(), file))
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB. To restore it, see README, Backup.")


#: What SQLite and the bot keep beside an archive under its name.
_BESIDE = ("", "-wal", "-shm", "-journal", ".lock")


def _is_part_of(file: Path, archive: Path) -> bool:
    """Whether the file is the archive or one that belongs to it.

    A running bot would go on writing to what the copy has replaced, and lose all of it.
    """
    archive = archive.resolve()
    return file.resolve() in {archive.with_name(f"{archive.name}{end}") for end in _BESIDE}


async def _backup(url: str, file: Path) -> None:
    storage = await open_storage(url, make=False)
    try:
        if not storage.is_postgres and _is_part_of(file, Path(storage.place)):
            raise OperatorError(f"{file}: is the archive itself. Name a new file.")
        await storage.backup(file)
    finally:
        await storage.close()
