"""Cues: the verbs of saying in a passage that have a subject, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bot.text.claiming.speech import Cast, Cue, lexicon
from bot.text.claiming.subjects import cue_of, subject_of, subject_stop

#: "Put the number at 34": who does so gives a figure.
_PUT_AT = re.compile(
    r"\s(?:[\w’-]+\s){1,7}at\s(?:[a-z]+\s){0,3}(?:[$\d]|a\sdozen|hundreds|thousands|\w+teen\b|\w+ty\b)"
)
_NEXT_PROPOSES = re.compile(r"\s?(?:that\b|[,:;\0“\"]|\$?\d)|[.!?]?\s*$|[.!?]\s")
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
    a plain verb of saying before one that mostly does other work ("began as"); elsewhere it is the
    first, and doubtful ones before it, whose subject may be nobody who speaks.
    """
    cues = _cues(cast, start, end, quoting=quoting, after_quote=after_quote)
    if after_quote:
        return list(islice(cues, 1))
    if not quoting:
        found = list(cues)
        if not found:
            return found
        sure = 0
        while sure < len(found) and found[sure].is_doubtful:
            sure += 1
        closing = found[-1:] if _ends_sentence(cast, found[-1], end) else []
        return [*closing, *found[: sure + 1]]
    return sorted(cues, key=lambda cue: (cue.is_doubtful or cue.is_loose, -cue.start))


def closes_with(cast: Cast, start: int, end: int) -> bool:
    """Whether [start, end) closes with its speaker (", lawyers wrote")."""
    found = list(_cues(cast, start, end, quoting=False, after_quote=False))
    return bool(found) and _ends_sentence(cast, found[-1], end)


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
    for found in cast.cues_between(start, end):
        if found["to"]:
            stop = subject_stop(cast.masked, found.end() + 1, end)
            stop = _before_clause(cast.masked, found.end() + 1, stop)
            yield cue_of(cast, found, found.end() + 1, stop, end)
            continue
        verb = found["verb"].lower()
        of_papers = verb in words.of_papers and not (quoting and verb in words.quote_only)
        if verb in words.quote_only and not quoting:
            # "Demanded that", "asked that" say something without quoting it.
            reports = cast.masked.startswith(" that ", found.end(), end)
            if not (reports or of_papers):
                continue
            of_papers = of_papers and not reports
        if verb in words.doubtful and not _proposes(cast.masked, found.end(), end, verb):
            continue
        cue = subject_of(cast, found, start, opening, end, after_quote=after_quote)
        if cue is not None and not (of_papers and not _is_paper(cast, cue)):
            near = max(start, cue.subject_start - _LONGEST_SUBORDINATOR)
            aside = _SUBORDINATE.search(cast.masked, near, cue.subject_start) is not None
            doubtful, loose = verb in words.doubtful, aside or verb in words.quote_only
            unsure = doubtful or loose
            yield replace(cue, is_doubtful=doubtful, is_loose=loose) if unsure else cue
            # What one verb of saying governs is no part of the next one's subject.
            opening = found.end()


def _is_paper(cast: Cast, cue: Cue) -> bool:
    """Whether the subject is a paper that tells something; "the office details" is none."""
    subject = cast.masked[cue.subject_start : cue.subject_end].strip()
    return lexicon().telling.search(subject) is not None


def _before_clause(text: str, start: int, stop: int) -> int:
    """Return the end of a speaker that a clause follows without a comma ("sources the man")."""
    found = _CLAUSE_NEXT.match(text, start, stop)
    plain = found is not None and lexicon().speakers.fullmatch(found["who"]) is not None
    return found.end("who") if found is not None and plain else stop


_CLAUSE_NEXT = re.compile(r"(?P<who>[a-z]+s)\s(?:the|an?|he|she|it|they|there|his|her|their)\s")


def _proposes(text: str, at: int, end: int, verb: str) -> bool:
    """Whether words follow that make a doubtful verb one of saying, or its sentence ends there."""
    if verb in {"put", "puts"}:
        return _PUT_AT.match(text, at, end) is not None
    if _NEXT_PROPOSES.match(text, at, end):
        return True
    return verb in lexicon().plain and _NEXT_STATES.match(text, at, end) is not None


_SUBORDINATE = re.compile(r"\b(?:when|after|before|as|if|while|because|since)\s$")
_LONGEST_SUBORDINATOR = len(" because ")
