"""The transport: httpx's interface over aiohttp's connections, each of them guarded.

aiohttp costs a third of httpcore's CPU per request (docs/decisions/0034-asking-politely.md).
"""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator

import aiohttp
import httpx
from aiohttp.client_middlewares import ClientHandlerType
from httpx_aiohttp import AiohttpTransport
from yarl import URL

from bot.adapters.http.addresses import Guard, Lookup, RefusedAddressError, Resolver
from bot.adapters.http.targets import Target
from bot.domain.errors import FetchError

#: aiohttp's own 8 kB refuses the Content-Security-Policy of real newspapers.
LONGEST_HEADER = 64 * 1024
MOST_HEADERS = 256

#: The address word for word, carried past aiohttp's re-quoting (it would turn %2F into /).
EXACT = "x-exact-address"

#: What went wrong, the most telling first; `{}` stands for the fault itself.
_FAULTS: tuple[tuple[type[BaseException], str, str], ...] = (
    (RefusedAddressError, "refused-address", "is not fetched: {}"),
    (ssl.CertificateError, "tls", "has a certificate that is not accepted: {}"),
    (ssl.SSLError, "tls", "offers no secure connection"),
    (aiohttp.ClientSSLError, "tls", "offers no secure connection"),
    (aiohttp.InvalidURL, "refused-address", "is not a plain spelling of an address"),
    (aiohttp.ClientPayloadError, "incomplete", "broke off within its body"),
    (aiohttp.ClientConnectorDNSError, "connection", "has no address in the DNS"),
    (aiohttp.ClientResponseError, "unacceptable", "does not speak HTTP as it should"),
    (aiohttp.ClientConnectorError, "connection", "cannot be reached"),
)


def open_transport(
    guard: Guard, *, tls: ssl.SSLContext | None, lookup: Lookup | None
) -> httpx.AsyncBaseTransport:
    """Return a transport whose every connection the guard has looked at; no proxy, no cookies."""
    # trust_env: a proxy or a certificate path from the environment would defeat the checks.
    context = tls or httpx.create_ssl_context(trust_env=False)

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            ssl=context,
            resolver=Resolver(guard, lookup),
            socket_factory=guard.make_socket,
            ttl_dns_cache=60,
            limit=0,
            keepalive_timeout=15,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
            max_headers=MOST_HEADERS,
            middlewares=(_exact_address,),
        )

    return _ExactTransport(verify=context, trust_env=False, client=session)


class _ExactTransport(AiohttpTransport):
    """Sends the request's own spelling of its address."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers[EXACT] = str(request.url)
        return await super().handle_async_request(request)


async def _exact_address(
    request: aiohttp.ClientRequest, send: ClientHandlerType
) -> aiohttp.ClientResponse:
    request.url = URL(request.headers.pop(EXACT), encoded=True)
    return await send(request)


@contextlib.contextmanager
def translated(target: Target) -> Iterator[None]:
    """Turn what the libraries raise into FetchError, with a message that holds no secret."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, UnicodeError) as error:
        raise _translation(target, error) from error


def _translation(target: Target, error: BaseException) -> FetchError:
    causes = list(_causes(error))
    for kind, reason, message in _FAULTS:
        for cause in causes:
            if isinstance(cause, kind):
                return FetchError(f"{target} {message.format(_detail(cause))}", reason=reason)
    return FetchError(f"{target} broke the connection off", reason="connection")


def _detail(cause: BaseException) -> str:
    """Return what a fault says, without the library's wrapping around a certificate's."""
    if isinstance(cause, aiohttp.ClientConnectorCertificateError):
        cause = cause.certificate_error
    return getattr(cause, "verify_message", None) or str(cause)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk down what caused what, OS errors inside aiohttp's among it."""
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        cause = pending.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        pending += [cause.__cause__, cause.__context__, getattr(cause, "os_error", None)]
