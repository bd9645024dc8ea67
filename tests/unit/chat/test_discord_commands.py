"""The command tree, and what interactions ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.discord.commands import canonical, command_tree, fingerprint
from bot.chat.discord.requests import Asked, Pressed, read_command, read_focus, read_press
from bot.chat.discord.wire import _limit
from bot.domain.questions import COMMANDS, Command, Completion, Option, OptionKind
from tests.fakes.discord_checks import check_commands

TABLE = (
    Command(
        name="watch add",
        about="keep a question",
        example="watch add detainers",
        argument=Option(name="query", about="what to watch", required=True),
        options=(
            Option(name="quietly", about="without a first answer", kind=OptionKind.FLAG),
            Option(name="name", about="its name", required=True, completes=Completion.WATCH),
        ),
    ),
    Command(name="watch list", about="your watches", example="watch list"),
    Command(name="latest", about="a " * 90, example="latest", options=()),
)


def test_the_tree_of_the_table_is_one_that_discord_takes():
    assert check_commands(command_tree()) is None


def test_every_command_of_the_table_is_a_sub_command():
    names = []
    for one in command_tree()[0]["options"]:
        parts = one["options"] if one["type"] == 2 else []
        names += [f"{one['name']} {part['name']}" for part in parts] or [one["name"]]

    assert sorted(names) == sorted(one.name for one in COMMANDS)


def test_commands_of_two_words_share_a_group():
    group, latest = command_tree(TABLE)[0]["options"]

    assert (group["type"], group["name"]) == (2, "watch")
    assert [one["name"] for one in group["options"]] == ["add", "list"]
    assert len(latest["description"]) <= 100


def test_a_tree_with_groups_is_one_that_discord_takes():
    assert check_commands(command_tree(TABLE)) is None


def test_options_have_discords_types_and_required_ones_come_first():
    options = command_tree(TABLE)[0]["options"][0]["options"][0]["options"]

    assert [(one["name"], one["type"]) for one in options] == [
        ("query", 3),
        ("name", 3),
        ("quietly", 5),
    ]


def test_a_count_has_its_limits_and_a_choice_its_choices():
    commands = {one["name"]: one for one in command_tree()[0]["options"]}
    count = next(one for one in commands["latest"]["options"] if one["name"] == "n")
    view = next(one for one in commands["story"]["options"] if one["name"] == "view")

    assert (count["type"], count["min_value"], count["max_value"]) == (4, 1, 15)
    assert view["choices"][0] == {"name": "summary", "value": "summary"}


def test_what_discord_adds_to_a_tree_is_no_change():
    known = [{**command_tree()[0], "id": "1", "version": "2", "nsfw": False}]

    assert canonical(known) == canonical(command_tree())


def test_the_fingerprint_changes_with_the_table_and_the_application():
    marks = {fingerprint(command_tree(), 1), fingerprint(command_tree(), 2)}

    assert len(marks | {fingerprint(command_tree(TABLE), 1)}) == 3


def test_options_are_read_as_strings():
    given = [
        {"name": "query", "type": 3, "value": "detainers"},
        {"name": "n", "type": 4, "value": 3},
        {"name": "quietly", "type": 5, "value": True},
    ]
    path = [{"name": "watch", "type": 2, "options": [{"name": "add", "type": 1, "options": given}]}]

    assert read_command({"options": path}) == Asked(
        command="watch add", raw={"query": "detainers", "n": "3", "quietly": "true"}
    )


def test_the_bare_command_asks_for_help():
    assert read_command({}) == Asked(command="help", raw={})


def test_the_option_that_is_being_typed_completes_from_its_kind():
    typed = [{"name": "state", "type": 3, "value": "I", "focused": True}]
    data = {"options": [{"name": "latest", "type": 1, "options": typed}]}

    assert read_focus(data) == (Completion.STATE, "I")


def test_an_option_without_completions_offers_none():
    typed = [{"name": "since", "type": 3, "value": "7", "focused": True}]

    assert read_focus({"options": [{"name": "latest", "type": 1, "options": typed}]}) is None


@pytest.mark.parametrize(
    ("data", "private", "pressed"),
    [
        ({"custom_id": "ask|1|story 3"}, True, Pressed(question="story 3")),
        ({"custom_id": "next|2|x"}, True, Pressed(question="x", page=2, replace=True)),
        ({"custom_id": "next|2|x"}, False, Pressed(question="x", page=2)),
        ({"custom_id": "share|2|x"}, True, Pressed(question="x", page=2, public=True)),
        ({"custom_id": "open|1|", "values": ["story 9"]}, True, Pressed(question="story 9")),
        ({"custom_id": "open|1|", "values": []}, True, None),
        ({"custom_id": "next|2|"}, True, None),
        ({"custom_id": "someone-elses"}, True, None),
    ],
)
def test_a_button_is_read(data, private, pressed):
    assert read_press(data, private=private) == pressed


@pytest.mark.parametrize(
    ("headers", "body", "seconds", "whole"),
    [
        ({"Via": "x"}, '{"retry_after": 1.5, "global": false}', 1.55, False),
        ({"Via": "x"}, '{"retry_after": 2, "global": true}', 2.05, True),
        ({"Via": "x"}, '{"retry_after": "NaN"}', 30, False),
        ({"Via": "x"}, '{"retry_after": 99999}', 3600, False),
        ({"Retry-After": "60"}, '{"retry_after": 1}', 300, True),
        ({"Retry-After": "900"}, "<html>", 900.05, True),
        ({}, "<html>", 300, True),
    ],
)
def test_a_limit_says_how_long_and_for_whom(headers, body, seconds, whole):
    limit = _limit(headers, body)

    assert (limit.wait, limit.whole_platform) == (timedelta(seconds=seconds), whole)
