"""`latest` and `search`: stories by time and by words."""

from __future__ import annotations

from bot.domain.articles import StoryId
from bot.domain.questions import Answer, Line, Query, Section
from bot.ports import StoryFilter
from bot.services.answering.asking import Asking, evidence_of, line_of, story_line
from bot.services.dossier import open_outline
from bot.text.asking.queries import parse_query
from bot.text.printing.counts import counted, stories

#: Several articles of one story may match; this many more hits are read than stories are shown.
HITS_A_STORY = 4


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
    size = asking.count("n", 5)
    page = asking.question.page
    hits, total = await asking.unit.articles.search(
        query,
        sort=asking.text("sort") or "relevance",
        limit=page * size * HITS_A_STORY,
        offset=0,
    )
    matched: dict[StoryId, list[int]] = {}
    for index, hit in enumerate(hits):
        matched.setdefault(hit.article.story, []).append(index)
    shown = list(matched)[(page - 1) * size : page * size]
    lines = []
    for story in shown:
        outline = await open_outline(asking.unit, story)
        if outline is not None:
            best = hits[matched[story][0]].article
            line = line_of(outline)
            evidence = tuple(dict.fromkeys((evidence_of(best), *line.evidence)))
            lines.append(
                Line(
                    text=line.text,
                    url=line.url,
                    evidence=evidence,
                    detail=line.detail,
                    story=line.story,
                )
            )
    more = len(hits) < total or len(matched) > page * size
    return Answer(
        title=f"Search: {words}",
        summary=_found(total, len(matched), query),
        sections=(Section(heading="", lines=tuple(lines)),) if lines else (),
        notes=await asking.failing(),
        page=page,
        page_count=page + 1 if more and lines else page,
        question=asking.question.text,
    )


def _found(total: int, story_count: int, query: Query) -> str:
    terms = " and ".join(" or ".join(f"“{term}”" for term in group) for group in query.groups)
    about = f" with {terms}" if terms else ""
    if not total:
        return f"I have no article{about}. The whole archive was searched."
    articles = counted(total, "article")
    if story_count == 1:
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
