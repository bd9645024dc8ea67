"""Our nouns as JSON and back, led by their type annotations.

Strict about types, tolerant about keys: a missing key takes the field's default, so that rows
written before a field existed still load, and a key no field knows is passed over.
Unions of dataclasses carry the class's name under `is`.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.domain.errors import StorageError

T = TypeVar("T")
Turn = Callable[[Any], Any]

MICROSECOND = timedelta(microseconds=1)


def dump(hint: object, value: object) -> str:
    """Return `value`, which has the type `hint`, as compact JSON."""
    return to_text(encoder(hint)(value))


def load(hint: type[T], text: str) -> T:
    """Return the value that `dump` wrote; StorageError when the text is not one."""
    shape: Any = hint
    decoded: T = decoder(shape)(from_text(text))
    return decoded


def to_text(document: object) -> str:
    """Return an encoded document as compact JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_text(text: str) -> Any:
    """Return the document in a stored text; StorageError when it is no JSON."""
    try:
        return json.loads(text)
    except ValueError as exc:
        raise StorageError(f"a stored document is no JSON ({exc}): restore a backup") from exc


@cache
def field_hints(kind: Any) -> dict[str, Any]:
    """Return a dataclass's fields with their types, resolved."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


@cache
def encoder(hint: Any) -> Turn:
    """Return the function that turns a value of this type into JSON's own types."""
    hint = _bare(hint)
    if hint in _ENCODERS:
        return _ENCODERS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value: value.value
    if dataclasses.is_dataclass(hint):
        return _dataclass_encoder(hint)  # type: ignore[arg-type]  # a type, by get_type_hints
    return _encode_by_origin(hint)


def _encode_by_origin(hint: Any) -> Turn:
    if _is_union(hint):
        return _union_encoder(get_args(hint))
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _list_encoder(encoder(arguments[0]))
    if origin is tuple:
        turns = tuple(encoder(argument) for argument in arguments)
        return lambda value: [turn(each) for turn, each in zip(turns, value, strict=True)]
    raise TypeError(f"no way to store {hint!r}")


def _list_encoder(turn: Turn) -> Turn:
    if turn is _as_it_is:
        return list
    return lambda value: [turn(each) for each in value]


def _dataclass_encoder(kind: type) -> Turn:
    turns = [(name, encoder(hint)) for name, hint in field_hints(kind).items()]

    def encode(value: Any) -> dict[str, Any]:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return {name: turn(getattr(value, name)) for name, turn in turns}

    return encode


def _union_encoder(members: tuple[Any, ...]) -> Turn:
    kinds = {member: encoder(member) for member in members if member is not types.NoneType}
    if len(kinds) == 1:
        (turn,) = kinds.values()
        return lambda value: None if value is None else turn(value)

    def encode(value: Any) -> Any:
        if value is None and types.NoneType in members:
            return None
        return {"is": type(value).__name__, **kinds[type(value)](value)}

    return encode


@cache
def decoder(hint: Any) -> Turn:
    """Return the function that turns JSON's own types into a value of this type."""
    hint = _bare(hint)
    if hint in _DECODERS:
        return _DECODERS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum_decoder(hint)
    if dataclasses.is_dataclass(hint):
        return _dataclass_decoder(hint)
    return _decode_by_origin(hint)


def _decode_by_origin(hint: Any) -> Turn:
    if _is_union(hint):
        return _union_decoder(get_args(hint))
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _tuple_decoder(_bare(arguments[0]))
    if origin is tuple:
        return _pair_decoder(tuple(decoder(argument) for argument in arguments))
    raise TypeError(f"no way to read {hint!r}")


def _tuple_decoder(hint: Any) -> Turn:
    turn = decoder(hint)

    def decode(value: Any) -> tuple[Any, ...]:
        # A fingerprint is hundreds of numbers: one look at their types is ten times faster.
        if hint in {int, str} and set(map(type, _listed(value))) <= {hint}:
            return tuple(value)
        return tuple([turn(each) for each in _listed(value)])

    return decode


def _pair_decoder(turns: tuple[Turn, ...]) -> Turn:
    def decode(value: Any) -> tuple[Any, ...]:
        if len(_listed(value)) != len(turns):
            raise StorageError(f"a stored list has {len(value)} parts, not {len(turns)}")
        return tuple(turn(each) for turn, each in zip(turns, value, strict=True))

    return decode


def _dataclass_decoder(kind: Any) -> Turn:
    turns = {name: decoder(hint) for name, hint in field_hints(kind).items()}

    def decode(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _wrong(kind.__name__, value)
        known = {name: turn(value[name]) for name, turn in turns.items() if name in value}
        try:
            return kind(**known)
        except (TypeError, ValueError) as exc:
            raise StorageError(f"a stored {kind.__name__} is not whole: {exc}") from exc

    return decode


def _union_decoder(members: tuple[Any, ...]) -> Turn:
    kinds = [member for member in members if member is not types.NoneType]
    optional = len(kinds) < len(members)
    if len(kinds) == 1:
        turn = decoder(kinds[0])
        return lambda value: None if value is None else turn(value)
    named = {kind.__name__: decoder(kind) for kind in kinds}

    def decode(value: Any) -> Any:
        if value is None and optional:
            return None
        if not isinstance(value, Mapping) or value.get("is") not in named:
            raise _wrong(" or ".join(named), value)
        return named[value["is"]](value)

    return decode


def _enum_decoder(kind: type[Enum]) -> Turn:
    def decode(value: Any) -> Enum:
        try:
            return kind(value)
        except ValueError as exc:
            raise _wrong(kind.__name__, value) from exc

    return decode


def _bare(hint: Any) -> Any:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in {Union, types.UnionType}


def _wrong(wanted: str, value: object) -> StorageError:
    return StorageError(f"a stored value should be {wanted} and is {value!r:.80}")


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong("a list", value)
    return value


def _as_it_is(value: Any) -> Any:
    return value


def _exactly(kind: type) -> Turn:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise _wrong(kind.__name__, value)
        return value

    return decode


def _float(value: Any) -> float:
    if type(value) not in {int, float}:
        raise _wrong("a number", value)
    return float(value)


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(_exactly(str)(value))
    except InvalidOperation as exc:
        raise _wrong("a decimal number", value) from exc


def moment_text(value: datetime) -> str:
    """Return an aware time as UTC text of one width, so that texts sort as times do."""
    if value.tzinfo is None:
        raise TypeError(f"{value!r} has no zone; times are aware UTC")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def moment_from(value: Any) -> datetime:
    """Return the time that `moment_text` wrote."""
    try:
        return datetime.fromisoformat(_exactly(str)(value)).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise _wrong("a time", value) from exc


_ENCODERS: dict[Any, Turn] = {
    str: _as_it_is,
    int: _as_it_is,
    bool: _as_it_is,
    float: float,
    Decimal: str,
    datetime: moment_text,
    timedelta: lambda value: value // MICROSECOND,
}
_DECODERS: dict[Any, Turn] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    float: _float,
    Decimal: _decimal,
    datetime: moment_from,
    timedelta: lambda value: timedelta(microseconds=_exactly(int)(value)),
}
