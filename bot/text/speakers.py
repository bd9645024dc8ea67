"""Speakers: who a passage gives its words to, from verbs of saying and "according to"."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

from bot.domain.claims import Speaker
from bot.domain.entities import EntityKind, Mention

_PERSONS = frozenset({EntityKind.OFFICIAL, EntityKind.PERSON})
_BODIES = frozenset({EntityKind.AGENCY, EntityKind.ORG, EntityKind.COURT, EntityKind.FACILITY})
#: Nobody is named: the outlet itself speaks.
NOBODY = Speaker()
#: Somebody speaks whom we do not name.
SOMEBODY = Speaker(described_as="a person")
_MAX_DESCRIPTION_WORDS = 9
#: Words that may stand before the name that opens a sentence ("Now the ...").
_OPENING_WORD_COUNT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A verb of saying or "according to", and the span of the words that name the speaker."""

    start: int
    end: int
    subject_start: int
    subject_end: int
    #: The words between the commas after the name ("a spokeswoman for the sheriff").
    apposition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    cue: re.Pattern[str]
    doubtful: frozenset[str]
    quote_only: frozenset[str]
    speakers: re.Pattern[str]
    papers: re.Pattern[str]
    titles: frozenset[str]


def _choice(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def _lexicon() -> _Lexicon:
    text = resources.files("bot.text.lexicon").joinpath("speech.toml").read_text("utf-8")
    lists = tomllib.loads(text)
    verbs = lists["verbs"] + lists["doubtful_verbs"] + lists["quote_verbs"]
    return _Lexicon(
        cue=re.compile(rf"\b(?:(?P<to>[Aa]ccording to)|(?P<verb>{_choice(verbs)}))\b"),
        doubtful=frozenset(lists["doubtful_verbs"]),
        quote_only=frozenset(lists["quote_verbs"]) - frozenset(lists["doubtful_verbs"]),
        speakers=re.compile(rf"\b(?:{_choice(lists['speakers'])})\b", re.IGNORECASE),
        papers=re.compile(rf"\b(?:{_choice(lists['papers'])})\b", re.IGNORECASE),
        titles=frozenset(lists["titles"]),
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


_NEXT_PROPOSES = re.compile(r"\s?(?:that\b|[,:\0“\"]|\d)")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|to|not|of|the|a|an|its|their|his|her|"
    r"those|these|such|any|some|no|false|several|all|other|what|[’']s)\s$"
)
_MODIFIERS = re.compile(
    r"(?:^|(?<=[\s,]))(?:also|has|have|had|later|previously|repeatedly|then|recently|earlier|"
    r"further|only|still|already|again|simply|flatly|publicly|initially|reportedly|often|"
    r"quickly|would|will|did|does|do|never|separately|instead|"
    r"(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\s$"
)
_BOUNDARY = re.compile(
    r"[;:\0—()\[\]]|,\s|,$|\.\s(?=[A-Z“\"])|\s–\s|\n|"
    r"\b(?:that|but|while|when|because|as|after|before|if|although|though|where|which|since|"
    r"whether|and|so|yet|until|than|or)\s"
)
_INVERTED = re.compile(
    r"\s(?=(?:[A-Z]|(?:the|a|an|one|two|his|her|their|its|some|several|many|another)\s|"
    r"[a-z-]+(?:\s[a-z-]+){0,3}\s[A-Z]|[a-z]+\b))"
)
_NOT_INVERTED = re.compile(
    r"\s(?:that|in|on|at|to|of|about|during|after|it|he|she|they|we|this|these|those|there|when|"
    r"if|and|but|as|by|for|from|with|no|not|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday|yes|what|how|why)\b"
)
_SUBJECT_END = re.compile(
    r"[,;:\0—()\[\]\n]|\.(?=\s+[A-Z“\"]|\s*$)|[!?]|\s–\s|"
    r"\s(?:who|which|that|in\s(?:a|an|the)\s(?:\w+\s)?(?:statement|interview|letter|post|news|"
    r"email|press|speech|memo|filing|call|video|tweet)|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)|"
    r"during|after|before|while|when|as|at\sa|to\s(?:reporters|the)|about|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday|last|this|and|but|has|have|had|is|are|was|were)\b"
)
_INSIDE_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Lt|Sgt|Capt|Gen|Rev|St|Jr)|\b[A-Z])$"
)
_SUBJECT_WORDS = 14


