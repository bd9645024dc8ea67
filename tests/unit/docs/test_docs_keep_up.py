"""The pages for people say what the code does: names, keys, codes and numbers are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import discord
import pytest
import yaml

from bot.adapters.feeds_file import json_schema, load_feeds_file, read_feeds_text
from bot.chat.discord import failures as discord_failures
from bot.chat.slack import failures as slack_failures
from bot.cli.main import cli
from bot.text.asking.questions import parse_question
from tests.builders import NOON

ROOT = Path(__file__).parents[3]
LARGEST_PICTURE = 200_000
#: `make bench` writes it.
MEASURED = "benchmarks/RESULTS.md"
PERMISSIONS = (
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "create_public_threads",
    "send_messages_in_threads",
)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def first_cells(text: str, heading: str) -> Iterator[str]:
    """Yield what stands in backquotes in the first cells of the table under a heading."""
    table = text.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    for line in table.splitlines():
        if line.startswith("| `"):
            yield from re.findall(r"`([^`]+)`", line.split("|")[1])


def keys_of(schema: dict[str, Any]) -> Iterator[str]:
    for part in (schema, *schema["$defs"].values()):
        yield from part.get("properties", {})


def links_of(text: str) -> Iterable[str]:
    found = [*re.findall(r"\]\(([^)#]+)[^)]*\)", text), *re.findall(r'src="([^"]+)"', text)]
    return [link for link in found if "://" not in link]


def test_the_feeds_file_we_ship_is_fine() -> None:
    configuration = load_feeds_file(ROOT / "feeds.yaml")

    assert {feed.enabled for feed in configuration.feeds} == {True, False}


def test_the_feeds_file_we_ship_needs_no_token() -> None:
    configuration = load_feeds_file(ROOT / "feeds.yaml")

    assert configuration.routes == ()


def test_the_channels_that_are_shown_as_examples_are_fine() -> None:
    before, _, examples = read("feeds.yaml").partition("# channels:\n")
    shown = re.sub(r"(?m)^# ", "", examples)

    configuration = read_feeds_text(f"{before}channels:\n{shown}")

    assert [route.id for route in configuration.routes] == ["newsroom", "midwest", "legal", "ops"]


def test_a_feed_that_is_switched_off_says_why() -> None:
    lines = [line for line in read("feeds.yaml").splitlines() if "enabled: false" in line]

    assert lines
    assert [line for line in lines if "# unverified" not in line] == []


def test_the_first_line_of_the_feeds_file_names_its_schema() -> None:
    first = read("feeds.yaml").splitlines()[0]

    assert first == "# yaml-language-server: $schema=docs/feeds.schema.json"


def test_every_key_of_the_feeds_file_is_explained() -> None:
    page = read("docs/feeds.md")

    assert [key for key in keys_of(json_schema()) if not re.search(rf"\b{key}`", page)] == []


@pytest.mark.parametrize("part", ["FeedKind", "RouteMode", "UpdatePolicy", "RewritePolicy"])
def test_every_value_of_the_feeds_file_is_explained(part: str) -> None:
    page = read("docs/feeds.md")

    assert [
        value for value in json_schema()["$defs"][part]["enum"] if f"`{value}`" not in page
    ] == []


def test_the_examples_of_feeds_are_yaml() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", read("docs/feeds.md"), re.DOTALL)

    assert all(yaml.safe_load(example) for example in examples)


def test_the_readme_lists_every_command() -> None:
    listed = list(first_cells(read("README.md"), "### Commands"))

    assert listed == cli.list_commands(click.Context(cli))


@pytest.mark.parametrize("page", ["README.md", ".env.example"])
def test_every_variable_of_the_environment_is_told(page: str) -> None:
    known = re.findall(r'form\.read\(\s*"([A-Z_]+)"', read("bot/adapters/environment.py"))
    told = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", read(page)))

    assert known
    assert set(known) - told == set()


def test_every_error_of_slack_with_a_remedy_is_told() -> None:
    page = read("docs/slack.md")

    assert [code for code in slack_failures.REMEDIES if f"{code}" not in page] == []


def test_every_error_of_discord_with_a_remedy_is_told() -> None:
    page = read("docs/discord.md")

    assert [code for code in discord_failures.REMEDIES if f"code {code}" not in page] == []


def test_every_scope_of_the_manifest_has_its_reason() -> None:
    manifest = yaml.safe_load(read("docs/slack-manifest.yaml"))
    told = set(first_cells(read("docs/slack.md"), "## What each scope is for"))

    assert told - {"connections:write", "target", "feeds.yaml"} == set(
        manifest["oauth_config"]["scopes"]["bot"]
    )


def test_the_invitation_asks_for_the_permissions_that_are_explained() -> None:
    wanted = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))

    assert f"permissions={wanted.value}" in read("docs/discord.md")


@pytest.mark.parametrize(
    ("page", "source", "words"),
    [
        ("docs/slack.md", "bot/app/chats.py", "SLACK_BOT_TOKEN is set, but commands cannot reach"),
        ("docs/slack.md", "bot/chat/slack/app.py", "Slack refuses SLACK_BOT_TOKEN"),
        ("docs/slack.md", "bot/chat/slack/connection.py", "Slack refuses SLACK_APP_TOKEN"),
        ("docs/slack.md", "bot/chat/slack/connection.py", "slack connection down"),
        ("docs/slack.md", "bot/chat/slack/app.py", "slack connected"),
        ("docs/slack.md", "bot/chat/slack/channels.py", "Slack shows the bot no channel"),
        ("docs/slack.md", "bot/chat/slack/failures.py", "Slack cannot be reached"),
        ("docs/slack.md", "bot/chat/slack/replies.py", "Sorry, this could not be answered"),
        ("docs/slack.md", "bot/app/house.py", "channel not served"),
        ("docs/slack.md", "bot/services/closures.py", "A channel is closed to the bot"),
        ("docs/discord.md", "bot/chat/discord/connection.py", "Discord refuses DISCORD_TOKEN"),
        ("docs/discord.md", "bot/chat/discord/connection.py", "Discord refuses the intents"),
        ("docs/discord.md", "bot/chat/discord/connection.py", "discord connected"),
        ("docs/discord.md", "bot/chat/discord/connection.py", "discord connection down"),
        ("docs/discord.md", "bot/chat/discord/channels.py", "the bot may not show embeds in"),
        ("docs/discord.md", "bot/chat/discord/channels.py", "channels are called #"),
        ("docs/discord.md", "bot/chat/discord/app.py", "/news could not be registered"),
        (
            "docs/discord.md",
            "bot/chat/discord/interactions.py",
            "You may not write in this channel",
        ),
        ("docs/discord.md", "bot/chat/discord/interactions.py", "This button is from before the"),
        ("docs/discord.md", "bot/chat/discord/interactions.py", "There is no such watch here any"),
        ("docs/discord.md", "bot/chat/discord/interactions.py", "This form is not one of the bot"),
        ("docs/discord.md", "bot/chat/discord/uploads.py", "MiB, and Discord takes files up to"),
        ("docs/discord.md", "bot/chat/discord/examining.py", "the bot is on no server"),
        ("docs/discord.md", "bot/chat/discord/examining.py", "it has an interactions endpoint"),
        ("docs/discord.md", "bot/chat/discord/examining.py", "the bot is not allowed"),
        ("docs/discord.md", "bot/chat/discord/examining.py", "the bot is timed out on"),
        ("docs/discord.md", "bot/chat/discord/examining.py", "no channel has this name"),
        ("docs/discord.md", "bot/adapters/environment.py", "starts with the word Bot"),
    ],
)
def test_an_error_that_is_explained_is_one_the_bot_gives(
    page: str, source: str, words: str
) -> None:
    assert words in read(page)
    assert words in read(source)


@pytest.mark.parametrize("page", ["README.md", "docs/feeds.md", "docs/slack.md", "docs/discord.md"])
def test_every_file_that_is_linked_is_there(page: str) -> None:
    folder = (ROOT / page).parent

    missing = {link for link in links_of(read(page)) if not (folder / link).exists()}

    assert missing - {MEASURED} == set()


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*.png"))

    assert pictures
    assert [each.name for each in pictures if each.stat().st_size > LARGEST_PICTURE] == []


def calls_of(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield (command, its options) wherever a page shows how a command is called."""
    for name, rest in re.findall(r"(?:python -m bot|nutgraf) ([a-z][a-z-]+)([^`\n|]*)", text):
        yield name, re.findall(r"(?<=\s)--[a-z-]+", rest)
    table = text.partition("### Commands\n")[2].partition("\n#")[0]
    for line in table.splitlines():
        for name in re.findall(r"^\| `([a-z-]+)`", line):
            yield name, re.findall(r"`(--[a-z-]+)", line)


