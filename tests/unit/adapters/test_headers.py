from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.http.headers import fresh_for, media_type, retry_after, validator

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("-5", None),
        ("1.5", None),
        ("９", None),
        ("999999", timedelta(days=1)),
        ("9" * 5000, timedelta(days=1)),
        ("Tue, 03 Mar 2026 10:05:00 GMT", timedelta(minutes=5)),
        ("Tue, 03 Mar 2026 05:05:00 -0500", timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 10:05:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Sat, 01 Jan 2050 00:00:00 GMT", timedelta(days=1)),
        ("soon", None),
    ],
)
def test_h02_retry_after_is_a_wait_of_at_most_a_day(value, expected):
    assert retry_after(value, NOW) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"cache-control": "max-age=60"}, timedelta(minutes=1)),
        ({"cache-control": 'public, MAX-AGE="60"'}, timedelta(minutes=1)),
        ({"cache-control": "max-age=60", "age": "20"}, timedelta(seconds=40)),
        ({"cache-control": "max-age=60", "age": "2000"}, timedelta(0)),
        ({"cache-control": "max-age=60", "age": "old"}, timedelta(minutes=1)),
        ({"cache-control": "max-age=60, no-store"}, None),
        ({"cache-control": "no-cache"}, None),
        ({"cache-control": "s-maxage=60"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"cache-control": "max-age=" + "9" * 40}, timedelta(days=1)),
    ],
)
def test_h06_max_age_less_age_is_how_long_a_document_is_fresh(headers, expected):
    assert fresh_for(headers) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ("", None)),
        ("Text/HTML", ("text/html", None)),
        ("text/xml; charset=UTF-8", ("text/xml", "utf-8")),
        ("text/xml; q=1; Charset = 'cp1252'", ("text/xml", "cp1252")),
        ("text/xml; charset=", ("text/xml", None)),
    ],
)
def test_a_content_type_gives_type_and_charset(value, expected):
    assert media_type(value) == expected


def test_a_validator_that_would_break_a_header_is_dropped():
    assert validator('W/"abc"') == 'W/"abc"'
    assert validator("") is None
    assert validator("a\r\nX-Evil: 1") is None
    assert validator("a" * 5000) is None
