"""Bringing a database to the present tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.domain.errors import OperatorError

#: PostgreSQL's advisory lock under which one process migrates at a time; any fixed number.
_LOCK = 7_305_287


def migrate_connection(connection: Connection, place: str) -> None:
    """Run every step that is missing; OperatorError when the database is newer than the code."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    present = MigrationContext.configure(connection).get_current_heads()
    unknown = sorted(set(present) - known)
    if unknown:
        raise OperatorError(
            f"{place} was written by a newer nutgraf (tables {unknown[0]}; this one knows up to "
            f"{scripts.get_current_head()}): install that version, or restore an older backup"
        )
    command.upgrade(config, "head")
