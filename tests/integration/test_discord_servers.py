"""The operators' own servers, as the gateway tells them to the running app."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.discord_state import GUILD
from tests.integration.discord_world import NEWS, channel, open_world


async def test_the_server_of_the_operators_channel_is_home_once_the_gateway_has_told_it():
    async with open_world(start=False) as world:
        before = world.app.homes([channel()])
        await world.app.start()
        by_id = world.app.homes([channel()])
        by_name = world.app.homes([channel("#news")])
        elsewhere = world.app.homes([replace(channel("#news"), workspace="123456789012345678")])
        unknown = world.app.homes([channel("999999999999999999")])

    assert before == frozenset()
    assert by_id == by_name == {GUILD}
    assert elsewhere == unknown == frozenset()
    assert NEWS.isdigit()
