"""Intake: from one read entry to its verdict. Pure: values in, a decision with reasons out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.articles import Article, ArticleId, Entry, Reading, Relevance, StoryId
from bot.domain.feeds import Feed, Pattern, Rule
from bot.domain.verdicts import Outcome, Stage
from bot.services.identity import Identity
from bot.text.asking.rules import matches_expression, matches_words
from bot.text.events.matching import LATER_TURN, UNSURE, Match, MatchOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFinding:
    """Why an operator's rule let an article pass or refused it."""

    passed: bool
    reason: str


def same_article(entry: Entry, identity: Identity, known: Article) -> bool:
    """Whether an entry that shares a guid with an article is that article.

    Some feeds use one guid for whatever is newest: then title and address both differ, and it is
    another article.
    """
    if identity.url == known.url:
        return True
    return bool(_words(entry.title) & _words(known.title)) and _alike(entry.title, known.title)


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{3,}", title.lower()))


def _alike(one: str, other: str) -> bool:
    a, b = _words(one), _words(other)
    return 2 * len(a & b) >= min(len(a), len(b))


def apply_rules(feed: Feed, title: str, text: str, url: str, score: float) -> RuleFinding:
    """Apply the operator's rules of a feed; all must let the article pass."""
    for rule in feed.rules:
        finding = _apply(rule, title, text, url, score)
        if not finding.passed:
            return finding
    names = ", ".join(rule.name for rule in feed.rules)
    return RuleFinding(passed=True, reason=f"rules passed: {names}" if names else "no rules")


def _apply(rule: Rule, title: str, text: str, url: str, score: float) -> RuleFinding:
    if rule.min_score is not None and score < rule.min_score:
        return RuleFinding(
            passed=False,
            reason=f"rule {rule.name}: score {score:.2f} is below {rule.min_score:.2f}",
        )
    for pattern in rule.none_of:
        if _matches(pattern, title, text, url):
            return RuleFinding(
                passed=False, reason=f"rule {rule.name}: excluded by {_shown(pattern)}"
            )
    if rule.any_of and not any(_matches(pattern, title, text, url) for pattern in rule.any_of):
        return RuleFinding(passed=False, reason=f"rule {rule.name}: none of its words occur")
    return RuleFinding(passed=True, reason=f"rule {rule.name}")


def _matches(pattern: Pattern, title: str, text: str, url: str) -> bool:
    fields = {"title": title, "text": text, "url": url}
    place = fields.get(pattern.field, f"{title}\n{text}\n{url}")
    if pattern.regex is not None:
        return matches_expression(pattern.regex, place)
    return matches_words(pattern.words or "", place)


def _shown(pattern: Pattern) -> str:
    return f"/{pattern.regex}/" if pattern.regex is not None else f"“{pattern.words}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Off the beat."""

    reasons: tuple[str, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """One more article of an open story."""

    story: StoryId
    copy_of: ArticleId | None
    reasons: tuple[str, ...]
    related: tuple[StoryId, ...]
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """The first article of a story."""

    continues: StoryId | None
    related: tuple[StoryId, ...]
    reasons: tuple[str, ...]
    stages: tuple[Stage, ...]


Decision = Drop | Join | Open


def decide(relevance: Relevance, rules: RuleFinding, match: Match | None) -> Decision:
    """Decide about an article nobody has seen before.

    `match` may be None only when relevance or rules already refuse it.
    """
    score = f"score {relevance.score:.2f}"
    because = "; ".join(relevance.reasons) or "nothing about immigration enforcement"
    if not relevance.relevant:
        stage = Stage(name="on the beat", outcome=Outcome.FAILED, reason=f"{score}: {because}")
        return Drop(reasons=relevance.reasons or (because,), stages=(stage,))
    passed = Stage(name="on the beat", outcome=Outcome.PASSED, reason=f"{score}: {because}")
    if not rules.passed:
        refused = Stage(name="feed's rules", outcome=Outcome.FAILED, reason=rules.reason)
        return Drop(reasons=(rules.reason,), stages=(passed, refused))
    ruled = Stage(name="feed's rules", outcome=Outcome.PASSED, reason=rules.reason)
    assert match is not None
    return _place(match, (passed, ruled))


#: Signs of a rewrite from which an article is taken to tell another's news: one alone proves
#: nothing, and reports have questions and columns too.
SIGNS_OF_RETELLING = 3
#: Probability that a story is the same event from which a rewrite tells it: what is re-worded
#: throughout, with dates and figures of its own, is never as like it as a report.
RETOLD = 0.3


def settle(match: Match, reading: Reading, *, precedes: bool) -> Match:
    """Return the match with what is no later turn made the same event.

    A rewrite tells yesterday's event again, however late it comes and however it is worded; and
    an article published before everything the story holds (`precedes`) cannot be a later turn.
    """
    retells = len(reading.rewrite_signs) >= SIGNS_OF_RETELLING
    if match.outcome is MatchOutcome.POSSIBLY_RELATED and retells and match.score >= RETOLD:
        match = replace(match, story=match.related[0], related=match.related[1:])
    elif match.outcome is not MatchOutcome.NEW_TURN or not (retells or precedes):
        return match
    why = "tells the event again, with the signs of a rewrite" if retells else "came first"
    reasons = (why, *(reason for reason in match.reasons if reason not in {LATER_TURN, UNSURE}))
    return replace(match, outcome=MatchOutcome.SAME_EVENT, reasons=reasons)


def _place(match: Match, stages: tuple[Stage, ...]) -> Join | Open:
    because = "; ".join(match.reasons) or "no open story is like it"
    same_text = match.outcome is MatchOutcome.SAME_TEXT
    joined = (
        match.outcome in {MatchOutcome.SAME_TEXT, MatchOutcome.SAME_EVENT}
        and match.story is not None
    )
    stages = (
        *stages,
        Stage(
            name="same text",
            outcome=Outcome.PASSED if same_text else Outcome.SKIPPED,
            reason=because if same_text else "its words are its own",
        ),
        Stage(
            name="same event",
            outcome=Outcome.PASSED if joined else Outcome.SKIPPED,
            reason=because,
        ),
    )
    if joined and match.story is not None:
        return Join(
            story=match.story,
            copy_of=match.article if same_text else None,
            reasons=match.reasons,
            related=match.related,
            stages=stages,
        )
    return Open(
        continues=match.story if match.outcome is MatchOutcome.NEW_TURN else None,
        related=match.related,
        reasons=match.reasons or (because,),
        stages=stages,
    )


def is_old_news(published_at: datetime, feed: Feed, now: datetime) -> bool:
    """Whether an entry is too old to be announced; it is stored all the same."""
    return now - published_at > feed.max_age
