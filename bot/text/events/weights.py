"""What each piece of evidence weighs: fitted models, for whole reports and for brief ones.

Fitted on half a development stream by `benchmarks/fit_matching.py`, which prints what stands here
(docs/decisions/0017, 0060, 0101; with vectors 0086). A likeness of two headlines means another
thing than one of two full texts, and vectors take over part of what headlines and words say: so
each has a model of its own, and none is an addition to another.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The models of two lengths."""

    whole: Weights
    brief: Weights


#: The evidence "short" of a comparison in which one side has fewer than 80 terms, as a headline, a
#: lead or a brief has.
BRIEF = 1 / 9
BY_WORDS = Pair(
    whole=Weights(
        each={
            "words": 0.628,
            "titles": 0.044,
            "retold": 0.543,
            "telling": 0.101,
            "veto": -0.387,
            "opposite": -1.045,
            "short": -26.755,
            "age": -1.709,
            "above_rest": 0.619,
            "above_usual": 2.382,
            "spots": 0.772,
            "apart": -0.698,
            "day_off": -1.392,
            "specific": -0.018,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=4.568,
    ),
    brief=Weights(
        each={
            "words": -0.365,
            "titles": 0.174,
            "retold": 0.826,
            "telling": 0.297,
            "veto": -3.234,
            "opposite": -1.824,
            "short": 7.034,
            "age": -2.630,
            "above_rest": 0.577,
            "above_usual": 0.662,
            "spots": 0.672,
            "apart": -0.819,
            "day_off": -1.270,
            "specific": 1.211,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=-2.612,
    ),
)
WITH_MEANING = Pair(
    whole=Weights(
        each={
            "words": 0.929,
            "titles": -0.445,
            "retold": 0.692,
            "telling": 0.280,
            "veto": -0.397,
            "opposite": -1.680,
            "short": -26.176,
            "age": -1.694,
            "above_rest": -0.101,
            "above_usual": 2.005,
            "spots": 0.782,
            "apart": -0.877,
            "day_off": -1.442,
            "specific": -0.477,
            "meaning": 0.639,
            "meaning_above": 4.193,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=5.396,
    ),
    brief=Weights(
        each={
            "words": 0.083,
            "titles": -0.310,
            "retold": 0.662,
            "telling": 0.308,
            "veto": -3.083,
            "opposite": -2.137,
            "short": 6.342,
            "age": -2.556,
            "above_rest": 0.051,
            "above_usual": 0.366,
            "spots": 0.550,
            "apart": -0.815,
            "day_off": -1.332,
            "specific": 0.858,
            "meaning": 2.435,
            "meaning_above": 4.814,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=-3.257,
    ),
)


def is_brief(evidence: Mapping[str, float]) -> bool:
    """Whether one side of a comparison is a headline, a lead or a brief."""
    return evidence["short"] > BRIEF


def weights_for(evidence: Mapping[str, float]) -> Weights:
    """Return the model for what is known: a story without one vector is judged by words alone."""
    models = WITH_MEANING if "meaning" in evidence else BY_WORDS
    return models.brief if is_brief(evidence) else models.whole
