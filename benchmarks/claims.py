"""Score claims and figures on the passages written for it.

    python -m benchmarks.claims                        claims, speakers, figures field by field
    python -m benchmarks.claims --mistakes second-tune what is wrong in a half that is read

`second-*` are a second hand's. A half `held` is never read row by row: only its totals tell what to
expect. Each row gives the claims and figures a journalist would sign; a field may have several
right answers, and words of `counts` in brackets may be there or not. Rules of labelling, and what
counts as an equal answer: data/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.tables import print_table
from bot.domain.claims import Claim, Figure, Speaker
from bot.domain.entities import Mention
from bot.text.claiming.claims import find_claims
from bot.text.claiming.numerals import numerals
from bot.text.claiming.speech import lexicon
from bot.text.names.acronyms import short_names
from bot.text.names.entities import find_mentions
from bot.text.private.private_names import private_names

DATA = Path(__file__).parent / "data" / "claims.jsonl"
HALVES = ("tune", "held", "second-tune", "second-held")
#: Halves whose mistakes are read; the others never are.
READ = ("tune", "second-tune")
#: Officials are looked up by their term of office.
READ_AT = datetime(2026, 2, 2, tzinfo=UTC)
FIGURE_FIELDS = ("unit", "qualifier", "counts", "period", "speaker")

#: Forms of "be" and "have", articles and "of" say nothing of what is counted.
_EMPTY = frozenset(re.findall(r"\w+", "a an the of s is are was were be been being has have had"))
#: At the ends of a phrase they change nothing ("in damages", "attendance fell by").
_LEADING = frozenset({"at", "by", "for", "in", "of", "on", "to"})
#: One word in two forms ("took 87 workers into custody", "workers taken into custody").
_FORMS = {"took": "taken", "gave": "given", "drew": "drawn", "saw": "seen", "flew": "flown"}

Row = dict[str, Any]
Told = tuple[Claim, Figure]


def rows_in(half: str) -> list[Row]:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["set"] == half]


def mentions_of(row: Row) -> tuple[Mention, ...]:
    return find_mentions(row["text"], title="", outlet="", published_at=READ_AT)


def claims_of(row: Row) -> tuple[Claim, ...]:
    return find_claims(row["text"], mentions_of(row))


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower().replace("’", "'")).strip()


def _bare(name: str) -> str:
    short = {plain(long): plain(acronym) for long, acronym in short_names().items()}
    words = re.sub(r"^(?:an?|the|u s) (?=\w)", "", plain(name))
    return short.get(plain(name), short.get(f"u s {words}", words))


def has_speaker(speaker: Speaker, gold: Sequence[str], row: Row) -> bool:
    """Whether the speaker is given, by its name or as the passage calls it, or rightly withheld.

    A paper is its owner's ("ICE data").
    """
    given = speaker.name or speaker.described_as
    if not given or not gold:
        return not given and not gold
    right = {_bare(one) for one in gold}
    called = {_bare(each.surface) for each in mentions_of(row) if each.entity.id == speaker.entity}
    owned = any(
        one.startswith(f"{name} ") and lexicon().papers.search(one)
        for one in right
        for name in called
    )
    alike = _bare(given) in right or _bare(_HEAD.split(given)[0]) in {
        _bare(_HEAD.split(one)[0]) for one in gold if not speaker.is_named
    }
    return alike or owned or not right.isdisjoint(called) or is_withheld(speaker, gold, row)


#: What only tells more of somebody unnamed ("a neighbor who asked not to be named").
_HEAD = re.compile(r",|\s(?:who|that|which)\b")


def is_withheld(speaker: Speaker, gold: Sequence[str], row: Row) -> bool:
    """Whether somebody private speaks, whom the bot describes and never names."""
    if not speaker.is_anonymous:
        return False
    private = {plain(one) for one in private_names(row["text"], mentions_of(row))}
    return not private.isdisjoint(plain(one) for one in gold)


def has_role(speaker: Speaker, gold: Sequence[str]) -> bool:
    """Whether the role is given; of somebody withheld it is part of the description."""
    if speaker.name is None:
        return any(f" {plain(one)} " in f" {plain(speaker.described_as or '')} " for one in gold)
    return plain(speaker.role or "") in {plain(one) for one in gold}


def _counted(text: str) -> set[str]:
    words = [_FORMS.get(word, word) for word in plain(text).split() if not word.isdigit()]
    while words and words[0] in _LEADING:
        words.pop(0)
    while words and words[-1] in _LEADING:
        words.pop()
    return set(words) - _EMPTY


def has_counts(counts: str, gold: Sequence[str]) -> bool:
    """Whether all words of one answer stand there, and none beside it and what is in brackets."""
    given = _counted(counts)
    return any(
        _counted(re.sub(r"\[.*?\]", "", one)) <= given <= _counted(one) and (given or not one)
        for one in gold
    )


def _period(words: str | None) -> str:
    return re.sub(r"^(?:in|during|for|over|of) (?:the )?", "", plain(words or ""))


def is_right(told: Told, field: str, gold: Row, row: Row) -> bool:
    claim, figure = told
    if field == "speaker":
        return has_speaker(claim.speaker, gold["speaker"], row)
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
    """Yield each figure of the row with the one of its value; of several the rightest.

    A range is one figure, which either end gives.
    """
    free = list(told)
    for gold in row["figures"]:
        alike = [one for one in free if gold["value"] in _values(one[1])]
        best = max(alike, key=partial(_rightness, gold, row), default=None)
        if best is not None:
            free.remove(best)
        yield gold, best


def _rightness(gold: Row, row: Row, told: Told) -> int:
    return sum(is_right(told, field, gold, row) for field in FIGURE_FIELDS)


def _values(figure: Figure) -> set[float]:
    return {float(figure.value), *(float(one.value) for one in numerals(figure.surface))}


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
                total.update(_counts_of_claim(claim, gold, row))
        for gold, one in matched_figures(told, row):
            total["figures"] += 1
            if one is not None:
                total.update(_counts_of_figure(one, gold, row))
    return total


def _counts_of_claim(claim: Claim, gold: Row, row: Row) -> Counter[str]:
    right = has_speaker(claim.speaker, gold["speaker"], row)
    return Counter(
        {
            "claims matched": 1,
            "speakers right": right,
            "withheld": right and is_withheld(claim.speaker, gold["speaker"], row),
            "named": claim.speaker.is_named,
            "named wrongly": claim.speaker.is_named and not right,
            "roles": "role" in gold,
            "roles right": "role" in gold and has_role(claim.speaker, gold["role"]),
        }
    )


def _counts_of_figure(told: Told, gold: Row, row: Row) -> Counter[str]:
    right = {field: is_right(told, field, gold, row) for field in FIGURE_FIELDS}
    is_named = told[0].speaker.is_named
    return Counter(
        {
            **right,
            "figures matched": 1,
            "signed": all(right.values()),
            "figures named": is_named,
            "figures named wrongly": is_named and not right["speaker"],
        }
    )


def _share(part: int, whole: int) -> str:
    return f"{part / max(1, whole):.3f} ({part} of {whole})"


def print_scores() -> None:
    totals = [counts_of(half) for half in HALVES]
    lines = [
        ("claims, precision", "claims matched", "claims found"),
        ("claims, recall", "claims matched", "claims"),
        ("speaker right", "speakers right", "claims matched"),
        ("of these withheld as private", "withheld", "speakers right"),
        ("wrong of the named", "named wrongly", "named"),
        ("role right", "roles right", "roles"),
        ("figures, precision", "figures matched", "figures found"),
        ("figures, recall", "figures matched", "figures"),
        *((f"figure's {field}", field, "figures matched") for field in FIGURE_FIELDS),
        ("wrong of the figures' named", "figures named wrongly", "figures named"),
        ("all fields right", "signed", "figures matched"),
    ]
    print_table(
        "Claims and figures",
        ("", *(f"{half}, {len(rows_in(half))} passages" for half in HALVES)),
        ((name, *(_share(one[part], one[whole]) for one in totals)) for name, part, whole in lines),
    )


def print_mistakes(half: str) -> None:
    if half not in READ:
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
        elif not has_speaker(claim.speaker, gold["speaker"], row):
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
            if not is_right(one, field, gold, row)
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
