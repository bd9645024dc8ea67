"""Lines that an outlet repeats: learnt from its stories, and gone from its later articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.fakes.newsstand import a_story_of
from tests.fakes.town import Town, a_feed, a_town, an_entry

PLEA = "Our reporters cover the valley because neighbors like you pay for it."


async def publish(
    town: Town, number: int, *, feed: str = "ledger", line: str = PLEA, url: str = ""
):
    """An article about its own event that ends with a line, on its own day."""
    told = a_story_of(number)
    at = url or told.url
    entry = an_entry(told.title, f"{told.text}\n\n{line}", url=at, guid=at)
    await town.publishes(feed, replace(entry, published_at=town.clock.now() - timedelta(minutes=1)))
    await town.settles()


def bodies(town: Town) -> list[str]:
    return [article.text for article in town.storage.state.articles.values()]


async def test_a_line_of_three_stories_is_gone_from_the_fourth():
    town = a_town(a_feed("ledger"))
    for number in (1, 2, 3, 4, 5):
        await publish(town, number)

    assert [PLEA in body for body in bodies(town)] == [True, True, True, False, False]
    assert all(reading.lines == () for reading in town.storage.state.readings.values())


async def test_copies_of_one_story_teach_no_furniture():
    town = a_town(a_feed("ledger"))
    for number in (1, 2):
        await publish(town, number)
    for copy in ("second", "third"):
        line = f"{PLEA}\n\nThis is the {copy} edition."
        await publish(town, 2, line=line, url=f"https://news.example/{copy}")
    held = town.storage.state

    await publish(town, 3)

    assert (len(held.articles), len(held.stories)) == (4, 2)
    assert PLEA in bodies(town)[-1]


async def test_what_one_outlet_repeats_stays_in_another():
    town = a_town(a_feed("ledger"), a_feed("herald"))
    for number in (1, 2, 3):
        await publish(town, number)

    await publish(town, 4, feed="herald")

    assert PLEA in bodies(town)[-1]


async def test_an_answer_that_an_outlet_always_prints_stays():
    town = a_town(a_feed("ledger"))
    for number in (1, 2, 3, 4):
        await publish(town, number, line="The agency did not respond to our request for comment.")

    assert all("did not respond" in body for body in bodies(town))


async def test_an_articles_new_text_teaches_nothing_twice():
    town = a_town(a_feed("ledger"))
    for number in (1, 2):
        await publish(town, number)
    await publish(town, 2, line=f"{PLEA}\n\nThe board meets again in autumn.")

    await publish(town, 3)

    assert PLEA in bodies(town)[-1]


async def test_a_line_not_repeated_for_a_season_is_forgotten():
    town = a_town(a_feed("ledger"))
    for number in (1, 2, 3):
        await publish(town, number)
    town.clock.turn(timedelta(days=91))
    await town.house.upkeep.turn(town.house.rounds.feeds)

    await publish(town, 4)

    assert PLEA in bodies(town)[-1]
