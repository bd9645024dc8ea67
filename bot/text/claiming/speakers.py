"""Speakers: who a passage gives its words to."""

from __future__ import annotations

import re

from bot.domain.claims import Speaker
from bot.domain.entities import PEOPLE, Entity, EntityKind, Mention
from bot.text.claiming.descriptions import (
    DESCRIPTION,
    MOST_WORDS,
    OPENING_WORDS,
    PLURAL,
    SOMEBODY,
    apposed_private,
    is_safe,
    lowered,
    paper_words,
    with_article,
    without_name,
)
from bot.text.claiming.speech import Cast, Cue, lexicon

#: Kinds of what speaks as one and is meant by "it".
BODIES = frozenset({EntityKind.AGENCY, EntityKind.ORG, EntityKind.COURT, EntityKind.FACILITY})
#: Nobody is named: the outlet itself speaks.
NOBODY = Speaker()
_PRONOUN = re.compile(r"(?:he|she|they|it|who)$", re.IGNORECASE)
_OUTLET_PRONOUN = re.compile(
    r"(?:i|we|you|this|that|these|those|there|one|which|what|as|so|when|where)$", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\s*(?:of|for|with|in|from|at|on|by)\s")
_ENDS_IN_NAME = re.compile(r"^(?:[a-z][\w-]*\s){0,5}[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,4}\s?$")
#: Begins with the capital, which is looked for six times as fast as what must not stand before it.
_NAME = re.compile(r"[A-Z](?<![\w’'][A-Z])[\w’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+)+")
_KIN = frozenset(
    re.findall(
        r"[\w-]+", "family wife husband mother father sister brother son daughter cousin uncle aunt"
    )
)


def name_speaker(cast: Cast, cue: Cue) -> Speaker | str | None:
    """Return who the cue's subject is: a speaker, a pronoun still to be resolved, or None.

    None means that the subject is nobody who speaks, so that the cue attributes nothing.
    """
    text = cast.masked[cue.subject_start : cue.subject_end].strip()
    if not text or _OUTLET_PRONOUN.fullmatch(text):
        return None
    if _PRONOUN.fullmatch(text):
        return text.lower()
    if cue.is_doubtful and _is_plural_verb(cast, cue):
        return _described(cast, cue, text)
    named = _named(cast, cue)
    if named is not None:
        return named
    outlet = lexicon().outlets.search(text)
    if outlet is not None and not _HANDED.search(text):
        return Speaker(name=outlet["name"])
    organisation = lexicon().organisations.match(text) or lexicon().press.match(text)
    rest = text[organisation.end() :] if organisation else ""
    if organisation is not None and (not rest or _PREPOSITION.match(rest)):
        return Speaker(name=lowered(organisation[0]))
    if _is_titled_body(cast, cue, text):
        return Speaker(name=lowered(text))
    return _described(cast, cue, text)


def _is_plural_verb(cast: Cast, cue: Cue) -> bool:
    """Whether no single name can be its subject: in "the AP report the day before" it is a noun."""
    verb = cast.masked[cue.start : cue.end].lower()
    return not verb.endswith(("s", "ed")) and verb not in {"found", "put", "read"}


#: "The Gulf Wire": "the" and capitals lead to no person.
_THE_NAME = re.compile(r"[Tt]he\s(?P<first>[A-Z][\w’'&-]*)(?:\s[A-Z][\w’'&-]*){1,4}$")


def _is_titled_body(cast: Cast, cue: Cue, text: str) -> bool:
    """Whether "the" leads to a name of several words and no title that a list knows."""
    found = _THE_NAME.match(text)
    if found is None or cue.is_doubtful or cast.between(cue.subject_start, cue.subject_end):
        return False
    words = [word.strip(".’'").lower() for word in text.split()[1:]]
    known = lexicon().speakers.search(text) or lexicon().papers.search(text)
    return known is None and lexicon().titles.isdisjoint(words)


def _named(cast: Cast, cue: Cue) -> Speaker | None:
    """Return the public person or body that the subject names, unless it only belongs to one."""
    inside = cast.between(cue.subject_start, cue.subject_end)
    persons = [one for one in inside if one.entity.kind in PEOPLE]
    for mention in reversed(persons):
        if _is_head(cast, cue, mention, persons=True):
            return _person(cast, cue, mention)
    for mention in reversed(inside):
        if mention not in persons and _is_head(cast, cue, mention, persons=False):
            return Speaker(name=mention.entity.name, entity=mention.entity.id)
    return None


def _is_head(cast: Cast, cue: Cue, mention: Mention, *, persons: bool) -> bool:
    """Whether the mention is the subject itself: nothing but a preposition may follow it."""
    rest = cast.masked[mention.end : cue.subject_end]
    # "Agent in charge" is one title, and leads to its bearer.
    lead = cast.masked[cue.subject_start : mention.start].replace(" in charge ", " ")
    if rest.strip() and not _PREPOSITION.match(rest):
        return False
    found = [*lexicon().speakers.finditer(lead), *lexicon().papers.finditer(lead)]
    if not found:
        leads = _PREPOSITION.search(lead)
        return leads is None or (persons and _has_title(lead[: leads.start()]))
    last = max(found, key=lambda one: one.end())
    return persons and not _PREPOSITION.search(lead, last.end())


def _has_title(words: str) -> bool:
    return any(word.strip(".,").lower() in lexicon().titles for word in words.split())


def _person(cast: Cast, cue: Cue, mention: Mention) -> Speaker:
    told = _title(cast, cue, mention) or _apposed_role(cue.apposition)
    return _in_role(cast, mention.entity, told)


def _in_role(cast: Cast, entity: Entity, told: str | None) -> Speaker:
    """Return a public person in the role just told, else in the one the article first gave."""
    role = told or cast.roles.get(entity.id) or entity.role
    if role is not None:
        cast.roles.setdefault(entity.id, role)
    return Speaker(name=entity.name, role=role, entity=entity.id)


#: A dateline or a label of the page that runs into the sentence.
_LABEL = re.compile(r"^(?:[A-Z]{4,}\s|[-–—•]\s)+")
#: "the injunction by U.S. District Judge", "then there’s Senator": what leads to the title only.
_BEFORE_TITLE = re.compile(
    r"^(?:.*\b(?:by|from|there[’']s|here[’']s)\s)?(?:(?:the|an?|our|its)\s)?", re.IGNORECASE
)


def _title(cast: Cast, cue: Cue, mention: Mention) -> str | None:
    """Return the title before the name, in the article's words ("Assistant Secretary")."""
    surface = mention.surface.split()
    titled = [at for at, word in enumerate(surface) if word.strip(".,").lower() in lexicon().titles]
    inside = surface[: titled[-1] + 1] if titled and titled[-1] + 1 < len(surface) else []
    leading = [*cast.masked[cue.subject_start : mention.start].split(), *inside]
    lead = _BEFORE_TITLE.sub("", _LABEL.sub("", " ".join(leading)))
    words = [word.strip(".,").lower() for word in lead.split()]
    if not words or len(words) > MOST_WORDS or words[-1] in {"mr", "ms", "mrs"}:
        return None
    return lead if not lexicon().titles.isdisjoint(words) else None


def _apposed_role(apposition: str) -> str | None:
    """Return the role between commas, without its article; None when it gives none."""
    words = apposition.lower().split()
    if not words or len(words) > MOST_WORDS + 5 or words[0] in {"who", "whose"}:
        return None
    if lexicon().titles.isdisjoint(word.strip(".,") for word in words):
        return None
    bare = re.sub(r"^(?:the|an?)\s", "", apposition.strip(), flags=re.IGNORECASE)
    first, _, rest = bare.partition(" ")
    return f"{first.lower()} {rest}" if first in _OWNERS else bare


_OWNERS = frozenset({"His", "Her", "Their", "Its"})


def _described_role(subject: str) -> str | None:
    """Return the role a description gives, "the man’s lawyer" with its article."""
    role = _apposed_role(subject)
    return subject if role is not None and "’s" in role and subject[0].islower() else role


def _described(cast: Cast, cue: Cue, text: str) -> Speaker | None:
    """Return an unnamed speaker in the article's words, without any private name."""
    words = lexicon()
    if _IS_CLAUSE.match(text):
        return None
    if _NAME_FIRST.match(text) and text.split(" ", 1)[0] not in OPENING_WORDS:
        return SOMEBODY if _says_so(cast, cue) else None
    role = _head(words.speakers, text)
    paper = _head(words.papers, text)
    if paper is not None and _GOES_ON.match(text, paper.end()):
        return None
    if paper is not None and (role is None or _is_paper(text, paper, role)):
        return _owner(cast, cue, paper) or Speaker(
            described_as=paper_words(cast, cue, paper[0].lower())
        )
    if role is not None and (not cue.is_doubtful or _agrees(role, text, cast, cue)):
        return _apposed_person(cast, cue) or _by_role(cast, cue, text, role)
    if _says_plainly(cast, cue, text):
        return _apposed_person(cast, cue) or Speaker(described_as=lowered(text))
    if _ENDS_IN_NAME.search(text) and text not in OPENING_WORDS and not cue.is_doubtful:
        return apposed_private(cue.apposition)
    return None


#: A name and where its bearer belongs ("Ana Polk of the Immigrant Legal Center").
_NAME_FIRST = re.compile(
    r"[A-Z][a-z][\w’'-]*(?:\s[A-Z]\.)?\s[A-Z][a-z][\w’'-]*\s(?:of|with|from|at)\s(?:the\s)?[A-Z]"
)


def _says_so(cast: Cast, cue: Cue) -> bool:
    return cue.subject_start > cue.end or _opens_clause(cast.masked, cue.subject_start)


def _says_plainly(cast: Cast, cue: Cue, text: str) -> bool:
    """Whether a verb that means nothing but saying has a described subject, whatever its noun."""
    core = cast.masked[cue.start : cue.end].lower() in lexicon().core
    short = len(text.split()) <= MOST_WORDS
    opens = _opens_clause(cast.masked, cue.subject_start)
    plain = DESCRIPTION.match(text) and not _FINITE.search(text) and not _DASH.search(text)
    return core and short and opens and bool(plain) and is_safe(cast, cue)


_OPENS_CLAUSE = re.compile(
    r"(?:^|[.,;:!?\n\0“”\"]|\b(?:But|And|Yet|Still|Now|So|While|Though|When|As|If)\s)\s*$"
)
#: Characters of the longest word that opens a clause, and of the blanks around it.
_CLAUSE_OPENER = 32
_DASH = re.compile(r"[–—]")


def _opens_clause(text: str, at: int) -> bool:
    return _OPENS_CLAUSE.search(text, max(0, at - _CLAUSE_OPENER), at) is not None


def _agrees(role: re.Match[str], text: str, cast: Cast, cue: Cue) -> bool:
    """Whether a doubtful verb follows its subject and fits it in number.

    "Police reports" are papers; in "the office set a deadline for two states that" nobody states.
    """
    behind = text[role.end() :]
    if behind and (not _PREPOSITION.match(behind) or _FINITE.search(behind)):
        return False
    noun, verb = role[0].lower(), cast.masked[cue.start : cue.end].lower()
    if verb.endswith("ed") or verb == "found":
        return True
    plural = noun in PLURAL or (noun.endswith("s") and not noun.endswith("ss"))
    return plural is not verb.endswith("s")


_FINITE = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|[a-z]{2,}ed)\b")


