from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.configuration import Configuration
from bot.domain.delivery import Platform
from bot.domain.entities import OfficeTerm
from bot.services.reloading import changes_between
from tests.fakes.town import a_feed, a_route

BEFORE = Configuration(
    feeds=(a_feed("ledger"), a_feed("herald")),
    routes=(a_route("newsroom"),),
    zone=ZoneInfo("America/New_York"),
)


def test_the_same_file_changes_nothing():
    assert changes_between(BEFORE, replace(BEFORE)) == ()


def test_what_came_went_or_is_another_is_named():
    after = replace(
        BEFORE,
        feeds=(a_feed("ledger", name="The Ledger"), a_feed("star"), a_feed("sun")),
        routes=(),
        zone=ZoneInfo("America/Chicago"),
        admins={Platform.SLACK: frozenset({"U1"})},
        officials=(OfficeTerm(name="Dana Roe", office="sheriff"),),
    )

    assert changes_between(BEFORE, after) == (
        "2 feeds more: star, sun",
        "1 feed fewer: herald",
        "1 feed changed: ledger",
        "1 channel fewer: newsroom",
        "timezone changed",
        "admins changed",
        "officials changed",
    )
