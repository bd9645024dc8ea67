"""Posts: a story's root messages in one channel; more than one once it was re-opened."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.articles import StoryId
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState, RouteId
from bot.ports import UnitOfWork


async def posts_of(unit: UnitOfWork, story: StoryId, route: RouteId) -> list[Delivery]:
    """Return a story's posts on a route, oldest first; those that were given up are none."""
    return posts_among(await unit.deliveries.of_story(story), route)


def posts_among(deliveries: Iterable[Delivery], route: RouteId) -> list[Delivery]:
    """Return the posts on a route among a story's deliveries, in their order."""
    return [
        each
        for each in deliveries
        if each.kind is DeliveryKind.ROOT
        and each.route == route
        and each.state is not DeliveryState.ABANDONED
    ]


def post_of(delivery: Delivery, posts: list[Delivery]) -> Delivery | None:
    """Return the post that a root, revision or note is or belongs to; None without any.

    Without a receipt of its own a revision or note belongs to the newest.
    """
    if delivery.kind is DeliveryKind.ROOT:
        return next((post for post in posts if post.key == delivery.key), delivery)
    if delivery.receipt is not None:
        return next((post for post in posts if post.receipt == delivery.receipt), None)
    return posts[-1] if posts else None
