"""Fixtures of the integration tests."""

from __future__ import annotations

import pytest

from tests.integration.fetching import outside as open_outside


@pytest.fixture
async def outside():
    async with open_outside() as opened:
        yield opened
