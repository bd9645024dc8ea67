"""Which names of running stories a text carries; `bot.text.beat` learns what they are worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.text.beat_terms import is_title_case, lexicon, plain_word

#: Longest name that is taught, in words.
NAME_WORDS: Final = 4
#: Words from which a headline's capitals tell whether it is in Title Case.
TOLD_FROM: Final = 5


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
