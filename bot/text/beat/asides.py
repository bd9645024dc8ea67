"""What puts words of the beat in doubt: frozen water, a mention in passing, a list of subjects."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from bot.text.beat.terms import Hit, lexicon
from bot.text.beat.zones import Zone

#: What is left of a bare "ICE" beside words of its other meanings, and in a headline in capitals.
DOUBTED_SHARE: Final = 0.1
SHOUTED_SHARE: Final = 0.5
#: Words after an aside's opening ("who once ...") that still belong to it.
ASIDE_SPAN: Final = 12
#: Words that may stand between two subjects of a list: "taxes and guns", "rents, prices".
LISTED_SPAN: Final = 1
#: The group whose terms may be printed in small letters, as frozen water is.
_ICE_AT_WORK: Final = "ice_in_action"


def is_doubtful(hit: Hit) -> bool:
    """Whether a term may be about frozen water: the bare letters, or the word in small letters."""
    if hit.group.role == "agency":
        return True
    at_work = hit.group.name == _ICE_AT_WORK and "ICE" not in hit.surface
    return at_work and "ice" in hit.surface.lower().split()


def doubt_about_ice(headline: Zone, opening: Zone) -> float:
    """Return what is left of the bare letters "ICE" beside words of their other meanings."""
    hits = (*headline.hits, *opening.hits)
    cued = any(hit.group.role == "homonym_cue" or hit.group.name == "sport" for hit in hits)
    backed = any(hit.group.role == "core" and not is_doubtful(hit) for hit in hits)
    return DOUBTED_SHARE if cued and not backed else 1.0


def is_aside(headline: Zone, opening: Zone) -> bool:
    """Whether the opening mentions the beat in passing only, under a headline silent on it."""
    if headline.has_evidence():
        return False
    if subjects_in(headline) or (headline.has("against") and not headline.has("protest")):
        return True
    asides = [hit.at for hit in opening.hits if hit.group.role == "aside"]
    evidence = [hit.at for hit in opening.hits if hit.group.is_evidence]
    return bool(evidence) and all(
        any(0 < at - aside <= ASIDE_SPAN for aside in asides) for at in evidence
    )


def is_list(zone: Zone) -> bool:
    """Whether a zone goes through subjects: "housing, taxes and immigration"."""
    named = [hit for hit in zone.hits if hit.surface.lower() in lexicon().subjects]
    return any(
        after.at - before.at - len(before.surface.split()) <= LISTED_SPAN
        for before, after in pairwise(named)
        if before.surface.lower() != after.surface.lower()
    )


def subjects_in(zone: Zone) -> frozenset[str]:
    """Return the words of other subjects in a zone."""
    return frozenset(hit.surface.lower() for hit in zone.hits) & lexicon().subjects
