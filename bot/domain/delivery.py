"""Delivery: routes, what is owed to which channel, and the proof that it was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import NewType

from bot.domain.articles import StoryId
from bot.domain.briefs import Digest, Notice, Update
from bot.domain.feeds import FeedId, FeedKind

RouteId = NewType("RouteId", str)
DeliveryKey = NewType("DeliveryKey", str)


class Platform(StrEnum):
    """Where people read."""

    SLACK = "slack"
    DISCORD = "discord"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRef:
    """A platform and the channel's id or `#name` as the operator wrote it."""

    platform: Platform
    target: str
    #: The workspace or server it belongs to; None for the operators' own, which needs no name.
    workspace: str | None = None

    @property
    def name(self) -> str:
        """The channel for print."""
        place = f" ({self.workspace})" if self.workspace else ""
        return f"{self.platform.value} {self.target}{place}"


class RouteRole(StrEnum):
    """What a channel is for."""

    NEWS = "news"
    OPS = "ops"


class RouteMode(StrEnum):
    """When stories are posted."""

    INSTANT = "instant"
    DIGEST = "digest"
    BOTH = "both"


class UpdatePolicy(StrEnum):
    """What happens to a post when its story develops."""

    THREAD = "thread"
    EDIT = "edit"
    NONE = "none"


class RewritePolicy(StrEnum):
    """How rewrites are shown: one line each, in full, or not at all."""

    COLLAPSE = "collapse"
    SHOW = "show"
    HIDE = "hide"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """Local times of day and weekdays (0 is Monday) of a channel's digests."""

    at: tuple[time, ...]
    days: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Local times between which nothing is posted at once; may run over midnight."""

    start: time
    end: time

    def holds(self, local: time) -> bool:
        """Whether `local` lies in the quiet hours, the end not included."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An operator's rule: which stories go to which channel, at once or in a digest."""

    id: RouteId
    channel: ChannelRef
    role: RouteRole = RouteRole.NEWS
    #: Empty means all.
    feeds: frozenset[FeedId] = frozenset()
    kinds: frozenset[FeedKind] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    mode: RouteMode = RouteMode.INSTANT
    digest: DigestPlan | None = None
    quiet: QuietHours | None = None
    max_posts_per_hour: int = 8
    updates: UpdatePolicy = UpdatePolicy.THREAD
    rewrites: RewritePolicy = RewritePolicy.COLLAPSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The platform's proof of a post; only the messenger that gave it can read it."""

    value: str


class DeliveryKind(StrEnum):
    """What is owed."""

    #: The story's one root message in a channel.
    ROOT = "root"
    #: The root edited; at most one owed at a time, because it is built when it is sent.
    REVISION = "revision"
    #: A note in the root's thread.
    UPDATE = "update"
    #: Several stories in one message.
    DIGEST = "digest"
    #: A line to the operators.
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """The outbox state machine, drawn in docs/delivery.md."""

    OWED = "owed"
    #: Leased and possibly under way: committed before the platform is called.
    SENDING = "sending"
    SENT = "sent"
    #: The answer was lost; the channel is read before anything is sent again.
    UNCERTAIN = "uncertain"
    #: The platform refuses the channel; kept until somebody mends it.
    REFUSED = "refused"
    #: Given up with its reason: superseded, muted, too old, invalid.
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message owed to one channel."""

    key: DeliveryKey
    kind: DeliveryKind
    route: RouteId
    channel: ChannelRef
    #: Not before this; quiet hours and Retry-After move it.
    due_at: datetime
    created_at: datetime
    #: None for notices and digests of several stories.
    story: StoryId | None = None
    #: Content frozen when it was owed, of a digest its title alone; None when built at sending.
    message: Update | Notice | Digest | None = None
    #: Stories of a digest.
    stories: tuple[StoryId, ...] = ()
    state: DeliveryState = DeliveryState.OWED
    attempt_count: int = 0
    #: While sending: when the lease ends and another worker may take over.
    leased_until: datetime | None = None
    #: When the platform was last called for it; None before the first attempt.
    sending_since: datetime | None = None
    #: The post; of a revision that is owed, the post it replaces (None: the newest of its route).
    receipt: Receipt | None = None
    sent_at: datetime | None = None
    last_error: str | None = None


def delivery_key(kind: DeliveryKind, route: RouteId, subject: str) -> DeliveryKey:
    """Return the key of one obligation: the same obligation always gives the same key.

    24 hexadecimal characters, so that it fits Discord's nonce (at most 25 characters).
    """
    digest = blake2b(f"{kind}|{route}|{subject}".encode(), digest_size=12)
    return DeliveryKey(digest.hexdigest())


FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)


def is_operators(route: RouteId) -> bool:
    """Whether a route is one of feeds.yaml; those of watches and of answers hold a colon."""
    return ":" not in route


def retry_wait(attempt_count: int, *, jitter: float) -> timedelta:
    """Return the wait before the next attempt: doubling from 5 s to 15 min, +-20 %."""
    wait: timedelta = min(FIRST_RETRY * (1 << min(max(attempt_count - 1, 0), 10)), LONGEST_RETRY)
    return wait * (0.8 + 0.4 * jitter)
