"""Slack's errors in our words: who must act, and whether a message may be there already."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.chat.slack.failures import failure, read_wait, translated
from bot.chat.slack.signatures import is_signed
from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
)

#: openssl dgst -sha256 -hmac s3cret over v0:TIMESTAMP:BODY of the test below.
SIGNED = "c1e4223b63b84eb6003f62bea56774a8fae00f2842c46d7db9441b554b3abce5"


def an_error(code: str | None, *, status: int = 200, **headers: str) -> SlackApiError:
    data = {"ok": False, "error": code} if code else b"<html>"
    return SlackApiError("x", SimpleNamespace(data=data, status_code=status, headers=headers))


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ratelimited", 429, DeliveryDeferredError),
        (None, 429, DeliveryDeferredError),
        ("message_limit_exceeded", 200, DeliveryDeferredError),
        ("is_archived", 200, DeliveryRefusedError),
        ("restricted_action_read_only_channel", 200, DeliveryRefusedError),
        ("token_revoked", 200, DeliveryRefusedError),
        ("a_word_of_next_year", 200, DeliveryRefusedError),
        ("invalid_blocks", 200, MessageInvalidError),
        ("message_not_found", 200, MessageInvalidError),
        ("fatal_error", 200, DeliveryUncertainError),
        ("invalid_blocks", 500, DeliveryUncertainError),
        (None, 200, DeliveryUncertainError),
        (None, 502, DeliveryUncertainError),
    ],
)
def test_every_answer_has_its_error(code, status, kind):
    assert isinstance(failure(an_error(code, status=status), "chat.postMessage", "C1"), kind)


def test_an_unreadable_answer_comes_with_the_bare_http_response():
    error = SlackApiError("x", SimpleNamespace(status=502, headers={}))

    assert isinstance(failure(error, "chat.postMessage", "C1"), DeliveryUncertainError)


def test_a_response_without_any_status_is_uncertain():
    error = SlackApiError("x", SimpleNamespace())

    assert isinstance(failure(error, "chat.postMessage", "C1"), DeliveryUncertainError)


def test_a_time_out_is_uncertain():
    with pytest.raises(DeliveryUncertainError), translated("chat.postMessage", "C1"):
        raise TimeoutError


def test_a_connection_that_never_opened_is_deferred():
    with pytest.raises(DeliveryDeferredError), translated("chat.postMessage", "C1"):
        raise aiohttp.ConnectionTimeoutError


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("0", 1), (None, 30), ("soon", 30), ("-4", 30), ("٣", 30), ("9" * 40, 3600)],
)
def test_a_wait_is_read_with_care(header, seconds):
    assert read_wait(header) == timedelta(seconds=seconds)


def test_s11_a_signature_holds_for_its_body_secret_and_five_minutes():
    body = b"token=x&team_id=T1&command=%2Fnews&text=latest"
    at = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    headers = {
        "X-Slack-Request-Timestamp": str(int(at.timestamp())),
        "X-Slack-Signature": "v0=" + SIGNED,
    }

    assert is_signed(body, headers, secret="s3cret", now=at + timedelta(minutes=4))
    assert not is_signed(body, headers, secret="s3cret", now=at + timedelta(minutes=6))
    assert not is_signed(body, headers, secret="s3cret", now=at - timedelta(minutes=6))
    assert not is_signed(body + b"x", headers, secret="s3cret", now=at)
    assert not is_signed(body, headers, secret="other", now=at)


@pytest.mark.parametrize("stamp", ["", "yesterday", "-1", "１７", "9" * 13])
def test_s11_a_timestamp_that_is_no_number_is_not_signed(stamp):
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0="}

    assert not is_signed(b"", headers, secret="s", now=datetime(2026, 11, 21, tzinfo=UTC))
