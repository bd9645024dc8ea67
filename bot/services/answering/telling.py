"""`story`: one story in its views."""

from __future__ import annotations

import asyncio

from bot.domain.articles import Article
from bot.domain.questions import Answer, Line, Section
from bot.services.answering.asking import Asking, evidence_of
from bot.services.answering.claiming import claim_sections
from bot.services.dossier import Dossier
from bot.text.printing.counts import counted


async def answer_story(asking: Asking) -> Answer:
    """Return one story: summary, timeline, sources, claims or changes."""
    dossier = await asking.dossier(asking.text("story") or "")
    view = asking.text("view") or "summary"
    title = f"Story {dossier.story.id}: {dossier.lead.title}"
    question = f"story {dossier.story.id} view:{view}"
    if view == "summary":
        brief = await asking.briefing.brief_of(asking.unit, dossier)
        return Answer(title=title, brief=brief, story=dossier.story.id, question=question)
    if view == "claims":
        parts = await asyncio.to_thread(claim_sections, dossier, "all")
        none = "No claim with its speaker was found in this story."
    elif view == "changes":
        parts = await _changes(asking, dossier)
        none = "No publisher has changed an article of this story since we first saw it."
    else:
        parts = _timeline(asking, dossier) if view == "timeline" else _sources(dossier)
        none = ""
    summary = f"{counted(len(dossier.articles), 'article')}." if parts else none
    return Answer(
        title=title,
        summary=summary,
        story=dossier.story.id,
        sections=parts,
        question=question,
    )


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


async def _changes(asking: Asking, dossier: Dossier) -> tuple[Section, ...]:
    sections = []
    for article in dossier.articles:
        lines = [
            Line(
                text=f"{change.kind.value}: “{change.before}” became “{change.after}”",
                url=article.url,
                evidence=(evidence_of(article),),
                detail=f"seen {asking.when(revision.replaced_at)}",
            )
            for revision in await asking.unit.articles.revisions(article.id)
            for change in revision.changes
        ]
        if lines:
            sections.append(Section(heading=article.outlet, lines=tuple(lines)))
    return tuple(sections)
