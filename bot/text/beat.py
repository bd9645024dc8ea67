"""What running stories teach relevance: the names tied to articles that were on the beat lately.

A later article may say only "federal officers" and a name. Names are learned from articles that
stand on their own words and are far above the line; an article that was itself lifted stays below
that, so teaching never feeds on itself. Numbers: docs/decisions/0015-running-stories-teach.md and
0059-relevance-second-pass.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from bot.domain.articles import Relevance
from bot.text.beat_terms import find_terms, is_title_case, lexicon, plain_word, words_of
from bot.text.lexicon import load
from bot.text.relevance import LIFT_MOST, TRUSTED, Teaching
from bot.text.taught import NAME_WORDS, TOLD_FROM

#: Score from which an article teaches: far above the line, and above what teaching can lift to.
TEACHES_FROM: Final = 0.8
#: Score below which an article shows that its names are also news elsewhere.
CONTRASTS_BELOW: Final = 0.5
#: A name half as much in the news is worth half; a story without news for weeks teaches nothing.
HALF_LIFE: Final = timedelta(days=5)
#: Names kept; a busy month holds fewer that still weigh anything.
CAPACITY: Final = 1500
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
#: Points a name gains with the first headline that names it; the second brings it to the most.
POINTS_EACH: Final = 1.7
#: The most for a name of a place or a thing: it never lifts without a word of the beat's kind.
POINTS_OF_OTHERS: Final = TRUSTED - 0.05
#: Points below which a name is not worth teaching.
POINTS_LEAST: Final = 0.3
#: How much more an article off the beat weighs against a name than one on the beat for it.
CONTRAST: Final = 1.2
#: What a lifted article leaves of the strength of the names it carries, whatever the time since.
KEPT_ALIVE: Final = 0.95
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


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as found: its words in lower case, and what bears it.

    Persons and operations are the beat's own, for who is in public office is never taught; the last
    word of a person's name stands for the whole.
    """

    words: str
    own: bool
    person: bool = False


@dataclass(slots=True)
class _Tie:
    """How strongly a name is tied to the beat, as of `at`."""

    on: float
    off: float
    at: datetime
    most: float = LIFT_MOST

    def aged(self, at: datetime) -> tuple[float, float]:
        """Return what is left of both sides at `at`; time never runs backwards."""
        share = 0.5 ** max(0.0, (at - self.at) / HALF_LIFE)
        return self.on * share, self.off * share

    def points(self, at: datetime) -> float:
        """Return what the name may add to an article at `at`."""
        on, off = self.aged(at)
        return min(self.most, POINTS_EACH * on) * on / (on + CONTRAST * off) if on else 0.0


