"""Slack's receipts: those written before there were other workspaces are still read."""

from __future__ import annotations

import pytest

from bot.chat.slack.messenger import Room, make_receipt, read_receipt
from bot.domain.delivery import Receipt
from bot.domain.errors import MessageInvalidError


def test_an_old_receipt_is_of_the_operators_own_workspace():
    old = Receipt(value='{"channel": "C1", "ts": "1.2"}')

    assert read_receipt(old) == (Room(id="C1"), "1.2")
    assert make_receipt(Room(id="C1"), "1.2") == old


def test_a_receipt_of_another_workspace_names_it():
    room = Room(id="C1", workspace="T2")

    assert read_receipt(make_receipt(room, "1.2")) == (room, "1.2")


@pytest.mark.parametrize("value", ["", "[]", "{}", '"C1"', "1", '{"channel": "C1"}'])
def test_what_is_no_receipt_of_slack_is_refused(value):
    with pytest.raises(MessageInvalidError):
        read_receipt(Receipt(value=value))
