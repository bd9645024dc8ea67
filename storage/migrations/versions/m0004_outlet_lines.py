"""Lines that outlets repeat. Nothing is filled in: what recurs is seen again soon enough."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment, Number, Words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outlet_lines",
        sa.Column("outlet", Words, primary_key=True),
        sa.Column("line", Number, primary_key=True, autoincrement=False),
        sa.Column("story_id", Number, primary_key=True, autoincrement=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("outlet_lines_by_at", "outlet_lines", ["at"])
