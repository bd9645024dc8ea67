"""Quotable sentences: those of an article that can stand alone under its name."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from bot.domain.entities import EntityKind, Mention
from bot.text.claiming.quotations import Quotation, find_quotations, mask
from bot.text.lexicon import word_set
from bot.text.names.roles import is_private, is_role
from bot.text.printing.leaning import lean, opens_unresolved, points_back
from bot.text.printing.silence import SILENCE
from bot.text.private.withheld import names_private
from bot.text.prose.sentences import Sentence, split

#: Shorter sentences are captions and cries, longer ones do not fit a card.
_FEWEST_WORDS, _MOST_WORDS = 7, 60
#: Beyond this many quotable sentences of one article nothing leads a summary.
DEPTH = 25

_WORD = re.compile(r"\w+")
#: A lower-case word; names hold no verb.
_LOW = re.compile(r"(?<![\w'])[a-z]+(?:'[a-z]+)?")
_BEGINS = re.compile(r"[\w“\"‘'(\[$]")
_ENDS = re.compile(r"[.!…][”\"’)\]]{0,3}$")
#: Who wrote an article, and what a picture shows; the set phrases of pages stand in the lexicon.
_FURNITURE = re.compile(
    r"\bis an? (?:\w+ ){0,2}(?:reporter|correspondent|columnist|writer) (?:for|at|covering)\b|"
    r"\bin this (?:\w+ )?(?:photo|image|frame|screenshot)\b|https?:|\bwww\.|@\w"
)
_BYLINE = re.compile(r"By [A-Z][\w.’'-]+ (?:[A-Z][\w.’'-]* )+(?:and [A-Z]|for |of |\||[–—-] )")
#: A picture's caption gives the full date of a shot in its last words, or a player's button.
_CAPTION = re.compile(
    r"^(?:CLOSE|PHOTO|FILE|VIDEO|BREAKING:|UPDATE:|\|)\s|\bAP Photo\b|\bREUTERS/|"
    r", (?:left|right|center),|\((?:L|R|C)\)|"
    r",\s(?:on\s)?[A-Z][a-z]+\.?\s\d{1,2},\s\d{4}\.[”\"’)]?$"
)
_GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]{2,}\s[a-z]+|\bMORE\b")
#: A question or a cry outside quotation marks is no report.
_ASKS = re.compile(r"[?!]")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I[’'](?:m|ve|d|ll)|[Ww]e|[Oo]ur|[Mm]y|[Uu]s|[Mm]e|[Yy]ou|[Yy]our)\b"
)
_PERSONAL = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
_PEOPLE = frozenset({EntityKind.OFFICIAL, EntityKind.PERSON})
#: Who can speak: quoted words beside none of these are nobody's.
_SPEAKING = _PEOPLE | {EntityKind.AGENCY, EntityKind.ORG, EntityKind.COURT}
#: A whole quoted sentence, not a term or a name.
_SAID = re.compile(r"[“\"][A-Z][\w’']*,? [a-z]")
#: "EXCLUSIVE: ", "Breaking — ": a label, no part of what is told.
_LABEL = re.compile(
    r"(?:EXCLUSIVE|Exclusive|BREAKING(?: NEWS)?|Breaking(?: [Nn]ews)?|UPDATED?|Updated?|DEVELOPING|"
    r"Developing|JUST IN|Just in|REPORT)(?:\s?[—–]\s?|:\s|\s-{1,2}\s)"
)
#: "WASHINGTON (Reuters) - ", "CHICAGO — ": where, not what.
_DATELINE = re.compile(
    r"[A-Z][\w.’'-]{1,20}(?:\s\w[\w.’'-]{1,20}){0,3}(?:,\s[A-Z][\w.]{1,20}){0,2}\s"
    r"\((?:AP|Reuters|AFP|UPI|CNN)\)\s(?:[—–-]{1,2}\s)?|"
    r"(?:[A-Z][A-Z.’'/-]+(?:\s[A-Z][A-Z.’'/-]+){0,3}(?:,\s[A-Z][\w.]*){0,2}\s?)?"
    r"(?:\((?:AP|Reuters|AFP|UPI|CNN)\)\s(?:[—–-]{1,2}\s)?|\([A-Z][\w .]{1,24}\)\s?[—–-]{1,2}\s|"
    r"[—–]\s|-{1,2}\s)"
)
_NAME = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotable:
    """A sentence that may be shown alone; `text` is body[start:end], without any dateline."""

    text: str
    start: int
    end: int
    #: Place among the article's quotable sentences, from 0.
    rank: int
    #: What sentences before it must introduce, and what it introduces to those after it
    #: (`bot.text.printing.leaning`).
    needs: frozenset[str] = frozenset()
    introduces: frozenset[str] = frozenset()


def find_quotable(
    body: str,
    mentions: Sequence[Mention],
    private_names: Sequence[str],
    *,
    told: Container[str] = frozenset(),
) -> tuple[Quotable, ...]:
    """Return the first sentences that stand alone or lean on a noun or name only, in order.

    Left out: questions, calls to act, the writer's or reader's person, openings that refer back,
    parts of longer quotations, quotations whose speaker is not named beside them, private names.
    `told` is what the headlines introduce (`leaning.told_by`).
    """
    masked = _standing(body)[0]
    spans = islice(_spans(body, mentions, private_names), DEPTH)
    found = ((span, lean(body, masked, span, mentions, told=told)) for span in spans)
    return tuple(
        Quotable(
            text=body[start:end], start=start, end=end, rank=rank, needs=needs, introduces=given
        )
        for rank, ((start, end), (needs, given)) in enumerate(found)
    )


def _spans(
    body: str, mentions: Sequence[Mention], private_names: Sequence[str]
) -> Iterator[tuple[int, int]]:
    masked, standing = _standing(body)
    for start, sentence in standing:
        if (
            _names_speaker(body, masked, start, sentence.end, mentions)
            and says_who(masked, start, sentence.end, mentions)
            and SILENCE.search(masked, start, sentence.end) is None  # of a response alone
            and not names_private(body, sentence.start, sentence.end, mentions, private_names)
        ):
            yield start, sentence.end


@lru_cache(maxsize=256)
def _standing(body: str) -> tuple[str, tuple[tuple[int, Sentence], ...]]:
    """Return the body with its quotations masked, and the sentences whose words stand alone.

    A story is told to several channels one after the other, and its articles stay the same.
    """
    quotations = find_quotations(body)
    masked = mask(body, quotations)
    placed = ((one.start + _dateline(one.text), one) for one in split(body))
    standing = (
        (start, one)
        for start, one in placed
        if _stands_alone(body[start : one.end], masked[start : one.end])
        and _is_whole(one, quotations)
    )
    return masked, tuple(islice(standing, 4 * DEPTH))


def _dateline(text: str) -> int:
    """Return the length of the dateline or label a sentence opens with; 0 without one."""
    found = _LABEL.match(text) or _DATELINE.match(text)
    return found.end() if found is not None and found[0].strip() else 0


def _stands_alone(text: str, masked: str) -> bool:
    """Whether the words fit a card and need no sentence but one that introduces a noun."""
    return (
        _FEWEST_WORDS <= len(_WORD.findall(text)) <= _MOST_WORDS
        and _stand_ins().match(text) is None
        and is_printable(text, masked)
    )


def is_printable(text: str, masked: str) -> bool:
    """Whether a sentence is whole, asks nothing of the reader and is the outlet's own report.

    In `masked` the quotations are blanked: whoever is quoted may ask, judge and say "I".
    """
    return (
        _ENDS.search(text) is not None
        and _BEGINS.match(text) is not None
        and _has_verb(masked)
        and _ASKS.search(masked) is None
        and not text.endswith(("?”", '?"'))
        and not opens_unresolved(text)
        and not points_back(masked)
        and _ties().match(text) is None
        and not _holds(masked, "judgements")
        and _FIRST_PERSON.search(masked) is None
        and not is_furniture(text)
    )


def is_furniture(text: str) -> bool:
    """Whether a sentence belongs to the page: a caption, a byline, a call to subscribe."""
    return (
        any(pattern.search(text) is not None for pattern in (_FURNITURE, _GLUED, _CAPTION))
        or _BYLINE.match(text) is not None
        or _holds(text, "furniture")
    )


def _is_whole(sentence: Sentence, quotations: Sequence[Quotation]) -> bool:
    """Whether no quotation crosses the sentence's bounds and no mark in it is left open."""
    if sentence.in_quote or sentence.text.count('"') % 2:
        return False
    if sentence.text.count("“") != sentence.text.count("”"):
        return False
    return not any(
        one.start < sentence.start < one.end or one.start < sentence.end < one.end
        for one in quotations
    )