def _apposed_person(cast: Cast, cue: Cue) -> Speaker | None:
    """Return the public person named behind a description ("the man’s lawyer, Irene Falk")."""
    if not cue.apposition:
        return None
    start = cue.apposition_start
    for mention in cast.between(start, start + len(cue.apposition)):
        if mention.entity.kind in PEOPLE and mention.start == start:
            entity = mention.entity
            subject = cast.masked[cue.subject_start : cue.subject_end]
            return _in_role(cast, entity, _described_role(subject.strip()))
    return None


def _by_role(cast: Cast, cue: Cue, text: str, role: re.Match[str]) -> Speaker:
    """Return the office's holder when the article names exactly one, else the role's words."""
    noun = role[0].lower()
    if text.lower() in {f"the {noun}", noun}:
        holders = {
            one.entity.id: one
            for one in cast.mentions
            if one.entity.kind in PEOPLE
            and one.start < cue.start
            and noun in _words_of(cast.roles.get(one.entity.id) or one.entity.role)
        }
        if len(holders) == 1:
            entity = next(iter(holders.values())).entity
            known = cast.roles.get(entity.id) or entity.role
            return Speaker(name=entity.name, role=known, entity=entity.id)
    if is_safe(cast, cue) and len(text.split()) <= MOST_WORDS:
        return Speaker(described_as=lowered(text))
    shorter = without_name(text, noun)
    if shorter is not None:
        return Speaker(described_as=lowered(shorter))
    if noun in _KIN:
        return Speaker(described_as="a relative")
    return Speaker(
        described_as=noun if noun.endswith("s") or noun in PLURAL else with_article(noun)
    )


