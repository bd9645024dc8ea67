"""What `doctor` looks at: everything a start needs, and with `online` what only others can tell.

Nothing is posted and nothing is changed; every finding that is not well names its remedy.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from bot.adapters.environment import Settings, load_settings
from bot.adapters.feeds_file import load_feeds_file
from bot.adapters.http import HttpRetriever
from bot.adapters.workers import ProcessWorkshop
from bot.app import jobs
from bot.app.chats import build_chats, gaps_of, seal_of
from bot.app.house import platforms_of
from bot.app.samples import faults_of
from bot.app.vectors import sample_draft, try_in_worker
from bot.domain.configuration import Configuration
from bot.domain.delivery import Platform
from bot.domain.errors import ConfigError, FetchError, NutgrafError, OperatorError, ParseError
from bot.domain.feeds import FeedState
from bot.ports import Clock, Finding, Unchanged
from bot.ports.vectors import ModelFiles
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from bot.text.printing.counts import counted
from storage.condition import Condition, condition_of
from storage.engine import SqlStorage, open_storage
from storage.memory import MemoryStorage

#: Clocks this far apart date articles wrongly, and Slack refuses what we sign five minutes late.
SKEW = timedelta(minutes=1)
#: Less than this fills up within days of a busy archive.
LEAST_SPACE = 500 * 1024 * 1024
#: Feeds asked for the time before we give up on the network.
ASKED_FOR_TIME = 3
#: Zones that the tz database has had for decades; without it there are none at all.
LEAST_ZONES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """All findings: our own side, and what others said."""

    here: tuple[Finding, ...]
    there: tuple[Finding, ...] = ()

    @property
    def all(self) -> tuple[Finding, ...]:
        return self.here + self.there


async def examine(feeds: Path | None, clock: Clock, *, online: bool) -> Examined:
    """Look at everything; what cannot be looked at is a finding, and never an exception."""
    try:
        settings = load_settings()
    except ConfigError as error:
        faults = [
            _ill("environment", str(fault), "correct it and start again") for fault in error.faults
        ]
        return Examined(here=tuple(faults))
    configuration, told = _feeds_file(feeds or settings.feeds_file, settings)
    here = [*_settings(settings), *told, *await _archive(settings, clock)]
    here += [
        await _worker(clock.now()),
        *await _vectors(settings.embeddings, clock.now()),
        _zones(configuration),
        *_extras(settings),
        *_port(settings),
    ]
    here += _samples(settings, clock.now())
    there: list[Finding] = []
    if online and configuration is not None:
        there += await _time_outside(settings, configuration, clock)
        there += await _platforms(settings, configuration, clock)
    return Examined(here=tuple(here), there=tuple(there))


def _well(subject: str, words: str) -> Finding:
    return Finding(subject=subject, is_well=True, words=words)


def _ill(subject: str, words: str, remedy: str) -> Finding:
    return Finding(subject=subject, is_well=False, words=words, remedy=remedy)


def _settings(settings: Settings) -> Iterator[Finding]:
    platforms = sorted(platform.value for platform in platforms_of(settings))
    if platforms == [Platform.TERMINAL.value]:
        yield _well("tokens", "none is set: cards are printed in the terminal")
        return
    yield _well("tokens", f"set for {' and '.join(platforms)}, and of the right shape")
    if settings.slack_bot_token is not None:
        for gap in gaps_of(settings):
            yield _ill("slack settings", gap, "set what is named, as .env.example shows")


def _feeds_file(path: Path, settings: Settings) -> tuple[Configuration | None, list[Finding]]:
    try:
        configuration = load_feeds_file(path)
    except ConfigError as error:
        remedy = f"python -m bot check {path}"
        return None, [_ill("feeds", str(fault), remedy) for fault in error.faults]
    served = platforms_of(settings)
    enabled = sum(feed.enabled for feed in configuration.feeds)
    told = [
        _well(
            "feeds", f"{path}: {enabled} enabled, {counted(len(configuration.routes), 'channel')}"
        )
    ]
    for route in configuration.routes:
        platform = route.channel.platform
        if platform not in served and platform is not Platform.TERMINAL:
            words = f"{route.id} gets nothing: no token of {platform.value} is set"
            told.append(_ill("channel", words, "set the token, or take the channel out"))
    return configuration, told


async def _archive(settings: Settings, clock: Clock) -> list[Finding]:
    try:
        async with _opened(settings) as storage:
            if storage is None:
                return [_well("archive", "not made yet; the first start makes it")]
            condition = await condition_of(storage)
            return [
                *_tables(storage, condition, clock.now()),
                *_space(storage),
                *await _tokens(storage, settings, condition),
            ]
    except NutgrafError as error:
        return [_ill("archive", str(error), "see docs/operations.md, “database”")]


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[SqlStorage | None]:
    """Open the archive; None where a file is not made yet, so that looking does not make it."""
    url = settings.database_url.reveal()
    if _is_unmade(url):
        yield None
        return
    storage = await open_storage(url)
    try:
        yield storage
    finally:
        await storage.close()


def _is_unmade(url: str) -> bool:
    """Whether this names a file that is not there."""
    return url.startswith("sqlite") and not Path(url.split("///", 1)[-1]).exists()


def _tables(storage: SqlStorage, condition: Condition, now: datetime) -> Iterator[Finding]:
    if condition.revision != condition.newest:
        words = f"{storage.place}: tables {condition.revision or 'none'}, not {condition.newest}"
        yield _ill("archive", words, "python -m bot migrate")
        return
    yield _well("archive", f"{storage.place}: reached, tables {condition.newest}, can be written")
    ahead = (condition.newest_at - now) if condition.newest_at else timedelta(0)
    server = abs(condition.server_time - now) if condition.server_time else timedelta(0)
    if ahead > SKEW or server > SKEW:
        words = f"differs from the archive's by {max(ahead, server).total_seconds():.0f} s"
        yield _ill("clock", words, "set the machine's clock (NTP)")
    else:
        yield _well("clock", "agrees with the archive")


def _space(storage: SqlStorage) -> Iterator[Finding]:
    if storage.is_postgres:
        return
    free = shutil.disk_usage(Path(storage.place).parent).free
    words = f"{free // (1024 * 1024)} MB free for {storage.place}"
    is_little = free < LEAST_SPACE
    yield _ill("disk", words, "free some space") if is_little else _well("disk", words)


async def _tokens(storage: SqlStorage, settings: Settings, condition: Condition) -> list[Finding]:
    """Try the key on every stored token."""
    if condition.revision != condition.newest:
        return []
    async with storage.look() as unit:
        held = await unit.installations.all(Platform.SLACK)
    seal, served = seal_of(settings), [each for each in held if each.revoked_at is None]
    if seal is None and served:
        words = f"{len(served)} Slack workspaces installed the app and are not served"
        return [_ill("workspaces", words, "set TOKEN_KEY")]
    found = []
    for each in served:
        subject = f"workspace {each.name}"
        try:
            assert seal is not None
            seal.open(each.sealed_token)
        except OperatorError as error:
            words, _, remedy = str(error).partition(". Remedy: ")
            found.append(_ill(subject, words, remedy))
        else:
            found.append(_well(subject, f"{each.workspace}: its token opens"))
    return found


async def _worker(now: datetime) -> Finding:
    workshop = ProcessWorkshop(parse=jobs.parse, extract=jobs.extract, read=jobs.read, size=1)
    try:
        (reading,) = await workshop.read([sample_draft(now)])
    except ParseError as error:
        return _ill("workers", str(error), "allow this user to start processes")
    finally:
        await workshop.aclose()
    if not reading.body:
        remedy = "allow this user processes of 512 MB of memory"
        return _ill("workers", "a worker process did not answer", remedy)
    return _well("workers", "a worker process starts and reads")


async def _vectors(files: ModelFiles | None, now: datetime) -> list[Finding]:
    """Let a worker use the model, where one is set."""
    if files is None:
        return []
    read = jobs.reader(files)
    workshop = ProcessWorkshop(parse=jobs.parse, extract=jobs.extract, read=read, size=1)
    try:
        await try_in_worker(workshop, files, now)
    except OperatorError as error:
        words, _, remedy = str(error).partition(". Remedy: ")
        return [_ill("vectors", words, remedy)]
    except ParseError as error:
        return [_ill("vectors", str(error), "allow this user to start processes")]
    finally:
        await workshop.aclose()
    return [_well("vectors", f"{files.model.path}: its checksum fits, and a worker uses it")]


def _zones(configuration: Configuration | None) -> Finding:
    count = len(available_timezones())
    if count < LEAST_ZONES:
        return _ill("time zones", f"only {count} are known", "pip install tzdata")
    zone = configuration.zone if configuration else ZoneInfo("America/New_York")
    return _well("time zones", f"{count} known; the operators' is {zone.key}")


def _extras(settings: Settings) -> Iterator[Finding]:
    words = "installed" if find_spec("matplotlib") else "not installed: trends come in words alone"
    yield _well("pictures", words)
    if settings.database_url.reveal().startswith("postgresql") and not find_spec("asyncpg"):
        yield _ill("postgres", "asyncpg is not installed", "pip install 'nutgraf[postgres]'")


def _port(settings: Settings) -> Iterator[Finding]:
    if settings.port is None:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", settings.port))
        except PermissionError:
            words = f"{settings.port} may not be opened by this user"
            yield _ill("port", words, "choose one above 1023")
        except OSError:
            yield _well("port", f"{settings.port} is in use, by the running bot or another program")
        else:
            yield _well("port", f"{settings.port} is free")


def _samples(settings: Settings, now: datetime) -> Iterator[Finding]:
    for platform in sorted(platforms_of(settings)):
        faults = faults_of(platform, now)
        subject = f"{platform.value} samples"
        yield from (_ill(subject, fault, "report this as a bug") for fault in faults)
        if not faults:
            yield _well(subject, "the heaviest card, digest, note and notice fit")


async def _time_outside(
    settings: Settings, configuration: Configuration, clock: Clock
) -> list[Finding]:
    """Ask feeds until one says what time it is."""
    retriever = HttpRetriever(
        clock=clock,
        contact=configuration.contact or "",
        allow_private=settings.fetch_allow_private,
    )
    tried = []
    try:
        for feed in [each for each in configuration.feeds if each.enabled][:ASKED_FOR_TIME]:
            state = FeedState(feed=feed.id, url=feed.url, next_poll_at=clock.now())
            try:
                answer = await retriever.retrieve(feed, state)
            except FetchError as error:
                tried.append(str(error))
                continue
            if not isinstance(answer, Unchanged) and answer.served_at is not None:
                return [_against(answer.served_at, clock.now(), feed.name)]
    finally:
        await retriever.aclose()
    words = "; ".join(tried) or "no feed said what time it is"
    return [_ill("network", words, "check the network and the feeds: python -m bot check --live")]


def _against(served_at: datetime, now: datetime, name: str) -> Finding:
    skew = abs(now - served_at)
    words = f"{skew.total_seconds():.0f} s from that of {name}"
    if skew > SKEW:
        return _ill("clock outside", words, "set the machine's clock (NTP)")
    return _well("clock outside", words)


async def _platforms(
    settings: Settings, configuration: Configuration, clock: Clock
) -> list[Finding]:
    """Let each platform say what it thinks of its token and of the channels in feeds.yaml."""
    if any(gaps_of(settings)) and settings.slack_bot_token is not None:
        return []  # told already, and nothing can be asked before it is mended
    found: list[Finding] = []
    async with _opened(settings) as storage:
        archive = storage or MemoryStorage()
        desk = AnswerDesk(
            storage=archive,
            briefing=Briefing(clock),
            feeds=lambda: configuration.feeds,
            clock=clock,
        )
        platforms = platforms_of(settings) - {Platform.TERMINAL}
        zone = configuration.zone
        for chat in build_chats(settings, platforms, desk, archive, clock, zone=zone, listen=True):
            channels = [
                route.channel
                for route in configuration.routes
                if route.channel.platform is chat.platform
            ]
            try:
                found += await chat.examine(channels)
            except NutgrafError as error:
                words, _, remedy = str(error).partition(". Remedy: ")
                found.append(_ill(chat.platform.value, words, remedy or "see the log"))
    return found
