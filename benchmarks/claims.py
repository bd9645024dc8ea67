"""Score claims and figures on the passages written for it.

    python -m benchmarks.claims                 both halves: claims, speakers, figures field by field
    python -m benchmarks.claims --mistakes tune what is wrong in the half that is read

The half `held` is never read row by row: only its totals tell what to expect. Each row gives the
claims and figures a journalist would sign; a field may have several right answers, and words of
`counts` in brackets may be there or not. Rules of labelling: data/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.tables import print_table
from bot.domain.claims import Claim, Figure, Speaker
from bot.text.claiming.claims import find_claims
from bot.text.names.acronyms import short_names
from bot.text.names.entities import find_mentions

DATA = Path(__file__).parent / "data" / "claims.jsonl"
HALVES = ("tune", "held")
#: Officials are looked up by their term of office.
READ_AT = datetime(2026, 2, 2, tzinfo=UTC)
FIGURE_FIELDS = ("unit", "qualifier", "counts", "period", "speaker")

Row = dict[str, Any]
Told = tuple[Claim, Figure]


def rows_in(half: str) -> list[Row]:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["set"] == half]


def claims_of(row: Row) -> tuple[Claim, ...]:
    mentions = find_mentions(row["text"], title="", outlet="", published_at=READ_AT)
    return find_claims(row["text"], mentions)


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower().replace("’", "'")).strip()


def _bare(name: str) -> str:
    short = {plain(long): plain(acronym) for long, acronym in short_names().items()}
    words = re.sub(r"^(?:an?|the|u s) (?=\w)", "", plain(name))
    return short.get(plain(name), short.get(f"u s {words}", words))


def has_speaker(speaker: Speaker, gold: Sequence[str]) -> bool:
    given = speaker.name or speaker.described_as
    return _bare(given) in {_bare(one) for one in gold} if given else not gold


def has_role(speaker: Speaker, gold: Sequence[str]) -> bool:
    return plain(speaker.role or "") in {plain(one) for one in gold}


def _counted(text: str) -> set[str]:
    return set(plain(text).split()) - {"a", "an", "the", "of", "s"}


def has_counts(counts: str, gold: Sequence[str]) -> bool:
    """Whether all words of one answer stand there, and none beside it and what is in brackets."""
    given = _counted(counts)
    return any(
        _counted(re.sub(r"\[.*?\]", "", one)) <= given <= _counted(one) and (given or not one)
        for one in gold
    )


def _period(words: str | None) -> str:
    return re.sub(r"^(?:in|during|for|over|of) (?:the )?", "", plain(words or ""))


def is_right(told: Told, field: str, gold: Row) -> bool:
    claim, figure = told
    if field == "speaker":
        return has_speaker(claim.speaker, gold["speaker"])
    if field == "counts":
        return has_counts(figure.counts, gold["counts"])
    if field == "period":
        return _period(figure.period) in {_period(one) for one in gold["period"]}
    return getattr(figure, field) in gold[field]


def matched_claims(found: Sequence[Claim], row: Row) -> Iterator[tuple[Row, Claim | None]]:
    """Yield each claim of the row with the one found for it, which serves once."""
    free = list(found)
    for gold in row["claims"]:
        words = plain(gold["words"])
        match = next(
            (
                one
                for one in free
                if one.kind == gold["kind"]
                and (
                    plain(one.words).startswith(words)
                    if gold["kind"] == "quote"
                    else words in plain(one.words)
                )
            ),
            None,
        )
        if match is not None:
            free.remove(match)
        yield gold, match


def matched_figures(told: Sequence[Told], row: Row) -> Iterator[tuple[Row, Told | None]]:
    """Yield each figure of the row with the one of its value; of several the rightest."""
    free = list(told)
    for gold in row["figures"]:
        alike = [one for one in free if float(one[1].value) == gold["value"]]
        best = max(
            alike, key=lambda one: sum(is_right(one, f, gold) for f in FIGURE_FIELDS), default=None
        )
        if best is not None:
            free.remove(best)
        yield gold, best


def counts_of(half: str) -> Counter[str]:
    """Return how much of a half is found and right, by name of the count."""
    total: Counter[str] = Counter()
    for row in rows_in(half):
        found = claims_of(row)
        told = [(claim, figure) for claim in found for figure in claim.figures]
        total["claims found"] += len(found)
        total["figures found"] += len(told)
        for gold, claim in matched_claims(found, row):
            total["claims"] += 1
            if claim is not None:
                total["claims matched"] += 1
                total["speakers right"] += has_speaker(claim.speaker, gold["speaker"])
                total["named"] += claim.speaker.is_named
                total["named wrongly"] += claim.speaker.is_named and not has_speaker(
                    claim.speaker, gold["speaker"]
                )
                total["roles"] += "role" in gold
                total["roles right"] += "role" in gold and has_role(claim.speaker, gold["role"])
        for gold, one in matched_figures(told, row):
            total["figures"] += 1
            if one is not None:
                total["figures matched"] += 1
                right = {field: is_right(one, field, gold) for field in FIGURE_FIELDS}
                total.update(field for field in FIGURE_FIELDS if right[field])
                total["signed"] += all(right.values())
    return total


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):.3f} ({part} of {whole})"


def print_scores() -> None:
    totals = [counts_of(half) for half in HALVES]
    lines = [
        ("claims, precision", "claims matched", "claims found"),
        ("claims, recall", "claims matched", "claims"),
        ("speaker right", "speakers right", "claims matched"),
        ("wrong of the named", "named wrongly", "named"),
        ("role right", "roles right", "roles"),
        ("figures, precision", "figures matched", "figures found"),
        ("figures, recall", "figures matched", "figures"),
        *((f"figure's {field}", field, "figures matched") for field in FIGURE_FIELDS),
        ("all fields right", "signed", "figures matched"),
    ]
    print_table(
        "Claims and figures",
        ("", *(f"{half}, {len(rows_in(half))} passages" for half in HALVES)),
        ((name, *(_share(one[part], one[whole]) for one in totals)) for name, part, whole in lines),
    )


def print_mistakes(half: str) -> None:
    if half != "tune":
        raise SystemExit("the held half stays unread: ask for totals")
    for row in rows_in(half):
        wrong = list(_mistakes(row))
        if wrong:
            print(f"{row['id']}: {row['text']}")
            print("".join(f"    {one}\n" for one in wrong))


def _mistakes(row: Row) -> Iterator[str]:
    found = claims_of(row)
    pairs = list(matched_claims(found, row))
    for gold, claim in pairs:
        if claim is None:
            yield f"missed {gold['kind']} “{gold['words']}” of {gold['speaker']}"
        elif not has_speaker(claim.speaker, gold["speaker"]):
            yield f"“{gold['words']}”: {claim.speaker.label}, not {gold['speaker']}"
        elif "role" in gold and not has_role(claim.speaker, gold["role"]):
            yield f"role {claim.speaker.role}, not {gold['role']}"
    known = [claim for _, claim in pairs]
    for claim in (one for one in found if one not in known):
        yield f"invented {claim.kind} “{claim.words}” of {claim.speaker.label}"
    yield from _wrong_figures(found, row)


def _wrong_figures(found: Sequence[Claim], row: Row) -> Iterator[str]:
    told = [(claim, figure) for claim in found for figure in claim.figures]
    pairs = list(matched_figures(told, row))
    for gold, one in pairs:
        if one is None:
            yield f"missed figure {gold['value']} {gold['counts']}"
            continue
        claim, figure = one
        given = {"speaker": claim.speaker.label}
        yield from (
            f"{figure.surface}: {field} “{given.get(field) or getattr(figure, field)}”, "
            f"not {gold[field]}"
            for field in FIGURE_FIELDS
            if not is_right(one, field, gold)
        )
    known = [one for _, one in pairs]
    for one in (each for each in told if each not in known):
        yield f"invented figure {one[1].surface} {one[1].counts}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--mistakes", metavar="SET", choices=HALVES)
    asked = parser.parse_args()
    if asked.mistakes:
        print_mistakes(asked.mistakes)
    else:
        print_scores()


if __name__ == "__main__":
    main()
