"""Bringing a database to the present tables."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from bot.domain.errors import OperatorError

_STEPS = Path(__file__).parent / "migrations" / "versions"
#: PostgreSQL's advisory lock under which one process migrates at a time; any fixed number.
_LOCK = 7_305_287


def migrate_connection(connection: Connection, place: str) -> None:
    """Run every step that is missing; OperatorError when the database is newer than the code."""
    if _present(connection) != newest():
        _upgrade(connection, place)


def newest() -> str:
    """Return the revision of the newest step: the number its module's name begins with."""
    return max(path.stem[1:5] for path in _STEPS.glob("m[0-9]*.py"))


def _present(connection: Connection) -> str | None:
    """Return the database's revision; None when it has no tables yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection, place: str) -> None:
    # Imported when there is something to do: 9 MB that a running bot has no use for.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

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
