"""How much of everything a card shows; each platform has levels of its own."""

from __future__ import annotations

from dataclasses import dataclass

#: More sources than this share lines: a card is read on a phone.
MAX_SOURCE_LINES = 8
#: Stories named as possibly related: more would be a list of everything on the beat.
MOST_RELATED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One level; lengths are in characters as the platform counts them."""

    headline: int
    #: 0 leaves sentences out.
    sentence: int
    #: What a figure counts, a note, a name in a list.
    phrase: int
    #: An outlet or a speaker.
    name: int
    #: How many places, agencies, people or documents.
    names: int
    #: Whether each [n] leads to its source; the list of sources always does.
    linked_numbers: bool = False
    #: Whether copies and rewrites share lines.
    collapsed: bool = True
    #: Whether sources are numbers alone and what does not fit is counted.
    bare: bool = False
