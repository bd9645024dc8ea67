"""Other workspaces install the app by themselves: the whole way through the running bot."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import text

from bot.chat.slack.installing import MOST_STATES, SCOPES
from bot.domain.delivery import Platform
from tests.fakes.fake_slack import FakeSlack
from tests.integration.web_world import KEY, Web, open_bot_with_port, told


@pytest.fixture
async def web(tmp_path, empty_sqlite_file):
    async with open_bot_with_port(tmp_path, empty_sqlite_file) as opened:
        opened.slack.add_team()
        yield opened


async def stored(web: Web):
    async with web.bot.house.rooms.storage.look() as unit:
        return await unit.installations.of(Platform.SLACK, "T0GUEST")


# ---- the way in


async def test_a_browser_is_sent_to_slack_with_the_apps_scopes_and_a_state(web):
    answer = await web.get("/slack/install")

    address = urlsplit(answer.headers["Location"])
    asked = parse_qs(address.query)
    assert (answer.status, address.hostname, address.path) == (
        302,
        "slack.com",
        "/oauth/v2/authorize",
    )
    assert asked["client_id"] == [web.slack.client_id]
    assert asked["scope"] == [",".join(SCOPES)]
    assert len(asked["state"][0]) >= 40
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]


async def test_an_installed_workspace_is_answered_with_its_own_token(web):
    web.slack.add_team("T0THIRD")

    page = await web.installs()
    told_text = await web.asks("help", team_id="T0GUEST", user_id="U0GUEST", channel_id="C0GUEST")

    assert page.status == 200
    assert "installed in Guests" in await page.text()
    assert "What you can ask" in told_text
    asked = [one for one in web.slack.log if one.get("method") == "users.info"]
    assert asked[-1]["result"]["ok"]
    assert asked[-1]["data"] == {"user": "U0GUEST"}


async def test_what_is_stored_is_sealed_and_says_who_installed_it(web, tmp_path):
    await web.installs(token="xoxb-marked-guest-token")

    installation = await stored(web)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("bot.db*"))
    assert installation is not None
    assert (installation.name, installation.installed_by) == ("Guests", "U0GUEST")
    assert (installation.bot, installation.bot_user) == ("B0GUEST", "UBOT0GUEST")
    assert "chat:write" in installation.scopes
    assert installation.sealed_token.startswith("gAAAA")
    assert b"xoxb-marked-guest-token" not in files


async def test_a_workspace_that_nobody_installed_is_told_so_in_words(web):
    answer = await web.asks("latest", team_id="T0STRANGER")

    assert "not installed in this workspace" in answer


async def test_installing_at_home_changes_nothing(web):
    web.slack.add_team("T0FAKE", name="Home")
    web.slack.teams["T0FAKE"]["token"] = None

    page = await web.installs("T0FAKE", token="xoxb-fake")

    assert page.status == 200
    async with web.bot.house.rooms.storage.look() as unit:
        assert await unit.installations.all(Platform.SLACK) == []


async def test_an_installation_outlives_the_process(tmp_path, empty_sqlite_file):
    slack = FakeSlack(rate_limit=False)
    await slack.start()
    slack.add_team()
    async with open_bot_with_port(tmp_path, empty_sqlite_file, slack=slack) as web:
        await web.installs()
    async with open_bot_with_port(tmp_path, empty_sqlite_file, slack=slack) as web:
        answer = await web.asks("help", team_id="T0GUEST", user_id="U0GUEST", channel_id="C0GUEST")
    await slack.stop()

    assert "What you can ask" in answer


# ---- what is refused


async def test_a_state_is_good_once(web):
    state = await web.begins()
    first = await web.get(f"/slack/oauth_redirect?code={web.slack.grant()}&state={state}")
    web.cookies["slack-app-oauth-state"] = state
    again = await web.get(f"/slack/oauth_redirect?code={web.slack.grant()}&state={state}")

    assert (first.status, again.status) == (200, 401)
    assert "used before" in await again.text()


async def test_a_state_ends_after_ten_minutes(web):
    state = await web.begins()
    storage = web.bot.house.rooms.storage
    async with storage.begin() as unit:
        await unit.transaction.write(
            text("UPDATE expected_states SET until = '2001-01-01T00:00:00.000000Z'")
        )
        await unit.commit()

    late = await web.get(f"/slack/oauth_redirect?code={web.slack.grant()}&state={state}")

    assert late.status == 401


async def test_another_browser_cannot_bring_a_state_to_its_end(web):
    state = await web.begins()
    web.cookies.clear()

    answer = await web.get(f"/slack/oauth_redirect?code={web.slack.grant()}&state={state}")

    assert answer.status == 400
    assert await stored(web) is None


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("error=access_denied&state={state}", 200, "did not let the app in"),
        ("error=%3Cscript%3E", 200, "could not install"),
        ("state={state}", 401, "no code"),
        ("code=made-up&state={state}", 401, "does not take its code"),
        ("", 400, "not the browser"),
    ],
)
async def test_what_goes_wrong_is_told_in_words_without_a_trace(web, caplog, query, status, words):
    state = await web.begins()

    answer = await web.get("/slack/oauth_redirect?" + query.format(state=state))

    page = await answer.text()
    assert (answer.status, words in page) == (status, True), page
    assert "<script>" not in page
    assert "Traceback" not in told(caplog)
    assert await stored(web) is None


async def test_a_whole_organisation_is_refused(web):
    web.slack.teams["T0GUEST"]["enterprise"] = {"id": "E1", "name": "Org"}

    answer = await web.installs(whole_organisation=True)

    assert answer.status == 400
    assert "one workspace" in await answer.text()


async def test_when_slack_is_not_reached_the_installer_is_asked_to_come_back(web, caplog):
    state = await web.begins()
    await web.call("faults", match="oauth.v2.access", action="drop_before", times=1)

    answer = await web.get(f"/slack/oauth_redirect?code={web.slack.grant()}&state={state}")

    assert answer.status == 503
    assert "Try again" in await answer.text()
    assert "Traceback" not in told(caplog)


async def test_more_installations_under_way_than_people_begin_are_refused(web):
    async with web.bot.house.rooms.storage.begin() as unit:
        now = web.bot.house.rooms.clock.now()
        for number in range(MOST_STATES):
            await unit.installations.issue(str(number), now.replace(year=now.year + 1))
        await unit.commit()

    assert (await web.get("/slack/install")).status == 503


async def test_the_pages_let_nothing_of_an_address_travel_on(web):
    for path in ("/slack/install", "/slack/oauth_redirect?code=x"):
        headers = (await web.get(path)).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/slack/install", "/slack/oauth_redirect"])
async def test_without_credentials_there_are_no_pages(tmp_path, empty_sqlite_file, path):
    async with open_bot_with_port(tmp_path, empty_sqlite_file, oauth=False) as web:
        assert (await web.get(path)).status == 404


async def test_nothing_secret_is_logged_on_the_way(web, caplog):
    caplog.set_level(logging.DEBUG)
    state = await web.begins()
    code = web.slack.grant(token="xoxb-marked-guest-token")

    await web.get(f"/slack/oauth_redirect?code={code}&state={state}")
    await web.get("/slack/oauth_redirect?code=marked-code&state=marked-state")
    await web.asks("help", team_id="T0GUEST", user_id="U0GUEST", channel_id="C0GUEST")

    log = told(caplog)
    secrets = (web.slack.client_secret, "xoxb-marked-guest-token", code, state, KEY, "marked-code")
    assert [secret for secret in secrets if secret in log] == []
    assert repr(web.bot.chats[0]).count("xoxb") == 0
