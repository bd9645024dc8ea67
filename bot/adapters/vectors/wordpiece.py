"""WordPiece: text becomes the numbers a BERT model was trained on (Devlin et al. 2019).

Reads the `tokenizer.json` that is published beside such models. Held against the reference
implementation, which would bring a downloader and ten more packages (docs/decisions/0086).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

#: Longer words are unknown, as in the reference implementation.
LONGEST_WORD = 100
CONTINUED = "##"
UNKNOWN, OPENING, CLOSING = "[UNK]", "[CLS]", "[SEP]"
#: Blocks of Chinese characters, each of which is a word of its own.
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """An uncased vocabulary and its greedy search for the longest piece."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._numbers = vocabulary
        self._opening, self._closing = vocabulary[OPENING], vocabulary[CLOSING]
        self._unknown = vocabulary[UNKNOWN]

    @classmethod
    def read(cls, text: str) -> WordPiece:
        """Read a tokenizer.json; ValueError when it is not an uncased WordPiece tokenizer."""
        try:
            told: dict[str, Any] = json.loads(text)
            model, normalizer = told["model"], told["normalizer"]
            is_known = model["type"] == "WordPiece" and normalizer["type"] == "BertNormalizer"
            if not (is_known and normalizer["lowercase"]):
                raise ValueError("it is not of the uncased WordPiece kind")
            return cls({str(piece): int(number) for piece, number in model["vocab"].items()})
        except (KeyError, TypeError, AttributeError) as exc:
            raise ValueError(f"it lacks what a WordPiece tokenizer has ({exc})") from exc

    @property
    def size(self) -> int:
        """One more than the largest number."""
        return max(self._numbers.values()) + 1

    def numbers(self, text: str, most: int) -> list[int]:
        """Return at most `most` numbers, those of the opening and the closing mark included."""
        found = [self._opening]
        for word in words(text):
            found += self._pieces(word)
            if len(found) >= most:
                break
        return [*found[: most - 1], self._closing]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = CONTINUED if start else ""
            for stop in range(len(word), start, -1):
                number = self._numbers.get(mark + word[start:stop])
                if number is not None:
                    found.append(number)
                    start = stop
                    break
            else:
                return [self._unknown]
        return found


def words(text: str) -> Iterator[str]:
    """Yield lower-case words without accents; each punctuation mark is a word."""
    word = ""
    for character in _plain(text):
        alone = _is_mark(character)
        if alone or character.isspace():
            if word:
                yield word
            word = ""
        if alone:
            yield character
        elif not character.isspace():
            word += character
    if word:
        yield word


def _plain(text: str) -> str:
    spaced = "".join(map(_spaced, text))
    bare = unicodedata.normalize("NFD", spaced)
    return "".join(each for each in bare if unicodedata.category(each) != "Mn").lower()


def _spaced(character: str) -> str:
    """Return what stands for a character: nothing for control, a space for any white space."""
    if character in "\t\n\r":
        return " "
    if character in "\0\ufffd" or unicodedata.category(character)[0] == "C":
        return ""
    if character.isspace():
        return " "
    return f" {character} " if _is_ideograph(ord(character)) else character


def _is_ideograph(code: int) -> bool:
    return any(first <= code <= last for first, last in _IDEOGRAPHS)


def _is_mark(character: str) -> bool:
    """Whether it is punctuation: Unicode's, and every ASCII sign that is no letter or digit."""
    if character.isascii():
        return character.isprintable() and not (character.isalnum() or character == " ")
    return unicodedata.category(character)[0] == "P"
