"""`help`, `sources` and `health`: the bot about itself."""

from __future__ import annotations

from difflib import get_close_matches

from bot.domain.errors import QuestionError
from bot.domain.feeds import Feed, FeedState
from bot.domain.questions import COMMANDS, Answer, Command, Evidence, Line, Option, Section
from bot.services.answering.asking import Asking


async def answer_help(asking: Asking) -> Answer:
    """Return what can be asked, or one command in full; raises QuestionError."""
    topic = asking.text("topic")
    if topic is None:
        return Answer(
            title="What you can ask",
            summary="Type `help` with a command for its options and an example.",
            sections=(_usages("", admin=False), _usages("Admins", admin=True)),
            question="help",
        )
    name = topic.strip().lower()
    for command in COMMANDS:
        if command.name == name:
            return _command_help(command)
    near = get_close_matches(name, [each.name for each in COMMANDS], n=1, cutoff=0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "Type `help` for the list."
    raise QuestionError(f"There is no command “{topic[:40]}”. {hint}")


def _usages(heading: str, *, admin: bool) -> Section:
    """Return the commands of everyone or of admins, one line each."""
    lines = tuple(
        Line(text=_usage(each), detail=each.about) for each in COMMANDS if each.admin is admin
    )
    return Section(heading=heading, lines=lines)


def _command_help(command: Command) -> Answer:
    options = ([command.argument] if command.argument else []) + list(command.options)
    lines = tuple(Line(text=_option_usage(each), detail=each.about) for each in options)
    return Answer(
        title=_usage(command),
        summary=f"{command.about}. Example: {command.example}",
        sections=(Section(heading="Options", lines=lines),) if lines else (),
        question=f"help {command.name}",
    )


def _usage(command: Command) -> str:
    parts = [command.name]
    if command.argument:
        word = command.argument.name.upper()
        parts.append(word if command.argument.required else f"[{word}]")
    parts += [_mark(command, option) for option in command.options]
    return " ".join(parts)


def _mark(command: Command, option: Option) -> str:
    if option.name == command.rest:
        return option.name.upper() if option.required else f"[{option.name.upper()}]"
    return f"{option.name}:" if option.required else f"[{option.name}:]"


def _option_usage(option: Option) -> str:
    choices = f" ({' | '.join(option.choices)})" if option.choices else ""
    default = f", default {option.default}" if option.default else ""
    return f"{option.name}{choices}{default}"


async def answer_sources(asking: Asking) -> Answer:
    """Return the feeds that are watched, with their last poll."""
    kind, outlet = asking.text("kind"), asking.text("outlet")
    feeds = [
        feed
        for feed in asking.feeds
        if (kind is None or feed.kind.value == kind)
        and (outlet is None or outlet.casefold() in feed.name.casefold())
    ]
    lines = []
    for feed in feeds:
        state = await asking.unit.feeds.get(feed.id)
        lines.append(_source_line(feed, state))
    count = "1 feed" if len(feeds) == 1 else f"{len(feeds)} feeds"
    return Answer(
        title="Sources",
        summary=f"{count} watched.",
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
    """Return how polling and posting do."""
    wanted = asking.text("feed")
    feeds = [feed for feed in asking.feeds if wanted is None or feed.id == wanted]
    if wanted is not None and not feeds:
        near = get_close_matches(wanted, [feed.id for feed in asking.feeds], n=1)
        hint = f"Did you mean {near[0]}?" if near else "See `sources`."
        raise QuestionError(f"No feed is called “{wanted[:60]}”. {hint}")
    states = [(feed, await asking.unit.feeds.get(feed.id)) for feed in feeds]
    troubled = [
        (feed, state)
        for feed, state in states
        if state is not None and (wanted or state.health.value in {"failing", "paused", "gone"})
    ]
    lines = tuple(_health_line(feed, state) for feed, state in troubled)
    sections = [Section(heading="Feeds", lines=lines)] if lines else []
    queues = [
        queue
        for queue in await asking.unit.deliveries.queues()
        if asking.may_know_of(queue.channel)
    ]
    if queues and wanted is None:
        shown = tuple(
            Line(
                text=queue.channel.name,
                detail=(
                    f"{queue.sent_count} sent, {queue.owed_count} waiting, "
                    f"{queue.uncertain_count} uncertain, {queue.refused_count} refused"
                    + (f" · {queue.last_error}" if queue.last_error else "")
                ),
            )
            for queue in queues
        )
        sections.append(Section(heading="Channels", lines=shown))
    asked = sum(1 for _, state in states if state and state.last_polled_at)
    return Answer(
        title="Health",
        summary=f"{len(feeds)} feeds, {asked} asked so far, {len(troubled)} in trouble."
        if wanted is None
        else "",
        sections=tuple(sections),
        question=asking.question.text,
    )


def _health_line(feed: Feed, state: FeedState) -> Line:
    at = state.last_success_at
    since = f"last good answer {at:%Y-%m-%d %H:%M} UTC" if at else "never answered"
    next_at = f"next {state.next_poll_at:%Y-%m-%d %H:%M} UTC"
    trouble = f" · {state.failure_count} failures: {state.last_error}" if state.last_error else ""
    return Line(
        text=f"{feed.name} ({feed.id}): {state.health.value}",
        url=feed.url,
        detail=f"{since} · {next_at}{trouble}",
    )
