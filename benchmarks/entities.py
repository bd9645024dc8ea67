"""Score entities on passages written for it, by type: names found, wrong and missed.

    python -m benchmarks.entities                  both halves
    python -m benchmarks.entities --mistakes SET   what is judged wrongly; never of the held half

A passage holds each public entity once with all its right names. A name found fits when it equals
one of them without case, marks, titles and "the", and has the type; officials and other public
people are one type. What is `optional` neither counts when found nor when missed. Half
`second-held` was never read row by row.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions

DATA = Path(__file__).parent / "data" / "entities.jsonl"
SETS = ("second-tune", "second-held")
KINDS = ("agency", "court", "facility", "law", "org", "person", "place")

_TITLES = (
    "the", "mr", "mrs", "ms", "dr", "president", "judge", "justice", "sheriff", "mayor", "gov",
    "governor", "sen", "senator", "rep", "representative", "congressman", "congresswoman",
    "secretary", "capt", "captain", "attorney general", "us district judge",
)  # fmt: skip
_TITLE = re.compile(rf"^(?:{'|'.join(_TITLES)}) (?=.)")

Row = dict[str, Any]
#: What became of a name: right (with its canonical form or without), too much, or not found.
EXACT, OTHER, WRONG, MISSED = "exact", "other", "wrong", "missed"


def rows_of(half: str) -> list[Row]:
    rows = map(json.loads, DATA.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["set"] == half]


def plain(name: str) -> str:
    """The form in which names are compared."""
    bare = name.lower().replace("u.s.", "us").replace("'s", "").replace("’s", "")
    bare = " ".join(re.sub(r"[^\w\s]", " ", bare).split())
    while (shorter := _TITLE.sub("", bare)) != bare:
        bare = shorter
    return bare


def kind_of(name: str) -> str:
    return EntityKind.PERSON.value if name == EntityKind.OFFICIAL.value else name


def found_in(row: Row) -> list[tuple[str, str]]:
    """The type and name of each entity the bot finds in a passage, once."""
    when = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    mentions = find_mentions(row["text"], outlet=row["source"], published_at=when)
    found = {one.entity.id: (kind_of(one.entity.kind.value), one.entity.name) for one in mentions}
    return list(dict.fromkeys(found.values()))


def judged(row: Row) -> Iterator[tuple[str, str, str]]:
    """Yield what became of each name that counts: the outcome, the type and the name."""
    gold = [(kind_of(each["type"]), _names(each), each) for each in row["entities"]]
    met: set[int] = set()
    for kind, name in found_in(row):
        key = plain(name)
        named = [i for i, (_, names, _) in enumerate(gold) if key in names]
        fitting = [i for i in named if gold[i][0] == kind]
        fresh = next((i for i in fitting if i not in met), None)
        if fresh is not None:
            met.add(fresh)
            if not gold[fresh][2]["optional"]:
                is_exact = key == plain(gold[fresh][2]["name"])
                yield EXACT if is_exact else OTHER, kind, name
        elif not fitting and not any(gold[i][2]["optional"] for i in named):
            yield WRONG, kind, name
    for i, (kind, _, each) in enumerate(gold):
        if i not in met and not each["optional"]:
            yield MISSED, kind, each["name"]


def _names(each: Row) -> set[str]:
    return {plain(name) for name in (each["name"], *each["aliases"])}


def print_set(half: str) -> None:
    rows = rows_of(half)
    counts = Counter((kind, outcome) for row in rows for outcome, kind, _ in judged(row))
    for kind in KINDS:
        print_line(f"  {kind}", Counter({end: counts[kind, end] for end in _ENDS}))
    total = Counter({end: sum(counts[kind, end] for kind in KINDS) for end in _ENDS})
    print_line(half, total)


_ENDS = (EXACT, OTHER, WRONG, MISSED)


def print_line(what: str, ends: Counter[str]) -> None:
    right = ends[EXACT] + ends[OTHER]
    precision = right / max(1, right + ends[WRONG])
    recall = right / max(1, right + ends[MISSED])
    score = 2 * precision * recall / max(1e-9, precision + recall)
    print(
        f"{what:12} F1 {score:.3f}  precision {precision:.3f}  recall {recall:.3f} "
        f"of {right + ends[MISSED]}  canonical {ends[EXACT] / max(1, right):.3f}"
    )


def print_mistakes(half: str) -> None:
    if half.endswith("held"):
        raise SystemExit("a held set stays unread: ask for totals")
    for row in rows_of(half):
        for outcome, kind, name in judged(row):
            if outcome != EXACT:
                print(f"{row['id']} {outcome:7} {kind:9} {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--mistakes", metavar="SET", choices=SETS)
    asked = parser.parse_args()
    if asked.mistakes:
        print_mistakes(asked.mistakes)
    else:
        for half in SETS:
            print_set(half)


if __name__ == "__main__":
    main()
