"""Workspaces that installed the app: their posts, their keys, their rights."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.briefs import Notice
from bot.domain.delivery import (
    ChannelRef,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Platform,
    RouteId,
    delivery_key,
)
from bot.domain.errors import DeliveryRefusedError, OperatorError
from tests.fakes.fake_slack import FakeSlack
from tests.integration.web_world import FEEDS, KEY, OTHER_KEY, Web, open_bot_with_port

GUEST_ROUTE = """\
  - {id: guests, platform: slack, target: "#news", workspace: T0GUEST, max_posts_per_hour: 60}
"""


@pytest.fixture
async def web(tmp_path, empty_sqlite_file):
    async with open_bot_with_port(tmp_path, empty_sqlite_file) as opened:
        opened.slack.add_team()
        yield opened


async def stored(web: Web):
    async with web.bot.house.rooms.storage.look() as unit:
        return await unit.installations.of(Platform.SLACK, "T0GUEST")


# ---- posting


async def owe(web: Web, target: str = "#news", subject: str = "one") -> str:
    """Owe an operators' notice to a channel of the guests."""
    route = RouteId("guests")
    now = web.bot.house.rooms.clock.now()
    key = delivery_key(DeliveryKind.NOTICE, route, subject)
    async with web.bot.house.rooms.storage.begin() as unit:
        await unit.deliveries.owe(
            Delivery(
                key=key,
                kind=DeliveryKind.NOTICE,
                route=route,
                channel=ChannelRef(platform=Platform.SLACK, target=target, workspace="T0GUEST"),
                due_at=now,
                created_at=now,
                message=Notice(title=f"Notice {subject}", lines=()),
            )
        )
        await unit.commit()
    return key


async def state_of(web: Web, key: str) -> Delivery:
    async with web.bot.house.rooms.storage.look() as unit:
        return await unit.deliveries.get(key)


async def settled(web: Web, key: str) -> Delivery:
    async with asyncio.timeout(10):
        while (found := await state_of(web, key)).state in {
            DeliveryState.OWED,
            DeliveryState.SENDING,
        }:
            await asyncio.sleep(0.05)
    return found


def with_guests(tmp_path, template, **env):
    """A bot whose feeds.yaml has a channel of the guests."""
    return open_bot_with_port(tmp_path, template, feeds=FEEDS + GUEST_ROUTE, **env)


async def test_a_channel_of_a_name_is_found_in_the_workspace_it_belongs_to(
    tmp_path, empty_sqlite_file
):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        web.slack.add_team()
        await web.installs()
        key = await owe(web)
        sent = await settled(web, key)

    assert sent.state is DeliveryState.SENT
    (post,) = [one for one in web.slack.messages if one["source"] == "chat.postMessage"]
    assert (post["channel"], post["team"]) == ("C0GUEST", "T0GUEST")
    assert '"workspace": "T0GUEST"' in sent.receipt.value


async def test_a_member_of_a_guest_is_told_in_direct_messages_of_their_workspace(
    tmp_path, empty_sqlite_file
):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        web.slack.add_team()
        await web.installs()
        sent = await settled(web, await owe(web, target="U0GUEST"))
        revised = Notice(title="Revised", lines=())
        await web.bot.house.messengers[Platform.SLACK].revise(sent.receipt, revised)

    (post,) = [one for one in web.slack.messages if one["source"] == "chat.postMessage"]
    assert (post["channel"], post["team"], post["edits"]) == ("D0GUEST", "T0GUEST", 1)


async def test_a_lost_answer_is_looked_for_in_its_own_workspace(tmp_path, empty_sqlite_file):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        web.slack.add_team()
        await web.installs()
        messenger = web.bot.house.messengers[Platform.SLACK]
        key = await owe(web)
        sent = await settled(web, key)
        since = sent.created_at
        found = await messenger.find(sent.channel, key, since=since, thread=None)
        home = ChannelRef(platform=Platform.SLACK, target="#news")
        elsewhere = await messenger.find(home, key, since=since, thread=None)
        link = await messenger.link(sent.receipt)

    assert found == sent.receipt
    assert elsewhere is None
    assert "C0GUEST" in link


async def test_a_workspace_nobody_installed_refuses_its_channels_and_leaves_the_others(
    tmp_path, empty_sqlite_file
):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        refused = await settled(web, await owe(web))
        trouble = web.bot.chats[0].trouble

    assert refused.state is DeliveryState.REFUSED
    assert "not installed in the Slack workspace T0GUEST" in refused.last_error
    assert trouble is None


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT0GUEST"]}},
    ],
    ids=["removed", "revoked"],
)
async def test_a_workspace_that_removes_the_app_is_served_no_longer(
    tmp_path, empty_sqlite_file, event
):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        web.slack.add_team()
        await web.installs()
        web.slack.remove_app("T0GUEST")
        status = await web.leaves(event)
        await web.until(lambda: not web.bot.chats[0]._workspaces.served)
        calls = len(web.slack.log)
        refused = await settled(web, await owe(web))
        await web.bot.house.upkeep.turn(())
        kept = await state_of(web, refused.key)
        asked = [one["method"] for one in web.slack.log[calls:] if one["kind"] == "api"]
        row = await stored(web)
        answer = await web.asks("latest", team_id="T0GUEST")

    assert status == 200
    assert row.revoked_at is not None
    assert row.sealed_token == ""
    assert kept.state is DeliveryState.REFUSED
    assert "Guests removed the app. Remedy" in kept.last_error
    assert asked == []
    assert "not installed" in answer


