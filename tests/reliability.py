"""Print docs/reliability.md: each case of the catalogue, its tests, and how they were seen to fail.

    python -m tests.reliability > docs/reliability.md
    python -m tests.reliability --break             every listed break; long
    python -m tests.reliability --break X01 P12     the breaks of these cases

The second form makes each change of broken_builds.toml in a scratch copy and runs the tests of its
cases; it ends with 1 when a test did not notice.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.breaking import break_all, breaks

HERE = Path(__file__).parent
LETTERS = "xztrnhekicsdp"
_TEST = re.compile(r"^(?:async )?def test_(\w+)", re.MULTILINE)
_CASE = re.compile(rf"(?:^|_)([{LETTERS}]\d\d)(?=_|$)")
_RANGE = re.compile(rf"^([{LETTERS}])(\d\d)_to_\1(\d\d)_")

HEAD = """# What was tried and survived

Printed by `python -m tests.reliability`. Each line is a case of the catalogue
(`tests/catalogue.toml`): what happens, and what is expected. "Seen to fail" says which wrong change
in a scratch copy made the tests fail; `python -m tests.reliability --break` makes these changes
again (`tests/broken_builds.toml`) and says whether each was noticed.

Promise 1, each story once in each channel, also stands as a model that hypothesis plays:
`tests/unit/services/test_delivery_model.py`.

## The soak

Run by hand; it takes about an hour for a simulated week and tells its last kept run here.
"""

Test = tuple[str, str]


def catalogue() -> dict[str, dict[str, str]]:
    """Return group -> its title and its cases by number."""
    return tomllib.loads((HERE / "catalogue.toml").read_text(encoding="utf-8"))


def cases() -> dict[str, list[Test]]:
    """Return catalogue id -> (file, name) of the tests that bear it."""
    found: dict[str, list[Test]] = {}
    for path in sorted(HERE.rglob("test_*.py")):
        for name in _TEST.findall(path.read_text(encoding="utf-8")):
            for case in _cases_of(name):
                found.setdefault(case.upper(), []).append((str(path.relative_to(HERE)), name))
    return found


def _cases_of(name: str) -> Iterator[str]:
    span = _RANGE.match(name)
    if span:
        letter, first, last = span.groups()
        yield from (f"{letter}{number:02d}" for number in range(int(first), int(last) + 1))
        return
    yield from dict.fromkeys(_CASE.findall(name))


def table() -> Iterator[str]:
    """Yield the lines of docs/reliability.md."""
    tests, seen = cases(), _seen()
    yield HEAD
    yield (HERE / "soak" / "last_run.md").read_text(encoding="utf-8")
    untested, unbroken = [], []
    for letter, group in catalogue().items():
        yield f"## {letter}: {group['title']}\n"
        yield "| case | what happens: what is expected | tests | seen to fail |"
        yield "|---|---|---|---|"
        for number, words in group.items():
            if number == "title":
                continue
            case = letter + number
            untested += [] if case in tests else [case]
            unbroken += [] if case in seen or case not in tests else [case]
            names = "<br>".join(_shown(test) for test in tests.get(case, []))
            yield f"| {case} | {words} | {names} | {'<br>'.join(seen.get(case, []))} |"
        yield ""
    yield f"Without a test: {', '.join(untested) or 'none'}.\n"
    yield f"With tests that were not seen to fail: {', '.join(unbroken) or 'none'}."


def _seen() -> dict[str, list[str]]:
    seen: dict[str, list[str]] = {}
    for each in breaks():
        for case in each.cases:
            seen.setdefault(case, []).append(each.says)
    return seen


def _shown(test: Test) -> str:
    file, name = test
    return f"`{file}`: {name.replace('_', ' ')}"


def main() -> None:
    """Print the table, or break the bot on purpose."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--break", dest="broken", nargs="*", metavar="CASE")
    broken = parser.parse_args().broken
    if broken is None:
        print("\n".join(table()))
        return
    unseen = break_all(cases(), frozenset(case.upper() for case in broken))
    print(f"{unseen} unseen" if unseen else "every break was seen")
    sys.exit(1 if unseen else 0)


if __name__ == "__main__":
    main()
