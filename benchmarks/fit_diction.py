"""Fit `bot/text/lexicon/diction.toml` on the labelled rows of relevance that are not held back.

    python -m benchmarks.fit_diction > diction.toml     a few seconds
    python -m benchmarks.fit_diction --check            each writer's rows judged without having been fitted on

A logistic regression with a ridge over the words and groups of terms in headline and opening. Rows
with a text count twice, once as a headline alone. Words that stand in few rows or in many, numbers,
words of grammar, and words that are never printed in small letters (names) have no weight. The fit
starts at nothing, goes through the rows in their order and takes a set number of rounds: the same
rows, the same file.
Rows beside the beat (grade 1) count as off it: nobody is to be drawn to a bill by its words.
"""

from __future__ import annotations

import argparse
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from math import exp, sqrt

from benchmarks.relevance import FILES, Judged, Row, line_of, rows_in
from bot.text.beat.diction import Diction, words_in
from bot.text.beat.relevance import weigh
from bot.text.beat.words import words_of
from bot.text.beat.zones import Zone, opening_of, zone_of

RIDGE = 0.2
ROUNDS = 150
#: A word stands in so many readings at least, and in this share of them at most.
SEEN_FROM = 3
SEEN_MOST = 0.1
#: Points for one unit of the model's log odds, and what is taken from an article with an opening:
#: the model says how words lean, not how rare the beat is in a feed (both chosen by --check).
POINTS_PER_UNIT = 0.5
CAUTION = 0.2
#: Words of grammar: they tell who wrote the rows, not what they are about. Months and weekdays, the
#: dates on which they were written.
GRAMMAR_WORDS = (
    "a about above across after again against all almost along already also although always am amid "
    "among an and another any anyone anything are around as at away back be because been before "
    "being below between both but by can can't cannot could couldn't did didn't do does doesn't "
    "doing don't done down during each either else even ever every everyone everything few for from "
    "get gets getting go goes going gone got had has have having he her here hers him himself his "
    "how however i i'm if in instead into is isn't it its itself just least less like made make "
    "makes making many may me might mine more most much must my myself near never no nobody none "
    "nor not nothing now of off often on once one only onto or other others our ours out over own "
    "per put puts rather really same say says said saying see seen she should since so some "
    "somebody someone something soon still such take takes than that that's the their theirs them "
    "themselves then there there's these they thing things this those though through thus to told "
    "too toward towards under until up upon us use used uses very via was wasn't we we're were what "
    "what's when where whether which while who who's whom whose why will with within without won't "
    "would yet you you're your yours way ways two three four five six seven eight nine ten eleven "
    "twelve dozen dozens hundred hundreds thousand thousands first second third last next new old "
    "year years month months week weeks day days today tonight hour hours monday tuesday wednesday "
    "thursday friday saturday sunday january february march april june july august september "
    "october november december"
)
GRAMMAR = frozenset(GRAMMAR_WORDS.split())
#: Before the name of a group, so that it is told from a word.
GROUP = "group:"
#: Sets whose writers had seen neither words nor code.
WRITERS = ("second", "third", "fourth", "fifth", "sixth", "seventh")
SILENT = Zone("", (), ())

#: The names of what a reading has, and what each counts.
Line = dict[str, float]
Zones = tuple[Zone, Zone]


def fitted_rows() -> list[Row]:
    rows = [row for name in FILES for row in rows_in(name)]
    return [row for row in rows if not row["set"].endswith("held")]


def readings_of(row: Row) -> Iterable[tuple[Zones, bool]]:
    headline = zone_of("", row["title"])
    if row["text"]:
        yield (headline, opening_of(zone_of("", row["text"]))), row["grade"] == 2
    yield (headline, SILENT), row["grade"] == 2


def names_in(zone: Zone, beside: Zone) -> frozenset[str]:
    """The words and groups of a zone that the other does not have."""
    words = words_in(zone) - words_in(beside)
    return words | {GROUP + name for name in zone.groups.keys() - beside.groups.keys()}


def chosen_names(rows: list[Row], readings: list[Zones]) -> set[str]:
    printed = chain.from_iterable(words_of(f"{row['title']} {row['text']}") for row in rows)
    small = {word.removesuffix("'s") for word in printed if word.islower() and word[0].isalpha()}
    seen = Counter(
        chain.from_iterable(names_in(one, SILENT) | names_in(two, SILENT) for one, two in readings)
    )
    return {
        name
        for name, count in seen.items()
        if SEEN_FROM <= count <= SEEN_MOST * len(readings)
        and ((name in small and name not in GRAMMAR) or name.startswith(GROUP))
    }