def find_cue(
    cast: Cast, start: int, end: int, *, quoting: bool, after_quote: bool = False
) -> Cue | None:
    """Return the first cue within [start, end) that has a subject; None when nobody is credited.

    `quoting` admits verbs that only introduce quotations; `after_quote` says that the span
    follows a quotation, where the verb may stand before its subject ("...," said the sheriff).
    """
    words = _lexicon()
    for found in words.cue.finditer(cast.masked, start, end):
        if found["to"]:
            stop = _subject_stop(cast.masked, found.end() + 1, end)
            return _cue(cast, found, found.end() + 1, stop, end)
        verb = found["verb"].lower()
        if verb in words.quote_only and not quoting:
            continue
        if verb in words.doubtful and not _NEXT_PROPOSES.match(cast.masked, found.end()):
            continue
        cue = _subject_of(cast, found, start, end, after_quote=after_quote)
        if cue is not None:
            return cue
    return None


def _subject_of(
    cast: Cast, found: re.Match[str], start: int, end: int, *, after_quote: bool
) -> Cue | None:
    text, at = cast.masked, found.start()
    if text[start:at].strip(" ,\0") == "" and after_quote:
        if not _INVERTED.match(text, found.end(), end) or _NOT_INVERTED.match(text, found.end()):
            return None
        first = found.end() + 1
        return _cue(cast, found, first, _subject_stop(text, first, end), end)
    if _PASSIVE.search(text, max(start, at - 12), at):
        return None
    cue = _left_subject(cast, found, start)
    if cue is not None and found[0].endswith("ing"):
        return _subject_of_participle(cast, cue, start)
    return cue


def _subject_of_participle(cast: Cast, cue: Cue, start: int) -> Cue | None:
    """Return the cue of "..., arguing that": a paper beside it, or what opens the sentence."""
    beside = cast.masked[cue.subject_start : cue.subject_end]
    if len(beside.split()) <= 4 and _lexicon().papers.search(beside):
        return cue
    opening = next((one for one in cast.between(start, cue.start) if one.start >= start), None)
    if opening is None or len(cast.masked[start : opening.start].split()) > _OPENING_WORD_COUNT:
        return None
    return replace(cue, subject_start=opening.start, subject_end=opening.end, apposition="")


def _cue(cast: Cast, found: re.Match[str], first: int, stop: int, end: int) -> Cue:
    """Build the cue of a subject that follows its verb, with the apposition after it."""
    text = cast.masked
    apposition = ""
    if text[stop : stop + 2] == ", ":
        later = _subject_stop(text, stop + 2, end)
        apposition = text[stop + 2 : later]
    return Cue(
        start=found.start(),
        end=found.end(),
        subject_start=first,
        subject_end=stop,
        apposition=apposition,
    )


def _subject_stop(text: str, first: int, end: int) -> int:
    for found in _SUBJECT_END.finditer(text, first, end):
        abbreviated = found[0] == "." and _INSIDE_ABBREVIATION.search(text, first, found.start())
        if not abbreviated:
            return found.start()
    return end


def _left_subject(cast: Cast, found: re.Match[str], start: int) -> Cue | None:
    """Build the cue of a subject that stands before its verb."""
    text, stop = cast.masked, _without_modifiers(cast.masked, start, found.start())
    apposition = ""
    if text[start:stop].endswith(" who") and not text[start:stop].endswith(", who"):
        return None
    if text[start:stop].endswith(", who"):
        stop = start + len(text[start:stop].removesuffix("who").rstrip(" ,"))
    elif text[stop - 1 : stop] == "," and (comma := text.rfind(", ", start, stop - 1)) >= 0:
        apposition, stop = text[comma + 2 : stop - 1], comma
    elif text[stop - 1 : stop] == ",":
        stop -= 1
    first = start
    for boundary in _BOUNDARY.finditer(text, start, stop):
        if not _keeps_together(text, boundary, stop):
            first = boundary.end()
    while first < stop and text[first].isspace():
        first += 1
    if first >= stop or len(text[first:stop].split()) > _SUBJECT_WORDS:
        return None
    return Cue(
        start=found.start(),
        end=found.end(),
        subject_start=first,
        subject_end=stop,
        apposition=apposition,
    )


def _keeps_together(text: str, boundary: re.Match[str], stop: int) -> bool:
    """Whether an "and" or a full stop stands inside one name ("Immigration and Customs")."""
    if boundary[0] == "and ":
        return (
            text[boundary.start() - 2].isalpha()
            and text[boundary.end()].isupper()
            and (boundary.end() < stop)
        )
    return boundary[0][0] == "." and bool(
        _INSIDE_ABBREVIATION.search(text, max(0, boundary.start() - 6), boundary.start())
    )


def _without_modifiers(text: str, start: int, stop: int) -> int:
    """Return the end of the subject: adverbs, auxiliaries and weekdays before the verb go."""
    while found := _MODIFIERS.search(text, max(start, stop - 16), stop):
        stop = found.start()
    return start + len(text[start:stop].rstrip())


