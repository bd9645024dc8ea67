"""Same text: whether one article copies another's wording, whole, cut or localised.

Word shingles and containment after Broder (1997), "On the resemblance and containment of
documents". Containment, not resemblance, because wire copy is usually cut: a paper that runs
the first two thirds has a resemblance of .59 and a containment of 1 (docs/decisions/0016).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from zlib import crc32

from bot.domain.articles import Fingerprint

#: Words in a shingle: five in a row are seldom shared by writers who did not copy.
SHINGLE_WORDS = 5
#: Hashes kept of a text: all of them up to this many words, so that short texts, whose copies
#: differ by a sentence or two, are compared exactly; of longer ones a sample (standard error .03).
SKETCH_SIZE = 512
#: Fewer shared words than this are a quotation, whatever share of a short text they are.
MIN_SHINGLES = 12

#: A pair is a copy from this containment of the whole text on ...
COPY_CONTAINMENT = 0.5
#: ... if so much of one text's lead stands in the other ...
COPY_LEAD = 0.5
#: ... or, where the opening was rewritten, from this containment of the whole text ...
COPY_LOCALISED = 0.65
#: ... if so much of each headline stands in the other's headline or lead.
COPY_HEAD_SAME_OUTLET = 0.5
COPY_HEAD = 0.35
#: Words of a text that count as its lead.
LEAD_WORDS = 60

#: Furniture of these kinds is a line, not a paragraph of prose.
_FURNITURE_WORDS = 25
#: Knuth's multiplicative constant for 32 bits: spreads what crc32 leaves in order.
_SPREAD = 2_654_435_761
_GREATEST = 0xFFFFFFFF
_WORD = re.compile(r"[a-z0-9]+")
_FURNITURE = re.compile(
    r"\s*(?:advertisement|read more|see also|related( stories| articles| coverage)?:"
    r"|story highlights|sign up (for|to)|subscribe|click here|follow us|photos?:|hide caption"
    r"|watch:|listen:|copyright|all rights reserved|this material may not be published"
    r"|(the )?associated press|contact us|most read|trending|share this"
    r"|support (our|local) journalism|newsletter)\b",
    re.IGNORECASE,
)
_APOSTROPHES = str.maketrans("", "", "'’‘`")


def words_of(text: str) -> list[str]:
    """Return the lower-case words of `text`; apostrophes and typography make no difference."""
    return _WORD.findall(text.lower().translate(_APOSTROPHES))


def shingles(words: Sequence[str]) -> list[str]:
    """Return the runs of `SHINGLE_WORDS` words, in order, repeats kept."""
    return [
        " ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)
    ]


def stable_hash(text: str) -> int:
    """Return a 32-bit hash that is the same in every process and on every machine."""
    return crc32(text.encode()) * _SPREAD & _GREATEST


def sketch(text: str) -> Fingerprint:
    """Return the bottom-k sketch of the text's shingles; empty for fewer than five words."""
    hashed = [stable_hash(shingle) for shingle in shingles(words_of(text))]
    hashes = sorted(set(hashed))
    return Fingerprint(
        hashes=tuple(hashes[:SKETCH_SIZE]),
        shingle_count=len(hashes),
        lead=tuple(sorted(set(hashed[: LEAD_WORDS - SHINGLE_WORDS + 1]))),
    )


class Sketch(Protocol):
    """What two texts are compared by: a `Fingerprint`, or the same packed."""

    @property
    def hashes(self) -> Sequence[int]:
        """The smallest hashes of the text's shingles, ascending."""

    @property
    def shingle_count(self) -> int:
        """Number of distinct shingles of the whole text."""

    @property
    def lead(self) -> Sequence[int]:
        """Hashes of the shingles the text opens with, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two sketches have in common."""

    #: Estimated share, 0 to 1, of the smaller text's shingles found in the larger.
    containment: float = 0.0
    #: Estimated number of shingles found in both.
    shared: float = 0.0
    #: Share of either text's lead found in the other, the greater of the two, 0 to 1.
    lead: float = 0.0


def _lead_in(lead: Sequence[int], common: set[int], limit: int) -> float:
    seen = bisect_right(lead, limit)
    return sum(value in common for value in lead[:seen]) / seen if seen else 0.0


