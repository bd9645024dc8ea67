"""The app manifest keeps the limits of Slack's schema and asks for what the code uses."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.chat.slack.answers import COMMAND

MANIFEST = yaml.safe_load(
    (Path(__file__).parents[3] / "docs" / "slack-manifest.yaml").read_text("utf-8")
)

#: Method of the Web API that the room calls -> the scope it needs.
SCOPES = {
    "chat.postMessage": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "users.info": {"users:read"},
    "/news": {"commands"},
}


def test_the_words_keep_the_limits_of_the_schema():
    shown = MANIFEST["display_information"]

    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000


def test_the_command_is_the_one_we_listen_for():
    (command,) = MANIFEST["features"]["slash_commands"]

    assert command["command"] == COMMAND
    assert len(command["usage_hint"]) <= 1000


def test_the_scopes_are_those_the_calls_need_and_no_more():
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set().union(*SCOPES.values())


def test_nothing_is_escaped_in_commands_so_that_words_reach_the_search_as_typed():
    assert MANIFEST["features"]["slash_commands"][0]["should_escape"] is False
