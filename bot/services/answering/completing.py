"""Completions: what a platform offers while somebody types."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.feeds import Feed
from bot.domain.questions import COMMANDS, Asker, Completion, Suggestion
from bot.ports import StoryFilter, UnitOfWork
from bot.services.answering.asking import owners_of
from bot.text.names.gazetteer import state_names

MOST = 25


async def complete(
    unit: UnitOfWork, feeds: Sequence[Feed], completion: Completion, typed: str, asker: Asker
) -> Sequence[Suggestion]:
    """Return at most 25 completions that contain what was typed, whatever its case."""
    needle = typed.strip().casefold()
    offers = await _offers(unit, feeds, completion, typed.strip(), asker)
    found = [
        offer
        for offer in offers
        if needle in offer.label.casefold() or needle in offer.value.casefold()
    ]
    return found[:MOST]


async def _offers(
    unit: UnitOfWork, feeds: Sequence[Feed], completion: Completion, typed: str, asker: Asker
) -> list[Suggestion]:
    match completion:
        case Completion.OUTLET:
            return [_same(name) for name in await unit.articles.outlets()]
        case Completion.TOPIC:
            return [_same(command.name) for command in COMMANDS]
        case Completion.FEED:
            return [Suggestion(label=feed.name, value=feed.id) for feed in feeds]
        case Completion.STATE:
            return [Suggestion(label=names[0], value=code) for code, names in state_names().items()]
        case Completion.STORY:
            stories = await unit.stories.newest(StoryFilter(), limit=200)
            return [
                Suggestion(label=f"{story.id}: {story.headline}"[:100], value=str(story.id))
                for story in stories
            ]
        case Completion.ENTITY:
            counts = await unit.articles.entities(typed, limit=MOST)
            return [_same(count.entity.name) for count in counts]
        case Completion.WATCH:
            owners = owners_of(asker)
            return [_same(watch.name) for own in owners for watch in await unit.watches.of(own)]


def _same(text: str) -> Suggestion:
    return Suggestion(label=text[:100], value=text[:100])
