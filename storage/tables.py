"""The tables, as declarations; the migrations make them, a test holds both equal.

A table has a column for what is asked of it; what is only read back whole stands in `rest`, one
JSON document a row (docs/decisions/0030). The full-text index is `storage.search`'s own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Sequence,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.codec import moment_from, moment_text
from storage.words import storable


class Words(TypeDecorator[str]):
    """Text from outside; NUL and lone surrogates, which no database takes, become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time: timestamptz, or on SQLite text of one width that sorts as time does."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else moment_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else moment_from(value)


#: 64 bits; on SQLite the rowid itself.
Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData()
article_ids = Sequence("article_ids", metadata=metadata)
story_ids = Sequence("story_ids", metadata=metadata)

#: SQLite has no sequences: the newest number given, by name.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Number, nullable=False),
)

feed_states = Table(
    "feed_states",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("next_poll_at", Moment, nullable=False),
    Column("failure_count", Integer, nullable=False),
    Column("last_success_at", Moment),  # null before the first success
    Column("paused_at", Moment),  # null while the feed is asked
    Column("rest", Words, nullable=False),
)

identities = Table(
    "identities",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("key_hash", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Index("identities_by_at", "at"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("story_id", Number, nullable=False),
    Column("feed", Words, nullable=False),
    Column("kind", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("outlet", Words, nullable=False),
    Column("outlet_key", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("guid", Words),  # null when the feed gave none
    Column("content_hash", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("rest", Words, nullable=False),
    # Last, because SQLite then reads all the others without its overflow pages.
    Column("text", Words, nullable=False),
    Index("articles_by_story", "story_id"),
    Index("articles_by_guid", "feed", "guid"),
    Index("articles_by_url", "url"),
    Index("articles_by_content", "feed", "content_hash"),
    Index("articles_by_seen", "first_seen_at"),
    Index("articles_by_published", "published_at"),
    Index("articles_by_outlet", "outlet"),
)


def _article_key(name: str = "article_id", *, primary: bool = True) -> Column[int]:
    return Column(
        name,
        Number,
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
        autoincrement=False,
    )


readings = Table(
    "readings",
    metadata,
    _article_key(),
    Column("body", Words),  # null when it is the article's text, which is not kept twice
    Column("rest", Words, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Number, primary_key=True),
    _article_key(primary=False),
    Column("replaced_at", Moment, nullable=False),
    Column("rest", Words, nullable=False),
    Index("revisions_by_article", "article_id"),
)

article_states = Table(
    "article_states",
    metadata,
    _article_key(),
    Column("state", Words, primary_key=True),
    Index("article_states_by_state", "state", "article_id"),
)

entities = Table(
    "entities",
    metadata,
    Column("id", Words, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("role", Words),  # null for everything but people in a public role
    Column("state", Words),  # null when it lies in no one state
    Column("rest", Words, nullable=False),
)

#: Every form in which an article named an entity, folded: "ice", "immigration and customs ...".
entity_names = Table(
    "entity_names",
    metadata,
    Column("name_key", Words, primary_key=True),
    Column("entity_id", Words, ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True),
)

mentions = Table(
    "mentions",
    metadata,
    _article_key(),
    Column("entity_id", Words, ForeignKey("entities.id"), primary_key=True),
    Column("mention_count", Integer, nullable=False),
    Index("mentions_by_entity", "entity_id", "article_id"),
)

#: Under which keys a document that an article cites is found; see `bot.text.names.citations`.
citations = Table(
    "citations",
    metadata,
    _article_key(),
    Column("key", Words, primary_key=True),
    Index("citations_by_key", "key", "article_id"),
)

traces = Table(
    "traces",
    metadata,
    Column("address", Words, primary_key=True),
    Column("guid", Words),  # null when the feed gave none
    Column("article_id", Number),  # null when the entry was dropped
    Column("at", Moment, nullable=False),
    Column("rest", Words, nullable=False),
    Index("traces_by_guid", "guid"),
    Index("traces_by_article", "article_id"),
    Index("traces_by_at", "at"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=False),
    Column("headline", Words, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("article_count", Integer, nullable=False),
    Column("merged_into", Number),  # null while the story stands
    Column("announced", Boolean, nullable=False),
    Column("rest", Words, nullable=False),
    Index("stories_by_update", "updated_at"),
)

story_states = Table(
    "story_states",
    metadata,
    Column("story_id", Number, ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("state", Words, primary_key=True),
    Index("story_states_by_state", "state", "story_id"),
)

#: One row a channel that was ever owed a message; the row a lease locks.
channels = Table(
    "channels",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Words, primary_key=True, server_default=""),  # empty: the operators' own
    Column("target", Words, primary_key=True),
    Column("refused_because", Words),  # null while the platform takes messages for it
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Number, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("route", Words, nullable=False),
    Column("platform", Text, nullable=False),
    Column("workspace", Words, nullable=False, server_default=""),  # empty: the operators' own
    Column("target", Words, nullable=False),
    Column("story_id", Number),  # null for notices and digests
    Column("state", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("leased_until", Moment),  # null unless a worker has it
    Column("sent_at", Moment),  # null until it was sent
    Column("last_error", Words),  # null until an attempt failed
    Column("rest", Words, nullable=False),
    Index("deliveries_by_state", "state", "due_at"),
    Index("deliveries_by_channel", "platform", "target", "state"),
    Index("deliveries_by_story", "story_id"),
    Index("deliveries_by_route", "route", "sent_at"),
)

#: In which stories of an outlet a short line stood; see `bot.text.prose.recurrence`.
outlet_lines = Table(
    "outlet_lines",
    metadata,
    Column("outlet", Words, primary_key=True),
    Column("line", Number, primary_key=True, autoincrement=False),
    Column("story_id", Number, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Index("outlet_lines_by_at", "at"),
)

kept = Table(
    "kept",
    metadata,
    Column("key", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Words),  # null in the terminal and in direct messages
    Column("target", Words, nullable=False),
    Column("is_channel", Boolean, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("rest", Words, nullable=False),
    Index("watches_by_owner", "platform", "target"),
)

deeds = Table(
    "deeds",
    metadata,
    Column("number", Number, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("platform", Text, nullable=False),
    Column("workspace", Words),  # null in the terminal and in direct messages
    Column("rest", Words, nullable=False),
    Index("deeds_by_workspace", "platform", "workspace", "number"),
)

installations = Table(
    "installations",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Words, primary_key=True),
    Column("enterprise", Words),  # null for workspaces of no organisation
    Column("sealed_token", Text, nullable=False),
    Column("installed_at", Moment, nullable=False),
    Column("revoked_at", Moment),  # null while the workspace is served
    Column("rest", Words, nullable=False),
)

#: States of installations under way, each good for one return; see `bot.chat.slack.installing`.
expected_states = Table(
    "expected_states",
    metadata,
    Column("state", Text, primary_key=True),
    Column("until", Moment, nullable=False),
)

#: Which process works on this database; see `storage.instance`.
instances = Table(
    "instances",
    metadata,
    Column("role", Text, primary_key=True),
    Column("owner", Words, nullable=False),
    Column("until", Moment, nullable=False),
)
