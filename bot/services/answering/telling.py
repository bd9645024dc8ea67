"""`story`: one story in its views."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain.articles import Article, Change, Revision
from bot.domain.questions import Answer, Line, Section
from bot.services.answering.asking import Asking, evidence_of
from bot.services.answering.claiming import WITHHELD, Claims, claims_of
from bot.services.dossier import Dossier
from bot.services.news import change_words, private_in
from bot.text.printing.counts import counted
from bot.text.private.withheld import holds_private


async def answer_story(asking: Asking) -> Answer:
    """Return one story: summary, timeline, sources, claims or changes."""
    dossier = await asking.dossier(asking.text("story") or "")
    view = asking.text("view") or "summary"
    title = f"Story {dossier.story.id}: {dossier.lead.title}"
    question = f"story {dossier.story.id} view:{view}"
    if view == "summary":
        brief = await asking.briefing.brief_of(asking.unit, dossier)
        # The card has the headline itself.
        number = dossier.story.id
        return Answer(title=f"Story {number}", brief=brief, story=number, question=question)
    shown = await _view(asking, dossier, view)
    count = counted(len(dossier.articles), "article")
    return Answer(
        title=title,
        summary=f"{count}." if shown.sections else shown.none,
        story=dossier.story.id,
        sections=shown.sections,
        notes=shown.notes,
        question=question,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One side of a story; `none` says that there is nothing to show."""

    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    none: str = ""


async def _view(asking: Asking, dossier: Dossier, view: str) -> _View:
    match view:
        case "claims":
            return _claims(await asyncio.to_thread(claims_of, dossier, "all"))
        case "changes":
            return await _changes(asking, dossier)
        case "timeline":
            return _View(sections=_timeline(asking, dossier))
        case _:
            return _View(sections=_sources(dossier))


def _claims(claims: Claims) -> _View:
    none = "No claim with its speaker was found in this story."
    return _View(sections=claims.sections, notes=claims.notes, none="" if claims.notes else none)


def _timeline(asking: Asking, dossier: Dossier) -> tuple[Section, ...]:
    lines = []
    for article in dossier.articles:
        lines.append(
            Line(
                text=article.title,
                url=article.url,
                evidence=(evidence_of(article),),
                detail=article.provenance.value,
            )
        )
        if article.revised_at is not None:
            lines.append(
                Line(
                    text=f"{article.outlet} changed its article",
                    url=article.url,
                    evidence=(evidence_of(article),),
                    detail=f"seen {asking.when(article.revised_at)}",
                )
            )
    return (Section(heading="Timeline", lines=tuple(lines)),)


def _sources(dossier: Dossier) -> tuple[Section, ...]:
    lines = tuple(
        Line(
            text=f"{article.outlet}: {article.title}",
            url=article.url,
            evidence=(evidence_of(article),),
            detail=_provenance(article),
        )
        for article in dossier.articles
    )
    return (Section(heading="Sources", lines=lines),)


def _provenance(article: Article) -> str:
    reasons = "; ".join(article.provenance_reasons)
    return f"{article.kind.value}, {article.provenance.value}" + (f": {reasons}" if reasons else "")


async def _changes(asking: Asking, dossier: Dossier) -> _View:
    """Return what publishers changed, and a note where something names a private person."""
    sections = []
    is_whole = True
    for article in dossier.articles:
        lines = []
        for revision in await asking.unit.articles.revisions(article.id):
            private = private_in(dossier, article, revision)
            told = [
                _change_line(asking, article, revision, change)
                for change in revision.changes
                if not holds_private(f"{change.before} {change.after}", private)
            ]
            is_whole = is_whole and len(told) == len(revision.changes)
            lines += told
        if lines:
            sections.append(Section(heading=article.outlet, lines=tuple(lines)))
    none = "No publisher has changed an article of this story since we first saw it."
    return _View(
        sections=tuple(sections),
        notes=() if is_whole else (WITHHELD,),
        none=none if is_whole else "",
    )


def _change_line(asking: Asking, article: Article, revision: Revision, change: Change) -> Line:
    return Line(
        text=change_words(change),
        url=article.url,
        evidence=(evidence_of(article),),
        detail=f"seen {asking.when(revision.replaced_at)}",
    )
