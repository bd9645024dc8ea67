"""Somebody who asks in a town's newsroom."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.delivery import ChannelRef, Platform
from bot.domain.questions import Answer, Asker
from tests.fakes.town import Town

DANA = Asker(
    platform=Platform.SLACK,
    user="U1",
    workspace="T1",
    channel=ChannelRef(platform=Platform.SLACK, target="C1"),
    zone="America/Chicago",
)
#: The same user id in another workspace is another person.
ELSEWHERE = replace(DANA, workspace="T2", channel=ChannelRef(platform=Platform.SLACK, target="C9"))
ADMIN = replace(DANA, user="U9", is_platform_admin=True)
OPERATOR = Asker(platform=Platform.TERMINAL, user="operator", is_platform_admin=True)


async def ask(town: Town, text: str, asker: Asker = DANA, page: int = 1) -> Answer:
    return await town.house.desk.ask(text, asker, page=page)


def headings(answer: Answer) -> list[str]:
    return [section.heading for section in answer.sections]


def texts(answer: Answer, heading: str | None = None) -> list[str]:
    """The lines of an answer, or of one of its sections."""
    return [
        line.text
        for section in answer.sections
        if heading in {None, section.heading}
        for line in section.lines
    ]
