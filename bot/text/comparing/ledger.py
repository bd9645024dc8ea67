"""The ledger of a story: which figures and quotations its articles share, change or have alone."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.domain.claims import Claim, ClaimKind, Figure
from bot.domain.entities import EntityId
from bot.text.comparing.sameness import is_same_value
from bot.text.comparing.tellings import (
    MOST_CLAIMS,
    LedgerSource,
    Telling,
    figure_reasons,
    grouped,
    likeness,
    plain_words,
    quote_reasons,
    quoted_words,
    tellings,
    who,
)
from bot.text.prose.sentences import split

__all__ = [
    "Difference",
    "Ledger",
    "LedgerFigure",
    "LedgerQuote",
    "LedgerSource",
    "OnlyIn",
    "OnlyKind",
    "compare",
]

_Item = TypeVar("_Item")


def _unique(items: Iterable[_Item]) -> list[_Item]:
    return list(dict.fromkeys(items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How one article gives a figure or a quotation otherwise, in words for print."""

    article: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFigure:
    """A figure in the words of the first article that has it, originals before derivatives."""

    article: int
    claim: Claim
    figure: Figure
    #: Other articles that give the same value for the same thing, in order.
    agreeing: tuple[int, ...] = ()
    #: Those of `agreeing` that other outlets printed and did work of their own for.
    corroborating: tuple[int, ...] = ()
    differences: tuple[Difference, ...] = ()
    #: The first article is a copy or a rewrite: nobody else has the figure.
    is_derivative: bool = False
    #: One outlet alone gives it, in this or another value.
    stands_alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerQuote:
    """A quotation in the words of the first article that has it."""

    article: int
    claim: Claim
    same_in: tuple[int, ...] = ()
    differences: tuple[Difference, ...] = ()
    is_derivative: bool = False