class RunningBeat:
    """A bounded, decaying memory of names; the same articles in the same order give the same."""

    def __init__(self) -> None:
        self._ties: dict[str, _Tie] = {}

    def learn(self, title: str, text: str, relevance: Relevance, at: datetime) -> None:
        """Take one judged article into account.

        Kept articles teach when their score reaches `TEACHES_FROM`. Dropped ones are welcome too:
        they show which names are news for other reasons. A dropped article about a taught name
        shows that only where it is about another subject; else it may be a turn of the same story.
        An article between keeps the names it carries from fading, and never strengthens them.
        """
        if relevance.score >= TEACHES_FROM:
            for name, worth in _names_with_worth(title, text).items():
                self._note(name, worth, 0.0, at)
        elif relevance.score < CONTRASTS_BELOW:
            elsewhere = _is_about_another_subject(title)
            for name, worth in _names_with_worth(title, text).items():
                if elsewhere or not self._is_tied(name):
                    self._note(name, 0.0, worth, at)
        else:
            self._keep_alive(title, text, at)
        if len(self._ties) > CAPACITY:
            self._forget(at)

    def teaching(self, at: datetime) -> Teaching:
        """Return what is taught at `at`, as a value."""
        points = {name: round(tie.points(at), 3) for name, tie in self._ties.items()}
        return Teaching(
            terms={name: worth for name, worth in sorted(points.items()) if worth >= POINTS_LEAST}
        )

    def _is_tied(self, name: _Name) -> bool:
        tie = self._ties.get(name.words)
        return tie is not None and tie.on > 0.0

    def _keep_alive(self, title: str, text: str, at: datetime) -> None:
        for name in _names_with_worth(title, text):
            tie = self._ties.get(name.words)
            if tie is not None and tie.most > POINTS_OF_OTHERS:
                on, off = tie.aged(at)
                kept = max(on, KEPT_ALIVE * tie.on)
                self._ties[name.words] = _Tie(kept, off, max(tie.at, at), tie.most)

    def _note(self, name: _Name, on: float, off: float, at: datetime) -> None:
        tie = self._ties.setdefault(name.words, _Tie(0.0, 0.0, at))
        was_on, was_off = tie.aged(at)
        most = tie.most if name.own else POINTS_OF_OTHERS
        self._ties[name.words] = _Tie(was_on + on, was_off + off, max(tie.at, at), most)

    def _forget(self, at: datetime) -> None:
        """Drop the weakest quarter: those that are tied to nothing any more."""
        ranked = sorted(self._ties, key=lambda name: (-sum(self._ties[name].aged(at)), name))
        kept = set(ranked[: CAPACITY * 3 // 4])
        self._ties = {name: tie for name, tie in self._ties.items() if name in kept}


def _names_with_worth(title: str, text: str) -> dict[_Name, float]:
    """Return the names of an article: most for one in the headline and the opening."""
    opening = {name.words: name for name in _names(_beginning(text))}
    headline = {name.words: name for name in _names_of_headline(title, opening)}
    found: dict[_Name, float] = {}
    for words, name in {**headline, **opening}.items():
        both = headline.get(words, name), opening.get(words, name)
        own = all(each.own for each in both)
        worth = IN_OPENING if words not in headline else IN_BOTH if words in opening else 1.0
        found[_Name(words, own)] = worth
        surname = words.rpartition(" ")[2]
        if own and name.person and _is_surname(surname):
            found[_Name(surname, own=False)] = worth * SURNAME_SHARE
    return found


def _is_surname(word: str) -> bool:
    """Whether a last word by itself may stand for its bearer, and is no word of every day."""
    known = word in lexicon().openers or word in _COMMON or bool(find_terms((word,)))
    return len(word) >= SURNAME_LETTERS and not known


def _names_of_headline(title: str, opening: dict[str, _Name]) -> list[_Name]:
    """Return the names in a headline; capitals of Title Case make none but those of the opening."""
    words = words_of(title)
    if len(words) < TOLD_FROM or not is_title_case(words):
        return _names(title)
    headline = f" {' '.join(plain_word(word) for word in words)} "
    return [name for name in opening.values() if f" {name.words} " in headline]


def _is_about_another_subject(title: str) -> bool:
    roles = {hit.group.role for hit in find_terms(words_of(title))}
    return "against" in roles and roles.isdisjoint({"protest", "release", "hold"})


def _beginning(text: str) -> str:
    """Return the first words of `text`, none of them cut."""
    return text if len(text) <= NAMED_WITHIN else text[:NAMED_WITHIN].rpartition(" ")[0]


def _names(text: str) -> list[_Name]:
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


def _name_of(words: tuple[str, ...], run: list[int]) -> list[_Name]:
    """Return the name a run of capitalised words holds, or nothing."""
    before, kept, after = _bare(words, run)
    is_operation = len(kept) > 2 and words[kept[0]] == "Operation"
    kept = kept[1:] if is_operation else kept
    name = [plain_word(words[at]) for at in kept]
    named = " ".join(name)
    if not 2 <= len(name) <= NAME_WORDS or named in lexicon().untaught or named in _known_names():
        return []
    is_public = not (_PUBLIC.isdisjoint(before) and _PLACES.isdisjoint({*name, *after[:1]}))
    if is_public or find_terms(tuple(words[at] for at in kept)):
        return []
    is_place = not (_AT_A_PLACE.isdisjoint(before) and _THINGS.isdisjoint(after))
    return [_Name(named, own=is_operation or not is_place, person=not (is_operation or is_place))]


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
