"""Score who may be named and what is redacted, on hard sentences written for it.

    python -m benchmarks.private                  every set
    python -m benchmarks.private --mistakes SET   what is judged wrongly; never of the held half
    python -m benchmarks.private --kinds SET      mistakes counted by kind of row

A row names people with gold on who is public, or holds numbers and addresses (`hidden`) that must
not be shown; `hidden: []` is text that must stay as it is. A private person is kept when nothing
indexes the name and no summary could hold it; a public one when the name is indexed. Sets that
end in `held` were never read row by row.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.domain.entities import EntityKind, Mention
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names
from bot.text.private.redaction import redact
from bot.text.private.withheld import names_private

DATA = Path(__file__).parent / "data" / "private.jsonl"
PEOPLE = frozenset({EntityKind.OFFICIAL, EntityKind.PERSON})
SETS = (
    *("tune", "held"),
    *("second-tune", "second-held", "third-tune", "third-held"),
    *("twins-tune", "twins-held", "twins-more"),
)

Row = dict[str, Any]


def rows_of(half: str) -> list[Row]:
    rows = map(json.loads, DATA.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["set"] == half]


def faults(row: Row) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row: the kind of fault and the words."""
    if "hidden" in row:
        yield from _unredacted(row)
        return
    text = row["text"]
    mentions = find_mentions(text)
    private = private_names(text, mentions)
    for name in row["private"]:
        if any(_is_indexed(place, mentions) for place in _places(name, text)):
            yield "indexed", name
        elif not all(names_private(text, *at, mentions, private) for at in _places(name, text)):
            yield "shown", name
    for name in row["public"]:
        if not any(_is_indexed(place, mentions) for place in _places(name, text)):
            yield "denied", name


def _unredacted(row: Row) -> Iterator[tuple[str, str]]:
    shown = redact(row["text"])
    if not row["hidden"]:
        if shown != row["text"]:
            yield "overdone", shown
        return
    for words in row["hidden"]:
        if words in shown:
            yield "unredacted", words
        elif any(part in shown for part in re.findall(r"\w*\d\w*", words)):
            yield "half redacted", f"{words} -> {shown}"


def _places(name: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _is_indexed(place: tuple[int, int], mentions: tuple[Mention, ...]) -> bool:
    start, end = place
    return any(
        one.entity.kind in PEOPLE and one.start < end and start < one.end for one in mentions
    )


def print_set(half: str) -> None:
    rows = rows_of(half)
    found = Counter(fault for row in rows for fault, _ in faults(row))
    private = sum(len(row.get("private", ())) for row in rows)
    public = sum(len(row.get("public", ())) for row in rows)
    hidden = sum(len(row.get("hidden", ())) for row in rows)
    kept = sum(row.get("hidden") == [] for row in rows)
    unredacted = found["unredacted"] + found["half redacted"]
    print(
        f"{half:11} private {private}: indexed {found['indexed']}, could be shown {found['shown']}"
        f"; public {public}: denied {found['denied']}"
        f"; details {hidden}: left {unredacted}; plain texts {kept}: changed {found['overdone']}"
    )


def read_rows(half: str) -> list[Row]:
    if half.endswith("held"):
        raise SystemExit("a held set stays unread: ask for totals")
    return rows_of(half)


def print_mistakes(half: str) -> None:
    for row in read_rows(half):
        for fault, words in faults(row):
            print(f"{fault:13} {words} | {row['text']}")


def print_kinds(half: str) -> None:
    rows = read_rows(half)
    wrong = Counter(row["kind"] for row in rows if any(True for _ in faults(row)))
    of = Counter(row["kind"] for row in rows)
    for kind, count in wrong.most_common():
        print(f"{kind:14} {count} of {of[kind]} wrong")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--mistakes", metavar="SET", choices=SETS)
    parser.add_argument("--kinds", metavar="SET", choices=SETS)
    asked = parser.parse_args()
    if asked.mistakes:
        print_mistakes(asked.mistakes)
    elif asked.kinds:
        print_kinds(asked.kinds)
    else:
        for half in SETS:
            print_set(half)


if __name__ == "__main__":
    main()
