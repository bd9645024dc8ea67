"""Identity: when two entries are the same article. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from bot.domain.articles import Entry
from bot.text.prose.urls import canonical_url

#: Below this many characters two different entries may honestly say the same ("Order", "Notice").
ENOUGH_TO_RECOGNISE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an entry is recognised by. Feeds change guids and addresses; texts tell."""

    guid: str | None
    #: Canonical address; empty when the entry has no link.
    url: str
    #: Digest of title and text: a repeat has the same, a revision another.
    content_hash: str
    #: Digests that stand for "this very text was decided before", whatever guid or address says.
    keys: tuple[str, ...]


def identify(entry: Entry) -> Identity:
    """Return what `entry` is recognised by."""
    url = canonical_url(entry.url) or entry.url
    text = f"{entry.title}\n{entry.content or entry.summary}"
    content_hash = _digest(text)
    exact = _digest(f"{entry.guid}\n{url}\n{content_hash}")
    keys = [exact]
    if len(text) >= ENOUGH_TO_RECOGNISE:
        # Guids and addresses that change at every poll must not make one text news again.
        keys.append(_digest(f"{entry.published_at}\n{content_hash}"))
    return Identity(guid=entry.guid, url=url, content_hash=content_hash, keys=tuple(keys))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
