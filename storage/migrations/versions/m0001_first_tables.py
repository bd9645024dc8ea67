"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment, Number, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _bookkeeping()
    _feeds()
    _articles()
    _understanding()
    _entities()
    _stories()
    _deliveries()
    if op.get_bind().dialect.name == "postgresql":
        _postgres_search()
    else:
        _sqlite_search()


def _bookkeeping() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", Number, nullable=False),
    )
    op.create_table(
        "kept",
        sa.Column("key", Words, primary_key=True),
        sa.Column("value", Words, nullable=False),
    )
    op.create_table(
        "instances",
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("owner", Words, nullable=False),
        sa.Column("until", Moment, nullable=False),
    )


def _feeds() -> None:
    op.create_table(
        "feed_states",
        sa.Column("feed", Words, primary_key=True),
        sa.Column("next_poll_at", Moment, nullable=False),
        sa.Column("failure_count", sa.Integer, nullable=False),
        sa.Column("last_success_at", Moment),
        sa.Column("paused_at", Moment),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("feed", Words, primary_key=True),
        sa.Column("key_hash", sa.Text, primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("identities_by_at", "identities", ["at"])


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", Number, primary_key=True, autoincrement=False),
        sa.Column("story_id", Number, nullable=False),
        sa.Column("feed", Words, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("published_at", Moment, nullable=False),
        sa.Column("first_seen_at", Moment, nullable=False),
        sa.Column("outlet", Words, nullable=False),
        sa.Column("outlet_key", Words, nullable=False),
        sa.Column("url", Words, nullable=False),
        sa.Column("guid", Words),
        sa.Column("content_hash", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("rest", Words, nullable=False),
        sa.Column("text", Words, nullable=False),
    )
    op.create_index("articles_by_content", "articles", ["feed", "content_hash"])
    op.create_index("articles_by_guid", "articles", ["feed", "guid"])
    op.create_index("articles_by_outlet", "articles", ["outlet"])
    op.create_index("articles_by_published", "articles", ["published_at"])
    op.create_index("articles_by_seen", "articles", ["first_seen_at"])
    op.create_index("articles_by_story", "articles", ["story_id"])
    op.create_index("articles_by_url", "articles", ["url"])


def _understanding() -> None:
    op.create_table(
        "readings",
        sa.Column(
            "article_id",
            Number,
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("body", Words),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("id", Number, primary_key=True),
        sa.Column(
            "article_id",
            Number,
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("replaced_at", Moment, nullable=False),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_index("revisions_by_article", "revisions", ["article_id"])
    op.create_table(
        "article_states",
        sa.Column(
            "article_id",
            Number,
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("state", Words, primary_key=True),
    )
    op.create_index("article_states_by_state", "article_states", ["state", "article_id"])
    op.create_table(
        "traces",
        sa.Column("address", Words, primary_key=True),
        sa.Column("guid", Words),
        sa.Column("article_id", Number),
        sa.Column("at", Moment, nullable=False),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_index("traces_by_article", "traces", ["article_id"])
    op.create_index("traces_by_at", "traces", ["at"])
    op.create_index("traces_by_guid", "traces", ["guid"])


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("id", Words, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("name_key", Words, nullable=False),
        sa.Column("role", Words),
        sa.Column("state", Words),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_table(
        "entity_names",
        sa.Column("name_key", Words, primary_key=True),
        sa.Column(
            "entity_id", Words, sa.ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True
        ),
    )
    op.create_table(
        "mentions",
        sa.Column(
            "article_id",
            Number,
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("entity_id", Words, sa.ForeignKey("entities.id"), primary_key=True),
        sa.Column("mention_count", sa.Integer, nullable=False),
    )
    op.create_index("mentions_by_entity", "mentions", ["entity_id", "article_id"])


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", Number, primary_key=True, autoincrement=False),
        sa.Column("headline", Words, nullable=False),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("article_count", sa.Integer, nullable=False),
        sa.Column("merged_into", Number),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_index("stories_by_update", "stories", ["updated_at"])
    op.create_table(
        "story_states",
        sa.Column(
            "story_id", Number, sa.ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("state", Words, primary_key=True),
    )
    op.create_index("story_states_by_state", "story_states", ["state", "story_id"])


def _deliveries() -> None:
    op.create_table(
        "channels",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("target", Words, primary_key=True),
        sa.Column("refused_because", Words),
    )
    op.create_table(
        "deliveries",
        sa.Column("number", Number, primary_key=True),
        sa.Column("key", Words, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("route", Words, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("target", Words, nullable=False),
        sa.Column("story_id", Number),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("leased_until", Moment),
        sa.Column("sent_at", Moment),
        sa.Column("last_error", Words),
        sa.Column("rest", Words, nullable=False),
    )
    op.create_index("deliveries_by_channel", "deliveries", ["platform", "target", "state"])
    op.create_index("deliveries_by_route", "deliveries", ["route", "sent_at"])
    op.create_index("deliveries_by_state", "deliveries", ["state", "due_at"])
    op.create_index("deliveries_by_story", "deliveries", ["story_id"])


def _sqlite_search() -> None:
    # External content: the index reads the articles' own columns and keeps no second copy. The
    # triggers hold it in the transaction that changes an article.
    op.execute(
        """
        CREATE VIRTUAL TABLE article_search USING fts5(
            title, text, outlet, content = 'articles', content_rowid = 'id',
            tokenize = 'porter unicode61 remove_diacritics 2'
        )
        """
    )
    added = (
        "INSERT INTO article_search (rowid, title, text, outlet)"
        " VALUES (new.id, new.title, new.text, new.outlet);"
    )
    gone = (
        "INSERT INTO article_search (article_search, rowid, title, text, outlet)"
        " VALUES ('delete', old.id, old.title, old.text, old.outlet);"
    )
    for name, moment, steps in (
        ("article_added", "INSERT", added),
        ("article_gone", "DELETE", gone),
        ("article_changed", "UPDATE OF title, text, outlet", gone + added),
    ):
        op.execute(f"CREATE TRIGGER {name} AFTER {moment} ON articles BEGIN {steps} END")


def _postgres_search() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("article_ids")))
    op.execute(sa.schema.CreateSequence(sa.Sequence("story_ids")))
    # Filled by the code, which cuts words as FTS5 does before PostgreSQL's parser sees them.
    op.execute(
        """
        CREATE TABLE article_search (
            article_id bigint PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
            words tsvector NOT NULL
        )
        """
    )
    op.execute("CREATE INDEX article_search_by_words ON article_search USING gin (words)")
