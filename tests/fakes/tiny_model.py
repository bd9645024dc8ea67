"""A sentence encoder of a few bytes, and its tokenizer: what tests give for an operator's model.

The model looks every token up in a table of vectors, so each word has a direction of its own. It is
written as ONNX by hand: a protocol buffer is fields of a number, a kind and a content.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Sequence
from pathlib import Path

from bot.ports.vectors import CheckedFile, ModelFiles

#: Marks first, as published vocabularies have them.
WORDS = (
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "raid",
    "plant",
    "omaha",
    "court",
    "rain",
    "##s",
    "ice",
)
FLOAT, INT64 = 1, 7


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def _field(number: int, content: int | bytes | str) -> bytes:
    if isinstance(content, int):
        return _varint(number << 3) + _varint(content)
    raw = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | 2) + _varint(len(raw)) + raw


def _tensor_type(name: str, kind: int, dimensions: Sequence[str | int]) -> bytes:
    shape = b"".join(
        _field(1, _field(1 if isinstance(each, int) else 2, each)) for each in dimensions
    )
    tensor = _field(1, kind) + _field(2, shape)
    return _field(1, name) + _field(2, _field(1, tensor))


def onnx(rows: Sequence[Sequence[float]]) -> bytes:
    """Return a model that gives each token its row."""
    width = len(rows[0])
    raw = b"".join(struct.pack("<f", each) for row in rows for each in row)
    table = _field(1, len(rows)) + _field(1, width) + _field(2, FLOAT) + _field(8, "table")
    node = _field(1, "table") + _field(1, "input_ids") + _field(2, "tokens") + _field(4, "Gather")
    graph = (
        _field(1, node)
        + _field(2, "tiny")
        + _field(5, table + _field(9, raw))
        + _field(11, _tensor_type("input_ids", INT64, ("batch", "length")))
        + _field(12, _tensor_type("tokens", FLOAT, ("batch", "length", width)))
    )
    return _field(1, 8) + _field(7, graph) + _field(8, _field(2, 13))


def directions(count: int = len(WORDS)) -> list[list[float]]:
    """Return a direction of its own for each word; the marks have none."""
    return [[float(row == column and row > 3) for column in range(count)] for row in range(count)]


def tokenizer(words: Sequence[str] = WORDS) -> str:
    """Return the tokenizer.json of an uncased vocabulary."""
    vocabulary = {word: number for number, word in enumerate(words)}
    return json.dumps(
        {
            "normalizer": {"type": "BertNormalizer", "lowercase": True},
            "model": {"type": "WordPiece", "vocab": vocabulary},
        }
    )


def checked(path: Path, content: bytes | str) -> CheckedFile:
    """Write a file and vouch for it."""
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(raw)
    return CheckedFile(path=str(path), sha256=hashlib.sha256(raw).hexdigest())


def write_model(folder: Path) -> ModelFiles:
    """Write the tiny model and vouch for both files."""
    return ModelFiles(
        model=checked(folder / "model.onnx", onnx(directions())),
        tokenizer=checked(folder / "tokenizer.json", tokenizer()),
    )


def environment_of(files: ModelFiles) -> dict[str, str]:
    """Return the variables that name a model."""
    return {
        "EMBEDDINGS_MODEL": files.model.path,
        "EMBEDDINGS_MODEL_SHA256": files.model.sha256,
        "EMBEDDINGS_TOKENIZER": files.tokenizer.path,
        "EMBEDDINGS_TOKENIZER_SHA256": files.tokenizer.sha256,
    }
