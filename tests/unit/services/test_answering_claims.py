"""`claims` over a town's news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.services.answering import claiming
from tests.fakes.town import MORNING, a_feed, a_town, an_entry
from tests.unit.services.asking import ask
from tests.unit.services.texts import LETTERS, LETTERS_TITLE


def evidence(answer):
    return [each for part in answer.sections for line in part.lines for each in line.evidence]


async def test_of_long_stories_that_fit_words_the_newest_articles_are_compared(monkeypatch):
    monkeypatch.setattr(claiming, "MOST_COMPARED", 1)
    town = a_town(a_feed("ledger"), a_feed("herald"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()
    later = MORNING + timedelta(minutes=1)
    copy = an_entry(LETTERS_TITLE, LETTERS, guid="c", url="https://c.example/c", published_at=later)
    await town.publishes("herald", copy)
    town.clock.turn(timedelta(minutes=2))
    await town.settles()

    some = await ask(town, "claims detainers")
    whole = await ask(town, "claims 1")

    (note,) = some.notes
    assert note.startswith("Of story 1 the newest 1 of 2 articles are compared, copies and rewri")
    assert note.endswith("For all of them: claims 1")
    assert {each.outlet for each in evidence(some)} == {"Ledger"}
    assert {each.outlet for each in evidence(whole)} == {"Ledger", "Herald"}
    assert whole.notes == ()


async def test_what_stands_in_the_only_outlet_is_not_called_its_own():
    town = a_town(a_feed("ledger"))
    later = MORNING - timedelta(minutes=10)
    again = an_entry(LETTERS_TITLE, f"{LETTERS} A sheriff said 41 people were held.", guid="b")
    again = replace(again, url="https://ledger.example/b", published_at=later)
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), again)
    await town.settles()

    answer = await ask(town, "claims 1")

    assert len({each.url for each in evidence(answer)}) == 2
    details = [line.detail for part in answer.sections for line in part.lines]
    assert [each for each in details if "this outlet" in each] == []
    assert [part.heading for part in answer.sections if "outlet" in part.heading] == []


async def test_what_one_of_two_outlets_has_alone_is_said():
    town = a_town(a_feed("ledger"), a_feed("herald"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    other = f"{LETTERS} A sheriff said 41 people were held."
    await town.publishes("herald", an_entry(LETTERS_TITLE, other, url="https://herald.example/b"))
    await town.settles()

    answer = await ask(town, "claims 1")

    assert len({each.outlet for each in evidence(answer)}) == 2
    assert [part.heading for part in answer.sections][-1] == "Only in one outlet"
