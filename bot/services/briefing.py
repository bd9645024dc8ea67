"""Briefing: from a story's articles to its brief, built when it is sent, so always current."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.articles import Article, Provenance, Reading, StoryId
from bot.domain.briefs import (
    Brief,
    DocumentLine,
    FigureLine,
    SourcedSentence,
    SourceLine,
    StoryLink,
)
from bot.domain.delivery import RewritePolicy, Route
from bot.domain.entities import EntityId, EntityKind
from bot.domain.stories import Story, StoryPhase
from bot.ports import Clock, UnitOfWork
from bot.services.dossier import Dossier, is_news_since, open_dossier, open_story
from bot.services.ledgers import ledger_of, ordered
from bot.services.lines import (
    card_label,
    correction_words,
    counted,
    excerpt,
    is_telling,
    source_line,
    with_short_names,
)
from bot.text.comparing.ledger import Ledger, LedgerFigure, OnlyIn, OnlyKind
from bot.text.names.acronyms import short_names
from bot.text.printing.counts import enumerated
from bot.text.printing.responses import find_response, response_expected
from bot.text.printing.summarize import Pick, SummarySource, summarize
from bot.text.private.withheld import holds_private

MOST_FIGURES = 6
MOST_PLACES = 8
MOST_ACTORS = 8
MOST_DOCUMENTS = 6
MOST_ONLY_IN = 6
MOST_SENTENCES = 4
MOST_RELATED = 3
#: Of the stories that may be related; a running topic has dozens.
MOST_LOOKED_AT = 6
#: Of one figure; `claims` shows them all.
MOST_DIFFERENCES = 2

_KINDS_OF_PLACE = (EntityKind.PLACE, EntityKind.FACILITY)
_KINDS_OF_AGENCY = (EntityKind.AGENCY, EntityKind.COURT)


class Briefing:
    """Builds briefs from the archive."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def brief(
        self,
        unit: UnitOfWork,
        story: StoryId,
        *,
        route: Route | None = None,
        since: datetime | None = None,
        before: datetime | None = None,
    ) -> Brief | None:
        """Return a story's brief as it stands, for one route; None when the story is gone.

        `since` lets what was first seen from then on lead; of what was first seen `before` alone
        consists the brief of a post that a newer one has taken over from.
        """
        dossier = await open_dossier(unit, story)
        if dossier is None:
            return None
        if route is not None and route.rewrites is RewritePolicy.HIDE:
            dossier = without_rewrites(dossier)
        if before is not None:
            dossier = _known_before(dossier, before)
        return await self.brief_of(unit, dossier, since=since)

    async def brief_of(
        self, unit: UnitOfWork, dossier: Dossier, *, since: datetime | None = None
    ) -> Brief:
        """Return the brief of a dossier at hand."""
        related = await _related(unit, dossier.story)
        continued = dossier.story.continues
        earlier = await open_story(unit, continued) if continued is not None else None
        # A long story takes a tenth of a second, in which the loop must serve others.
        return await asyncio.to_thread(
            _built, dossier, related, _link(earlier), now=self._clock.now(), since=since
        )


def _built(
    dossier: Dossier,
    related: Sequence[Story],
    earlier: StoryLink | None,
    *,
    now: datetime,
    since: datetime | None,
) -> Brief:
    story = dossier.story
    numbered = ordered(dossier, since=since)
    ledger = ledger_of(dossier, since=since)
    sources = [summary_source(article, reading) for article, reading in numbered]
    leading = _leading(numbered, sources, since)
    response = find_response(leading)
    if response is None and leading is not sources:
        response = find_response(sources)
    picks = summarize(leading, limit=MOST_SENTENCES, apart_from=response.text if response else None)
    return Brief(
        story=story.id,
        headline=numbered[0][0].title,
        sources=_sources(numbered, ledger),
        opened_at=story.opened_at,
        updated_at=story.updated_at,
        phase=story.phase(now),
        sentences=tuple(map(_sourced, picks)),
        response=_sourced(response) if response else None,
        response_expected=response_expected(sources),
        figures=tuple(_figures(ledger)),
        places=_names(numbered, _KINDS_OF_PLACE)[:MOST_PLACES],
        agencies=_agencies(numbered)[:MOST_ACTORS],
        people=_speakers(numbered)[:MOST_ACTORS],
        documents=_documents(numbered),
        only_in=_only_in(ledger, numbered),
        correction=_correction(numbered),
        continues=earlier,
        next_turn=_link(next((each for each in related if each.continues == story.id), None)),
        related=_besides(story, related),
    )


