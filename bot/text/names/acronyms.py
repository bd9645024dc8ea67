"""Acronyms: the short names readers of the beat know agencies by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.text.lexicon import load, split_names

_ACRONYM = re.compile(r"[A-Z]{2,6}")


@cache
def short_names() -> Mapping[str, str]:
    """Return canonical names of agencies with their acronyms ("ICE"), where there is one."""
    found = {}
    for entry in load("agencies")["agencies"].values():
        canonical, *aliases = split_names(entry)
        acronym = next((alias for alias in aliases if _ACRONYM.fullmatch(alias)), None)
        if acronym is not None:
            found[canonical] = acronym
    return found
