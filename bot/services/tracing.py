"""Tracing: what became of an entry and why, kept for `why`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.articles import Article, Change, Entry
from bot.domain.feeds import FeedId
from bot.domain.verdicts import Outcome, Stage, Trace
from bot.services.identity import Identity


def posting_stage(*, announced: bool, silent: bool, at: datetime) -> Stage:
    """Return whether channels hear of an article published `at`; `silent`: its feed is new."""
    if announced:
        return Stage(
            name="posting", outcome=Outcome.PASSED, reason="goes to the channels that want it"
        )
    reason = (
        "stored without posting: the feed was new"
        if silent
        else f"stored without posting: published {at:%Y-%m-%d %H:%M} UTC, longer ago than max_age"
    )
    return Stage(name="posting", outcome=Outcome.SKIPPED, reason=reason)


def revision_stage(changes: Sequence[Change]) -> Stage:
    """Return what a publisher changed."""
    words = ", ".join(sorted({change.kind.value for change in changes})) or "wording"
    return Stage(
        name="revision",
        outcome=Outcome.PASSED,
        reason=f"the publisher changed an article we hold: {words}",
    )


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
