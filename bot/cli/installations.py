"""`installations`: which workspaces let the bot in, and an end to one whose key is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import click

from bot.adapters.clock import SystemClock
from bot.cli.opening import settings_for
from bot.cli.plain import print_json
from bot.domain.delivery import Platform
from bot.domain.errors import OperatorError
from bot.domain.installations import Installation
from storage.engine import migrate, open_storage


@click.command(
    name="installations", epilog="Example: python -m bot installations --forget T012AB3CD"
)
@click.option("--forget", metavar="WORKSPACE", help="End one; it can be installed anew.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def command(forget: str | None, *, as_json: bool) -> None:
    """Show the Slack workspaces that installed the app, besides the operators' own."""
    held = asyncio.run(_installations(forget))
    if as_json:
        # Without the token, sealed as it is.
        print_json([replace(each, sealed_token="") for each in held])
        return
    for each in held:
        click.echo(_line(each))
    if not held:
        click.echo("No other workspace has installed the app.")


async def _installations(forget: str | None) -> Sequence[Installation]:
    settings, _ = settings_for(None, quiet=True)
    await migrate(settings.database_url.reveal())
    storage = await open_storage(settings.database_url.reveal())
    try:
        async with storage.begin() as unit:
            if forget is not None:
                found = await unit.installations.of(Platform.SLACK, forget)
                if found is None:
                    raise OperatorError(f"No workspace {forget} has installed the app.")
                ended = replace(found, sealed_token="", revoked_at=SystemClock().now())
                await unit.installations.save(ended)
            held = await unit.installations.all(Platform.SLACK)
            await unit.commit()
            return held
    finally:
        await storage.close()


def _line(installation: Installation) -> str:
    ended = installation.revoked_at
    state = f"ended {ended:%Y-%m-%d %H:%M} UTC" if ended else "served"
    return (
        f"{installation.workspace} {installation.name}: {state}; installed by "
        f"{installation.installed_by} {installation.installed_at:%Y-%m-%d %H:%M} UTC"
    )
