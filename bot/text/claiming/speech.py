"""Speech: the words of saying, and what one article gives them to work on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.domain.entities import Mention
from bot.text.claiming.wordlists import by_letter
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
    #: Verbs that make a paper of `telling` a speaker, and nobody else ("the memo instructs").
    of_papers: frozenset[str]
    #: The end of a subject that is such a paper.
    telling: re.Pattern[str]
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


@cache
def lexicon() -> Lexicon:
    """Return the words of saying, read once."""
    lists = load("speech")
    verbs = [
        verb
        for group in ("verbs", "doubtful_verbs", "quote_verbs", "paper_verbs")
        for verb in lists[group]
    ]
    return Lexicon(
        cue=re.compile(
            r"\b(?:(?P<to>[Aa]ccording to|"
            r"(?<=, )per(?=\s(?:(?:the|an?)\s|[A-Z]|(?:[a-z]+\s)?[a-z]+s\b))|"
            r"(?:heard|learned) from(?=\s[^.;:\0\n]{3,80}\sthat\s))|"
            rf"(?P<verb>{by_letter(verbs)}))\b"
        ),
        doubtful=frozenset(lists["doubtful_verbs"]),
        plain=frozenset(lists["plain_verbs"]),
        core=frozenset(lists["core_verbs"]),
        quote_only=frozenset(lists["quote_verbs"]) - frozenset(lists["doubtful_verbs"]),
        of_papers=frozenset(lists["paper_verbs"]),
        telling=re.compile(
            rf"\b(?:{by_letter(lists['telling_papers'])})"
            r"(?:\s(?:of|by|from|in|on|to|dated|filed)\s.*|\s\d\S*)?$",
            re.IGNORECASE,
        ),
        speakers=re.compile(rf"\b(?:{by_letter(lists['speakers'])})\b", re.IGNORECASE),
        papers=re.compile(rf"\b(?:{by_letter(lists['papers'])})\b", re.IGNORECASE),
        titles=frozenset(lists["titles"]),
        outlets=re.compile(rf"(?:^|\s)(?P<name>{by_letter(lists['outlets'])})$"),
        press=re.compile(rf"[Tt]he\s(?:[A-Z][\w.&’-]*\s){{0,3}}(?:{by_letter(lists['press'])})$"),
        organisations=re.compile(
            # Without an article "of" may follow a person's name ("Ana Polk of the ... Project").
            r"\b(?:(?P<article>[Tt]he\s)|(?=(?:[A-Z]\S*\s){2}))"
            r"(?P<name>(?:[A-Z][\w’'&.-]*\s(?(article)(?:(?:of|for|and|on)\s(?:the\s)?)?)){1,5}"
            rf"(?:{by_letter(lists['organisations'])})\b"
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
    #: The words of saying outside quotations, and where they stand: each sentence asks repeatedly.
    cues: tuple[re.Match[str], ...]
    cue_starts: tuple[int, ...]
    #: Role by entity id, as the article first gives it.
    roles: dict[str, str] = field(default_factory=dict)

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that overlap [start, end)."""
        low = bisect_left(self.starts, start - 80)
        high = bisect_left(self.starts, end)
        return tuple(one for one in self.mentions[low:high] if one.end > start)

    def cues_between(self, start: int, end: int) -> tuple[re.Match[str], ...]:
        """Return the words of saying that begin within [start, end), left to right."""
        low, high = bisect_left(self.cue_starts, start), bisect_left(self.cue_starts, end)
        return self.cues[low:high]


def cast_of(masked: str, mentions: Sequence[Mention]) -> Cast:
    """Return the cast for a body whose quotations are blanked."""
    ordered = tuple(sorted(mentions, key=lambda one: (one.start, -one.end)))
    cues = tuple(lexicon().cue.finditer(masked))
    return Cast(
        masked=masked,
        mentions=ordered,
        starts=tuple(one.start for one in ordered),
        cues=cues,
        cue_starts=tuple(one.start() for one in cues),
    )
