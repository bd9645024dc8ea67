"""The tasks of `analyze`: each a fresh, streaming function from one row to its answer.

Rows come from users' files: a missing or wrong field raises KeyError, TypeError or ValueError,
which the command turns into an error row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.app.tasks.articles import articles_task
from bot.app.tasks.documents import body_task, feeds_task
from bot.app.tasks.judging import duplicates_task, entities_task, relevance_task, stories_task
from bot.app.tasks.rows import Task
from bot.app.tasks.summaries import summaries_task

TASKS: Mapping[str, Callable[[], Task]] = {
    "feeds": feeds_task,
    "body": body_task,
    "relevance": relevance_task,
    "duplicates": duplicates_task,
    "stories": stories_task,
    "entities": entities_task,
    "summaries": summaries_task,
    "articles": articles_task,
}
