"""From a state as somebody types it to its two letters."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from bot.domain.errors import QuestionError
from bot.text.names.gazetteer import state_names


def read_state(text: str) -> str:
    """Return a state's two letters from the letters or the name; raises QuestionError."""
    codes = _codes()
    word = " ".join(text.lower().split())
    found = codes.get(word)
    if found is not None:
        return found
    near = get_close_matches(word, codes, n=1, cutoff=0.75)
    hint = f"Did you mean {codes[near[0]]}?" if near else "Give one state's two letters, as in NY."
    raise QuestionError(f"state:{text[:40]} is not known. {hint}")


@cache
def _codes() -> dict[str, str]:
    """Return every way to write a state, in small letters, with its code."""
    written = {code.lower(): code for code in state_names()}
    for code, names in state_names().items():
        written |= {name.lower(): code for name in names}
    return written
