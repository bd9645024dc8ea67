"""The files of an optional model of meaning, as the operator gave them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that is used only while its bytes are those the operator vouched for."""

    path: str
    #: 64 hexadecimal digits, lower case.
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A sentence encoder and the vocabulary it was trained with."""

    #: ONNX.
    model: CheckedFile
    #: The tokenizer.json published beside it.
    tokenizer: CheckedFile
