"""Parties: who acts in a story, against whom, and on whose side somebody speaks.

The federal government is one side, each state another; whoever speaks for an agency, an
organisation or a person is on that one's side, so that no agency is answered by its own spokesman.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.entities import PEOPLE, Entity, EntityId, EntityKind, Mention
from bot.text.names.roles import is_role, is_title
from bot.text.names.roster import roster
from bot.text.prose.sentences import split
from bot.text.prose.tokens import fold

#: Kinds of entity that can be a party: who acts, is acted on, and answers.
SIDED = PEOPLE | {EntityKind.AGENCY, EntityKind.ORG, EntityKind.PLACE}
#: Sentences of an article in which its parties are introduced.
_LEAD_SENTENCES = 3
JUDGE = re.compile(r"\b(?:judge|justice|magistrate)\b", re.IGNORECASE)
#: What one party does to another.
#: Forms that are nouns as well ("orders", "charges") are left out.
_ACTS = (
    r"\b(?:su(?:es|ed|ing)|accus(?:e|es|ed|ing)|ordered|blocked|blocks|ruled|demand(?:ed|s)|"
    r"threaten(?:s|ed)|warned|charged|arrested|detained|raided|blam(?:es|ed)|fault(?:s|ed)|"
    r"criticiz(?:es|ed)|slammed|blasted|condemn(?:s|ed)|reject(?:s|ed)|barred|halted|subpoenaed|"
    r"indicted|investigat(?:es|ed|ing)|urged|challenged|challenging|protest(?:ed|ing)|pressured|"
    r"fined|denounc(?:es|ed)|(?:lawsuits?|complaints?|charges|injunction|ruling) against|"
    r"alleg(?:es|ed|ing)(?: that)?|puts?(?= [\w ,.’'-]{1,80} on notice))"
)
#: The last of such verbs, not far before a name.
_ACTS_ON = re.compile(rf"{_ACTS}(?: [\w’'-]+){{0,6}} $", re.IGNORECASE)
#: The same before one of several names.
_ACTS_ON_SEVERAL = re.compile(rf"{_ACTS}(?:,? [\w’'.-]+){{0,8}},? $", re.IGNORECASE)
#: After a name: it is acted on, not acting.
_IS_ACTED_ON = re.compile(
    r"(?:[’']s? [\w ]{1,30})?(?:,[^,]{0,80},)? (?:(?:is|was|were|are|has been|have been|being) "
    r"(?:\w+ly |again |now )?(?:sued|accused|ordered|blocked|barred|criticized|blamed|charged|"
    r"faulted|subpoenaed|fined|found in|held in contempt|challenged|investigated|told to|facing)|"
    r"faces|faced|came under|under fire|is being)\b"
)
_BY = re.compile(r"\bby (?:the |federal |U\.S\. |agents (?:of|from) |officers (?:of|from) ){0,3}$")
#: Before a place that only says where.
_WHERE = re.compile(r"\b(?:in|near|at|outside|from) (?:\w+, ){0,2}$")
_SERVES = re.compile(
    r",? (?:(?:an?|the|who is|is|was) )?(?:[\w.’'-]+ ){0,5}(?P<role>[\w.-]+) "
    r"(?:for|to|of|with|at|from|in) (?:the |U\.S\. |President |former ){0,2}"
)
_WORD = re.compile(r"\w+")
#: Characters between a role and whom it serves.
_NEAR = 70


class Told(Protocol):
    """An article's text and what it names."""

    @property
    def body(self) -> str: ...
    @property
    def mentions(self) -> Sequence[Mention]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Who acts in the story and who else is named where it opens."""

    #: The side of the first actor named; "" for an unnamed actor; None when nobody acts.
    acting: str | None
    #: Sides that something is said to be done to.
    accused: frozenset[str]
    #: Entities of other sides named in the first sentences.
    targets: frozenset[EntityId]
    #: The side of everybody the article names.
    sides: Mapping[EntityId, str]

    def side(self, entity: Entity) -> str:
        """Return whose side an entity is on."""
        return self.sides.get(entity.id) or _own_side(entity)

    def is_target(self, entity: Entity) -> bool:
        """Whether an entity could answer for a party named in the opening."""
        return entity.id in self.targets or self.side(entity) in self.accused

    def is_acting(self, entity: Entity) -> bool:
        """Whether an entity is on the side that acts."""
        return self.side(entity) == self.acting


def parties_of(article: Told) -> Parties:
    """Return the parties of an article, read from its first sentences."""
    sides = _sides(article)
    opening = _opening(article)
    actors = [one for one in opening if one.entity.kind is not EntityKind.PLACE]
    if not actors:
        return Parties(acting=None, accused=frozenset(), targets=frozenset(), sides=sides)
    first = sides[actors[0].entity.id]
    if _is_acted_on(article, actors[0]):
        return Parties(
            acting=next((side for side in _others(actors, sides, first)), ""),
            accused=frozenset({first}),
            targets=frozenset(one.entity.id for one in actors if sides[one.entity.id] == first),
            sides=sides,
        )
    others = [one for one in opening if sides[one.entity.id] != first]
    return Parties(
        acting=first,
        accused=frozenset(_accused(article, actors[0], others, sides)),
        targets=frozenset(
            one.entity.id for one in others if not JUDGE.search(one.entity.role or "")
        ),
        sides=sides,
    )


def _opening(article: Told) -> list[Mention]:
    lead = split(article.body)[:_LEAD_SENTENCES]
    end = lead[-1].end if lead else 0
    return sorted(
        (one for one in article.mentions if one.start < end and one.entity.kind in SIDED),
        key=lambda one: one.start,
    )


def _others(actors: Sequence[Mention], sides: Mapping[EntityId, str], first: str) -> Iterator[str]:
    return (sides[one.entity.id] for one in actors if sides[one.entity.id] != first)


def _is_acted_on(article: Told, actor: Mention) -> bool:
    """Whether the first actor named is the one that something is done to."""
    body = article.body
    if _IS_ACTED_ON.match(body, actor.end):
        return True
    sentence = next(one for one in split(body) if one.end > actor.start)
    before = body[sentence.start : actor.start]
    return _ACTS_ON.search(before) is not None and _BY.search(before) is None


def _accused(
    article: Told, actor: Mention, others: Sequence[Mention], sides: Mapping[EntityId, str]
) -> Iterator[str]:
    """Yield the sides that stand behind the actor and what it does, in one sentence."""
    sentence = next(one for one in split(article.body) if one.end > actor.start)
    for one in others:
        between = article.body[actor.end : one.start]
        is_named = one.end <= sentence.end and not JUDGE.search(one.entity.role or "")
        if is_named and _ACTS_ON_SEVERAL.search(between) and not _WHERE.search(between):
            yield sides[one.entity.id]


# -- sides ---------------------------------------------------------------------------------------


def _own_side(entity: Entity) -> str:
    if entity.kind is EntityKind.AGENCY or _is_listed(entity):
        return entity.state or "federal"
    return (entity.kind is EntityKind.PLACE and entity.state) or entity.id


def _is_listed(entity: Entity) -> bool:
    """Whether the lists know an official; whom a text alone makes public is anybody's lawyer."""
    name = " ".join(map(fold, entity.name.split()))
    return entity.kind is EntityKind.OFFICIAL and (
        entity.state is not None or name in roster().by_name
    )


