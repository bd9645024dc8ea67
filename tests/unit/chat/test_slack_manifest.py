"""The app manifest keeps the limits of Slack's schema and asks for what the code uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.chat.slack.answers import COMMAND
from bot.chat.slack.examining import SCOPES as EXAMINED

MANIFEST = yaml.safe_load(
    (Path(__file__).parents[3] / "docs" / "slack-manifest.yaml").read_text("utf-8")
)

#: Method of the Web API that the room calls -> the scope it needs (method reference).
SCOPES = {
    "chat.postMessage": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.list": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "files.getUploadURLExternal": {"files:write"},
    "users.info": {"users:read"},
    "/news": {"commands"},
}

ADDRESS = re.compile(r"https?://")
COLOUR = re.compile(r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?")

#: The parts of a manifest that ours has, by their path: the keys Slack's schema knows there, and
#: those it insists on (manifest schema 2.0.0, which refuses every other key).
KEYS = {
    "": (
        {"_metadata", "app_directory", "display_information", "features", "oauth_config"}
        | {"settings", "functions", "workflows", "datastores", "outgoing_domains", "types"}
        | {"external_auth_providers", "mcp_servers"},
        {"display_information"},
    ),
    "_metadata": ({"schema_version", "min_version", "major_version", "minor_version"}, set()),
    "display_information": (
        {"name", "description", "background_color", "long_description"},
        {"name"},
    ),
    "features": (
        {"app_home", "bot_user", "functions", "shortcuts", "slash_commands", "workflow_steps"}
        | {"unfurl_domains", "assistant_view", "agent_view", "code_channels"},
        set(),
    ),
    "features.app_home": (
        {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"},
        set(),
    ),
    "features.bot_user": ({"display_name", "always_online"}, {"display_name"}),
    "features.slash_commands.0": (
        {"command", "url", "description", "usage_hint", "should_escape"},
        {"command", "description"},
    ),
    "oauth_config": (
        {"redirect_urls", "scopes", "token_management_enabled", "pkce_enabled"},
        set(),
    ),
    "oauth_config.scopes": ({"user", "bot", "user_optional", "bot_optional"}, set()),
    "settings": (
        {"allowed_ip_address_ranges", "event_subscriptions", "incoming_webhooks"}
        | {"interactivity", "org_deploy_enabled", "socket_mode_enabled", "is_hosted"}
        | {"token_rotation_enabled", "siws_links", "hermes_app_type", "function_runtime"}
        | {"is_mcp_enabled"},
        set(),
    ),
    "settings.event_subscriptions": (
        {"request_url", "user_events", "bot_events", "metadata_subscriptions"},
        set(),
    ),
    "settings.interactivity": (
        {"is_enabled", "request_url", "message_menu_options_url"},
        {"is_enabled"},
    ),
}

#: Path of a text -> its least and most characters.
LENGTHS = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "features.bot_user.display_name": (1, 80),
    "features.slash_commands.0.command": (2, 32),
    "features.slash_commands.0.description": (1, 2000),
    "features.slash_commands.0.usage_hint": (1, 1000),
    "features.slash_commands.0.url": (0, 3000),
    "settings.event_subscriptions.request_url": (0, 3500),
    "settings.interactivity.request_url": (0, 3500),
}


def at(path: str, manifest=MANIFEST):
    """What stands at a dotted path of the manifest; None when nothing does."""
    node = manifest
    for part in filter(None, path.split(".")):
        node = node[int(part)] if isinstance(node, list) else node.get(part)
        if node is None:
            return None
    return node


def objects(node, path: str = ""):
    """Every object of the manifest with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from objects(value, f"{path}.{key}".lstrip("."))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from objects(value, f"{path}.{index}")


def with_addresses(manifest) -> dict:
    """The manifest as docs/slack.md changes it for HTTP."""
    changed = yaml.safe_load(yaml.safe_dump(manifest))
    address = "https://news.example/slack/events"
    changed["settings"]["socket_mode_enabled"] = False
    changed["features"]["slash_commands"][0]["url"] = address
    changed["settings"]["event_subscriptions"]["request_url"] = address
    changed["settings"]["interactivity"]["request_url"] = address
    return changed


@pytest.mark.parametrize("manifest", [MANIFEST, with_addresses(MANIFEST)])
def test_every_part_has_the_keys_of_the_schema_and_no_other(manifest):
    for path, part in objects(manifest):
        known, required = KEYS[path]
        assert required <= set(part) <= known, path


@pytest.mark.parametrize("manifest", [MANIFEST, with_addresses(MANIFEST)])
def test_every_text_keeps_its_length(manifest):
    for path, (least, most) in LENGTHS.items():
        words = at(path, manifest)
        assert words is None or least <= len(words) <= most, path


@pytest.mark.parametrize("manifest", [MANIFEST, with_addresses(MANIFEST)])
def test_addresses_are_whole_and_the_command_begins_with_a_stroke(manifest):
    for path in LENGTHS:
        if path.endswith("url"):
            assert at(path, manifest) is None or ADDRESS.match(at(path, manifest)), path
    assert at("features.slash_commands.0.command", manifest).startswith("/")
    assert COLOUR.fullmatch(at("display_information.background_color", manifest))


def test_scopes_and_events_are_few_short_and_each_once():
    for names, most in (
        (at("oauth_config.scopes.bot"), 255),
        (at("settings.event_subscriptions.bot_events"), 100),
    ):
        assert len(set(names)) == len(names) <= most
        assert all(len(name) <= 50 for name in names)


def test_the_command_is_the_one_we_listen_for():
    (command,) = MANIFEST["features"]["slash_commands"]

    assert command["command"] == COMMAND


def test_the_scopes_are_those_the_calls_need_and_no_more():
    asked = set(at("oauth_config.scopes.bot"))

    assert asked == set().union(*SCOPES.values())
    assert asked == set(EXAMINED)


def test_buttons_forms_the_home_tab_and_socket_mode_are_switched_on():
    assert at("settings.interactivity.is_enabled") is True
    assert at("features.app_home.home_tab_enabled") is True
    assert "app_home_opened" in at("settings.event_subscriptions.bot_events")
    assert at("settings.socket_mode_enabled") is True


def test_nothing_is_escaped_in_commands_so_that_words_reach_the_search_as_typed():
    assert at("features.slash_commands.0.should_escape") is False
