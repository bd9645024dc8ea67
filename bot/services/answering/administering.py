"""What admins change at run time: feeds, mutes, the configuration. feeds.yaml is never written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import get_close_matches

from bot.domain.errors import ConfigError, FetchError, ParseError, QuestionError
from bot.domain.feeds import Feed, FeedState
from bot.domain.questions import Answer, Evidence, Line, Section
from bot.services.answering.asking import Asking, find_dossier
from bot.services.answering.recording import record
from bot.services.moments import kept_time
from bot.services.muting import mute, outlet_key, story_key
from bot.services.refiling import drop_owed
from bot.services.sampling import Judged, Sample
from bot.text.printing.counts import counted

PAUSED = "paused by an admin"
MUTE = timedelta(hours=8)
LONGEST_MUTE = timedelta(days=30)
#: Admin commands that touch nothing of another workspace; every other one is the operators'.
OF_ONE_WORKSPACE = frozenset({"audit", "feed list"})
_FOR_ADMINS = (
    "`{}` is for admins: of a Slack workspace, with Manage Server on Discord, or listed under "
    "admins: in feeds.yaml."
)
_FOR_OPERATORS = (
    "`{}` changes what every workspace and server gets, so it is for the admins of the operators' "
    "own, and for people listed under admins: in feeds.yaml."
)


def check_rights(asking: Asking) -> None:
    """Raise QuestionError when the asker may not use an admin command. Asked on every call."""
    command = asking.question.command
    if not asking.is_admin:
        raise QuestionError(_FOR_ADMINS.format(command))
    if not asking.is_operator and command not in OF_ONE_WORKSPACE:
        raise QuestionError(_FOR_OPERATORS.format(command))


async def answer_feed_list(asking: Asking) -> Answer:
    """Return every listed feed with how it does and when it is asked next."""
    lines = [
        Line(text=feed.id, url=feed.url, detail=_doing(asking, feed, state))
        for feed, state in await asking.states(asking.feeds)
    ]
    return Answer(
        title="Feeds",
        summary=f"{counted(len(lines), 'feed')} listed in feeds.yaml.",
        sections=(Section(heading="", lines=tuple(lines)),) if lines else (),
        question="feed list",
    )


async def answer_feed_test(asking: Asking) -> Answer:
    """Return what an address would bring; stores and posts nothing. Raises QuestionError."""
    url = (asking.text("url") or "").strip("<>")
    sampling = asking.backstage.sampling
    if sampling is None:
        raise QuestionError(f"The bot does not run here. Ask: python -m bot test-feed {url}")
    try:
        sample = await sampling.sample(url)
    except (FetchError, ParseError) as error:
        raise QuestionError(f"{url}: {error}") from None
    name = sample.parsed.title or sample.feed.url
    kept = sum(judged.is_kept for judged in sample.judged)
    lines = tuple(_judged_line(name, judged) for judged in sample.judged)
    return Answer(
        title=f"Feed test: {name}",
        summary=f"{counted(len(sample.parsed.entries), 'entry', 'entries')}. "
        f"Of the newest {len(lines)}, {kept} would be kept. Nothing was stored or posted.",
        sections=(Section(heading="", lines=lines),) if lines else (),
        notes=tuple(_told_of(sample)),
        question=f"feed test {url}",
    )


def _judged_line(name: str, judged: Judged) -> Line:
    entry, at = judged.entry, judged.published_at
    verdict = f"{'kept' if judged.is_kept else 'dropped'} {judged.relevance.score:.2f}"
    return Line(
        text=entry.title or "no headline",
        url=entry.url or None,
        evidence=(Evidence(outlet=name, url=entry.url, at=at),) if at and entry.url else (),
        detail=f"{verdict} · {judged.reasons}{'' if at else ' · no date'}",
    )


def _told_of(sample: Sample) -> Iterator[str]:
    if sample.offered:
        yield f"The address is a page. It offers {', '.join(sample.offered)}; the first was taken."
    if sample.parsed.warning:
        yield f"Mended: {sample.parsed.warning}"


def _doing(asking: Asking, feed: Feed, state: FeedState | None) -> str:
    if not feed.enabled:
        return "switched off in feeds.yaml"
    if state is None:
        return "not asked yet"
    if state.paused_at is not None:
        return f"{state.pause_reason or 'paused'} since {asking.when(state.paused_at)}"
    return f"{state.health.value} · next {asking.when(state.next_poll_at)}{trouble_of(state)}"


def trouble_of(state: FeedState) -> str:
    """Return how often a feed failed in a row and why last; empty when it did not."""
    if not state.last_error:
        return ""
    return f" · {counted(state.failure_count, 'failure')}: {state.last_error}"


async def answer_feed_pause(asking: Asking) -> Answer:
    """Ask a feed no more until it is resumed."""

    def pause(state: FeedState, now: datetime) -> FeedState:
        return replace(state, paused_at=now, pause_reason=PAUSED)

    feed = await _change(asking, pause)
    return Answer(
        title=f"Feed {feed.id}",
        summary=f"{feed.name} is asked no more. To resume it: feed resume {feed.id}",
    )


async def answer_feed_resume(asking: Asking) -> Answer:
    """Ask a feed again, from now on."""

    def resume(state: FeedState, now: datetime) -> FeedState:
        return replace(state, paused_at=None, pause_reason=None, next_poll_at=now)

    feed = await _change(asking, resume)
    return Answer(title=f"Feed {feed.id}", summary=f"{feed.name} is asked again from now on.")


async def answer_feed_retry(asking: Asking) -> Answer:
    """Ask a feed now, however long it would have waited; raises QuestionError when it is paused."""

    def retry(state: FeedState, now: datetime) -> FeedState:
        if state.paused_at is not None:
            raise QuestionError(f"{state.feed} is paused. Try: feed resume {state.feed}")
        return replace(state, next_poll_at=now)

    feed = await _change(asking, retry)
    return Answer(title=f"Feed {feed.id}", summary=f"{feed.name} is asked within seconds.")


async def _change(asking: Asking, how: Callable[[FeedState, datetime], FeedState]) -> Feed:
    wanted = (asking.text("feed") or "").strip()
    feed = next((each for each in asking.feeds if each.id == wanted), None)
    if feed is None:
        near = get_close_matches(wanted, [each.id for each in asking.feeds], n=1)
        hint = f"Did you mean {near[0]}?" if near else "See `feed list`."
        raise QuestionError(f"No feed is called “{wanted[:60]}”. {hint}")
    async with asking.storage.begin() as unit:
        state = await unit.feeds.get(feed.id)
        known = state or FeedState(feed=feed.id, url=feed.url, next_poll_at=asking.now)
        await unit.feeds.save(how(known, asking.now))
        await record(asking, unit, feed.id)
        await unit.commit()
    return feed


async def answer_mute(asking: Asking) -> Answer:
    """Silence a story or an outlet for a while; for:0h lifts it. Raises QuestionError."""
    target = (asking.text("target") or "").strip()
    span = min(asking.span("for", MUTE), LONGEST_MUTE)
    dossier = await find_dossier(asking.unit, target)
    outlet = "" if dossier else await _outlet(asking, target)
    what = f"story {dossier.story.id}" if dossier else outlet
    key = story_key(dossier.story.id) if dossier else outlet_key(outlet)
    until = asking.now + span
    async with asking.storage.begin() as unit:
        await mute(unit, key, until)
        if dossier is not None and span:
            await drop_owed(unit, dossier.story, "muted by an admin")
        await record(asking, unit, f"{what} {f'until {kept_time(until)}' if span else 'lifted'}")
        await unit.commit()
    told = (
        f"Nothing of {what} is posted until {asking.when(until)}."
        if span
        else f"{_capital(what)} is no longer muted."
    )
    return Answer(title=f"Mute {what}", summary=told)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


async def _outlet(asking: Asking, name: str) -> str:
    """Return the outlet a name means: exactly, or the only one that contains it."""
    outlets = await asking.unit.articles.outlets()
    needle = name.casefold()
    exact = [each for each in outlets if each.casefold() == needle]
    part = [each for each in outlets if needle and needle in each.casefold()]
    found = exact or part
    if len(found) == 1:
        return found[0]
    if found:
        raise QuestionError(f"“{name[:60]}” may be: {', '.join(found[:5])}. Name one of them.")
    near = get_close_matches(name, outlets, n=1)
    hint = f"Did you mean {near[0]}?" if near else "See `sources`."
    raise QuestionError(f"I know no story or outlet “{name[:60]}”. {hint}")


async def answer_reload(asking: Asking) -> Answer:
    """Read feeds.yaml anew, or only check it; its faults are shown and the last one stays."""
    reload = asking.backstage.reload
    if reload is None:
        raise QuestionError("Nothing is running here that could be reloaded. Ask the bot in chat.")
    dry_run = bool(asking.question.values.get("dry_run", False))
    try:
        changes = await reload(dry_run)
    except ConfigError as error:
        faults = tuple(Line(text=str(fault)) for fault in error.faults[:10])
        return Answer(
            title="Reload",
            summary="feeds.yaml is broken; the last good one stays in force.",
            sections=(Section(heading="Faults", lines=faults),),
        )
    if not dry_run:
        async with asking.storage.begin() as unit:
            await record(asking, unit, "; ".join(changes) or "no change")
            await unit.commit()
    lines = tuple(Line(text=change) for change in changes)
    return Answer(
        title="Reload",
        summary="feeds.yaml is good; nothing was changed."
        if dry_run
        else "feeds.yaml was read again.",
        sections=(Section(heading="Changes", lines=lines),) if lines else (),
    )
