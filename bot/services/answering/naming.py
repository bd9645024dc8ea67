"""`who`: a public person or agency in the news; private people are refused with the reason."""

from __future__ import annotations

from bot.domain.entities import Entity
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Section
from bot.ports import StoryFilter
from bot.services.answering.asking import Asking, story_line
from bot.text.names.entities import look_up
from bot.text.printing.counts import stories

SHOWN = 10


async def answer_who(asking: Asking) -> Answer:
    """Return an entity's role and its stories; raises QuestionError when it is not public."""
    name = (asking.text("name") or "").strip()
    entity = await _entity(asking, name)
    if entity is None:
        raise QuestionError(
            f"I have no public person or agency called “{name[:100]}”. People without a public "
            f"role are not indexed, to protect them."
        )
    which = StoryFilter(since=asking.moment("since"), entity=entity.id)
    total = await asking.unit.stories.count(which)
    found = await asking.unit.stories.newest(which, limit=SHOWN)
    lines = [await story_line(asking.unit, story) for story in found]
    kept = tuple(line for line in lines if line is not None)
    role = f", {entity.role}" if entity.role else ""
    since = f" since {asking.when(which.since)}" if which.since else ""
    return Answer(
        title=f"{entity.name}{role}",
        summary=f"{entity.kind.value.capitalize()}. {stories(total)}{since}.",
        sections=(Section(heading="Stories", lines=kept),) if kept else (),
        notes=await asking.failing(),
        question=asking.question.text,
    )


async def _entity(asking: Asking, name: str) -> Entity | None:
    """Return the entity a name means: of the lists, or one the archive's articles named."""
    listed = look_up(name)
    if listed:
        return listed[0]
    known = await asking.unit.articles.entities(name, limit=5)
    for count in known:
        if count.entity.name.casefold() == name.casefold() or len(known) == 1:
            return count.entity
    return None
