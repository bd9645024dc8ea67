"""The forms that a platform shows where more typing would be a burden."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReport:
    """The form that reports what is wrong with a story."""

    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWatch:
    """The form of a watch, by its name or id; None for a new one."""

    watch: str | None = None
