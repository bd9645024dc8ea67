"""The platforms whose tokens are set, each with its connection."""

from __future__ import annotations

from datetime import tzinfo

from bot.adapters.environment import Settings
from bot.app.house import Rooms
from bot.app.kept import KeptText
from bot.domain.delivery import Platform
from bot.domain.errors import ConfigError, Fault
from bot.ports import ChatApp, Clock, Desk


def build_chats(
    settings: Settings,
    platforms: frozenset[Platform],
    desk: Desk,
    rooms: Rooms,
    *,
    zone: tzinfo,
    listen: bool,
) -> list[ChatApp]:
    """Return the chat apps to start; with `listen` False they only post (`run --once`).

    Raises ConfigError when Slack should listen and cannot.

    Each platform's library is imported only when it is used.
    """
    clock = rooms.clock
    chats: list[ChatApp] = []
    if Platform.SLACK in platforms and settings.slack_bot_token is not None:
        chats.append(_slack(settings, desk, clock, listen=listen))
    if Platform.DISCORD in platforms and settings.discord_token is not None:
        from bot.chat.discord.app import DiscordApp  # noqa: PLC0415 - imported when used

        chats.append(
            DiscordApp(
                token=settings.discord_token.reveal(),
                api_base_url=settings.discord_api_base_url,
                gateway_url=settings.discord_gateway_url,
                desk=desk,
                clock=clock,
                memory=KeptText(rooms.storage, "discord: command tree"),
            )
        )
    if Platform.TERMINAL in platforms:
        from bot.chat.terminal.app import TerminalApp  # noqa: PLC0415 - imported when used

        chats.append(TerminalApp(desk=desk, clock=clock, zone=zone, prompt=listen))
    return chats


def _slack(settings: Settings, desk: Desk, clock: Clock, *, listen: bool) -> ChatApp:
    from bot.chat.slack.app import SlackApp  # noqa: PLC0415 - imported when used

    assert settings.slack_bot_token is not None
    socket, signing = settings.slack_app_token, settings.slack_signing_secret
    if listen and socket is None and (signing is None or settings.port is None):
        fault = Fault(
            file="environment",
            line=None,
            reason="SLACK_BOT_TOKEN is set, but commands cannot reach the bot. Set "
            "SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PORT (HTTP).",
        )
        raise ConfigError([fault])
    return SlackApp(
        bot_token=settings.slack_bot_token.reveal(),
        app_token=socket.reveal() if socket and listen else None,
        signing_secret=signing.reveal() if signing and listen else None,
        base_url=settings.slack_api_base_url,
        desk=desk,
        clock=clock,
    )
