"""The platforms whose tokens are set, each with its connection."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from bot.adapters.environment import Secret, Settings
from bot.app.kept import KeptText
from bot.domain.delivery import Platform
from bot.domain.errors import ConfigError, Fault
from bot.ports import ChatApp, Clock, Desk, Seal, Storage


def build_chats(
    settings: Settings,
    platforms: frozenset[Platform],
    desk: Desk,
    storage: Storage,
    clock: Clock,
    *,
    zone: tzinfo,
    listen: bool,
) -> list[ChatApp]:
    """Return the chat apps to start; with `listen` False they only post (`run --once`).

    Raises ConfigError when Slack should listen and cannot.

    Each platform's library is imported only when it is used.
    """
    chats: list[ChatApp] = []
    if Platform.SLACK in platforms and settings.slack_bot_token is not None:
        chats.append(_slack(settings, desk, storage, clock, listen=listen))
    if Platform.DISCORD in platforms and settings.discord_token is not None:
        from bot.chat.discord.app import DiscordApp  # noqa: PLC0415 - imported when used

        chats.append(
            DiscordApp(
                token=settings.discord_token.reveal(),
                api_base_url=settings.discord_api_base_url,
                gateway_url=settings.discord_gateway_url,
                desk=desk,
                clock=clock,
                memory=KeptText(storage, "discord: command tree"),
            )
        )
    if Platform.TERMINAL in platforms:
        from bot.chat.terminal.app import TerminalApp  # noqa: PLC0415 - imported when used

        chats.append(TerminalApp(desk=desk, zone=zone, prompt=listen))
    return chats


def _slack(
    settings: Settings, desk: Desk, storage: Storage, clock: Clock, *, listen: bool
) -> ChatApp:
    from bot.chat.slack.app import SlackApp  # noqa: PLC0415 - imported when used
    from bot.chat.slack.installing import OAuth  # noqa: PLC0415 - imported when used
    from bot.chat.slack.workspaces import Books  # noqa: PLC0415 - imported when used

    faults = [Fault(file="environment", line=None, reason=each) for each in gaps_of(settings)]
    if faults and listen:
        raise ConfigError(faults)
    assert settings.slack_bot_token is not None
    seal = seal_of(settings)
    client, secret = settings.slack_client_id, settings.slack_client_secret
    return SlackApp(
        bot_token=settings.slack_bot_token.reveal(),
        app_token=_revealed(settings.slack_app_token, when=listen),
        signing_secret=_revealed(settings.slack_signing_secret, when=listen),
        base_url=settings.slack_api_base_url,
        desk=desk,
        clock=clock,
        books=Books(storage=storage, seal=seal) if seal else None,
        oauth=OAuth(client_id=client, client_secret=secret.reveal()) if client and secret else None,
    )


def gaps_of(settings: Settings) -> Iterator[str]:
    """Tell what Slack cannot work without."""
    by_http = settings.slack_signing_secret is not None and settings.port is not None
    if settings.slack_app_token is None and not by_http:
        yield (
            "SLACK_BOT_TOKEN is set, but commands cannot reach the bot. Set "
            "SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PORT (HTTP)."
        )
    needed = {
        "SLACK_CLIENT_ID": settings.slack_client_id,
        "SLACK_CLIENT_SECRET": settings.slack_client_secret,
        "TOKEN_KEY": settings.token_key,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
        "PORT": settings.port,
    }
    missing = [name for name, value in needed.items() if value is None]
    if missing and (settings.slack_client_id or settings.slack_client_secret):
        yield (
            "Other workspaces cannot install the app: set " + " and ".join(missing) + ", or "
            "neither SLACK_CLIENT_ID nor SLACK_CLIENT_SECRET."
        )


def seal_of(settings: Settings) -> Seal | None:
    """Return what TOKEN_KEY seals and opens with; None when it is not set."""
    if settings.token_key is None:
        return None
    from bot.adapters.sealing import FernetSeal  # noqa: PLC0415 - imported when used

    return FernetSeal(settings.token_key.reveal())


def _revealed(secret: Secret | None, *, when: bool) -> str | None:
    return secret.reveal() if secret is not None and when else None
