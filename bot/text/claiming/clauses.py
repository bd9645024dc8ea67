"""Clauses: where within one sentence another speaker takes over, or nobody's words begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.claims import Speaker
from bot.text.claiming.attribution import Scene, said_within
from bot.text.claiming.cues import closes_with, find_cues
from bot.text.claiming.speakers import name_speaker
from bot.text.claiming.subjects import noun_before

#: What may part two speakers. Behind a bare subordinator only somebody new takes over, and what
#: stands before it is nobody's then ("ICE moved 40 people after the mayor said").
_TURN = re.compile(
    r"(?=[;,\s])(?:(?P<stop>;\s(?:but\s|and\s|while\s)?)|"
    r"(?P<joint>,\s(?:but|while|whereas|though|although|and|yet)\s)(?!that\b)|"
    r"(?P<relative>,\swhich\s)|"
    r"(?P<aside>,?\s(?=[abws])(?:after|before|when|because|since)\s)(?!that\b))"
)
#: A clause ahead of the main one, which is not its speaker's ("When ICE said so, 40 people left").
_OPENING = re.compile(
    r"(?:(?:Hours|Days|Weeks|Months|Soon|Shortly)\s)?(?P<by>[Aa]fter|When|Before|Because|Since|Once|"
    r"While|Although|Though|Whereas)\s"
)
#: Characters; every turn looks at the rest of its sentence, and what is longer is a list.
_LONGEST_SENTENCE = 2000
_COMMA = re.compile(r",\s(?!(?:which|who|whose|where)\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch [start, end) of one sentence, and who it gives its words to."""

    start: int
    end: int
    speaker: Speaker | None


def parts_of(scene: Scene, index: int) -> tuple[Part, ...]:
    """Return the parts of a sentence by their speaker, left to right; most sentences are one.

    Nothing is returned of a sentence that credits nobody with anything.
    """
    sentence = scene.sentences[index]
    speaker = said_within(scene, index, sentence.start, sentence.end)
    if speaker is None and ";" not in sentence.text:
        return ()
    cuts = list(_cuts(scene, index)) if len(sentence.text) <= _LONGEST_SENTENCE else []
    if not cuts:
        return (Part(start=sentence.start, end=sentence.end, speaker=speaker),)
    starts = (sentence.start, *(after for _, after in cuts))
    ends = (*(before for before, _ in cuts), sentence.end)
    return tuple(
        Part(start=start, end=end, speaker=said_within(scene, index, start, end))
        for start, end in zip(starts, ends, strict=True)
    )


def _cuts(scene: Scene, index: int) -> Iterator[tuple[int, int]]:
    """Yield the end of each part and the start of the next one."""
    text, sentence = scene.cast.masked, scene.sentences[index]
    main = _main_clause(scene, sentence.start, sentence.end)
    at = sentence.start
    if main is not None:
        yield main
        at = main[1]
    for found in _TURN.finditer(text, at, sentence.end):
        before, after = _turn(scene, found, at)
        if _takes_over(scene, index, found, Part(start=at, end=before, speaker=None)):
            yield before, after
            at = after


def _turn(scene: Scene, found: re.Match[str], at: int) -> tuple[int, int]:
    """Return where a clause ends and the next begins, which says its noun before "which"."""
    if found.lastgroup != "relative":
        return found.span()
    noun = noun_before(scene.cast, at, found.start())
    return (found.start(), found.start() if noun is None else noun)


def _takes_over(scene: Scene, index: int, found: re.Match[str], part: Part) -> bool:
    """Whether somebody new speaks behind a turn, or its semicolon ends what was attributed."""
    cast, end = scene.cast, scene.sentences[index].end
    if found.lastgroup == "stop" and closes_with(cast, part.start, part.end):
        return True
    start = _turn(scene, found, part.start)[1]
    relative = found.lastgroup == "relative"
    if not any(
        one.subject_start == start and not (relative and one.apposition) and name_speaker(cast, one)
        for one in find_cues(cast, start, end, quoting=False)
    ):
        return False
    alone = relative or found.lastgroup == "aside"
    return not alone or said_within(scene, index, part.start, part.end) is None


def _main_clause(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Return the cut before the main clause behind an opening one of somebody's words."""
    text = scene.cast.masked
    opening = _OPENING.match(text, start, end)
    if opening is None:
        return None
    for cue in find_cues(scene.cast, opening.end(), end, quoting=False):
        if cue.subject_start == opening.end() and name_speaker(scene.cast, cue):
            comma = _COMMA.search(text, cue.end, end)
            return comma.span() if comma else None
    return None
