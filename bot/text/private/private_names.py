"""The names that must not be shown: of people in no public role.

Who is nameable is decided in `bot.text.names.naming` by public role, default deny; this module
finds who remains (docs/decisions/0012-private-people.md).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from bot.domain.entities import PEOPLE, Mention
from bot.text.lexicon import word_set
from bot.text.names import appositions, capitals, entities, gazetteer, officials, people, roles
from bot.text.names.roster import roster, surname
from bot.text.names.vocabulary import ordinary
from bot.text.private.bare_names import bare_names, spans_of
from bot.text.prose.tokens import Tokens, tokenize, tokens_of

_FORMS = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr"})
_NAME = r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){1,3}"
_BYLINE = re.compile(rf"{_NAME}(?:(?:,| and|, and) {_NAME}){{0,5}} ?")
#: "JANE ROE: I was there", "JANE ROE, BYLINE: It began".
_LABEL = re.compile(
    r"^([A-Z][A-Z.’'-]{1,20}(?: [A-Z][A-Z.’'-]{1,20}){1,2})(?:, [A-Z ]{1,40})?: ", re.MULTILINE
)
_FEWEST_LETTERS = 3
#: Words of a name that is still a full one without its first.
_LONG = 2
#: Bylines without "By" stand among the first characters.
_TOP = 200
#: What only a sentence or a headline holds: "Hundreds mourn Tadeo Roe"; no name of a section.
_SAYING = re.compile(
    r"(?<![\w’'-])(?!(?:with|from|over|into|under|about|your|more|this)\b)[a-z]{4,}"
)
#: Ends of running text; a line without one and short is a heading.
_RUNNING = 80


def private_names(body: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return person-looking names of a text that are not public, in order of first appearance.

    Full names as printed, and the surnames by which the text goes on to call them. `mentions`
    are those of `find_mentions(body)`. Errs on the side of privacy: a capitalised phrase may be
    among them.
    """
    tokens = tokens_of(body)
    taken = _taken(tokens, mentions)
    famous = roster().famous
    runs = ((one.start, one.stop) for one in people.names(tokens, taken, famous))
    found = (capitals.personal(tokens, *run) for run in runs if run[1] - run[0] > 1)
    full = [span for span in found if span is not None and _is_in_text(tokens, *span)]
    public = _public_surnames(mentions)
    lasts = set(_surnames(tokens, full)) - public - ordinary()
    for start, stop in full:
        taken[start:stop] = b"\x01" * (stop - start)
    bare = [
        (i, i + 1)
        for i, low in enumerate(tokens.lows)
        if not taken[i] and tokens.is_capital(i) and (low in lasts or _is_many(tokens, i, lasts))
    ]
    named = {name for m in mentions for name in (m.surface, m.entity.name)}
    marks = _marks(tokens, taken, mentions)
    alone = spans_of(bare_names(tokens, marks), marks)
    tails = _tails(tokens, full)
    coupled = _coupled(tokens, taken, full)
    spans = sorted(
        [
            *(*full, *tails, *bare, *alone, *coupled, *_addressed(tokens, taken)),
            *(*_shouted(tokens, taken), *_shouted_last(tokens, taken)),
        ]
    )
    return tuple(dict.fromkeys(name for name in _shown(tokens, spans) if name not in named))


@lru_cache(maxsize=512)
def is_called_private(body: str, name: str) -> bool:
    """Whether the text says of this full name that its bearer is private ("a roofer", "34")."""
    tokens, words = tokens_of(body), tokenize(name).lows
    size = len(words)
    return any(
        appositions.role_after(tokens, i + size)[1]
        for i, low in enumerate(tokens.lows)
        if low == words[0] and tokens.lows[i : i + size] == words
    )


def _is_many(tokens: Tokens, i: int, lasts: Collection[str]) -> bool:
    """Whether word i means a family by its surname: "the Roes"."""
    low = tokens.lows[i]
    return low.endswith("s") and low[:-1] in lasts and i > 0 and tokens.lows[i - 1] == "the"


