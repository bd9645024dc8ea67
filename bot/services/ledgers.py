"""Ledgers: a dossier's articles in the order of their sources, and their claims compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.articles import Article, Provenance, Reading
from bot.domain.claims import Claim, Speaker
from bot.domain.entities import EntityKind
from bot.services.dossier import Dossier, Rank, is_news_since, rank
from bot.text.comparing.ledger import Ledger, LedgerSource, compare
from bot.text.names.entities import look_up
from bot.text.private.withheld import holds_private


def ordered(dossier: Dossier, *, since: datetime | None = None) -> list[tuple[Article, Reading]]:
    """Return the articles in the order sources are numbered: originals first, rewrites last.

    With `since`, what was first seen from then on stands before what was known already.
    """

    def place(each: tuple[Article, Reading]) -> tuple[bool, Rank]:
        article = each[0]
        return since is not None and not is_news_since(article, since), rank(article)

    return sorted(dossier, key=place)


def ledger_of(dossier: Dossier, *, since: datetime | None = None) -> Ledger:
    """Compare a story's claims; articles are numbered from 1 in the order of `ordered`."""
    return compare(
        [
            LedgerSource(
                article=number,
                provenance=article.provenance,
                claims=own_voice(article, reading.claims),
                mentions=reading.mentions,
                body=reading.body,
                published_on=article.published_at.date(),
                outlet=article.outlet,
                published_at=article.published_at,
            )
            for number, (article, reading) in enumerate(ordered(dossier, since=since), start=1)
        ]
    )


def own_voice(article: Article, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return an official release's claims: what nobody else is named for, the authority says."""
    if article.provenance is not Provenance.OFFICIAL:
        return claims
    authority = _authority(article.outlet)
    return tuple(
        claim
        if claim.speaker.is_named or claim.speaker.is_anonymous
        else replace(claim, speaker=authority)
        for claim in claims
    )


def _authority(outlet: str) -> Speaker:
    """Return the agency an official feed is called after ("ICE newsroom"), else the feed itself."""
    for word in outlet.split():
        for entity in look_up(word):
            if entity.kind is EntityKind.AGENCY:
                return Speaker(name=entity.name, entity=entity.id)
    return Speaker(name=outlet)


def public_claims(reading: Reading) -> tuple[Claim, ...]:
    """Return the claims that name no private person, in their words or their sentence."""
    private = reading.private_names
    if not private:
        return reading.claims
    return tuple(
        claim
        for claim in reading.claims
        if not holds_private(f"{claim.sentence} {claim.words}", private)
    )
