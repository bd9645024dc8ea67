"""Foreign words, addresses and times for Discord.

Its markdown is escaped where it means something; the rest of a text stays as it was written.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.chat import wording
from bot.chat.wording import shorten

#: Longest address of an embed (Discord, embed limits).
MAX_URL = 2048
#: No parentheses: they end a masked link.
_KEPT_IN_URL = "%/:?#[]@!$&'+,;=-._~"
#: `#`, `>`, `-` and `+` mean something at the start of a line only. A colon begins an emoji's name
#: or follows a scheme, unless a space or a clock's minutes follow it.
_MARKUP = re.compile(r"[\\*_~`|\[\]()<@]|:(?![\s\d]|$)|(?<!\d):(?=\d)|^[#>+-]")


def escape(text: str) -> str:
    """Return one line of text whose markdown, mentions, emoji names and addresses stay letters."""
    return _MARKUP.sub(r"\\\g<0>", text)


def length(text: str) -> int:
    """Return the length in UTF-16 units: what Discord counts is undocumented, and this is most."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def fitted(text: str, limit: int) -> str:
    """Return the text escaped and at most `limit` long (at least 4), cut at a word's end."""
    room = limit
    shown = escape(shorten(text, room))
    while length(shown) > limit:
        room = min(room - 1, room * limit // length(shown))
        shown = escape(shorten(text, max(room, 1)))
    return shown


def safe_url(url: str) -> str | None:
    """Return the address as it may stand in markdown and in an embed; None for any other."""
    return wording.safe_url(url, kept=_KEPT_IN_URL, longest=MAX_URL)


def moment(at: datetime, style: str = "f") -> str:
    """Return a time that each reader sees in their own zone; `R` counts from now."""
    return f"<t:{int(at.timestamp())}:{style}>"
