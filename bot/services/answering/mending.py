"""`merge` and `split`: an admin mends what was matched wrongly; it stays so."""

from __future__ import annotations

from bot.domain.articles import Article
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer
from bot.domain.stories import StoryPhase
from bot.services.answering.asking import Asking, article_number
from bot.services.answering.recording import record
from bot.services.dossier import Dossier, open_dossier
from bot.services.refiling import merge_stories, split_story
from bot.text.printing.counts import counted
from bot.text.prose.urls import canonical_url


async def answer_merge(asking: Asking) -> Answer:
    """Make two stories one; raises QuestionError when they are one already."""
    names = [asking.text("story") or "", asking.text("into") or ""]
    story, into = [(await asking.dossier(name)).story.id for name in names]
    async with asking.storage.begin() as unit:
        gone, kept = await open_dossier(unit, story), await open_dossier(unit, into)
        if gone is None or kept is None or gone.story.id == kept.story.id:
            raise QuestionError(f"“{names[0][:60]}” and “{names[1][:60]}” are one story already.")
        merged = await merge_stories(unit, gone, kept, asking.now)
        await record(asking, unit, f"story {gone.story.id} into story {merged.id}")
        await unit.commit()
    if asking.backstage.open_stories is not None:
        asking.backstage.open_stories.merge(gone.story.id, merged.id)
    return Answer(
        title=f"Merged into story {merged.id}",
        summary=f"{merged.headline}: {counted(merged.article_count, 'article')}. "
        "Posted cards will show it.",
        question=f"story {merged.id}",
    )


async def answer_split(asking: Asking) -> Answer:
    """Make one article a story of its own; raises QuestionError when it cannot be."""
    open_stories = asking.backstage.open_stories
    if open_stories is None:
        raise QuestionError("Only the running bot can split a story. Ask it in chat.")
    number = (await asking.dossier(asking.text("story") or "")).story.id
    reference = (asking.text("article") or "").strip().strip("<>")
    async with asking.storage.begin() as unit:
        dossier = await open_dossier(unit, number)
        article = _article(dossier, reference) if dossier else None
        if dossier is None or article is None:
            raise QuestionError(
                f"“{reference[:200]}” is no article of story {number}. "
                f"See: story {number} view:sources"
            )
        if len(dossier.articles) == 1:
            raise QuestionError(f"Story {number} has this one article only.")
        left, fresh = await split_story(unit, dossier, article, asking.now)
        router = asking.backstage.router
        if router is not None and fresh.story.phase(asking.now) is not StoryPhase.QUIET:
            await router.opened(unit, fresh, asking.now)
        await record(
            asking, unit, f"article {article.id} of story {number} is story {fresh.story.id} now"
        )
        await unit.commit()
    open_stories.refile((*left, *fresh))
    return Answer(
        title=f"Story {fresh.story.id}",
        summary=f"{article.title} is a story of its own now; story {number} keeps "
        f"{counted(len(left.articles), 'article')}.",
        question=f"story {fresh.story.id}",
    )


def _article(dossier: Dossier, reference: str) -> Article | None:
    """Return the story's article that a number or an address names."""
    number, url = article_number(reference), canonical_url(reference)
    for article in dossier.articles:
        if article.id == number or (url and article.url == url):
            return article
    return None
