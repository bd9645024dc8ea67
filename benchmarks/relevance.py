"""Score relevance on the headlines, leads and the running week written for it, and its cost.

    python -m benchmarks.relevance             every set: each row weighed by its own words
    python -m benchmarks.relevance --streams   a running week and fortnight, with and without teaching
    python -m benchmarks.relevance --kinds SET        mistakes of a set, counted by kind of row
    python -m benchmarks.relevance --cost      milliseconds for 500 words
    python -m benchmarks.relevance --mistakes SET     what is judged wrongly; never of a held set

Grade 2 is on the beat, 0 is not; grade 1 (beside enforcement) is counted apart and not scored. The
sets whose names end in `held` were never read row by row: only their totals steer anything. Rules
of labelling: data/README.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.articles import Relevance
from bot.text.beat.relevance import weigh
from bot.text.beat.running import RunningBeat

DATA = Path(__file__).parent / "data"
FILES = (
    "relevance",
    "relevance_fresh",
    "relevance_fields",
    "relevance_leads",
    "relevance_desk",
    "relevance_second",
    "relevance_third",
    "relevance_fourth",
    "relevance_fifth",
    "relevance_sixth",
    "relevance_seventh",
)
STREAMS = ("relevance_week", "relevance_fortnight")
COST_WORDS = 500

Row = dict[str, Any]
Judged = tuple[Row, Relevance]


def rows_in(name: str) -> list[Row]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def alone(rows: Iterable[Row]) -> Iterator[Judged]:
    for row in rows:
        yield row, weigh(row["title"], row["text"], outlet=row["source"])


def as_stream(rows: Iterable[Row]) -> Iterator[Judged]:
    """Judge rows in time order, each with what the ones before it taught."""
    beat = RunningBeat()
    for row in sorted(rows, key=lambda row: (row["date"], row["id"])):
        at = datetime.fromisoformat(row["date"])
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        teaching = beat.teaching(at)
        found = weigh(row["title"], row["text"], outlet=row["source"], taught=teaching)
        beat.learn(row["title"], row["text"], found, at)
        yield row, found


def line_of(name: str, judged: list[Judged]) -> str:
    kept = [row["grade"] for row, found in judged if found.relevant]
    grades = [row["grade"] for row, _ in judged]
    hits, false_alarms = kept.count(2), kept.count(0)
    on, off = grades.count(2), max(1, grades.count(0))
    f1 = 2 * hits / max(1, hits + false_alarms + on)
    return (
        f"{name:12} F1 {f1:.3f}  recall {hits / max(1, on):.3f} of {on}"
        f"  false alarms {false_alarms / off:.3f} of {off}"
        f"  beside enforcement kept {kept.count(1)} of {grades.count(1)}"
    )


def print_sets() -> None:
    rows = [row for name in FILES for row in rows_in(name)]
    for name in dict.fromkeys(row["set"] for row in rows):
        own = [row for row in rows if row["set"] == name]
        print(line_of(name, list(alone(own))))
        if name.startswith(
            ("leads", "desk", "second", "third", "fourth", "fifth", "sixth", "seventh")
        ):
            print(line_of("  headlines", list(alone(headlines_of(own)))))


def headlines_of(rows: Iterable[Row]) -> list[Row]:
    """Return the rows without their leads; full texts, whose headlines tell nothing, are left."""
    return [{**row, "text": ""} for row in rows if not row["kind"].startswith("full_text")]


def print_streams() -> None:
    for name in STREAMS:
        rows = rows_in(name)
        print(f"{name}: each alone, then as a stream")
        print(line_of("alone", list(alone(rows))))
        print(line_of("as a stream", list(as_stream(rows))))
    others = [row for name in FILES for row in rows_in(name)]
    own = {row["id"]: found.relevant for row, found in alone(others)}
    changed = sum(found.relevant != own[row["id"]] for row, found in as_stream(others))
    print(f"unrelated headlines changed by the stream: {changed} of {len(others)}")


def wrong_in(name: str) -> Iterator[Judged]:
    """Yield the rows of a set that are judged wrongly; of a held set, none is shown."""
    if name.endswith("held"):
        raise SystemExit("a held set stays unread: ask for totals")
    for row, found in (pair for file in (*FILES, *STREAMS) for pair in alone(rows_in(file))):
        if row["set"] == name and row["grade"] != 1 and (row["grade"] == 2) != found.relevant:
            yield row, found


def print_mistakes(name: str) -> None:
    for row, found in wrong_in(name):
        print(f"{row['grade']} {found.score:.2f} {row['title']} | {row['text']}")
        print(f"       {'; '.join(found.reasons)}")


def print_kinds(name: str) -> None:
    rows = [row for file in (*FILES, *STREAMS) for row in rows_in(file) if row["set"] == name]
    wrong = Counter(row["kind"] for row, _ in wrong_in(name))
    of = Counter(row["kind"] for row in rows)
    for kind, count in wrong.most_common():
        print(f"{kind:18} {count} of {of[kind]} wrong")


def print_cost() -> None:
    rows = [row for name in (*FILES[:3], *STREAMS[:1]) for row in rows_in(name)]
    words = " ".join(f"{row['title']}. {row['text']}" for row in rows).split()
    texts = [words[at : at + COST_WORDS] for at in range(0, len(words) - COST_WORDS, 100)]
    weigh("ICE", "ICE")
    started = time.process_time()
    for text in texts:
        weigh(" ".join(text[:10]), " ".join(text))
    spent = 1000 * (time.process_time() - started) / len(texts)
    print(f"{spent:.2f} ms for {COST_WORDS} words, all of them headlines ({len(texts)} texts)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--streams", action="store_true")
    parser.add_argument("--kinds", metavar="SET")
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--mistakes", metavar="SET")
    asked = parser.parse_args()
    if asked.mistakes:
        print_mistakes(asked.mistakes)
    elif asked.kinds:
        print_kinds(asked.kinds)
    elif asked.streams:
        print_streams()
    elif asked.cost:
        print_cost()
    else:
        print_sets()


if __name__ == "__main__":
    main()
