"""Names that only their surroundings betray: a child's first name, an unlisted one with an age.

`bot.text.names.people` reads names of two and more words. Children, and people who do not want to
be found, are called by one: "her son Kevin", "Sofía, 5", "9-year-old Yaretzi". And where an age or
a private role stands behind, what looks like a thing is a person: "Ray Tax, a welder".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from bot.text.lexicon import word_set
from bot.text.names import people, roles
from bot.text.names.roster import roster
from bot.text.names.vocabulary import english, ordinary
from bot.text.private import lone_names
from bot.text.prose.tokens import Tokens

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’']{1,20}(?:-\w{1,20})?"
_RUN = rf"{_WORD}(?: {_WORD}){{0,4}}"
_COUNT = (
    r"(?:\d{1,2}|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|"
    r"[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen|"
    r"[Nn]ineteen|[Tt]wenty)"
)
#: A name that ends where a sign of a person begins.
_BEFORE = re.compile(rf"(?<![\w’'-])({_RUN})$")
#: Characters in which such a name stands.
_REACH = 90
#: "Sofía, 5," and "Rosa Lima (34)": an age behind a name.
_AGE = re.compile(r"(?:, (?:aged? )?| \((?:aged? )?)\d{1,2}(?=[,.;:)”\"]| years old)")
_YEAR_OLD_AFTER = re.compile(rf", (?:an? |the |his |her |their )?{_COUNT}-(?:year|month)-old\b")
_IS_OLD = re.compile(r"[- ]old\b")
#: "9-year" right before "-old", and a name right behind it.
_COUNTED = re.compile(rf"{_COUNT}[- ](?:year|month)s?\Z")
_BEHIND = re.compile(rf",? ({_RUN})")
#: Characters that hold such a count.
_COUNT_REACH = 20
#: Behind a name: "a welder", "an asylum seeker from".
_APPOSED = re.compile(
    r", (?:an?|the|his|her|their|whose|my|our) (?:[\w’'-]{1,20} ){0,3}?([a-zé]{3,15})"
    r"(?=[,.;:)]| (?:from|of|in|at|who|whose|with|for|on|and|to|by|was|is|said|known|named|"
    r"called|living|working|detained|held|arrested|accused|facing|since|after|whom|has|had|says|told)\b)"
)
_LAST_OF_LIST = re.compile(rf",? and ({_WORD})")
_NEXT_OF_LIST = re.compile(rf", ({_WORD})(?=,| and )")
#: Given names in two syllables, as Korean and Chinese ones are written: "Min-jun Park".
_SYLLABLES = re.compile(
    r"(?<![\w’'-])((?P<first>[A-Z][a-z]{1,5}-[a-z]{2,6}) [A-Z][a-z]{1,14}|"
    r"[A-Z][a-z]{1,12} (?P<last>[A-Z][a-z]{1,5}-[a-z]{2,6}))(?![\w’'-]*\w)"
)


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("bare_names", group)


@cache
def _after_kin() -> re.Pattern[str]:
    kin = "|".join(sorted(_set("kin")))
    called = r"(?:(?:who (?:is|was) |is |was )?(?:named|called) )?"
    return re.compile(
        rf"(?<![\w-])(?:(?:{kin}|Baby),? {called}({_RUN})|[Ll]ittle ({_WORD})(?= [a-z]))"
    )


def bare_names(tokens: Tokens, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Yield the words [start, stop) of names that their surroundings betray.

    `taken` marks the words of what is no private person. A name may be yielded more than once.
    """
    for span in _spans(tokens.text):
        yield from _checked(tokens, taken, span)
    for span in lone_names.lone_spans(tokens.text):
        yield from _checked(tokens, taken, span)
    for span in (
        *lone_names.initial_spans(tokens.text),
        *lone_names.listed_spans(tokens.text),
        *lone_names.tagged_spans(tokens.text),
    ):
        start, stop = (bisect_left(tokens.starts, at) for at in span)
        if not any(taken[start:stop]):
            yield start, stop
    for found in _after_kin().finditer(tokens.text):
        yield from _listed(tokens, taken, found)
    yield from _given_alone(tokens, taken)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of text that an age, an apposition or two syllables call a person."""
    signs = [found.start() for found in _AGE.finditer(text)]
    signs += [found.start() for found in _APPOSED.finditer(text) if roles.is_private(found[1])]
    if _IS_OLD.search(text) is not None:
        yield from _aged(text)
        signs += [found.start() for found in _YEAR_OLD_AFTER.finditer(text)]
    for at in signs:
        start = max(0, at - _REACH)
        found = _BEFORE.search(text[start:at])
        if found is not None:
            yield start + found.start(1), at
    for found in _SYLLABLES.finditer(text):
        if _is_given_in_syllables(found):
            yield found.span(1)


def _aged(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans behind an age: "9-year-old Yaretzi"; none begins inside another."""
    passed = 0
    for old in _IS_OLD.finditer(text):
        begin = max(passed, old.start() - _COUNT_REACH)
        if _COUNTED.search(text, begin, old.start()) is None:
            continue
        name = _BEHIND.match(text, old.end())
        if name is not None:
            yield name.span(1)
            passed = name.end()


