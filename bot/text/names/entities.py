"""Mentions: where a text names a public agency, official, place, court, law or organisation.

Lists first, shapes second, people by their roles; the longest name at a place wins. Nothing is
taken from furniture, bylines or outlets' names, and nobody without a public role is taken at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from bot.domain.entities import PEOPLE, Entity, EntityKind, Mention
from bot.text.lexicon import load, word_set
from bot.text.names import forms, gazetteer, naming, officials, patterns, places, roles
from bot.text.names.cited import cited
from bot.text.names.gazetteer import Found, Listed, Needs
from bot.text.names.geography import lands
from bot.text.names.groups import groups
from bot.text.names.localities import localities, quarters
from bot.text.names.namesakes import without_namesakes
from bot.text.names.roster import roster
from bot.text.names.seats import seated
from bot.text.prose.tokens import Tokens, tokenize, tokens_of, without_possessive

#: Whole lines that are no reporting: links, bylines, notices.
_FURNITURE = re.compile(
    r"^[ \t•*–—-]*(?:"
    r"(?:SEE ALSO|READ (?:MORE|ALSO|NEXT)|ALSO READ|MORE(?: FROM| ON| NEWS)?:|RELATED|RECOMMENDED|"
    r"WATCH(?: NOW)?:|LISTEN:|PHOTOS?:|VIDEO:|TRENDING|MOST READ|DON'T MISS|EDITOR'S PICKS?)\b.*|"
    r"(?:See also|Read more|Also read|Related|More from|Watch|Photo by|Image via|Sign up|Subscribe|"
    r"Click here|Follow us|Copyright|©|\(c\)|All rights reserved|Advertisement|Related Articles?)\b"
    r"(?=.{0,160}$).*|"
    r"By [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:(?:,| of| and| &|\|)[^.!?\n]{0,80})?|"
    r".{0,120}\bcan be reached at\b.*|"
    r"[A-Z][\w.'’-]+ (?:[A-Z][\w.'’-]+ ){1,3}(?:is|was) (?:an?|the) [^.\n]{0,80}\b"
    r"(?:reporter|writer|columnist|correspondent|contributor|author|editor|journalist)\b.{0,200}|"
    r".{0,120}\bcontributed to this (?:report|story|article)\b.*|"
    r"The (?:Associated Press|[A-Z]\w+) contributed\b.*"
    r")$",
    re.MULTILINE,
)
#: After these shouted words "ICE" is frozen water.
_FROZEN = frozenset({"BLACK", "DRY", "SHAVED", "CRUSHED", "SEA", "THIN", "ON"})
_SHOUT = 4  # letters of a word in capitals that make an English acronym beside it doubtful


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("entities", group)


def find_mentions(
    body: str, *, title: str = "", outlet: str = "", published_at: datetime | None = None
) -> tuple[Mention, ...]:
    """Return the public names of a text, in order, without overlaps.

    `title` only helps to place cities; `outlet` is the publisher, whose name is no entity;
    `published_at` dates the terms of office by which titles resolve.
    """
    tokens = tokens_of(body)
    hints = _hints(tokenize(title)) if title else ()
    found, _ = read(tokens, hints=hints, outlet=outlet, when=published_at)
    return tuple(_mention(tokens, one) for one in found if one.listed.needs is not Needs.DROPPED)


def _mention(tokens: Tokens, one: Found) -> Mention:
    start, end = tokens.starts[one.start], tokens.ends[one.stop - 1]
    if tokens.text[end : end + 1] == ")" and "(" in tokens.text[start:end]:
        end += 1  # "287(g)"
    return Mention(entity=one.listed.entity, surface=tokens.text[start:end], start=start, end=end)


def read(
    tokens: Tokens, *, hints: tuple[str, ...] = (), outlet: str = "", when: datetime | None = None
) -> tuple[list[Found], list[tuple[int, int]]]:
    """Return the public names (outlets among them, marked) and the words of private people."""
    things, states = _things(tokens, hints)
    taken = _closed(tokens, outlet)
    listed_people = list(officials.scan(tokens))
    kept: list[Found] = []
    named: list[Found] = []
    for one in _longest([*listed_people, *things]):
        if any(taken[one.start : one.stop]) or _is_false(tokens, one):
            continue
        is_person = one.listed.entity.kind in PEOPLE
        (named if is_person else kept).append(one)
    kept = without_namesakes(tokens, kept)
    for one in kept:
        mark = _mark(one)
        taken[one.start : one.stop] = mark * (one.stop - one.start)
    made = naming.name_people(tokens, taken, named, when=when, states=states)
    public, private = naming.later_mentions(tokens, taken, made, when)
    found = [*kept, *(_in_role(one, made.said, when) for one in (*made.public, *public))]
    found += _defined(tokens, found, taken)
    return sorted(found, key=lambda one: one.start), sorted([*made.private, *private])


def _mark(one: Found) -> bytes:
    """Return what `people.names` should know of taken words."""
    if one.listed.needs is Needs.DROPPED:
        return bytes([roles.OUTLET])
    return bytes([roles.ADVOCATES]) if _is_advocacy(one.listed.entity) else b"\x01"


def _is_advocacy(entity: Entity) -> bool:
    """Whether "Jane Roe of <it>" speaks in a role: no gang, company or school."""
    return entity.kind is EntityKind.ORG and any(word in entity.name for word in _set("advocacy"))


def _in_role(one: Found, said: dict[str, str], when: datetime | None) -> Found:
    """Give a person the role the text prints, or the office held on the day of the text."""
    person = one.listed.entity
    role = said.get(person.id) or officials.role_at(person, when)
    return replace(one, listed=replace(one.listed, entity=replace(person, role=role)))


def _things(tokens: Tokens, hints: tuple[str, ...]) -> tuple[list[Found], tuple[str, ...]]:
    """Return everything but people, and the states the text names, most named first."""
    listed = list(gazetteer.scan(tokens))
    towns = [*places.towns(tokens), *places.code_lists(tokens)]
    states = tuple(dict.fromkeys((*places.named_states([*towns, *listed]), *hints)))
    settled = list(places.settle(tokens, listed, states))
    things = [
        *towns,
        *settled,
        *quarters(tokens, settled),
        *cited(tokens),
        *seated(tokens, states),
        *places.counties(tokens, states),
        *forms.fixed(tokens),
        *patterns.shaped(tokens),
        *lands(tokens),
        *places.washingtons(tokens, states),
        *papers(tokens),
        *_british_ice(tokens),
        *_the_house(tokens),
        *groups(tokens),
        *localities(tokens, states),
    ]
    return things, states


def _longest(found: Iterable[Found]) -> Iterator[Found]:
    """Yield names without overlaps; the longer wins, among equals the earlier in the list."""
    used: set[int] = set()
    ranked = sorted(enumerate(found), key=lambda pair: (pair[1].start - pair[1].stop, pair[0]))
    for _, one in ranked:
        words = range(one.start, one.stop)
        if used.isdisjoint(words):
            used.update(words)
            yield one


def _closed(tokens: Tokens, outlet: str) -> bytearray:
    """Mark the words of furniture lines and of the outlet's own name."""
    closed = bytearray(len(tokens))
    spans = [match.span() for match in _FURNITURE.finditer(tokens.text)]
    if len(outlet) > 3:  # "AP" would close half of "APPLE"
        spans += [match.span() for match in re.finditer(re.escape(outlet), tokens.text)]
    for start, end in spans:
        for i in range(bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)):
            closed[i] = 1
    return closed


