"""Permissions as Discord computes them: the server's roles, then a channel's exceptions."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from bot.chat.discord.rights import (
    INVITED,
    OF_A_FORUM,
    OF_A_THREAD,
    PERMISSIONS,
    in_channel,
    in_server,
    missing,
)

EVERYBODY, PRESS, NIGHT, ME = 1, 2, 3, "9"
SEE, SEND = PERMISSIONS["View Channel"], PERMISSIONS["Send Messages"]
ROLES = [
    {"id": "1", "permissions": str(SEE)},
    {"id": "2", "permissions": str(SEND)},
    {"id": "3", "permissions": str(1 << 3)},
]


def exception(of: object, *, allow: int = 0, deny: int = 0) -> dict:
    return {"id": str(of), "allow": str(allow), "deny": str(deny)}


def test_on_a_server_the_roles_that_are_held_add_up():
    assert in_server(EVERYBODY, ROLES, {"2"}) == SEE | SEND


def test_a_role_that_is_not_held_gives_nothing():
    assert in_server(EVERYBODY, ROLES, set()) == SEE


def test_an_administrator_may_everything_in_every_channel():
    allowed = in_server(EVERYBODY, ROLES, {"3"})
    taken = [exception(EVERYBODY, deny=SEE)]

    assert missing(in_channel(allowed, taken, EVERYBODY, {"3"}, ME), PERMISSIONS) == []


@pytest.mark.parametrize(
    ("exceptions", "may"),
    [
        ([], True),
        ([exception(EVERYBODY, deny=SEND)], False),
        ([exception(EVERYBODY, deny=SEND), exception(PRESS, allow=SEND)], True),
        ([exception(PRESS, deny=SEND), exception(NIGHT, allow=SEND)], True),
        ([exception(PRESS, allow=SEND), exception(ME, deny=SEND)], False),
        ([exception(ME, allow=SEND), exception(PRESS, deny=SEND)], True),
        ([exception(5, deny=SEND)], True),
    ],
    ids=[
        "none",
        "everybody",
        "a role over everybody",
        "roles together, what one allows counts",
        "the member over its roles",
        "whatever their order",
        "a role that is not held",
    ],
)
def test_in_a_channel_the_nearer_exception_counts(exceptions, may):
    allowed = in_channel(SEND, exceptions, EVERYBODY, {str(PRESS), str(NIGHT)}, ME)

    assert bool(allowed & SEND) == may


def test_what_is_missing_is_named_in_the_order_of_discords_settings():
    assert missing(SEE, {"Send Messages in Threads", "Send Messages", "View Channel"}) == [
        "Send Messages",
        "Send Messages in Threads",
    ]


@pytest.mark.parametrize("name", PERMISSIONS)
def test_each_permission_is_the_one_that_the_library_calls_so(name):
    flag = name.lower().replace(" ", "_")

    assert discord.Permissions(**{flag: True}).value == PERMISSIONS[name]


def test_the_guide_invites_with_what_doctor_looks_for():
    guide = Path(__file__).parents[3] / "docs/discord.md"

    assert f"permissions={INVITED}\n" in guide.read_text(encoding="utf-8")


def test_forums_and_threads_need_less_than_the_invitation_asks_for():
    every = set(PERMISSIONS)

    assert sum(PERMISSIONS.values()) == INVITED
    assert every - OF_A_FORUM == {"Create Public Threads"}
    assert every - OF_A_THREAD == {"Create Public Threads", "Send Messages"}
