"""Reloading: what a new feeds.yaml changes, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.configuration import Configuration


def changes_between(before: Configuration, after: Configuration) -> tuple[str, ...]:
    """Return one line for each kind of thing that came, went or is another; empty when none is."""
    lines = [
        *_of("feed", {f.id: f for f in before.feeds}, {f.id: f for f in after.feeds}),
        *_of("channel", {r.id: r for r in before.routes}, {r.id: r for r in after.routes}),
    ]
    for name, old, new in (
        ("timezone", before.zone.key, after.zone.key),
        ("admins", before.admins, after.admins),
        ("contact", before.contact, after.contact),
        ("privacy", before.redact, after.redact),
        ("retention", before.retention, after.retention),
        ("officials", before.officials, after.officials),
    ):
        if old != new:
            lines.append(f"{name} changed")
    return tuple(lines)


def _of(noun: str, old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    groups = (
        ("more", [name for name in new if name not in old]),
        ("fewer", [name for name in old if name not in new]),
        ("changed", [name for name in new if name in old and old[name] != new[name]]),
    )
    return [
        f"{len(names)} {noun if len(names) == 1 else f'{noun}s'} {word}: {', '.join(names)}"
        for word, names in groups
        if names
    ]
