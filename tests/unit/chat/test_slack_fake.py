"""The fake is strict: what these tests lean on would really be refused or reported."""

from __future__ import annotations

import pytest

from tests.fakes.slack_audit import audit
from tests.fakes.slack_blocks import validate_blocks


def a_text(words: str) -> dict:
    return {"type": "text", "text": words}


def rich(*leaves: dict) -> dict:
    part = {"type": "rich_text_section", "elements": list(leaves)}
    return {"type": "rich_text", "elements": [part]}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}},
        {"type": "context", "elements": []},
        {"type": "rich_text", "elements": []},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": [a_text("x")]}]},
        rich(a_text("")),
        rich({"type": "link", "url": "javascript:alert(1)", "text": "x"}),
        rich({"type": "link", "url": "https://x.example/" + "a" * 3000, "text": "x"}),
        rich({"type": "date", "timestamp": "soon"}),
        rich({"type": "marquee", "text": "x"}),
        {"type": "actions", "elements": [{"type": "button"}]},
    ],
)
def test_a_broken_block_is_refused(block):
    assert validate_blocks([block]) != []


def test_one_action_id_twice_in_a_block_is_refused():
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "x"},
        "action_id": "same",
    }

    assert validate_blocks([{"type": "actions", "elements": [button, button]}]) != []


def test_fifty_one_blocks_are_refused():
    assert validate_blocks([{"type": "divider"}] * 51) != []
    assert validate_blocks([{"type": "divider"}] * 50) == []


def test_a_link_under_another_hosts_name_is_reported():
    block = rich({"type": "link", "url": "https://evil.example/", "text": "see bigbank.com"})

    assert audit({"blocks": [block]})["spoofed_links"] != []


def test_mentions_and_unseen_letters_are_reported():
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "<!here> a\u200bb"}}
    seen = audit({"blocks": [block, rich({"type": "broadcast", "range": "channel"})]})

    assert seen["pings"] == ["<!here>", "broadcast"]
    assert seen["invisible_chars"] >= 1
