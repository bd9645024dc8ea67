"""Subjects: the words of a sentence that name who does the saying."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.text.claiming.speech import Cast, Cue, lexicon

#: Words that may stand before the name that opens a sentence ("Now the ...").
_OPENING_WORD_COUNT = 3
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|to|not|of|[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|"
    r"[Tt]hose|[Tt]hese|[Tt]his|such|any|some|no|false|several|all|other|what|[’']s)\s$|"
    r"\b(?:might|could|may|can|should|cannot|must)\s$"
)
_LONGEST_PASSIVE = len(" several ") + 3
_MODIFIERS = re.compile(
    r"(?:^|(?<=[\s,]))(?:also|has|have|had|later|previously|repeatedly|then|recently|earlier|"
    r"further|only|still|already|again|simply|flatly|publicly|initially|reportedly|often|"
    r"quickly|likewise|once|long|finally|would|will|did|does|do|never|separately|instead|today|"
    r"yesterday|tonight|consistently|"
    r"(?:this|last)\s(?:week|month|year|summer|fall|winter|spring|morning|afternoon)|"
    r"in\sa\s(?:\w+\s)?(?:statement|release|letter|filing|report|email|post)|in\s(?:19|20)\d\d|"
    r"(?:(?:on|early|late)\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s$"
)
#: Cased by hand: three times as fast as a pattern that ignores case.
_BOUNDARY = re.compile(
    r"[;:\0—()\[\]\n]|,(?:\s|$)|\.\s(?=[A-Z“\"])|\s–\s|\b(?=[BbAaIiSsTtUuWwYyOo])(?:"
    r"[Tt]h(?:at|ough|an)|[Bb](?:ut|ecause|efore)|[Ww](?:hile|hen|here|hich|hether|hat)|"
    r"[Aa](?:s|fter|lthough|nd)|[Ii]f|[Ss](?:ince|o)|[Yy]et|[Uu]ntil|[Oo]r)\s"
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
    r"email|press|speech|memo|filing|call|video|tweet)|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"during|after|before|while|when|as|at\sa|to\s(?:reporters|the)|about|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\sby\b)|(?:last|this)(?!\s\w+\sby\b)|and(?!\s[A-Z])|but|has|have|had|is|are|was|were)\b"
)
_INSIDE_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Lt|Sgt|Capt|Gen|Rev|St|Jr)|\b[A-Z])$"
)
_LONGEST_MODIFIER = len(" in a supplementary statement ")
_SUBJECT_WORDS = 14
#: Characters; so many without a boundary are more words than a subject has.
_LONGEST_SUBJECT = 240
_MOST_APPOSITIONS = 4


def subject_of(
    cast: Cast, found: re.Match[str], start: int, opening: int, end: int, *, after_quote: bool
) -> Cue | None:
    """Return the cue of a verb of saying with its subject; None when it has none.

    The subject stands after the verb of a quotation's credit, else before it, not before `opening`;
    behind a comma it may follow a statement too.
    """
    text, at = cast.masked, found.start()
    if after_quote and _opens_credit(text, start, found):
        if not _INVERTED.match(text, found.end(), end) or _NOT_INVERTED.match(text, found.end()):
            return None
        first = found.end() + 1
        return cue_of(cast, found, first, subject_stop(text, first, end), end)
    if _PASSIVE.search(text, max(start, at - _LONGEST_PASSIVE), at):
        return None
    inverted = _inverted(cast, found, start, end)
    if inverted is not None:
        return inverted
    cue = _left_subject(cast, found, opening)
    if cue is None or _NO_CLAIM.search(text, max(start, cue.subject_start - 8), cue.subject_end):
        return None
    if found["verb"] in lexicon().core and text.endswith("what ", start, cue.subject_start):
        return None
    elided = _ELIDED.search(text, start, cue.subject_end) is not None
    if elided or found[0].endswith("ing"):
        return _opening_subject(cast, cue, start)
    return cue


#: "What the mayor said" and "neither would say" credit nobody with a claim.
_NO_CLAIM = re.compile(r"\b(?:[Ww]hatever|[Nn]either|[Nn]one|[Nn]obody|[Nn]o\sone)\b")


def _inverted(cast: Cast, found: re.Match[str], start: int, end: int) -> Cue | None:
    """Return the cue of a statement with its speaker last ("..., said the sheriff"), if it is."""
    text, first = cast.masked, found.end() + 1
    # Behind a quotation that opens the sentence it credits no more than that.
    ends = {", "} if text.startswith("\0", start) else {", ", "\0 "}
    if (
        text[max(start, found.start() - 2) : found.start()] not in ends
        or found["verb"] not in _INVERTS
        or not _SPEAKER_NEXT.match(text, found.end(), end)
    ):
        return None
    stop = subject_stop(text, first, end)
    if _FINITE.search(text, first, stop) or text[stop : stop + 1] not in {",", ".", ";", "\n", ""}:
        return None
    near = min(stop, first + _INVERTED_CHARACTERS)
    role = lexicon().speakers.search(text, first, near)
    names = [one.end for one in cast.between(first, near)] + ([role.end()] if role else [])
    private = _FULL_NAME.match(text, first, stop)
    names += [private.end()] if private else []
    ends_in_name = any(_NAME_ENDS.match(text, each, stop) for each in names)
    return cue_of(cast, found, first, stop, end) if ends_in_name else None


#: "Said the bill fails the president" has its president too far off to be its speaker.
_INVERTED_CHARACTERS = 40
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+){1,3}(?!\w)")
_NAME_ENDS = re.compile(r"$|\s(?:of|for|with|in|from|at|on|and)\s|\s[A-Z]")
_PLURAL_ROLE = re.compile(r"\b(?:[Gg]roups|officials|advocates|critics|lawyers|attorneys)\sthat$")
#: A subject has no verb of its own ("Reuters, citing officials, said the agency plans to ...").
_FINITE = re.compile(
    r"\s(?:(?:will|would|could|can|may|might|must|should|did|does|do|gave|plans|wants|[a-z]{2,}ed)\b|"
    r"[a-z]+s\s(?:the|an?|to|that|its|his|her)\b)"
)
#: What they say stands before them too; "told" has its hearer behind it.
_INVERTS = frozenset(
    {"said", "says", "wrote", "added", "argued", "warned", "explained", "testified"}
)
_SPEAKER_NEXT = re.compile(
    r"\s(?:(?:the|an?|one|two|his|her|their|its)\s[a-z]|[A-Z]|[a-z-]+\s[A-Z])"
)


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
        return _opening_description(cast, cue, start)
    if _ACTS.match(cast.masked, opening.end) is None:
        return None
    return replace(cue, subject_start=opening.start, subject_end=opening.end, apposition="")


_ACTS_ALONE = re.compile(
    r"\s(?:also\s|now\s|then\s)?(?:ha[sd]|have|is|was|were|are|will|would|gave|took|held|made|went|"
    r"came|left|met|sent|set|saw|kept|put|led|began|won|lost|fills|covers|[a-z]{2,}ed)\b|,\s"
)
_ANOTHER_SUBJECT = re.compile(
    r"[,;:\0]|^\s*\w+ing\b|\b(?:in|on|at|for|after|when|as)\b", re.IGNORECASE
)
_OPENING_CHARACTERS = 60


def _opening_description(cast: Cast, cue: Cue, start: int) -> Cue | None:
    """Return the cue of "The judge gave ... and said": the office or paper that opens it."""
    text, words = cast.masked, lexicon()
    if cast.masked[cue.start : cue.end].endswith("ing"):
        return None
    near = min(cue.start, start + _OPENING_CHARACTERS)
    for found in (
        *words.speakers.finditer(text, start, near),
        *words.papers.finditer(text, start, near),
    ):
        lead = text[start : found.start()]
        short = len(lead.split()) <= _OPENING_WORD_COUNT and not _ANOTHER_SUBJECT.search(lead)
        if short and _ACTS_ALONE.match(text, found.end()):
            return replace(cue, subject_start=start, subject_end=found.end(), apposition="")
    return None


def cue_of(cast: Cast, found: re.Match[str], first: int, stop: int, end: int) -> Cue:
    """Build the cue of a subject that follows its verb, with the apposition after it."""
    text = cast.masked
    apposed = (stop, stop)
    if text[stop : stop + 2] == ", ":
        aged = _AGE.match(text, stop + 2, end)
        opening = aged.end() if aged else stop + 2
        apposed = (opening, subject_stop(text, opening, end))
    return Cue(
        start=found.start(),
        end=found.end(),
        subject_start=first,
        subject_end=stop,
        apposition=text[slice(*apposed)],
        apposition_start=apposed[0],
    )


#: Between a name and what it is ("Ana Polk, 52, a baker").
_AGE = re.compile(r"\d{1,2},\s")


def subject_stop(text: str, first: int, end: int) -> int:
    """Return where the subject ends that begins at `first`."""
    for found in _SUBJECT_END.finditer(text, first, end):
        abbreviated = found[0] == "." and _INSIDE_ABBREVIATION.search(text, first, found.start())
        if not abbreviated:
            return found.start()
    return end


def _left_subject(cast: Cast, found: re.Match[str], start: int) -> Cue | None:
    """Build the cue of a subject that stands before its verb."""
    text, stop = cast.masked, _without_modifiers(cast.masked, start, found.start())
    if text.endswith("\0", start, stop):
        stop = _before_title(text, start, stop)
    apposition = ""
    if text.endswith(" who", start, stop) and not text.endswith(", who", start, stop):
        return None
    if text.endswith(" that", start, stop) and _PLURAL_ROLE.search(text, start, stop):
        stop -= len(" that")
    if text.endswith(", which", start, stop):
        return _relative_cue(cast, found, start, stop - len(", which"))
    if text.endswith(", who", start, stop):
        stop = start + len(text[start:stop].removesuffix("who").rstrip(" ,"))
    elif text[stop - 1 : stop] == ",":
        stop, apposition = _before_apposition(cast, start, stop - 1)
    first = start
    for boundary in _BOUNDARY.finditer(text, max(start, stop - _LONGEST_SUBJECT), stop):
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
        apposition_start=stop + 2 if apposition else 0,
    )


def _before_title(text: str, start: int, stop: int) -> int:
    """Return the end of a paper that its title in quotation marks stands behind."""
    bare = start + len(text[start:stop].rstrip("\0 "))
    if bare == stop or not text.startswith(",", bare - 1):
        return stop
    near = text[max(start, bare - 1 - _LONGEST_NOUN) : bare - 1].rsplit(" ", 1)[-1]
    return bare - 1 if lexicon().papers.fullmatch(near) else stop


def _relative_cue(cast: Cast, found: re.Match[str], start: int, stop: int) -> Cue | None:
    """Build the cue of "..., which said": the body or paper right before the comma speaks."""
    first = noun_before(cast, start, stop)
    if first is None:
        return None
    return Cue(start=found.start(), end=found.end(), subject_start=first, subject_end=stop)


#: The last noun before a comma, with its article.
_LAST_NOUN = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w’-]+\s){0,2}(?P<noun>[a-z-]+)$"
)
_LONGEST_NOUN = 48


def noun_before(cast: Cast, start: int, stop: int) -> int | None:
    """Return where the body, group or paper begins that ends at `stop`; None for other words."""
    near = cast.between(max(start, stop - 1), stop)
    named = next((one.start for one in near if one.end == stop and one.start >= start), None)
    if named is not None:
        return named
    found = _LAST_NOUN.search(cast.masked, max(start, stop - _LONGEST_NOUN), stop)
    if found is None:
        return None
    words = lexicon()
    speaks = words.speakers.fullmatch(found["noun"]) or words.papers.fullmatch(found["noun"])
    return found.start() if speaks else None


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
    while found := _MODIFIERS.search(text, max(start, stop - _LONGEST_MODIFIER), stop):
        stop = found.start()
    return start + len(text[start:stop].rstrip())
