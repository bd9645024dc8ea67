"""Saying: the verb printed before a speaker agrees with it."""

from __future__ import annotations

import pytest

from bot.domain.claims import verb_of_saying


@pytest.mark.parametrize(
    "label",
    [
        "government filings in the case",
        "officials (unnamed)",
        "two people familiar with the plan (unnamed)",
        "police",
        "the authors of the report",
        "Democrats",
        "House Republicans (unnamed)",
        "records seen by the paper",
        "three people briefed on the matter",
        "lawyers suing the agency",
        "documents filed in court",
        "memos written by the chief",
        "some in the agency",
    ],
)
def test_several_say(label):
    assert verb_of_saying(label) == "say"


@pytest.mark.parametrize(
    "label",
    [
        "ICE",
        "the plant's operator (unnamed)",
        "a spokeswoman for ICE",
        "Dana Holt, sheriff of the two counties",
        "an analysis",
        "the caucus",
        "a witness",
        "a letter seen by reporters",
        "a judge hearing the case",
        "a records clerk",
        "some official",
        "Human Rights Watch",
        "",
    ],
)
def test_one_says(label):
    assert verb_of_saying(label) == "says"
