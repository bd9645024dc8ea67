"""Nouns for the archive's tests; each builder takes what the test is about."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b

from bot.domain.articles import Article, ArticleId, Reading, StoryId
from bot.domain.delivery import (
    ChannelRef,
    Delivery,
    DeliveryKey,
    DeliveryKind,
    Platform,
    RouteId,
)
from bot.domain.entities import Entity, EntityId, EntityKind, Mention
from bot.domain.feeds import FeedId, FeedKind
from bot.domain.stories import Story
from bot.domain.verdicts import Outcome, Stage, Trace
from tests.builders import NOON

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
NEWS = ChannelRef(platform=Platform.SLACK, target="#news")
DESK = ChannelRef(platform=Platform.DISCORD, target="4410")
ROUTE = RouteId("newsroom")
FEED = FeedId("ledger")

ICE = Entity(
    id=EntityId("agency:ice"),
    kind=EntityKind.AGENCY,
    name="U.S. Immigration and Customs Enforcement",
)
SHERIFF = Entity(
    id=EntityId("official:whitfield"),
    kind=EntityKind.OFFICIAL,
    name="Dana Whitfield",
    role="county sheriff",
    state="IL",
)


def an_article(number: int = 1, **changes) -> Article:
    title = changes.get("title", f"Marlow County board meets for session {number}")
    text = changes.get("text", "The board met on Friday.")
    defaults = {
        "id": ArticleId(number),
        "story": StoryId(number),
        "feed": FEED,
        "outlet": "Capital Ledger",
        "kind": FeedKind.NATIONAL,
        "url": f"https://ledger.example/news/{number}",
        "guid": f"ledger-{number}",
        "title": title,
        "text": text,
        "byline": None,
        "published_at": NOON + number * MINUTE,
        "dated": True,
        "first_seen_at": NOON + number * MINUTE,
        "language": "en",
        "content_hash": blake2b(
            f"{title}|{text}".encode("utf-8", "surrogatepass"), digest_size=8
        ).hexdigest(),
    }
    return Article(**(defaults | changes))


def a_mention(entity: Entity = ICE, surface: str = "ICE") -> Mention:
    return Mention(entity=entity, surface=surface, start=0, end=len(surface))


def a_reading(*mentions: Mention, **changes) -> Reading:
    return Reading(**({"body": "The board met on Friday.", "mentions": mentions} | changes))


def a_story(number: int = 1, **changes) -> Story:
    defaults = {
        "id": StoryId(number),
        "headline": f"Marlow County board meets for session {number}",
        "lead": ArticleId(number),
        "opened_at": NOON,
        "updated_at": NOON + number * MINUTE,
    }
    return Story(**(defaults | changes))


def a_delivery(key: str = "first", **changes) -> Delivery:
    defaults = {
        "key": DeliveryKey(key),
        "kind": DeliveryKind.ROOT,
        "route": ROUTE,
        "channel": NEWS,
        "due_at": NOON,
        "created_at": NOON,
        "story": StoryId(1),
    }
    return Delivery(**(defaults | changes))


def a_trace(number: int = 1, **changes) -> Trace:
    defaults = {
        "feed": FEED,
        "outlet": "Capital Ledger",
        "url": f"https://ledger.example/news/{number}",
        "guid": f"ledger-{number}",
        "title": "Hockey team leaves the ice",
        "at": NOON,
        "verdict": "dropped",
        "stages": (Stage(name="relevance", outcome=Outcome.FAILED, reason="off the beat"),),
    }
    return Trace(**(defaults | changes))


async def store(storage, *articles: Article, reading: Reading | None = None) -> None:
    """Commit articles, each with the same reading of its text."""
    async with storage.begin() as unit:
        for article in articles:
            await unit.articles.add(article, reading or Reading(body=article.text))
        await unit.commit()


async def owe(storage, *deliveries: Delivery) -> None:
    async with storage.begin() as unit:
        for delivery in deliveries:
            await unit.deliveries.owe(delivery)
        await unit.commit()


async def lease(storage, now=NOON, *, minutes: int = 5, limit: int = 10) -> list[Delivery]:
    """Lease and commit."""
    async with storage.begin() as unit:
        leased = await unit.deliveries.lease(now, now + minutes * MINUTE, limit=limit)
        await unit.commit()
    return list(leased)
