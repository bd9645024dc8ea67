"""A story that was posted, and what befalls it later: reports, corrections, a second story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.articles import Article, Draft
from bot.domain.briefs import Update
from bot.domain.feeds import FeedId
from bot.services.dossier import Dossier, open_dossier
from bot.services.placing import grown
from bot.text.reading import read_draft
from tests.fakes.town import Town, a_feed, a_town, an_entry
from tests.unit.services.texts import LETTERS, RULING

TITLE = "Homeland Security gives Oregon until Friday on jail detainers"
#: A later article of the same event with a figure and a voice of its own.
COUNT = """
Oregon jails declined 415 detainer letters in February, the state's sheriffs said on Wednesday.

“We hold nobody without a judge's warrant,” said Harlan Pike, president of the Oregon Sheriffs'
Association. The Department of Homeland Security had given the state until Friday.
"""
COUNT_TITLE = "Oregon jails declined 415 detainer letters, sheriffs say"
CORRECTED = (
    "Correction: An earlier version of this article misstated the share of people with a "
    "conviction. It is 52%, not 62%.\n" + LETTERS.replace("62%", "52%")
)


async def a_posted_story(*routes, **changes) -> Town:
    town = a_town(a_feed("ledger"), a_feed("herald"), routes=routes)
    await town.publishes("ledger", an_entry(TITLE, LETTERS, **changes))
    await town.settles()
    return town


async def joins(town: Town, story: int = 1, *, silently: bool = False, **changes) -> Article:
    """File a further article with the story, whatever matching would say of it."""
    title, text = changes.pop("title", COUNT_TITLE), changes.pop("text", COUNT)
    now = town.clock.now()
    async with town.storage.begin() as unit:
        earlier = await open_dossier(unit, story)
        number = await unit.articles.next_id()
        given = {
            "id": number,
            "feed": FeedId("herald"),
            "outlet": "Herald",
            "url": f"https://herald.example/{number}",
            "guid": f"h{number}",
            "title": title,
            "text": text,
            "published_at": now - timedelta(minutes=10),
            "first_seen_at": now,
            "revised_at": None,
        }
        article = replace(earlier.lead, **(given | changes))
        draft = Draft(
            title=title,
            text=text,
            outlet=article.outlet,
            url=article.url,
            official=False,
            published_at=article.published_at,
        )
        reading = read_draft(draft)
        articles = (*earlier.articles, article)
        await unit.articles.add(article, reading)
        story = grown(earlier.story, articles, ())
        await unit.stories.save(story)
        dossier = Dossier(story=story, articles=articles, readings=(*earlier.readings, reading))
        if not silently:
            await town.house.router.joined(unit, dossier, article, now)
        await unit.commit()
    await delivers(town)
    return article


async def delivers(town: Town) -> None:
    await town.house.delivering.drain(until=town.clock.now() + timedelta(minutes=5))


async def is_corrected(town: Town) -> None:
    await town.publishes("ledger", an_entry(TITLE, CORRECTED))
    await town.settles()


def notes(post) -> list[str]:
    assert all(isinstance(note, Update) for note in post.thread)
    return [line.text for note in post.thread for line in note.lines]


async def two_stories(*routes) -> Town:
    town = await a_posted_story(*routes)
    await town.publishes("herald", an_entry("Judge orders bond hearings in Georgia", RULING))
    await town.settles()
    return town
