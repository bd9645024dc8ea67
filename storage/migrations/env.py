"""Run by Alembic: migrates the connection that `storage.migrating` hands over.

The caller's transaction is the only one: a step that fails, or a process that is killed, leaves
the database as it was (SQLite's DDL is transactional too).
"""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
