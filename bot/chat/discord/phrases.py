"""Short wordings about a story that its card, its digest line and its updates share."""

from __future__ import annotations

from bot.chat.discord.wording import fitted, host_of, safe_url, shorten
from bot.domain.briefs import Brief, FigureLine, SourceLine

#: Words that already join what a share counts to it ("90% before 2025").
_JOINING = frozenset(
    {"of", "in", "at", "by", "from", "since", "before", "after", "during", "among", "as"}
    | {"more", "less", "fewer", "higher", "lower"}
)


def standing(brief: Brief) -> str:
    """Return how many outlets carry the story and how many did work of their own."""
    if brief.outlet_count == 1:
        return "1 outlet"
    return f"{brief.outlet_count} outlets, {brief.independent_count} independent"


def counted(figure: FigureLine, limit: int) -> str:
    """Return what a figure counts, joined to it: "70% of those arrested", "412 people held"."""
    counts = fitted(figure.counts, limit) if limit else ""
    if not counts:
        return ""
    share = figure.surface.rstrip().casefold().endswith(("%", "percent", "per cent"))
    joined = counts.split(" ", 1)[0].casefold() in _JOINING
    return f" of {counts}" if share and not joined else f" {counts}"


def speaker(figure: FigureLine, limit: int) -> str:
    """Return who gives the figure: "says ICE", or that nobody is named."""
    name = shorten(figure.speaker, limit)
    shown = fitted(figure.speaker, limit)
    return shown if not name or name.casefold().startswith("no speaker") else f"says {shown}"


def outlet(line: SourceLine, limit: int) -> str:
    """Return the outlet's name as it is, its host where it has none; not escaped."""
    return shorten(line.outlet, limit) or host_of(safe_url(line.url) or "") or "unnamed outlet"
