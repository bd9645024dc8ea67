"""How much of a longer text speaks of the beat: an aside fills a passage, a subject returns."""

from __future__ import annotations

from typing import Final

from bot.text.beat.asides import subjects_in
from bot.text.beat.evidence import Reason, passage_points
from bot.text.beat.zones import Zone, passages_of

#: Words below which a text is too short for its passages to say anything.
DEEP_FROM: Final = 70
#: Words from which its passages are sure; a shorter text's count in proportion.
SURE_FROM: Final = 250
#: Points up to which a passage says nothing of the beat, and from which it surely speaks of it;
#: between them it counts in part. An article as short would be relevant from 1.6.
SILENT_TO: Final = 1.1
SPEAKS_FROM: Final = 2.5
#: Share of the passages at which a text neither speaks for nor against the beat.
DEPTH_LINE: Final = 0.3
#: Points for the whole way from none to all of the passages, and the most that depth may move.
DEPTH_SLOPE: Final = 9.0
DEPTH_MOST: Final = 2.5
#: The most that a text may take from a headline that names the beat: it may be cut to furniture.
LEAST_UNDER_CORE: Final = 1.0
#: Share of the strongest passage that counts as the nut graf, the paragraph that says late what a
#: story with a delayed lede is about, and the most points it may have.
NUT_GRAF_SHARE: Final = 0.6
NUT_GRAF_MOST: Final = 4.0
#: Passages that must speak before one of them is a nut graf: an aside has one.
NUT_GRAF_FROM: Final = 1.3


def depth_reasons(headline: Zone, opening: Zone, body: Zone) -> list[Reason]:
    """Weigh how many passages of a text speak of the beat; nothing for a short text."""
    if len(body.words) < DEEP_FROM:
        return []
    points = [_points(passage, headline) for passage in passages_of(body)]
    speaking = sum(_speaks(each) for each in points)
    share = speaking / len(points)
    moved = DEPTH_SLOPE * (share - DEPTH_LINE) * min(1.0, len(body.words) / SURE_FROM)
    least = -LEAST_UNDER_CORE if headline.has("core") else -DEPTH_MOST
    says = f"{round(speaking)} of {len(points)} passages of the text speak of it"
    reasons = [Reason(max(least, min(moved, DEPTH_MOST)), says)]
    if share >= DEPTH_LINE and speaking >= NUT_GRAF_FROM and _is_silent(headline, opening):
        nut_graf = NUT_GRAF_SHARE * min(max(points), NUT_GRAF_MOST)
        reasons.append(
            Reason(nut_graf, "the text comes to it after a lede about a person or place")
        )
    return reasons


def _speaks(points: float) -> float:
    """Return how surely a passage of these points speaks of the beat, from 0 to 1."""
    return max(0.0, min((points - SILENT_TO) / (SPEAKS_FROM - SILENT_TO), 1.0))


def _points(passage: Zone, headline: Zone) -> float:
    return passage_points(passage, headline) if passage.has_evidence() else 0.0


def _is_silent(headline: Zone, opening: Zone) -> bool:
    """Whether headline and opening say nothing, neither of the beat nor of another subject.

    Money is one: a budget story that comes to the beat late remains a budget story.
    """
    return not any(
        zone.has_evidence() or zone.has("against") or zone.has("money") or subjects_in(zone)
        for zone in (headline, opening)
    )
