from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.prose.dates import parse_published

MORNING = datetime(2025, 9, 20, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "Sat, 20 Sep 2025 10:05:00 EDT",
        "Sat, 20 Sept 2025 14:05:00 +0000",
        "20 Sep 2025 14:05 GMT",
        "20 Sep 25 09:05:00 EST",
        "Saturday, September 20, 2025 - 10:05am",
        "Sep 20, 2025 10:05 AM",
        "Sept. 20, 2025 at 10:05 a.m. ET",
        "Published 9:05 a.m. CDT, Sat September 20th, 2025",
        "2025-09-20T10:05:00-04:00",
        "2025-09-20T10:05:00.123 -0400",
        "2025-09-20 14:05:00",
        "20250920T140500Z",
        "2025/09/20 14:05",
        "20/09/2025 14:05",
        "9/20/2025 10:05 AM",
        "20.09.2025 14:05",
        "sáb, 20 sep 2025 10:05:00 -0400",
        "20 de septiembre de 2025, 14:05",
        "20 septembre 2025 14:05",
        "Sat Sep 20 14:05:00 UTC 2025",
        "Sat, 20 Sep 2025 16:05:00 GMT+0200",
        "1758377100",
        "1758377100.5",
        "1758377100000",
        "September 20, 2025 2:05 p.m. (UTC)",
    ],
)
def test_every_way_of_printing_one_moment_is_read(raw: str):
    assert parse_published(raw) == MORNING


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2025-09-20", datetime(2025, 9, 20, tzinfo=UTC)),
        ("Saturday, 20 September 2025", datetime(2025, 9, 20, tzinfo=UTC)),
        ("20/09/2025", datetime(2025, 9, 20, tzinfo=UTC)),
        ("09/10/2025", datetime(2025, 9, 10, tzinfo=UTC)),
        ("mar, 23 sep 2025 10:00:00 +0200", datetime(2025, 9, 23, 8, tzinfo=UTC)),
        ("1 juil. 1999 00:00 Z", datetime(1999, 7, 1, tzinfo=UTC)),
        ("1 Jan 98", datetime(1998, 1, 1, tzinfo=UTC)),
        ("Sat, 20 Sep 2025 24:00:00 GMT", datetime(2025, 9, 21, tzinfo=UTC)),
        ("Sat, 20 Sep 2025 23:59:60 GMT", datetime(2025, 9, 20, 23, 59, 59, tzinfo=UTC)),
        ("20 Dec 2025 12 a.m. PT", datetime(2025, 12, 20, 8, tzinfo=UTC)),
        ("20 Sep 2025 10:05 XYZ", datetime(2025, 9, 20, 10, 5, tzinfo=UTC)),
        ("20 Sep 2025 10:05 +9900", datetime(2025, 9, 20, 10, 5, tzinfo=UTC)),
    ],
)
def test_days_zones_and_limits_are_read_as_meant(raw: str, moment: datetime):
    assert parse_published(raw) == moment


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "soon",
        "3 hours ago",
        "10:05 a.m.",
        "Sat, 31 Feb 2025 10:00:00 GMT",
        "20 Sep 2025 10:75",
        "20 Sep 2025 31:00",
        "0001-01-01T00:00:00Z",
        "2999-01-01",
        "13/13/2025",
        "September 2025",
        "September 20 " * 30,
    ],
)
def test_what_is_no_time_gives_none(raw: str | None):
    assert parse_published(raw) is None


@settings(deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="0123456789-/:T ZapmSep,", max_size=30))
def test_any_text_is_a_plausible_time_or_none(raw: str):
    found = parse_published(raw)

    assert found is None or (1969 <= found.year <= 2101 and found.tzinfo is UTC)
