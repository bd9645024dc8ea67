"""The Dockerfile, read as text: no container runs here, but what it promises can be looked at."""

from __future__ import annotations

import json
import re
import tomllib
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


def test_the_health_check_asks_the_bot_itself_whatever_the_database():
    (rest,) = [rest for kind, rest in instructions() if kind == "HEALTHCHECK"]

    assert json.loads(rest.partition("CMD ")[2]) == ["nutgraf", "status", "--alive"]


def test_every_extra_that_is_not_built_in_can_be_asked_for():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"]) - {"dev"}
    (default,) = re.findall(r"^ARG EXTRAS=(\S+)$", text, re.MULTILINE)

    assert "'.[${EXTRAS}]'" not in text
    assert '".[${EXTRAS}]"' in text
    assert set(default.split(",")) <= extras
    assert f"--build-arg EXTRAS={','.join(sorted(extras, reverse=True))}" in operations


@pytest.mark.parametrize("package", ["bot", "storage"])
def test_an_installed_bot_has_every_file_beside_its_modules(package):
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = setup["tool"]["setuptools"]["package-data"][package]
    root = ROOT / package
    installed = {found for pattern in patterns for found in root.glob(pattern)}
    beside = {
        path
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and path.name != "py.typed"
    }

    assert beside - installed == set()
