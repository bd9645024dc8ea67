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
            "words": 0.668,
            "titles": 0.060,
            "retold": 0.528,
            "telling": 0.175,
            "veto": -0.396,
            "opposite": -0.995,
            "short": -28.069,
            "age": -1.699,
            "above_rest": 0.578,
            "above_usual": 2.464,
            "spots": 0.743,
            "apart": -0.697,
            "day_off": -1.366,
            "specific": -0.139,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=5.022,
    ),
    brief=Weights(
        each={
            "words": -0.425,
            "titles": 0.168,
            "retold": 0.827,
            "telling": 0.318,
            "veto": -3.235,
            "opposite": -1.827,
            "short": 7.048,
            "age": -2.621,
            "above_rest": 0.563,
            "above_usual": 0.761,
            "spots": 0.664,
            "apart": -0.826,
            "day_off": -1.263,
            "specific": 1.195,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=-2.726,
    ),
)
WITH_MEANING = Pair(
    whole=Weights(
        each={
            "words": 0.969,
            "titles": -0.447,
            "retold": 0.683,
            "telling": 0.337,
            "veto": -0.406,
            "opposite": -1.636,
            "short": -27.705,
            "age": -1.696,
            "above_rest": -0.120,
            "above_usual": 2.029,
            "spots": 0.768,
            "apart": -0.887,
            "day_off": -1.437,
            "specific": -0.578,
            "meaning": 0.751,
            "meaning_above": 4.181,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=5.734,
    ),
    brief=Weights(
        each={
            "words": 0.063,
            "titles": -0.400,
            "retold": 0.750,
            "telling": 0.211,
            "veto": -3.113,
            "opposite": -2.146,
            "short": 6.306,
            "age": -2.539,
            "above_rest": 0.070,
            "above_usual": 0.435,
            "spots": 0.474,
            "apart": -0.846,
            "day_off": -1.371,
            "specific": 0.900,
            "meaning": 2.518,
            "meaning_above": 4.595,
            "same_outlet": -2.200,
            "again": 1.000,
            "update": 2.000,
            "copied": 3.000,
            "quotes": 0.400,
        },
        bias=-3.338,
    ),
)


def is_brief(evidence: Mapping[str, float]) -> bool:
    """Whether one side of a comparison is a headline, a lead or a brief."""
    return evidence["short"] > BRIEF


def weights_for(evidence: Mapping[str, float]) -> Weights:
    """Return the model for what is known: a story without one vector is judged by words alone."""
    models = WITH_MEANING if "meaning" in evidence else BY_WORDS
    return models.brief if is_brief(evidence) else models.whole
