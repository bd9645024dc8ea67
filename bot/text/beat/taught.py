"""What running stories teach, as a value, and how it raises an article that names one.

`bot.text.beat.running` learns which names are worth what. Numbers:
docs/decisions/0015-running-stories-teach.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.text.beat.evidence import Reason
from bot.text.beat.terms import lexicon
from bot.text.beat.words import is_title_case, plain_word
from bot.text.beat.zones import Zone

#: Longest name that is taught, in words.
NAME_WORDS: Final = 4
#: Words from which a headline's capitals tell whether it is in Title Case.
TOLD_FROM: Final = 5
#: What teaching may add at most.
LIFT_MOST: Final = 2.1
#: Points from which taught names need no word of the beat's kind beside them, what such a word
#: adds, and the share of every further name: a surname stands in its full name.
TRUSTED: Final = 1.7
PARTNER_POINTS: Final = 0.3
TAUGHT_IN_OPENING: Final = 0.8
FURTHER_NAME_SHARE: Final = 0.3
#: Roles that say little alone but make a taught name credible.
_PARTNERS: Final = frozenset(
    {"core", "own", "agency", "act", "court", "deploy", "protest", "oversight", "release"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """What running stories teach: lower-case names, and the points each may add."""

    terms: Mapping[str, float] = field(default_factory=dict)
    #: Those of `terms` that name operations. All others may name a private person.
    operations: frozenset[str] = frozenset()


def lift(taught: Teaching, headline: Zone, opening: Zone) -> list[Reason]:
    """Return points for names of running stories.

    A word of the beat's kind must stand beside them (a court, an arrest, a vigil), unless sure
    articles were about what they name.
    """
    in_opening = names_taught(taught.terms, opening.words)
    named = {name: worth * TAUGHT_IN_OPENING for name, worth in in_opening.items()}
    named.update(names_taught(taught.terms, headline.words))
    ranked = sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return []
    beside = has_partner(headline) or has_partner(opening)
    points = ranked[0][1] + FURTHER_NAME_SHARE * sum(worth for _, worth in ranked[1:])
    if not beside and points < TRUSTED:
        return []
    points = min(LIFT_MOST, points + (PARTNER_POINTS if beside else 0.0))
    first = ranked[0][0]
    told = f"“{first.title()}”" if first in taught.operations else "a person or place"
    return [Reason(points, f"names {told} of a running story")]


def has_partner(zone: Zone) -> bool:
    """Whether a word of the beat's kind stands in a zone: a court, an arrest, a vigil."""
    return any(hit.group.is_evidence or hit.group.role in _PARTNERS for hit in zone.hits)


def names_taught(terms: Mapping[str, float], words: tuple[str, ...]) -> dict[str, float]:
    """Return the taught names in `words` (as printed) with their points."""
    plain = [plain_word(word) for word in words]
    found = {}
    for size in range(1, NAME_WORDS + 1):
        for at in range(len(plain) - size + 1):
            name = " ".join(plain[at : at + size])
            if name in terms and (size > 1 or _stands_alone(words, at)):
                found[name] = terms[name]
    return found


def _stands_alone(words: tuple[str, ...], at: int) -> bool:
    """Whether a word is a surname by itself: "Vigil for Brannick", not "Brannick Motors"."""
    says_nothing = len(words) >= TOLD_FROM and is_title_case(words)
    if says_nothing or words[at].isupper() or not words[at][0].isupper():
        return False
    beside = (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])
    openers = lexicon().openers
    return not any(word[0].isupper() and plain_word(word) not in openers for word in beside)
