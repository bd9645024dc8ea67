"""What `doctor` asks of Slack: the token, its rights, each channel. Nothing is posted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat.slack.channels import Channels
from bot.chat.slack.failures import LIMITED, REMEDIES, code_of, status_of, wait_of
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.errors import NutgrafError
from bot.ports import Clock, Finding

#: What the manifest asks for, and what cannot be done without it; a test holds both together.
SCOPES = {
    "channels:history": "a post whose answer was lost cannot be looked for",
    "channels:read": "channels are not found by their names",
    "chat:write": "nothing can be posted",
    "commands": "/news does not exist",
    "files:write": "exports and pictures cannot be sent",
    "groups:history": "a post in a private channel whose answer was lost cannot be looked for",
    "groups:read": "private channels are not found by their names",
    "im:history": "a direct message whose answer was lost cannot be looked for",
    "im:write": "nobody can be told in direct messages",
    "users:read": "times are not in the reader's zone, and workspace admins are not known",
}
TOKEN, RIGHTS, SOCKET = "slack token", "slack rights", "slack socket token"
REINSTALL = (
    "paste docs/slack-manifest.yaml into the app's App Manifest page and install the app again"
)
APP_LEVEL = "make an app-level token (xapp-…) with the scope connections:write"
NETWORK = "check the network, then run this again"
LATER = "wait a minute, then run this again"
UNREACHABLE = "unreachable"
#: Slack answers conversations.info fifty times a minute; an operator waits for more than that once.
LONGEST_WAIT = timedelta(seconds=60)

_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_DIRECT = re.compile(r"D[A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class _No:
    """Slack's error word; `UNREACHABLE` when there was no answer."""

    code: str

    def finding(self, subject: str, remedy: str = "") -> Finding:
        """Return what was found, with the remedy the error has, or else the one given."""
        words = f"Slack says {self.code}"
        known = REMEDIES.get(self.code, "") or remedy
        if self.code == UNREACHABLE:
            words, known = "Slack cannot be reached", NETWORK
        elif self.code in LIMITED:
            words, known = "Slack asks to wait", LATER
        return Finding(subject=subject, is_well=False, words=words, remedy=known)


async def examine(
    client: AsyncWebClient,
    clock: Clock,
    channels: Sequence[ChannelRef],
    *,
    app_token: str | None,
) -> list[Finding]:
    """Return what Slack says of the tokens and of each channel; raises nothing of Slack's."""
    examiner = _Examiner(client, clock)
    answer = await examiner.asked("auth.test")
    if isinstance(answer, _No):
        return [answer.finding(TOKEN, REMEDIES["invalid_auth"])]
    bot = str(answer.get("user") or "nutgraf")
    words = f"@{bot} in the workspace {answer.get('team')}"
    findings = [Finding(subject=TOKEN, is_well=True, words=words), *_rights(answer)]
    if app_token is not None:
        findings.append(await examiner.socket(app_token))
    targets = [one.target for one in channels if one.platform is Platform.SLACK]
    return findings + [await examiner.channel(one, bot) for one in dict.fromkeys(targets)]


class _Examiner:
    """Asks Slack one thing after the other, and waits once where Slack asks for it."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._channels = Channels(client, clock)

    async def asked(self, method: str, **arguments: str) -> AsyncSlackResponse | _No:
        """Return Slack's answer to a method, or why there is none."""
        try:
            return await self._patiently(method, arguments)
        except SlackApiError as error:
            return _No(code_of(error) or UNREACHABLE)
        except (TimeoutError, aiohttp.ClientError, OSError):
            return _No(UNREACHABLE)

    async def _patiently(self, method: str, arguments: dict[str, str]) -> AsyncSlackResponse:
        try:
            return await self._client.api_call(method, params=arguments)
        except SlackApiError as error:
            if status_of(error) != 429:
                raise
            await self._clock.sleep(min(wait_of(error), LONGEST_WAIT))
        return await self._client.api_call(method, params=arguments)

    async def socket(self, app_token: str) -> Finding:
        """Return whether Slack would open a socket for commands."""
        try:
            await self._client.apps_connections_open(app_token=app_token)
        except SlackApiError as error:
            refused = status_of(error) != 429 and bool(code_of(error))
            found = _No(code_of(error) or UNREACHABLE).finding(SOCKET)
            # The remedies of the list are about the bot's token.
            return replace(found, remedy=APP_LEVEL) if refused else found
        except (TimeoutError, aiohttp.ClientError, OSError):
            return _No(UNREACHABLE).finding(SOCKET)
        return Finding(subject=SOCKET, is_well=True, words="commands can reach the bot")

    async def channel(self, target: str, bot: str) -> Finding:
        """Return whether the bot may post there."""
        if _PERSON.fullmatch(target):
            return await self._person(target)
        if _DIRECT.fullmatch(target):
            return Finding(subject=target, is_well=True, words="direct messages, not looked at")
        try:
            channel = await self._channels.id_of(target)
        except NutgrafError as error:
            words, _, remedy = str(error).partition(" Remedy: ")
            return Finding(subject=target, is_well=False, words=words, remedy=remedy.rstrip("."))
        answer = await self.asked("conversations.info", channel=channel)
        if isinstance(answer, _No):
            return answer.finding(target)
        return _member(target, answer.get("channel") or {}, bot)

    async def _person(self, target: str) -> Finding:
        answer = await self.asked("users.info", user=target)
        if isinstance(answer, _No):
            return answer.finding(target, "copy the member's id again from their profile")
        if (answer.get("user") or {}).get("deleted"):
            remedy = "name somebody else in feeds.yaml"
            words = "the account is closed"
            return Finding(subject=target, is_well=False, words=words, remedy=remedy)
        return Finding(subject=target, is_well=True, words="a person, told in direct messages")


def _rights(answer: AsyncSlackResponse) -> Iterator[Finding]:
    headers = {str(name).lower(): str(value) for name, value in answer.headers.items()}
    if "x-oauth-scopes" not in headers:
        return
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = [f"{scope} ({loss})" for scope, loss in SCOPES.items() if scope not in granted]
    yield Finding(
        subject=RIGHTS,
        is_well=not missing,
        words=f"without {'; '.join(missing)}" if missing else "all that the manifest asks for",
        remedy=REINSTALL if missing else "",
    )


def _member(target: str, channel: dict[str, object], bot: str) -> Finding:
    if channel.get("is_archived"):
        remedy = REMEDIES["is_archived"]
        return Finding(subject=target, is_well=False, words="it is archived", remedy=remedy)
    if not channel.get("is_member"):
        return Finding(
            subject=target,
            is_well=False,
            words="the bot is not in it",
            remedy=f"type /invite @{bot} in the channel",
        )
    kind = "private" if channel.get("is_private") else "public"
    return Finding(subject=target, is_well=True, words=f"the bot is in it ({kind})")
