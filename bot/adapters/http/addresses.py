"""Which addresses may be connected to, asked of the address itself, at the moment of connecting.

Names lie (DNS rebinding), spellings lie (`127.1`, `2130706433`), IPv6 wraps IPv4. So nothing is
decided on a URL's text: the check stands where the socket is made, on the address it will be
connected to, for every hop and every request.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

NAT64 = IPv6Network("64:ff9b::/96")
#: RFC 6890 protocol assignments; Python 3.11 calls some of them global.
PROTOCOL_ASSIGNMENTS = ip_network("192.0.0.0/24")
#: The only IPv6 addresses handed out to the open internet (RFC 4291, 2.4; Python 3.11 calls
#: fec0::/10 and 64:ff9b:1::/48 global).
GLOBAL_UNICAST = IPv6Network("2000::/3")
#: Deprecated IPv4-compatible addresses, ::a.b.c.d.
COMPATIBLE = IPv6Network("::/96")

WEB_PORTS = frozenset({80, 443})
#: Below this, services that are not the web listen; a feed has no business there.
FIRST_FREE_PORT = 1024

#: Look-ups at once; each is a thread, because getaddrinfo blocks and cannot be cancelled.
LOOKUPS = 16

Lookup = Callable[[str, int], list[tuple[Any, ...]]]


class RefusedAddressError(OSError):
    """The address must not be connected to; an OSError, so the next address is tried."""


def innermost(address: str) -> IPv4Address | IPv6Address:
    """Return the address that is meant, unwrapped from mapped, NAT64, 6to4 and Teredo forms.

    Raises ValueError on text that is no address.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    low = int(ip) & 0xFFFFFFFF
    # :: and ::1 are addresses of their own.
    if ip in NAT64 or (ip in COMPATIBLE and low > 1):
        return IPv4Address(low)
    return ip


def is_public(address: str) -> bool:
    """Whether an address belongs to the open internet (the measured gaps of `ipaddress` closed)."""
    try:
        ip = innermost(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and ip not in PROTOCOL_ASSIGNMENTS


class Guard:
    """Makes sockets for connections that may be made, and refuses the others."""

    def __init__(self, allow_private: Iterable[tuple[str, int]] = ()) -> None:
        #: What the operator allows although private: host as written, and port.
        self._allowed = frozenset((_plain(host), port) for host, port in allow_private)
        #: Addresses that an allowed name resolved to.
        self._granted: set[tuple[str, int]] = set()

    def allows(self, host: str, port: int) -> bool:
        """Whether the operator listed this very host and port."""
        return (_plain(host), port) in self._allowed

    def grant(self, host: str, port: int, address: str) -> None:
        """Remember the address of a name; it counts only when the operator allowed the name."""
        if self.allows(host, port):
            self._granted.add((_plain(address), port))

    def check(self, address: str, port: int) -> None:
        """Raise RefusedAddressError unless a connection to this address and port may be made."""
        endpoint = (_plain(address), port)
        if endpoint in self._allowed or endpoint in self._granted:
            return
        if not is_public(address):
            raise RefusedAddressError(f"{address} is not a public address")
        if port not in WEB_PORTS and port < FIRST_FREE_PORT:
            raise RefusedAddressError(f"port {port} is not a port of the web")

    def make_socket(self, address_info: tuple[Any, ...]) -> socket.socket:
        """Return a socket for this address, or raise: the one place where connections begin."""
        family, kind, protocol, _, address = address_info
        self.check(address[0], address[1])
        return socket.socket(family=family, type=kind, proto=protocol)


def _plain(host: str) -> str:
    """Return an address in its shortest spelling, a name in lower case."""
    try:
        return ip_address(host).compressed
    except ValueError:
        return host.lower().rstrip(".")


class Resolver(AbstractResolver):
    """Asks the system for addresses, in threads that nobody waits for when the bot stops."""

    def __init__(self, guard: Guard, lookup: Lookup | None = None) -> None:
        self._guard = guard
        self._lookup = lookup or _system_lookup
        self._slots = asyncio.Semaphore(LOOKUPS)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError."""
        async with self._slots:
            found = await self._ask(host, port)
        results = []
        for kind, _, protocol, _, address in found:
            if family not in (socket.AF_UNSPEC, kind):
                continue
            self._guard.grant(host, port, address[0])
            results.append(
                ResolveResult(
                    hostname=host,
                    host=address[0],
                    port=port,
                    family=kind,
                    proto=protocol,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        return results

    async def close(self) -> None:
        """Nothing is held: threads end with their look-up or with the process."""

    async def _ask(self, host: str, port: int) -> list[tuple[Any, ...]]:
        # A daemon thread rather than an executor's: an executor is joined at exit, and a name
        # server that does not answer would hold the shutdown for half a minute.
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[tuple[Any, ...]]] = loop.create_future()

        def work() -> None:
            try:
                found, fault = self._lookup(host, port), None
            except (OSError, UnicodeError) as error:
                found, fault = [], OSError(f"{host} has no address: {error}")
            # A loop that has closed meanwhile raises RuntimeError: nobody waits any more.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, answer, found, fault)

        threading.Thread(target=work, name="lookup", daemon=True).start()
        return await answer


def _settle(
    answer: asyncio.Future[list[tuple[Any, ...]]],
    found: list[tuple[Any, ...]],
    fault: OSError | None,
) -> None:
    if answer.done():
        return
    if fault is None:
        answer.set_result(found)
    else:
        answer.set_exception(fault)


def _system_lookup(host: str, port: int) -> list[tuple[Any, ...]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