_PRONOUN = re.compile(r"(?:he|she|they|it|who)$", re.IGNORECASE)
_OUTLET_PRONOUN = re.compile(
    r"(?:i|we|you|this|that|these|those|there|one|which|what)$", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\s*(?:of|for|with|in|from|at|on)\s")
_CAPITAL = re.compile(r"(?<![\w’'])[A-Z][\w’'.-]*")
_ENDS_IN_NAME = re.compile(r"^(?:[a-z][\w-]*\s){0,5}(?:[A-Z][\w’'.-]*\s?){1,5}$")
_NAME = re.compile(r"(?<![\w’'])[A-Z][\w’'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][\w’'-]+)+")


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
    if not persons and (rest.strip() or mention.entity.kind is EntityKind.LAW):
        return False
    found = [*_lexicon().speakers.finditer(lead), *_lexicon().papers.finditer(lead)]
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


def _title(cast: Cast, cue: Cue, mention: Mention) -> str | None:
    """Return the title before the name, in the article's words ("Assistant Secretary")."""
    parts = mention.entity.name.split()
    cut = max(mention.surface.find(parts[0]), 0)
    if not mention.surface.startswith(parts[0]) and cut == 0:
        cut = max(mention.surface.rfind(parts[-1]), 0)
    leading = cast.masked[cue.subject_start : mention.start + cut].split()
    while leading and leading[-1] in parts:
        leading.pop()
    lead = " ".join(leading)
    lead = re.sub(r"^(?:the|a|an|our|its|former\s)\s", "", lead, flags=re.IGNORECASE)
    words = [word.strip(".,").lower() for word in lead.split()]
    if not words or len(words) > _MAX_DESCRIPTION_WORDS or words[-1] in {"mr", "ms", "mrs"}:
        return None
    return lead if not _lexicon().titles.isdisjoint(words) else None


def _apposed_role(apposition: str) -> str | None:
    """Return the role between commas, without its article; None when it gives none."""
    words = apposition.lower().split()
    if not words or len(words) > _MAX_DESCRIPTION_WORDS + 5 or words[0] in {"who", "whose"}:
        return None
    if _lexicon().titles.isdisjoint(word.strip(".,") for word in words):
        return None
    return re.sub(r"^(?:the|a|an)\s", "", apposition.strip())


def _described(cast: Cast, cue: Cue, text: str) -> Speaker | None:
    """Return an unnamed speaker in the article's words, without any private name."""
    words = _lexicon()
    role = words.speakers.search(text)
    paper = words.papers.search(text)
    if paper is not None and (role is None or paper.start() > role.start()):
        return (
            _owner(cast, cue) or Speaker(described_as=_lowered(text))
            if _is_safe(cast, cue)
            else None
        )
    if role is not None:
        return _by_role(cast, cue, text, role)
    if _ENDS_IN_NAME.search(text) and text not in _OPENING_WORDS:
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
        described_as=noun if noun.endswith("s") or noun == "police" else _with_article(noun)
    )


_KIN = frozenset(
    "family wife husband mother father sister brother son daughter cousin uncle aunt".split()
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
        generic = _lexicon().speakers.fullmatch(word[0]) or word[0].isupper()
        opens = word.start() == cue.subject_start and (
            word[0] in _OPENING_WORDS or f" {word[0].lower()} " in cast.masked
        )
        if not (opens or generic or word[0] in _ADJECTIVES):
            return False
    return True


_OPENING_WORDS = frozenset(
    "The A An Some Several Many Most Other Another One Two Three Federal State Local City County "
    "Senior Top Former Immigration Immigrant Community Law School Defense Civil Administration "
    "Border Court Hospital Elected Government Human Legal Union Church Police His Her Their Its "
    "Both All Few".split()
)
_ADJECTIVES = frozenset(
    "Democratic Republican Federal State American Mexican Trump Biden White House Congressional "
    "Border Patrol Immigration Customs Department Attorney General".split()
)


def _lowered(text: str) -> str:
    """Return the description as it stands within a sentence."""
    first, _, rest = text.partition(" ")
    return f"{first.lower()} {rest}".strip() if first in _OPENING_WORDS else text


def _apposed_private(apposition: str) -> Speaker:
    """Describe a person whom we do not name by the role beside the name."""
    text = apposition.strip()
    opens = re.match(r"(?:a|an|the|another|one)\s", text)
    short = len(text.split()) <= _MAX_DESCRIPTION_WORDS
    if opens and short and not _CAPITAL.search(text) and _lexicon().speakers.search(text):
        return Speaker(described_as=text)
    return SOMEBODY


def names_private(cast: Cast, start: int, end: int) -> bool:
    """Whether [start, end) holds a full name that belongs to no public entity."""
    return any(
        not any(one.end > found.start() for one in cast.between(found.start(), found.end()))
        for found in _NAME.finditer(cast.masked, start, end)
    )
