"""`migrate`: bring the database to this version's schema."""

from __future__ import annotations

import asyncio

import click

from bot.adapters.environment import load_settings
from storage.engine import migrate


@click.command(name="migrate", epilog="Example: python -m bot migrate")
def command() -> None:
    """Create or update the tables; safe to run again."""
    settings = load_settings()
    asyncio.run(migrate(settings.database_url.reveal()))
    click.echo("The database is up to date.")
