"""Answers name people in no public role as little as cards do."""

from __future__ import annotations

import pytest

from bot.services.answering.claiming import MOST_LINES, WITHHELD
from tests.fakes.town import Town, a_feed, a_town, an_entry
from tests.unit.services.asking import ask, texts

TITLE = "ICE arrests roofer in Peoria, family says"
ROOFER = """\
ICE agents arrested Ramiro Delgado Fuentes, a 34-year-old roofer, at his home in Peoria on Tuesday.
“They took my husband Ramiro Delgado Fuentes away without a warrant,” said his wife, Elena Delgado.
“Nobody told the county that this was going to happen,” said Sheriff Dana Whitfield of Peoria.
ICE said it had arrested 41 people in Illinois this week, among them Ramiro Delgado Fuentes, 34.
Whitfield said 12 detainers were honored in May.
"""
GONE = "Ramiro Delgado Fuentes"


async def a_newsroom() -> Town:
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(TITLE, ROOFER))
    await town.settles()
    return town


@pytest.mark.parametrize("question", ["claims 1", "claims roofer", "story 1 view:claims"])
async def test_claims_name_no_private_person_and_say_that_something_is_left_out(question):
    answer = await ask(await a_newsroom(), question)

    assert GONE not in repr(answer)
    assert [text.partition(" ")[0] for text in texts(answer, "Figures")] == ["41", "12"]
    assert len(texts(answer, "Quotes")) == 1
    assert answer.notes == (WITHHELD,)


async def test_where_every_claim_names_a_private_person_that_is_said_and_nothing_else():
    answer = await ask(await a_newsroom(), "claims 1 type:quote")
    assert answer.notes == (WITHHELD,)

    town = a_town(a_feed("ledger"))
    only = ROOFER.replace("“Nobody told the county that this was going to happen,”", "Nothing is,")
    await town.publishes("ledger", an_entry(TITLE, only))
    await town.settles()
    answer = await ask(town, "claims 1 type:quote")

    assert (answer.summary, answer.sections, answer.notes) == ("", (), (WITHHELD,))


async def test_a_changed_sentence_that_names_a_private_person_is_not_shown():
    town = await a_newsroom()
    changed = ROOFER.replace("34-year-old roofer", "43-year-old roofer").replace("12", "14")
    await town.publishes("ledger", an_entry(TITLE, changed))

    await town.settles()
    answer = await ask(town, "story 1 view:changes")

    assert GONE not in repr(answer)
    assert len(texts(answer)) == 1
    assert "14" in texts(answer)[0]
    assert answer.notes == (WITHHELD,)


async def test_a_story_without_private_people_says_nothing_of_them():
    town = a_town(a_feed("ledger"))
    said = "".join(f"ICE said {100 + n} people were held in county {n}. " for n in range(20))
    await town.publishes("ledger", an_entry("ICE tells how many it holds", said))
    await town.settles()

    answer = await ask(town, "claims 1")

    assert answer.notes == ()
    assert len(texts(answer, "Figures")) == MOST_LINES
