"""Fixtures of the integration tests."""

from __future__ import annotations

import pytest

from tests.fakes.archives import empty_sqlite_file
from tests.integration.fetching import outside as open_outside
from tests.integration.household import open_household

__all__ = ["empty_sqlite_file"]


@pytest.fixture
async def outside():
    async with open_outside() as opened:
        yield opened


@pytest.fixture
async def household(tmp_path, empty_sqlite_file):
    async with open_household(tmp_path, empty_sqlite_file) as opened:
        yield opened
