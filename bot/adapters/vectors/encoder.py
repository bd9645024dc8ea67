"""A sentence encoder (all-MiniLM-L6-v2 and its kind) from the operator's files, by onnxruntime.

The model runs where articles are read, in worker processes. What is checked is what is run: each
file is read once, and its bytes are used only if their SHA-256 is the one the operator set.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.adapters.vectors.wordpiece import WordPiece
from bot.domain.errors import OperatorError
from bot.ports.vectors import CheckedFile, ModelFiles
from bot.text.events.meaning import parts, written

#: Tokens of one text; a headline with 60 words has about 100. What these models were trained on.
MOST_TOKENS = 256
#: Digits of the mark that vectors of one model carry.
MARK_DIGITS = 8


class Encoder:
    """A loaded model. The same files give the same vectors on one kind of processor."""

    def __init__(self, session: Any, pieces: WordPiece, mark: str) -> None:
        self._session = session
        self._inputs = {each.name for each in session.get_inputs()}
        self._pieces = pieces
        self._mark = mark

    @classmethod
    def open(cls, files: ModelFiles) -> Encoder:
        """Check and load the files (0.3 s, 80 MB for MiniLM in int8). Raises OperatorError."""
        require_package()
        pieces = _pieces(files.tokenizer)
        model = _bytes_of(files.model)
        try:
            encoder = cls(_session(model), pieces, _mark(files))
            # As long as a text gets, with the last word: no article meets what this does not.
            vector = encoder._mean([pieces.size - 1] * MOST_TOKENS)
        except Exception as exc:  # onnxruntime has no one class for what it raises
            raise OperatorError(_unusable(files.model.path, exc)) from exc
        if not written(vector, ""):
            raise OperatorError(_unusable(files.model.path, ValueError("its vectors are empty")))
        return encoder

    def meaning(self, title: str, body: str) -> str:
        """Return the vector of a headline and its lead, to keep with the article."""
        vectors = [self.vector(text) for text in parts(title, body)]
        return written([sum(each) for each in zip(*vectors, strict=True)], self._mark)

    def vector(self, text: str) -> list[float]:
        """Return the mean of the tokens' vectors, of length 1."""
        return self._mean(self._pieces.numbers(text, MOST_TOKENS))

    def _mean(self, tokens: list[int]) -> list[float]:
        import numpy as np  # noqa: PLC0415 - an extra: imported where a model is used

        numbers = np.array([tokens], dtype=np.int64)
        given = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        wanted = {name: array for name, array in given.items() if name in self._inputs}
        (read,) = self._session.run(None, wanted)[0]
        mean = np.asarray(read, dtype=np.float64).mean(axis=0)
        found: list[float] = (mean / (np.linalg.norm(mean) or 1.0)).tolist()
        return found


def _session(model: bytes) -> Any:
    import onnxruntime  # noqa: PLC0415 - an extra: imported where a model is used

    options = onnxruntime.SessionOptions()
    # A worker has one core's worth of time; threads of its own would take the other's.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def require(files: ModelFiles) -> None:
    """Look at packages and checksums without loading anything. Raises OperatorError."""
    require_package()
    _pieces(files.tokenizer)
    _bytes_of(files.model)


def require_package() -> None:
    """Raise OperatorError where the extra is not installed."""
    if find_spec("onnxruntime") is None:
        raise OperatorError(
            "EMBEDDINGS_MODEL is set and onnxruntime is not installed. Remedy: "
            "pip install -c constraints.txt '.[embeddings]', or take EMBEDDINGS_MODEL out"
        )


def _bytes_of(file: CheckedFile) -> bytes:
    try:
        content = Path(file.path).read_bytes()
    except OSError as exc:
        reason = exc.strerror or type(exc).__name__
        raise OperatorError(
            f"{file.path} cannot be read ({reason}). Remedy: correct the path in the environment, "
            "or take the EMBEDDINGS variables out"
        ) from exc
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise OperatorError(
            f"{file.path} is not the file its checksum is set for (it has {found}). Remedy: fetch "
            "it again from its publisher and set the SHA-256 that is published there"
        )
    return content


def _pieces(file: CheckedFile) -> WordPiece:
    try:
        return WordPiece.read(_bytes_of(file).decode("utf-8"))
    except ValueError as exc:
        raise OperatorError(_unusable(file.path, exc)) from exc


def _unusable(path: str, exc: Exception) -> str:
    reason = " ".join(str(exc).split())[:200] or type(exc).__name__
    return (
        f"{path} cannot be used ({reason}). Remedy: take model and tokenizer of one sentence "
        "encoder, such as all-MiniLM-L6-v2 in ONNX"
    )


def _mark(files: ModelFiles) -> str:
    both = f"{files.model.sha256} {files.tokenizer.sha256}"
    return hashlib.sha256(both.encode()).hexdigest()[:MARK_DIGITS]


@cache
def _opened(files: ModelFiles) -> Encoder | None:
    try:
        return Encoder.open(files)
    except OperatorError as error:
        # The start checked the files, so they changed since: an article without a vector is worth
        # more than none. Once a process, on the stream that the bot's log goes to.
        sys.stderr.write(f"no vectors: {error}\n")
        return None


def meaning_of(files: ModelFiles, title: str, body: str) -> str:
    """Return the vector of an article; empty where the model cannot be used any more.

    Empty too for a headline alone: measured, those are told apart better by their words.
    """
    if not body:
        return ""
    encoder = _opened(files)
    return encoder.meaning(title, body) if encoder is not None else ""
