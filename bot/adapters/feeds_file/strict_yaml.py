"""YAML without its surprises: values as they look, each with the line it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from bot.domain.errors import Fault

#: Nodes that aliases write out once more: a bomb of aliases stops here.
MOST_REPEATED = 50_000
LARGEST_FILE = 2_000_000
#: Characters of a fault's reason: a reason quotes the file, and a file may hold anything.
_LONGEST_REASON = 500

_SURPRISES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?i)y|n|yes|no|on|off"),
        "some YAML readers take it for true or false: write true or false, or put it in quotes",
    ),
    (
        re.compile(r"[-+]?\d+(:\d\d?)+"),
        'some YAML readers count it in sixties: put it in quotes, as in "07:30"',
    ),
    (re.compile(r"0\d+"), "some YAML readers take it for an octal number: put it in quotes"),
    (
        re.compile(r"\d{4}-\d\d?-\d\d?([ tT].*)?"),
        "some YAML readers make a date of it: put it in quotes",
    ),
)
#: Longer numbers mean nothing here, and Python refuses to read the longest ones.
_INT = re.compile(r"[-+]?(0|[1-9]\d{0,39})")
_FLOAT = re.compile(r"[-+]?\d+\.\d+")
_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """A file's value, and the line of every key and item in it."""

    value: object = None
    #: Path -> 1-based line.
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int | None:
        """Return the line of a path, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return line
        return None


def read_strictly(text: str, file: str) -> Document:
    """Read YAML; faults are collected in the document, all that can be found at once."""
    document = Document()
    if len(text) > LARGEST_FILE:
        document.faults.append(Fault(file=file, line=None, reason="the file is too large"))
        return document
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        document.faults.append(_syntax_fault(error, text, file))
        return document
    except RecursionError:
        document.faults.append(Fault(file=file, line=None, reason="nested too deep to be read"))
        return document
    if root is None:
        document.faults.append(
            Fault(file=file, line=None, reason="the file is empty; it needs at least feeds:")
        )
        return document
    builder = _Builder(document, file)
    try:
        document.value = builder.build(root, ())
    except _TooLargeError as error:
        reason = "aliases make this file too large"
        document.faults.append(Fault(file=file, line=error.line, reason=reason))
    return document


def shortened(reason: str) -> str:
    """Return a reason that fits a log line and a message."""
    return reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]}…"


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if "\\t" in str(problem) or "'\t'" in str(problem):
        problem = "a tab where spaces are needed"
    bare = _bare_name(text)
    hint = f"; line {bare} has a # without quotes, which begins a comment" if bare else ""
    return Fault(file=file, line=line, reason=shortened(f"no YAML: {problem}") + hint)


def _bare_name(text: str) -> int | None:
    """Return the first line where a channel's name ends a mapping in braces as a comment."""
    for number, line in enumerate(text.splitlines(), start=1):
        before, sign, _ = line.partition(" #")
        if sign and before.rstrip().endswith(":") and before.count("{") > before.count("}"):
            return number
    return None


class _TooLargeError(Exception):
    """More nodes than a feeds.yaml can have."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


class _Builder:
    """Builds plain values from nodes."""

    def __init__(self, document: Document, file: str) -> None:
        self._document = document
        self._file = file
        self._seen: set[int] = set()
        self._repeated = 0
        self._above: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> object:
        self._repeated += id(node) in self._seen
        self._seen.add(id(node))
        if self._repeated > MOST_REPEATED or id(node) in self._above:
            raise _TooLargeError(node.start_mark.line + 1)
        self._document.lines.setdefault(path, node.start_mark.line + 1)
        self._above.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                self._check_tag(node, "tag:yaml.org,2002:seq")
                return [self.build(each, (*path, i)) for i, each in enumerate(node.value)]
            assert isinstance(node, yaml.ScalarNode)
            return self._scalar(node)
        finally:
            self._above.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        self._check_tag(node, "tag:yaml.org,2002:map")
        built: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                # Written out it could be longer than any file: aliases may stand in it.
                self._fault(key_node, "a key is a word, no list")
                continue
            key = str(key_node.value)
            if key in built:
                self._fault(key_node, f"“{key}” stands here twice; remove one")
            self._document.lines[(*path, key)] = key_node.start_mark.line + 1
            built[key] = self.build(value_node, (*path, key))
        return built

    def _scalar(self, node: yaml.ScalarNode) -> object:
        text: str = node.value
        if node.tag.startswith("tag:yaml.org,2002:python") or node.tag.startswith("!"):
            self._fault(node, f"the tag {node.tag} is not allowed")
            return text
        if node.style is not None:  # quoted or a block: the text it is
            return text
        for pattern, advice in _SURPRISES:
            if pattern.fullmatch(text):
                self._fault(node, f"{text}: {advice}")
                return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _INT.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _check_tag(self, node: yaml.Node, expected: str) -> None:
        if node.tag != expected:
            self._fault(node, f"the tag {node.tag} is not allowed")

    def _fault(self, node: yaml.Node, reason: str) -> None:
        line = node.start_mark.line + 1
        fault = Fault(file=self._file, line=line, reason=shortened(reason))
        self._document.faults.append(fault)
