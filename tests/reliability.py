"""Print docs/reliability.md: each catalogue case, its tests, and what was broken to see them fail.

python -m tests.reliability > docs/reliability.md
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
_TEST = re.compile(r"^async def test_(\w+)|^def test_(\w+)", re.MULTILINE)
_CASE = re.compile(r"(?:^|_)([xztrnhekicsdp]\d\d)(?=_|$)")
_RANGE = re.compile(r"^([xztrnhekicsdp])(\d\d)_to_\1(\d\d)_")

HEAD = """# What was tried and survived

Printed by `python -m tests.reliability`. Each line is a case of the catalogue: hostile feeds (X
parsing, Z sizes, T time, R redirects, N networks, H answers, E encodings, K clocks, I identity, C
content), the platforms (S Slack, D Discord) and the process (P). "Broken" says what was changed in
a scratch copy to see the test fail; an empty field was not broken on purpose yet.

Promise 1, each story once in each channel, also stands as a model that hypothesis plays:
`tests/unit/services/test_delivery_model.py`. The soak is run by hand: `python -m tests.soak`.

| case | tests | broken to see it fail |
|---|---|---|"""


def cases() -> dict[str, list[str]]:
    """Return catalogue id -> tests that name it."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.rglob("test_*.py")):
        for match in _TEST.finditer(path.read_text(encoding="utf-8")):
            name = match.group(1) or match.group(2)
            for case in _cases_of(name):
                test = f"`{path.relative_to(HERE)}`: {name.replace('_', ' ')}"
                found.setdefault(case.upper(), []).append(test)
    return found


def _cases_of(name: str) -> Iterator[str]:
    span = _RANGE.match(name)
    if span:
        letter, first, last = span.groups()
        yield from (f"{letter}{number:02d}" for number in range(int(first), int(last) + 1))
        return
    yield from dict.fromkeys(_CASE.findall(name))


def broken() -> dict[str, str]:
    """Return catalogue id -> what was broken to see its test fail."""
    rows = tomllib.loads((HERE / "broken_builds.toml").read_text(encoding="utf-8"))
    return {case: text for text, ids in rows["seen_to_fail"].items() for case in ids}


def main() -> None:
    """Print the table."""
    seen = broken()
    print(HEAD)
    found = cases()
    order = "XZTRNHEKICSDP"
    for case in sorted(found, key=lambda each: (order.index(each[0]), each)):
        print(f"| {case} | {'<br>'.join(found[case])} | {seen.get(case, '')} |")


if __name__ == "__main__":
    main()