def _sides(article: Told) -> dict[EntityId, str]:
    """Return the side of each entity: its own, or of whom its role serves."""
    named = sorted(
        (one for one in article.mentions if one.entity.kind in SIDED), key=lambda one: one.start
    )
    sides = {one.entity.id: _own_side(one.entity) for one in named}
    served: dict[EntityId, str] = {}
    for person, whom in _pairs(named):
        if person.entity.id not in served and _serves(article.body, person, whom):
            served[person.entity.id] = sides[whom.entity.id]
    return sides | served


def _pairs(named: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield people with whoever is named right before or behind them."""
    for at, one in enumerate(named):
        if one.entity.kind in PEOPLE:
            beside = (*named[max(0, at - 1) : at], *named[at + 1 : at + 2])
            yield from ((one, other) for other in beside if other.entity.id != one.entity.id)


def _serves(body: str, person: Mention, whom: Mention) -> bool:
    """Whether a role ties the one to the other: "ICE spokesman", "a lawyer for the family"."""
    if whom.entity.kind is EntityKind.PLACE:
        return False
    is_before = whom.end <= person.start
    gap = body[whom.end : person.start] if is_before else body[person.end : whom.start]
    if not 0 < len(gap) <= _NEAR or "\n" in gap:
        return False
    if is_before:
        words = [word for word in _WORD.findall(gap.lower()) if word != "s"]
        return any(map(is_role, words)) and all(map(is_title, words))
    found = _SERVES.fullmatch(gap)
    return found is not None and is_role(found["role"].lower())