def _besides(story: Story, related: Sequence[Story]) -> tuple[StoryLink, ...]:
    """Return the links to related stories, without the story's own next turns."""
    others = (each for each in related if each.continues != story.id)
    return tuple(StoryLink(story=each.id, headline=each.headline) for each in others)[:MOST_RELATED]


async def stub(unit: UnitOfWork, story: Story) -> Brief | None:
    """Return what is left to say of a story that was merged away; None without its lead."""
    lead = await unit.articles.get(story.lead)
    if lead is None:
        return None
    return Brief(
        story=story.id,
        headline=story.headline,
        sources=(source_line(lead, 1),),
        opened_at=story.opened_at,
        updated_at=story.opened_at,
        phase=StoryPhase.QUIET,
    )


def _leading(
    numbered: list[tuple[Article, Reading]], sources: list[SummarySource], since: datetime | None
) -> list[SummarySource]:
    """Return the sources that tell the story now: those since, which stand first; else all."""
    if since is None:
        return sources
    count = sum(is_news_since(article, since) for article, _ in numbered)
    return sources[:count] or sources


def _sourced(pick: Pick) -> SourcedSentence:
    return SourcedSentence(text=pick.text, source=pick.source + 1)


def without_rewrites(dossier: Dossier) -> Dossier:
    """Return a dossier without its rewrites; whole when nothing else is in it."""
    return _of_these(
        dossier, [each for each in dossier if each[0].provenance is not Provenance.REWRITE]
    )


def _known_before(dossier: Dossier, moment: datetime) -> Dossier:
    """Return a dossier of what was first seen before; whole when nothing was."""
    kept = _of_these(dossier, [each for each in dossier if each[0].first_seen_at < moment])
    told = [each for each in kept.articles if not each.is_backfilled] or kept.articles
    newest = max(article.revised_at or article.published_at for article in told)
    return replace(kept, story=replace(kept.story, updated_at=newest))


def _of_these(dossier: Dossier, kept: list[tuple[Article, Reading]]) -> Dossier:
    """Return a dossier of some of its articles; whole when there are none."""
    if not kept:
        return dossier
    return replace(
        dossier,
        articles=tuple(article for article, _ in kept),
        readings=tuple(reading for _, reading in kept),
    )


def summary_source(article: Article, reading: Reading) -> SummarySource:
    """Return an article as summaries read it; no sentence with a private name is used."""
    return SummarySource(
        title=article.title,
        body=reading.body,
        is_derivative=article.provenance.is_derivative,
        mentions=reading.mentions,
        private_names=reading.private_names,
        claims=reading.claims,
    )


def _sources(numbered: list[tuple[Article, Reading]], ledger: Ledger) -> tuple[SourceLine, ...]:
    return tuple(
        source_line(article, number, _note(article, number, ledger))
        for number, (article, _) in enumerate(numbered, start=1)
    )


def _note(article: Article, number: int, ledger: Ledger) -> str | None:
    """Say what a derivative adds that nobody else has; None when it adds nothing."""
    if not article.provenance.is_derivative:
        return None
    counts = Counter(each.kind for each in ledger.only_in if each.article == number)
    words = {
        OnlyKind.FIGURE: ("a figure", "figures"),
        OnlyKind.QUOTE: ("a quote", "quotes"),
        OnlyKind.DATE: ("a date", "dates"),
        OnlyKind.NAME: ("a name", "names"),
    }
    parts = [
        one if counts[kind] == 1 else f"{counts[kind]} {many}"
        for kind, (one, many) in words.items()
        if counts[kind]
    ]
    return f"adds {enumerated(parts)} found nowhere else" if parts else None


def _figures(ledger: Ledger) -> Iterable[FigureLine]:
    """Return the figures for print: originals' alone, those with a named speaker first."""
    own = [
        each
        for each in ledger.figures
        if not each.is_derivative and is_telling(each.claim, each.figure)
    ]
    own.sort(key=lambda each: not each.claim.speaker.is_named)
    return [_figure(each) for each in own[:MOST_FIGURES]]


