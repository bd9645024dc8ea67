"""What a line was meant to be before keyboards and chats dressed it up."""

from __future__ import annotations

import re

#: Typographic quotation marks that phones and other languages type in place of the straight one.
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»‹›＂「」『』", '"'))
#: Marks of direction and width that come along when a text is copied; nobody sees them.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
#: Quotation marks that are apostrophes too: they quote only where spaces stand around the pair.
_SINGLE = re.compile(r"(?<![^\s:-])['‘‚]([^'‘‚’\"]+)['’](?!\S)")
#: The command itself, as it stands in a message that was copied.
_COMMAND = re.compile(r"/?news(?:\s+|$)", re.IGNORECASE)


def straight(text: str) -> str:
    """Return a text with straight quotation marks and without what nobody sees."""
    plain = _UNSEEN.sub("", text).translate(_QUOTES)
    return _SINGLE.sub(r'"\1"', plain)


def typed_line(text: str) -> str:
    """Return the question in a typed line: one line, straight quotes, without `/news`.

    Backquotes are what an example was copied with.
    """
    line = " ".join(straight(text).replace("`", " ").split())
    return _COMMAND.sub("", line, count=1) if _COMMAND.match(line) else line
