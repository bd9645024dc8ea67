"""Recording: who changed or reported what, when; and reading it back."""

from __future__ import annotations

from bot.domain.deeds import Deed
from bot.domain.delivery import Platform
from bot.domain.questions import Answer, Line, Section
from bot.ports import UnitOfWork
from bot.services.answering.asking import Asking
from bot.services.moments import local_times


async def record(asking: Asking, unit: UnitOfWork, what: str) -> None:
    """Keep what the asker does, in the transaction that does it."""
    asker = asking.asker
    await unit.deeds.record(
        Deed(
            at=asking.now,
            platform=asker.platform,
            workspace=asker.workspace,
            user=asker.user,
            command=asking.question.command,
            what=what,
        )
    )


async def answer_audit(asking: Asking) -> Answer:
    """Return the newest changes and reports of this workspace; at the terminal, of all."""
    asker = asking.asker
    everywhere = asker.platform is Platform.TERMINAL
    deeds = await asking.unit.deeds.newest(
        platform=None if everywhere else asker.platform,
        workspace=asker.workspace,
        limit=asking.count("n", 10),
    )
    lines = tuple(
        Line(
            text=f"{deed.command}: {local_times(deed.what, asking.zone)}",
            detail=f"{deed.user} on {deed.platform.value} · {asking.when(deed.at)}",
        )
        for deed in deeds
    )
    return Answer(
        title="Audit",
        summary="Newest first." if lines else "Nobody has changed or reported anything yet.",
        sections=(Section(heading="", lines=lines),) if lines else (),
        question=asking.question.text,
    )
