"""How surely an article is about US immigration enforcement, with reasons a reader understands.

Evidence is weighed in points by zone: the headline counts whole, the opening (the lede) in part,
the text by how many of its passages speak of the beat. The plain words around the evidence lean it
one way or the other. The line is the same whatever was given, so a bare headline needs no threshold
of its own. Numbers: docs/decisions/0014-relevance-in-points.md, 0059-relevance-second-pass.md,
0070-relevance-by-passages.md, 0085-everyday-senses.md, 0096-words-that-lean.md and
0102-bulletins-and-twice-the-evidence.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from typing import Final

from bot.domain.articles import Relevance
from bot.text.beat.anchors import is_elsewhere
from bot.text.beat.asides import SHOUTED_SHARE, doubt_about_ice, is_aside
from bot.text.beat.depth import depth_reasons
from bot.text.beat.diction import Diction, diction_reason, fitted_diction
from bot.text.beat.evidence import (
    LISTED_SHARE,
    Reason,
    bridge_reasons,
    headline_reasons,
    opening_reasons,
)
from bot.text.beat.taught import Teaching, lift
from bot.text.beat.words import is_shouted, words_of
from bot.text.beat.zones import Zone, opening_of, zone_of

#: Points at which an article is as likely on the beat as not.
LINE: Final = 1.6
#: How fast points turn into certainty: two points above the line score 0.93.
SLOPE: Final = 1.3
#: Points beyond which certainty does not move, below and above.
POINTS_LEAST: Final = -4.0
POINTS_MOST: Final = 8.0
#: Share of the opening's points that count.
OPENING_SHARE: Final = 0.8
#: What is left of evidence that is anchored in another country.
ELSEWHERE_SHARE: Final = 0.15
#: What a section of the address is worth: a hint and no more.
BEAT_SECTION_POINTS: Final = 0.4
OTHER_SECTION_POINTS: Final = -0.6
#: The score that teaching never lifts beyond (docs/decisions/0015).
LIFTED_SCORE: Final = 0.65
#: Most reasons that are printed, and the points from which one is.
REASONS_MOST: Final = 4
PRINTED_FROM: Final = 0.3

_BEAT_SECTIONS: Final = frozenset({"immigration", "border", "us-immigration"})
_OTHER_SECTIONS: Final = frozenset(
    {"sport", "sports", "entertainment", "food", "lifestyle", "travel", "arts", "weather", "tv"}
)


def weigh(
    title: str,
    text: str,
    *,
    outlet: str = "",
    url: str = "",
    taught: Teaching | None = None,
    diction: Diction | None = None,
) -> Relevance:
    """Return how surely an article is on the beat; relevant from a score of 0.5.

    `text` may be empty or a single line: the line is the same. `taught` raises an article that
    falls short and names what running stories name; it never lowers and never lifts beyond
    `LIFTED_SCORE`, so a lifted article is told apart from one that stands on its own words.
    `diction` takes the place of the weights of words that come with the bot.
    """
    headline = zone_of("in the headline", title)
    body = zone_of("in the text", text)
    opening = opening_of(body)
    reasons = [
        *_opening_and_headline(headline, opening, shouted=is_shouted(title)),
        *depth_reasons(headline, opening, body),
        *_section_reasons(url),
    ]
    leans = diction_reason(
        headline, opening, diction or fitted_diction(), evidence=_speaking_for(reasons)
    )
    reasons.append(leans)
    if is_elsewhere(headline, opening, body, words_of(outlet)):
        reasons.append(_taken_back(reasons))
    score = _score(reasons)
    if taught is not None and score < LIFTED_SCORE:
        told = lift(taught, headline, opening)
        reasons = _with_teaching(reasons, told, leans) if told else reasons
        score = max(score, min(_score(reasons), LIFTED_SCORE))
    score = round(score, 4)
    return Relevance(score=score, relevant=score >= 0.5, reasons=_printed(reasons))


def _opening_and_headline(headline: Zone, opening: Zone, *, shouted: bool) -> list[Reason]:
    doubt = doubt_about_ice(headline, opening)
    in_headline = min(doubt, SHOUTED_SHARE) if shouted else doubt
    share = OPENING_SHARE * (LISTED_SHARE if is_aside(headline, opening) else 1.0)
    return [
        *headline_reasons(headline, opening, doubt=in_headline),
        *(
            Reason(reason.points * share, reason.says)
            for reason in opening_reasons(headline, opening, doubt=doubt)
        ),
        *bridge_reasons(headline, opening),
    ]


def _section_reasons(url: str) -> list[Reason]:
    sections = set(url.lower().split("/")[3:-1])
    if sections & _BEAT_SECTIONS:
        return [Reason(BEAT_SECTION_POINTS, "filed under immigration")]
    if sections & _OTHER_SECTIONS:
        return [Reason(OTHER_SECTION_POINTS, "filed under another subject")]
    return []


def _taken_back(reasons: Iterable[Reason]) -> Reason:
    """Take back what speaks for the beat when the text is anchored in another country."""
    points = _speaking_for(reasons)
    return Reason(-points * (1.0 - ELSEWHERE_SHARE), "about another country's immigration")


def _speaking_for(reasons: Iterable[Reason]) -> float:
    return sum(reason.points for reason in reasons if reason.points > 0)


def _with_teaching(
    reasons: Iterable[Reason], told: Iterable[Reason], leans: Reason
) -> list[Reason]:
    """Add what running stories tell.

    Words that lean away are not held against a name they taught: a story's later turns ("Vigil
    for ...") are worded like other news.
    """
    kept = (reason for reason in reasons if reason is not leans or leans.points > 0)
    return [*kept, *told]


def _score(reasons: Iterable[Reason]) -> float:
    points = sum(reason.points for reason in reasons)
    return 1.0 / (1.0 + exp(-SLOPE * (max(POINTS_LEAST, min(points, POINTS_MOST)) - LINE)))


def _printed(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Return the weightiest reasons for and against, each once."""
    ranked = sorted(reasons, key=lambda reason: (-abs(reason.points), reason.says))
    kept = dict.fromkeys(reason.says for reason in ranked if abs(reason.points) >= PRINTED_FROM)
    return tuple(kept)[:REASONS_MOST] or ("says nothing of immigration enforcement",)
