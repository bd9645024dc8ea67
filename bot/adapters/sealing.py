"""The operators' key: seals tokens with Fernet (AES-128-CBC and HMAC-SHA256, both by the library).

Several keys are a rotation: the first seals, all of them open.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.errors import OperatorError

NO_KEY_FITS = (
    "a stored token was sealed with another TOKEN_KEY. Remedy: put the key of then behind the new "
    "one (TOKEN_KEY=new,old)"
)


class FernetSeal:
    """`Seal` with the keys of TOKEN_KEY, newest first."""

    def __init__(self, keys: str) -> None:
        """`keys` are parted by commas; the settings have checked their shape."""
        fernets = [Fernet(key.strip()) for key in keys.split(",")]
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)

    def __repr__(self) -> str:
        return "FernetSeal('********')"

    def close(self, secret: str) -> str:
        return self._newest.encrypt(secret.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        try:
            return self._all.decrypt(sealed.encode()).decode()
        except InvalidToken:
            # Without its cause, which knows nothing but would look like a fault of ours.
            raise OperatorError(NO_KEY_FITS) from None

    def renewed(self, sealed: str) -> str | None:
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return self.close(self.open(sealed))
        return None
