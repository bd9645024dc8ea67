"""Groups R and N of the catalogue: where we are sent, and where we do not go."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest

from bot.domain.errors import FetchError
from tests.fakes.hostile.exchange import GOOD
from tests.fakes.hostile.redirects import HOSTS
from tests.integration.fetching import outside as open_outside


@pytest.mark.parametrize("path", ["/redirect-loop", "/redirect-chain"])
async def test_r01_a_chain_without_end_stops_after_five_redirects(outside, path):
    refusal = await outside.refusal(path)

    assert refusal.reason == "redirect"
    assert len(outside.server.log) == 6


async def test_r01_five_redirects_are_followed(outside):
    assert (await outside.get("/redirect-chain?left=4")).url == outside.server.url("/good")


@pytest.mark.parametrize("path", ["/301-permanent", "/308-permanent"])
async def test_r02_a_permanent_move_is_told(outside, path):
    answer = await outside.get(path)

    assert answer.content.decode() == GOOD
    assert answer.moved_to == outside.server.url("/good")


@pytest.mark.parametrize("path", ["/302-then-301", "/redirect-chain?left=0", "/good"])
async def test_r02_a_way_with_a_temporary_hop_is_no_move(outside, path):
    assert (await outside.get(path)).moved_to is None


@pytest.mark.parametrize(
    "path", ["/redirect-no-location", "/redirect-empty-location", "/redirect-garbage"]
)
async def test_r03_a_redirect_to_nowhere_is_refused(outside, path):
    assert (await outside.refusal(path)).reason == "redirect"


@pytest.mark.parametrize("path", ["/redirect-file-scheme", "/redirect-gopher"])
async def test_r04_a_redirect_to_another_scheme_is_refused(outside, path):
    refusal = await outside.refusal(path)

    assert refusal.reason == "unacceptable"
    assert outside.server.canary.hits == 0


async def test_r05_credentials_in_a_redirect_go_nowhere(outside, caplog):
    caplog.set_level("DEBUG")
    answer = await outside.get("/redirect-credentials")
    refusal = await outside.refusal("/redirect-credentials-fail")

    assert "secret" not in answer.url
    assert "secret" not in str(refusal)
    assert "secret" not in caplog.text
    assert all("authorization" not in visit.headers for visit in outside.server.log)


async def test_r05_the_operators_credentials_go_to_their_host_alone(outside):
    port = outside.server.port
    answer = await outside.get(f"http://ops:pass%40word@127.0.0.1:{port}/whoami")

    assert answer.url == outside.server.url("/whoami")
    assert outside.server.log[-1].headers["authorization"] == "Basic b3BzOnBhc3NAd29yZA=="


async def test_r05_another_host_does_not_get_the_operators_credentials():
    async with open_outside() as first, open_outside() as second:
        guard = first.retriever._guard
        guard._allowed = guard._allowed | {("127.0.0.1", second.server.port)}
        onward = second.server.url("/good")

        await first.get(
            f"http://ops:word@127.0.0.1:{first.server.port}/redirect-to-other-host?to={onward}"
        )

        assert "authorization" in first.server.log[0].headers
        assert "authorization" not in second.server.log[0].headers


async def test_r05_credentials_that_a_redirect_brings_are_not_sent_to_another_host():
    async with open_outside() as first, open_outside() as second:
        guard = first.retriever._guard
        guard._allowed = guard._allowed | {("127.0.0.1", second.server.port)}
        onward = second.server.url("/good").replace("//", "//user:secret@")

        answer = await first.get(f"/redirect-to-other-host?to={onward}")

        assert answer.url == second.server.url("/good")
        assert "authorization" not in second.server.log[0].headers


async def test_n01_the_clouds_metadata_is_never_connected_to(outside):
    with connect_spy() as connected:
        refusal = await outside.refusal("/redirect-to-169.254.169.254")

    assert refusal.reason == "refused-address"
    assert connected == {("127.0.0.1", outside.server.port)}


@pytest.mark.parametrize("name", sorted(HOSTS))
async def test_n02_no_spelling_of_an_inner_address_is_connected_to(outside, name):
    with connect_spy() as connected:
        refusal = await outside.refusal(f"/redirect-to-{name}")

    # httpx refuses some spellings as no address at all before the guard sees them.
    assert refusal.reason in {"refused-address", "redirect"}
    assert outside.server.canary.hits == 0
    assert connected <= {("127.0.0.1", outside.server.port)}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"]
)
async def test_n02_a_listed_port_opens_no_other_port(outside, host):
    refusal = await outside.refusal(f"http://{host}:{outside.server.canary.port}/")

    assert refusal.reason == "refused-address"
    assert outside.server.canary.hits == 0


async def test_n04_the_checked_address_is_the_connected_one():
    answers = [[("93.184.216.34", 80)], [("127.0.0.1", 80)]]

    def rebinding(host, port):
        address = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip, _ in address]

    async with open_outside(lookup=rebinding) as world:
        refused = []
        original = world.retriever._guard.check

        def spy(address, port):
            refused.append(address)
            if address == "93.184.216.34":
                raise OSError("not in a test")
            original(address, port)

        world.retriever._guard.check = spy
        port = world.server.canary.port
        await world.refusal(f"http://rebind.example:{port}/")
        world.retriever._transport.client.connector.clear_dns_cache()
        refusal = await world.refusal(f"http://rebind.example:{port}/")

        assert refused == ["93.184.216.34", "127.0.0.1"]
        assert refusal.reason == "refused-address"
        assert world.server.canary.hits == 0


async def test_n04_a_name_that_the_operator_allowed_is_fetched():
    async with open_outside(names=["feeds.internal"]) as world:
        answer = await world.get(f"http://feeds.internal:{world.server.port}/good")

        assert answer.content.decode() == GOOD


async def test_n05_a_proxy_in_the_environment_is_not_used(monkeypatch):
    async with open_outside() as world:
        proxy = f"http://127.0.0.1:{world.server.canary.port}"
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy)
        async with open_outside() as second:
            await second.get("/good")

        assert world.server.canary.hits == 0


async def test_n06_links_inside_a_document_are_not_followed(outside):
    await outside.get("/private-link")

    assert outside.server.canary.hits == 0
    assert len(outside.server.log) == 1


async def test_only_the_web_is_fetched(outside):
    for url in ("file:///etc/passwd", "ftp://ledger.example/x", "ledger.example", "http://"):
        assert (await outside.refusal(url)).reason == "unacceptable"


async def test_a_page_inside_is_refused_too(outside):
    with pytest.raises(FetchError) as refusal:
        await outside.retriever.page(f"http://127.0.0.1:{outside.server.canary.port}/")

    assert refusal.value.reason in {"refused-address", "robots"}
    assert outside.server.canary.hits == 0


async def test_an_address_is_sent_as_it_was_written(outside):
    target = "/good?sig=a%2Fb%2Bc&list=[1]&u=http%3A%2F%2Fx%2F&tilde=%7E"

    await outside.get(target)

    assert outside.server.log[0].target == target


@contextlib.contextmanager
def connect_spy():
    """Collect every address a socket of this process is connected to."""
    connected = set()
    loop = asyncio.get_running_loop()
    original = loop.sock_connect

    async def spy(sock, address):
        connected.add(address[:2])
        return await original(sock, address)

    loop.sock_connect = spy
    try:
        yield connected
    finally:
        del loop.sock_connect
