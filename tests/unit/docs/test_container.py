"""The Dockerfile, read as text: no container runs here, but what it promises can be looked at."""

from __future__ import annotations

import ast
import json
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def instructions() -> list[tuple[str, str]]:
    """Return (instruction, rest), continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in map(str.strip, lines)]


def test_the_bot_runs_as_a_user_without_rights_and_keeps_its_data_in_a_volume():
    last = dict(instructions())

    assert last["USER"] == "10001:10001"
    assert last["VOLUME"] == "/data"
    assert json.loads(last["CMD"]) == ["nutgraf", "run"]


def test_everything_that_is_copied_exists_and_is_let_into_the_build():
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    sources = [
        name
        for kind, rest in instructions()
        if kind == "COPY" and "--from" not in rest
        for name in re.sub(r"--\S+ ", "", rest).split()[:-1]
    ]

    assert sources
    for name in sources:
        assert (ROOT / name).exists()
        assert name.removeprefix("./") in allowed


@pytest.mark.parametrize(("age", "code"), [(1, 0), (10, 1)])
def test_the_health_check_says_whether_the_bot_looked_lately(tmp_path, age, code):
    (rest,) = [rest for kind, rest in instructions() if kind == "HEALTHCHECK"]
    script = json.loads(rest.partition("CMD ")[2])[2].replace("/data/", f"{tmp_path}/")
    at = datetime.now(UTC) - timedelta(minutes=age)
    with sqlite3.connect(tmp_path / "bot.db") as link:
        link.execute("CREATE TABLE kept (key TEXT, value TEXT)")
        row = ("health", json.dumps({"looked_at": at.isoformat()}))
        link.execute("INSERT INTO kept VALUES (?, ?)", row)
    link.close()

    ast.parse(script)
    with pytest.raises(SystemExit) as ended:
        exec(script, {})

    assert int(ended.value.code) == code
