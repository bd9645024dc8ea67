"""`like`: the stories nearest to a text, or that it tells something new."""

from __future__ import annotations

from bot.domain.articles import Article, Draft, Reading, StoryId
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Line, Section
from bot.services.answering.asking import Asking, line_of
from bot.services.dossier import open_outline, open_story
from bot.services.open_stories import MEMORY, OpenStories
from bot.text.events.matching import Match, MatchOutcome
from bot.text.prose.urls import canonical_url

_ADDRESS = ("http://", "https://")
_SUMMARIES = {
    MatchOutcome.SAME_TEXT: "The same words as an article I hold.",
    MatchOutcome.SAME_EVENT: "A story I hold tells the same event.",
    MatchOutcome.NEW_TURN: "A later turn of a story I hold.",
    MatchOutcome.POSSIBLY_RELATED: "New, though it may be about a story I hold.",
    MatchOutcome.NEW: "New: no story of the last {days} days tells this.",
}


async def answer_like(asking: Asking) -> Answer:
    """Return the nearest stories with the reasons; raises QuestionError for an unknown page."""
    text = (asking.text("text") or "").strip().strip("<>")
    if text.lower().startswith(_ADDRESS):
        article = await _known(asking, text)
        return await _of_article(asking, article)
    draft = Draft(
        title="",
        text=text,
        outlet="",
        url="",
        official=False,
        published_at=asking.now,
        officials=asking.backstage.officials(),
    )
    (reading,) = await asking.backstage.read((draft,))
    match = await _match(asking, reading, "")
    # What the reasons name is linked too, also where it is too little to be the same.
    near = [each for each in (match.story, match.nearest, *match.related) if each is not None]
    return await _answer(
        asking,
        summary=_SUMMARIES[match.outcome].format(days=MEMORY.days),
        sections=(await _stories(asking, "Nearest", near),),
        reasons=match.reasons,
    )


async def _known(asking: Asking, url: str) -> Article:
    canonical = canonical_url(url)
    article = await asking.unit.articles.by_url(canonical) if canonical else None
    if article is None:
        raise QuestionError(
            "I do not hold that page, and I fetch nothing but the feeds that are watched. "
            "Paste a few of its sentences instead: like TEXT"
        )
    return article


async def _of_article(asking: Asking, article: Article) -> Answer:
    """Answer for an article we hold: its story, and the stories that may be about the same."""
    story = await open_story(asking.unit, article.story)
    own = story.id if story else article.story
    related = story.related if story else ()
    reading = await asking.unit.articles.reading(article.id)
    match = await _match(asking, reading, article.outlet) if reading is not None else None
    before = [story.continues] if story is not None and story.continues is not None else []
    found = (*related, *(match.related if match else ()))
    near = [each for each in found if each not in {own, *before}]
    return await _answer(
        asking,
        summary=f"I hold this page as article {article.id} of story {own}.",
        sections=(
            await _stories(asking, "Its story", [own]),
            await _stories(asking, "Continues", before),
            await _stories(asking, "Possibly related", near),
        ),
        reasons=article.provenance_reasons,
    )


async def _match(asking: Asking, reading: Reading, outlet: str) -> Match:
    open_stories = asking.backstage.open_stories
    if open_stories is None:
        open_stories = OpenStories()
        await open_stories.load(asking.storage, asking.now)
    return open_stories.match(reading, asking.now, outlet=outlet)


async def _stories(asking: Asking, heading: str, stories: list[StoryId]) -> Section:
    lines: dict[StoryId, Line] = {}
    for story in stories:
        outline = await open_outline(asking.unit, story)
        if outline is not None:
            lines.setdefault(outline.story.id, line_of(outline))
    return Section(heading=heading, lines=tuple(lines.values()))


async def _answer(
    asking: Asking, *, summary: str, sections: tuple[Section, ...], reasons: tuple[str, ...]
) -> Answer:
    why = Section(heading="Why", lines=tuple(Line(text=reason) for reason in reasons))
    return Answer(
        title="Like this",
        summary=summary,
        sections=tuple(section for section in (*sections, why) if section.lines),
        notes=await asking.failing(),
        question=asking.question.text,
    )