def _figure(entry: LedgerFigure) -> FigureLine:
    return FigureLine(
        surface=entry.figure.surface,
        counts=counted(entry.figure),
        speaker=card_label(entry.claim.speaker),
        source=entry.article,
        differences=tuple(
            f"{with_short_names(difference.reason)} [{difference.article}]"
            for difference in entry.differences[:MOST_DIFFERENCES]
        ),
    )


def _names(
    numbered: list[tuple[Article, Reading]], kinds: tuple[EntityKind, ...]
) -> tuple[str, ...]:
    """Return entity names of work of its own, the most often named first."""
    own = [each for each in numbered if not each[0].provenance.is_derivative] or numbered
    counts: Counter[str] = Counter()
    for _, reading in own:
        for mention in reading.mentions:
            if mention.entity.kind in kinds:
                role = f", {mention.entity.role}" if mention.entity.role else ""
                counts[f"{mention.entity.name}{role}"] += 1
    return tuple(name for name, _ in counts.most_common())


def _agencies(numbered: list[tuple[Article, Reading]]) -> tuple[str, ...]:
    short = short_names()
    return tuple(short.get(name, name) for name in _names(numbered, _KINDS_OF_AGENCY))


def _speakers(numbered: list[tuple[Article, Reading]]) -> tuple[str, ...]:
    """Return the people who are quoted, with their roles; who is merely mentioned is no news."""
    people = {
        mention.entity.id
        for _, reading in numbered
        for mention in reading.mentions
        if mention.entity.kind in {EntityKind.OFFICIAL, EntityKind.PERSON}
    }
    counts: Counter[EntityId] = Counter()
    labels: dict[EntityId, str] = {}
    for article, reading in numbered:
        for claim in reading.claims:
            who = claim.speaker.entity
            if who is not None and who in people and not article.provenance.is_derivative:
                counts[who] += 1
                # The role as the first source gives it; others may shorten it.
                labels.setdefault(who, card_label(claim.speaker))
    return tuple(labels[who] for who, _ in counts.most_common())


def _documents(numbered: list[tuple[Article, Reading]]) -> tuple[DocumentLine, ...]:
    found: dict[str, DocumentLine] = {}
    for _, reading in numbered:
        for each in reading.documents:
            found.setdefault(
                each.citation,
                DocumentLine(label=each.citation, url=each.url, status=each.status),
            )
    return tuple(found.values())[:MOST_DOCUMENTS]


def _only_in(
    ledger: Ledger, numbered: list[tuple[Article, Reading]]
) -> tuple[SourcedSentence, ...]:
    """Return figures, dates and names of derivatives alone; their quotes stay off the card.

    A figure stands with some words of its sentence: a bare number says nothing.
    """
    lines: list[SourcedSentence] = []
    for each in ledger.only_in:
        if each.kind is OnlyKind.QUOTE:
            continue
        said = [line.text for line in lines if line.source == each.article]
        if not any(each.words in text for text in said):
            private = numbered[each.article - 1][1].private_names
            lines.append(SourcedSentence(text=_only(each, private), source=each.article))
    return tuple(lines[:MOST_ONLY_IN])


def _only(each: OnlyIn, private_names: Sequence[str]) -> str:
    if each.kind is not OnlyKind.FIGURE:
        return each.words
    words = excerpt(each.sentence, each.words)
    return each.words if holds_private(words, private_names) else words


def _correction(numbered: list[tuple[Article, Reading]]) -> SourcedSentence | None:
    found = [
        (article.revised_at or article.published_at, number, reading)
        for number, (article, reading) in enumerate(numbered, start=1)
        if reading.correction is not None
    ]
    if not found:
        return None
    _, number, reading = max(found, key=lambda each: each[:2])
    words = correction_words(reading.correction or "", reading.private_names)
    return SourcedSentence(text=words, source=number)


def _link(story: Story | None) -> StoryLink | None:
    return StoryLink(story=story.id, headline=story.headline) if story is not None else None


async def _related(unit: UnitOfWork, story: Story) -> list[Story]:
    """Return the stories that may be related to one, each once, and not itself."""
    found = [await open_story(unit, each) for each in story.related[:MOST_LOOKED_AT]]
    return list({each.id: each for each in found if each and each.id != story.id}.values())