def _names_speaker(
    body: str, masked: str, start: int, end: int, mentions: Sequence[Mention]
) -> bool:
    """Whether a sentence with quoted words also names somebody outside the quotation.

    A law, a place or a report may be quoted in a few words; a whole quoted sentence has a speaker.
    """
    text = masked[start:end]
    quoted = text.count("\0")
    if not quoted:
        return True
    if quoted > len(text) * _QUOTE_SHARE:
        return False
    is_said = _SAID.search(body, start, end) is not None
    named = (one for one in mentions if start <= one.start and one.end <= end)
    if any(
        masked[one.start] != "\0" and (one.entity.kind in _SPEAKING or not is_said) for one in named
    ):
        return True
    return not mentions and _NAME.search(text) is not None


def says_who(masked: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a "he" or "she" outside quotations has somebody to stand for in the sentence."""
    text = masked[start:end]
    if _PERSONAL.search(text) is None:
        return True
    inside = [one for one in mentions if start <= one.start and one.end <= end]
    if any(one.entity.kind in _PEOPLE for one in inside):
        return True
    for one in inside:  # the sheriff in "Sheriff's Office" is nobody
        text = text[: one.start - start] + " " * (one.end - one.start) + text[one.end - start :]
    return any(_is_somebody(word.lower()) for word in _WORD.findall(text))


def _is_somebody(low: str) -> bool:
    is_one = is_role(low) and not low.endswith("s")
    return is_one or is_private(low) or low in _set("persons")


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("quotable", group)


def _one_of(group: str) -> str:
    phrases = (re.escape(phrase).replace("'", "[’']") for phrase in sorted(_set(group)))
    return f"(?:{'|'.join(phrases)})"


@cache
def _ties() -> re.Pattern[str]:
    return re.compile(rf"[“\"]?{_one_of('ties')}(?=[\s,])", re.IGNORECASE)


@cache
def _stand_ins() -> re.Pattern[str]:
    """Return the pattern of "The two said": what follows must not say which ones."""
    which = "of for to from in at by who that which on against between with over about near behind"
    return re.compile(rf"(?:The|An?) {_one_of('stand_ins')} (?!{'|'.join(which.split())})\w")


def _has_verb(masked: str) -> bool:
    """Whether the words outside quotations hold a verb that may be finite."""
    words = (found[0] for found in _LOW.finditer(masked.replace("’", "'")))
    return any(word.endswith("ed") or word in _set("finite") for word in words)


@cache
def _by_first(group: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a group by their first words."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(_set(group)):
        found.setdefault(_WORD.findall(phrase)[0], []).append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


def _holds(text: str, group: str) -> bool:
    """Whether a phrase of the group stands in the text; faster than one pattern of them all."""
    low, phrases = text.lower().replace("’", "'"), _by_first(group)
    if phrases.keys().isdisjoint(_WORD.findall(low)):
        return False
    return any(
        low.startswith(phrase, one.start()) and not low[one.start() + len(phrase) :][:1].isalnum()
        for one in _WORD.finditer(low)
        for phrase in phrases.get(one[0], ())
    )


#: A sentence that is mostly quotation tells what somebody thinks of the news, not the news.
_QUOTE_SHARE = 0.5
