"""Sealing: secrets that are stored stand in the archive under the operators' key alone."""

from __future__ import annotations

from typing import Protocol


class Seal(Protocol):
    """Locks and opens small secrets. Errors and `repr` show neither secret nor key."""

    def close(self, secret: str) -> str:
        """Return the secret, sealed with the newest key."""
        ...

    def open(self, sealed: str) -> str:
        """Return the secret; raises OperatorError when no key of the operators' fits."""
        ...

    def renewed(self, sealed: str) -> str | None:
        """Return the secret sealed with the newest key; None when it is sealed so already.

        Raises OperatorError when no key fits.
        """
        ...
