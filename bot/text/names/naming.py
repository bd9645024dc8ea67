"""Who is nameable in one text: listed people, people with a public role, and everybody else.

Both sides come from one reading, so that what `entities` names and what `bot.text.private`
hides can never overlap.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from bot.domain.entities import Entity, EntityKind
from bot.text.lexicon import word_set
from bot.text.names import appositions, capitals, fates, officials, people, roles, standing
from bot.text.names.gazetteer import Found, Listed, make
from bot.text.names.roster import roster, surname
from bot.text.names.vocabulary import ordinary
from bot.text.prose.tokens import Tokens

_SUFFIX = re.compile(r",? (Jr|Sr)$")
#: Said of rank and file, these make them victims, who are private.
_VICTIM = re.compile(
    r"(?i)\b(?:was|were|been|being) (?:fatally |also |later |found )?"
    r"(?:shot|killed|wounded|injured|stabbed|struck|slain|murdered|ambushed|assaulted|dead)\b|"
    r", (?:killed|slain|shot|wounded|murdered)\b|\boff[- ]duty\b|"
    r"\b(?:death|killing|widow|memory) of\b|\bslain\b|\bfuneral\b|\bdied\b|\bfallen\b|"
    r"\b(?:whose|lost (?:her|his|their)) (?:son|husband|wife|father|mother|daughter)\b|"
    r"\bline of duty\b|\b\d\d-year-old\b"
)


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("naming", group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The people of one text, as it is read."""

    #: Full names and titled surnames that are nameable.
    public: list[Found] = field(default_factory=list)
    #: Words [start, stop) of names that are not.
    private: list[tuple[int, int]] = field(default_factory=list)
    #: Folded surname -> (word, person or None for a private one), in order of the text.
    surnames: dict[str, list[tuple[int, Entity | None]]] = field(default_factory=dict)
    #: Person id -> the role the text itself gives.
    said: dict[str, str] = field(default_factory=dict)


def name_people(
    tokens: Tokens,
    taken: bytearray,
    listed: Sequence[Found],
    *,
    when: datetime | None,
    states: Sequence[str],
) -> Naming:
    """Return who is public and who is private in a text.

    `taken` marks words of other names (it is extended with the people found); `listed` are the
    full names of listed people among them.
    """
    made = Naming()
    held = _with_role(tokens, listed, taken)
    for name in listed:
        _admit_listed(tokens, name, made, held=held)
        taken[name.start : name.stop] = b"\x01" * (name.stop - name.start)
    famous = roster().famous
    seen = [one for one in people.names(tokens, taken, famous) if _is_new(tokens, one, made)]
    known = _public_names(tokens, [one for one in seen if one.stop - one.start > 1])
    for one in seen:
        if one.stop - one.start > 1 and not _is_repeat(tokens, one, made):
            _admit(tokens, one, known, made)
            taken[one.start : one.stop] = b"\x01" * (one.stop - one.start)
    for one in seen:
        if one.stop - one.start == 1:
            _admit_titled(tokens, one, made, taken, when=when, states=frozenset(states))
    for found in made.surnames.values():
        found.sort(key=lambda pair: pair[0])
    return made


def _is_new(tokens: Tokens, one: people.Person, made: Naming) -> bool:
    """Whether words are a name not yet known; a title before a thing makes it nobody."""
    is_full = one.stop - one.start > 1
    is_thing = is_full and one.role is not None and capitals.is_thing(tokens, one.start, one.stop)
    return not is_thing and not _is_repeat(tokens, one, made)


def _is_repeat(tokens: Tokens, one: people.Person, made: Naming) -> bool:
    """Whether a run of words is only a surname of two words: "Peña Nieto"."""
    key = tokens.key(one.start, one.stop)
    return one.stop - one.start > 1 and (key in made.surnames or key in roster().famous)


