"""The names an article of the beat is about: persons, operations and places, found by capitals.

`bot.text.beat.running` remembers what they are worth to later articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from bot.text.beat.taught import NAME_WORDS, TOLD_FROM
from bot.text.beat.terms import find_terms, lexicon
from bot.text.beat.words import is_title_case, plain_word, words_of
from bot.text.lexicon import load

#: Characters of the text in which names are looked for: about its first eighty words.
NAMED_WITHIN: Final = 500
#: Worth of one mention in the opening, where a headline's is 1.
IN_OPENING: Final = 0.6
#: Worth of a name that stands in both: the article is about it.
IN_BOTH: Final = 1.4
#: Share of a name's worth that its last word has alone: "Vigil for Brannick".
SURNAME_SHARE: Final = 0.7
#: Letters from which a last word is told from a common word.
SURNAME_LETTERS: Final = 5
#: A name does not reach over these.
_CLAUSE_END: Final = re.compile(r"[.!?;:,()\[\]\"“”|/]|\s[-–—]+\s|\n")
#: Words before a name that make it a place's.
_AT_A_PLACE: Final = frozenset(
    {"in", "at", "near", "outside", "on", "from", "through", "across", "around", "to", "into"}
)
#: Titles of people who are in the news for many reasons: they are never taught.
_PUBLIC: Final = frozenset(
    {
        *("president", "secretary", "director", "mayor", "governor", "gov", "sen", "senator"),
        *("rep", "representative", "congressman", "congresswoman", "judge", "justice", "sheriff"),
        *("general", "pope", "speaker", "commissioner", "chief", "minister", "actor", "actress"),
        *("singer", "rapper", "comedian", "host", "star", "candidate", "commander", "czar"),
    }
)
#: Last words of names that are everyday words, or no person's.
_COMMON: Final = frozenset(
    {
        *("house", "state", "party", "press", "group", "union", "board", "office", "agency"),
        *("young", "white", "black", "brown", "green", "price", "banks", "short", "strong"),
        *("rivers", "woods", "stone", "field", "fields", "hills", "marsh", "north", "south"),
        *("street", "night", "world", "nation", "people", "women", "power", "force"),
        *("project", "network", "alliance", "coalition", "action", "service", "services", "law"),
        *("college", "church", "chapel", "ministry", "england", "texas", "dream", "america"),
    }
)
#: Words of names that are in the news for many reasons: they are never taught.
_PLACES: Final = frozenset(
    {
        *("elementary", "school", "high", "middle", "academy", "university", "college", "hospital"),
        *("park", "street", "avenue", "road", "boulevard", "lane", "drive", "highway", "airport"),
        *("creek", "lake", "beach", "island", "river", "valley", "heights", "township", "mall"),
        *("department", "association", "committee", "commission", "council", "foundation"),
        *("dept", "legislature", "senate", "assembly", "court", "bureau", "institute", "district"),
        *("times", "post", "news", "tribune", "herald", "journal", "gazette", "photo", "images"),
    }
)
#: Words that say what a named thing is and are no part of its name.
_THINGS: Final = frozenset(
    {
        *("processing", "detention", "center", "centre", "facility", "correctional", "jail"),
        *("prison", "institution", "county", "complex", "residential", "regional", "site"),
    }
)
#: What dates a name in a word list: a month, a state.
_MONTH: Final = re.compile(r"\d{4}-\d{2}|[A-Z]{2}")


class Bearer(StrEnum):
    """What bears a name, for it says how far the name may be trusted.

    Operations and persons are the beat's own, for who is in public office is never taught. A place,
    or a surname by itself, is in the news for other reasons too.
    """

    OPERATION = "operation"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as found: its words in lower case, and what bears it."""

    words: str
    bearer: Bearer


def bearer_of(one: Bearer, other: Bearer) -> Bearer:
    """Return what bears a name that was read twice: what is once an operation is always one."""
    for bearer in (Bearer.OPERATION, Bearer.OTHER):
        if bearer in {one, other}:
            return bearer
    return Bearer.PERSON


