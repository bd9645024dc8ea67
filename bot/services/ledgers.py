"""Ledgers: a dossier's articles in the order of their sources, and their claims compared."""

from __future__ import annotations

from bot.domain.articles import Article, Reading
from bot.services.dossier import Dossier, rank
from bot.text.ledger import Ledger, LedgerSource, compare


def ordered(dossier: Dossier) -> list[tuple[Article, Reading]]:
    """Return the articles in the order sources are numbered: originals first, rewrites last."""
    return sorted(dossier, key=lambda each: rank(each[0]))


def ledger_of(dossier: Dossier) -> Ledger:
    """Compare a story's claims; articles are numbered from 1 in the order of `ordered`."""
    return compare(
        [
            LedgerSource(
                article=number,
                provenance=article.provenance,
                claims=reading.claims,
                mentions=reading.mentions,
                body=reading.body,
                published_on=article.published_at.date(),
            )
            for number, (article, reading) in enumerate(ordered(dossier), start=1)
        ]
    )
