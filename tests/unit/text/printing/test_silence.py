"""Silence: every way of telling it is found behind the first, cheap look for its words."""

from __future__ import annotations

import pytest

from bot.text.printing.silence import find_silence


@pytest.mark.parametrize(
    "told",
    [
        "ICE did not respond to questions.",
        "The agency has yet to reply, and did so before.",
        "ICE FAILED TO RETURN CALLS.",
        "Officials had never answered e-mails.",
        "The sheriff wouldn’t comment.",
        "The jail didn't offer any statement.",
        "The mayor would not elaborate.",
        "The firm refused interviews.",
        "The clerk declined an interview.",
        "Ann Roe could not be reached.",
        "Ann Roe couldn't be located.",
        "Ann Roe couldn’t be contacted.",
        "The clerk can't be reached.",
        "The clerk cannot be reached.",
        "A lawyer was not available.",
        "The warden is not reachable.",
        "The warden was unavailable for comment.",
        "The county had no\u00a0response.",
        "It was the same: no comment.",
        "The agency would not say.",
        "It would not discuss it.",
        "It would not confirm it.",
        "Calls to the jail went unanswered.",
        "Requests sent on Monday did not receive a response.",
        "The board ignored repeated requests.",
        "The office referred all questions elsewhere.",
    ],
)
def test_every_way_to_tell_a_silence_is_found(told: str):
    assert find_silence(f"It rained. {told}", 11, 11 + len(told)) is not None


def test_a_silence_outside_the_span_is_none():
    told = "ICE did not respond to questions. It rained on everybody, they say, but not in Ohio."
    assert find_silence(told, 34, len(told)) is None
