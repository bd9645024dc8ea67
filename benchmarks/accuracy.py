"""How right the bot is: python -m benchmarks.accuracy [--corpus DIR --scorers DIR] [--only TASK].

Without a corpus: the headlines and streams written for this project (benchmarks/data), with the
scorers below. With one: `python -m bot analyze TASK` on each development set found in DIR, judged
by the scorers of SCORERS. Where weights were fitted on one half of a set, the other half tells
what carries over, so both are shown.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fit_matching import VIEWS, rows_of, shown
from benchmarks.matching import pair_scores
from benchmarks.tables import print_machine, print_table

DATA = Path(__file__).parent / "data"
#: Analyses that run at the same time.
AT_ONCE = 2


def analyze(task: str, rows: Sequence[dict]) -> list[dict]:
    """Run `analyze` as a user would; return its rows."""
    given = "".join(f"{json.dumps(row)}\n" for row in rows)
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "analyze", task],
        input=given.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return [json.loads(line) for line in io.BytesIO(ran.stdout)]


# -- the project's own sets ----------------------------------------------------------------------


def relevance_scores(gold: Sequence[dict], found: dict[str, dict]) -> dict[str, float]:
    """F1 on core articles (grade 2), the share of foreign ones (grade 0) let through."""
    core = [found[row["id"]]["relevant"] for row in gold if row["grade"] == 2]
    foreign = [found[row["id"]]["relevant"] for row in gold if row["grade"] == 0]
    kept, alarms = sum(core), sum(foreign)
    return {
        "F1": 2 * kept / max(1, kept + alarms + len(core)),
        "false alarms": alarms / max(1, len(foreign)),
        "kept of the core": kept / max(1, len(core)),
    }


def own_relevance() -> Iterator[list[object]]:
    gold = rows_of(DATA / "relevance.jsonl")
    fields = ("id", "title", "text", "source", "date")
    found = {
        row["id"]: row
        for row in analyze("relevance", [{name: row[name] for name in fields} for row in gold])
    }
    seen = [row for row in gold if row["set"] == "dev"]
    held = [row for row in gold if row["set"] != "dev"]
    parts = [relevance_scores(part, found) for part in (gold, seen, held)]
    targets = {"F1": "≥ .95", "false alarms": "≤ .03"}
    for name in parts[0]:
        what = f"relevance, {len(gold)} headlines"
        yield [what, name, targets.get(name), *(part[name] for part in parts)]


def own_stories() -> Iterator[list[object]]:
    rows = rows_of(DATA / "stories.jsonl")
    gold = {row["id"]: str(row["story"]) for row in rows}
    for view in VIEWS:
        given = [
            {**row, "text": shown(row["text"], view), "story": None}
            for row in sorted(rows, key=lambda row: row["date"])
        ]
        filed = {row["id"]: (row["story"], row["verdict"]) for row in analyze("stories", given)}
        precision, recall = pair_scores(gold, filed)
        what = f"stories, {len(rows)} headlines and leads, {view}"
        yield [what, "pair F1", None, 2 * precision * recall / max(1e-9, precision + recall)]
        yield [what, "pair precision", None, precision]


# -- development sets with scorers of their own --------------------------------------------------

Pick = Callable[[dict], float]


def key(*names: str) -> Pick:
    """Find a figure in what a scorer prints."""

    def pick(scored: dict):
        for name in names:
            scored = scored[name]
        return scored[0] if isinstance(scored, list) else scored

    return pick


@dataclass(frozen=True, kw_only=True)
class Development:
    """One development set: its files, its scorer, and the figures to reach."""

    what: str
    task: str
    given: str
    gold: str
    scorer: str
    #: figure -> (baseline, target, where the scorer prints it)
    figures: dict[str, tuple[str, str, Pick]]
    #: Whether the scorer wants the input rows before the gold ones.
    takes_input: bool = False
    mode: tuple[str, ...] = ()
    #: Whether weights were fitted on the first half of it.
    fitted: bool = False


SETS = (
    Development(
        what="stories",
        task="stories",
        given="stories/input.jsonl.gz",
        gold="stories/gold.jsonl.gz",
        scorer="score_stories.py",
        takes_input=True,
        fitted=True,
        figures={
            "pair F1": (".667", "≥ .78", key("pair_f1")),
            "first_fa": (".129", "≤ .06", key("first_fa")),
            "follow_ok": (".822", "≥ .87", key("follow_ok")),
            "B-cubed F1": (".887", "≥ .92", key("bcubed_f1")),
        },
    ),
    Development(
        what="near-duplicates",
        task="duplicates",
        given="neardup/input.jsonl.gz",
        gold="neardup/gold.jsonl.gz",
        scorer="score_neardup.py",
        figures={"F1": (".744", "≥ .97", key("f1"))},
    ),
    Development(
        what="entities",
        task="entities",
        given="entities/input.jsonl.gz",
        gold="entities/gold.jsonl.gz",
        scorer="score_entities.py",
        figures={
            "F1, person merged": (".72", "≥ .88", key("typed_person_merged", "f1")),
            "canonical": (".80", "≥ .95", key("typed", "canonical")),
        },
    ),
    Development(
        what="article body",
        task="body",
        given="article_body/segments_input.jsonl.gz",
        gold="article_body/segments_gold.jsonl.gz",
        scorer="score_article_body.py",
        mode=("segments",),
        figures={"segments F1": (".908", "≥ .93", key("f1"))},
    ),
    Development(
        what="feeds",
        task="feeds",
        given="feeds/input.jsonl.gz",
        gold="feeds/gold.jsonl.gz",
        scorer="score_feeds.py",
        figures={"files fully right": (".95", "1.00", key("file_ok"))},
    ),
    Development(
        what="summaries",
        task="summaries",
        given="summaries/input.jsonl.gz",
        gold="summaries/gold.jsonl.gz",
        scorer="score_summaries.py",
        takes_input=True,
        fitted=True,
        figures={
            "ROUGE-1": (".347", "≥ .37", key("rouge1")),
            "ROUGE-2": (".157", "≥ .175", key("rouge2")),
            "ROUGE-L": (".241", "≥ .26", key("rougeL")),
            "numbers": ("", "1.0", key("numbers_ok")),
            "4-word shingles found": ("", "", key("extractive")),
        },
    ),
)


def measure(each: Development, corpus: Path, scorers: Path) -> list[list[object]]:
    """Analyze a set and score all of it, and its halves where something was fitted."""
    given, gold = rows_of(corpus / each.given), rows_of(corpus / each.gold)
    found = analyze(each.task, given)
    middle = len(gold) // 2
    parts = [gold, gold[:middle], gold[middle:]] if each.fitted else [gold]
    scored = [score(each, corpus, scorers, part, found) for part in parts]
    rows = [
        [each.what, name, baseline, target, *(pick(one) for one in scored)]
        for name, (baseline, target, pick) in each.figures.items()
    ]
    if each.task == "summaries":
        rows.append([each.what, "sentences verbatim", "", "1.0", verbatim(given, found)])
    return rows


def score(
    each: Development, corpus: Path, scorers: Path, gold: Sequence[dict], found: Sequence[dict]
) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        wanted, got = Path(folder) / "gold.jsonl.gz", Path(folder) / "found.jsonl.gz"
        for path, rows in ((wanted, gold), (got, found)):
            with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as out:
                out.writelines(f"{json.dumps(row)}\n" for row in rows)
        inputs = [str(corpus / each.given)] if each.takes_input else []
        ran = subprocess.run(
            [sys.executable, scorers / each.scorer, *each.mode, *inputs, wanted, got],
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(ran.stdout)


def verbatim(given: Sequence[dict], found: Sequence[dict]) -> float:
    """Share of summary sentences that stand in the article they name, white space aside.

    The scorer's shingles also run over the joints of two sentences, which no article has.
    """
    articles = {row["id"]: row["articles"] for row in given}
    told = [
        " ".join(each["text"].split())
        in " ".join(articles[row["id"]][each["article"]]["text"].split())
        for row in found
        for each in row["sentences"]
    ]
    return sum(told) / max(1, len(told))


def print_development(corpus: Path, scorers: Path, only: str | None) -> None:
    chosen = [each for each in SETS if only in {None, each.task}]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        measured = pool.map(lambda each: measure(each, corpus, scorers), chosen)
        rows = [row for part in measured for row in part]
    print_table(
        "Development sets",
        ("what", "figure", "baseline", "target", "reached", "first half", "second half"),
        [[*row, *[None] * (7 - len(row))] for row in rows],
    )


def print_own() -> None:
    print_table(
        "The project's own sets (benchmarks/data)",
        ("what", "figure", "target", "reached", "half looked at", "half held back"),
        [[*row, *[None] * (6 - len(row))] for row in (*own_relevance(), *own_stories())],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder of development sets")
    parser.add_argument("--scorers", type=Path, help="folder of their scorers")
    parser.add_argument("--only", help="one task")
    arguments = parser.parse_args()
    print_machine()
    print_own()
    if arguments.corpus and arguments.scorers:
        print_development(arguments.corpus, arguments.scorers, arguments.only)


if __name__ == "__main__":
    main()
