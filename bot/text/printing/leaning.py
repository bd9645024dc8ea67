"""Leaning: what a sentence needs said before it, and what it introduces for those after it.

"The center is run by a private company" leans on a sentence that says which center; "Langhofer
denied it" on one that gives the full name. Such sentences are printed behind one that does. Words
that refer back to more than a noun ("But", "He", "The next day") can lean on no other sentence of a
summary: what stood before them in the article is left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain

from bot.domain.entities import PEOPLE, EntityKind, Mention
from bot.text.lexicon import load, word_set
from bot.text.names.roles import is_title
from bot.text.names.roster import roster
from bot.text.prose.tokens import fold

#: What any sentence before gives: "The decision came", "ICE also said".
ANYTHING = "*"

_PRONOUN = re.compile(
    r"[“\"]?(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Hh]is|[Hh]er|[Tt]heir|"
    r"[Hh]im|[Tt]hem|[Ii]ts|[Bb]ut|[Aa]nd|[Ss]o|[Yy]et|[Oo]r|[Ss]uch|[Bb]oth|[Hh]ere|[Tt]here|"
    r"[Tt]hen|[Ss]till|[Aa]lso|[Hh]owever|[Mm]eanwhile|[Ii]nstead|[Tt]herefore|[Mm]oreover|"
    r"[Ff]urthermore|[Oo]thers?|[Tt]he (?:latter|former|others?)|[Aa]mong them|[Ii]n addition|"
    r"[Aa]nother|[Oo]ne)(?=[\s,’'])"
)
_SPAN = r"(?:minute|hour|day|night|week|month|year|moment|morning|afternoon|evening|weekend)"
#: A time that is told from another: "The next day", "Two days later", "That night".
_TIME = re.compile(
    rf"[“\"]?(?:(?:On |By |In )?(?:the|that|this very) (?:very |same )?(?:next|following|same|"
    rf"previous|preceding) {_SPAN}\b|(?:On |By |In )?that (?:same )?{_SPAN}s?\b|"
    rf"the {_SPAN} (?:before|after)(?=[, ])|"
    rf"(?:[\w-]{{1,12}} ){{0,3}}{_SPAN}s? (?:later|earlier|before|afterwards?)(?=[, ])|"
    r"at (?:the|that|the same) (?:time|point|moment)\b(?! (?:of|when|that|where))|"
    r"by (?:then|that time|that point)\b|"
    r"(?:during|around|since|until) that time\b|in the meantime\b|in the process\b|"
    r"(?:shortly|soon|immediately|not long) (?:after|before|there)(?:wards?|after)?,|"
    r"(?:afterwards?|thereafter|eventually|ultimately|initially|previously|elsewhere)(?=[, ])|"
    r"earlier(?=,| in the (?:day|night|week|evening)))",
    re.IGNORECASE,
)
#: "Featuring images of it, it captures": what the main clause is about was named before.
_LATE_PRONOUN = re.compile(
    r"(?:[A-Z]\w+ing|In|At|On|After|With|By|For|Despite|Since|While|As|When|Under|Before)\b"
    r"[^.,]{1,80},(?:[^.,]{1,60},)? (?:it|they)\b(?! (?:was|is) (?:a|an|the|not|also)?\s?\w+ed\b)"
)
#: "Many worry", "In his ruling": the people, the speaker stand in a sentence before.
_AMONG = re.compile(
    r"(?:(?:Many|Some|Several|Most|All|Few|None|Each|Neither|Two|Three|Four|Five|A few|Dozens|"
    r"Hundreds|Thousands) (?:also |later |still )?(?:[a-z]{2,12}ed|are|were|have|had|will|would|"
    r"say|said|worry|fear|want|came|went|took|told|could|can)|"
    r"(?:In|At|By|With|After|On|During|Before|For) (?:his|her|their|its|this|that|these|those))\b"
)
#: A pronoun of a thing that was named before, anywhere: "these large caravans".
_POINTING = re.compile(
    r"[TtSs](?<!\w.)(?:(?<=[Tt])h[eo]se|(?<=[Ss])uch)\s(?!a\b|an\b|as\b|who|with|in\b|of\b|from|seeking|held|on\b|"
    r"at\b|under|that|already|living|whose|which|detained|arrested|accused|convicted|days\b|are\b)"
    r"[a-z]"
)
#: "ICE also said", "Democrats, meanwhile, said": one of several things said.
_ADDS = re.compile(r"^(?:[\w’'.,-]{1,25} ){1,7}?(?:also|too|meanwhile|however|likewise|then)\b")
#: "The photos were taken": a bare noun and its verb open the sentence.
_OPENS = re.compile(
    r"(?:The|This|That|These|Those) (?P<noun>[a-z]{3,20})(?:[’']s? [a-z]{3,20})? "
    r"(?:is|are|was|were|has|have|had|will|would|could|can|may|might|also|said|says|came|comes|began|went|took|gave|made|[a-z]{2,12}ed)\b"
)
_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
_OF_KIND = {
    EntityKind.AGENCY: ("agency",),
    EntityKind.FACILITY: ("place",),
    EntityKind.COURT: ("court", "ruling"),
    EntityKind.OFFICIAL: ("officer",),
    EntityKind.PERSON: ("person", "officer"),
    EntityKind.ORG: ("group", "company", "agency"),
    EntityKind.LAW: ("bill", "plan"),
}


def opens_unresolved(text: str) -> bool:
    """Whether the first words refer back to more than a noun ("He", "But", "The next day")."""
    return (
        _PRONOUN.match(text) is not None
        or _LATE_PRONOUN.match(text) is not None
        or _TIME.match(text) is not None
    )


def points_back(masked: str) -> bool:
    """Whether words outside quotations point at what another sentence named: "these caravans"."""
    return _POINTING.search(masked) is not None


def lean(
    body: str,
    masked: str,
    span: tuple[int, int],
    mentions: Sequence[Mention],
    *,
    told: Container[str] = frozenset(),
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what body[span] needs introduced before it, and what it introduces itself.

    Quotations in `masked` are blanked: what they lean on stands in them. `mentions` are those of
    the whole text. What the headlines introduced, `told`, is known to the reader, but nothing to
    open a sentence with.
    """
    start, end = span
    inside = [one for one in mentions if start <= one.start and one.end <= end]
    leaning = [each for each in _leaning(masked[start:end]) if not (each[0] and each[1] in told)]
    given = list(_given(body[start:end], start, inside)) if leaning else ()
    needs = {
        group
        for at, group in leaning
        if not any(where < at and what == group for where, what in given)
    }
    if _ADDS.match(masked[start:end]) or _AMONG.match(masked[start:end]):
        needs.add(ANYTHING)
    people = (one.entity.id for one in inside if one.entity.kind in PEOPLE)
    introduced = frozenset({ANYTHING, *people, *_introduced(body[start:end], inside)})
    return frozenset({*needs, *_bare(masked, inside)}), introduced


