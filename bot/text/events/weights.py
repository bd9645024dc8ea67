"""What each piece of evidence weighs: two fitted models, with and without vectors of meaning.

Fitted on half a development stream by `benchmarks/fit_matching.py`, which prints what stands here
(docs/decisions/0017, 0060; with vectors 0086). Vectors take over part of what headlines and words
say, so they have a model of their own and are not an addition to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A logistic model over pieces of evidence."""

    each: Mapping[str, float]
    #: What no evidence at all amounts to.
    bias: float


BY_WORDS = Weights(
    each={
        "words": 0.150,
        "titles": 5.222,
        "retold": 2.582,
        "telling": 0.655,
        "veto": -2.392,
        "opposite": -2.270,
        "short": 3.499,
        "age": -2.441,
        "above_next": 1.388,
        "nearest": 1.524,
        "unlike": -0.875,
        "spots": 0.493,
        "apart": -0.662,
        "day_off": -0.701,
        "specific": 0.290,
        "same_outlet": -2.200,
        "again": 1.000,
        "update": 2.000,
        "copied": 3.000,
        "quotes": 0.400,
    },
    bias=-3.393,
)
WITH_MEANING = Weights(
    each={
        "words": -1.656,
        "titles": 0.856,
        "retold": 2.345,
        "telling": 0.702,
        "veto": -2.094,
        "opposite": -2.709,
        "short": 4.272,
        "age": -2.411,
        "above_next": -0.209,
        "nearest": 0.971,
        "unlike": -0.207,
        "spots": 0.742,
        "apart": -0.690,
        "day_off": -0.770,
        "specific": 0.096,
        "meaning": 5.647,
        "meaning_above": 2.859,
        "same_outlet": -2.200,
        "again": 1.000,
        "update": 2.000,
        "copied": 3.000,
        "quotes": 0.400,
    },
    bias=-5.096,
)


def weights_for(evidence: Mapping[str, float]) -> Weights:
    """Return the model for what is known: a story without one vector is judged by words alone."""
    return WITH_MEANING if "meaning" in evidence else BY_WORDS
