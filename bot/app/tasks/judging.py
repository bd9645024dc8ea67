"""`relevance`, `duplicates`, `stories` and `entities`: single judgements of the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.adapters.vectors import Encoder
from bot.app.tasks.rows import NO_DATE, Row, Task, date_in, entities_of, text_in
from bot.app.vectors import encoder_at_hand
from bot.domain.articles import ArticleId, Draft, Reading, StoryId
from bot.services.intake import settle
from bot.services.open_stories import MEMORY
from bot.text.beat.relevance import weigh
from bot.text.beat.running import RunningBeat
from bot.text.events.fingerprint import copies
from bot.text.events.matching import MatchOutcome, StoryIndex
from bot.text.names.entities import find_mentions
from bot.text.prose.clean import one_line
from bot.text.reading import read_draft


def relevance_task() -> Task:
    """A stream in time order: what is on the beat teaches the rows after it."""
    beat = RunningBeat()

    def answer(row: Row) -> Mapping[str, Any]:
        title, text, outlet = (text_in(row, key) for key in ("title", "text", "source"))
        at, url = date_in(row) or NO_DATE, text_in(row, "url")
        found = weigh(title, text, outlet=outlet, url=url)
        if not found.relevant:
            found = weigh(title, text, outlet=outlet, url=url, taught=beat.teaching(at))
        beat.learn(title, text, found, at)
        return {
            "score": round(found.score, 4),
            "relevant": found.relevant,
            "reasons": list(found.reasons),
        }

    return answer


def duplicates_task() -> Task:
    """Rows {a, b} become {dup, containment}."""

    def answer(row: Row) -> Mapping[str, Any]:
        a, b = row["a"], row["b"]
        same_outlet = text_in(a, "source").casefold() == text_in(b, "source").casefold()
        copying = copies(
            text_in(a, "title"),
            text_in(a, "text"),
            text_in(b, "title"),
            text_in(b, "text"),
            same_outlet=bool(text_in(a, "source")) and same_outlet,
        )
        return {"dup": copying.dup, "containment": round(copying.containment, 4)}

    return answer


def stories_task() -> Task:
    """A stream in time order: each row joins an open story or opens one.

    With a model in the environment every row has its vector: all are taken to be on the beat.
    """
    encoder = encoder_at_hand()
    index = StoryIndex()
    count = 0

    def answer(row: Row) -> Mapping[str, Any]:
        nonlocal count
        count += 1
        at, outlet = date_in(row) or NO_DATE, text_in(row, "source")
        reading = _reading(row, at, encoder)
        index.forget_before(at - MEMORY)
        found = index.match(reading.traits, reading.fingerprint, at, outlet=outlet)
        # The rows come in the order of their times.
        match = settle(found, reading, precedes=False)
        joined = match.outcome in {MatchOutcome.SAME_TEXT, MatchOutcome.SAME_EVENT}
        story = match.story if joined and match.story is not None else StoryId(count)
        index.add(story, ArticleId(count), reading.traits, reading.fingerprint, at, outlet=outlet)
        return {
            "story": f"s{story}",
            "verdict": match.outcome.value,
            "of": f"s{match.story}" if match.story is not None else None,
            "reasons": list(match.reasons),
        }

    return answer


def _reading(row: Row, at: datetime, encoder: Encoder | None) -> Reading:
    reading = read_draft(
        Draft(
            title=text_in(row, "title"),
            text=text_in(row, "text"),
            outlet=text_in(row, "source"),
            url=text_in(row, "url"),
            official=False,
            published_at=at,
        )
    )
    if encoder is None or not reading.body:
        return reading
    meaning = encoder.meaning(one_line(text_in(row, "title")), reading.body)
    return replace(reading, traits=replace(reading.traits, meaning=meaning))


def entities_task() -> Task:
    """Rows {text} become {entities}, each once; the row's date says who held which office."""

    def answer(row: Row) -> Mapping[str, Any]:
        mentions = find_mentions(
            text_in(row, "text"),
            title=text_in(row, "title"),
            outlet=text_in(row, "source"),
            published_at=date_in(row),
        )
        return {"entities": entities_of(mentions)}

    return answer