def told_by(headlines: Iterable[str]) -> frozenset[str]:
    """Return the classes of nouns that headlines introduce."""
    return frozenset(what for line in headlines for what in _introduced(line, ()))


def _introduced(text: str, inside: Sequence[Mention]) -> Iterator[str]:
    """Yield each class of noun that is introduced."""
    yield from chain.from_iterable(map(_given_by, _WORD.findall(text)))
    for one in inside:
        yield from _OF_KIND.get(one.entity.kind, ())


def _given(text: str, start: int, inside: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    """Yield each class of noun that is introduced, and where."""
    for word in _WORD.finditer(text):
        for group in _given_by(word[0]):
            yield word.start(), group
    for one in inside:
        for group in _OF_KIND.get(one.entity.kind, ()):
            yield one.start - start, group


@lru_cache(maxsize=8192)
def _given_by(word: str) -> tuple[str, ...]:
    """Return every class of noun that a word introduces."""
    bare = word.lower().removesuffix("’s").removesuffix("'s")
    return (*_classes().get(bare, ()), _stem(word))


def _stem(word: str) -> str:
    """Return what a noun shares with its plural, as a class of its own."""
    return f"={word.lower().removesuffix('s')}"


def _leaning(text: str) -> Iterator[tuple[int, str]]:
    """Yield the class of each noun that does not say which one it means, and where it stands."""
    opening = _OPENS.match(text)
    noun = opening["noun"] if opening is not None else ""
    if noun and noun not in _class_of() and noun not in word_set("leaning", "known"):
        yield 0, _stem(noun)
    for found in _definite().finditer(text):
        noun = found["noun"].lower()
        is_subject = found.start() == 0
        if is_subject or noun not in word_set("leaning", "subjects"):
            group = _class_of()[noun]
            yield found.start(), ANYTHING if group == "move" else group


def _bare(masked: str, inside: Sequence[Mention]) -> Iterator[str]:
    """Yield the ids of people called by a surname that only an earlier sentence explains."""
    named = set()
    for one in inside:
        person = one.entity
        if person.kind not in PEOPLE:
            continue
        if " " not in one.surface and person.id not in named and not _is_known(masked, one):
            yield person.id
        named.add(person.id)


def _is_known(masked: str, one: Mention) -> bool:
    """Whether a surname says who is meant: a famous one, or one behind a title."""
    if masked[one.start] == "\0" or roster().famous.get(fold(one.surface)) is not None:
        return True
    before = _WORD.findall(masked[max(0, one.start - 20) : one.start])
    return bool(before) and before[-1][0].isupper() and is_title(fold(before[-1]))


# -- the nouns -----------------------------------------------------------------------------------


def _groups() -> Mapping[str, str]:
    return {
        name: words
        for name, words in load("wording")["leaning"].items()
        if name not in {"subjects", "vague", "which", "known"}
    }


@cache
def _class_of() -> Mapping[str, str]:
    return {noun: name for name, words in _groups().items() for noun in words.split()}


@cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    """Return every class that a word introduces."""
    found: dict[str, list[str]] = {}
    for table in (_groups(), load("wording")["introducing"]):
        for name, words in table.items():
            for word in words.split():
                found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _definite() -> re.Pattern[str]:
    """Return the pattern of "the company" and "The federal agency" without words that say which."""
    vague = _any(sorted(word_set("leaning", "vague")))
    modifiers = rf"(?:(?:{vague}|\d{{1,3}}-year-old) ){{0,2}}"
    nouns = _any(sorted(_class_of()))
    which = _any(sorted(word_set("leaning", "which")))
    return re.compile(
        rf"[Tt](?<!\w.)(?:he|his|hat|hese|hose) {modifiers}(?P<noun>{nouns})"
        rf"(?:[’']s?)?(?![\w-])(?! (?:{which})\b)(?! [A-Z0-9])"
    )
