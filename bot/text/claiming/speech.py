"""Speech: the words of saying, and what one article gives them to work on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.domain.entities import Mention
from bot.text.lexicon import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb of saying or "according to", and the span of the words that name the speaker."""

    start: int
    end: int
    subject_start: int
    subject_end: int
    #: The words between the commas after the name ("a spokeswoman for the sheriff").
    apposition: str = ""
    #: Where those words begin; 0 without any.
    apposition_start: int = 0
    #: The verb is as often a noun ("reports"): only a name or a paper makes it a verb of saying.
    is_doubtful: bool = False
    #: The verb attributes quotations only, and often does other work ("the campaign began as").
    is_loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of `speech.toml`, as patterns and sets of lower-case words."""

    #: A verb of saying, group `verb`, or "according to", group `to`.
    cue: re.Pattern[str]
    #: Verbs that are as often nouns or do other work ("reports").
    doubtful: frozenset[str]
    #: Doubtful verbs that any clause may follow, and verbs of which any subject says something.
    plain: frozenset[str]
    core: frozenset[str]
    #: Verbs that attribute quotations only.
    quote_only: frozenset[str]
    #: Nouns of who speaks ("officials"), and of papers that do ("a report").
    speakers: re.Pattern[str]
    papers: re.Pattern[str]
    #: Words of which one makes the words before or behind a name its role.
    titles: frozenset[str]
    #: A news outlet at the end of a subject; group `name` is the outlet.
    outlets: re.Pattern[str]
    #: The name of an organisation that no list knows; group `name` is it without its article.
    organisations: re.Pattern[str]
    #: A paper no list knows, by its whole name with the article.
    press: re.Pattern[str]


def _choice(words: Sequence[str]) -> str:
    """Return a pattern of the words, longest first, by first letter: four times as fast."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda one: (-len(one), one)):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{letter}(?:{'|'.join(by_letter[letter])})" for letter in sorted(by_letter))


@cache
def lexicon() -> Lexicon:
    """Return the words of saying, read once."""
    lists = load("speech")
    verbs = lists["verbs"] + lists["doubtful_verbs"] + lists["quote_verbs"]
    return Lexicon(
        cue=re.compile(
            rf"\b(?:(?P<to>[Aa]ccording to|(?<=, )per(?=\s(?:the\s)?[A-Z]))|"
            rf"(?P<verb>{_choice(verbs)}))\b"
        ),
        doubtful=frozenset(lists["doubtful_verbs"]),
        plain=frozenset(lists["plain_verbs"]),
        core=frozenset(lists["core_verbs"]),
        quote_only=frozenset(lists["quote_verbs"]) - frozenset(lists["doubtful_verbs"]),
        speakers=re.compile(rf"\b(?:{_choice(lists['speakers'])})\b", re.IGNORECASE),
        papers=re.compile(rf"\b(?:{_choice(lists['papers'])})\b", re.IGNORECASE),
        titles=frozenset(lists["titles"]),
        outlets=re.compile(rf"(?:^|\s)(?P<name>{_choice(lists['outlets'])})$"),
        press=re.compile(rf"[Tt]he\s(?:[A-Z][\w.&’-]*\s){{0,3}}(?:{_choice(lists['press'])})$"),
        organisations=re.compile(
            # Without an article "of" may follow a person's name ("Ana Polk of the ... Project").
            r"\b(?:(?P<article>[Tt]he\s)|(?=(?:[A-Z]\S*\s){2}))"
            r"(?P<name>(?:[A-Z][\w’'&.-]*\s(?(article)(?:(?:of|for|and|on)\s(?:the\s)?)?)){1,5}"
            rf"(?:{_choice(lists['organisations'])})\b"
            r"(?:\s(?:of|for|on)\s(?:the\s)?[A-Z]\w+(?:\s[A-Z]\w+){0,2})?)"
        ),
    )


@dataclass(slots=True, kw_only=True)
class Cast:
    """The article's text with quotations blanked, who it names, and roles learnt on the way."""

    #: Same length as the body; quoted characters are NUL.
    masked: str
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    #: Role by entity id, as the article first gives it.
    roles: dict[str, str] = field(default_factory=dict)

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that overlap [start, end)."""
        low = bisect_left(self.starts, start - 80)
        high = bisect_left(self.starts, end)
        return tuple(one for one in self.mentions[low:high] if one.end > start)


def cast_of(masked: str, mentions: Sequence[Mention]) -> Cast:
    """Return the cast for a body whose quotations are blanked."""
    ordered = tuple(sorted(mentions, key=lambda one: (one.start, -one.end)))
    return Cast(masked=masked, mentions=ordered, starts=tuple(one.start for one in ordered))
