"""Lines: articles, claims and figures in the words that are printed of them."""

from __future__ import annotations

from bot.domain.articles import Article
from bot.domain.briefs import SourceLine
from bot.domain.claims import Claim, Figure

LONGEST_COUNTS = 90


def source_line(article: Article, number: int, note: str | None = None) -> SourceLine:
    """Return an article as a numbered source."""
    return SourceLine(
        number=number,
        outlet=article.outlet,
        kind=article.kind,
        provenance=article.provenance,
        title=article.title,
        url=article.url,
        published_at=article.published_at,
        note=note,
    )


def figure_words(claim: Claim, figure: Figure) -> str:
    """Return a figure with what it counts and its speaker: never one without the other."""
    return f"{figure.surface} {counted(figure)} — {speaker_words(claim)}".replace("  ", " ")


def counted(figure: Figure) -> str:
    """Return what a figure counts and its period, cut at a word when it is long."""
    words = figure.counts
    if figure.period and figure.period.lower() not in words.lower():
        words = f"{words} {figure.period}".strip()
    if len(words) <= LONGEST_COUNTS:
        return words
    return words[:LONGEST_COUNTS].rsplit(" ", 1)[0] + " …"


def speaker_words(claim: Claim) -> str:
    """Return who says it: "says ICE", or that nobody is named."""
    speaker = claim.speaker
    return f"says {speaker.label}" if speaker.is_named or speaker.is_anonymous else speaker.label
