"""News: what is materially new when a posted story grows or an article of it is changed."""

from __future__ import annotations

from bot.domain.articles import Article, ArticleId, ChangeKind, Revision
from bot.domain.briefs import SourcedSentence, Update
from bot.domain.claims import Claim
from bot.services.briefing import summary_source
from bot.services.dossier import Dossier
from bot.services.ledgers import public_claims
from bot.services.lines import figure_words, source_line, without_label
from bot.text.responses import find_response

MOST_LINES = 5


def news_of_article(dossier: Dossier, article: Article) -> Update | None:
    """Return the note a further article is worth: an answer, new figures, documents, voices.

    A copy or a rewrite is never a message: what stands in it alone has no source of its own.
    """
    if article.provenance.is_derivative:
        return None
    reading = dossier.reading_of(article.id)
    earlier = [each for each in dossier if each[0].id != article.id]
    known_figures = {
        (figure.value, figure.unit)
        for _, other in earlier
        for claim in other.claims
        for figure in claim.figures
    }
    known_documents = {each.citation for _, other in earlier for each in other.documents}
    response = find_response([summary_source(article, reading)])
    lines = [SourcedSentence(text=response.text, source=1)] if response is not None else []
    lines += [
        SourcedSentence(text=figure_words(claim, figure), source=1)
        for claim in public_claims(reading)
        for figure in claim.figures
        if claim.speaker.is_named and (figure.value, figure.unit) not in known_figures
    ]
    lines += [
        SourcedSentence(text=f"Cites {document.citation}", source=1)
        for document in reading.documents
        if document.citation not in known_documents
    ]
    lines += [
        SourcedSentence(text=claim.sentence, source=1) for claim in _new_voices(dossier, article)
    ]
    if not lines:
        return None
    return Update(
        story=dossier.story.id,
        heading="What is new",
        is_correction=False,
        lines=tuple(dict.fromkeys(lines))[:MOST_LINES],
        sources=(source_line(article, 1),),
    )


def _new_voices(dossier: Dossier, article: Article) -> list[Claim]:
    """Return the first quote of each named speaker nobody had quoted before."""
    heard = {
        claim.speaker.name
        for other, reading in dossier
        if other.id != article.id
        for claim in reading.claims
    }
    voices: dict[str, Claim] = {}
    for claim in public_claims(dossier.reading_of(article.id)):
        name = claim.speaker.name
        if name is not None and name not in heard and claim.kind.value == "quote":
            voices.setdefault(name, claim)
    return list(voices.values())


def news_of_revision(dossier: Dossier, revision: Revision) -> Update | None:
    """Return the note a changed article is worth; None when only wording changed."""
    article = _article(dossier, revision.article)
    reading = dossier.reading_of(article.id)
    material = [change for change in revision.changes if change.is_material]
    correction = any(change.kind is ChangeKind.CORRECTION for change in material)
    if not material:
        return None
    lines = [
        SourcedSentence(
            text=f"{_said(change.kind)}: “{change.before}” became “{change.after}”", source=1
        )
        for change in material
        if change.kind is not ChangeKind.CORRECTION
    ]
    if correction and reading.correction is not None:
        lines.insert(0, SourcedSentence(text=without_label(reading.correction), source=1))
    if not lines:
        return None
    return Update(
        story=dossier.story.id,
        heading="Correction" if correction else "The article was changed",
        is_correction=correction,
        lines=tuple(lines[:MOST_LINES]),
        sources=(source_line(article, 1),),
    )


def _article(dossier: Dossier, wanted: ArticleId) -> Article:
    return next(article for article in dossier.articles if article.id == wanted)


def _said(kind: ChangeKind) -> str:
    words = {
        ChangeKind.HEADLINE: "Headline",
        ChangeKind.NUMBER: "Number",
        ChangeKind.NAME: "Name",
        ChangeKind.QUOTE: "Quote",
    }
    return words.get(kind, "Text")
