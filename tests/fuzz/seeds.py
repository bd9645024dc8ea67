r"""Seeds: texts that every target is shown first; `failed.txt` holds what once broke a promise.

One seed a line. `\n`, `\t`, `\r`, `\\` and `\uXXXX` are what they are in Python, and `\{9*5000}` is
`9` five thousand times; so that a review sees what a seed holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent / "seeds"
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|\{(.+?)\*(\d{1,6})\}|([ntr\\]))")
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_WRITTEN = {code: f"\\{name}" for name, code in _NAMED.items()}


def seeds_of(target: str) -> Iterator[str]:
    """Yield the seeds of a target, file by file, in their order."""
    for path in sorted((HERE / target).glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield _ESCAPE.sub(_unescaped, line)


def keep(target: str, text: str) -> Path:
    """Write a text that broke a promise behind the target's failed ones."""
    path = HERE / target / "failed.txt"
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(map(_escaped, text)) + "\n")
    return path


def _unescaped(found: re.Match[str]) -> str:
    code, piece, times, name = found.groups()
    if code:
        return chr(int(code, 16))
    return _ESCAPE.sub(_unescaped, piece) * int(times) if piece else _NAMED[name]


def _escaped(one: str) -> str:
    if one in _WRITTEN:
        return _WRITTEN[one]
    return one if one.isprintable() or ord(one) > 0xFFFF else f"\\u{ord(one):04x}"