def _is_false(tokens: Tokens, one: Found) -> bool:
    if one.listed.entity.id == "agency:ice" and one.stop - one.start == 1:
        following = tokens.lows[one.stop] if one.stop < len(tokens) else ""
        before = tokens.words[one.start - 1] if one.start else ""
        return following in _set("cold") or before in _FROZEN
    if tokens.lows[one.stop - 1] in {"senate", "house"} and one.listed.entity.state:
        following = tokens.lows[one.stop] if one.stop < len(tokens) else ""
        return following in _set("contests")  # "the Texas Senate race" is for a seat in Washington
    if one.listed.needs is Needs.QUIET and one.stop - one.start == 1:
        return any(_shouts(tokens, i) for i in (one.start - 1, one.stop))
    return False


def _shouts(tokens: Tokens, i: int) -> bool:
    return 0 <= i < len(tokens) and tokens.words[i].isupper() and len(tokens.words[i]) >= _SHOUT


@cache
def _paper_endings() -> frozenset[str]:
    return frozenset(tokenize(name).lows[-1] for name in load("outlets")["outlets"]["endings"])


@cache
def _unknown_outlet() -> Listed:
    outlet = gazetteer.make(EntityKind.ORG, "a media outlet")
    return Listed(entity=outlet, shapes=(), needs=Needs.DROPPED)


