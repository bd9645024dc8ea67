"""Slack's errors in our own words: who must act, and whether a message may be there already.

The sets follow the method reference of chat.postMessage, chat.update and conversations.history.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.domain.errors import (
    DeliveryDeferredError,
    DeliveryRefusedError,
    DeliveryUncertainError,
    MessageInvalidError,
    NutgrafError,
)

#: The token itself is refused: no channel can be served until an operator acts.
TOKEN_REFUSED = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
#: The token will never work again: the app was removed, or the token taken back.
DEAD = frozenset({"account_inactive", "invalid_auth", "token_expired", "token_revoked"})
#: The answer does not tell whether Slack did it ("It's possible some aspect of the operation
#: succeeded before the error was raised", reference of chat.postMessage).
UNCERTAIN = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "unknown_error"}
)
LIMITED = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited", "team_added_to_org"})
#: Our content, or the message it is about, cannot be accepted; sending it again cannot help.
INVALID = frozenset(
    {
        "as_user_not_supported",
        "cannot_reply_to_message",
        "cant_update_message",
        "edit_window_closed",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_form_data",
        "invalid_json",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "json_not_object",
        "markdown_text_conflict",
        "message_not_found",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "thread_not_found",
    }
)
#: Somebody deleted what the call was about.
GONE = frozenset({"message_not_found", "thread_not_found"})
REMEDIES = {
    "account_inactive": "the app or its workspace was deactivated; install it again",
    "channel_not_found": "check its name in feeds.yaml, or invite the bot if it is private",
    "invalid_auth": "copy the bot token (xoxb-…) from the app's page into SLACK_BOT_TOKEN",
    "is_archived": "unarchive it, or name another channel in feeds.yaml",
    "missing_scope": "reinstall the app from docs/slack-manifest.yaml",
    "not_allowed_token_type": "SLACK_BOT_TOKEN takes the token that begins with xoxb-",
    "not_authed": "set SLACK_BOT_TOKEN",
    "not_in_channel": "invite the bot with /invite",
    "token_expired": "install the app again and set the new SLACK_BOT_TOKEN",
    "token_revoked": "install the app again and set the new SLACK_BOT_TOKEN",
}
DEFAULT_WAIT = timedelta(seconds=30)
#: After a refused connection: nothing was sent, and a second is too soon for a network.
UNREACHABLE_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


@contextmanager
def translated(method: str, place: str) -> Iterator[None]:
    """Raise our own errors for what a call of `method` about `place` may raise."""
    try:
        yield
    except SlackApiError as error:
        raise failure(error, method, place) from error
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise DeliveryDeferredError(
            f"Slack cannot be reached ({type(error).__name__})", retry_after=UNREACHABLE_WAIT
        ) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise DeliveryUncertainError(
            f"{method} to {place}: the answer was lost ({type(error).__name__})"
        ) from error


def failure(error: SlackApiError, method: str, place: str) -> NutgrafError:
    """Return our error for an answer of Slack that is not ok."""
    code = code_of(error)
    about = f"{method} to {place}: {code}"
    if code in LIMITED or status_of(error) == 429:
        return DeliveryDeferredError(about, retry_after=wait_of(error))
    if not code or code in UNCERTAIN or status_of(error) >= 500:
        return DeliveryUncertainError(f"{method} to {place}: {code or 'no readable answer'}")
    if code in INVALID:
        return MessageInvalidError(about, gone=code in GONE)
    remedy = REMEDIES.get(code)
    return DeliveryRefusedError(
        f"{about}. Remedy: {remedy}." if remedy else about, whole_platform=code in TOKEN_REFUSED
    )


def code_of(error: SlackApiError) -> str:
    """Return Slack's error word; empty when the answer was not Slack's JSON."""
    # After an unreadable body the library hands over the HTTP response, which has no data.
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""


def status_of(error: SlackApiError) -> int:
    for name in ("status_code", "status"):
        status = getattr(error.response, name, None)
        if isinstance(status, int):
            return status
    return 0


def wait_of(error: SlackApiError) -> timedelta:
    """Return the wait that Slack asks for; half a minute when it names none."""
    headers = getattr(error.response, "headers", None) or {}
    return read_wait(headers.get("Retry-After"))


def read_wait(value: str | None) -> timedelta:
    """Return a Retry-After of whole seconds, at least one second and at most an hour."""
    if value is None or not value.isascii() or not value.isdigit():
        return DEFAULT_WAIT
    return min(timedelta(seconds=max(int(value[:9]), 1)), LONGEST_WAIT)
