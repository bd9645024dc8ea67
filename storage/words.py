"""How text is compared: folded names, and the words of a text as the databases cut them."""

from __future__ import annotations

import re
import unicodedata

#: Letters and digits; what FTS5's unicode61 calls token characters, near enough.
_WORD = re.compile(r"[^\W_]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
REPLACEMENT = "�"


def fold(text: str) -> str:
    """Return the text without case and accents: what two spellings of a name share."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, in order; punctuation parts them."""
    return _WORD.findall(fold(text))


def storable(text: str) -> str:
    """Return the text without what no database stores: NUL and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", REPLACEMENT)
    return text if text.isascii() else _SURROGATE.sub(REPLACEMENT, text)


def like_part(text: str) -> str:
    r"""Return a LIKE pattern for `text` anywhere in a folded column; escape with a backslash."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