def _words_of(role: str | None) -> frozenset[str]:
    return frozenset((role or "").lower().split())


def _owner(cast: Cast, cue: Cue, paper: re.Match[str]) -> Speaker | None:
    """Return the agency or court whose letter, report or filing speaks, when one is named.

    It stands before the paper or behind "by" or "from": "a lawsuit against ICE" is not ICE's.
    """
    at = cue.subject_start + paper.start()
    inside = [
        one
        for one in cast.between(cue.subject_start, cue.subject_end)
        if one.entity.kind in BODIES and _owns(cast, one, at)
    ]
    bodies = {one.entity.id: one.entity for one in inside}
    if len(bodies) != 1:
        return None
    entity = next(iter(bodies.values()))
    return Speaker(name=entity.name, entity=entity.id)


_HANDED = re.compile(r"\b(?:obtained|reviewed|seen|viewed|cited|shared|verified)\s")
_FROM = re.compile(r"\b(?:by|from)\s(?:the\s)?$")


def _owns(cast: Cast, one: Mention, paper: int) -> bool:
    if one.end <= paper:
        return True
    lead = cast.masked[paper : one.start]
    return _FROM.search(lead) is not None and _HANDED.search(lead) is None


def _head(nouns: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the noun that others only describe: the last one before "of", "for", "by" ..."""
    joins = _JOINS.search(text)
    before = list(nouns.finditer(text, 0, joins.start() if joins else len(text)))
    return before[-1] if before else nouns.search(text)


#: A whole clause is no subject ("they were led by a government"); "sources who have seen it" is.
_IS_CLAUSE = re.compile(
    r"(?:he|she|they|it|we|I|[a-z]{3,}ing|has|have)\s|"
    r"(?:(?!\s(?:who|that|which)\s).)*?\s(?:has|have|had|is|are|was|were|been|drew|did|would)\b",
    re.IGNORECASE,
)
#: A verb behind the paper ("the decision marks the second time the court").
_GOES_ON = re.compile(r"\s(?!(?:data|records|documents|figures|papers)\b)[a-z]+s\s")


def _is_paper(text: str, paper: re.Match[str], role: re.Match[str]) -> bool:
    """Whether the paper speaks: of two nouns the last does, or the one another is only joined to
    ("an analysis of agency records", "the authors of the report").
    """
    first, last = sorted((paper.span(), role.span()))
    joined = _JOINS.search(text, first[1], last[0]) is not None
    return (first == paper.span()) is joined


_JOINS = re.compile(r"\b(?:of|for|with|in|from|at|on|by|to|about|behind|against|who|that)\s")


def names_stranger(cast: Cast, start: int, end: int) -> bool:
    """Whether [start, end) holds a full name that belongs to no public entity."""
    return any(
        not any(one.end > found.start() for one in cast.between(found.start(), found.end()))
        for found in _NAME.finditer(cast.masked, start, end)
    )
