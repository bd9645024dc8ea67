"""What running stories teach relevance: the names tied to articles that were on the beat lately.

A later article may say only "federal officers" and a name. Names are learned from articles that
stand on their own words and are far above the line; an article that was itself lifted stays below
that, so teaching never feeds on itself. Numbers: docs/decisions/0015-running-stories-teach.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.articles import Relevance
from bot.text.beat_terms import find_terms, is_title_case, lexicon, plain_word, words_of
from bot.text.relevance import LIFT_MOST, NAME_WORDS, Teaching

#: Score from which an article teaches: far above the line, and above what teaching can lift to.
TEACHES_FROM: Final = 0.8
#: Score below which an article shows that its names are also news elsewhere.
CONTRASTS_BELOW: Final = 0.5
#: A name half as much in the news is worth half; a story without news for weeks teaches nothing.
HALF_LIFE: Final = timedelta(days=5)
#: Names kept; a busy month holds fewer that still weigh anything.
CAPACITY: Final = 1500
#: Characters of the text in which names are looked for: about its first eighty words.
NAMED_WITHIN: Final = 500
#: Worth of one mention in the opening, where a headline's is 1.
IN_OPENING: Final = 0.6
#: Points a name gains with the first headline that names it; the second brings it near the most.
POINTS_EACH: Final = 1.4
#: Points below which a name is not worth teaching.
POINTS_LEAST: Final = 0.3
#: How much more an article off the beat weighs against a name than one on the beat for it.
CONTRAST: Final = 2.0
#: A name does not reach over these.
_CLAUSE_END: Final = re.compile(r"[.!?;:,()\[\]\"“”|/]|\s[-–—]+\s|\n")


@dataclass(slots=True)
class _Tie:
    """How strongly a name is tied to the beat, as of `at`."""

    on: float
    off: float
    at: datetime

    def aged(self, at: datetime) -> tuple[float, float]:
        """Return what is left of both sides at `at`; time never runs backwards."""
        share = 0.5 ** max(0.0, (at - self.at) / HALF_LIFE)
        return self.on * share, self.off * share

    def points(self, at: datetime) -> float:
        """Return what the name may add to an article at `at`."""
        on, off = self.aged(at)
        return min(LIFT_MOST, POINTS_EACH * on) * on / (on + CONTRAST * off) if on else 0.0


class RunningBeat:
    """A bounded, decaying memory of names; the same articles in the same order give the same."""

    def __init__(self) -> None:
        self._ties: dict[str, _Tie] = {}

    def learn(self, title: str, text: str, relevance: Relevance, at: datetime) -> None:
        """Take one judged article into account.

        Kept articles teach when their score reaches `TEACHES_FROM`. Dropped ones are welcome too:
        they show which names are news for other reasons. Anything between says nothing.
        """
        if relevance.score >= TEACHES_FROM:
            on, off = 1.0, 0.0
        elif relevance.score < CONTRASTS_BELOW:
            on, off = 0.0, 1.0
        else:
            return
        for name, worth in _names_with_worth(title, text).items():
            self._note(name, on * worth, off * worth, at)
        if len(self._ties) > CAPACITY:
            self._forget(at)

    def teaching(self, at: datetime) -> Teaching:
        """Return what is taught at `at`, as a value."""
        points = {name: round(tie.points(at), 3) for name, tie in self._ties.items()}
        return Teaching(
            terms={name: worth for name, worth in sorted(points.items()) if worth >= POINTS_LEAST}
        )

    def _note(self, name: str, on: float, off: float, at: datetime) -> None:
        tie = self._ties.setdefault(name, _Tie(0.0, 0.0, at))
        was_on, was_off = tie.aged(at)
        self._ties[name] = _Tie(was_on + on, was_off + off, max(tie.at, at))

    def _forget(self, at: datetime) -> None:
        """Drop the weakest quarter: those that are tied to nothing any more."""
        ranked = sorted(self._ties, key=lambda name: (-sum(self._ties[name].aged(at)), name))
        kept = set(ranked[: CAPACITY * 3 // 4])
        self._ties = {name: tie for name, tie in self._ties.items() if name in kept}


def _names_with_worth(title: str, text: str) -> dict[str, float]:
    """Return the names of an article: 1 for one in the headline, less for the opening."""
    worth = dict.fromkeys(_names(_beginning(text)), IN_OPENING)
    words = words_of(title)
    if not is_title_case(words):
        return {**worth, **dict.fromkeys(_names(title), 1.0)}
    headline = f" {' '.join(plain_word(word) for word in words)} "
    return {name: 1.0 if f" {name} " in headline else share for name, share in worth.items()}


def _beginning(text: str) -> str:
    """Return the first words of `text`, none of them cut."""
    return text if len(text) <= NAMED_WITHIN else text[:NAMED_WITHIN].rpartition(" ")[0]


def _names(text: str) -> list[str]:
    """Return the proper names in `text` that the word list does not already know."""
    found = []
    for clause in _CLAUSE_END.split(text):
        words = words_of(clause)
        starts = [at for at, word in enumerate(words) if _is_name_word(word)]
        for run in _runs(starts):
            found.extend(_name_of([words[at] for at in run]))
    return found


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


def _runs(places: list[int]) -> list[list[int]]:
    """Part ascending indexes into runs of neighbours."""
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _name_of(words: list[str]) -> list[str]:
    """Return the name a run of capitalised words holds, or nothing."""
    known = lexicon()
    name = [plain_word(word) for word in words]
    while name and name[0] in known.openers:
        name.pop(0)
    named = " ".join(name)
    if not 2 <= len(name) <= NAME_WORDS or named in known.untaught:
        return []
    return [] if find_terms(tuple(words[-len(name) :])) else [named]
