"""Word lists of the beat, one TOML file each, read on first use and kept.

Every file opens with where its facts come from. Files hold names only: what a name means for
matching (case, plural, possessive) is decided in `bot.text.names.gazetteer`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> Mapping[str, Any]:
    """Return the tables of `<name>.toml`; the same object every time, so do not change it.

    Raises FileNotFoundError for an unknown list.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def split_names(entry: str) -> tuple[str, ...]:
    """Return the canonical name and then its aliases: lists write them as `Name; alias; alias`."""
    return tuple(part.strip() for part in entry.split(";") if part.strip())


@cache
def word_set(table: str, group: str) -> frozenset[str]:
    """Return a set of `wording.toml`: words parted by blanks, or phrases parted by semicolons."""
    text = load("wording")[table][group]
    parts = text.split(";") if ";" in text else text.split()
    return frozenset(" ".join(part.split()) for part in parts)
