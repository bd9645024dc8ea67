"""Speakers: who a passage gives its words to."""

from __future__ import annotations

import re

from bot.domain.claims import Speaker
from bot.domain.entities import EntityKind, Mention
from bot.text.claiming.cues import Cast, Cue, lexicon

_PERSONS = frozenset({EntityKind.OFFICIAL, EntityKind.PERSON})
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
        "Congressional Border Patrol Immigration Customs Department Attorney General",
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
    if outlet is not None:
        return Speaker(name=outlet["name"])
    return _described(cast, cue, text)


def _named(cast: Cast, cue: Cue) -> Speaker | None:
    """Return the public person or body that the subject names, unless it only belongs to one."""
    inside = cast.between(cue.subject_start, cue.subject_end)
    persons = [one for one in inside if one.entity.kind in _PERSONS]
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
        return persons or not _PREPOSITION.search(lead)
    last = max(found, key=lambda one: one.end())
    return persons and not _PREPOSITION.search(lead, last.end())


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
    lead = _BEFORE_TITLE.sub("", " ".join(leading))
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
    role = words.speakers.search(text)
    paper = words.papers.search(text)
    if paper is not None and (role is None or paper.start() > role.start()):
        return (
            _owner(cast, cue) or Speaker(described_as=_lowered(text))
            if _is_safe(cast, cue)
            else None
        )
    if role is not None and not cue.is_doubtful:
        return _by_role(cast, cue, text, role)
    if _ENDS_IN_NAME.search(text) and text not in _OPENING_WORDS and not cue.is_doubtful:
        return _apposed_private(cue.apposition)
    return None


def _by_role(cast: Cast, cue: Cue, text: str, role: re.Match[str]) -> Speaker:
    """Return the office's holder when the article names exactly one, else the role's words."""
    noun = role[0].lower()
    if text.lower() in {f"the {noun}", noun}:
        holders = {
            one.entity.id: one
            for one in cast.mentions
            if one.entity.kind in _PERSONS
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


def _owner(cast: Cast, cue: Cue) -> Speaker | None:
    """Return the agency or court whose letter, report or filing speaks, when one is named."""
    sentence = max(cast.masked.rfind(". ", 0, cue.start), cast.masked.rfind("\n", 0, cue.start)) + 1
    bodies = {
        one.entity.id: one.entity
        for one in cast.between(sentence, cue.start)
        if one.entity.kind in _BODIES and one.start >= sentence
    }
    if len(bodies) != 1:
        return None
    entity = next(iter(bodies.values()))
    return Speaker(name=entity.name, entity=entity.id)


def _is_safe(cast: Cast, cue: Cue) -> bool:
    """Whether every capitalised word of the subject belongs to a public entity or opens it."""
    inside = cast.between(cue.subject_start, cue.subject_end)
    for word in _CAPITAL.finditer(cast.masked, cue.subject_start, cue.subject_end):
        if any(one.start <= word.start() < one.end for one in inside):
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


def names_private(cast: Cast, start: int, end: int) -> bool:
    """Whether [start, end) holds a full name that belongs to no public entity."""
    return any(
        not any(one.end > found.start() for one in cast.between(found.start(), found.end()))
        for found in _NAME.finditer(cast.masked, start, end)
    )
