"""Words of a text as parallel columns: what the entity rules walk over, left and right.

Columns rather than objects: an article is read several times, and a list lookup is what the
matcher does most.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Dotted letters are one word ("U.S.", "J.B."); an ampersand is the word "and".
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|&")
_POSSESSIVE = re.compile(r"['’][sS]$")
#: Between two words of one name: a blank, a hyphen.
_SPACES = frozenset({" ", "\u00a0", "-", "–", "\u2011"})
#: Abbreviations whose full stop does not end a sentence.
_SHORT = frozenset(
    re.findall(
        r"\w+",
        "st ste ft mt jr sr gov sen rep reps sens govs lt col gen sgt capt cmdr maj dr "
        "rev hon atty dept asst no prop supt fr msgr mr mrs ms del ald det ofc insp prof w ",
    )
)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_BREAK = "\x00"
#: A line at least this long was wrapped and goes on; a shorter one is a heading or a list.
_WRAP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of one text; every column has one value a word."""

    text: str
    starts: list[int]
    #: Where the word ends without a possessive 's.
    ends: list[int]
    #: The word as written, without a possessive 's.
    words: list[str]
    #: Lower case, without dots and accents, straight apostrophes.
    lows: list[str]
    owned: list[bool]
    #: What parts the word from the next: " " inside a name, otherwise the characters themselves,
    #: or a break that no name may cross.
    glues: list[str]

    def __len__(self) -> int:
        return len(self.words)

    def key(self, start: int, stop: int) -> str:
        """Return the form of words [start, stop) under which the lists keep names."""
        if stop - start == 1:
            return self.lows[start]
        parts = []
        for i in range(start, stop - 1):
            owner = "'s" if self.owned[i] else ""
            parts.append(f"{self.lows[i]}{owner}{self.glues[i]}")
        parts.append(self.lows[stop - 1])
        return "".join(parts)

    def surface(self, start: int, stop: int) -> str:
        """Return words [start, stop) as written, without a possessive at the end."""
        return self.text[self.starts[start] : self.ends[stop - 1]]

    def is_capital(self, i: int) -> bool:
        """Whether word i exists and begins with a capital letter."""
        return 0 <= i < len(self.words) and self.words[i][0].isupper()

    def joined(self, i: int) -> bool:
        """Whether words i and i + 1 may belong to one name."""
        return 0 <= i < len(self.glues) - 1 and self.glues[i] == " " and not self.owned[i]

    def before(self, i: int) -> str:
        """Return the characters between word i - 1 and word i ("" at the start)."""
        return self.text[self.ends[i - 1] : self.starts[i]] if i > 0 else ""

    def after(self, i: int) -> str:
        """Return the characters between word i and word i + 1 (up to the end of the text)."""
        stop = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
        return self.text[self.ends[i] : stop]

    def opens_sentence(self, i: int) -> bool:
        """Whether word i is the first of a sentence, a line or a quotation."""
        if i == 0:
            return True
        gap = self.before(i)
        return any(mark in gap for mark in '\n“"•?!:') or (
            "." in gap and self.lows[i - 1] not in _SHORT and len(self.words[i - 1]) > 1
        )


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """Return a word without case, dots, accents and typographic apostrophes."""
    word = word.replace(".", "").replace("’", "'").lower()
    if word.isascii():
        return "and" if word == "&" else word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _glue(gap: str, before: str) -> str:
    if gap in _SPACES:
        return " "
    if gap in {". ", "."} and (before in _SHORT or (len(before) == 1 and before.isalpha())):
        return " "
    if len(gap) <= 2 and "\n" not in gap and "." not in gap:  # ", " and "(" at most
        return gap.translate(_STRAIGHT) if gap.strip() else " "
    return _BREAK


def tokenize(text: str) -> Tokens:
    """Split a text into words; linear in its length."""
    starts, ends, words, lows, owned = [], [], [], [], []
    for found in _WORD.finditer(text):
        word = found.group()
        end = found.end()
        has_owner = word[-1] in "sS" and len(word) > 2 and word[-2] in "'’"
        if has_owner:
            word, end = word[:-2], end - 2
        starts.append(found.start())
        ends.append(end)
        words.append(word)
        lows.append(fold(word))
        owned.append(has_owner)
    glues = [_BREAK] * len(words)
    for i in range(len(words) - 1):
        skip = 2 if owned[i] else 0
        gap = text[ends[i] + skip : starts[i + 1]]
        if gap == "\n":
            is_wrapped = ends[i] - text.rfind("\n", 0, ends[i]) > _WRAP
            glues[i] = " " if is_wrapped else _BREAK
        else:
            glues[i] = " " if gap == " " else _glue(gap, lows[i])
    return Tokens(
        text=text, starts=starts, ends=ends, words=words, lows=lows, owned=owned, glues=glues
    )


@lru_cache(maxsize=2)
def tokens_of(body: str) -> Tokens:
    """Split an article's text, which one room after the other reads: leave the columns alone."""
    return tokenize(body)


def without_possessive(name: str) -> str:
    """Return a typed name without a possessive at its end."""
    return _POSSESSIVE.sub("", name.strip()).rstrip("'’")
