"""`claims`: who said what, where it was printed, where outlets differ."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.articles import StoryId
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Line, Section
from bot.services.answering.asking import Asking, evidence_of, find_dossier
from bot.services.dossier import Dossier, Outline, dossier_from, open_outline
from bot.services.ledgers import ledger_of, ordered
from bot.services.lines import figure_words, speaker_label, with_short_names
from bot.text.asking.queries import parse_query
from bot.text.comparing.ledger import Difference, Ledger, LedgerFigure, LedgerQuote, OnlyIn
from bot.text.private.withheld import holds_private, withheld_names

#: Stories shown when words were asked for instead of one story.
MOST_STORIES = 3
#: Articles of each of them that are compared: three long stories took over a second of a busy bot.
MOST_COMPARED = 20
MOST_LINES = 12
#: The note of an answer from which something was left out for that.
WITHHELD = "What names a person in no public role is left out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """A story's claims for print, and what is to be said of them."""

    sections: tuple[Section, ...]
    notes: tuple[str, ...]


async def answer_claims(asking: Asking) -> Answer:
    """Return the claims of one story, or of the stories that match the words."""
    target = asking.text("target") or ""
    which = asking.text("type") or "all"
    found = await _found(asking, target)
    if not found:
        return Answer(
            title=f"Claims: {target}",
            summary=f"I have no article with “{target}”. The whole archive was searched.",
            notes=await asking.failing(),
            question=asking.question.text,
        )
    # Outlets are compared beside the loop: a long story takes a tenth of a second.
    told = [await asyncio.to_thread(claims_of, each.dossier, which) for each in found]
    first = found[0].outline
    is_one = len(found) == 1
    sections = told[0].sections if is_one else _under_heads(found, told)
    notes = tuple(dict.fromkeys(note for each in told for note in each.notes))
    is_any = any(section.lines for section in sections)
    return Answer(
        title=f"Claims in story {first.story.id}: {first.lead.title}"
        if is_one
        else f"Claims: {target}",
        summary="" if is_any or notes else "No claim with its speaker was found.",
        sections=sections if is_any else (),
        notes=notes + tuple(each.note for each in found if each.note),
        question=asking.question.text,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is compared of a story, and the story as it stands."""

    dossier: Dossier
    outline: Outline

    @property
    def note(self) -> str:
        """What is to be said when not all of the story is compared."""
        count, number = len(self.outline.articles), self.outline.story.id
        if len(self.dossier.articles) == count:
            return ""
        return (
            f"Of story {number} the newest {MOST_COMPARED} of {count} articles are compared, "
            f"copies and rewrites last. For all of them: claims {number}"
        )


def _under_heads(found: Sequence[_Found], told: Sequence[Claims]) -> tuple[Section, ...]:
    sections: list[Section] = []
    for each, claims in zip(found, told, strict=True):
        head = f"Story {each.outline.story.id}: {each.outline.lead.title}"
        sections += [Section(heading=head, lines=()), *claims.sections]
    return tuple(sections)


async def _found(asking: Asking, target: str) -> list[_Found]:
    """Return the story that is named, whole, or the stories that fit the words best."""
    named = await find_dossier(asking.unit, target)
    if named is None and _is_reference(target):
        named = await asking.dossier(target)  # raises with the nearest story
    if named is not None:
        return [_Found(dossier=named, outline=named)]
    query = parse_query(target, now=asking.local_now)
    hits, _ = await asking.unit.articles.search(query, sort="relevance", limit=20, offset=0)
    outlines: dict[StoryId, Outline] = {}
    # A long story may have all the hits.
    for story in dict.fromkeys(hit.article.story for hit in hits):
        outline = await open_outline(asking.unit, story)
        if outline is not None:
            outlines.setdefault(outline.story.id, outline)
        if len(outlines) == MOST_STORIES:
            break
    return [
        _Found(dossier=await dossier_from(asking.unit, _telling(outline)), outline=outline)
        for outline in outlines.values()
    ]


def _is_reference(target: str) -> bool:
    return target.strip().lstrip("#").isdecimal() or target.startswith(("http://", "https://"))


def _telling(outline: Outline) -> Outline:
    """Return a story with the articles that say most of it now: the newest, rewrites last."""
    best = sorted(outline.articles, key=lambda each: (each.published_at, each.id), reverse=True)
    best.sort(key=lambda each: each.provenance.is_derivative)
    kept = {each.id for each in best[:MOST_COMPARED]}
    return replace(outline, articles=tuple(each for each in outline.articles if each.id in kept))


def claims_of(dossier: Dossier, which: str) -> Claims:
    """Return a story's figures, quotes and what stands in one outlet only; `which` chooses.

    None names a private person: a quotation that does is left out, a sentence is not shown.
    """
    if which not in {"all", "figure", "quote"}:
        raise QuestionError(f"type:{which} is not known. Choose of: figure, quote, all.")
    lines = _Lines(dossier)
    found = lines.of(ledger_of(dossier))
    # No more lines are made than are shown: a running story has hundreds of figures.
    sections = [
        Section(heading=heading, lines=tuple(islice(found[heading], MOST_LINES)))
        for heading in _HEADINGS[which]
    ]
    return Claims(
        sections=tuple(section for section in sections if section.lines),
        notes=(WITHHELD,) if lines.withheld else (),
    )


_FIGURES, _QUOTES, _ONLY = "Figures", "Quotes", "Only in one outlet"
_HEADINGS = {"all": (_FIGURES, _QUOTES, _ONLY), "figure": (_FIGURES,), "quote": (_QUOTES,)}


class _Lines:
    """Makes a story's lines one by one; `withheld` says whether a private name stood in any."""

    def __init__(self, dossier: Dossier) -> None:
        self.withheld = False
        self._articles = [article for article, _ in ordered(dossier)]
        #: What stands in one outlet alone is worth saying where there are others.
        self._are_several = len({article.outlet for article in self._articles}) > 1
        self._private = withheld_names(dossier.readings)

    def of(self, ledger: Ledger) -> dict[str, Iterator[Line]]:
        """Return the lines of each heading."""
        return {
            _FIGURES: filter(None, map(self._figure, ledger.figures)),
            _QUOTES: filter(None, map(self._quote, ledger.quotes)),
            _ONLY: filter(None, map(self._only, ledger.only_in if self._are_several else ())),
        }

    def _figure(self, entry: LedgerFigure) -> Line | None:
        details = self._differences(entry.differences)
        if entry.is_derivative:
            details.insert(0, "stands in a copy or rewrite alone")
        elif entry.stands_alone and self._are_several:
            details.insert(0, "in this outlet only")
        return self._line(
            (entry.article, *entry.agreeing),
            text=figure_words(entry.claim, entry.figure),
            detail="; ".join(details) or self._sentence(entry.claim.sentence),
        )

    def _quote(self, entry: LedgerQuote) -> Line | None:
        return self._line(
            (entry.article, *entry.same_in),
            text=f"“{entry.claim.words}” — {speaker_label(entry.claim.speaker)}",
            detail="; ".join(self._differences(entry.differences)),
        )

    def _only(self, entry: OnlyIn) -> Line | None:
        return self._line(
            (entry.article,),
            text=f"{entry.kind.value}: {entry.words}",
            detail=self._sentence(entry.sentence),
        )

    def _line(self, numbers: Sequence[int], *, text: str, detail: str) -> Line | None:
        if self._is_private(text):
            return None
        articles = [self._articles[number - 1] for number in numbers]
        evidence = tuple(map(evidence_of, articles))
        return Line(text=text, url=articles[0].url, evidence=evidence, detail=detail)

    def _differences(self, found: Sequence[Difference]) -> list[str]:
        return [
            f"{with_short_names(each.reason)} ({self._articles[each.article - 1].outlet})"
            for each in found
            if not self._is_private(each.reason)
        ]

    def _sentence(self, text: str) -> str:
        return f"“{_clip(text)}”" if text and not self._is_private(text) else ""

    def _is_private(self, text: str) -> bool:
        is_private = holds_private(text, self._private)
        self.withheld = self.withheld or is_private
        return is_private


def _clip(text: str, longest: int = 240) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
