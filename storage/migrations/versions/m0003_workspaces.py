"""Workspaces: installations, and the workspace a channel belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment, Words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _installations()
    _channels()
    # What is owed already is owed to the operators' own workspace.
    op.add_column("deliveries", sa.Column("workspace", Words, nullable=False, server_default=""))


def _installations() -> None:
    op.create_table(
        "installations",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", Words, primary_key=True),
        sa.Column("enterprise", Words),
        sa.Column("sealed_token", sa.Text, nullable=False),
        sa.Column("installed_at", Moment, nullable=False),
        sa.Column("revoked_at", Moment),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_table(
        "expected_states",
        sa.Column("state", sa.Text, primary_key=True),
        sa.Column("until", Moment, nullable=False),
    )


def _channels() -> None:
    """Make the table anew: SQLite cannot change a primary key."""
    op.create_table(
        "channels_of_workspaces",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("workspace", Words, primary_key=True, server_default=""),
        sa.Column("target", Words, primary_key=True),
        sa.Column("refused_because", Words),
    )
    op.execute(
        "INSERT INTO channels_of_workspaces (platform, target, refused_because) "
        "SELECT platform, target, refused_because FROM channels"
    )
    op.drop_table("channels")
    op.rename_table("channels_of_workspaces", "channels")
