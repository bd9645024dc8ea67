"""What one article of 500 words costs, step by step: python -m benchmarks.analysis [ARTICLES].

CPU milliseconds of one core, over articles of the farm. The goal is 25 ms in all, under 120 MB,
and matching that grows less than linearly with the number of open stories.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import mean

import psutil

from benchmarks.farm import grow
from benchmarks.tables import percentile, print_machine, print_table
from bot.domain.articles import ArticleId, Draft, StoryId
from bot.text.beat.relevance import weigh
from bot.text.claiming.claims import find_claims
from bot.text.comparing.changes import find_correction
from bot.text.comparing.provenance import rewrite_signs
from bot.text.events.fingerprint import sketch
from bot.text.events.matching import StoryIndex
from bot.text.events.traits import traits_of
from bot.text.names.documents import find_documents
from bot.text.names.entities import find_mentions
from bot.text.printing.summarize import SummarySource, summarize
from bot.text.private.private_names import private_names
from bot.text.private.redaction import redact
from bot.text.prose.clean import one_line, plain_text
from bot.text.prose.furniture import strip_furniture
from bot.text.reading import read_draft

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
OPEN = (500, 2_000, 5_000)


def texts(count: int) -> list[Draft]:
    """Drafts of the farm's articles on the beat, as a feed gives them."""
    articles = (each for feed in grow(count, 10, 3, NOW) for each in feed)
    drafts = (
        Draft(
            title=article.title,
            text="".join(f"<p>{each}</p>" for each in article.body.split("\n\n")),
            outlet=f"Outlet {number}",
            url="",
            official=False,
            published_at=article.at,
        )
        for number, article in enumerate(articles)
        if article.title.startswith("ICE ")
    )
    return list(islice(drafts, count))


class Steps:
    """CPU seconds of each step of each article."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)

    def time(self, name: str, call: Callable[[], object]):
        started = time.process_time()
        result = call()
        self.spent[name].append((time.process_time() - started) * 1e3)
        return result


def read_in_steps(draft: Draft, steps: Steps) -> None:
    """The steps of `bot.text.reading.read_draft`, one by one, and a card's."""
    title = one_line(draft.title)
    raw = steps.time("clean: markup", lambda: plain_text(draft.text))
    stripped = steps.time(
        "clean: furniture", lambda: strip_furniture(raw, title=title, outlet=draft.outlet)
    )
    body = steps.time("clean: redaction", lambda: redact(stripped.body))
    mentions = steps.time(
        "entities",
        lambda: find_mentions(
            body, title=title, outlet=draft.outlet, published_at=draft.published_at
        ),
    )
    claims = steps.time("claims", lambda: find_claims(body, mentions))
    steps.time("relevance", lambda: weigh(title, body, outlet=draft.outlet, url=draft.url))
    steps.time("fingerprint", lambda: sketch(body))
    steps.time("traits", lambda: traits_of(title, body, mentions, draft.published_at))
    steps.time("documents", lambda: find_documents(f"{title}\n{body}"))
    steps.time("rewrite signs", lambda: rewrite_signs(raw, body, claims))
    steps.time("corrections", lambda: find_correction(raw))
    private = steps.time("summary: private names", lambda: private_names(body, mentions))
    source = SummarySource(
        title=title, body=body, mentions=mentions, private_names=private, claims=claims
    )
    steps.time("summary: sentences", lambda: summarize([source]))


def measure_steps(drafts: list[Draft]) -> list[list[object]]:
    steps = Steps()
    for draft in drafts[:20]:
        read_in_steps(draft, Steps())  # lists are read at first use
    for draft in drafts[20:]:
        read_in_steps(draft, steps)
    rows: list[list[object]] = [
        [name, mean(each), percentile(each, 0.95)] for name, each in steps.spent.items()
    ]
    whole = [sum(each) for each in zip(*steps.spent.values(), strict=True)]
    return [*rows, ["**all steps**", mean(whole), percentile(whole, 0.95)]]


def measure_matching(drafts: list[Draft]) -> list[list[object]]:
    """A new article against 500, 2,000 and 5,000 open stories, two articles in each."""
    readings = [read_draft(draft) for draft in drafts]
    rows, kept = [], []
    for open_count in OPEN:
        before = psutil.Process().memory_info().rss
        index = StoryIndex()
        kept.append(index)  # freed memory would be given to the next one, uncounted
        for number in range(2 * open_count):
            reading = readings[number % len(readings)]
            index.add(
                StoryId(number % open_count),
                ArticleId(number),
                _varied(reading.traits, number % open_count),
                reading.fingerprint,
                NOW - timedelta(minutes=number % 10_000),
            )
        megabytes = (psutil.Process().memory_info().rss - before) / 1e6
        asked = readings[:100]
        started = time.process_time()
        for number, reading in enumerate(asked):
            index.match(_varied(reading.traits, number), reading.fingerprint, NOW)
        each = (time.process_time() - started) * 1e3 / len(asked)
        rows.append([open_count, 2 * open_count, each, megabytes])
    return rows


def _varied(traits, story: int):
    """The same trait sizes with other words, so that few hundred readings make many stories."""
    rng = random.Random(story)
    called = {
        term: f"{term}{story % 50}" if rng.random() < 0.7 else term for term, _ in traits.terms
    }
    return replace(
        traits,
        terms=tuple(sorted((called[term], weight) for term, weight in traits.terms)),
        title_terms=tuple(sorted(called.get(term, term) for term in traits.title_terms)),
    )


def main(count: int = 220) -> None:
    drafts = texts(count)
    words = mean(len(plain_text(draft.text).split()) for draft in drafts)
    print_table(
        f"One article ({words:.0f} words), CPU milliseconds on one core; goal: 25 ms in all",
        ("step", "mean", "p95"),
        measure_steps(drafts),
    )
    print(f"\nResident memory after it: {psutil.Process().memory_info().rss / 1e6:.0f} MB.")
    print_table(
        "Matching a new article against the open stories",
        ("open stories", "articles in them", "ms an article", "MB more"),
        measure_matching(drafts),
    )


if __name__ == "__main__":
    print_machine()
    main(*(int(each) for each in sys.argv[1:]))