def overlap(a: Sketch, b: Sketch) -> Overlap:
    """Compare two sketches, exactly where both hold their whole texts.

    Both sketches are complete below the smaller of their greatest hashes (or everywhere, when a
    sketch holds its whole text), so that region is a fair sample of both texts.
    """
    if not a.hashes or not b.hashes:
        return Overlap()
    smaller = min((a, b), key=lambda each: each.shingle_count)
    limit = min(
        (each.hashes[-1] for each in (a, b) if each.shingle_count > len(each.hashes)),
        default=_GREATEST,
    )
    common = set(a.hashes).intersection(b.hashes)
    sampled = bisect_right(smaller.hashes, limit)
    if not sampled or not common:
        return Overlap()
    # Whatever is common to both stands below the limit, where both are complete.
    share = len(common) / sampled
    return Overlap(
        containment=share,
        shared=share * smaller.shingle_count,
        lead=max(_lead_in(a.lead, common, limit), _lead_in(b.lead, common, limit)),
    )


def containment(a: Sketch, b: Sketch) -> float:
    """Return the estimated share, 0 to 1, of the smaller text's shingles found in the larger."""
    return overlap(a, b).containment


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """Whether one of two full texts is a copy of the other, and why, in words for print."""

    dup: bool
    #: Share of the smaller text's shingles found in the larger, 0 to 1, furniture left out.
    containment: float
    reasons: tuple[str, ...] = ()


def paragraphs_of(text: str) -> list[str]:
    """Return the text's non-empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _is_furniture(paragraph: str) -> bool:
    return bool(_FURNITURE.match(paragraph)) and paragraph.count(" ") < _FURNITURE_WORDS


def own_paragraphs(text: str) -> list[str]:
    """Return the paragraphs that tell the story: no furniture, none printed twice."""
    kept: dict[str, None] = {}
    for paragraph in paragraphs_of(text):
        if not _is_furniture(paragraph):
            kept.setdefault(paragraph)
    return list(kept)


def _content(words: Sequence[str]) -> set[str]:
    return {word for word in words if len(word) > 3 or word.isdigit()}


def _head_overlap(title: str, other_title: str, other_lead: Sequence[str]) -> float:
    """Share of a headline's content words that stand in the other's headline or lead."""
    wanted = _content(words_of(title))
    return len(wanted & (_content(words_of(other_title)) | _content(other_lead))) / max(
        1, len(wanted)
    )


def _shared_lead(runs: Sequence[str], shared: set[str]) -> float:
    lead = runs[:LEAD_WORDS]
    return sum(run in shared for run in lead) / max(1, len(lead))


def copies(a_title: str, a_text: str, b_title: str, b_text: str, *, same_outlet: bool) -> Copying:
    """Whether one text is a copy of the other: whole, cut, or with a localised opening.

    Articles of one outlet share furniture (galleries, explainers, notices) that can be most of
    their words, so shared words alone are no proof: a lead must be shared too, or nearly the
    whole text and the headlines' words (docs/decisions/0016).
    """
    a_words = words_of(" ".join(own_paragraphs(a_text)))
    b_words = words_of(" ".join(own_paragraphs(b_text)))
    a_runs, b_runs = shingles(a_words), shingles(b_words)
    shared = set(a_runs) & set(b_runs)
    share = len(shared) / max(1, min(len(set(a_runs)), len(set(b_runs))))
    if len(shared) < MIN_SHINGLES or share < COPY_CONTAINMENT:
        return Copying(dup=False, containment=share, reasons=("few words in common",))
    if max(_shared_lead(a_runs, shared), _shared_lead(b_runs, shared)) >= COPY_LEAD:
        return Copying(dup=True, containment=share, reasons=("same words, lead included",))
    heads = min(
        _head_overlap(a_title, b_title, b_words[:LEAD_WORDS]),
        _head_overlap(b_title, a_title, a_words[:LEAD_WORDS]),
    )
    needed = COPY_HEAD_SAME_OUTLET if same_outlet else COPY_HEAD
    if share >= COPY_LOCALISED and heads >= needed:
        reason = "same words below a rewritten opening"
        return Copying(dup=True, containment=share, reasons=(reason,))
    reason = "shared passages, but another headline and lead"
    return Copying(dup=False, containment=share, reasons=(reason,))
