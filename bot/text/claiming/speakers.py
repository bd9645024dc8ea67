"""Speakers: who a passage gives its words to."""

from __future__ import annotations

import re

from bot.domain.claims import Speaker
from bot.domain.entities import PEOPLE, EntityKind, Mention
from bot.text.claiming.speech import Cast, Cue, lexicon

_BODIES = frozenset({EntityKind.AGENCY, EntityKind.ORG, EntityKind.COURT, EntityKind.FACILITY})
#: Nobody is named: the outlet itself speaks.
NOBODY = Speaker()
#: Somebody speaks whom we do not name.
SOMEBODY = Speaker(described_as="a person")
_MAX_DESCRIPTION_WORDS = 9
_PRONOUN = re.compile(r"(?:he|she|they|it|who)$", re.IGNORECASE)
_OUTLET_PRONOUN = re.compile(
    r"(?:i|we|you|this|that|these|those|there|one|which|what)$", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\s*(?:of|for|with|in|from|at|on|by)\s")
_CAPITAL = re.compile(r"(?<![\w’'])[A-Z][\w’'.-]*")
_ENDS_IN_NAME = re.compile(r"^(?:[a-z][\w-]*\s){0,5}[A-Z][\w’'.-]*(?:\s[A-Z][\w’'.-]*){0,4}\s?$")
#: Begins with the capital, which is looked for six times as fast as what must not stand before it.
_NAME = re.compile(r"[A-Z](?<![\w’'][A-Z])[\w’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+)+")
_PLURAL = frozenset({"police", "people", "men", "women"})
_PARTIES = frozenset({"Republicans", "Democrats"})
_KIN = frozenset(
    re.findall(
        r"[\w-]+", "family wife husband mother father sister brother son daughter cousin uncle aunt"
    )
)
_OPENING_WORDS = frozenset(
    re.findall(
        r"[\w-]+",
        "The A An Some Several Many Most Other Another One Two Three Federal State Local City "
        "County Senior Top Former Immigration Immigrant Community Law School Defense Civil "
        "Administration Border Court Hospital Elected Government Human Legal Union Church Police "
        "His Her Their "
        "Its Both All Few",
    )
)
_ADJECTIVES = frozenset(
    re.findall(
        r"[\w-]+",
        "Democratic Republican Federal State American Mexican Trump Biden White House "
        "Congressional Border Patrol Immigration Customs Department Attorney General "
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
        "June July August September October November December",
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
    named = _named(cast, cue)
    if named is not None:
        return named
    outlet = lexicon().outlets.search(text)
    if outlet is not None and not _HANDED.search(text):
        return Speaker(name=outlet["name"])
    organisation = lexicon().organisations.match(text) or lexicon().press.match(text)
    rest = text[organisation.end() :] if organisation else ""
    if organisation is not None and (not rest or _PREPOSITION.match(rest)):
        return Speaker(name=_lowered(organisation[0]))
    return _described(cast, cue, text)


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
    lead = cast.masked[cue.subject_start : mention.start]
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
    role = (
        _title(cast, cue, mention)
        or _apposed_role(cue.apposition)
        or cast.roles.get(mention.entity.id)
        or mention.entity.role
    )
    if role is not None:
        cast.roles.setdefault(mention.entity.id, role)
    return Speaker(name=mention.entity.name, role=role, entity=mention.entity.id)


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
    if not words or len(words) > _MAX_DESCRIPTION_WORDS or words[-1] in {"mr", "ms", "mrs"}:
        return None
    return lead if not lexicon().titles.isdisjoint(words) else None


def _apposed_role(apposition: str) -> str | None:
    """Return the role between commas, without its article; None when it gives none."""
    words = apposition.lower().split()
    if not words or len(words) > _MAX_DESCRIPTION_WORDS + 5 or words[0] in {"who", "whose"}:
        return None
    if lexicon().titles.isdisjoint(word.strip(".,") for word in words):
        return None
    return re.sub(r"^(?:the|a|an)\s", "", apposition.strip())


def _described(cast: Cast, cue: Cue, text: str) -> Speaker | None:
    """Return an unnamed speaker in the article's words, without any private name."""
    words = lexicon()
    if _IS_CLAUSE.match(text):
        return None
    role = _head(words.speakers, text)
    paper = _head(words.papers, text)
    if paper is not None and _GOES_ON.match(text, paper.end()):
        return None
    if paper is not None and (role is None or _is_paper(text, paper, role)):
        return _owner(cast, cue, paper) or Speaker(described_as=_paper(cast, cue, paper[0].lower()))
    if role is not None and (not cue.is_doubtful or _agrees(role, text, cast, cue)):
        return _apposed_person(cast, cue) or _by_role(cast, cue, text, role)
    if _says_plainly(cast, cue, text):
        return Speaker(described_as=_lowered(text))
    if _ENDS_IN_NAME.search(text) and text not in _OPENING_WORDS and not cue.is_doubtful:
        return _apposed_private(cue.apposition)
    return None


_DESCRIPTION = re.compile(
    r"(?:the|an?|one|another|two|three|four|several|some|many|most|his|her|their|its)\s[a-z]",
    re.IGNORECASE,
)


def _says_plainly(cast: Cast, cue: Cue, text: str) -> bool:
    """Whether a verb that means nothing but saying has a described subject, whatever its noun."""
    core = cast.masked[cue.start : cue.end].lower() in lexicon().core
    short = len(text.split()) <= _MAX_DESCRIPTION_WORDS
    opens = _opens_clause(cast.masked, cue.subject_start)
    plain = _DESCRIPTION.match(text) and not _FINITE.search(text) and not _DASH.search(text)
    return core and short and opens and bool(plain) and _is_safe(cast, cue)


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
    plural = noun in _PLURAL or (noun.endswith("s") and not noun.endswith("ss"))
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
            role = cast.roles.get(entity.id) or entity.role
            return Speaker(name=entity.name, role=role, entity=entity.id)
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
    if _is_safe(cast, cue) and len(text.split()) <= _MAX_DESCRIPTION_WORDS:
        return Speaker(described_as=_lowered(text))
    if noun in _KIN:
        return Speaker(described_as="a relative")
    return Speaker(
        described_as=noun if noun.endswith("s") or noun in _PLURAL else _with_article(noun)
    )


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


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
        if one.entity.kind in _BODIES and _owns(cast, one, at)
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


def _paper(cast: Cast, cue: Cue, noun: str) -> str:
    """Return a paper in the article's words; by its noun alone when they name somebody private or
    tell what was done with it ("held a sign that read").
    """
    text = cast.masked[cue.subject_start : cue.subject_end].strip()
    lead = text[: text.lower().find(noun)]
    if _is_safe(cast, cue) and not _ACTS_ON_PAPER.search(lead):
        return _lowered(text)
    return noun if noun.endswith("s") or noun == "data" else _with_article(noun)


_ACTS_ON_PAPER = re.compile(
    r"^[A-Z]?[a-z]+(?:ed|ing)\s|\b(?:held|carried|waved|raised|wore|wrote|sent|got|saw)\s"
)


def _is_safe(cast: Cast, cue: Cue) -> bool:
    """Whether every capitalised word of the subject belongs to a public entity or opens it."""
    inside = [(one.start, one.end) for one in cast.between(cue.subject_start, cue.subject_end)]
    inside += [
        one.span("name")
        for one in lexicon().organisations.finditer(cast.masked, cue.subject_start, cue.subject_end)
    ]
    for word in _CAPITAL.finditer(cast.masked, cue.subject_start, cue.subject_end):
        if any(start <= word.start() < end for start, end in inside):
            continue
        generic = lexicon().speakers.fullmatch(word[0]) or word[0].isupper()
        opens = word.start() == cue.subject_start and (
            word[0] in _OPENING_WORDS or f" {word[0].lower()} " in cast.masked
        )
        if not (opens or generic or word[0] in _ADJECTIVES):
            return False
    return True


def _lowered(text: str) -> str:
    """Return the description as it stands within a sentence."""
    first, _, rest = text.partition(" ")
    opens = first in _OPENING_WORDS or lexicon().speakers.fullmatch(first) is not None
    return f"{first.lower()} {rest}".strip() if opens and first not in _PARTIES else text


def _apposed_private(apposition: str) -> Speaker:
    """Describe a person whom we do not name by the role beside the name."""
    text = apposition.strip()
    opens = re.match(r"(?:a|an|the|another|one)\s", text)
    short = len(text.split()) <= _MAX_DESCRIPTION_WORDS
    if opens and short and not _CAPITAL.search(text) and lexicon().speakers.search(text):
        return Speaker(described_as=text)
    return SOMEBODY


def names_stranger(cast: Cast, start: int, end: int) -> bool:
    """Whether [start, end) holds a full name that belongs to no public entity."""
    return any(
        not any(one.end > found.start() for one in cast.between(found.start(), found.end()))
        for found in _NAME.finditer(cast.masked, start, end)
    )
