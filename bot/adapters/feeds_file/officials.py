"""`officials:` of feeds.yaml: terms of office that operators date without a new release."""

from __future__ import annotations

import difflib
import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from bot.adapters.feeds_file.values import State, Strict
from bot.domain.entities import OfficeTerm
from bot.text.names.roster import offices
from bot.text.prose.tokens import fold

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def _full_name(value: str) -> str:
    words = value.split()
    # One word alone would be read into every text that holds it.
    is_full = len(words) > 1 and words[0][0].isalpha() and words[-1][0].isalpha()
    if not is_full or not {";", "="}.isdisjoint(value):
        raise ValueError(f"{value!r} is no full name; write given name and surname")
    return " ".join(words)


def _month(value: str) -> str:
    if not _MONTH.fullmatch(value):
        raise ValueError(f"{value!r} is no month; write year and month, as in 2026-03")
    return value


def _office(value: str) -> str:
    known = offices()
    titles = {fold(title): key for key, title in known.items()}
    key = value if value in known else titles.get(fold(value))
    if key is None:
        near = difflib.get_close_matches(value.lower(), [*known, *titles], n=1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
        raise ValueError(f"{value!r} is no office of the lists; {hint}")
    return key


FullName = Annotated[str, Field(max_length=120), AfterValidator(_full_name)]
_MONTH_SCHEMA = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
Month = Annotated[str, AfterValidator(_month), WithJsonSchema(_MONTH_SCHEMA)]


class OfficialModel(Strict):
    """One person in one office."""

    name: FullName
    also: tuple[FullName, ...] = Field(default=(), strict=False)
    office: Annotated[str, AfterValidator(_office)]
    role: Annotated[str, Field(min_length=2, max_length=120)] | None = None
    state: State | None = None
    start: Month | None = Field(default=None, alias="from")
    until: Month | None = None
    surname_alone: bool = False

    @model_validator(mode="after")
    def _is_in_order(self) -> OfficialModel:
        if self.until is not None and self.start is None:
            raise ValueError("until: needs from: as well")
        if self.start is not None and self.until is not None and self.until < self.start:
            raise ValueError(f"the term ends ({self.until}) before it begins ({self.start})")
        if self.surname_alone and self.start is None:
            raise ValueError("surname_alone: needs from:, for it holds only while in office")
        return self

    def term(self) -> OfficeTerm:
        """Return the term as the bot's own noun."""
        return OfficeTerm(
            name=self.name,
            aliases=self.also,
            office=self.office,
            role=self.role,
            state=None if self.state == "US" else self.state,
            start=self.start or "",
            end=self.until or "",
            surname_alone=self.surname_alone,
        )
