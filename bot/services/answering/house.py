"""`help`, `sources` and `health`: the bot about itself."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.domain.errors import QuestionError
from bot.domain.feeds import Feed, FeedHealth, FeedState
from bot.domain.questions import COMMANDS, Answer, Command, Evidence, Line, Section, command_named
from bot.ports import QueueState
from bot.services.answering.administering import trouble_of
from bot.services.answering.asking import Asking
from bot.services.answering.usage import option_lines, usage, usage_lines
from bot.text.printing.counts import counted

_OF_ALL = tuple(each for each in COMMANDS if not each.admin)
_OF_ADMINS = tuple(each for each in COMMANDS if each.admin)


async def answer_help(asking: Asking) -> Answer:
    """Return what can be asked, one command in full, or all that begin with a word such as watch.

    Raises QuestionError.
    """
    topic = asking.text("topic")
    if topic is None:
        return Answer(
            title="What you can ask",
            summary="Type `help` with a command for its options and an example.",
            sections=(
                Section(heading="", lines=usage_lines(_OF_ALL)),
                Section(heading="Admins", lines=usage_lines(_OF_ADMINS)),
            ),
            question="help",
        )
    name = " ".join(topic.lower().split())
    command = command_named(name)
    if command is not None:
        return _command_help(command)
    members = [each for each in COMMANDS if each.name.startswith(f"{name} ")]
    if members:
        return _group_help(name, members)
    near = get_close_matches(name, [each.name for each in COMMANDS], n=1, cutoff=0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "Type `help` for the list."
    raise QuestionError(f"There is no command “{topic[:40]}”. {hint}")


def _group_help(name: str, members: Sequence[Command]) -> Answer:
    """Return the commands that begin with one word, for one of which the rest is still to type."""
    admins = " All are for admins." if all(each.admin for each in members) else ""
    return Answer(
        title=f"{name}: {counted(len(members), 'command')}",
        summary=f"Type `help {members[0].name}` for one command's options and an example.{admins}",
        sections=(Section(heading="", lines=usage_lines(members)),),
        question=f"help {name}",
    )


def _command_help(command: Command) -> Answer:
    options = ([command.argument] if command.argument else []) + list(command.options)
    lines = option_lines(options)
    return Answer(
        title=usage(command),
        summary=f"{command.about[:1].upper()}{command.about[1:]}. Example: {command.example}",
        sections=(Section(heading="Options", lines=lines),) if lines else (),
        question=f"help {command.name}",
    )


async def answer_sources(asking: Asking) -> Answer:
    """Return the feeds that are watched, with their last poll."""
    kind, outlet = asking.text("kind"), asking.text("outlet")
    feeds = [
        feed
        for feed in asking.feeds
        if (kind is None or feed.kind.value == kind)
        and (outlet is None or outlet.casefold() in feed.name.casefold())
    ]
    lines = [_source_line(feed, state) for feed, state in await asking.states(feeds)]
    return Answer(
        title="Sources",
        summary=f"{counted(len(feeds), 'feed')} watched.",
        sections=(Section(heading="", lines=tuple(lines)),) if lines else (),
        question=asking.question.text,
    )


def _source_line(feed: Feed, state: FeedState | None) -> Line:
    at = state.last_new_at if state else None
    evidence = (Evidence(outlet=feed.name, url=feed.url, at=at),) if at else ()
    places = ", ".join(feed.jurisdictions)
    switched = "" if feed.enabled else " · switched off"
    health = state.health.value if state else "not asked yet"
    return Line(
        text=feed.name,
        url=feed.url,
        evidence=evidence,
        detail=f"{feed.kind.value} · {places} · {health}{switched}",
    )


async def answer_health(asking: Asking) -> Answer:
    """Return how polling and posting do; of one feed, how it does."""
    wanted = asking.text("feed")
    states = await asking.states(_asked_about(asking, wanted))
    troubled = [
        (feed, state)
        for feed, state in states
        if state is not None and (wanted or state.health in _TROUBLED)
    ]
    feeds = tuple(_health_line(asking, feed, state) for feed, state in troubled)
    channels = await _channel_lines(asking) if wanted is None else ()
    parts = (Section(heading="Feeds", lines=feeds), Section(heading="Channels", lines=channels))
    asked = sum(1 for _, state in states if state and state.last_polled_at)
    return Answer(
        title="Health",
        summary=f"{counted(len(states), 'feed')}, {asked} asked so far, {len(troubled)} in trouble."
        if wanted is None
        else "",
        sections=tuple(part for part in parts if part.lines),
        question=asking.question.text,
    )


_TROUBLED = frozenset({FeedHealth.FAILING, FeedHealth.PAUSED, FeedHealth.GONE})


def _asked_about(asking: Asking, wanted: str | None) -> Sequence[Feed]:
    """Return the feed that is named, or all; raises QuestionError with the nearest."""
    feeds = [feed for feed in asking.feeds if wanted is None or feed.id == wanted]
    if wanted is None or feeds:
        return feeds
    near = get_close_matches(wanted, [feed.id for feed in asking.feeds], n=1)
    hint = f"Did you mean {near[0]}?" if near else "See `sources`."
    raise QuestionError(f"No feed is called “{wanted[:60]}”. {hint}")


async def _channel_lines(asking: Asking) -> tuple[Line, ...]:
    queues = await asking.unit.deliveries.queues()
    return tuple(
        Line(text=queue.channel.name, detail=_doing(queue))
        for queue in queues
        if asking.may_know_of(queue.channel)
    )


def _doing(queue: QueueState) -> str:
    trouble = f" · {queue.last_error}" if queue.last_error else ""
    return (
        f"{queue.sent_count} sent, {queue.owed_count} waiting, "
        f"{queue.uncertain_count} uncertain, {queue.refused_count} refused{trouble}"
    )


def _health_line(asking: Asking, feed: Feed, state: FeedState) -> Line:
    at = state.last_success_at
    since = f"last good answer {asking.when(at)}" if at else "never answered"
    next_at = f"next {asking.when(state.next_poll_at)}"
    return Line(
        text=f"{feed.name} ({feed.id}): {state.health.value}",
        url=feed.url,
        detail=f"{since} · {next_at}{trouble_of(state)}",
    )
