"""What the terms of a zone are worth: the strongest in full, pairs on top, what speaks against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.text.beat.asides import is_doubtful, is_list
from bot.text.beat.terms import Group, Hit, Pair, pairs_among
from bot.text.beat.zones import Zone

#: The most points a zone may bring; agreement beyond it says nothing new.
ZONE_MOST: Final = 5.0
#: Share of every group after the strongest in a zone: agreement helps, repetition does not.
FURTHER_SHARE: Final = 0.4
#: Share of a group in the opening that the headline already named.
REPEATED_SHARE: Final = 0.4
#: Share of a pair's points when its halves stand in different zones.
BRIDGE_SHARE: Final = 0.5
#: What is left of evidence that is only listed among subjects.
LISTED_SHARE: Final = 0.4
#: What is left of evidence of groups that another group makes mean something else.
VOIDED_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Reason:
    """Points for the beat (or against it) and why, in words for a reader."""

    points: float
    says: str


def headline_reasons(headline: Zone, opening: Zone, *, doubt: float) -> list[Reason]:
    """Weigh a headline; `doubt` is what is left of a bare "ICE"."""
    return _reasons(headline, opening, doubt=doubt, is_opening=False)


def opening_reasons(headline: Zone, opening: Zone, *, doubt: float) -> list[Reason]:
    """Weigh an opening, where repeating the headline counts less and some doubts are void."""
    return _reasons(opening, headline, doubt=doubt, is_opening=True)


def passage_points(passage: Zone, headline: Zone) -> float:
    """Return what a passage would be worth alone, read under the article's headline."""
    against = _against(passage, headline)
    voided = _voided(against)
    evidence = [*_group_reasons(passage, 1.0, {}, voided), *_pair_reasons(passage, voided)]
    return min(ZONE_MOST, sum(reason.points for reason in evidence)) - sum(
        group.weight for name, group in against.items() if name in passage.groups
    )


def bridge_reasons(headline: Zone, opening: Zone) -> list[Reason]:
    """Weigh pairs whose halves stand apart, one in the headline and one in the opening."""
    voided = _voided(_against(headline, opening))
    return [
        Reason(pair.weight * BRIDGE_SHARE, f"{pair.says} in headline and opening together")
        for pair in pairs_among({**headline.groups, **opening.groups})
        if voided.isdisjoint(pair.of)
        and _bridges(headline, opening, pair)
        and not (headline.joins(pair) or opening.joins(pair))
    ]


def _bridges(headline: Zone, opening: Zone, pair: Pair) -> bool:
    one, other = pair.of
    return (one in headline.groups and other in opening.groups) or (
        other in headline.groups and one in opening.groups
    )


def _reasons(zone: Zone, beside: Zone, *, doubt: float, is_opening: bool) -> list[Reason]:
    against = _against(zone, beside)
    voided = _voided(against)
    known = beside.groups if is_opening else {}
    evidence = [*_group_reasons(zone, doubt, known, voided), *_pair_reasons(zone, voided)]
    room = ZONE_MOST / max(ZONE_MOST, sum(reason.points for reason in evidence))
    room *= LISTED_SHARE if is_list(zone) else 1.0
    return [
        *(Reason(reason.points * room, reason.says) for reason in evidence),
        *(
            Reason(-group.weight, group.says)
            for name, group in against.items()
            if name in zone.groups and not (is_opening and group.headline_only)
        ),
    ]


def _against(zone: Zone, beside: Zone) -> dict[str, Group]:
    """Return the groups that speak against the beat in either zone, unless the other words win."""
    roles = {hit.group.role for hit in (*zone.hits, *beside.hits)}
    groups = (*zone.groups.items(), *beside.groups.items())
    return {
        name: hit.group
        for name, hit in groups
        if hit.group.role == "against" and not hit.group.yields_to & roles
    }


def _voided(against: Mapping[str, Group]) -> frozenset[str]:
    return frozenset().union(*(group.voids for group in against.values()))


def _group_reasons(
    zone: Zone, doubt: float, known: Mapping[str, Hit], voided: frozenset[str]
) -> list[Reason]:
    found = []
    for name, hit in zone.groups.items():
        if hit.group.weight and hit.group.role != "against":
            left = doubt if is_doubtful(hit) else 1.0
            left *= REPEATED_SHARE if name in known else 1.0
            left *= VOIDED_SHARE if name in voided else 1.0
            found.append((hit.group.weight * left, hit))
    found.sort(key=lambda pair: (-pair[0], pair[1].at))
    return [
        Reason(
            points * (FURTHER_SHARE if rank else 1.0),
            f"{hit.group.says} {zone.called}{'' if hit.group.of_people else f' (“{hit.surface}”)'}",
        )
        for rank, (points, hit) in enumerate(found)
    ]


def _pair_reasons(zone: Zone, voided: frozenset[str]) -> list[Reason]:
    return [
        Reason(pair.weight, f"{pair.says} {zone.called}")
        for pair in pairs_among(zone.groups)
        if voided.isdisjoint(pair.of) and zone.joins(pair)
    ]
