"""Quotable sentences: those of an article that can stand alone under its name."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.domain.entities import PEOPLE, EntityKind, Mention
from bot.text.claiming.quotations import Quotation, find_quotations, mask
from bot.text.lexicon import word_set
from bot.text.names.roles import is_private, is_role
from bot.text.printing.leaning import lean
from bot.text.printing.printable import is_printable, opens_with_stand_in
from bot.text.printing.silence import find_silence
from bot.text.private.withheld import names_private
from bot.text.prose.sentences import Sentence, split

#: Shorter sentences are captions and cries.
_FEWEST_WORDS = 7
#: Beyond this many quotable sentences of one article nothing leads a summary.
DEPTH = 25
#: A sentence that is mostly quotation tells what somebody thinks of the news, not the news.
_QUOTE_SHARE = 0.5

_WORD = re.compile(r"\w+")
_PERSONAL = re.compile(r"[Hh](?<!\w.)(?i:e|im|is|er|ers|imself|erself)\b|[Ss](?<!\w.)(?i:he)\b")
#: Who can speak: quoted words beside none of these are nobody's.
_SPEAKING = PEOPLE | {EntityKind.AGENCY, EntityKind.ORG, EntityKind.COURT}
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
    masked = read_body(body)[0]
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
    masked = read_body(body)[0]
    for start, sentence in _standing(body):
        if (
            _names_speaker(body, masked, start, sentence.end, mentions)
            and says_who(masked, start, sentence.end, mentions)
            and find_silence(masked, start, sentence.end) is None  # of a response alone
            and not names_private(body, sentence.start, sentence.end, mentions, private_names)
        ):
            yield start, sentence.end


@lru_cache(maxsize=256)
def read_body(body: str) -> tuple[str, tuple[Quotation, ...], tuple[Sentence, ...]]:
    """Return the body with its quotations masked, the quotations and the sentences.

    A story is told to several channels one after the other, and its articles stay the same.
    """
    quotations = find_quotations(body)
    return mask(body, quotations), quotations, split(body)


@lru_cache(maxsize=256)
def _standing(body: str) -> tuple[tuple[int, Sentence], ...]:
    """Return the sentences whose words stand alone, and where each begins behind its dateline."""
    masked, quotations, sentences = read_body(body)
    placed = ((one.start + _dateline(one.text), one) for one in sentences)
    standing = (
        (start, one)
        for start, one in placed
        if _stands_alone(body[start : one.end], masked[start : one.end])
        and _is_whole(one, quotations)
    )
    return tuple(islice(standing, 4 * DEPTH))


def _dateline(text: str) -> int:
    """Return the length of the dateline or label a sentence opens with; 0 without one."""
    found = _LABEL.match(text) or _DATELINE.match(text)
    return found.end() if found is not None and found[0].strip() else 0


def _stands_alone(text: str, masked: str) -> bool:
    """Whether the words fit a card and need no sentence but one that introduces a noun."""
    return not opens_with_stand_in(text) and is_printable(text, masked, fewest=_FEWEST_WORDS)


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
    if any(one.entity.kind in PEOPLE for one in inside):
        return True
    for one in inside:  # the sheriff in "Sheriff's Office" is nobody
        text = text[: one.start - start] + " " * (one.end - one.start) + text[one.end - start :]
    return any(_is_somebody(word.lower()) for word in _WORD.findall(text))


def _is_somebody(low: str) -> bool:
    is_one = is_role(low) and not low.endswith("s")
    return is_one or is_private(low) or low in word_set("quotable", "persons")
