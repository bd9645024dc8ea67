"""Lines: articles, claims and figures in the words that are printed of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.articles import Article
from bot.domain.briefs import SourceLine
from bot.domain.claims import Claim, ClaimKind, Figure, Speaker, verb_of_saying
from bot.text.names.acronyms import short_names
from bot.text.private.redaction import redact
from bot.text.private.withheld import holds_private

LONGEST_COUNTS = 160
#: Counts below this are scenery ("two witnesses") unless a named speaker is quoted.
SMALL = 5


def source_line(article: Article, number: int, note: str | None = None) -> SourceLine:
    """Return an article as a numbered source."""
    return SourceLine(
        number=number,
        outlet=article.outlet,
        kind=article.kind,
        provenance=article.provenance,
        title=article.title,
        url=article.url,
        published_at=article.published_at,
        note=note,
    )


def figure_words(claim: Claim, figure: Figure) -> str:
    """Return a figure with what it counts and its speaker: never one without the other."""
    return " ".join(f"{figure.surface} {counted(figure)} — {speaker_words(claim)}".split())


#: Words that already join what is counted to its share ("90% before 2025", "22% more").
_JOINING = re.compile(
    r"(?i)(?:of|in|on|at|by|to|from|for|since|before|after|during|among|as|more|less|fewer|"
    r"higher|lower|up|down|had|were|was|are|have|who|that)\b"
)


#: How a period that reads on from other words begins; "the Biden years" stands in brackets.
_LEADS_ON = re.compile(
    r"(?i)(?:since|under|in|during|for|of|over|from|by|as|before|after|until|between|through|"
    r"last|this|each|every|per|a|annually|daily|weekly|monthly)\b"
)


#: What is said of a share instead of what it is a share of ("prices could climb by").
_CLAUSE = re.compile(
    r"(?i)\b(?:could|would|will|may|might|should|rose|fell|grew|climb\w*|drop\w*|increas\w+|"
    r"decreas\w+|declin\w+)\b"
)
#: A relative clause of which no more than its first word is left ("workers whom Immigration").
_DANGLING = re.compile(r"\s(?:whom|who|that|which)(?:\s\w+)?$")


def counted(figure: Figure) -> str:
    """Return what a figure counts and its period, cut at a word when it is long."""
    words = _DANGLING.sub("", figure.counts)
    if figure.unit == "percent" and words and not _JOINING.match(words):
        words = f"({words})" if _CLAUSE.search(words) else f"of {words}"
    if figure.period and figure.period.lower() not in words.lower():
        period = figure.period if _LEADS_ON.match(figure.period) else f"({figure.period})"
        words = f"{words} {period}".strip()
    if len(words) <= LONGEST_COUNTS:
        return words
    return words[:LONGEST_COUNTS].rsplit(" ", 1)[0] + " …"


def is_telling(claim: Claim, figure: Figure) -> bool:
    """Whether a figure is worth a line of a card: no spans of hours, no handful of nobody's."""
    if figure.unit in {"hours", "minutes", "days", "weeks", "months", "years"}:
        return False
    if figure.unit not in {"count", "people"} or figure.value >= SMALL:
        return True
    return claim.speaker.is_named and claim.kind is ClaimKind.QUOTE


_CLAUSES = re.compile(r"[,;:](?=\s)")


def excerpt(sentence: str, words: str, *, around: int = 6) -> str:
    """Return words with those beside them in their clause, quoted; alone when not in the sentence.

    The outlet's words stay recognisable as its own: they may be loaded where ours are not.
    """
    start = sentence.find(words)
    if start < 0 or not words:
        return words
    before = _CLAUSES.split(sentence[:start])[-1]
    after = _CLAUSES.split(sentence[start + len(words) :])[0].rstrip(". ")
    quoted = f"{_last_words(before, around)}{words}{_first_words(after, around)}".strip('“”" ')
    return f"“{quoted}”" if quoted != words else words


def _last_words(text: str, most: int) -> str:
    """Return the end of a text; a blank that ends it stays, so that words can be joined to it."""
    words = text.split()
    if len(words) <= most:
        return text.lstrip()
    return f"… {' '.join(words[-most:])}{' ' if text[-1].isspace() else ''}"


def _first_words(text: str, most: int) -> str:
    words = text.split()
    if len(words) <= most:
        return text
    return f"{' ' if text[0].isspace() else ''}{' '.join(words[:most])} …"


#: Words for a person; an office, a letter or a report that speaks is not "unnamed".
_PERSON = re.compile(
    r"(?i)\b(?:officials?|spokes\w+|sources?|persons?|people|m[ae]n|wom[ae]n|attorneys?|lawyers?|"
    r"officers?|agents?|witness(?:es)?|aides?|advocates?|analysts?|experts?|workers?|residents?|"
    r"relatives?|sister|brother|wife|husband|mother|father|friends?|employees?|authorit(?:y|ies)|"
    r"deput(?:y|ies)|staff|members?|leaders?|neighbou?rs?|judges?|prosecutors?|critics|operator)\b"
)


def speaker_label(speaker: Speaker) -> str:
    """Return a speaker for print: agencies by the name readers know, the unnamed as such."""
    if speaker.name is not None:
        name = short_names().get(speaker.name, speaker.name)
        return name if speaker.role is None else f"{name}, {speaker.role}"
    if speaker.described_as is not None and can_be_asked(speaker):
        return speaker.described_as
    return speaker.label


def can_be_asked(speaker: Speaker) -> bool:
    """Whether a reader can ask who said it: somebody named, or an office, a letter, a report."""
    if speaker.described_as is None:
        return speaker.is_named
    return not _PERSON.search(speaker.described_as)


_CORRECTION_LABEL = re.compile(r"(?i)^\s*(?:correction|clarification|editor.s note)\s*[:.—–-]\s*")


def without_label(correction: str) -> str:
    """Return a published correction without the word it opens with: the card says it already."""
    return _CORRECTION_LABEL.sub("", correction)


def correction_words(correction: str, private_names: Sequence[str]) -> str:
    """Return a published correction for print; one that names a private person is only told of."""
    if holds_private(correction, private_names):
        return "The outlet published a correction that names a private person."
    return redact(without_label(correction))


def with_short_names(words: str) -> str:
    """Return our own words with agencies by the names readers know."""
    for canonical, short in short_names().items():
        if canonical in words:
            words = words.replace(f"the {canonical}", short).replace(canonical, short)
    return words


def card_label(speaker: Speaker) -> str:
    """Return a speaker as a card has room for: agencies short, an office of one word as a word."""
    label = speaker_label(speaker)
    name, comma, role = label.partition(", ")
    if not comma or speaker.role is None:
        return label
    for canonical, short in short_names().items():
        for called in (canonical, canonical.removeprefix("U.S. ")):
            role = role.replace(f"the {called}", short).replace(called, short)
    return f"{name}, {role.lower() if role.istitle() and ' ' not in role else role}"


def speaker_words(claim: Claim) -> str:
    """Return who says it: "says ICE", "say court records", or that nobody is named."""
    speaker = claim.speaker
    if speaker.is_named or speaker.is_anonymous:
        label = speaker_label(speaker)
        return f"{verb_of_saying(label)} {label}"
    return speaker.label
