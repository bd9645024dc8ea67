"""Quotable sentences: those of an article that can stand alone under its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from bot.domain.entities import EntityKind, Mention
from bot.text.claiming.quotations import Quotation, find_quotations, mask
from bot.text.lexicon import word_set
from bot.text.names.roles import is_private, is_role
from bot.text.private.withheld import names_private
from bot.text.prose.sentences import Sentence, split

#: Shorter sentences are captions and cries, longer ones do not fit a card.
_FEWEST_WORDS, _MOST_WORDS = 7, 60
#: Beyond this many quotable sentences of one article nothing leads a summary.
DEPTH = 25

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!…][”\"’)\]]{0,3}$")
_FURNITURE = re.compile(
    r"\b(?:click|subscribe|sign up|newsletter|read more|read the full|photo by|file photo|getty|"
    r"advertisement|copyright|all rights reserved|follow us|story highlights|image caption|"
    r"enlarge this|is more than 1 year old|toggle caption|watch (?:live|now|the video)|"
    r"contributed to this (?:report|story)|can be reached at|reporting by|editing by|"
    r"this (?:story|article) (?:was|has been|is)|updated at|subscriber|donate|"
    r"editor[’']s note|correction:|see also|related:|share this|comments? (?:policy|section))\b",
    re.IGNORECASE,
)
#: A picture's caption gives the full date of a shot in its last words, or a player's button.
_CAPTION = re.compile(
    r"^(?:CLOSE|PHOTO|FILE|VIDEO|BREAKING:|UPDATE:|\|)\s|\bAP Photo\b|\bREUTERS/|"
    r", (?:left|right|center),|\((?:L|R|C)\)|"
    r",\s(?:on\s)?[A-Z][a-z]+\.?\s\d{1,2},\s\d{4}\.[”\"’)]?$"
)
_GLUED = re.compile(r"[a-z]{3}[A-Z][a-z]{2,}\s[a-z]+|\bMORE\b")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I[’'](?:m|ve|d|ll)|[Ww]e|[Oo]ur|[Mm]y|[Uu]s|[Mm]e|[Yy]ou|[Yy]our)\b"
)
_PRONOUN = re.compile(
    r"[“\"]?(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Hh]is|[Hh]er|[Tt]heir|"
    r"[Hh]im|[Tt]hem|[Ii]ts|[Bb]ut|[Aa]nd|[Ss]o|[Yy]et|[Oo]r|[Ss]uch|[Bb]oth|[Hh]ere|[Tt]here|"
    r"[Tt]hen|[Ss]till|[Aa]lso|[Hh]owever|[Mm]eanwhile|[Ii]nstead|[Tt]herefore|[Mm]oreover|"
    r"[Ff]urthermore|[Oo]thers?|[Tt]he (?:latter|former|others?)|[Aa]mong them|[Ii]n addition|"
    r"[Aa]nother|[Oo]ne)(?=[\s,’'])"
)
_PERSONAL = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
_PEOPLE = frozenset({EntityKind.OFFICIAL, EntityKind.PERSON})
#: "WASHINGTON (Reuters) - ", "CHICAGO — ": where, not what.
_DATELINE = re.compile(
    r"[A-Z][\w.’'-]{1,20}(?:\s\w[\w.’'-]{1,20}){0,3}(?:,\s[A-Z][\w.]{1,20}){0,2}\s"
    r"\((?:AP|Reuters|AFP|UPI|CNN)\)\s(?:[—–-]{1,2}\s)?|"
    r"(?:[A-Z][A-Z.’'-]+(?:\s[A-Z][A-Z.’'-]+){0,3}(?:,\s[A-Z][\w.]*){0,2}\s?)?"
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


def find_quotable(
    body: str, mentions: Sequence[Mention], private_names: Sequence[str]
) -> tuple[Quotable, ...]:
    """Return the first sentences that stand alone, in order.

    Left out: questions, calls to act, the writer's or reader's person, openings that refer back,
    parts of longer quotations, quotations whose speaker is not named beside them, private names.
    """
    spans = islice(_spans(body, mentions, private_names), DEPTH)
    return tuple(
        Quotable(text=body[start:end], start=start, end=end, rank=rank)
        for rank, (start, end) in enumerate(spans)
    )


def _spans(
    body: str, mentions: Sequence[Mention], private_names: Sequence[str]
) -> Iterator[tuple[int, int]]:
    masked, standing = _standing(body)
    for start, sentence in standing:
        if (
            _names_speaker(masked, start, sentence.end, mentions)
            and _says_who(masked, start, sentence.end, mentions)
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
    """Return the length of the dateline a sentence opens with; 0 without one."""
    found = _DATELINE.match(text)
    return found.end() if found is not None and found[0].strip() else 0


def _stands_alone(text: str, masked: str) -> bool:
    """Whether the words need nothing around them and ask nothing of the reader."""
    count = len(_WORD.findall(text))
    return (
        _FEWEST_WORDS <= count <= _MOST_WORDS
        and _ENDS.search(text) is not None
        and "?" not in masked
        and not text.endswith(("?”", '?"'))
        and not opens_unresolved(text)
        and _ties().match(text) is None
        and _stand_ins().match(text) is None
        and _judgements().search(masked) is None
        and _FIRST_PERSON.search(masked) is None
        and _FURNITURE.search(text) is None
        and _GLUED.search(text) is None
        and _CAPTION.search(text) is None
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


def _names_speaker(masked: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence with quoted words also names somebody outside the quotation."""
    text = masked[start:end]
    quoted = text.count("\0")
    if not quoted:
        return True
    if quoted > len(text) * _QUOTE_SHARE:
        return False
    if any(start <= one.start and one.end <= end and masked[one.start] != "\0" for one in mentions):
        return True
    return not mentions and _NAME.search(text) is not None


def _says_who(masked: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
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


def opens_unresolved(text: str) -> bool:
    """Whether the first words refer back to an earlier sentence ("He", "But", "The company")."""
    return _PRONOUN.match(text) is not None


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
    """Return the pattern of "The company said": what follows must not say which one."""
    which = "of for to from in at by who that which on against between with over about near behind"
    return re.compile(rf"(?:The|An?) {_one_of('stand_ins')} (?!{'|'.join(which.split())})\w")


@cache
def _judgements() -> re.Pattern[str]:
    return re.compile(rf"\b{_one_of('judgements')}\b", re.IGNORECASE)


#: A sentence that is mostly quotation tells what somebody thinks of the news, not the news.
_QUOTE_SHARE = 0.5
