"""robots.txt by RFC 9309: what a site asks of us before we read its pages.

A matcher of our own: the standard library's takes the first rule that fits, where the RFC takes
the longest, and knows no `*` and `$` inside paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import hexdigits
from urllib.parse import quote

#: RFC 9309, 2.5: at least 500 KiB must be parsed; we parse no more.
PARSED_BYTES = 500 * 1024
#: Rules beyond this are a trap or a mistake.
MOST_RULES = 10_000
HEX_DIGITS = frozenset(hexdigits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One allow or disallow line."""

    allow: bool
    #: Pieces between the wildcards, percent-encoded alike.
    pieces: tuple[str, ...]
    #: True when the pattern ends with `$`.
    whole: bool
    #: Octets of the pattern: the longest match wins.
    length: int

    def matches(self, path: str) -> bool:
        """Whether the pattern fits the beginning of `path` (or all of it with `$`)."""
        first, *rest = self.pieces
        if not path.startswith(first):
            return False
        if not rest:
            return not self.whole or path == first
        at = len(first)
        *middle, last = rest
        # The earliest place for each piece leaves most room for the later ones: no backtracking.
        for piece in middle:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        if self.whole:
            return len(path) - len(last) >= at and path.endswith(last)
        return path.find(last, at) >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one host allows to one robot."""

    rules: tuple[Rule, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be fetched; the longest rule wins, a tie allows."""
        target = _normal(path or "/")
        best = None
        for rule in self.rules:
            if (
                best is None or (rule.length, rule.allow) > (best.length, best.allow)
            ) and rule.matches(target):
                best = rule
        return best is None or best.allow


ALLOW_ALL = Robots()
DISALLOW_ALL = Robots(rules=(Rule(allow=False, pieces=("/",), whole=False, length=1),))


def parse_robots(document: bytes, token: str) -> Robots:
    """Return the rules for the robot `token`: its own groups, else those for `*`."""
    groups: dict[str, list[Rule]] = {}
    named: list[str] = []
    in_rules = True
    count = 0
    for line in _lines(document):
        key, _, value = line.partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            named = [*named, _token(value)] if not in_rules else [_token(value)]
            in_rules = False
            groups.setdefault(named[-1], [])
        elif key in {"allow", "disallow"}:
            in_rules = True
            count += 1
            if value and count <= MOST_RULES:
                rule = _rule(value, allow=key == "allow")
                for name in named:
                    groups[name].append(rule)
    return Robots(rules=tuple(groups.get(token.lower(), groups.get("*", ()))))


def _lines(document: bytes) -> list[str]:
    text = document[:PARSED_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return [line.partition("#")[0] for line in text.splitlines()]


def _token(value: str) -> str:
    """Return the product token of a user-agent line: `NutGraf/2 (x)` names nutgraf."""
    words = value.replace("/", " ").split()
    return words[0].lower() if words else ""


def _rule(pattern: str, *, allow: bool) -> Rule:
    whole = pattern.endswith("$")
    pieces = [_normal(piece) for piece in pattern.removesuffix("$").split("*")]
    # `a**b` is `a*b`; a trailing `*` says nothing, as every pattern is a beginning.
    kept = (pieces[0], *(piece for piece in pieces[1:-1] if piece), *pieces[1:][-1:])
    return Rule(allow=allow, pieces=kept, whole=whole, length=len(pattern.encode()))


def _normal(path: str) -> str:
    """Percent-encode alike: unreserved characters plain, all others encoded in capitals."""
    if path.isascii() and path.isprintable() and "%" not in path:
        return path
    octets = "".join(
        part if index % 2 == 0 else _escape(part) for index, part in enumerate(_escapes(path))
    )
    return quote(octets, safe="%!#$&'()*+,/:;=?@[]~")


def _escapes(path: str) -> list[str]:
    """Split into text and %XX by turns."""
    head, *tails = path.split("%")
    parts = [head]
    for tail in tails:
        parts += [tail[:2], tail[2:]]
    return parts


def _escape(digits: str) -> str:
    if len(digits) != 2 or not set(digits) <= HEX_DIGITS:
        return "%25" + digits
    character = chr(int(digits, 16))
    plain = character.isascii() and (character.isalnum() or character in "-._~")
    return character if plain else "%" + digits.upper()
