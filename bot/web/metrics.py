"""Figures for Prometheus, in its text format 0.0.4.

Everybody may read them, so they are sums alone: no channel's name, no feed's address, no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One figure with its unit in its name, and its values by label."""

    name: str
    about: str
    #: Label -> value of the label; one entry a value.
    values: Sequence[tuple[Mapping[str, str], float]]


def as_text(gauges: Sequence[Gauge]) -> str:
    """Return the page that is scraped."""
    return "".join(f"{line}\n" for gauge in gauges for line in _lines(gauge))


def _lines(gauge: Gauge) -> Iterator[str]:
    yield f"# HELP {gauge.name} {gauge.about}"
    yield f"# TYPE {gauge.name} gauge"
    for labels, value in gauge.values:
        pairs = ",".join(f'{name}="{word.translate(_ESCAPES)}"' for name, word in labels.items())
        yield f"{gauge.name}{{{pairs}}} {value:.15g}" if pairs else f"{gauge.name} {value:.15g}"
