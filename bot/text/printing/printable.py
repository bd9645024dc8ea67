"""Printable sentences: whole, an outlet's own report, and no part of the page around it.

Read from the words of one sentence alone; what its article makes of it is asked in
`bot.text.printing.quotable`.
"""

from __future__ import annotations

import re
from functools import cache

from bot.text.lexicon import word_set
from bot.text.printing.leaning import opens_unresolved, points_back

#: Longer sentences do not fit a card.
MOST_WORDS = 60

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


def opens_with_stand_in(text: str) -> bool:
    """Whether a sentence begins with whom only another one tells: "The two said"."""
    return _stand_ins().match(text) is not None


@cache
def _stand_ins() -> re.Pattern[str]:
    """Return the pattern of such openings: what follows must not say which ones."""
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
