"""`claims`: who said what, where it was printed, where outlets differ."""

from __future__ import annotations

import asyncio

from bot.domain.articles import StoryId
from bot.domain.claims import Claim
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Line, Section
from bot.services.answering.asking import Asking, evidence_of, find_dossier
from bot.services.dossier import Dossier, open_dossier
from bot.services.ledgers import ledger_of, ordered
from bot.services.lines import figure_words, speaker_label, with_short_names
from bot.text.asking.queries import parse_query
from bot.text.comparing.ledger import Difference, Ledger, LedgerFigure, LedgerQuote

#: Stories shown when words were asked for instead of one story.
MOST_STORIES = 3
MOST_LINES = 12


async def answer_claims(asking: Asking) -> Answer:
    """Return the claims of one story, or of the stories that match the words."""
    target = asking.text("target") or ""
    which = asking.text("type") or "all"
    dossiers = await _dossiers(asking, target)
    if not dossiers:
        return Answer(
            title=f"Claims: {target}",
            summary=f"I have no article with “{target}”. The whole archive was searched.",
            notes=await asking.failing(),
            question=asking.question.text,
        )
    sections: list[Section] = []
    for dossier in dossiers:
        # Outlets are compared beside the loop: a long story takes a tenth of a second.
        parts = await asyncio.to_thread(claim_sections, dossier, which)
        if len(dossiers) > 1:
            head = f"Story {dossier.story.id}: {dossier.lead.title}"
            sections.append(Section(heading=head, lines=()))
        sections.extend(parts)
    count = sum(len(section.lines) for section in sections)
    return Answer(
        title=f"Claims in story {dossiers[0].story.id}: {dossiers[0].lead.title}"
        if len(dossiers) == 1
        else f"Claims: {target}",
        summary="" if count else "No claim with its speaker was found.",
        sections=tuple(sections) if count else (),
        question=asking.question.text,
    )


async def _dossiers(asking: Asking, target: str) -> list[Dossier]:
    named = await find_dossier(asking.unit, target)
    if named is not None:
        return [named]
    if target.strip().lstrip("#").isdecimal() or target.startswith(("http://", "https://")):
        return [await asking.dossier(target)]  # raises with the nearest story
    query = parse_query(target, now=asking.local_now)
    hits, _ = await asking.unit.articles.search(query, sort="relevance", limit=20, offset=0)
    found: dict[StoryId, Dossier] = {}
    # A long story may have all the hits.
    for story in dict.fromkeys(hit.article.story for hit in hits):
        dossier = await open_dossier(asking.unit, story)
        if dossier is not None:
            found.setdefault(dossier.story.id, dossier)
        if len(found) == MOST_STORIES:
            break
    return list(found.values())


def claim_sections(dossier: Dossier, which: str) -> tuple[Section, ...]:
    """Return a story's figures, quotes and what stands in one outlet only; `which` chooses."""
    if which not in {"all", "figure", "quote"}:
        raise QuestionError(f"type:{which} is not known. Choose of: figure, quote, all.")
    ledger = ledger_of(dossier)
    sections = []
    if which in {"all", "figure"}:
        lines = [_figure_line(dossier, each) for each in ledger.figures]
        sections.append(Section(heading="Figures", lines=tuple(lines[:MOST_LINES])))
    if which in {"all", "quote"}:
        lines = [_quote_line(dossier, each) for each in ledger.quotes]
        sections.append(Section(heading="Quotes", lines=tuple(lines[:MOST_LINES])))
    if which == "all":
        lines = _only_lines(dossier, ledger)
        sections.append(Section(heading="Only in one outlet", lines=tuple(lines[:MOST_LINES])))
    return tuple(section for section in sections if section.lines)


def _figure_line(dossier: Dossier, entry: LedgerFigure) -> Line:
    details = [_differs(dossier, each) for each in entry.differences]
    if entry.is_derivative:
        details.insert(0, "stands in a copy or rewrite alone")
    elif entry.stands_alone and len(dossier.articles) > 1:
        details.insert(0, "in this outlet only")
    return _line(
        dossier,
        entry.article,
        entry.agreeing,
        text=figure_words(entry.claim, entry.figure),
        detail="; ".join(details) or f"“{_clip(entry.claim.sentence)}”",
    )


def _quote_line(dossier: Dossier, entry: LedgerQuote) -> Line:
    return _line(
        dossier,
        entry.article,
        entry.same_in,
        text=f"“{entry.claim.words}” — {_speaker(entry.claim)}",
        detail="; ".join(_differs(dossier, each) for each in entry.differences),
    )


def _only_lines(dossier: Dossier, ledger: Ledger) -> list[Line]:
    return [
        _line(
            dossier,
            each.article,
            (),
            text=f"{each.kind.value}: {each.words}",
            detail=f"“{_clip(each.sentence)}”" if each.sentence else "",
        )
        for each in ledger.only_in
    ]


def _line(
    dossier: Dossier, article: int, others: tuple[int, ...], *, text: str, detail: str
) -> Line:
    articles = ordered(dossier)
    first = articles[article - 1][0]
    evidence = (evidence_of(first), *(evidence_of(articles[other - 1][0]) for other in others))
    return Line(text=text, url=first.url, evidence=evidence, detail=detail)


def _differs(dossier: Dossier, difference: Difference) -> str:
    outlet = ordered(dossier)[difference.article - 1][0].outlet
    return f"{with_short_names(difference.reason)} ({outlet})"


def _speaker(claim: Claim) -> str:
    return speaker_label(claim.speaker)


def _clip(text: str, longest: int = 240) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
