"""How wide the terminal is, asked whenever something is printed: windows change their size."""

from __future__ import annotations

import shutil
import sys

from bot.chat.terminal.render import WIDTH

#: Columns under which lines of three words are no help.
NARROWEST = 32


def columns() -> int:
    """Return how many columns a text may have; a file or a pipe is as wide as is good to read."""
    if not sys.stdout.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))
