"""Targets of files: what operators write into one, and what readers get out of the bot."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO

from hypothesis import strategies as st

from bot.adapters.feeds_file.loading import read_feeds_text
from bot.domain.configuration import Configuration
from bot.domain.errors import ConfigError
from bot.services.answering.exporting import _FORMS
from tests.fuzz import grammars
from tests.fuzz.target import Target
from tests.strategies import HOSTILE, texts

#: Faults of a whole file, which has no line.
_WHOLE = re.compile(r"the file is too large|the file is empty|nested too deep")


def check_feeds_file(text: str) -> None:
    try:
        found = read_feeds_text(text)
    except ConfigError as error:
        _tells_where(error, text)
    else:
        assert isinstance(found, Configuration)


def _tells_where(error: ConfigError, text: str) -> None:
    assert error.faults
    for fault in error.faults:
        assert fault.line is not None or _WHOLE.match(fault.reason), fault.reason
        assert fault.line is None or 1 <= fault.line <= len(text.splitlines()) + 1
        assert len(str(fault)) < 2000


def _loaded(text: str) -> object:
    try:
        return read_feeds_text(text)
    except ConfigError:
        return None


#: What a spreadsheet runs, behind anything it does not see.
_RUN = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠\t\r\n]")
_MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[\[\]<>`*_]")


def check_export(cells: tuple[str, str, str]) -> None:
    title, outlet, story = cells
    row = {
        "published": "2026-03-01T12:00:00Z",
        "outlet": outlet,
        "title": title,
        "url": "https://news.example/a",
        "story": story,
    }
    table = _FORMS["csv"].write([row, row])
    read = list(csv.reader(StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [len(each) for each in read] == [len(row)] * 3
    assert not any(_RUN.match(cell) for each in read for cell in each)
    assert json.loads(_FORMS["json"].write([row])) == [row]
    page = _FORMS["md"].write([row, row])
    assert len(page.splitlines()) == 2
    shown = page.replace("- [", "").replace("](<https://news.example/a>), ", "")
    assert _MARKUP.search(shown) is None


_FORMULAE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "＝1",
    "\u200b=1",
    "'=1",
)
_cells = texts | st.sampled_from(_FORMULAE) | st.text(max_size=20)


def _cells_of(text: str) -> tuple[str, str, str]:
    return text, text, "12"


FILE_TARGETS = (
    Target(
        name="feeds_file",
        check=check_feeds_file,
        inputs=grammars.feeds_files,
        run=_loaded,
        pieces=("[", "{a: ", "- ", "a: 1\n", "? ", "&a ", "'", "  ", "\n", "- id: a\n", "re: (a|"),
    ),
    Target(
        name="export",
        check=check_export,
        inputs=st.tuples(_cells, _cells, st.just("12")) | st.sampled_from(HOSTILE).map(_cells_of),
        read=_cells_of,
    ),
)
