"""Same event: whether an article tells a story we hold, a new turn of it, or something new.

A new article is compared with whole open stories. Each comparison is a handful of readable
pieces of evidence, added up in a logistic model whose weights were fitted once, on half of a
development stream, and stand in `bot.text.events.weights`. One model serves headlines and full
texts: it was fitted on both, and how much text there is to compare is itself a piece of evidence,
so no threshold is set by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp

from bot.domain.articles import ArticleId, Fingerprint, StoryId, Traits
from bot.text.events.likeness import Comparison, compare, same_words
from bot.text.events.story_index import OpenArticles, pack
from bot.text.events.traits import print_name, traits_of
from bot.text.events.weights import is_brief, weights_for

__all__ = ["Match", "MatchOutcome", "StoryIndex", "traits_of"]

#: A wrong merge hides a story, a missed one shows it twice: merge only on somewhat better odds.
CAUTION = 0.1
#: Headlines and leads have less to share, and the guards are caution enough for them.
CAUTION_BRIEF = -0.3
#: Evidence that forbids a merge however alike the rest: only common words of the beat shared,
#: headlines (or short texts) about other places, a headline that reports the contrary, a report
#: days after the story's newest.
GUARDS = ("faint", "elsewhere", "opposite", "late")
#: What outdoes a guard: so much of one text in the other, or four runs of quoted words (a quotation
#: of seven words), given as the evidence is: log of one more than their number.
BOUND_COPY = 0.3
BOUND_QUOTES = 1.6
#: Guarded likenesses are never surer than this.
DOUBTFUL = 0.4
#: Evidence that tells when, who and to what end, not what it is about: left out when a new turn is
#: looked for. An end and its restoration are no one event, but nothing is more surely related.
TIME_EVIDENCE = frozenset({"age", "late", "same_outlet", "again", "day_off", "opposite"})
#: Before this much time has passed a report is not a new turn but the same event or another.
TURN_AFTER = timedelta(hours=3)
#: A turn must be this likely to be the same event, were the calendar left out; a wrong link
#: stands on a card, so even odds are not enough.
TURN = 0.7
#: Where a town or facility is the same as well, or names and quotations are, so much is enough.
TURN_KIN = 0.3
TURN_NAMED = 0.5
#: Stories at least this likely to be the same event are named as possibly related.
RELATED = 0.15
#: How the reasons begin where a match is none in full.
LATER_TURN = "a later turn of the story"
UNSURE = "too little to be sure"
MAX_RELATED = 3


class MatchOutcome(StrEnum):
    """How an article relates to the open stories."""

    SAME_TEXT = "same_text"
    SAME_EVENT = "same_event"
    NEW_TURN = "new_turn"
    POSSIBLY_RELATED = "possibly_related"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where an article belongs, with reasons for print."""

    outcome: MatchOutcome
    #: The story joined (same text, same event) or continued (new turn); None otherwise.
    story: StoryId | None = None
    #: The article whose text is copied; None unless the outcome is same text.
    article: ArticleId | None = None
    #: Stories that may be about the same event, the likeliest first.
    related: tuple[StoryId, ...] = ()
    #: The story that comes nearest, of which the reasons speak; None when none shares a word.
    nearest: StoryId | None = None
    #: Probability, 0 to 1, that the likeliest story tells the same event.
    score: float = 0.0
    reasons: tuple[str, ...] = ()


def probability(evidence: Mapping[str, float], *, timeless: bool = False) -> float:
    """Return how surely the evidence means one event; `timeless` leaves the calendar out."""
    model = weights_for(evidence)
    logit = (
        model.bias
        - (CAUTION_BRIEF if is_brief(evidence) else CAUTION)
        + sum(
            weight * evidence[name]
            for name, weight in model.each.items()
            if not (timeless and name in TIME_EVIDENCE)
        )
    )
    sure = 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
    guards = (evidence[name] for name in GUARDS if not (timeless and name in TIME_EVIDENCE))
    guarded = any(guards) and not _is_bound(evidence)
    return min(sure, DOUBTFUL) if guarded else sure


def _is_bound(evidence: Mapping[str, float]) -> bool:
    """Whether passages or quotations in common, or an outlet's own update, outdo every guard."""
    return bool(
        evidence["copied"] >= BOUND_COPY or evidence["quotes"] >= BOUND_QUOTES or evidence["update"]
    )


def _is_related(found: Comparison) -> bool:
    return bool(found.evidence["kin"]) and probability(found.evidence) >= RELATED