def _is_given_in_syllables(found: re.Match[str]) -> bool:
    first, second = (found["first"] or found["last"]).lower().split("-")
    return first not in _set("prefixes") and not {first, second} & english()


def _listed(tokens: Tokens, taken: bytearray, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield a name behind a word of kin, and those that "and" joins to it."""
    yield from _checked(tokens, taken, found.span(found.lastindex or 0))
    at, text = found.end(), tokens.text
    while (following := _NEXT_OF_LIST.match(text, at)) is not None:
        yield from _checked(tokens, taken, following.span(1))
        at = following.end(1)
    if (last := _LAST_OF_LIST.match(text, at)) is not None:
        yield from _checked(tokens, taken, last.span(1))


def _checked(tokens: Tokens, taken: bytearray, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the words of a span of text that may be a name: at most the last five that are free."""
    start, stop = (bisect_left(tokens.starts, at) for at in span)
    while start < stop and not _is_free(tokens, taken, start):
        start += 1
    end = start
    while end < stop and (_is_free(tokens, taken, end) or (end > start and not taken[end])):
        end += 1
    if end > start and not (end < stop and taken[end]) and not _is_attribute(tokens, end):
        yield start, end


def _is_free(tokens: Tokens, taken: bytearray, i: int) -> bool:
    """Whether a word may begin a name: no other name's, no everyday word, no acronym, no origin."""
    word, low = tokens.words[i], tokens.lows[i]
    if taken[i] or not word[0].isupper() or (len(word) > 1 and word.isupper()):
        return False
    return low not in ordinary() and not roles.is_private(low) and not roles.is_title(low)


def _is_attribute(tokens: Tokens, stop: int) -> bool:
    """Whether a noun follows that the capitals only describe: "a 19-year-old Harvard student"."""
    if stop >= len(tokens) or tokens.glues[stop - 1] != " " or tokens.owned[stop - 1]:
        return False
    low = tokens.lows[stop]
    return roles.is_private(low) or roles.is_role(low)


def _given_alone(tokens: Tokens, taken: bytearray) -> Iterator[tuple[int, int]]:
    """Yield given names that stand alone: "Kevin has leukemia"."""
    given, famous = people.given_names(), roster().famous
    for i, low in enumerate(tokens.lows):
        if low not in given or low in famous or low in english() or not _is_free(tokens, taken, i):
            continue
        follows = tokens.joined(i) and (tokens.is_capital(i + 1) or taken[i + 1])
        leads = i > 0 and tokens.joined(i - 1) and tokens.is_capital(i - 1)
        if not follows and not (leads and tokens.lows[i - 1] not in ordinary()):
            yield i, i + 1


def spans_of(found: Iterable[tuple[int, int]], taken: bytearray) -> list[tuple[int, int]]:
    """Return the spans in order, without those that another one or a taken word holds."""
    kept: list[tuple[int, int]] = []
    for start, stop in sorted(set(found), key=lambda span: (span[0], -span[1])):
        if not any(taken[start:stop]) and (not kept or start >= kept[-1][1]):
            kept.append((start, stop))
    return kept
