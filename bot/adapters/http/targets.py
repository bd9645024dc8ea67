"""Targets: an address that may be asked, its credentials taken off and kept apart."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import unquote

import httpx

from bot.domain.errors import FetchError

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One address to ask. Printed, it shows neither credentials nor query."""

    #: Without credentials and fragment.
    address: httpx.URL
    #: The Authorization header of a feed that the operator listed with credentials.
    credentials: dict[str, str] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return f"{self.origin}{self.address.path}"

    @property
    def host(self) -> str:
        """Return the host in ASCII, without brackets."""
        return self.address.raw_host.decode("ascii")

    @property
    def port(self) -> int:
        """Return the port, also when the address does not name it."""
        return self.address.port or DEFAULT_PORTS[self.address.scheme]

    @property
    def origin(self) -> str:
        """Return scheme, host and port as one string."""
        return f"{self.address.scheme}://{self.address.netloc.decode('ascii')}"

    @property
    def path(self) -> str:
        """Return path and query as they are sent."""
        return self.address.raw_path.decode("ascii")

    def sibling(self, path: str) -> Target:
        """Return another path of the same host."""
        return Target(address=self.address.copy_with(raw_path=path.encode("ascii")))


def target_of(url: str) -> Target:
    """Read an address. Raises FetchError when it is not one of the web's."""
    return _target(_parsed(url))


def redirected(target: Target, location: str | None) -> Target:
    """Return where a redirect leads; credentials go only to the host they were given for.

    Raises FetchError: no location, a foreign scheme, from https down to http.
    """
    if not location:
        raise FetchError(f"{target} redirects without saying where", reason="redirect")
    try:
        address = target.address.join(_parsed(location, relative=True))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{target} redirects to no address", reason="redirect") from error
    # What a redirect brings as credentials is dropped: it is not ours, and it would be logged.
    onward = _target(address.copy_with(username=None, password=None))
    if target.address.scheme == "https" and onward.address.scheme == "http":
        raise FetchError(
            f"{target} redirects from https to http; list the http address if that is meant",
            reason="redirect",
        )
    if onward.origin == target.origin:
        return Target(address=onward.address, credentials=target.credentials)
    return onward


def _parsed(url: str, *, relative: bool = False) -> httpx.URL:
    if len(url) > LONGEST_URL:
        raise FetchError("the address is too long", reason="unacceptable")
    try:
        return httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        reason = "redirect" if relative else "unacceptable"
        raise FetchError("not an address we can read", reason=reason) from error


def _target(address: httpx.URL) -> Target:
    if address.scheme not in DEFAULT_PORTS:
        raise FetchError(
            f"only http and https are fetched, not {address.scheme or 'an address without scheme'}",
            reason="unacceptable",
        )
    if not address.raw_host:
        raise FetchError("the address names no host", reason="unacceptable")
    bare = address.copy_with(username=None, password=None, fragment=None)
    return Target(address=bare, credentials=_authorization(address))


def _authorization(address: httpx.URL) -> dict[str, str]:
    if not address.userinfo:
        return {}
    name, _, password = address.userinfo.decode("ascii").partition(":")
    pair = f"{unquote(name)}:{unquote(password)}".encode()
    return {"authorization": "Basic " + base64.b64encode(pair).decode("ascii")}
