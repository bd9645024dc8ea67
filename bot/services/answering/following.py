"""`watch` and `follow`: saved questions of a person, told in direct messages, or of a channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches

from bot.domain.articles import StoryId
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Line, Query, Section, command_named
from bot.domain.watches import Notify, Watch, watch_id
from bot.ports import UnitOfWork
from bot.services.answering.asking import Asking, hits_of, owners_of
from bot.services.answering.usage import option_lines
from bot.text.asking.queries import parse_query
from bot.text.printing.counts import counted

LONGEST_NAME = 40
LONGEST_QUERY = 300
#: How far back a new watch is held against the archive, to show what it will bring.
TRIAL = timedelta(days=7)


async def answer_watch_add(asking: Asking) -> Answer:
    """Save a question; raises QuestionError when it is none, or one too many."""
    query, parsed = _looking_ahead(asking)
    name = _name(asking.text("name") or query)
    watch = await _save(asking, name, query=query)
    return await _saved(asking, watch, parsed)


async def answer_watch_edit(asking: Asking) -> Answer:
    """Change what a watch asks, its name or when it tells; raises QuestionError.

    What is not given stays as it is; when nothing is, the answer says what can be given.
    A story that is followed cannot become a question.
    """
    async with asking.storage.begin() as unit:
        old = await _named(asking, unit)
        if asking.text("query") and old.story is not None:
            raise QuestionError("This watch follows a story. Add a watch for a question.")
        renamed = _name(asking.text("rename") or "") or old.name
        taken = {each.name.casefold() for each in await unit.watches.of(old.owner)}
        if renamed.casefold() in taken - {old.name.casefold()}:
            raise QuestionError(
                f"There is a watch “{renamed}” already. See `watch list`.", option="rename"
            )
        query = _looking_ahead(asking)[0] if asking.text("query") else old.query
        notify = Notify(asking.text("notify") or old.notify.value)
        watch = replace(old, name=renamed, query=query, notify=notify)
        if watch == old:
            return _unchanged(watch)
        await unit.watches.save(watch)
        await unit.commit()
    return await _saved(asking, watch, parse_query(query, now=asking.local_now) if query else None)


def _unchanged(watch: Watch) -> Answer:
    """Say that nothing was given that changes the watch, and what could be."""
    command = command_named("watch edit")
    options = command.options if command else ()
    lines = option_lines(each for each in options if each.name != "query" or watch.story is None)
    asks = f" It looks for: {watch.query}." if watch.query else ""
    return Answer(
        title=f"Watch “{watch.name}”",
        summary=f"Nothing was changed.{asks} {_tells(watch)} Say what to change, for example: "
        f"watch edit {watch.name} notify:{_other(watch.notify).value}",
        sections=(Section(heading="What can be changed", lines=lines),),
    )


def _other(notify: Notify) -> Notify:
    return Notify.DIGEST if notify is Notify.INSTANT else Notify.INSTANT


def _looking_ahead(asking: Asking) -> tuple[str, Query]:
    """Return the question given, as text and parsed; raises QuestionError."""
    query = " ".join((asking.text("query") or "").split())
    parsed = parse_query(query, now=asking.local_now)
    if parsed.since is not None or parsed.until is not None:
        raise QuestionError("A watch looks ahead: leave out since: and until:.")
    if len(query) > LONGEST_QUERY:
        raise QuestionError(f"A watch may have at most {LONGEST_QUERY} characters.")
    return query, parsed


async def _saved(asking: Asking, watch: Watch, parsed: Query | None) -> Answer:
    """Return what was saved and, for a question, how much of the last days it would have told."""
    title = f"Watch “{watch.name}”"
    if parsed is None:
        return Answer(title=title, summary=f"Saved. {_tells(watch)}")
    trial = replace(parsed, since=asking.now - TRIAL)
    _, count = await asking.unit.articles.search(trial, sort="new", limit=1, offset=0)
    return Answer(
        title=title,
        summary=f"Saved: {watch.query}. {_tells(watch)} In the last {TRIAL.days} days, "
        f"{hits_of(count)} would have fit.",
    )


async def answer_follow(asking: Asking) -> Answer:
    """Save that somebody follows a story; raises QuestionError when there is none."""
    dossier = await asking.dossier(asking.text("story") or "")
    story = dossier.story
    watch = await _save(asking, f"story {story.id}", story=story.id)
    return Answer(
        title=f"Following story {story.id}",
        summary=f"{dossier.lead.title}. {_tells(watch)} To end it: watch remove {watch.name}",
    )


async def answer_watch_list(asking: Asking) -> Answer:
    """Return the asker's watches and those of the channel."""
    owners = owners_of(asking.asker)
    sections = []
    for heading, owner in zip(("Yours", "This channel's"), owners, strict=False):
        lines = [await _line(asking, watch) for watch in await asking.unit.watches.of(owner)]
        if lines:
            sections.append(Section(heading=heading, lines=tuple(lines)))
    count = sum(len(section.lines) for section in sections)
    return Answer(
        title="Watches",
        summary=f"{counted(count, 'watch', 'watches')}."
        if count
        else 'None yet. Try: watch add "detainer letters" state:NY',
        sections=tuple(sections),
        question="watch list",
    )


