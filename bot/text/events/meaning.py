"""Meaning: the vector an optional model made of an article, small enough to be kept with it.

Vectors are evidence where both sides have one of the same model; without them nothing changes
(docs/decisions/0086-vectors-of-meaning.md).
"""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from operator import mul

#: A component is kept as one signed byte; rounding cost no figure of the labelled stream.
LARGEST = 127
#: Words of the body that are read with the headline: what happened stands in the lead.
LEAD_WORDS = 60
#: Parts the model's mark from its vector.
_PART = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A vector in whole numbers from -127 to 127."""

    #: Marks the model: vectors of two models cannot be compared.
    model: str
    values: array[int]
    length: float


def parts(title: str, body: str) -> tuple[str, str]:
    """Return the two texts whose vectors are added: the headline, and the headline with the lead.

    So the headline counts twice: measured, that is worth more than a longer lead.
    """
    return title, f"{title}\n{' '.join(body.split(maxsplit=LEAD_WORDS)[:LEAD_WORDS])}"


def written(vector: Sequence[float], model: str) -> str:
    """Return a vector as text to keep: the model's mark and a byte for each component, base64.

    Empty for a vector of no length or no number, which says nothing.
    """
    if not 0 < sqrt(sum(map(mul, vector, vector))) < inf:
        return ""
    largest = max(map(abs, vector))
    whole = array("b", [round(each / largest * LARGEST) for each in vector])
    return f"{model}{_PART}{b64encode(whole).decode('ascii')}"


def read(text: str) -> Meaning | None:
    """Return what `written` wrote; None for anything else."""
    model, part, digits = text.partition(_PART)
    try:
        values = array("b", b64decode(digits, validate=True))
    except ValueError:
        return None
    length = sqrt(sum(map(mul, values, values)))
    return Meaning(model=model, values=values, length=length) if part and length else None


def likeness(a: Meaning | None, b: Meaning | None) -> float | None:
    """Return the cosine of two vectors, -1 to 1; None where they cannot be compared."""
    if a is None or b is None or a.model != b.model or len(a.values) != len(b.values):
        return None
    product: int = sum(map(mul, a.values, b.values))
    return product / (a.length * b.length)


def likenesses(mine: Meaning | None, theirs: Iterable[Meaning | None]) -> list[float]:
    """Return the likeness to each that can be compared, in their order."""
    return [each for each in (likeness(mine, other) for other in theirs) if each is not None]
