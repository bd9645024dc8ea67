"""The log: text for people, JSON lines for machines, no secret in either.

Redaction stands in the formatter, behind which nothing is added: message, facts and traceback
pass it as one, whichever library logged them.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TextIO

HIDDEN = "********"

#: Shorter strings would blank ordinary words out of the log.
SHORTEST_SECRET = 6

#: What a LogRecord has of its own; every other attribute is a fact given by `extra`.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

#: Token-shaped strings, also when the token is not ours: Slack tokens and webhooks, Discord
#: tokens (three base64 parts), Authorization headers, credentials in URLs, secrets in queries.
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bx(?:ox[a-z]|app)-[\w-]{4,}", re.ASCII), HIDDEN),
    (re.compile(r"hooks\.slack\.com/(?:services|commands|actions)/[\w/-]+"), HIDDEN),
    (re.compile(r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,45}", re.ASCII), HIDDEN),
    (
        re.compile(r"(?i)(\bauthorization\b['\"]?\s{0,4}[:=,]\s{0,4}['\"]?)[^'\"\r\n,}]+"),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(Bearer|Bot|Basic)(\s)[\w.~+/=-]{16,}", re.ASCII), rf"\1\2{HIDDEN}"),
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/?#@'\"]{1,512}@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"(?i)([?&](?:access_token|token|api_?key|key|auth|secret|password|sig|signature)=)"
            r"[^&\s'\"#]+"
        ),
        rf"\1{HIDDEN}",
    ),
)

#: Libraries whose `info` is about themselves.
_CHATTY = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "asyncio",
    "discord",
    "httpx",
    "slack_bolt",
    "slack_sdk",
)
#: Warns at every start that it cannot speak; we never asked it to.
_VOICE = "discord.client"


class Redaction:
    """Takes secrets out of text: those we know, and whatever is shaped like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        # The longest first: one secret may begin another.
        ordered = sorted(known, key=lambda secret: (-len(secret), secret))
        self._known = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def __call__(self, text: str) -> str:
        """Return `text` with every secret replaced by asterisks."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for shape, replacement in _SHAPES:
            text = shape.sub(replacement, text)
        return text


def set_up_logging(
    level: str,
    format: str,  # noqa: A002 - the word of LOG_FORMAT
    secrets: Iterable[str] = (),
    *,
    stream: TextIO | None = None,
) -> Redaction:
    """Send every record to `stream` (standard error), `format` being text or json.

    Replaces the root logger's handlers; returns the redaction, for what is printed elsewhere.
    """
    redaction = Redaction(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines(redaction) if format == "json" else PlainText(redaction))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.getLogger(_VOICE).setLevel(max(logging.ERROR, root.level))
    logging.captureWarnings(capture=True)
    return redaction


def facts_of(record: logging.LogRecord) -> dict[str, object]:
    """Return what the caller gave as `extra`, in its order."""
    return {name: value for name, value in vars(record).items() if name not in _OWN}


class PlainText(logging.Formatter):
    """One line a record: time, level, logger, event, facts; a traceback follows indented."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text without secrets and without foreign line breaks."""
        facts = "".join(f" {name}={_shown(value)}" for name, value in facts_of(record).items())
        line = (
            f"{_at(record):%Y-%m-%d %H:%M:%S}Z {record.levelname:<7} {record.name} "
            f"{_one_line(record.getMessage())}{facts}"
        )
        trace = _traceback(self, record)
        text = f"{line}\n{_indented(trace)}" if trace else line
        return self._redaction(text)


class JsonLines(logging.Formatter):
    """One JSON object a record: at, level, logger, event, the facts, traceback."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON without secrets."""
        row: dict[str, object] = {
            "at": _at(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        row.update({name: value for name, value in facts_of(record).items() if name not in row})
        trace = _traceback(self, record)
        if trace:
            row["traceback"] = trace
        return json.dumps(_clean(row, self._redaction), ensure_ascii=False)


def _at(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    parts = []
    if record.exc_info:
        parts.append(formatter.formatException(record.exc_info))
    if record.stack_info:
        parts.append(formatter.formatStack(record.stack_info))
    return "\n".join(parts)


def _one_line(text: str) -> str:
    """Escape control characters: foreign text must not forge a line of the log."""
    return "".join(c if c.isprintable() or c == " " else repr(c)[1:-1] for c in text)


def _indented(trace: str) -> str:
    return "\n".join("    " + _one_line(line) for line in trace.splitlines())


def _shown(value: object) -> str:
    text = _one_line(str(value))
    return json.dumps(text, ensure_ascii=False) if not text or " " in text or '"' in text else text


def _clean(value: object, redact: Callable[[str], str]) -> object:
    """Return a value JSON can hold, every string in it redacted."""
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {redact(str(key)): _clean(item, redact) for key, item in value.items()}
        case list() | tuple():
            return [_clean(item, redact) for item in value]
        case _:
            return redact(str(value))