def line_for(reading: Zones, chosen: set[str]) -> Line:
    headline, opening = reading
    line: Line = {"": 1.0}
    for names in (names_in(headline, SILENT) & chosen, names_in(opening, headline) & chosen):
        line |= dict.fromkeys(sorted(names), 1 / sqrt(len(names) or 1))
    return line


def balance(labels: Sequence[bool]) -> tuple[float, float]:
    """What a row off and on the beat counts, so that both weigh alike."""
    on = sum(labels)
    return len(labels) / (2 * (len(labels) - on)), len(labels) / (2 * on)


def fit(lines: list[Line], labels: list[bool]) -> Line:
    """Logistic regression by accelerated descent (Nesterov 1983), each weight in its own scale."""
    counts = balance(labels)
    scale: dict[str, float] = defaultdict(lambda: RIDGE)
    for line, label in zip(lines, labels, strict=True):
        whole = sum(line.values()) * counts[label] / 4
        for name, value in line.items():
            scale[name] += value * whole
    weights = dict.fromkeys(scale, 0.0)
    ahead = dict(weights)
    for turn in range(ROUNDS):
        slope = {name: 0.0 if not name else RIDGE * ahead[name] for name in weights}
        for line, label in zip(lines, labels, strict=True):
            surely = sum(ahead[name] * value for name, value in line.items())
            missed = (1 / (1 + exp(-max(-30.0, min(30.0, surely)))) - label) * counts[label]
            for name, value in line.items():
                slope[name] += missed * value
        stepped = {name: ahead[name] - slope[name] / scale[name] for name in weights}
        push = turn / (turn + 3)
        ahead = {name: stepped[name] + push * (stepped[name] - weights[name]) for name in weights}
        weights = stepped
    return weights


def fitted(rows: list[Row]) -> Diction:
    found = [each for row in rows for each in readings_of(row)]
    readings, labels = [reading for reading, _ in found], [label for _, label in found]
    chosen = chosen_names(rows, readings)
    weights = fit([line_for(reading, chosen) for reading in readings], labels)
    points = {name: round(weight * POINTS_PER_UNIT, 2) for name, weight in weights.items()}
    return Diction(
        words={n: p for n, p in points.items() if p and n and not n.startswith(GROUP)},
        groups={n.removeprefix(GROUP): p for n, p in points.items() if p and n.startswith(GROUP)},
        intercept=points[""],
        opening=-CAUTION,
    )


def print_table(name: str, points: dict[str, float]) -> None:
    print(f"\n[{name}]")
    listed = defaultdict(list)
    for each in sorted(points):
        listed[points[each]].append(each)
    for worth in sorted(listed, reverse=True):
        print(f'"{worth:+.2f}" = """')
        print(textwrap.fill(" ".join(listed[worth]), 100, break_on_hyphens=False))
        print('"""')


def print_diction(diction: Diction) -> None:
    print("# Points by which words, and groups of relevance.toml, lean to the beat (above nothing)")
    print("# or to other news. Written by benchmarks/fit_diction.py from rows written for it; not")
    print("# to be edited by hand. Source of the numbers: docs/decisions/0096-words-that-lean.md.")
    print(f"\nintercept = {diction.intercept}\nopening = {diction.opening}")
    print_table("words", dict(diction.words))
    print_table("groups", dict(diction.groups))


def judged_with(rows: list[Row], diction: Diction) -> list[Judged]:
    return [
        (row, weigh(row["title"], row["text"], outlet=row["source"], diction=diction))
        for row in rows
    ]


def print_check() -> None:
    """Judge each writer's rows by weights fitted without them; held parts apart, in total only."""
    fitted_on = fitted_rows()
    everything: list[Judged] = []
    for writer in WRITERS:
        others = [row for row in fitted_on if not row["set"].startswith(writer)]
        judged = judged_with(rows_in(f"relevance_{writer}"), fitted(others))
        print(line_of(writer, judged))
        everything += judged
    held = [(row, found) for row, found in everything if row["set"].endswith("held")]
    print(line_of("all", everything))
    print(line_of("  held", held))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        print_check()
    else:
        print_diction(fitted(fitted_rows()))


if __name__ == "__main__":
    main()