def _admit_listed(tokens: Tokens, one: Found, made: Naming, *, held: Container[str]) -> None:
    """Take a listed full name, unless its bearer here is a private namesake.

    `held` are the ids of listed people to whom the text gives a role somewhere.
    """
    person = one.listed.entity
    before = roles.role_before(tokens, one.start)
    role, private = appositions.role_after(tokens, one.stop)
    has_role = before is not None or role is not None or person.id in held
    doubtful = private or officials.needs_role(person)
    if doubtful and not has_role and not _is_unmistakable(person):
        made.private.append((one.start, one.stop))
        _note(made, tokens, one.start, one.stop, None)
        return
    if before or role:
        made.said.setdefault(person.id, before or role or "")
    made.public.append(one)
    for last in {surname(person.name), people.surname_of(tokens, one.start, one.stop)}:
        made.surnames.setdefault(last, []).append((one.start, person))


def _with_role(tokens: Tokens, listed: Sequence[Found], taken: bytearray) -> set[str]:
    """Return the ids of listed people whom the text gives a role beside a full name."""
    return {
        one.listed.entity.id
        for one in listed
        if roles.role_before(tokens, one.start)
        or appositions.role_after(tokens, one.stop)[0]
        or roles.role_at_outlet(tokens, one.start, taken)
        or roles.role_introduced(tokens, one.start)
    }


def _is_unmistakable(person: Entity) -> bool:
    return person in roster().famous.values()


def _note(made: Naming, tokens: Tokens, start: int, stop: int, person: Entity | None) -> None:
    last = people.surname_of(tokens, start, stop)
    made.surnames.setdefault(last, []).append((start, person))
    if stop - start > 2:  # "Abrego Garcia" is a surname too
        made.surnames.setdefault(tokens.key(stop - 2, stop), []).append((start, person))


def _same(tokens: Tokens, one: people.Person) -> str:
    """Return what two mentions of one full name share: its first and its last word."""
    return f"{tokens.lows[one.start]} {people.surname_of(tokens, one.start, one.stop)}"


def _public_names(tokens: Tokens, seen: Sequence[people.Person]) -> dict[str, Entity]:
    """Return the entity of every full name that has a public role anywhere in the text."""
    found: dict[str, Entity] = {}
    for one in seen:
        key = _same(tokens, one)
        if key in found or (one.is_rank and _is_victim(tokens, one)):
            continue
        entity = _entity(tokens, one)
        if entity is not None and not _is_private_after_all(tokens, one, entity):
            found[key] = entity
    return found


def _entity(tokens: Tokens, one: people.Person) -> Entity | None:
    lows = tokens.lows[one.start : one.stop]
    listed = None if one.is_private else officials.by_full_name(lows)
    if one.role is None or listed is not None:
        return listed
    if fates.is_posing(tokens, one.start, one.stop):
        return None
    if (known := officials.by_spelling(lows)) is not None:
        return known
    held = standing.office(tokens, one.start, one.stop, one.role)
    return None if held.is_private_life() else _made(tokens, one, held)


def _is_private_after_all(tokens: Tokens, one: people.Person, entity: Entity) -> bool:
    """Whether what befell somebody without an office outweighs the role the text gives."""
    if one.role is None or officials.is_listed(entity):
        return False
    held = standing.office(tokens, one.start, one.stop, one.role)
    if held.is_held() and not one.is_rank:
        return False
    return fates.outweighs(tokens, one.start, one.stop, one.role, is_rank=one.is_rank)


def _made(tokens: Tokens, one: people.Person, held: standing.Office) -> Entity:
    name = _SUFFIX.sub(r" \1.", " ".join(tokens.surface(one.start, one.stop).split()))
    kind = EntityKind.OFFICIAL if held.is_official() else EntityKind.PERSON
    return make(kind, name, role=held.role)


def _is_victim(tokens: Tokens, one: people.Person) -> bool:
    start = max(0, tokens.starts[one.start] - 60)
    return _VICTIM.search(tokens.text[start : tokens.ends[one.stop - 1] + 60]) is not None