def papers(tokens: Tokens) -> Iterator[Found]:
    """Yield unknown outlets by their endings, to be dropped: "the Lakeshore Tribune"."""
    listed = _unknown_outlet()
    endings = _paper_endings()
    for i, low in enumerate(tokens.lows):
        if low in endings and tokens.is_capital(i) and i > 0 and tokens.joined(i - 1):
            start = i
            while start > 0 and tokens.joined(start - 1) and tokens.is_capital(start - 1):
                start -= 1
            goes_on = tokens.joined(i) and tokens.is_capital(i + 1)
            if i - start in {1, 2, 3} and not goes_on:
                yield Found(start=start, stop=i + 1, listed=listed)


def _british_ice(tokens: Tokens) -> Iterator[Found]:
    """Yield "Ice" for the agency, as British papers write it; never the frozen kind."""
    for i in gazetteer.positions(tokens, "Ice"):
        following = tokens.lows[i + 1] if i + 1 < len(tokens) else ""
        inside = not tokens.opens_sentence(i) and not tokens.is_capital(i - 1)
        if following in _set("ice_at_work") or (
            inside and following not in _set("cold") and not _titled(tokens, i)
        ):
            yield Found(start=i, stop=i + 1, listed=Listed(entity=_ice(), shapes=()))


def _the_house(tokens: Tokens) -> Iterator[Found]:
    """Yield "the House" for the chamber."""
    house = gazetteer.index().names["us house"][0]
    for i in gazetteer.positions(tokens, "House"):
        if i > 0 and tokens.lows[i - 1] == "the" and not _titled(tokens, i):
            yield Found(start=i, stop=i + 1, listed=house)


def _titled(tokens: Tokens, i: int) -> bool:
    return tokens.is_capital(i + 1) and tokens.joined(i)


@cache
def _ice() -> Entity:
    return gazetteer.index().names["ice"][0].entity


def _defined(tokens: Tokens, found: list[Found], taken: bytearray) -> list[Found]:
    """Return later uses of acronyms the text defines: "Harbor Rights Project (HRP)"."""
    meanings: dict[str, Found] = {}
    for one in found:
        i = one.stop
        if i < len(tokens) and tokens.before(i) == " (" and tokens.after(i).startswith(")"):
            word = tokens.words[i]
            if word.isupper() and len(word) > 1 and not taken[i]:
                meanings.setdefault(word, one)
    return [
        Found(start=i, stop=i + 1, listed=meanings[word].listed)
        for i, word in enumerate(tokens.words)
        if word in meanings and not taken[i]
    ]


def _hints(tokens: Tokens) -> tuple[str, ...]:
    listed = [*gazetteer.scan(tokens), *places.towns(tokens), *places.code_lists(tokens)]
    return places.named_states(listed)


def states_of(mentions: Sequence[Mention], title: str) -> tuple[str, ...]:
    """Return the two-letter states a text is about, strongest first; mentioned is not about.

    `mentions` are those of its body (`find_mentions`).
    """
    return places.tally(mentions, _hints(tokenize(title)))


def look_up(name: str) -> tuple[Entity, ...]:
    """Return the entities a typed name means, best first; empty when no list knows it.

    Any alias in any case; an office ("attorney general") gives who holds it; otherwise names
    that contain every typed word. Letters alone name nobody: they stand in names as initials.
    """
    lows = tokenize(without_possessive(name)).lows
    if max(map(len, lows), default=0) < 2:
        return ()
    key = " ".join(lows)
    exact = [listed.entity for listed in _readings(name, key) if listed.needs is not Needs.DROPPED]
    known = roster()
    person = known.famous.get(key) or officials.by_full_name(lows)
    holder = officials.by_office(key, None)
    terms = known.by_surname.get(key, ())
    found = [*filter(None, (person,)), *exact, *(term.person for term in terms)]
    found += [holder] if holder is not None else []
    return tuple({entity.id: entity for entity in found or _containing(set(lows))}.values())


def _readings(name: str, key: str) -> tuple[Listed, ...]:
    names = gazetteer.index().names
    tokens = tokenize(name)
    states = {code: gazetteer.state_entity(code) for code in gazetteer.state_names()}
    code = name.strip().upper()
    typed = names.get(tokens.key(0, len(tokens)), ()) or names.get(key, ())
    if code in states:
        return (Listed(entity=states[code], shapes=()), *typed)
    return typed


def _containing(words: set[str]) -> list[Entity]:
    """Return up to ten entities whose names hold every word, shortest names first."""
    known = [
        listed.entity
        for readings in gazetteer.index().names.values()
        for listed in readings
        if listed.needs is not Needs.DROPPED
    ]
    known += roster().by_name.values()
    fits = {e.id: e for e in known if words <= set(tokenize(e.name).lows)}
    return sorted(fits.values(), key=lambda entity: (len(entity.name), entity.name))[:10]
