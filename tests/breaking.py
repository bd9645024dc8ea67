"""Break the bot on purpose, in a scratch copy, and see the tests notice.

`tests/broken_builds.toml` lists small wrong changes, each with the cases whose tests must fail of
it. A case counts as seen when one of its tests failed; a run that does not even begin (a test file
that cannot be imported) proves nothing, is told, and counts as weak.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("broken_builds.toml")
#: A break may make a test hang; that is noticed too.
LONGEST_RUN = 240.0
_LEFT_OUT = ignore_patterns(
    ".venv", ".git", ".stamps", ".*_cache", "__pycache__", ".hypothesis", ".coverage*", "pictures"
)
_FAILED = re.compile(r"^(?:FAILED|ERROR) \S+?::(?:test_)(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One wrong change: `old` stands once in `file` and becomes `new`."""

    says: str
    cases: tuple[str, ...]
    file: str
    old: str
    new: str

    def fits(self, root: Path) -> bool:
        """Whether the change can still be made."""
        path = root / self.file
        return path.is_file() and path.read_text(encoding="utf-8").count(self.old) == 1

    @contextmanager
    def made(self, root: Path) -> Iterator[None]:
        """Make the change, and take it back."""
        path = root / self.file
        sound = path.read_text(encoding="utf-8")
        path.write_text(sound.replace(self.old, self.new), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(sound, encoding="utf-8")


def breaks() -> list[Break]:
    """Return the listed breaks."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["broken"]
    return [Break(**{**row, "cases": tuple(row["cases"])}) for row in rows]


def break_all(tests: Mapping[str, Sequence[tuple[str, str]]], wanted: frozenset[str]) -> int:
    """Try the breaks of the wanted cases (all when none is named); return how many went unseen.

    `tests` are (file, name) by case. Prints a line for each case of each break.
    """
    unseen = 0
    with tempfile.TemporaryDirectory(prefix="broken-") as folder:
        scratch = Path(folder) / "bot"
        copytree(ROOT, scratch, ignore=_LEFT_OUT)
        for each in breaks():
            cases = [case for case in each.cases if not wanted or case in wanted]
            if not cases:
                continue
            if not each.fits(scratch):
                print(f"STALE  {', '.join(cases)}: {each.file} no longer holds: {each.old!r}")
                unseen += 1
                continue
            with each.made(scratch):
                failed = _failed(scratch, [test for case in cases for test in tests.get(case, [])])
            unseen += sum(not _report(case, each, tests.get(case, []), failed) for case in cases)
    return unseen


def _report(
    case: str, each: Break, tests: Sequence[tuple[str, str]], failed: frozenset[str] | None
) -> bool:
    noticed = [name for _, name in tests if failed is None or name in failed]
    verdict = "failed as it should" if noticed else "WEAK, nothing failed"
    print(f"{case}  {verdict}: {each.says} ({len(noticed)} of {len(tests)} tests)", flush=True)
    return bool(noticed)


def _failed(root: Path, tests: Sequence[tuple[str, str]]) -> frozenset[str] | None:
    """Return the names of the tests that fail; None when they did not come to an end."""
    nodes = dict.fromkeys(f"tests/{file}::test_{name}" for file, name in tests)
    if not nodes:
        return frozenset()
    plain = ("-p", "no:cacheprovider", "-q", "--tb=no", "-rfE", "--no-header")
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *plain, *nodes],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_RUN,
        )
    except subprocess.TimeoutExpired:
        return None
    if ran.returncode not in {0, 1}:
        print(
            f"the tests could not be run (pytest ended with {ran.returncode}): {ran.stdout[-600:]}"
        )
    return frozenset(_FAILED.findall(ran.stdout))
