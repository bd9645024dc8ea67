"""What running stories teach relevance: the names tied to articles that were on the beat lately.

A later article may say only "federal officers" and a name. Names are learned from articles that
stand on their own words and are far above the line; an article that was itself lifted stays below
that, so teaching never feeds on itself. What an article is worth depends on its time, not on how
late it came. Numbers: docs/decisions/0015-running-stories-teach.md,
0059-relevance-second-pass.md and 0071-names-that-drift.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.articles import Relevance
from bot.text.beat.running_names import Bearer, Name, bearer_of, beginning, names_with_worth
from bot.text.beat.taught import LIFT_MOST, TRUSTED, Teaching, has_partner
from bot.text.beat.terms import find_terms
from bot.text.beat.words import words_of
from bot.text.beat.zones import zone_of

#: Score from which an article teaches: far above the line, and above what teaching can lift to.
TEACHES_FROM: Final = 0.8
#: Score below which an article shows that its names are also news elsewhere.
CONTRASTS_BELOW: Final = 0.5
#: A name half as much in the news is worth half; a story without news for weeks teaches nothing.
HALF_LIFE: Final = timedelta(days=7)
#: Names kept; a busy month holds fewer that still weigh anything.
CAPACITY: Final = 1500
#: Points a name gains with the first headline that names it; the second brings it to the most.
POINTS_EACH: Final = 1.7
#: The most for a name of a place or a thing: it never lifts without a word of the beat's kind.
POINTS_OF_OTHERS: Final = TRUSTED - 0.05
#: Points below which a name is not worth teaching.
POINTS_LEAST: Final = 0.3
#: How much more an article off the beat weighs against a name than one on the beat for it.
CONTRAST: Final = 1.2
#: What a lifted article leaves of the strength of the names it carries, whatever the time since.
KEPT_ALIVE: Final = 0.95
#: Share that a lifted article without any word of the beat's kind weighs against its names: one is
#: a silent turn of the story, many show a name that is in the news for other reasons.
SILENT_SHARE: Final = 0.2


@dataclass(slots=True)
class _Tie:
    """How strongly a name is tied to the beat and to other news, as of `at`, and what bears it."""

    on: float
    off: float
    at: datetime
    bearer: Bearer

    def aged(self, at: datetime) -> tuple[float, float]:
        """Return what is left of both sides at `at`; time never runs backwards."""
        share = _left_after(at - self.at)
        return self.on * share, self.off * share

    def points(self, at: datetime) -> float:
        """Return what the name may add to an article at `at`."""
        on, off = self.aged(at)
        most = POINTS_OF_OTHERS if self.bearer is Bearer.OTHER else LIFT_MOST
        return min(most, POINTS_EACH * on) * on / (on + CONTRAST * off) if on else 0.0

    def add(self, on: float, off: float, at: datetime) -> None:
        """Take in what an article of `at` is worth; one that comes late has faded on its way."""
        faded = _left_after(self.at - at)
        was_on, was_off = self.aged(at)
        self.on, self.off = was_on + on * faded, was_off + off * faded
        self.at = max(self.at, at)


def _left_after(time: timedelta) -> float:
    """Return the share that is left after `time`; all of it if that has not passed yet."""
    return float(0.5 ** max(0.0, time / HALF_LIFE))


class RunningBeat:
    """A bounded, decaying memory of names; the same articles in the same order give the same."""

    def __init__(self) -> None:
        self._ties: dict[str, _Tie] = {}

    def learn(self, title: str, text: str, relevance: Relevance, at: datetime) -> None:
        """Take one judged article into account.

        Kept articles teach when their score reaches `TEACHES_FROM`. Dropped ones are welcome too:
        they show which names are news for other reasons. A dropped article about a taught name
        shows that only where it is about another subject; else it may be a turn of the same story.
        An article between keeps the names it carries from fading, and never strengthens them.
        """
        names = names_with_worth(title, text)
        if relevance.score >= TEACHES_FROM:
            self._teach(names, at)
        elif relevance.score < CONTRASTS_BELOW:
            self._contrast(names, at, elsewhere=_is_about_another_subject(title))
        elif has_partner(zone_of("", title)) or has_partner(zone_of("", beginning(text))):
            self._keep_alive(names, at)
        else:
            self._contrast(self._tied_persons(names), at, elsewhere=True, share=SILENT_SHARE)
        if len(self._ties) > CAPACITY:
            self._forget(at)

    def teaching(self, at: datetime) -> Teaching:
        """Return what is taught at `at`, as a value."""
        points = {name: round(tie.points(at), 3) for name, tie in self._ties.items()}
        terms = {name: worth for name, worth in sorted(points.items()) if worth >= POINTS_LEAST}
        operations = (name for name in terms if self._ties[name].bearer is Bearer.OPERATION)
        return Teaching(terms=terms, operations=frozenset(operations))

    def _teach(self, names: Mapping[Name, float], at: datetime) -> None:
        for name, worth in names.items():
            tie = self._ties.setdefault(name.words, _Tie(0.0, 0.0, at, name.bearer))
            tie.bearer = bearer_of(tie.bearer, name.bearer) if tie.on else name.bearer
            tie.add(worth, 0.0, at)

    def _contrast(
        self, names: Mapping[Name, float], at: datetime, *, elsewhere: bool, share: float = 1.0
    ) -> None:
        for name, worth in names.items():
            tie = self._ties.setdefault(name.words, _Tie(0.0, 0.0, at, name.bearer))
            if elsewhere or not tie.on:
                tie.add(0.0, share * worth, at)

    def _keep_alive(self, names: Mapping[Name, float], at: datetime) -> None:
        """Let names that are still taught fade by no more than `KEPT_ALIVE`."""
        for name in names:
            tie = self._ties.get(name.words)
            if tie is None or tie.bearer is Bearer.OTHER or tie.points(at) < POINTS_LEAST:
                continue
            on, off = tie.aged(at)
            tie.on, tie.off = max(on, KEPT_ALIVE * tie.on), off
            tie.at = max(tie.at, at)

    def _tied_persons(self, names: Mapping[Name, float]) -> dict[Name, float]:
        """Return the names that are tied and no operation's, which is nothing but the beat's."""
        ties = {name: self._ties.get(name.words) for name in names}
        return {
            name: names[name]
            for name, tie in ties.items()
            if tie is not None and tie.bearer is not Bearer.OPERATION
        }

    def _forget(self, at: datetime) -> None:
        """Drop the weakest quarter: those that are tied to nothing any more."""
        ranked = sorted(self._ties, key=lambda name: (-sum(self._ties[name].aged(at)), name))
        kept = set(ranked[: CAPACITY * 3 // 4])
        self._ties = {name: tie for name, tie in self._ties.items() if name in kept}


def _is_about_another_subject(title: str) -> bool:
    roles = {hit.group.role for hit in find_terms(words_of(title))}
    return "against" in roles and roles.isdisjoint({"protest", "release", "hold"})
