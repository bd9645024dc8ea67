"""A noun as a row: its columns, and the rest of its fields in one JSON document."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from sqlalchemy import Row, RowMapping, Table

from bot.domain.errors import StorageError
from storage.codec import encoder, field_hints, fields_checker, fields_decoder, to_text
from storage.tables import Moment

T = TypeVar("T")


class Record(Generic[T]):
    """How one dataclass stands in one table.

    A field has a column when the table has one of its name (or of its name in `renamed`); every
    other field, also one that the class gains later, stands in the column `rest`.
    """

    def __init__(self, kind: type[T], table: Table, **renamed: str) -> None:
        self.kind = kind
        self.table = table
        shape: Any = kind
        hints = field_hints(shape)
        self._columns = {
            name: renamed.get(name, name)
            for name in hints
            if renamed.get(name, name) in table.columns
        }
        self._rest = {name: hint for name, hint in hints.items() if name not in self._columns}
        self._moments = {
            name
            for name, column in self._columns.items()
            if isinstance(table.columns[column].type, Moment)
        }
        self._hints = {name: hints[name] for name in self._columns if name not in self._moments}

    def row(self, value: T) -> dict[str, Any]:
        """Return the column values of a noun."""
        row: dict[str, Any] = {self._columns[name]: getattr(value, name) for name in self._moments}
        for name, hint in self._hints.items():
            row[self._columns[name]] = encoder(hint)(getattr(value, name))
        rest = {name: encoder(hint)(getattr(value, name)) for name, hint in self._rest.items()}
        return {**row, "rest": to_text(rest)}

    def value(self, row: Row[Any]) -> T:
        """Return the noun of a row; StorageError when the row is none."""
        stored: RowMapping = row._mapping  # noqa: SLF001  # SQLAlchemy's public spelling
        columns = {name: stored[self._columns[name]] for name in self._hints}
        fields = {
            **{name: stored[self._columns[name]] for name in self._moments},
            **fields_checker(tuple(self._hints.items()))(columns),
            **fields_decoder(tuple(self._rest.items()))(stored["rest"]),
        }
        try:
            return self.kind(**fields)
        except (TypeError, ValueError) as exc:
            raise StorageError(f"a stored {self.kind.__name__} is not whole: {exc}") from exc
