"""Several workspaces and servers of one bot: what is everybody's, and what is nobody else's.

The town's own are the Slack workspace T1 and the Discord server 501 (`tests.fakes.town`).
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.briefs import Notice
from bot.domain.delivery import ChannelRef, DeliveryState, Platform
from bot.domain.errors import QuestionError
from bot.domain.installations import Installation
from bot.domain.questions import COMMANDS, Asker, Completion
from bot.services.answering.administering import OF_ONE_WORKSPACE
from bot.services.answering.backstage import Backstage
from bot.services.homes import Homes
from tests.fakes.town import OPS, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import (
    ADMIN,
    DANA,
    ELSEWHERE,
    OPERATOR,
    a_desk,
    a_newsroom,
    ask,
    headings,
    texts,
)
from tests.unit.services.texts import LETTERS, LETTERS_TITLE

SERVER = Asker(
    platform=Platform.DISCORD,
    user="11",
    workspace="501",
    channel=ChannelRef(platform=Platform.DISCORD, target="71"),
)
#: A second server, and the same ids in a second workspace.
OTHER_SERVER = replace(
    SERVER, workspace="502", channel=ChannelRef(platform=Platform.DISCORD, target="72")
)
TWIN = replace(DANA, workspace="T2")
PAIRS = [
    pytest.param(DANA, ELSEWHERE, id="two-workspaces"),
    pytest.param(DANA, TWIN, id="two-workspaces-same-ids"),
    pytest.param(SERVER, OTHER_SERVER, id="two-servers"),
    pytest.param(ELSEWHERE, DANA, id="home-asks-guest"),
]


def an_admin(asker: Asker) -> Asker:
    return replace(asker, is_platform_admin=True)


# ---- rights

FOR_OPERATORS = [
    each.example for each in COMMANDS if each.admin and each.name not in OF_ONE_WORKSPACE
]


@pytest.mark.parametrize("stranger", [ELSEWHERE, OTHER_SERVER], ids=["workspace", "server"])
@pytest.mark.parametrize("question", FOR_OPERATORS)
async def test_an_admin_of_a_guest_changes_nothing_that_is_everybodys(question, stranger):
    town = await a_newsroom()
    before = town.storage.state.feeds

    with pytest.raises(QuestionError, match="what every workspace and server gets"):
        await ask(town, question, an_admin(stranger))

    assert town.storage.state.feeds == before
    assert town.storage.state.deeds == {}
    assert not [key for key in town.storage.state.kept if key.startswith("mute:")]


@pytest.mark.parametrize(
    "own", [ADMIN, an_admin(SERVER), OPERATOR], ids=["slack", "discord", "tty"]
)
async def test_an_admin_of_the_operators_own_changes_what_is_everybodys(own):
    town = await a_newsroom()

    await ask(town, "feed pause ledger", own)

    assert town.storage.state.feeds["ledger"].paused_at is not None


async def test_who_is_listed_in_feeds_yaml_is_an_operator_wherever_they_ask():
    town = await a_newsroom()
    desk = a_desk(town, admins=lambda: {Platform.SLACK: frozenset({ELSEWHERE.user})})

    await desk.ask("feed pause ledger", ELSEWHERE)

    assert town.storage.state.feeds["ledger"].paused_at is not None


async def test_while_no_platform_has_told_who_is_at_home_its_admins_change_nothing():
    town = await a_newsroom()
    desk = a_desk(town, homes=Homes())

    with pytest.raises(QuestionError, match="operators' own"):
        await desk.ask("feed pause ledger", ADMIN)


async def test_a_direct_message_makes_nobody_an_operator():
    town = await a_newsroom()
    direct = replace(an_admin(SERVER), workspace=None)

    with pytest.raises(QuestionError, match="operators' own"):
        await ask(town, "reload", direct)


async def test_an_admin_of_a_guest_reads_the_feeds_and_its_own_record():
    town = await a_newsroom()

    assert texts(await ask(town, "feed list", an_admin(OTHER_SERVER)))
    assert (await ask(town, "audit", an_admin(OTHER_SERVER))).title == "Audit"


async def test_an_admin_of_a_guest_changes_the_watches_of_its_own_channels():
    town = await a_newsroom()
    await ask(town, "watch add oregon to:here", OTHER_SERVER)

    await ask(town, "watch pause oregon", replace(an_admin(OTHER_SERVER), user="99"))

    (watch,) = town.storage.state.watches.values()
    assert watch.is_paused


# ---- nothing of one is readable from another


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
async def test_watches_of_another_workspace_cannot_be_read_completed_or_changed(mine, theirs):
    town = await a_newsroom()
    await ask(town, "watch add oregon", mine)
    await ask(town, "watch add detainers to:here", mine)

    listed = await ask(town, "watch list", theirs)
    offered = await town.house.desk.complete(Completion.WATCH, "", theirs)
    for verb in ("pause", "resume", "remove"):
        with pytest.raises(QuestionError, match="There is no watch"):
            await ask(town, f"watch {verb} oregon", an_admin(theirs))

    assert listed.sections == ()
    assert list(offered) == []
    assert texts(await ask(town, "watch list", mine)) == ["oregon", "detainers"]


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
async def test_reports_and_their_notes_are_read_in_the_workspace_of_the_reporter_alone(
    mine, theirs
):
    town = await a_newsroom()
    await ask(town, "report 1 reason:wrong-fact the sheriff is named wrongly", mine)

    assert texts(await ask(town, "audit", an_admin(mine))) == [
        "report: story 1: wrong-fact: the sheriff is named wrongly"
    ]
    assert texts(await ask(town, "audit", an_admin(theirs))) == []


async def test_a_report_reaches_the_operators_channel_alone_and_names_a_guests_workspace():
    town = await a_newsroom()

    await ask(town, "report 1 reason:off-topic", ELSEWHERE)
    await ask(town, "report 1 reason:off-topic", DANA)
    await town.settles()

    told = [post for post in town.posts if isinstance(post.message, Notice)]
    assert {post.channel for post in told} == {"ops"}
    assert [post.message.lines[-1] for post in told] == [
        "from U1 on slack, workspace T2",
        "from U1 on slack",
    ]


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
async def test_when_somebody_looked_is_not_moved_from_another_workspace(mine, theirs):
    town = await a_newsroom()
    await ask(town, "since", mine)

    other = await ask(town, "since", theirs)

    assert "because you have not asked before" in other.summary
    assert "when you last looked" in (await ask(town, "since", mine)).summary


async def a_watched_newsroom():
    """A route to #desk, and a watch in a channel of each workspace and server; all are served."""
    desk = a_route("desk", channel=ChannelRef(platform=Platform.SLACK, target="#desk"))
    town = routed(desk, OPS)
    for asker in (DANA, ELSEWHERE, SERVER, OTHER_SERVER):
        await ask(town, "watch add detainers to:here", asker)
        await ask(town, "watch add detainers", replace(asker, user=f"{asker.user}0"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()
    return town


def routed(*routes):
    """A town with operators' routes of any platform."""
    town = a_town(a_feed("ledger"))
    town.house.router.reload(routes, town.house.router.zone)
    return town


def channels_of(answer) -> list[str]:
    return [text.split(":")[0] for text in texts(answer, "Channels")]


@pytest.mark.parametrize(
    ("asker", "seen"),
    [
        (DANA, ["slack C1"]),
        (ELSEWHERE, ["slack C9 (T2)"]),
        (SERVER, ["discord 71"]),
        (OTHER_SERVER, ["discord 72 (502)"]),
        (an_admin(ELSEWHERE), ["slack C9 (T2)"]),
    ],
    ids=["home", "workspace", "server", "other-server", "its-admin"],
)
@pytest.mark.parametrize("question", ["health", "why 1"])
async def test_channels_of_others_are_not_named(question, asker, seen):
    town = await a_watched_newsroom()

    assert sorted(channels_of(await ask(town, question, asker))) == sorted(seen)


@pytest.mark.parametrize("asker", [ADMIN, an_admin(SERVER), OPERATOR])
async def test_operators_see_every_channel(asker):
    town = await a_watched_newsroom()

    assert len(channels_of(await ask(town, "why 1", asker))) == 9


async def test_where_nobody_owes_anything_no_channels_are_shown():
    town = await a_watched_newsroom()
    stranger = replace(ELSEWHERE, workspace="T3")

    assert "Channels" not in headings(await ask(town, "health", stranger))


# ---- a channel has one name


async def test_a_watch_at_home_is_owed_to_the_channel_that_feeds_yaml_names():
    town = await a_watched_newsroom()

    owed = {each.channel for each in town.storage.state.deliveries.values()}

    assert ChannelRef(platform=Platform.SLACK, target="C1") in owed
    assert ChannelRef(platform=Platform.SLACK, target="C9", workspace="T2") in owed
    assert ChannelRef(platform=Platform.DISCORD, target="72", workspace="502") in owed


async def test_a_route_that_names_the_home_workspace_is_the_same_channel():
    home = ChannelRef(platform=Platform.SLACK, target="C1", workspace="T1")
    town = routed(a_route("desk", channel=home))
    await ask(town, "watch add detainers to:here")

    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()

    assert [post.channel for post in town.posts] == ["C1"]


async def test_a_digest_asked_for_here_is_owed_to_this_workspaces_channel():
    town = await a_newsroom()

    await ask(town, "digest to:here", ELSEWHERE)

    (owed,) = [each for each in town.storage.state.deliveries.values() if "asked:" in each.route]
    assert owed.channel == ChannelRef(platform=Platform.SLACK, target="C9", workspace="T2")


# ---- a workspace that removed the bot


async def removes(town, workspace: str, *, again: bool = False) -> None:
    now = town.clock.now()
    async with town.storage.begin() as unit:
        await unit.installations.save(
            Installation(
                platform=Platform.SLACK,
                workspace=workspace,
                name="Guests",
                enterprise=None,
                sealed_token="",
                bot="B2",
                bot_user="U2",
                scopes=(),
                installed_by="U3",
                installed_at=now,
                revoked_at=None if again else now,
            )
        )
        await unit.commit()


async def test_watches_of_a_workspace_that_removed_the_bot_rest_until_it_is_back():
    town = a_town(a_feed("ledger"))
    await ask(town, "watch add detainers", ELSEWHERE)
    await removes(town, "T2")
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()
    while_gone = [each for each in town.storage.state.deliveries.values() if "T2" in each.route]

    await removes(town, "T2", again=True)
    await ask(town, "watch add oregon", ELSEWHERE)

    assert while_gone == []
    assert len((await ask(town, "watch list", ELSEWHERE)).sections[0].lines) == 2


async def test_what_is_due_to_a_workspace_that_removed_the_bot_is_not_tried_again():
    away = ChannelRef(platform=Platform.SLACK, target="#desk", workspace="T2")
    town = routed(a_route("desk", channel=away))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.house.rounds.ask(list(town.house.rounds.feeds))
    await removes(town, "T2")
    async with town.storage.begin() as unit:
        await unit.deliveries.refuse_channel(away, "the workspace removed the bot")
        await unit.commit()

    await town.house.upkeep.turn(())
    (kept,) = town.storage.state.deliveries.values()
    await removes(town, "T2", again=True)
    await town.house.upkeep.turn(())
    await town.settles()
    (served,) = town.storage.state.deliveries.values()

    assert kept.state is DeliveryState.REFUSED
    assert kept.last_error == "the workspace removed the bot"
    assert served.state is DeliveryState.SENT


def test_a_backstage_without_a_platform_knows_no_home_but_the_terminal():
    homes = Backstage().homes

    assert not homes.holds(Platform.SLACK, "T1")
    assert homes.holds(Platform.TERMINAL, None)
