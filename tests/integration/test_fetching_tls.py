"""Secure connections: certificates that are not accepted, and no way down to plain http."""

from __future__ import annotations

from tests.fakes.certificates import server_context
from tests.fakes.hostile.exchange import GOOD
from tests.integration.fetching import outside as open_outside


async def test_h09_a_sound_certificate_is_accepted(tmp_path):
    server, client = server_context(tmp_path)
    async with open_outside(server_tls=server, tls=client) as world:
        assert (await world.get("/good")).content.decode() == GOOD


async def test_h09_an_expired_certificate_is_refused(tmp_path):
    server, client = server_context(tmp_path, expired=True)
    async with open_outside(server_tls=server, tls=client) as world:
        refusal = await world.refusal("/good")

    assert refusal.reason == "tls"
    assert "expired" in str(refusal)


async def test_h09_a_certificate_nobody_vouches_for_is_refused(tmp_path):
    server, _ = server_context(tmp_path)
    async with open_outside(server_tls=server) as world:
        assert (await world.refusal("/good")).reason == "tls"


async def test_r06_a_redirect_from_https_to_http_is_refused(tmp_path):
    server, client = server_context(tmp_path)
    async with open_outside(server_tls=server, tls=client) as world:
        refusal = await world.refusal("/redirect-downgrade?to=http://127.0.0.1:1/x")

    assert refusal.reason == "redirect"
    assert "https to http" in str(refusal)
