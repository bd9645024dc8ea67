"""The tasks of `analyze`: each a fresh, streaming function from one row to its answer.

Rows come from users' files: a missing or wrong field raises KeyError, TypeError or ValueError,
which the command turns into an error row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.app.tasks.articles import articles
from bot.app.tasks.documents import body, feeds
from bot.app.tasks.judging import duplicates, entities, relevance, stories
from bot.app.tasks.rows import Task
from bot.app.tasks.summaries import summaries

TASKS: Mapping[str, Callable[[], Task]] = {
    "feeds": feeds,
    "body": body,
    "relevance": relevance,
    "duplicates": duplicates,
    "stories": stories,
    "entities": entities,
    "summaries": summaries,
    "articles": articles,
}
