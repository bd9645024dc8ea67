"""Cues: the verbs of saying in a passage that have a subject, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bot.text.claiming.speech import Cast, Cue, lexicon
from bot.text.claiming.subjects import cue_of, subject_of, subject_stop

_NEXT_PROPOSES = re.compile(r"\s?(?:that\b|[,:\0“\"]|\$?\d)|[.!?]?\s*$|[.!?]\s")
_NEXT_STATES = re.compile(
    r"\s(?:the|an?|no|at\sleast|more|fewer|less|about|nearly|only|some|most|many|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|half|all|he|she|it|they|his|her|their|its|there|these|those|"
    r"officials|officers|agents|ICE|[A-Z][a-z]+)\b"
)


def find_cues(
    cast: Cast, start: int, end: int, *, quoting: bool, after_quote: bool = False
) -> list[Cue]:
    """Return the cues within [start, end) that have a subject, the likeliest first.

    `quoting` admits verbs that only introduce quotations; `after_quote` says that the span
    follows a quotation, where the verb may stand before its subject ("...," said the sheriff).
    Before a quotation the nearest verb counts ("the paper reported, but aides cautioned that"),
    a plain verb of saying before one that mostly does other work ("began as"); elsewhere there is
    one, the first.
    """
    cues = _cues(cast, start, end, quoting=quoting, after_quote=after_quote)
    if after_quote:
        return list(islice(cues, 1))
    if not quoting:
        found = list(cues)
        return [*(one for one in found[-1:] if _ends_sentence(cast, one, end)), *found[:1]]
    return sorted(cues, key=lambda cue: (cue.is_doubtful or cue.is_loose, -cue.start))


def _ends_sentence(cast: Cast, cue: Cue, end: int) -> bool:
    """Whether a sentence closes with its speaker, who then says all of it (", lawyers wrote.")."""
    text, words = cast.masked, lexicon()
    verb = text[cue.start : cue.end].lower()
    governs = verb in words.core or verb in words.plain or verb == "found"
    if cue.subject_start > cue.end:
        rest = text[cue.subject_end : end].strip(" .")
        return governs and not rest and text[cue.start - 2 : cue.start] in {", ", "\0 "}
    closes = _CLOSES.match(text, cue.end, end) is not None
    return governs and closes and text.startswith(", ", cue.subject_start - 2)


_CLOSES = re.compile(
    r"(?:\s(?:(?:on|late|early)\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\sin\sa\s\w+)?[.\s]*$"
)


def _cues(cast: Cast, start: int, end: int, *, quoting: bool, after_quote: bool) -> Iterator[Cue]:
    words = lexicon()
    opening = start
    for found in words.cue.finditer(cast.masked, start, end):
        if found["to"]:
            stop = subject_stop(cast.masked, found.end() + 1, end)
            yield cue_of(cast, found, found.end() + 1, stop, end)
            continue
        verb = found["verb"].lower()
        if verb in words.quote_only and not quoting:
            continue
        if verb in words.doubtful and not _proposes(cast.masked, found.end(), end, verb):
            continue
        cue = subject_of(cast, found, start, opening, end, after_quote=after_quote)
        if cue is not None:
            near = max(start, cue.subject_start - _LONGEST_SUBORDINATOR)
            aside = _SUBORDINATE.search(cast.masked, near, cue.subject_start) is not None
            doubtful, loose = verb in words.doubtful, aside or verb in words.quote_only
            unsure = doubtful or loose
            yield replace(cue, is_doubtful=doubtful, is_loose=loose) if unsure else cue
            # What one verb of saying governs is no part of the next one's subject.
            opening = found.end()


def _proposes(text: str, at: int, end: int, verb: str) -> bool:
    """Whether words follow that make a doubtful verb one of saying, or its sentence ends there."""
    if _NEXT_PROPOSES.match(text, at, end):
        return True
    return verb in lexicon().plain and _NEXT_STATES.match(text, at, end) is not None


_SUBORDINATE = re.compile(r"\b(?:when|after|before|as|if|while|because|since)\s$")
_LONGEST_SUBORDINATOR = len(" because ")
