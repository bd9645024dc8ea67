"""News: what is materially new when a posted story grows or an article of it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.domain.articles import Article, ArticleId, Change, ChangeKind, Reading, Revision
from bot.domain.briefs import SourcedSentence, Update
from bot.domain.claims import Claim, ClaimKind
from bot.services.briefing import summary_source
from bot.services.dossier import Dossier
from bot.services.ledgers import own_voice, public_claims
from bot.services.lines import (
    can_be_asked,
    correction_words,
    figure_words,
    is_telling,
    source_line,
    without_label,
)
from bot.text.names.entities import find_mentions
from bot.text.printing.responses import find_response
from bot.text.private.private_names import private_names
from bot.text.private.withheld import holds_private

MOST_LINES = 5
#: Words kept on either side of what was changed, so that it can be read alone.
CONTEXT = 4


def news_of_article(dossier: Dossier, article: Article) -> Update | None:
    """Return the note a further article is worth: an answer, new figures, documents, voices.

    A copy or a rewrite is never a message: what stands in it alone has no source of its own.
    """
    if article.provenance.is_derivative:
        return None
    # What stood in a rewrite alone was never told: whoever confirms it brings it.
    earlier = [
        each
        for each in dossier
        if each[0].id != article.id and not each[0].provenance.is_derivative
    ]
    reading = dossier.reading_of(article.id)
    response = find_response([summary_source(article, reading)])
    answer = response.text if response is not None else None
    said = [answer] if answer is not None else []
    said += _claims(article, reading, earlier, apart_from=answer)
    said += _documents(reading, earlier)
    if not said:
        return None
    return Update(
        story=dossier.story.id,
        heading="What is new",
        is_correction=False,
        lines=tuple(
            SourcedSentence(text=text, source=1) for text in list(dict.fromkeys(said))[:MOST_LINES]
        ),
        sources=(source_line(article, 1),),
    )


_Known = list[tuple[Article, Reading]]


def _claims(
    article: Article, reading: Reading, earlier: _Known, *, apart_from: str | None
) -> Iterator[str]:
    """Yield new figures and first quotes of speakers nobody had quoted, a sentence once.

    A quote that holds its own figure is printed as it stands, without the figure beside it.
    """
    figures = {
        (figure.value, figure.unit)
        for _, other in earlier
        for claim in other.claims
        for figure in claim.figures
    }
    heard = {claim.speaker.name for _, other in earlier for claim in other.claims}
    told = {apart_from}
    voices: set[str] = set()
    for claim in own_voice(article, public_claims(reading)):
        if claim.sentence in told:
            continue
        name = claim.speaker.name
        if claim.kind is ClaimKind.QUOTE and name is not None and name not in heard | voices:
            voices.add(name)
            told.add(claim.sentence)
            yield claim.sentence
        else:
            yield from _figures(claim, figures)


def _figures(claim: Claim, known: set[tuple[Decimal, str]]) -> Iterator[str]:
    if not can_be_asked(claim.speaker):
        return
    for figure in claim.figures:
        if (figure.value, figure.unit) not in known and is_telling(claim, figure):
            yield figure_words(claim, figure)


def _documents(reading: Reading, earlier: _Known) -> Iterator[str]:
    known = {each.citation for _, other in earlier for each in other.documents}
    for document in reading.documents:
        if document.citation not in known:
            yield f"Cites {document.citation}"


def news_of_revision(dossier: Dossier, revision: Revision) -> Update | None:
    """Return the note a changed article is worth; None when only wording changed."""
    article = _article(dossier, revision.article)
    notice = dossier.reading_of(article.id).correction
    material = [change for change in revision.changes if change.is_material]
    is_correction = any(change.kind is ChangeKind.CORRECTION for change in material)
    private = private_in(dossier, article, revision) if material else ()
    said = [correction_words(notice, private)] if is_correction and notice is not None else []
    said += [
        change_words(change)
        for change in material
        if change.kind is not ChangeKind.CORRECTION
        and not (is_correction and _is_told_by(notice or "", change))
        and not holds_private(f"{change.before} {change.after}", private)
    ]
    if not said:
        return None
    return Update(
        story=dossier.story.id,
        heading="Correction" if is_correction else "The article was changed",
        is_correction=is_correction,
        lines=tuple(
            SourcedSentence(text=text, source=1) for text in list(dict.fromkeys(said))[:MOST_LINES]
        ),
        sources=(source_line(article, 1),),
    )


def private_in(dossier: Dossier, article: Article, revision: Revision) -> Sequence[str]:
    """Return the private names of the article's new text, and of the old one, which may be gone."""
    mentions = find_mentions(
        revision.text,
        title=revision.title,
        outlet=article.outlet,
        published_at=article.published_at,
    )
    names = private_names(revision.text, mentions)
    return (*dossier.reading_of(article.id).private_names, *names)


def _article(dossier: Dossier, wanted: ArticleId) -> Article:
    return next(article for article in dossier.articles if article.id == wanted)


def _is_told_by(notice: str, change: Change) -> bool:
    """Whether a published correction names what was changed itself."""
    before, after = _apart(change, context=0)
    return (
        bool(after) and f" {after} " in f" {' '.join(_bare(notice.split()))} " and before != after
    )


def change_words(change: Change) -> str:
    """Return what a publisher changed, for print, with a few words around it."""
    before, after = _apart(change, context=CONTEXT)
    what = _NAMES[change.kind]
    if change.kind is ChangeKind.CORRECTION:
        before, after = without_label(before), without_label(after)
    if not before:
        return f"{what} added: “{after}”"
    return f"{what}: “{before}” became “{after}”" if after else f"{what} taken out: “{before}”"


_NAMES = {
    ChangeKind.CORRECTION: "Correction",
    ChangeKind.TYPO: "Spelling",
    ChangeKind.TEXT: "Text",
    ChangeKind.HEADLINE: "Headline",
    ChangeKind.NUMBER: "Number",
    ChangeKind.NAME: "Name",
    ChangeKind.QUOTE: "Quote",
}


def _apart(change: Change, *, context: int) -> tuple[str, str]:
    """Return what was changed with some words around it; headlines whole.

    The publisher's sentence is long where a number in it is short.
    """
    before, after = change.before.split(), change.after.split()
    if change.kind is ChangeKind.HEADLINE and context:
        return change.before, change.after
    shorter = min(len(before), len(after))
    head = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    most = shorter - head
    tail = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return (
        _cut(before, head, len(before) - tail, context),
        _cut(after, head, len(after) - tail, context),
    )


def _cut(words: list[str], start: int, stop: int, context: int) -> str:
    if not context:
        return " ".join(_bare(words[start:stop]))
    first, last = max(0, start - context), min(len(words), stop + context)
    before = "… " if first else ""
    after = " …" if last < len(words) else ""
    return f"{before}{' '.join(words[first:last])}{after}".strip('“”"')


def _bare(words: list[str]) -> list[str]:
    return [word.strip(".,;:!?“”\"'()") for word in words]
