"""`latest` and `search`: stories by time and by words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.articles import Article, StoryId
from bot.domain.questions import Answer, Line, Query, Section
from bot.ports import StoryFilter
from bot.services.answering.asking import Asking, evidence_of, hits_of, line_of, story_line
from bot.services.dossier import open_outline
from bot.text.asking.queries import parse_query
from bot.text.printing.counts import counted, stories

#: Several articles of one story may match; this many more hits are read than stories are shown.
HITS_A_STORY = 4
#: Hits looked at for one page: decoding more would take longer than a search.
MOST_HITS = 1000


async def answer_latest(asking: Asking) -> Answer:
    """Return the newest stories that fit the options."""
    which = StoryFilter(
        since=asking.moment("since"),
        state=_upper(asking.text("state")),
        kind=asking.text("kind"),
        outlet=asking.text("outlet"),
    )
    size = asking.count("n", 5)
    page = asking.question.page
    total = await asking.unit.stories.count(which)
    found = await asking.unit.stories.newest(which, limit=size, offset=(page - 1) * size)
    lines = [await story_line(asking.unit, story) for story in found]
    kept = tuple(line for line in lines if line is not None)
    since = f" since {asking.when(which.since)}" if which.since else ""
    return Answer(
        title="Latest stories",
        summary=f"{stories(total)}{since}{_filters(which)}.",
        sections=(Section(heading="", lines=kept),) if kept else (),
        notes=await asking.failing(),
        page=page,
        page_count=max(1, -(-total // size)),
        question=asking.question.text,
    )


async def answer_search(asking: Asking) -> Answer:
    """Return the stories whose articles match the words."""
    words = asking.text("query") or ""
    query = parse_query(words, now=asking.local_now)
    size, page = asking.count("n", 5), asking.question.page
    matches = await _matches(asking, query, page * size)
    lines = [
        await _match_line(asking, story, matches.best[story])
        for story in list(matches.best)[(page - 1) * size : page * size]
    ]
    kept = tuple(line for line in lines if line is not None)
    more = not matches.is_all or len(matches.best) > page * size
    return Answer(
        title=f"Search: {words}",
        summary=_found(matches, query),
        sections=(Section(heading="", lines=kept),) if kept else (),
        notes=await asking.failing(),
        page=page,
        page_count=page + 1 if more and kept else page,
        question=asking.question.text,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matches:
    """What a search found."""

    #: Each story's best article, the best story first.
    best: Mapping[StoryId, Article]
    #: How many articles fit.
    count: int
    #: Whether all of them were looked at.
    is_all: bool


async def _matches(asking: Asking, query: Query, wanted: int) -> _Matches:
    """Search until more than `wanted` stories are found: one long story may have every hit."""
    sort = asking.text("sort") or "relevance"
    best: dict[StoryId, Article] = {}
    looked_at = 0
    while True:
        hits, count = await asking.unit.articles.search(
            query, sort=sort, limit=max(wanted * HITS_A_STORY, looked_at), offset=looked_at
        )
        looked_at += len(hits)
        for hit in hits:
            best.setdefault(hit.article.story, hit.article)
        is_all = not hits or looked_at >= count
        if is_all or len(best) > wanted or looked_at >= MOST_HITS:
            return _Matches(best=best, count=count, is_all=is_all)


async def _match_line(asking: Asking, story: StoryId, best: Article) -> Line | None:
    """Return a story as a line: the article that fits best, the lead, how many more there are."""
    outline = await open_outline(asking.unit, story)
    if outline is None:
        return None
    line = line_of(outline)
    evidence = tuple(dict.fromkeys((evidence_of(best), *line.evidence)))
    left = len(outline.articles) - len({best.id, outline.lead.id})
    more = f" · and {counted(left, 'more article')}" if left else ""
    return replace(line, evidence=evidence, detail=f"{line.detail}{more}")


def _found(matches: _Matches, query: Query) -> str:
    terms = " and ".join(" or ".join(f"“{term}”" for term in group) for group in query.groups)
    about = f" with {terms}" if terms else ""
    if not matches.count:
        return f"I have no article{about}. The whole archive was searched."
    articles = hits_of(matches.count)
    articles = articles[:1].upper() + articles[1:]
    if matches.is_all and len(matches.best) == 1:
        return f"{articles} in 1 story{about}."
    return f"{articles}{about}, gathered into stories."


def _filters(which: StoryFilter) -> str:
    parts = [
        f"{name}: {value}"
        for name, value in (
            ("state", which.state),
            ("kind", which.kind),
            ("outlet", which.outlet),
        )
        if value
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _upper(text: str | None) -> str | None:
    return text.upper() if text else None
