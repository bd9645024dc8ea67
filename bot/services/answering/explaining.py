"""`why`: the way an entry went, stage by stage."""

from __future__ import annotations

from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Line, Section
from bot.domain.verdicts import Outcome, Trace
from bot.services.answering.asking import Asking, article_number, evidence_of
from bot.services.moments import local_times
from bot.services.tracing import REVISION
from bot.text.prose.urls import canonical_url

_WORDS = {Outcome.PASSED: "yes", Outcome.FAILED: "no", Outcome.SKIPPED: "–"}
#: A channel's readers know cards and threads; "root" and "revision" are the outbox's words.
_MESSAGES = {
    DeliveryKind.ROOT: "card",
    DeliveryKind.REVISION: "revised card",
    DeliveryKind.UPDATE: "thread note",
    DeliveryKind.DIGEST: "digest",
    DeliveryKind.NOTICE: "notice",
}
_ENDINGS = {
    "dropped": "It was not kept.",
    "repeated": "It was already known.",
    "revised": "It is a new text of an article we hold.",
    "joined": "It joined story {story}.",
    "opened": "It opened story {story}.",
}


async def answer_why(asking: Asking) -> Answer:
    """Return the stages an article went through, each with its reason; raises QuestionError."""
    reference = (asking.text("article") or "").strip().strip("<>")
    trace = await _trace(asking, reference)
    if trace is None:
        raise QuestionError(
            f"I have never seen “{reference[:200]}”. It may not be in a feed that is watched "
            f"(see `sources`), or it was dropped longer ago than traces are kept."
        )
    stages = tuple(
        Line(
            text=f"{stage.name}: {_WORDS[stage.outcome]}",
            detail=local_times(stage.reason, asking.zone),
        )
        for stage in trace.stages
    )
    sections = [Section(heading="Stages", lines=stages)]
    if trace.story is not None:
        owed = [
            delivery
            for delivery in await asking.unit.deliveries.of_story(trace.story)
            if asking.may_know_of(delivery.channel)
        ]
        if owed:
            lines = tuple(_delivery_line(asking, delivery) for delivery in owed)
            sections.append(Section(heading="Channels", lines=lines))
    ending = _ENDINGS[trace.verdict].format(story=trace.story)
    is_changed = trace.verdict != "revised" and any(s.name == REVISION for s in trace.stages)
    return Answer(
        title="Why",
        summary=f"{ending} Its publisher has changed it since." if is_changed else ending,
        sections=(Section(heading="", lines=(await _where(asking, trace),)), *sections),
        question=asking.question.text,
    )


async def _where(asking: Asking, trace: Trace) -> Line:
    """Return what was decided about: its own date where it was kept, and when it was decided."""
    held = await asking.unit.articles.get(trace.article) if trace.article is not None else None
    # The trace of an article that was changed since has the time of the change.
    decided = f"decided {asking.when(held.first_seen_at if held is not None else trace.at)}"
    return Line(
        text=trace.title,
        url=trace.url or None,
        evidence=(evidence_of(held),) if held is not None else (),
        detail=decided if held is not None else f"{trace.outlet} · {decided}",
    )


async def _trace(asking: Asking, reference: str) -> Trace | None:
    for key in dict.fromkeys((canonical_url(reference) or reference, reference)):
        trace = await asking.unit.articles.trace_of(key)
        if trace is not None:
            return trace
    number = article_number(reference)
    return await asking.unit.articles.trace_of(str(number)) if number is not None else None


def _delivery_line(asking: Asking, delivery: Delivery) -> Line:
    words = {
        DeliveryState.OWED: f"due {asking.when(delivery.due_at)}",
        DeliveryState.SENDING: "on its way",
        DeliveryState.SENT: "sent",
        DeliveryState.UNCERTAIN: "uncertain: the platform's answer was lost",
        DeliveryState.REFUSED: "refused by the platform",
        DeliveryState.ABANDONED: "not sent",
    }
    if delivery.state is DeliveryState.SENT and delivery.sent_at is not None:
        words[DeliveryState.SENT] = f"sent {asking.when(delivery.sent_at)}"
    return Line(
        text=f"{delivery.channel.name}: {_MESSAGES[delivery.kind]} {words[delivery.state]}",
        detail=local_times(delivery.last_error or "", asking.zone),
    )
