"""Score story matching on the headlines and leads written for it, and the cost of one article.

    python -m benchmarks.matching            the project's own stream, benchmarks/data/stories.jsonl
    python -m benchmarks.matching benchmarks/data/days.jsonl        four invented news days
    python -m benchmarks.matching INPUT.jsonl[.gz] GOLD.jsonl[.gz]      another labelled stream
    python -m benchmarks.matching --cost     milliseconds and megabytes with 2,000 open stories

With the EMBEDDINGS variables set (.env.example) articles are matched with vectors of meaning.
Precision and recall are over pairs of articles: put together, and telling one event.
"""

from __future__ import annotations

import argparse
import random
import time
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from benchmarks.fit_matching import VIEWS, read, rows_of, when
from bot.adapters.vectors import Encoder
from bot.app.vectors import encoder_at_hand
from bot.domain.articles import ArticleId, StoryId, Traits
from bot.text.events.fingerprint import sketch
from bot.text.events.matching import MatchOutcome, StoryIndex
from bot.text.events.meaning import written
from bot.text.events.traits import traits_of

OWN = Path(__file__).parent / "data" / "stories.jsonl"
OPEN_FOR = timedelta(days=14)
COMPONENTS = 384
JOINS = {MatchOutcome.SAME_TEXT, MatchOutcome.SAME_EVENT}


def file(rows: list[dict], view: str, encoder: Encoder | None = None) -> dict[str, tuple[int, str]]:
    """Put each article where matching says; return its story and the outcome."""
    if view == "title":
        encoder = None  # headlines alone have no vectors
    index, filed, opened = StoryIndex(), {}, 0
    for number, row in enumerate(rows):
        at = when(row)
        traits, words = read(row, view, encoder)
        index.forget_before(at - OPEN_FOR)
        match = index.match(traits, words, at, outlet=row["source"])
        story = match.story if match.outcome in JOINS else None
        if story is None:
            story, opened = StoryId(opened), opened + 1
        index.add(story, ArticleId(number), traits, words, at, outlet=row["source"])
        filed[row["id"]] = (story, match.outcome)
    return filed


def pair_scores(gold: dict[str, str], filed: dict[str, tuple[int, str]]) -> tuple[float, float]:
    both = together = same = 0
    for a, b in combinations(gold, 2):
        joined, one = filed[a][0] == filed[b][0], gold[a] == gold[b]
        both, together, same = both + (joined and one), together + joined, same + one
    return both / max(1, together), both / max(1, same)


def cost(open_stories: int = 2_000, *, vectors: bool) -> None:
    """Invented full texts of 500 words, two or three to a story; vectors of any direction."""
    chance = random.Random(7)

    def traits(title: str, body: str) -> Traits:
        found = traits_of(title, body, (), at)
        direction = [chance.gauss() for _ in range(COMPONENTS)] if vectors else []
        return replace(found, meaning=written(direction, "benchmark"))

    words = [f"{a}{b}" for a in ("mar", "ten", "sol", "bri", "cal", "dor") for b in range(900)]
    index, at = StoryIndex(), datetime(2026, 2, 1, tzinfo=UTC)
    articles = []
    for number in range(open_stories * 5 // 2):
        story = number % open_stories
        body = " ".join(
            words[(story * 37 + at_word * at_word * 11 + number % 3) % len(words)]
            for at_word in range(500)
        )
        articles.append((StoryId(story), f"Officials {words[story % len(words)]} arrest", body))
    prepared = [(s, traits(t, b), sketch(b)) for s, t, b in articles]
    tracemalloc.start()
    for number, (story, told, print_) in enumerate(prepared):
        index.add(story, ArticleId(number), told, print_, at)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    start = time.process_time()
    for _, title, body in articles[:200]:
        index.match(traits(title, body), sketch(body), at)
    each = (time.process_time() - start) / 200 * 1e3
    what = "with vectors" if vectors else "by words"
    print(f"{len(articles)} open articles {what}: {megabytes:.1f} MB, {each:.2f} ms an article")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", type=Path, nargs="?", default=OWN)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--cost", action="store_true")
    arguments = parser.parse_args()
    if arguments.cost:
        for vectors in (False, True):
            cost(vectors=vectors)
        return
    encoder = encoder_at_hand()
    rows = rows_of(arguments.input)
    keys = rows_of(arguments.gold) if arguments.gold else rows
    gold = {row["id"]: str(row["story"]) for row in keys}
    for view in VIEWS:
        precision, recall = pair_scores(gold, file(rows, view, encoder))
        print(f"{view:6} pair precision {precision:.3f}  recall {recall:.3f}")


if __name__ == "__main__":
    main()
