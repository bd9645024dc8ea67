"""`report`: a reader tells the operators what is wrong with a story."""

from __future__ import annotations

from bot.domain.briefs import Notice
from bot.domain.delivery import RouteRole
from bot.domain.questions import Answer
from bot.services.answering.asking import Asking
from bot.services.answering.recording import record

LONGEST_NOTE = 500


async def answer_report(asking: Asking) -> Answer:
    """Record a report and tell the ops channels; raises QuestionError for an unknown story."""
    dossier = await asking.dossier(asking.text("story") or "")
    reason = asking.text("reason") or "other"
    note = " ".join((asking.text("note") or "").split())[:LONGEST_NOTE]
    story = dossier.story.id
    asker = asking.asker
    subject = f"report:{asker.platform}:{asker.workspace}:{asker.user}:{story}:{reason}:{note}"
    notice = Notice(
        title=f"Report: story {story}, {reason}",
        lines=(
            dossier.lead.title,
            *((f"“{note}”",) if note else ()),
            f"from {asker.user} on {asker.platform.value}{_abroad(asking)}",
        ),
    )
    router = asking.backstage.router
    told = router is not None and any(each.role is RouteRole.OPS for each in router.routes)
    async with asking.storage.begin() as unit:
        await record(asking, unit, f"story {story}: {reason}{f': {note}' if note else ''}")
        if router is not None:
            await router.tell(unit, notice, subject, asking.now)
        await unit.commit()
    return Answer(
        title=f"Reported story {story}",
        summary="Thank you. The operators will be told."
        if told
        else "Thank you. It is recorded for the admins, who read it with `audit`.",
    )


def _abroad(asking: Asking) -> str:
    """Name the workspace of a report that comes from another than the operators' own."""
    place = asking.asker.workspace
    return "" if place is None or asking.is_at_home else f", workspace {place}"