class OnlyKind(StrEnum):
    """What a derivative article has that no original has."""

    FIGURE = "figure"
    QUOTE = "quote"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyIn:
    """Something that stands in one derivative article and in no original of the story."""

    article: int
    kind: OnlyKind
    #: "over 400,000", "September 10", the quotation, the name.
    words: str
    #: The sentence it stands in; empty when the caller gave no body.
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Figures and quotations of a story, and what its derivative articles add on their own."""

    figures: tuple[LedgerFigure, ...] = ()
    quotes: tuple[LedgerQuote, ...] = ()
    only_in: tuple[OnlyIn, ...] = ()


def compare(sources: Sequence[LedgerSource]) -> Ledger:
    """Compare a story's articles; originals come first, otherwise the caller's order is kept."""
    ordered = sorted(sources, key=lambda one: one.provenance.is_derivative)
    return Ledger(
        figures=tuple(_figures(ordered)),
        quotes=tuple(_quotes(ordered)),
        only_in=tuple(_only_in(ordered)),
    )


# -- figures -------------------------------------------------------------------------------------


def _figures(sources: Sequence[LedgerSource]) -> Iterator[LedgerFigure]:
    """Group tellings by the figure they give and describe each group from its first telling."""
    groups = grouped(tellings(sources))
    places = {one.article: place for place, one in enumerate(sources)}
    groups.sort(key=lambda group: (places[group[0].source.article], group[0].claim.start))
    yield from map(_ledger_figure, groups)


def _ledger_figure(group: Sequence[Telling]) -> LedgerFigure:
    lead = group[0]
    others = [one for one in group[1:] if one.source.article != lead.source.article]
    alike = (one.source for one in others if one.figure.value == lead.figure.value)
    # By number: to hash a source is to hash all its claims.
    agreeing = list({source.article: source for source in alike}.values())
    reasons = _unique(
        Difference(article=one.source.article, reason=f"{who(one.source, lead.source)} {reason}")
        for one in others
        for reason in figure_reasons(lead, one)
    )
    return LedgerFigure(
        article=lead.source.article,
        claim=lead.claim,
        figure=lead.figure,
        agreeing=tuple(one.article for one in agreeing),
        corroborating=tuple(
            one.article
            for one in agreeing
            if not one.provenance.is_derivative and not one.is_same_outlets(lead.source)
        ),
        differences=tuple(reasons),
        is_derivative=lead.source.provenance.is_derivative,
        stands_alone=all(one.source.is_same_outlets(lead.source) for one in others),
    )


# -- quotations ----------------------------------------------------------------------------------


def _quotes(sources: Sequence[LedgerSource]) -> Iterator[LedgerQuote]:
    """Group the quotations that are the same or altered, described from the first one."""
    groups: list[list[tuple[LedgerSource, Claim]]] = []
    for source in sources:
        for claim in _quotations(source):
            group = next((one for one in groups if likeness(one[0][1], claim)), None)
            if group is None:
                groups.append([(source, claim)])
            else:
                group.append((source, claim))
    yield from map(_ledger_quote, groups)


def _ledger_quote(group: Sequence[tuple[LedgerSource, Claim]]) -> LedgerQuote:
    source, claim = group[0]
    others = [one for one in group[1:] if one[0].article != source.article]
    return LedgerQuote(
        article=source.article,
        claim=claim,
        same_in=tuple(
            _unique(one.article for one, theirs in others if likeness(claim, theirs) >= 1)
        ),
        differences=tuple(
            _unique(
                Difference(article=one.article, reason=f"{who(one)} {reason}")
                for one, theirs in others
                if not source.is_same_outlets(one)
                for reason in quote_reasons(claim, theirs)
            )
        ),
        is_derivative=source.provenance.is_derivative,
    )


# -- only in -------------------------------------------------------------------------------------

_MONTHS = tuple(month_name[1:])
_DATE = re.compile(
    r"\b(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s(?P<day>\d{1,2})\b"
    r"(?!,?\s?\d{3}\b(?!\d))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Originals:
    """What stands in the originals of a story, gathered once for all its derivatives."""

    figures: Mapping[Decimal, Sequence[Figure]]
    quotes: Sequence[Claim]
    #: The words of each body with a space on either side, as quotations are looked for in them.
    bodies: Sequence[str]
    #: None when an original came without its body: which days it names is not known then.
    days: frozenset[tuple[str, int]] | None
    #: Empty when none names anybody: then it is not known who was named.
    names: frozenset[EntityId]


def _only_in(sources: Sequence[LedgerSource]) -> Iterator[OnlyIn]:
    derived = [one for one in sources if one.provenance.is_derivative]
    told = [one for one in sources if not one.provenance.is_derivative]
    if not derived or not told:
        return
    originals = _in_originals(told)
    for source in derived:
        yield from _unique(
            (
                *_only_figures(source, originals),
                *_only_quotes(source, originals),
                *_only_dates(source, originals),
                *_only_names(source, originals),
            )
        )


def _in_originals(sources: Sequence[LedgerSource]) -> _Originals:
    figures: dict[Decimal, list[Figure]] = {}
    for one in tellings(sources):
        figures.setdefault(one.figure.value, []).append(one.figure)
    days = {key for one in sources for key, _ in _dates(one.body)} | _publication_days(sources)
    return _Originals(
        figures=figures,
        quotes=[claim for one in sources for claim in _quotations(one)],
        bodies=[_in_plain_words(one.body) for one in sources],
        days=frozenset(days) if all(one.body for one in sources) else None,
        names=frozenset(mention.entity.id for one in sources for mention in one.mentions),
    )


def _quotations(source: LedgerSource) -> list[Claim]:
    return [claim for claim in source.claims[:MOST_CLAIMS] if claim.kind is ClaimKind.QUOTE]


def _only_figures(source: LedgerSource, originals: _Originals) -> Iterator[OnlyIn]:
    for telling in tellings([source]):
        alike = originals.figures.get(telling.figure.value, ())
        if not any(is_same_value(figure, telling.figure) for figure in alike):
            yield OnlyIn(
                article=source.article,
                kind=OnlyKind.FIGURE,
                words=telling.figure.surface,
                sentence=telling.claim.sentence,
            )


def _only_quotes(source: LedgerSource, originals: _Originals) -> Iterator[OnlyIn]:
    for claim in _quotations(source):
        if any(likeness(one, claim) for one in originals.quotes):
            continue
        # Between spaces: the words "art is" do not stand in "the start is near".
        words = f" {' '.join(quoted_words(claim.words))} "
        if not any(words in body for body in originals.bodies):
            yield OnlyIn(
                article=source.article,
                kind=OnlyKind.QUOTE,
                words=claim.words,
                sentence=claim.sentence,
            )


def _in_plain_words(body: str) -> str:
    return f" {' '.join(plain_words(body))} "


def _dates(body: str) -> Iterator[tuple[tuple[str, int], re.Match[str]]]:
    for found in _DATE.finditer(body):
        yield (found["month"], int(found["day"])), found


def _only_dates(source: LedgerSource, originals: _Originals) -> Iterator[OnlyIn]:
    if originals.days is None:
        return
    for key, found in _dates(source.body):
        if key not in originals.days:
            yield OnlyIn(
                article=source.article,
                kind=OnlyKind.DATE,
                words=found[0],
                sentence=_sentence_around(source.body, found.start()),
            )


def _publication_days(originals: Sequence[LedgerSource]) -> set[tuple[str, int]]:
    """Return the days an original names by weekday: its publication and the six days before."""
    days = (
        one.published_on - timedelta(days=back)
        for one in originals
        if one.published_on is not None
        for back in _weekdays_back(one)
    )
    return {(_MONTHS[day.month - 1][:3], day.day) for day in days}


_WEEKDAYS = tuple(day_name)


def _weekdays_back(source: LedgerSource) -> list[int]:
    """Return how many days back each weekday named in the body lies; 0 is always among them."""
    assert source.published_on is not None
    today = source.published_on.weekday()
    named = (index for index, name in enumerate(_WEEKDAYS) if name in source.body)
    return _unique([0, *((today - index) % 7 for index in named)])


def _only_names(source: LedgerSource, originals: _Originals) -> Iterator[OnlyIn]:
    if not originals.names:
        return
    seen: set[EntityId] = set()
    for mention in source.mentions:
        if mention.entity.id not in originals.names and mention.entity.id not in seen:
            seen.add(mention.entity.id)
            yield OnlyIn(
                article=source.article,
                kind=OnlyKind.NAME,
                words=mention.entity.name,
                sentence=_sentence_around(source.body, mention.start),
            )


def _sentence_around(body: str, at: int) -> str:
    """Return the sentence of the body that holds offset `at`; empty without a body."""
    return next((one.text for one in split(body) if one.start <= at < one.end), "")