def _continues(found: Comparison) -> float:
    """Probability that it would be the same event, were the calendar left out; 0 below `TURN`."""
    sure = probability(found.evidence, timeless=True)
    needed = TURN
    if found.evidence["kin"]:
        needed = TURN_KIN if found.evidence["spots"] else TURN_NAMED
    return sure if sure >= needed else 0.0


class StoryIndex:
    """The open stories, searchable. Follows from its calls in order; a replay gives the same."""

    def __init__(self) -> None:
        self._held = OpenArticles()

    def add(
        self,
        story: StoryId,
        article: ArticleId,
        traits: Traits,
        fingerprint: Fingerprint,
        at: datetime,
        *,
        outlet: str = "",
    ) -> None:
        """Remember an article of a story; call in order of time."""
        self._held.add(story, article, pack(traits, fingerprint, at, self._held.corpus, outlet))

    def match(
        self, traits: Traits, fingerprint: Fingerprint, at: datetime, *, outlet: str = ""
    ) -> Match:
        """Say where an article belongs among the stories added before.

        An outlet that comes back to a story mostly does so for a new turn, so it is worth giving.
        """
        row = pack(traits, fingerprint, at, self._held.corpus, outlet)
        found = compare(row, self._held)
        copied = same_words(row, found, self._held)
        ranked = sorted(found, key=lambda each: (-probability(each.evidence), each.story))
        if copied is not None:
            story, article = copied
            return Match(
                outcome=MatchOutcome.SAME_TEXT,
                story=story,
                article=article,
                score=1.0,
                reasons=(f"same words as article {article} of story {story}",),
            )
        if not ranked:
            return Match(
                outcome=MatchOutcome.NEW, reasons=("shares no telling word with any open story",)
            )
        return self._decide(ranked)

    def _decide(self, ranked: list[Comparison]) -> Match:
        best = ranked[0]
        score = probability(best.evidence)
        likely = [each for each in ranked[:MAX_RELATED] if _is_related(each)]
        if score >= 0.5:
            return Match(
                outcome=MatchOutcome.SAME_EVENT,
                story=best.story,
                related=tuple(each.story for each in likely[1:]),
                score=score,
                reasons=self._reasons(best),
            )
        turned = self._turned(ranked)
        if turned is not None:
            return Match(
                outcome=MatchOutcome.NEW_TURN,
                story=turned.story,
                related=tuple(each.story for each in likely if each.story != turned.story),
                score=score,
                reasons=(LATER_TURN, *self._reasons(turned)),
            )
        if likely:
            return Match(
                outcome=MatchOutcome.POSSIBLY_RELATED,
                nearest=best.story,
                related=tuple(each.story for each in likely),
                score=score,
                reasons=(UNSURE, *self._reasons(best)),
            )
        return Match(
            outcome=MatchOutcome.NEW,
            nearest=best.story,
            score=score,
            reasons=("no open story tells this event", *self._reasons(best)),
        )

    def _turned(self, ranked: list[Comparison]) -> Comparison | None:
        """The story this would belong to, had it been told at the same time."""
        later = [each for each in ranked if each.since >= TURN_AFTER]
        if not later:
            return None
        best = max(later, key=lambda each: (_continues(each), -each.story))
        return best if _continues(best) else None

    def _reasons(self, found: Comparison) -> tuple[str, ...]:
        corpus = self._held.corpus
        shared = [print_name(place) for place in found.places]
        words = [print_name(corpus.name(term)) for term in found.shared[:6]]
        named = ", ".join(dict.fromkeys((*shared, *words)))
        reasons = [f"shares {named} with story {found.story}"] if named else []
        if found.evidence["quotes"] > 0:
            reasons.append("repeats the same quoted words")
        if found.evidence["veto"]:
            reasons.append("but names other places")
        if found.evidence["opposite"]:
            reasons.append("but reports the opposite")
        return tuple(reasons)

    def forget_before(self, at: datetime) -> None:
        """Forget stories whose newest article is older than `at`; what was counted stays."""
        held = self._held
        for story, articles in list(held.articles_of.items()):
            if all(held.rows[each].at < at for each in articles):
                self.remove(story)
        held.compact()

    def remove(self, story: StoryId) -> None:
        """Forget a story."""
        for article in list(self._held.articles_of.get(story, ())):
            self._held.drop(article)

    def merge(self, story: StoryId, into: StoryId) -> None:
        """Make the articles of `story` articles of `into`."""
        self._held.move(story, into)