def names_with_worth(title: str, text: str) -> dict[Name, float]:
    """Return the names of an article: most for one in the headline and the opening."""
    opening = {name.words: name for name in _names(beginning(text))}
    headline = {name.words: name for name in _names_of_headline(title, opening)}
    found: dict[Name, float] = {}
    for words, name in {**headline, **opening}.items():
        bearer = bearer_of(
            headline.get(words, name).bearer,
            opening.get(words, name).bearer,
        )
        worth = IN_OPENING if words not in headline else IN_BOTH if words in opening else 1.0
        found[Name(words, bearer)] = worth
        surname = words.rpartition(" ")[2]
        # The last word of a person's name stands for the whole.
        if bearer is Bearer.PERSON and _is_surname(surname):
            found[Name(surname, Bearer.OTHER)] = worth * SURNAME_SHARE
    return found


def _is_surname(word: str) -> bool:
    """Whether a last word by itself may stand for its bearer, and is no word of every day."""
    known = word in lexicon().openers or word in _COMMON or bool(find_terms((word,)))
    return len(word) >= SURNAME_LETTERS and not known


def _names_of_headline(title: str, opening: dict[str, Name]) -> list[Name]:
    """Return the names in a headline; capitals of Title Case make none but those of the opening."""
    words = words_of(title)
    if len(words) < TOLD_FROM or not is_title_case(words):
        return _names(title)
    headline = f" {' '.join(plain_word(word) for word in words)} "
    return [name for name in opening.values() if f" {name.words} " in headline]


def beginning(text: str) -> str:
    """Return the first words of `text`, none of them cut."""
    return text if len(text) <= NAMED_WITHIN else text[:NAMED_WITHIN].rpartition(" ")[0]


def _names(text: str) -> list[Name]:
    """Return the proper names in `text` that the word lists do not already know."""
    found = []
    for clause in _CLAUSE_END.split(text):
        words = words_of(clause)
        starts = [at for at, word in enumerate(words) if _is_name_word(word)]
        for run in _runs(starts):
            found.extend(_name_of(words, run))
    return found


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


def _runs(places: list[int]) -> list[list[int]]:
    """Part ascending indexes into runs of neighbours."""
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _name_of(words: tuple[str, ...], run: list[int]) -> list[Name]:
    """Return the name a run of capitalised words holds, or nothing."""
    before, kept, after = _bare(words, run)
    is_operation = len(kept) > 2 and words[kept[0]] == "Operation"
    kept = kept[1:] if is_operation else kept
    name = [plain_word(words[at]) for at in kept]
    named = " ".join(name)
    if not 2 <= len(name) <= NAME_WORDS or named in lexicon().untaught or named in _known_names():
        return []
    # "Attorney General Brannick": what is left of a title opens the name.
    titled = not _PUBLIC.isdisjoint({*before, name[0]})
    is_public = titled or not _PLACES.isdisjoint({*name, *after[:1]})
    if is_public or find_terms(tuple(words[at] for at in kept)):
        return []
    if is_operation:
        return [Name(named, Bearer.OPERATION)]
    is_person = _AT_A_PLACE.isdisjoint(before) and _THINGS.isdisjoint(after)
    return [Name(named, Bearer.PERSON if is_person else Bearer.OTHER)]


def _bare(words: tuple[str, ...], run: list[int]) -> tuple[list[str], list[int], list[str]]:
    """Strip titles and what says what a thing is: words before, the name's indexes, words after."""
    openers = lexicon().openers
    before = [plain_word(word) for word in words[max(0, run[0] - 1) : run[0]]]
    after = [plain_word(word) for word in words[run[-1] + 1 : run[-1] + 3]]
    kept = list(run)
    # "Detainee Mateo Quispe dies": the sentence begins with a word of the beat, not with a name.
    while kept and (
        plain_word(words[kept[0]]) in openers or (not kept[0] and find_terms(words[:1]))
    ):
        before.append(plain_word(words[kept.pop(0)]))
    while kept and plain_word(words[kept[-1]]) in _THINGS:
        after.append(plain_word(words[kept.pop()]))
    return before, kept, after


@cache
def _known_names() -> frozenset[str]:
    """Return places, officials and organisations, in lower case: in the news for many reasons."""
    lists = ("places", "counties", "officials", "organisations")
    return frozenset(name for title in lists for name in _strings(load(title)) if " " in name)


def _strings(table: Any) -> Iterator[str]:
    """Yield every name in a word list, without the states and months that date it."""
    if isinstance(table, str):
        for part in re.split("[;=]", table):
            words = [word for word in part.split() if not _MONTH.fullmatch(word)]
            yield " ".join(plain_word(word) for word in words_of(" ".join(words)))
    else:
        for value in table.values() if hasattr(table, "values") else table:
            yield from _strings(value)
