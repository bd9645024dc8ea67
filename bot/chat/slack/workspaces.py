"""The workspaces one app serves: the operators' own, and those that installed it by themselves.

The home workspace is that of SLACK_BOT_TOKEN and has no row. The others' tokens are opened once, at
the start or when they are installed: no database stands before an acknowledgement.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.delivery import Platform
from bot.domain.errors import DeliveryRefusedError, OperatorError
from bot.domain.installations import Installation
from bot.ports import Clock, Seal, Storage

log = logging.getLogger(__name__)

#: The token of the workspace whose delivery is being answered; tasks inherit it.
_TOKEN: ContextVar[str | None] = ContextVar("slack_token", default=None)


class SpeakingClient(AsyncWebClient):
    """Speaks to the workspace whose delivery is being answered, and else to the operators' own.

    What listens to Slack thus needs to know of no other workspace, and cannot answer one with
    another's token.
    """

    @property
    def token(self) -> str | None:
        return _TOKEN.get() or self._home_token

    @token.setter
    def token(self, value: str | None) -> None:
        self._home_token = value


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Where installations are written, and what their tokens are sealed with."""

    storage: Storage
    seal: Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guest:
    """A workspace that is served, with its client."""

    installation: Installation
    client: AsyncWebClient


class Workspaces(AsyncAuthorize):
    """Who may be answered with which token; without books the home workspace alone."""

    def __init__(self, home: AsyncWebClient, clock: Clock, books: Books | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._home = home
        self._clock = clock
        self._books = books
        self._known: dict[str, Any] = {}
        self._guests: dict[str, _Guest] = {}
        self._gone: dict[str, str] = {}

    @property
    def home(self) -> str | None:
        """The operators' own workspace; None until Slack has told it."""
        return self._known.get("team_id")

    @property
    def served(self) -> tuple[str, ...]:
        """The other workspaces that are served, by id."""
        return tuple(sorted(self._guests))

    def is_home(self, workspace: str | None) -> bool:
        """Whether this is the operators' own workspace; None is."""
        return workspace is None or workspace == self.home

    def learn(self, answer: dict[str, Any]) -> None:
        """Take what auth.test says of the home token."""
        names = ("team_id", "bot_id", "enterprise_id")
        self._known = {name: answer.get(name) for name in names}
        self._known["bot_user_id"] = answer.get("user_id")

    async def load(self) -> None:
        """Open the tokens of every workspace that is served; sealed anew where a key is new.

        Raises OperatorError, which names the workspace, when no key opens one.
        """
        if self._books is None:
            return
        async with self._books.storage.look() as unit:
            held = await unit.installations.all(Platform.SLACK)
        for installation in held:
            if installation.revoked_at is not None:
                self._gone[installation.workspace] = _removed(installation.name)
            else:
                await self._open(installation)

    async def __call__(
        self,
        *,
        context: object = None,
        enterprise_id: str | None = None,
        team_id: str | None = None,
        user_id: str | None = None,
        **_: object,
    ) -> AuthorizeResult | None:
        """Return who we are where a delivery comes from; None where nobody let us in."""
        del context, user_id
        guest = self._guests.get(team_id or "")
        if guest is not None:
            _TOKEN.set(guest.client.token)
            installation = guest.installation
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_id=installation.bot,
                bot_user_id=installation.bot_user,
                bot_token=guest.client.token,
            )
        _TOKEN.set(None)
        if self._books is not None and self.home is not None and team_id not in {None, self.home}:
            log.warning("workspace unknown", extra={"workspace": team_id})
            return None
        known = {"enterprise_id": None, "team_id": None} | self._known
        return AuthorizeResult(bot_token=self._home.token, **known)

    def client(self, workspace: str | None) -> AsyncWebClient:
        """Return the client that may post to a workspace; None is the operators' own.

        Raises DeliveryRefusedError, in words, where nobody let us in or no longer does.
        """
        if self.is_home(workspace):
            return self._home
        assert workspace is not None
        guest = self._guests.get(workspace)
        if guest is not None:
            return guest.client
        raise DeliveryRefusedError(self._gone.get(workspace, _never(workspace, self._books)))

    def bot_of(self, workspace: str | None) -> str | None:
        """Return our author id in a workspace; None where it is not known."""
        guest = self._guests.get(workspace or "")
        known: str | None = guest.installation.bot if guest else self._known.get("bot_id")
        return known

    async def admit(self, installation: Installation, token: str) -> None:
        """Write down a workspace that let us in, and serve it from now on. Raises StorageError."""
        assert self._books is not None
        if installation.workspace == self.home:
            return
        sealed = replace(installation, sealed_token=self._books.seal.close(token))
        await self._write(sealed)
        self._serve(sealed, token)
        log.info("workspace installed", extra={"workspace": installation.workspace})

    async def dismiss(self, workspace: str) -> None:
        """Serve a workspace no longer that removed the app or its token; the token is forgotten."""
        guest = self._guests.pop(workspace, None)
        if guest is None:
            return
        self._gone[workspace] = _removed(guest.installation.name)
        now = self._clock.now()
        await self._write(replace(guest.installation, sealed_token="", revoked_at=now))
        log.warning("workspace removed the app", extra={"workspace": workspace})

    async def _open(self, installation: Installation) -> None:
        assert self._books is not None
        try:
            token = self._books.seal.open(installation.sealed_token)
            renewed = self._books.seal.renewed(installation.sealed_token)
        except OperatorError as error:
            raise OperatorError(
                f"Slack workspace {installation.name} ({installation.workspace}): {error}. If it "
                f"is lost: python -m bot installations --forget {installation.workspace}"
            ) from None
        if renewed is not None:
            installation = replace(installation, sealed_token=renewed)
            await self._write(installation)
        self._serve(installation, token)

    async def _write(self, installation: Installation) -> None:
        assert self._books is not None
        async with self._books.storage.begin() as unit:
            await unit.installations.save(installation)
            await unit.commit()

    def _serve(self, installation: Installation, token: str) -> None:
        self._gone.pop(installation.workspace, None)
        client = AsyncWebClient(
            token=token,
            base_url=self._home.base_url,
            session=self._home.session,
            retry_handlers=[],
            logger=self._home.logger,
        )
        self._guests[installation.workspace] = _Guest(installation=installation, client=client)


def _removed(name: str) -> str:
    return f"the Slack workspace {name} removed the app. Remedy: install it there again."


def _never(workspace: str, books: Books | None) -> str:
    remedy = "set TOKEN_KEY" if books is None else "install it there, or correct workspace:"
    return f"the app is not installed in the Slack workspace {workspace}. Remedy: {remedy}."