async def test_a_person_who_takes_their_own_token_back_ends_nothing(web):
    await web.installs()

    await web.leaves({"type": "tokens_revoked", "tokens": {"oauth": ["U0GUEST"], "bot": []}})
    await web.asks("help", team_id="T0GUEST", user_id="U0GUEST", channel_id="C0GUEST")

    assert (await stored(web)).revoked_at is None


async def test_a_dead_token_is_noticed_without_an_event_and_tried_once(tmp_path, empty_sqlite_file):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        web.slack.add_team()
        await web.installs()
        web.slack.remove_app("T0GUEST")
        refused = await settled(web, await owe(web))
        row = await stored(web)
        calls = len(web.slack.log)
        messenger = web.bot.house.messengers[Platform.SLACK]
        with pytest.raises(DeliveryRefusedError, match="Guests removed the app"):
            await messenger.post(refused.channel, refused.message, refused.key)
        trouble = web.bot.chats[0].trouble

    assert "refuses the app's token for the workspace T0GUEST" in refused.last_error
    assert row.revoked_at is not None
    assert len(web.slack.log) == calls
    assert trouble is None


async def test_a_workspace_that_comes_back_gets_what_was_kept(tmp_path, empty_sqlite_file):
    async with with_guests(tmp_path, empty_sqlite_file) as web:
        web.slack.add_team()
        await web.installs()
        await web.leaves({"type": "app_uninstalled"})
        await web.until(lambda: not web.bot.chats[0]._workspaces.served)
        key = await owe(web)
        await settled(web, key)

        await web.installs()
        await web.bot.house.upkeep.turn(())
        sent = await settled(web, key)

    assert sent.state is DeliveryState.SENT


# ---- the key


async def test_a_wrong_key_stops_the_start_and_names_workspace_and_remedy(
    tmp_path, empty_sqlite_file
):
    slack = FakeSlack(rate_limit=False)
    await slack.start()
    slack.add_team()
    async with open_bot_with_port(tmp_path, empty_sqlite_file, slack=slack) as web:
        await web.installs(token="xoxb-marked-guest-token")

    with pytest.raises(OperatorError) as caught:
        async with open_bot_with_port(
            tmp_path, empty_sqlite_file, slack=slack, TOKEN_KEY=OTHER_KEY
        ):
            pass
    await slack.stop()

    words = str(caught.value)
    assert "Guests (T0GUEST)" in words
    assert "TOKEN_KEY=new,old" in words
    assert "installations --forget T0GUEST" in words
    assert "xoxb" not in words
    assert "gAAAA" not in words
    assert KEY not in words
    assert OTHER_KEY not in words


async def test_a_new_key_before_the_old_one_seals_anew_and_the_old_one_can_go(
    tmp_path, empty_sqlite_file
):
    slack = FakeSlack(rate_limit=False)
    await slack.start()
    slack.add_team()
    async with open_bot_with_port(tmp_path, empty_sqlite_file, slack=slack) as web:
        await web.installs()
        before = (await stored(web)).sealed_token
    both = f"{OTHER_KEY},{KEY}"
    async with open_bot_with_port(tmp_path, empty_sqlite_file, slack=slack, TOKEN_KEY=both) as web:
        after = (await stored(web)).sealed_token
    async with open_bot_with_port(
        tmp_path, empty_sqlite_file, slack=slack, TOKEN_KEY=OTHER_KEY
    ) as web:
        served = web.bot.chats[0]._workspaces.served
    await slack.stop()

    assert before != after
    assert served == ("T0GUEST",)


# ---- rights


async def test_an_admin_of_a_guest_workspace_changes_nothing_over_the_wire(web):
    await web.installs()
    guest = {"team_id": "T0GUEST", "channel_id": "C0GUEST"}

    refused = await web.asks("feed pause ledger", user_id="U0GUESTADMIN", **guest)
    own = await web.asks("audit", user_id="U0GUESTADMIN", **guest)
    member = await web.asks("audit", user_id="U0GUEST", **guest)
    home = await web.asks("feed pause ledger", user_id="U0ADMIN")

    assert "what every workspace and server gets" in refused
    assert "Audit" in own
    assert "is for admins" in member
    assert "is asked no more" in home


async def test_an_admin_of_another_workspace_in_a_shared_channel_has_no_rights_at_home(web):
    web.slack.users["U0FOREIGN"] = web.slack.users["U0ADMIN"] | {
        "id": "U0FOREIGN",
        "team_id": "T0FOREIGN",
        "is_shared": True,
    }

    told_text = await web.asks("feed pause ledger", user_id="U0FOREIGN")

    assert "is for admins" in told_text
