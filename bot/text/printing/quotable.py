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
from bot.text.printing.silence import find_silence
from bot.text.private.withheld import names_private
from bot.text.prose.sentences import Sentence, split

#: Shorter sentences are captions and cries, longer ones do not fit a card.
_FEWEST_WORDS, MOST_WORDS = 7, 60
#: Beyond this many quotable sentences of one article nothing leads a summary.
DEPTH = 25

_WORD = re.compile(r"\w+")
_FIRST = re.compile(r"[“\"]?(\w+)")
#: A lower-case word; names hold no verb.
_LOW = re.compile(r"(?<![\w'])[a-z]+(?:'[a-z]+)?")
_BEGINS = re.compile(r"[\w“\"‘'(\[$]")
_ENDS = re.compile(r"[.!…][”\"’)\]]{0,3}$")
#: Characters that hold such an end.
_END = 5
#: Who wrote an article, and what a picture shows; the set phrases of pages stand in the lexicon.
_FURNITURE = re.compile(
    r"\bis an? (?:\w+ ){0,2}(?:reporter|correspondent|columnist|writer) (?:for|at|covering)\b|"
    r"\bin this (?:\w+ )?(?:photo|image|frame|screenshot)\b|https?:|\bwww\.|@\w"
)
#: What a text holds in which that pattern finds anything.
_FURNITURE_SIGNS = ("is a ", "is an ", "in this ", "http", "www.", "@")
_BYLINE = re.compile(r"By [A-Z][\w.’'-]+ (?:[A-Z][\w.’'-]* )+(?:and [A-Z]|for |of |\||[–—-] )")
#: A player's button.
_BUTTON = re.compile(r"(?:CLOSE|PHOTO|FILE|VIDEO|BREAKING:|UPDATE:|\|)\s")
# A pattern that begins with a few characters and looks back from behind them is tried at those
# alone; one that begins with "\b" or a lower-case letter is tried nearly everywhere.
#: A picture's caption gives the full date of a shot in its last words.
_CAPTION = re.compile(
    r"A(?<!\wA)P Photo\b|R(?<!\wR)EUTERS/|, (?:left|right|center),|\((?:L|R|C)\)|"
    r",\s(?:on\s)?[A-Z][a-z]+\.?\s\d{1,2},\s\d{4}\.[”\"’)]?$"
)
_GLUED = re.compile(r"[A-Z](?:(?<=[a-z]{3}[A-Z])[a-z]{2,}\s[a-z]|(?<=\bM)ORE\b)")
#: A question or a cry outside quotation marks is no report.
_ASKS = re.compile(r"[?!]")
_FIRST_PERSON = re.compile(
    r"[IWwOoMmUuYy](?<!\w.)(?:(?<=I)|(?<=[WwMm])e|(?<=[Oo])ur|(?<=[Mm])y|(?<=[Uu])s|"
    r"(?<=[Yy])our?)\b"
)
_PERSONAL = re.compile(r"[Hh](?<!\w.)(?i:e|im|is|er|ers|imself|erself)\b|[Ss](?<!\w.)(?i:he)\b")
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
    return _stand_ins().match(text) is None and is_printable(text, masked, fewest=_FEWEST_WORDS)


def is_printable(text: str, masked: str, *, fewest: int) -> bool:
    """Whether a sentence is whole, asks nothing of the reader and is the outlet's own report.

    It has `fewest` to `MOST_WORDS` words. In `masked` the quotations are blanked: whoever is
    quoted may ask, judge and say "I".
    """
    return (  # what costs little and refuses much is asked first
        _BEGINS.match(text) is not None
        and _ENDS.search(text, max(0, len(text) - _END)) is not None
        and not opens_unresolved(text)
        and _ASKS.search(masked) is None
        and not text.endswith(("?”", '?"'))
        and not points_back(masked)
        and not _is_tied(text)
        and _FIRST_PERSON.search(masked) is None
        and _has_verb(masked)
        and not _has_shape_of_furniture(text)
        and _says_fit_words(text, masked, fewest)
    )


def _says_fit_words(text: str, masked: str, fewest: int) -> bool:
    """Whether there are words enough, not too many, and no phrase that judges or is furniture."""
    words = _WORD.findall(text)
    if not fewest <= len(words) <= MOST_WORDS:
        return False
    lows = frozenset(map(str.lower, words))
    return not _holds(masked, lows, "judgements") and not _holds(text, lows, "furniture")


def _has_shape_of_furniture(text: str) -> bool:
    """Whether a sentence looks like a part of the page: a caption, a byline, a link."""
    return (
        _GLUED.search(text) is not None
        or _CAPTION.search(text) is not None
        or _BUTTON.match(text) is not None
        or _BYLINE.match(text) is not None
        or (any(sign in text for sign in _FURNITURE_SIGNS) and _FURNITURE.search(text) is not None)
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


def _is_tied(text: str) -> bool:
    """Whether the first words tie the sentence to the one before it."""
    first = _FIRST.match(text)
    return (
        first is not None
        and first[1].lower() in _by_first("ties")
        and _ties().match(text) is not None
    )


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
    finite = _set("finite")
    for found in _LOW.finditer(masked.replace("’", "'")):
        word = found[0]
        if word in finite or word.endswith("ed"):
            return True
    return False


@cache
def _by_first(group: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a group by their first words."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(_set(group)):
        found.setdefault(_WORD.findall(phrase)[0], []).append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


def _holds(text: str, words: frozenset[str], group: str) -> bool:
    """Whether a phrase of the group stands in the text; faster than one pattern of them all.

    `words` are the lower-case ones of the text, or of what it is a part of.
    """
    phrases = _by_first(group)
    known = phrases.keys() & words
    if not known:
        return False
    low = text.lower().replace("’", "'")
    if not any(phrase in low for first in known for phrase in phrases[first]):
        return False
    return any(
        low.startswith(phrase, one.start()) and not low[one.start() + len(phrase) :][:1].isalnum()
        for one in _WORD.finditer(low)
        for phrase in phrases.get(one[0], ())
    )


#: A sentence that is mostly quotation tells what somebody thinks of the news, not the news.
_QUOTE_SHARE = 0.5
