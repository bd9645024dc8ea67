"""What the services need from the outside, in our own words.

Every port is a Protocol with a contract test over all its implementations.
"""

from bot.domain.articles import Draft
from bot.ports.archive import (
    Articles,
    EntityCount,
    Hit,
    OutletLines,
    Stories,
    StoryFilter,
)
from bot.ports.asking import ChatApp, Desk
from bot.ports.fetching import Retrieved, Retriever, Unchanged
from bot.ports.messaging import Finding, Messenger, Pace
from bot.ports.outbox import Deliveries, QueueState
from bot.ports.plotting import Plotter
from bot.ports.sealing import Seal
from bot.ports.storage import (
    Deeds,
    FeedStates,
    Installations,
    Memory,
    Pruned,
    Storage,
    UnitOfWork,
    Watches,
)
from bot.ports.time import Chance, Clock
from bot.ports.workshop import Page, ParsedFeed, Workshop

__all__ = [
    "Articles",
    "Chance",
    "ChatApp",
    "Clock",
    "Deeds",
    "Deliveries",
    "Desk",
    "Draft",
    "EntityCount",
    "FeedStates",
    "Finding",
    "Hit",
    "Installations",
    "Memory",
    "Messenger",
    "OutletLines",
    "Pace",
    "Page",
    "ParsedFeed",
    "Plotter",
    "Pruned",
    "QueueState",
    "Retrieved",
    "Retriever",
    "Seal",
    "Storage",
    "Stories",
    "StoryFilter",
    "Unchanged",
    "UnitOfWork",
    "Watches",
    "Workshop",
]
