"""How surely an article is about US immigration enforcement, with reasons a reader understands.

Evidence is weighed in points by zone: the headline counts whole, the opening (the lede) in part,
the text by how densely it speaks of the beat. The line is the same whatever was given, so a bare
headline needs no threshold of its own. Numbers: docs/decisions/0014-relevance-in-points.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import exp
from typing import Final

from bot.domain.articles import Relevance
from bot.text.anchors import anchors_abroad, anchors_at_home
from bot.text.beat_terms import (
    Group,
    Hit,
    Pair,
    find_terms,
    lexicon,
    pairs_among,
    with_acronyms,
    words_of,
)
from bot.text.taught import names_taught

#: Points at which an article is as likely on the beat as not.
LINE: Final = 1.6
#: How fast points turn into certainty: two points above the line score 0.93.
SLOPE: Final = 1.3
#: Words of the text that are read as its opening: a lede and the sentence after it.
OPENING_WORDS: Final = 55
#: Share of the opening's points that count.
OPENING_SHARE: Final = 0.8
#: The most points a zone may bring; agreement beyond it says nothing new.
ZONE_MOST: Final = 5.0
#: Share of every group after the strongest in a zone: agreement helps, repetition does not.
FURTHER_SHARE: Final = 0.4
#: Share of a group in the opening that the headline already named.
REPEATED_SHARE: Final = 0.4
#: Share of a pair's points when its halves stand in different zones.
BRIDGE_SHARE: Final = 0.5
#: Words within which two halves of a pair must stand.
PAIR_SPAN: Final = 14
#: Words below which a text is too short for its density to say anything.
DENSE_FROM: Final = 70
#: Words from which its density is sure; a shorter text's counts in proportion.
SURE_FROM: Final = 250
#: Points for each hundred words at which a text neither speaks for nor against the beat.
DENSITY_LINE: Final = 3.2
#: Share of a half word's weight in the text's density.
HALF_IN_TEXT: Final = 0.5
#: What is left of evidence that is anchored in another country, or only listed among subjects.
ELSEWHERE_SHARE: Final = 0.15
LISTED_SHARE: Final = 0.4
#: Anchors abroad below which a text without any at home is not moved: a language, a cuisine.
ABROAD_FROM: Final = 1.4
#: What is left of a bare "ICE" beside words of its other meanings, and in a headline in capitals.
DOUBTED_SHARE: Final = 0.1
SHOUTED_SHARE: Final = 0.5
#: What is left of evidence of groups that another group makes mean something else.
VOIDED_SHARE: Final = 0.2
#: The group whose terms may be printed in small letters, as frozen water is.
ICE_AT_WORK: Final = "ice_in_action"
#: Words after an aside's opening ("who once ...") that still belong to it.
ASIDE_SPAN: Final = 12
#: Points for each point of density away from the line, and the most density may move.
DENSITY_SHARE: Final = 0.8
DENSITY_MOST: Final = 2.5
#: Most reasons that are printed.
REASONS_MOST: Final = 4
#: What teaching may add at most, and the score it never lifts beyond (docs/decisions/0015).
LIFT_MOST: Final = 2.1
#: Points from which taught names need no word of the beat's kind beside them, what such a word
#: adds, and the share of every further name: a surname stands in its full name.
TRUSTED: Final = 1.7
PARTNER_POINTS: Final = 0.3
TAUGHT_IN_OPENING: Final = 0.8
FURTHER_NAME_SHARE: Final = 0.3
LIFTED_SCORE: Final = 0.65

_EVIDENCE: Final = frozenset({"core", "own", "agency", "half"})
_STRONG: Final = frozenset({"core", "own", "agency"})
_BEAT_SECTIONS: Final = frozenset({"immigration", "border", "us-immigration"})
_OTHER_SECTIONS: Final = frozenset(
    {"sport", "sports", "entertainment", "food", "lifestyle", "travel", "arts", "weather", "tv"}
)
#: Roles that say little alone but make a taught name credible; a half must weigh as much as this.
_PARTNERS: Final = frozenset(
    {"core", "own", "agency", "act", "court", "deploy", "protest", "oversight", "release"}
)
PARTNER_FROM: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """What running stories teach: lower-case names, and the points each may add."""

    terms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reason:
    points: float
    says: str


@dataclass(frozen=True)
class _Zone:
    """One part of an article and the terms found in it."""

    called: str
    words: tuple[str, ...]
    hits: tuple[Hit, ...]

    @cached_property
    def groups(self) -> dict[str, Hit]:
        """The first hit of each group, by its name."""
        first: dict[str, Hit] = {}
        for hit in self.hits:
            first.setdefault(hit.group.name, hit)
        return first

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for hit in self.hits:
            found.setdefault(hit.group.name, []).append(hit.at)
        return found

    def joins(self, pair: Pair) -> bool:
        """Whether both halves of `pair` stand near each other here."""
        one, other = pair.of
        if one not in self._places or other not in self._places:
            return False
        return any(
            abs(here - there) <= PAIR_SPAN
            for here in self._places[one]
            for there in self._places[other]
        )

    def has(self, role: str) -> bool:
        return any(hit.group.role == role for hit in self.hits)


def weigh(
    title: str, text: str, *, outlet: str = "", url: str = "", taught: Teaching | None = None
) -> Relevance:
    """Return how surely an article is on the beat; relevant from a score of 0.5.

    `text` may be empty or a single line: the line is the same. `taught` raises an article that
    falls short and names what running stories name; it never lowers and never lifts beyond
    `LIFTED_SCORE`, so a lifted article is told apart from one that stands on its own words.
    """
    headline = _zone("in the headline", with_acronyms(words_of(title)))
    body = _zone("in the text", with_acronyms(words_of(text)))
    opening = _opening_of(body)
    reasons = [
        *_headline_reasons(headline, opening, shouted=_is_shouted(title)),
        *_opening_reasons(headline, opening),
        *_bridge_reasons(headline, opening),
        *_density_reasons(headline, body),
        *_section_reasons(url),
    ]
    reasons.extend(_elsewhere_reasons(reasons, (headline, opening, body), words_of(outlet)))
    score = _score(sum(reason.points for reason in reasons))
    if taught is not None and score < LIFTED_SCORE:
        lift = _lift(taught, headline, opening)
        reasons.extend(lift)
        lifted = _score(sum(reason.points for reason in reasons))
        score = min(max(score, lifted), max(score, LIFTED_SCORE))
    return Relevance(
        score=round(score, 4), relevant=round(score, 4) >= 0.5, reasons=_printed(reasons)
    )


def _zone(called: str, words: tuple[str, ...]) -> _Zone:
    return _Zone(called, words, find_terms(words))


def _opening_of(body: _Zone) -> _Zone:
    hits = tuple(hit for hit in body.hits if hit.at < OPENING_WORDS)
    return _Zone("in the opening", body.words[:OPENING_WORDS], hits)


def _score(points: float) -> float:
    return 1.0 / (1.0 + exp(-SLOPE * (max(-4.0, min(points, 8.0)) - LINE)))


def _is_shouted(title: str) -> bool:
    """Whether capitals say nothing about a word: a headline set in capitals."""
    letters = [letter for letter in title if letter.isalpha()]
    return len(letters) >= 10 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters)


def _headline_reasons(headline: _Zone, opening: _Zone, *, shouted: bool) -> list[_Reason]:
    doubt = _doubt_about_ice(headline, opening)
    doubt = min(doubt, SHOUTED_SHARE) if shouted else doubt
    return _zone_reasons(headline, opening, doubt=doubt, is_opening=False)


def _opening_reasons(headline: _Zone, opening: _Zone) -> list[_Reason]:
    share = OPENING_SHARE
    if _is_aside(headline, opening):
        share *= LISTED_SHARE
    doubt = _doubt_about_ice(headline, opening)
    reasons = _zone_reasons(opening, headline, doubt=doubt, is_opening=True)
    return [_Reason(reason.points * share, reason.says) for reason in reasons]


def _doubt_about_ice(headline: _Zone, opening: _Zone) -> float:
    """What is left of the bare letters "ICE" beside words of their other meanings."""
    cued = any(
        hit.group.role == "homonym_cue" or hit.group.name == "sport"
        for hit in (*headline.hits, *opening.hits)
    )
    backed = any(
        hit.group.role == "core" and not _is_doubtful(hit)
        for hit in (*headline.hits, *opening.hits)
    )
    return DOUBTED_SHARE if cued and not backed else 1.0


def _is_aside(headline: _Zone, opening: _Zone) -> bool:
    """Whether the opening mentions the beat in passing only, under a headline silent on it."""
    if any(_is_evidence(hit) for hit in headline.hits):
        return False
    if _subjects(headline) or (headline.has("against") and not headline.has("protest")):
        return True
    asides = [hit.at for hit in opening.hits if hit.group.role == "aside"]
    evidence = [hit.at for hit in opening.hits if hit.group.role in _STRONG]
    return bool(evidence) and all(
        any(0 < at - aside <= ASIDE_SPAN for aside in asides) for at in evidence
    )


def _is_evidence(hit: Hit) -> bool:
    """Whether a term says something of the beat; "workers" or "families" alone do not."""
    return hit.group.role in _EVIDENCE and hit.group.weight >= PARTNER_FROM


def _zone_reasons(zone: _Zone, beside: _Zone, *, doubt: float, is_opening: bool) -> list[_Reason]:
    roles = {hit.group.role for hit in (*zone.hits, *beside.hits)}
    against = {name: group for name, group in _against(zone, beside) if not group.yields_to & roles}
    voided = frozenset().union(*(group.voids for group in against.values()))
    evidence = _evidence_reasons(zone, doubt, beside.groups if is_opening else {}, voided)
    room = ZONE_MOST / max(ZONE_MOST, sum(reason.points for reason in evidence))
    room *= LISTED_SHARE if len(_subjects(zone)) >= 2 else 1.0
    return [
        *(_Reason(reason.points * room, reason.says) for reason in evidence),
        *(
            _Reason(-group.weight, group.says)
            for name, group in against.items()
            if name in zone.groups and not (is_opening and group.headline_only)
        ),
    ]


def _against(zone: _Zone, beside: _Zone) -> list[tuple[str, Group]]:
    """Return the groups that speak against the beat in either zone, by name."""
    groups = (*zone.groups.items(), *beside.groups.items())
    return [(name, hit.group) for name, hit in groups if hit.group.role == "against"]


def _subjects(zone: _Zone) -> frozenset[str]:
    """Return the words of other subjects in a zone: "housing, taxes and immigration"."""
    return frozenset(hit.surface.lower() for hit in zone.hits) & lexicon().subjects


def _evidence_reasons(
    zone: _Zone, doubt: float, known: Mapping[str, Hit], voided: frozenset[str]
) -> list[_Reason]:
    found = []
    for name, hit in zone.groups.items():
        if hit.group.weight and hit.group.role != "against":
            left = doubt if _is_doubtful(hit) else 1.0
            left *= REPEATED_SHARE if name in known else 1.0
            left *= VOIDED_SHARE if name in voided else 1.0
            found.append((hit.group.weight * left, hit))
    found.sort(key=lambda pair: (-pair[0], pair[1].at))
    reasons = [
        _Reason(
            points * (FURTHER_SHARE if rank else 1.0),
            f"{hit.group.says} {zone.called} (“{hit.surface}”)",
        )
        for rank, (points, hit) in enumerate(found)
    ]
    return [*reasons, *_pair_reasons(zone, voided)]


def _pair_reasons(zone: _Zone, voided: frozenset[str]) -> list[_Reason]:
    return [
        _Reason(pair.weight, f"{pair.says} {zone.called}")
        for pair in pairs_among(zone.groups)
        if voided.isdisjoint(pair.of) and zone.joins(pair)
    ]


def _is_doubtful(hit: Hit) -> bool:
    """Whether a term may be about frozen water: the bare letters, or the word in small letters."""
    return hit.group.role == "agency" or (
        hit.group.name == ICE_AT_WORK and "ICE" not in hit.surface
    )


def _bridge_reasons(headline: _Zone, opening: _Zone) -> list[_Reason]:
    """Weigh pairs whose halves stand apart, one in the headline and one in the opening."""
    return [
        _Reason(pair.weight * BRIDGE_SHARE, f"{pair.says} in headline and opening together")
        for pair in pairs_among({**headline.groups, **opening.groups})
        if _bridges(headline, opening, pair) and not (headline.joins(pair) or opening.joins(pair))
    ]


def _bridges(headline: _Zone, opening: _Zone, pair: Pair) -> bool:
    one, other = pair.of
    return (one in headline.groups and other in opening.groups) or (
        other in headline.groups and one in opening.groups
    )


def _density_reasons(headline: _Zone, body: _Zone) -> list[_Reason]:
    """Weigh how densely a longer text speaks of the beat; an aside is thin, a subject is not."""
    count = len(body.words)
    if count < DENSE_FROM:
        return []
    dense = 100 * sum(_worth_in_text(hit) for hit in body.hits) / count
    least = -1.0 if headline.has("core") else -DENSITY_MOST
    share = DENSITY_SHARE * min(1.0, count / SURE_FROM)
    points = max(least, min(share * (dense - DENSITY_LINE), DENSITY_MOST))
    says = "speaks of it throughout" if points > 0 else "speaks of it in passing or not at all"
    return [_Reason(points, f"the text {says}")]


def _worth_in_text(hit: Hit) -> float:
    """Halves count half: a text about immigration may be full of them and not be on the beat."""
    if hit.group.role in _STRONG:
        return hit.group.weight
    return hit.group.weight * HALF_IN_TEXT if hit.group.role == "half" else 0.0


def _section_reasons(url: str) -> list[_Reason]:
    sections = set(url.lower().split("/")[3:-1])
    if sections & _BEAT_SECTIONS:
        return [_Reason(0.4, "filed under immigration")]
    if sections & _OTHER_SECTIONS:
        return [_Reason(-0.6, "filed under another subject")]
    return []


def _elsewhere_reasons(
    reasons: Iterable[_Reason], zones: tuple[_Zone, ...], outlet: tuple[str, ...]
) -> list[_Reason]:
    """Take back what speaks for the beat when the text is anchored in another country."""
    printed = find_terms(outlet)
    abroad, at_home = anchors_abroad(printed, outlet), anchors_at_home(printed)
    for zone, weight in zip(zones, (3.0, 1.5, 1.0), strict=True):
        abroad += weight * anchors_abroad(zone.hits, zone.words)
        at_home += weight * anchors_at_home(zone.hits)
    if abroad <= max(at_home, ABROAD_FROM):
        return []
    points = sum(reason.points for reason in reasons if reason.points > 0)
    return [_Reason(-points * (1.0 - ELSEWHERE_SHARE), "about another country's immigration")]


def _lift(taught: Teaching, headline: _Zone, opening: _Zone) -> list[_Reason]:
    """Points for names of running stories.

    A word of the beat's kind must stand beside them (a court, an arrest, a vigil), unless sure
    articles were about what they name.
    """
    in_opening = names_taught(taught.terms, opening.words)
    named = {name: worth * TAUGHT_IN_OPENING for name, worth in in_opening.items()}
    named.update(names_taught(taught.terms, headline.words))
    ranked = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return []
    beside = any(_is_partner(hit) for hit in (*headline.hits, *opening.hits))
    points = ranked[0][1] + FURTHER_NAME_SHARE * sum(worth for _, worth in ranked[1:])
    if not beside and points < TRUSTED:
        return []
    points = min(LIFT_MOST, points + (PARTNER_POINTS if beside else 0.0))
    return [_Reason(points, f"names “{ranked[0][0].title()}” of a running story")]


def _is_partner(hit: Hit) -> bool:
    halves = hit.group.role == "half" and hit.group.weight >= PARTNER_FROM
    return halves or hit.group.role in _PARTNERS


def _printed(reasons: Iterable[_Reason]) -> tuple[str, ...]:
    """Return the weightiest reasons for and against, each once."""
    ranked = sorted(reasons, key=lambda reason: (-abs(reason.points), reason.says))
    kept = dict.fromkeys(reason.says for reason in ranked if abs(reason.points) >= 0.3)
    return tuple(kept)[:REASONS_MOST] or ("says nothing of immigration enforcement",)
