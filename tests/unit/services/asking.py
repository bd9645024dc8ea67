"""Somebody who asks in a town's newsroom, and a newsroom with two stories to ask about."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.delivery import ChannelRef, Platform
from bot.domain.questions import Answer, Asker
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from tests.fakes.town import Town, a_feed, a_town, an_entry
from tests.unit.services.texts import LETTERS, LETTERS_TITLE, RULING, RULING_TITLE

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
#: The address of the copy in the second outlet of `a_newsroom`.
COPY_URL = "https://herald.example/copy"


async def a_newsroom(**options) -> Town:
    """Story 1 has an article and its copy in a second outlet; story 2 has one article."""
    town = a_town(a_feed("ledger"), a_feed("herald"), a_feed("star"), **options)
    letters = an_entry(LETTERS_TITLE, LETTERS, guid="a")
    await town.publishes("ledger", letters)
    await town.settles()
    await town.publishes("ledger", an_entry(RULING_TITLE, RULING))
    await town.publishes("herald", an_entry(LETTERS_TITLE, LETTERS, guid="b", url=COPY_URL))
    await town.settles()
    return town


def a_desk(town: Town, **backstage) -> AnswerDesk:
    return AnswerDesk(
        storage=town.storage,
        briefing=Briefing(town.clock),
        feeds=lambda: town.house.rounds.feeds,
        clock=town.clock,
        backstage=Backstage(**backstage),
    )


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
