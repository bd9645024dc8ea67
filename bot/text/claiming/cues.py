"""Cues: the verbs of saying in a text, and the words that name their subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from bot.domain.entities import Mention
from bot.text.lexicon import load

#: Words that may stand before the name that opens a sentence ("Now the ...").
_OPENING_WORD_COUNT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb of saying or "according to", and the span of the words that name the speaker."""

    start: int
    end: int
    subject_start: int
    subject_end: int
    #: The words between the commas after the name ("a spokeswoman for the sheriff").
    apposition: str = ""
    #: The verb is as often a noun ("reports"): only a name or a paper makes it a verb of saying.
    is_doubtful: bool = False
    #: The verb attributes quotations only, and often does other work ("the campaign began as").
    is_loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    cue: re.Pattern[str]
    doubtful: frozenset[str]
    quote_only: frozenset[str]
    speakers: re.Pattern[str]
    papers: re.Pattern[str]
    titles: frozenset[str]
    #: A news outlet at the end of a subject; group `name` is the outlet.
    outlets: re.Pattern[str]


def _choice(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def lexicon() -> Lexicon:
    lists = load("speech")
    verbs = lists["verbs"] + lists["doubtful_verbs"] + lists["quote_verbs"]
    return Lexicon(
        cue=re.compile(rf"\b(?:(?P<to>[Aa]ccording to)|(?P<verb>{_choice(verbs)}))\b"),
        doubtful=frozenset(lists["doubtful_verbs"]),
        quote_only=frozenset(lists["quote_verbs"]) - frozenset(lists["doubtful_verbs"]),
        speakers=re.compile(rf"\b(?:{_choice(lists['speakers'])})\b", re.IGNORECASE),
        papers=re.compile(rf"\b(?:{_choice(lists['papers'])})\b", re.IGNORECASE),
        titles=frozenset(lists["titles"]),
        outlets=re.compile(rf"(?:^|\s)(?P<name>{_choice(lists['outlets'])})$"),
    )


@dataclass(slots=True, kw_only=True)
class Cast:
    """The article's text with quotations blanked, who it names, and roles learnt on the way."""

    #: Same length as the body; quoted characters are NUL.
    masked: str
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    #: Role by entity id, as the article first gives it.
    roles: dict[str, str] = field(default_factory=dict)

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that overlap [start, end)."""
        low = bisect_left(self.starts, start - 80)
        high = bisect_left(self.starts, end)
        return tuple(one for one in self.mentions[low:high] if one.end > start)


def cast_of(masked: str, mentions: Sequence[Mention]) -> Cast:
    """Return the cast for a body whose quotations are blanked."""
    ordered = tuple(sorted(mentions, key=lambda one: (one.start, -one.end)))
    return Cast(masked=masked, mentions=ordered, starts=tuple(one.start for one in ordered))


_NEXT_PROPOSES = re.compile(r"\s?(?:that\b|[,:\0“\"]|\d)")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|to|not|of|the|a|an|its|their|his|her|"
    r"those|these|such|any|some|no|false|several|all|other|what|[’']s)\s$"
)
_MODIFIERS = re.compile(
    r"(?:^|(?<=[\s,]))(?:also|has|have|had|later|previously|repeatedly|then|recently|earlier|"
    r"further|only|still|already|again|simply|flatly|publicly|initially|reportedly|often|"
    r"quickly|would|will|did|does|do|never|separately|instead|"
    r"(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s$"
)
_BOUNDARY = re.compile(
    r"[;:\0—()\[\]]|,\s|,$|\.\s(?=[A-Z“\"])|\s–\s|\n|"
    r"\b(?i:that|but|while|when|because|as|after|before|if|although|though|where|which|since|"
    r"whether|what|and|so|yet|until|than|or)\s"
)
_INVERTED = re.compile(
    r"\s(?=(?:[A-Z]|(?:the|a|an|one|two|his|her|their|its|some|several|many|another)\s|"
    r"[a-z-]+(?:\s[a-z-]+){0,3}\s[A-Z]|[a-z]+\b))"
)
_NOT_INVERTED = re.compile(
    r"\s(?:that|in|on|at|to|of|about|during|after|it|he|she|they|we|this|these|those|there|when|"
    r"if|and|but|as|by|for|from|with|no|not|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday|yes|what|how|why)\b"
)
_SUBJECT_END = re.compile(
    r"[,;:\0—()\[\]\n]|\.(?=\s+[A-Z“\"]|\s*$)|[!?]|\s–\s|"
    r"\s(?:who|which|that|in\s(?:a|an|the)\s(?:\w+\s)?(?:statement|interview|letter|post|news|"
    r"email|press|speech|memo|filing|call|video|tweet)|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)|"
    r"during|after|before|while|when|as|at\sa|to\s(?:reporters|the)|about|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|last|this|and(?!\s[A-Z])|but|has|have|had|is|are|was|were)\b"
)
_INSIDE_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Lt|Sgt|Capt|Gen|Rev|St|Jr)|\b[A-Z])$"
)
_SUBJECT_WORDS = 14
_MOST_APPOSITIONS = 4


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
    if not quoting or after_quote:
        return list(islice(cues, 1))
    return sorted(cues, key=lambda cue: (cue.is_doubtful or cue.is_loose, -cue.start))


def _cues(cast: Cast, start: int, end: int, *, quoting: bool, after_quote: bool) -> Iterator[Cue]:
    words = lexicon()
    opening = start
    for found in words.cue.finditer(cast.masked, start, end):
        if found["to"]:
            stop = _subject_stop(cast.masked, found.end() + 1, end)
            yield _cue(cast, found, found.end() + 1, stop, end)
            continue
        verb = found["verb"].lower()
        if verb in words.quote_only and not quoting:
            continue
        if verb in words.doubtful and not _NEXT_PROPOSES.match(cast.masked, found.end()):
            continue
        cue = _subject_of(cast, found, start, opening, end, after_quote=after_quote)
        if cue is not None:
            near = max(start, cue.subject_start - _LONGEST_SUBORDINATOR)
            aside = _SUBORDINATE.search(cast.masked, near, cue.subject_start) is not None
            yield replace(
                cue, is_doubtful=verb in words.doubtful, is_loose=aside or verb in words.quote_only
            )
            # What one verb of saying governs is no part of the next one's subject.
            opening = found.end()


_SUBORDINATE = re.compile(r"\b(?:when|after|before|as|if|while|because|since)\s$")
_LONGEST_SUBORDINATOR = len(" because ")


def _subject_of(
    cast: Cast, found: re.Match[str], start: int, opening: int, end: int, *, after_quote: bool
) -> Cue | None:
    text, at = cast.masked, found.start()
    if after_quote and _opens_credit(text, start, found):
        if not _INVERTED.match(text, found.end(), end) or _NOT_INVERTED.match(text, found.end()):
            return None
        first = found.end() + 1
        return _cue(cast, found, first, _subject_stop(text, first, end), end)
    if _PASSIVE.search(text, max(start, at - 12), at):
        return None
    cue = _left_subject(cast, found, opening)
    if cue is None:
        return None
    elided = _ELIDED.search(text, start, cue.subject_end) is not None
    if elided or found[0].endswith("ing"):
        return _opening_subject(cast, cue, start)
    return cue


def _opens_credit(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the verb follows the quotation, or the few words that end its sentence."""
    between = text[start : found.start()]
    if between.strip(" ,\0") == "":
        return True
    ends = _ENDS_SENTENCE.fullmatch(between) is not None
    return ends and _NAMED_NEXT.match(text, found.end()) is not None


#: Words that end a sentence after its quotation ("... to protect” the program, said ...").
_ENDS_SENTENCE = re.compile(r"\0*\s[a-z][^\s,;:.]*(?:\s[^\s,;:.\n]+){0,7},\s")
_NAMED_NEXT = re.compile(r"\s(?:(?:the|a|an)\s(?:[a-z-]+\s){0,3})?[A-Z]")
_ACTS = re.compile(r"\s(?:also\s|now\s)?(?:ha[sd]|have|is|was|were|are|will|would|[a-z]{2,}ed)\b")
_ELIDED = re.compile(r"\b(?:and|but)$")


def _opening_subject(cast: Cast, cue: Cue, start: int) -> Cue | None:
    """Return the cue of "... and said", "..., arguing": the name that opens the sentence."""
    opening = next((one for one in cast.between(start, cue.start) if one.start >= start), None)
    if opening is None or len(cast.masked[start : opening.start].split()) > _OPENING_WORD_COUNT:
        return None
    if _ACTS.match(cast.masked, opening.end) is None:
        return None
    return replace(cue, subject_start=opening.start, subject_end=opening.end, apposition="")


def _cue(cast: Cast, found: re.Match[str], first: int, stop: int, end: int) -> Cue:
    """Build the cue of a subject that follows its verb, with the apposition after it."""
    text = cast.masked
    apposition = ""
    if text[stop : stop + 2] == ", ":
        later = _subject_stop(text, stop + 2, end)
        apposition = text[stop + 2 : later]
    return Cue(
        start=found.start(),
        end=found.end(),
        subject_start=first,
        subject_end=stop,
        apposition=apposition,
    )


def _subject_stop(text: str, first: int, end: int) -> int:
    for found in _SUBJECT_END.finditer(text, first, end):
        abbreviated = found[0] == "." and _INSIDE_ABBREVIATION.search(text, first, found.start())
        if not abbreviated:
            return found.start()
    return end


def _left_subject(cast: Cast, found: re.Match[str], start: int) -> Cue | None:
    """Build the cue of a subject that stands before its verb."""
    text, stop = cast.masked, _without_modifiers(cast.masked, start, found.start())
    apposition = ""
    if text[start:stop].endswith(" who") and not text[start:stop].endswith(", who"):
        return None
    if text[start:stop].endswith(", who"):
        stop = start + len(text[start:stop].removesuffix("who").rstrip(" ,"))
    elif text[stop - 1 : stop] == ",":
        stop, apposition = _before_apposition(cast, start, stop - 1)
    first = start
    for boundary in _BOUNDARY.finditer(text, start, stop):
        if not _keeps_together(text, boundary, stop):
            first = boundary.end()
    while first < stop and text[first].isspace():
        first += 1
    if first >= stop or len(text[first:stop].split()) > _SUBJECT_WORDS:
        return None
    return Cue(
        start=found.start(),
        end=found.end(),
        subject_start=first,
        subject_end=stop,
        apposition=apposition,
    )


def _before_apposition(cast: Cast, start: int, stop: int) -> tuple[int, str]:
    """Return the end of the name before "..., a lawyer in the case, which is new," and the first
    apposition; the nearest commas when no public name stands before one.
    """
    text = cast.masked
    ends = {one.end for one in cast.between(start, stop)}
    commas = [at for at in range(start, stop) if text.startswith(", ", at)][-_MOST_APPOSITIONS:]
    if not commas:
        return stop, ""
    named = [at for at in commas if at in ends]
    first = named[-1] if named and stop not in ends else commas[-1]
    following = next((at for at in commas if at > first), stop)
    return first, text[first + 2 : following]


def _keeps_together(text: str, boundary: re.Match[str], stop: int) -> bool:
    """Whether an "and" or a full stop stands inside one name ("Immigration and Customs")."""
    if boundary[0] == "and ":
        return (
            text[boundary.start() - 2].isalpha()
            and text[boundary.end()].isupper()
            and (boundary.end() < stop)
        )
    return boundary[0][0] == "." and bool(
        _INSIDE_ABBREVIATION.search(text, max(0, boundary.start() - 6), boundary.start())
    )


def _without_modifiers(text: str, start: int, stop: int) -> int:
    """Return the end of the subject: adverbs, auxiliaries and weekdays before the verb go."""
    while found := _MODIFIERS.search(text, max(start, stop - 16), stop):
        stop = found.start()
    return start + len(text[start:stop].rstrip())
