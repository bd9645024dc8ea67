from __future__ import annotations

import io
import json
import logging
import time

import pytest

from bot.adapters.logs import Redaction, set_up_logging

DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAx" + ".GabcDE." + "abcdefghijklmnopqrstuvwxyz0123456789AB"


@pytest.fixture
def stream():
    """Set the log up anew and put back what was there."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def test_text_is_one_line_with_its_facts(stream):
    set_up_logging("INFO", "text", stream=stream)

    logging.getLogger("bot.x").info("polled", extra={"feed": "ice-news", "error": "a b", "n": 3})

    line = stream.getvalue()
    assert line.endswith('Z INFO    bot.x polled feed=ice-news error="a b" n=3\n')


def test_json_is_one_object_a_line(stream):
    set_up_logging("INFO", "json", stream=stream)

    logging.getLogger("bot.x").warning("failed", extra={"feed": "a", "items": (1, None)})

    row = json.loads(stream.getvalue())
    assert row.pop("at").endswith("+00:00")
    assert row == {
        "level": "warning",
        "logger": "bot.x",
        "event": "failed",
        "feed": "a",
        "items": [1, None],
    }


def test_records_below_the_level_are_not_written(stream):
    set_up_logging("WARNING", "text", stream=stream)

    logging.getLogger("bot.x").info("polled")

    assert stream.getvalue() == ""


def test_libraries_talk_less_than_we_do(stream):
    set_up_logging("INFO", "text", stream=stream)

    logging.getLogger("apscheduler.scheduler").info("Added job")

    assert stream.getvalue() == ""


def test_foreign_text_cannot_forge_a_line(stream):
    set_up_logging("INFO", "text", stream=stream)

    logging.getLogger("bot.x").info("odd %s", "a\nb\x1b[31m", extra={"title": "x\r\n2026 INFO"})

    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


@pytest.mark.parametrize("form", ["text", "json"])
def test_p09_no_secret_leaves_in_message_fact_or_traceback(stream, form):
    set_up_logging("INFO", form, ["marked-signing-secret"], stream=stream)
    log = logging.getLogger("bot.x")

    try:
        int("the secret is marked-signing-secret, token xoxb-12-marked")
    except ValueError:
        log.exception(
            "failed with %s",
            "marked-signing-secret",
            extra={
                "nested": {"token": ["xapp-1-marked"]},
                "url": "https://user:marked@ledger.example/?api_key=marked",
                "headers": {"Authorization": "Bearer marked.marked.marked"},
            },
        )

    text = stream.getvalue()
    assert "marked" not in text
    assert "ValueError" in text
    assert "ledger.example" in text


@pytest.mark.parametrize(
    "text",
    [
        "xoxb-123-marked",
        "xoxp-123-marked",
        "xapp-1-A0-123-marked",
        "https://hooks.slack.com/services/T00/B00/marked",
        f"login with {DISCORD} failed",
        "Authorization: Bot marked.marked.marked.marked",
        "{'authorization': 'Basic bWFya2Vk-marked'}",
        '"Authorization": "Bearer marked"',
        "Bearer marked-marked-marked",
        "postgresql://bot:marked@db/news",
        "https://marked@feed.example/x",
        "https://feed.example/x?a=1&token=marked&b=2",
    ],
)
def test_p09_what_is_shaped_like_a_secret_is_hidden(text):
    hidden = Redaction()(text)

    assert "marked" not in hidden
    assert DISCORD not in hidden
    assert "********" in hidden


@pytest.mark.parametrize(
    "text",
    [
        "https://ledger.example/news/a-b?page=2#@top",
        "write to ops@example.org",
        "the bot is told of 4.1.2 and 8 CFR 287.7",
        "Bearer of bad news",
        "authorization was given",
    ],
)
def test_ordinary_text_is_left_alone(text):
    assert Redaction()(text) == text


def test_a_secret_that_begins_another_hides_both():
    redaction = Redaction(["secret-one", "secret-one-and-more"])

    assert redaction("secret-one-and-more secret-one") == "******** ********"


def test_a_secret_too_short_to_be_one_blanks_no_words():
    assert Redaction(["a", ""])("a cat") == "a cat"


def test_redaction_takes_time_in_proportion_to_the_text():
    text = "x://" * 20_000 + "a" * 50_000 + "." * 50_000 + "authorization" * 5_000
    began = time.process_time()

    Redaction()(text)

    assert time.process_time() - began < 1.0