async def answer_watch_pause(asking: Asking) -> Answer:
    """Let a watch rest; raises QuestionError when there is none of the name."""
    watch = await _change(asking, is_paused=True)
    return Answer(
        title=f"Watch “{watch.name}”", summary=f"Paused. To resume it: watch resume {watch.name}"
    )


async def answer_watch_resume(asking: Asking) -> Answer:
    """Let a watch go on; raises QuestionError when there is none of the name."""
    watch = await _change(asking, is_paused=False)
    return Answer(title=f"Watch “{watch.name}”", summary=f"Resumed. {_tells(watch)}")


async def answer_watch_remove(asking: Asking) -> Answer:
    """Forget a watch; raises QuestionError when there is none of the name."""
    async with asking.storage.begin() as unit:
        watch = await _named(asking, unit)
        await unit.watches.remove(watch.id)
        await unit.commit()
    return Answer(title=f"Watch “{watch.name}”", summary="Removed.")


async def _save(
    asking: Asking, name: str, *, query: str = "", story: StoryId | None = None
) -> Watch:
    owners = owners_of(asking.asker)
    here = asking.text("to") == "here"
    if here and len(owners) == 1:
        raise QuestionError("There is no channel here. Leave out to:here.")
    owner = owners[1 if here else 0]
    watch = Watch(
        id=watch_id(owner, name, asking.now),
        owner=owner,
        name=name,
        query=query,
        created_at=asking.now,
        created_by=asking.asker.user,
        story=story,
        notify=Notify(asking.text("notify") or "instant"),
    )
    async with asking.storage.begin() as unit:
        held = await unit.watches.of(owner)
        if any(each.name.casefold() == name.casefold() for each in held):
            raise QuestionError(
                f"There is a watch “{name}” already. See `watch list`.", option="name"
            )
        if len(held) >= owner.most:
            whose = "This channel has" if owner.is_channel else "You have"
            raise QuestionError(
                f"{whose} {counted(len(held), 'watch', 'watches')}, which is the most. "
                f"Remove one first: see `watch list`."
            )
        await unit.watches.save(watch)
        await unit.commit()
    return watch


async def _change(asking: Asking, *, is_paused: bool) -> Watch:
    async with asking.storage.begin() as unit:
        watch = replace(await _named(asking, unit), is_paused=is_paused)
        await unit.watches.save(watch)
        await unit.commit()
    return watch


async def _named(asking: Asking, unit: UnitOfWork) -> Watch:
    """Return the watch the asker means and may change; raises QuestionError.

    A button names it by its id: one's own watch and the channel's may bear the same name.
    """
    name = _name(asking.text("name") or "")
    held = [watch for owner in owners_of(asking.asker) for watch in await unit.watches.of(owner)]
    found = next((each for each in held if each.id == name), None) or next(
        (each for each in held if each.name.casefold() == name.casefold()), None
    )
    if found is None:
        near = get_close_matches(name, [each.name for each in held], n=1)
        hint = f"Did you mean “{near[0]}”?" if near else "See `watch list`."
        raise QuestionError(f"There is no watch “{name}” here. {hint}")
    if found.created_by != asking.asker.user and not asking.is_admin:
        raise QuestionError("Only who set this watch up, or an admin, can change it.")
    return found


async def _line(asking: Asking, watch: Watch) -> Line:
    # A watch without a name of its own is called by its question.
    parts = [watch.query] if watch.query and watch.query != watch.name else []
    if watch.story is not None:
        story = await asking.unit.stories.get(watch.story)
        parts.append(story.headline if story else "its story is no longer kept")
    parts.append("at once" if watch.notify is Notify.INSTANT else "in a morning digest")
    parts += ["paused"] if watch.is_paused else []
    return Line(text=watch.name, detail=" · ".join(parts), story=watch.story, watch=watch)


def _tells(watch: Watch) -> str:
    who = "this channel" if watch.owner.is_channel else "you"
    when = "at once" if watch.notify is Notify.INSTANT else "in a digest every morning"
    return f"I tell {who} {when}."


def _name(text: str) -> str:
    """Return a name of at most 40 characters on one line, without quotation marks."""
    return " ".join(text.replace('"', " ").split())[:LONGEST_NAME].strip()
