"""What admins may do through `/news`: rights, reports, the record of both, mutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import StoryId
from bot.domain.briefs import Notice
from bot.domain.delivery import DeliveryState, Platform
from bot.domain.errors import QuestionError
from bot.domain.questions import COMMANDS
from bot.services.dossier import open_dossier
from bot.services.muting import is_muted
from tests.fakes.town import a_route
from tests.unit.services.asking import (
    ADMIN,
    COPY_URL,
    DANA,
    ELSEWHERE,
    OPERATOR,
    a_desk,
    a_newsroom,
    ask,
    headings,
    texts,
)
from tests.unit.services.texts import LETTERS_TITLE

# ---- rights


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.admin])
async def test_an_admin_command_is_refused_to_others_whatever_it_asks(command):
    town = await a_newsroom()

    with pytest.raises(QuestionError, match="is for admins"):
        await ask(town, command.example)
    assert town.storage.state.deeds == {}


async def test_who_is_listed_in_feeds_yaml_is_an_admin_on_that_platform_alone():
    town = await a_newsroom()
    desk = a_desk(town, admins=lambda: {Platform.SLACK: frozenset({"U1"})})

    assert (await desk.ask("feed list", DANA)).title == "Feeds"
    with pytest.raises(QuestionError, match="is for admins"):
        await desk.ask("feed list", replace(DANA, platform=Platform.DISCORD))


async def test_help_parts_what_everyone_and_what_admins_can_ask():
    answer = await ask(await a_newsroom(), "help")

    assert headings(answer) == ["", "Admins"]
    assert "report STORY reason: [NOTE]" in texts(answer, "")
    assert "split STORY ARTICLE" in texts(answer, "Admins")
    assert len(texts(answer)) == len(COMMANDS)


# ---- report


async def test_a_report_reaches_the_ops_channel_once_and_is_recorded():
    town = await a_newsroom()

    for _ in range(2):
        answer = await ask(town, "report 1 reason:wrong-fact the share is from 2019")
    await town.settles()

    assert answer.summary == "Thank you. The operators will be told."
    (post,) = [post for post in town.posts if isinstance(post.message, Notice)]
    assert post.channel == "ops"
    assert post.message.title == "Report: story 1, wrong-fact"
    assert post.message.lines == (
        LETTERS_TITLE,
        "“the share is from 2019”",
        "from U1 on slack",
    )
    assert texts(await ask(town, "audit", ADMIN))[0] == (
        "report: story 1: wrong-fact: the share is from 2019"
    )


async def test_a_report_may_be_given_option_by_option():
    town = await a_newsroom()
    raw = {"story": "1", "reason": "other", "note": "see page two"}

    answer = await town.house.desk.ask_command("report", raw, DANA)

    assert answer.title == "Reported story 1"


async def test_a_report_without_ops_channels_is_kept_for_the_admins():
    town = await a_newsroom(routes=(a_route(),))

    with_router = await ask(town, "report 1 reason:off-topic")
    without = await a_desk(town).ask("report 1 reason:off-topic", OPERATOR)

    assert with_router.summary == without.summary
    assert "recorded for the admins" in without.summary
    assert town.storage.state.deeds[1].what == "story 1: off-topic"


@pytest.mark.parametrize(
    ("line", "words"),
    [("report 1", "needs what is wrong"), ("report 99 reason:other", "I know no story")],
)
async def test_a_mistaken_report_gets_one_clear_line(line, words):
    with pytest.raises(QuestionError, match=words):
        await ask(await a_newsroom(), line)


# ---- audit


async def test_nothing_changed_yet_is_said_plainly():
    answer = await ask(await a_newsroom(), "audit", ADMIN)

    assert answer.summary == "Nobody has changed or reported anything yet."


async def test_the_record_is_read_by_its_own_workspace_and_at_the_terminal():
    town = await a_newsroom()
    await ask(town, "mute 1", ADMIN)

    mine = await ask(town, "audit", ADMIN)
    theirs = await ask(town, "audit", replace(ELSEWHERE, is_platform_admin=True))
    operators = await ask(town, "audit", OPERATOR)

    assert texts(mine) == ["mute: story 1 until 2026-03-02 14:00 CST"]
    assert texts(operators) == ["mute: story 1 until 2026-03-02 15:00 EST"]
    assert mine.sections[0].lines[0].detail == "U9 on slack · 2026-03-02 06:00 CST"
    assert theirs.sections == ()


# ---- mute


async def muted(town, story: int) -> bool:
    async with town.storage.look() as unit:
        dossier = await open_dossier(unit, StoryId(story))
        return await is_muted(unit, dossier, town.clock.now())


async def test_a_muted_story_is_silent_until_its_time_and_what_was_owed_is_given_up():
    town = await a_newsroom()
    await ask(town, f"split 1 {COPY_URL}", ADMIN)  # owes a card for story 3

    answer = await ask(town, "mute 3 for:2h", ADMIN)
    during = await muted(town, 3)
    town.clock.turn(timedelta(hours=2))

    assert answer.summary == "Nothing of story 3 is posted until 2026-03-02 08:00 CST."
    assert (during, await muted(town, 3)) == (True, False)
    async with town.storage.look() as unit:
        (owed,) = await unit.deliveries.of_story(StoryId(3))
    assert owed.state is DeliveryState.ABANDONED


async def test_a_mute_can_be_lifted():
    town = await a_newsroom()
    await ask(town, "mute 1", ADMIN)

    answer = await ask(town, "mute 1 for:0h", ADMIN)

    assert answer.summary == "Story 1 is no longer muted."
    assert not await muted(town, 1)


async def test_a_story_that_another_outlet_tells_too_survives_the_mute_of_one():
    town = await a_newsroom()

    await ask(town, "mute Ledger for:900d", ADMIN)

    assert not await muted(town, 1)
    assert await muted(town, 2)
    assert "until 2026-04-01" in texts(await ask(town, "audit", ADMIN))[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("er", "may be: Ledger, Herald"),
        ("Hearld", "Did you mean Herald?"),
        ("zzz", "See `sources`"),
    ],
)
async def test_an_outlet_must_be_named_so_that_one_is_meant(name, words):
    with pytest.raises(QuestionError, match=words.replace("?", r"\?")):
        await ask(await a_newsroom(), f"mute {name}", ADMIN)


async def test_a_mute_that_was_lifted_is_no_mute_in_the_record():
    town = await a_newsroom()
    await ask(town, "mute 1", ADMIN)
    await ask(town, "mute 1 for:0h", ADMIN)

    assert "mute: story 1 lifted" in texts(await ask(town, "audit", ADMIN))
