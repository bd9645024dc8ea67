"""What a query asks for, before a database's own language: the same for every archive."""

from __future__ import annotations

from bot.domain.questions import Query
from storage.words import words_of

#: How many matching articles are ranked and counted, the newest arrivals; see decision 0031.
RANKED = 5_000
#: More terms than anybody types into a chat; the others are passed over.
MAX_TERMS = 64
#: What a word weighs in the title, the text and the outlet's name.
TITLE_WEIGHT, TEXT_WEIGHT, OUTLET_WEIGHT = 8.0, 1.0, 2.0
#: A new article's score is raised by up to this share; half of it is gone after HALF_DAYS.
RECENCY_SHARE = 0.5
HALF_DAYS = 30.0


def plan(query: Query) -> tuple[list[list[str]], list[str]]:
    """Return the OR-groups that all must match and the excluded terms, without wordless ones.

    A term without a letter or digit (`&`, `--`) is no word: it asks for nothing.
    """
    left = MAX_TERMS
    groups = []
    for group in query.groups:
        terms = [term for term in group if words_of(term)][:left]
        left -= len(terms)
        if terms:
            groups.append(terms)
    return groups, [term for term in query.excluded if words_of(term)][:MAX_TERMS]
