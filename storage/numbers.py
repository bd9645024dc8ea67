"""Numbers that are never given twice."""

from __future__ import annotations

from sqlalchemy import Sequence, func

from storage.tables import counters
from storage.transaction import Transaction


class Numbers:
    """The highest numbers this process has given, by name; one for the whole storage.

    On SQLite a number given in a transaction that was undone would come again; what was said
    about it in a log would then speak of two things. PostgreSQL's sequences never go back.
    """

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    async def next(self, transaction: Transaction, sequence: Sequence) -> int:
        """Return the next number of a sequence."""
        if transaction.is_postgres:
            (row,) = await transaction.claim(func.nextval(sequence.name).select())
            return int(row[0])
        floor = self._given.get(sequence.name, 0)
        statement = transaction.insert(counters).values(name=sequence.name, value=floor + 1)
        (row,) = await transaction.claim(
            statement.on_conflict_do_update(
                index_elements=[counters.c.name],
                set_={"value": func.max(counters.c.value, floor) + 1},
            ).returning(counters.c.value)
        )
        self._given[sequence.name] = int(row[0])
        return int(row[0])
