"""A newsroom with two stories, and whom watches lead them to."""

from __future__ import annotations

from bot.domain.articles import StoryId
from bot.domain.delivery import RouteId
from bot.ports import StoryFilter
from bot.services.dossier import open_dossier
from bot.services.watching import watch_routes
from tests.fakes.town import a_feed, a_town, an_entry
from tests.unit.services.texts import LETTERS, LETTERS_TITLE, RULING, RULING_TITLE


async def a_newsroom():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), an_entry(RULING_TITLE, RULING))
    await town.settles()
    return town


async def story_called(town, title: str) -> StoryId:
    async with town.storage.look() as unit:
        stories = await unit.stories.newest(StoryFilter(), limit=10)
    return next(story.id for story in stories if story.headline == title)


async def routes(town, title: str, **options) -> list[RouteId]:
    async with town.storage.look() as unit:
        dossier = await open_dossier(unit, await story_called(town, title))
        found = await watch_routes(unit, dossier, town.house.router.homes, **options)
        return [route.id for route in found]


async def dossier_called(town, title: str):
    async with town.storage.look() as unit:
        return await open_dossier(unit, await story_called(town, title))
