"""`summaries`: several outlets' articles on one event, as a card would sum them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.app.tasks.rows import NO_DATE, Row, Task, date_in, text_in
from bot.app.tasks.shelf import shelve
from bot.domain.articles import Article, Draft, Reading
from bot.services.briefing import MOST_SENTENCES, summary_source
from bot.services.ledgers import ordered
from bot.text.printing.summarize import Pick, summarize
from bot.text.reading import read_draft


def summaries_task() -> Task:
    """Rows {articles: [{title, source, text}], date} become {summary, sentences}.

    A sentence's `article` is the index, from 0, of the article it was taken from, word for word.
    """

    def answer(row: Row) -> Mapping[str, Any]:
        drafts = [_draft(article, row) for article in _articles_in(row)]
        dossier = shelve(drafts, [read_draft(draft) for draft in drafts], as_given=True)
        sources = ordered(dossier)
        picks = sum_up(sources)
        return {
            "summary": " ".join(pick.text for pick in picks),
            "sentences": [
                # Shelved articles are numbered from 1 in the order of the row.
                {"text": pick.text, "article": sources[pick.source][0].id - 1}
                for pick in picks
            ],
        }

    return answer


def sum_up(sources: Sequence[tuple[Article, Reading]]) -> tuple[Pick, ...]:
    """Return a card's sentences from articles in the order of their numbers."""
    return summarize(
        [summary_source(article, reading) for article, reading in sources], limit=MOST_SENTENCES
    )


def _articles_in(row: Row) -> Sequence[Mapping[str, Any]]:
    articles = row["articles"]
    if not isinstance(articles, list) or not all(isinstance(each, dict) for each in articles):
        raise TypeError("articles is no list of objects")
    return articles


def _draft(article: Mapping[str, Any], row: Row) -> Draft:
    return Draft(
        title=text_in(article, "title"),
        text=text_in(article, "text"),
        outlet=text_in(article, "source"),
        url=text_in(article, "url"),
        official=False,
        published_at=date_in(article) or date_in(row) or NO_DATE,
    )
