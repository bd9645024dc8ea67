"""`docket` and `law`: the stories that cite a primary document, and the document itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.articles import Article
from bot.domain.claims import DocumentKind, PrimaryDocument
from bot.domain.entities import EntityKind
from bot.domain.questions import Answer, Line, Query, Section
from bot.ports import StoryFilter
from bot.services.answering.asking import Asking, evidence_of, line_of, story_line
from bot.services.dossier import Dossier, open_dossier
from bot.text.names.citations import citation_key, citation_keys, typed_document
from bot.text.names.entities import look_up
from bot.text.printing.counts import stories

#: Articles looked at for one citation, the newest.
MOST_ARTICLES = 200
MOST_STORIES = 10
MOST_DOCUMENTS = 10
_OF_COURTS = frozenset({DocumentKind.DOCKET, DocumentKind.DECISION})


async def answer_docket(asking: Asking) -> Answer:
    """Return the stories that cite a docket number, or that tell of a case by its name."""
    text = (asking.text("case") or "").strip()
    document = typed_document(text)
    if document is not None and document.kind in _OF_COURTS:
        return await _cited(asking, document)
    phrase = Query(groups=((text.strip('"'),),))
    hits, _ = await asking.unit.articles.search(
        phrase, sort="relevance", limit=MOST_ARTICLES, offset=0
    )
    dossiers = await _dossiers(asking, [hit.article for hit in hits])
    found = [
        each for dossier in dossiers for each in _documents(dossier) if each[0].kind in _OF_COURTS
    ]
    return await _answer(
        asking,
        title=f"Case: {text}",
        sections=(_section("Court documents", found), _stories(dossiers)),
        nothing=f"No article names a case “{text[:200]}”. The whole archive was searched; "
        f"with a docket number I search for citations.",
        count=len(dossiers),
    )


async def answer_law(asking: Asking) -> Answer:
    """Return the stories that cite a law, rule, order, form or bill, or that name an act."""
    text = (asking.text("citation") or "").strip()
    document = typed_document(text)
    if document is not None:
        return await _cited(asking, document)
    act = next((each for each in look_up(text) if each.kind is EntityKind.LAW), None)
    if act is None:
        return await _answer(
            asking,
            title=f"Law: {text}",
            sections=(),
            nothing=f"“{text[:200]}” is no citation or act I know. Try: 8 U.S.C. 1357(g), "
            f"8 CFR 287.7, INA 236, Executive Order 14159, Form I-247A, or an act's name.",
            count=0,
        )
    found = await asking.unit.stories.newest(StoryFilter(entity=act.id), limit=MOST_STORIES)
    lines = [await story_line(asking.unit, story) for story in found]
    kept = tuple(line for line in lines if line is not None)
    return await _answer(
        asking,
        title=act.name,
        sections=(Section(heading="Stories", lines=kept),),
        nothing=f"No story names the {act.name}. The whole archive was searched.",
        count=len(kept),
    )


async def _cited(asking: Asking, document: PrimaryDocument) -> Answer:
    key = citation_key(document)
    articles = await asking.unit.articles.citing(key, limit=MOST_ARTICLES)
    notes: tuple[str, ...] = ()
    if not articles and document.kind is DocumentKind.DOCKET:
        key = citation_keys(document)[-1]
        articles = await asking.unit.articles.citing(key, limit=MOST_ARTICLES)
        if articles:
            notes = (f"No article cites {document.citation}; these cite {key} of any office.",)
    dossiers = await _dossiers(asking, articles)
    cited = [each for dossier in dossiers for each in _documents(dossier)]
    same = [each for each in cited if key in citation_keys(each[0])]
    others = [each for each in cited if key not in citation_keys(each[0])]
    return await _answer(
        asking,
        title=document.citation,
        sections=(
            _section("Document", same) if same else _page(document),
            _stories(dossiers),
            _section("Cited in the same stories", others),
        ),
        nothing=f"No article cites {document.citation}. The whole archive was searched.",
        count=len(dossiers),
        notes=notes,
    )


async def _dossiers(asking: Asking, articles: Iterable[Article]) -> list[Dossier]:
    """Return the stories of articles, in their order, each once."""
    found: dict[int, Dossier] = {}
    for story in dict.fromkeys(article.story for article in articles):
        if len(found) == MOST_STORIES:
            break
        dossier = await open_dossier(asking.unit, story)
        if dossier is not None:
            found.setdefault(dossier.story.id, dossier)
    return list(found.values())


def _documents(dossier: Dossier) -> list[tuple[PrimaryDocument, Article]]:
    return [(document, article) for article, reading in dossier for document in reading.documents]


def _section(heading: str, cited: Sequence[tuple[PrimaryDocument, Article]]) -> Section:
    """Return documents as lines, each once with every article that cites it."""
    lines: dict[str, Line] = {}
    for document, article in cited:
        known = lines.get(document.citation)
        if known is None and len(lines) == MOST_DOCUMENTS:
            continue
        evidence = (*(known.evidence if known else ()), evidence_of(article))
        lines[document.citation] = Line(
            text=document.citation,
            url=document.url,
            evidence=evidence,
            detail=(known.detail if known else "") or document.status or "",
        )
    return Section(heading=heading, lines=tuple(lines.values()))


def _page(document: PrimaryDocument) -> Section:
    """Return the official page of a document that nobody cites."""
    lines = (Line(text=document.citation, url=document.url),) if document.url else ()
    return Section(heading="Document", lines=lines)


def _stories(dossiers: Sequence[Dossier]) -> Section:
    return Section(heading="Stories", lines=tuple(line_of(dossier) for dossier in dossiers))


async def _answer(
    asking: Asking,
    *,
    title: str,
    sections: tuple[Section, ...],
    nothing: str,
    count: int,
    notes: tuple[str, ...] = (),
) -> Answer:
    order = ", newest first" if count > 1 else ""
    return Answer(
        title=title,
        summary=f"{stories(count)}{order}." if count else nothing,
        sections=tuple(section for section in sections if section.lines),
        notes=notes + await asking.failing(),
        question=asking.question.text,
    )