def _admit(tokens: Tokens, one: people.Person, known: dict[str, Entity], made: Naming) -> None:
    person = known.get(_same(tokens, one))
    if person is None:
        made.private.append((one.start, one.stop))
    else:
        listed = Listed(entity=person, shapes=())
        made.public.append(Found(start=one.start, stop=one.stop, listed=listed))
        if one.role is not None:
            made.said.setdefault(person.id, one.role)
    _note(made, tokens, one.start, one.stop, person)


def _admit_titled(
    tokens: Tokens,
    one: people.Person,
    made: Naming,
    taken: bytearray,
    *,
    when: datetime | None,
    states: frozenset[str],
) -> None:
    """Take a title and a bare surname: somebody named before, a listed official, or a new one."""
    last = tokens.lows[one.start]
    if last in made.surnames or one.role is None:
        return
    title = tokens.key(roles.title_start(tokens, one.start), one.start)
    person = officials.by_title(title, last, when, states) or officials.by_fame(last, when)
    held = standing.office(tokens, one.start, one.stop, one.role)
    if person is None and (one.is_rank or not held.is_official() or held.is_private_life()):
        return  # "Officer Smith", "attorney Smith": too little to know anybody by
    person = person or _made(tokens, one, held)
    made.said.setdefault(person.id, one.role)
    made.public.append(
        Found(start=one.start, stop=one.stop, listed=Listed(entity=person, shapes=()))
    )
    taken[one.start] = 1
    made.surnames.setdefault(last, []).append((one.start, person))


def later_mentions(
    tokens: Tokens, taken: bytearray, made: Naming, when: datetime | None
) -> tuple[list[Found], list[tuple[int, int]]]:
    """Return bare surnames: of the public people of this text or of fame, and of private ones."""
    public, private = [], []
    closed = ordinary()
    for i in range(len(tokens)):
        if taken[i] or not tokens.words[i][0].isupper() or tokens.lows[i] in closed:
            continue
        if not _stands_alone(tokens, i):
            continue
        has_next = i + 1 < len(tokens)
        size = 2 if has_next and tokens.key(i, i + 2) in made.surnames else 1
        last = tokens.key(i, i + size)
        if last in made.surnames:
            person = _nearest(made.surnames[last], i) or _famous(tokens, i, when)
            if person is None:
                private.append((i, i + size))
                continue
        else:
            person = _famous(tokens, i, when)
        if person is not None:
            size = size if last in made.surnames else _famous_size(tokens, i)
            listed = Listed(entity=person, shapes=())
            public.append(Found(start=i, stop=i + size, listed=listed))
            taken[i : i + size] = b"\x01" * size
    return public, private


def _nearest(seen: Sequence[tuple[int, Entity | None]], i: int) -> Entity | None:
    before = [person for at, person in seen if at < i]
    return before[-1] if before else seen[0][1]


def _famous_size(tokens: Tokens, i: int) -> int:
    pair = tokens.key(i, min(i + 2, len(tokens)))
    return 2 if i + 1 < len(tokens) and pair in roster().famous else 1


def _famous(tokens: Tokens, i: int, when: datetime | None) -> Entity | None:
    return officials.by_fame(tokens.key(i, i + _famous_size(tokens, i)), when)


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """Whether a surname is not a part of somebody else's or something else's name."""
    if i > 0 and tokens.glues[i - 1] == " " and not tokens.owned[i - 1]:
        before = tokens.lows[i - 1]
        is_initial = len(tokens.words[i - 1].replace(".", "")) == 1 and before != "i"
        hyphen = tokens.before(i) in {"-", "–"}
        is_given = before in people.given_names() and not roles.is_title(before)
        if tokens.is_capital(i - 1) and not hyphen and (is_given or is_initial):
            return False
    if i + 1 < len(tokens) and tokens.joined(i) and tokens.is_capital(i + 1):
        return tokens.lows[i + 1] not in _set("things")
    return True
