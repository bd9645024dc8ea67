"""Watches, deeds, and an index of the documents that articles cite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.articles import READINGS, citation_rows
from storage.tables import Moment, Number, Words, articles, citations, readings

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Readings decoded at a time.
BATCH = 500


def upgrade() -> None:
    _watches()
    _deeds()
    op.create_table(
        "citations",
        sa.Column(
            "article_id",
            Number,
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("key", Words, primary_key=True),
    )
    op.create_index("citations_by_key", "citations", ["key", "article_id"])
    cite()


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", Words),
        sa.Column("target", Words, nullable=False),
        sa.Column("is_channel", sa.Boolean, nullable=False),
        sa.Column("is_paused", sa.Boolean, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_index("watches_by_owner", "watches", ["platform", "target"])


def _deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("number", Number, primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", Words),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_index("deeds_by_workspace", "deeds", ["platform", "workspace", "number"])


def cite() -> None:
    """Fill the index for the articles that are already there."""
    connection, last = op.get_bind(), 0
    while True:
        page = (
            sa.select(
                readings.c.article_id,
                sa.func.coalesce(readings.c.body, articles.c.text).label("body"),
                readings.c.rest,
            )
            .join_from(readings, articles)
            .where(readings.c.article_id > last)
            .order_by(readings.c.article_id)
            .limit(BATCH)
        )
        held: Sequence[Any] = connection.execute(page).all()
        if not held:
            return
        last = held[-1].article_id
        rows = [
            row for each in held for row in citation_rows(each.article_id, READINGS.value(each))
        ]
        if rows:
            connection.execute(sa.insert(citations), rows)
