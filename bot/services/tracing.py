"""Tracing: what became of an entry and why, kept for `why`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.articles import Article, Change, Entry
from bot.domain.feeds import FeedId
from bot.domain.verdicts import Outcome, Stage, Trace
from bot.services.identity import Identity
from bot.services.moments import kept_time

REVISION = "revision"
#: Revisions that a trace names, the newest: a live page is changed all day.
MOST_REVISIONS = 10


def posting_stage(article: Article, *, announced: bool, silent: bool) -> Stage:
    """Return whether channels hear of an article; `silent`: its feed is new."""
    if announced and not article.is_backfilled:
        return Stage(
            name="posting", outcome=Outcome.PASSED, reason="goes to the channels that want it"
        )
    if article.is_backfilled:
        why = "brought in from a file of past articles"
    elif silent:
        why = "the feed was new"
    else:
        why = f"published {kept_time(article.published_at)}, longer ago than max_age"
    reason = f"stored without posting: {why}"
    return Stage(name="posting", outcome=Outcome.SKIPPED, reason=reason)


def revision_stage(changes: Sequence[Change], at: datetime) -> Stage:
    """Return what a publisher changed, and when that was seen."""
    words = ", ".join(sorted({change.kind.value for change in changes})) or "wording"
    return Stage(
        name=REVISION,
        outcome=Outcome.PASSED,
        reason=f"the publisher changed an article we hold: {words}; seen {kept_time(at)}",
    )


def amended(trace: Trace, revision: Trace) -> Trace:
    """Return a revision's trace with why its article was kept, which the change does not undo."""
    stages = (*trace.stages, *revision.stages)
    decided = tuple(stage for stage in stages if stage.name != REVISION)
    revised = tuple(stage for stage in stages if stage.name == REVISION)[-MOST_REVISIONS:]
    return replace(revision, verdict=trace.verdict, stages=(*decided, *revised))


def trace_of(
    entry: Entry,
    identity: Identity,
    *,
    feed: FeedId,
    outlet: str,
    verdict: str,
    stages: tuple[Stage, ...],
    at: datetime,
    article: Article | None,
) -> Trace:
    """Return the way of an entry; `article` is what it became, if anything."""
    return Trace(
        feed=feed,
        outlet=outlet,
        url=identity.url,
        guid=entry.guid,
        title=entry.title,
        at=at,
        verdict=verdict,
        stages=stages,
        article=article.id if article else None,
        story=article.story if article else None,
    )