def _shown(tokens: Tokens, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    for start, stop in spans:
        yield " ".join(tokens.surface(start, stop).split())


def _taken(tokens: Tokens, mentions: Sequence[Mention]) -> bytearray:
    ends = iter(sorted((mention.start, mention.end) for mention in mentions))
    taken = bytearray(len(tokens))
    span = next(ends, None)
    for i, start in enumerate(tokens.starts):
        while span is not None and span[1] <= start:
            span = next(ends, None)
        if span is not None and span[0] <= start < span[1]:
            taken[i] = 1
    for one in (*gazetteer.scan(tokens), *entities.papers(tokens)):
        if one.listed.needs is gazetteer.Needs.DROPPED:
            taken[one.start : one.stop] = b"\x01" * (one.stop - one.start)
    return taken


def _marks(tokens: Tokens, taken: bytearray, mentions: Sequence[Mention]) -> bytearray:
    """Return `taken` with the first names of public people, by which quotations call them."""
    people_named = {one.entity.name for one in mentions if one.entity.kind in PEOPLE}
    public = {word for name in people_named for word in tokenize(name).lows}
    marks = bytearray(taken)
    for i, low in enumerate(tokens.lows):
        if low in public:
            marks[i] = 1
    return marks


def _is_byline(text: str, at: int) -> bool:
    """Whether a line holds nothing but names: "Jane Roe and Richard Doe"."""
    end = text.find("\n", at)
    return end >= 0 and _BYLINE.fullmatch(text[text.rfind("\n", 0, at) + 1 : end]) is not None


def _public_surnames(mentions: Iterable[Mention]) -> set[str]:
    return {surname(m.entity.name) for m in mentions if m.entity.kind in PEOPLE}


def _surnames(tokens: Tokens, full: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the surnames of full names; behind an unknown word a given name is none."""
    given = people.given_names()
    for start, stop in full:
        last = people.surname_of(tokens, start, stop)
        if tokens.lows[start] in given or last not in given:
            yield last


def _coupled(
    tokens: Tokens, taken: bytearray, full: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield first names that "and" joins to a full name: "Nery and Dalila Roe"."""
    for start, _ in full:
        i = start - 2
        is_joined = i >= 0 and tokens.lows[start - 1] == "and" and tokens.glues[i] == " "
        if not is_joined or taken[i] or not tokens.is_capital(i) or tokens.words[i].isupper():
            continue
        low = tokens.lows[i]
        follows_name = tokens.joined(i - 1) and tokens.is_capital(i - 1)
        is_word = low in ordinary() or capitals.is_english(low) or roles.is_title(low)
        if not follows_name and not is_word:
            yield i, i + 1


def _opens_name(tokens: Tokens, i: int) -> bool:
    """Whether word i only stands before a name: "Brothers Yostin", "Señora Ixchel"."""
    low = tokens.lows[i]
    return low in word_set("bare_names", "openers") or (
        low.endswith("s") and low[:-1] in word_set("bare_names", "kin")
    )


def _tails(tokens: Tokens, full: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield long names without a first word that may be none: "Livestreamer Jane Roe"."""
    given = people.given_names()
    for start, stop in full:
        is_long = people.size_of(tokens, start, stop) > _LONG and tokens.after(start) == " "
        if _opens_name(tokens, start):
            yield start + 1, stop
            continue
        has_initial = any(len(low) == 1 for low in tokens.lows[start : start + 2])
        is_named = tokens.lows[start] in given or has_initial
        if tokens.lows[start] == "little" or (is_long and not is_named):
            yield start + 1, stop


def _is_in_text(tokens: Tokens, start: int, stop: int) -> bool:
    """Whether a name stands in running text: no byline; in a heading a given name or a fate."""
    if tokens.starts[start] < _TOP and _is_byline(tokens.text, tokens.starts[start]):
        return False
    if tokens.lows[start] in people.given_names() or people.is_suffering(tokens, stop):
        return True
    text, at = tokens.text, tokens.starts[start]
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at)
    line = text[line_start : len(text) if line_end < 0 else line_end].rstrip()
    if _SAYING.search(line) is not None:
        return True
    return len(line) > _RUNNING or line.endswith((".", "!", "?", "”", '"', "’", ":"))


def _shouted(tokens: Tokens, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Yield names in capitals throughout: of speakers in transcripts, of people on lists."""
    given = people.given_names()
    labels = {found.start(1): found.end(1) for found in _LABEL.finditer(tokens.text)}
    for i, low in enumerate(tokens.lows[:-1]):
        if taken[i] or not tokens.words[i].isupper() or len(low) < _FEWEST_LETTERS:
            continue
        stop = i + 2 + (len(tokens.lows[i + 1]) == 1)
        if tokens.starts[i] in labels:
            stop = bisect_left(tokens.starts, labels[tokens.starts[i]])
        elif low not in given or capitals.is_thing(tokens, i, i + 2):
            continue
        words = tokens.words[i:stop]
        is_name = all(word.isupper() for word in words) and all(
            tokens.joined(k) for k in range(i, stop - 1)
        )
        if is_name and officials.by_full_name(tokens.lows[i:stop]) is None:
            yield i, stop


def _shouted_last(tokens: Tokens, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Yield given names with a surname in capitals, as registers write them: "Moussa DIALLO"."""
    given = people.given_names()
    for i in range(1, len(tokens)):
        word, low = tokens.words[i], tokens.lows[i]
        if taken[i] or taken[i - 1] or len(word) <= _FEWEST_LETTERS or not word.isupper():
            continue
        is_given = tokens.lows[i - 1] in given and tokens.is_capital(i - 1)
        if is_given and tokens.joined(i - 1) and not capitals.is_english(low):
            yield i - 1, i + 1


def _addressed(tokens: Tokens, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Yield surnames after "Mr." and "Ms." that no mention holds."""
    for at, low in enumerate(tokens.lows):
        if low not in _FORMS or not tokens.is_capital(at):
            continue
        i = at + 1
        if tokens.is_capital(i) and not taken[i] and not roles.is_title(tokens.lows[i]):
            yield i, i + 1
