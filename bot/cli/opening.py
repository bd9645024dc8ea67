"""What every command that works on the archive opens first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.adapters.clock import SystemClock
from bot.adapters.environment import Settings, load_settings
from bot.adapters.feeds_file import load_feeds_file
from bot.adapters.logs import set_up_logging
from bot.adapters.plots import Plots
from bot.domain.delivery import Platform
from bot.domain.questions import Asker
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from storage.engine import migrate, open_storage

#: Who asks at the terminal.
OPERATOR = Asker(platform=Platform.TERMINAL, user="operator", is_platform_admin=True)


def settings_for(feeds: Path | None, *, quiet: bool = False) -> tuple[Settings, Path]:
    """Read the environment and set up logging; return the settings and the feeds file."""
    settings = load_settings()
    log_for(settings, quiet=quiet)
    return settings, feeds or settings.feeds_file


def log_for(settings: Settings, *, quiet: bool) -> None:
    """Set up logging; with `quiet` what merely happened (`INFO`) is left out."""
    level = "WARNING" if quiet and settings.log_level == "INFO" else settings.log_level
    set_up_logging(level, settings.log_format, settings.secrets)


@asynccontextmanager
async def open_desk(feeds: Path | None) -> AsyncIterator[tuple[AnswerDesk, ZoneInfo]]:
    """Open the archive for questions; the zone is the operators'."""
    settings, path = settings_for(feeds, quiet=True)
    configuration = load_feeds_file(path)
    url = settings.database_url.reveal()
    await migrate(url)
    storage = await open_storage(url)
    try:
        clock = SystemClock()
        desk = AnswerDesk(
            storage=storage,
            briefing=Briefing(clock),
            feeds=lambda: configuration.feeds,
            clock=clock,
            backstage=Backstage(
                admins=lambda: configuration.admins,
                officials=lambda: configuration.officials,
                zone=lambda: configuration.zone,
                plotter=Plots(),
            ),
        )
        yield desk, configuration.zone
    finally:
        await storage.close()