PAGES = ["README.md", *(f"docs/{page}.md" for page in ("slack", "discord", "feeds", "operations"))]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_shown_takes_the_options_it_is_shown_with(page: str) -> None:
    context = click.Context(cli)
    shown = [
        (name, option)
        for name, options in calls_of(read(page))
        for option in options
        if name in cli.list_commands(context)
    ]
    known = {
        (name, option)
        for name in cli.list_commands(context)
        for parameter in cli.get_command(context, name).params  # type: ignore[union-attr]
        for option in parameter.opts
    }

    assert [each for each in shown if each not in known] == []


def test_every_question_that_the_readme_shows_is_one_the_bot_takes() -> None:
    shown = re.findall(r"`/news ([^`]+)`", read("README.md"))
    typed = [each.replace(" …", " jails").replace("URL", "https://a.example/b") for each in shown]

    assert len(typed) > 15
    for question in typed:
        if question not in {"why", "help"}:
            parse_question(question, now=NOON)


def test_a_setting_that_the_image_makes_stays_when_the_example_is_copied() -> None:
    made = set(re.findall(r"\b([A-Z_]+)=", read("Dockerfile").partition("ENV ")[2]))
    set_in_example = re.findall(r"(?m)^([A-Z_]+)=\S", read(".env.example"))

    assert made & {"DATABASE_URL", "FEEDS_FILE"}
    assert made & set(set_in_example) == set()
