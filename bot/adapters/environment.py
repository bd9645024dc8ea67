"""The environment: variables and the .env file come in as strings, settings go out.

Nothing else reads `os.environ`, and secrets leave here wrapped so that no log, traceback or
`repr` can print them by accident.
"""

from __future__ import annotations

import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values

from bot.domain.errors import ConfigError, Fault
from bot.ports.vectors import CheckedFile, ModelFiles

Value = TypeVar("Value")

DEFAULT_DATABASE_URL = "sqlite:///data/bot.db"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("text", "json")
HIGHEST_PORT = 65535
KEY_BYTES, KEY_LENGTH = 32, 44
_CLIENT_ID = re.compile(r"\d{1,20}\.\d{1,20}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Secret:
    """A string that shows itself only to who asks for it by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret; hand it to the library that needs it and to nobody else."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('********')"

    def __str__(self) -> str:
        return "********"

    def __format__(self, spec: str) -> str:
        return format("********", spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str | tuple[object, ...]:
        # A pickled secret would travel to worker processes and files.
        raise TypeError("a secret is not for copying; reveal() it where it is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator said by environment; everything else stands in feeds.yaml."""

    #: A URL of a database may carry a password.
    database_url: Secret
    feeds_file: Path
    slack_bot_token: Secret | None
    #: Socket Mode.
    slack_app_token: Secret | None
    #: HTTP mode.
    slack_signing_secret: Secret | None
    discord_token: Secret | None
    #: The app's own credentials, with which other workspaces install it (OAuth).
    slack_client_id: str | None
    slack_client_secret: Secret | None
    #: Seals the tokens of other workspaces; several parted by commas, newest first.
    token_key: Secret | None
    #: None: the web room stays closed.
    port: int | None
    log_level: str
    log_format: str
    #: None: the platform's own address.
    slack_api_base_url: str | None
    discord_api_base_url: str | None
    discord_gateway_url: str | None
    #: Private servers that may be fetched all the same.
    fetch_allow_private: frozenset[tuple[str, int]]
    #: A model of meaning for matching; None: matching works by words alone.
    embeddings: ModelFiles | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return every secret string, for the log's redaction."""
        known = (
            self.slack_bot_token,
            self.slack_app_token,
            self.slack_signing_secret,
            self.discord_token,
            self.slack_client_secret,
            *(
                Secret(key)
                for key in (self.token_key.reveal().split(",") if self.token_key else ())
            ),
        )
        password = urlsplit(self.database_url.reveal()).password or ""
        # As written and as the driver shows it, decoded.
        forms = dict.fromkeys((password, unquote(password)))
        revealed = [secret.reveal() for secret in known if secret is not None]
        return (*revealed, *(form for form in forms if form))


def load_settings(
    env: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")
) -> Settings:
    """Read the settings; the environment wins over the file, an empty value counts as unset.

    `env` None means the process's own environment; `dotenv` None means no file. Raises
    ConfigError with every fault; no message quotes a secret.
    """
    form = _Form(os.environ if env is None else env, dotenv)
    settings = Settings(
        database_url=form.read("DATABASE_URL", _database_url, Secret(DEFAULT_DATABASE_URL)),
        feeds_file=form.read("FEEDS_FILE", Path, Path("feeds.yaml")),
        slack_bot_token=form.read("SLACK_BOT_TOKEN", _prefixed("xoxb-", "xapp-"), None),
        slack_app_token=form.read("SLACK_APP_TOKEN", _prefixed("xapp-", "xoxb-"), None),
        slack_signing_secret=form.read("SLACK_SIGNING_SECRET", _secret, None),
        discord_token=form.read("DISCORD_TOKEN", _discord_token, None),
        slack_client_id=form.read("SLACK_CLIENT_ID", _client_id, None),
        slack_client_secret=form.read("SLACK_CLIENT_SECRET", _secret, None),
        token_key=form.read("TOKEN_KEY", _token_key, None),
        port=form.read("PORT", _port, None),
        log_level=form.read("LOG_LEVEL", _log_level, "INFO"),
        log_format=form.read("LOG_FORMAT", _log_format, "text"),
        slack_api_base_url=form.read("SLACK_API_BASE_URL", _address("http", "https"), None),
        discord_api_base_url=form.read("DISCORD_API_BASE_URL", _address("http", "https"), None),
        discord_gateway_url=form.read("DISCORD_GATEWAY_URL", _address("ws", "wss"), None),
        fetch_allow_private=form.read("FETCH_ALLOW_PRIVATE", _endpoints, frozenset()),
        embeddings=_embeddings(form),
    )
    if form.faults:
        raise ConfigError(form.faults)
    return settings


def load_model_files(
    env: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")
) -> ModelFiles | None:
    """Read the variables of a model alone, for work without an archive. Raises ConfigError."""
    form = _Form(os.environ if env is None else env, dotenv)
    files = _embeddings(form)
    if form.faults:
        raise ConfigError(form.faults)
    return files


class _Form:
    """The variables as given, and the faults found while reading them."""

    def __init__(self, env: Mapping[str, str], dotenv: Path | None) -> None:
        self.faults: list[Fault] = []
        self._env = env
        self._file = str(dotenv)
        self._from_file = self._read_file(dotenv)

    def _read_file(self, dotenv: Path | None) -> Mapping[str, str | None]:
        if dotenv is None or not dotenv.is_file():
            return {}
        try:
            # A `$` in a token is a dollar sign, not a reference to another variable.
            return dotenv_values(dotenv, interpolate=False, encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = f"cannot be read ({type(error).__name__}); save it as UTF-8, readable by us"
            self.faults.append(Fault(file=self._file, line=None, reason=reason))
            return {}

    def read(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        text = self._env.get(name, "").strip()
        place = "environment"
        if not text:
            text, place = (self._from_file.get(name) or "").strip(), self._file
        if not text:
            return default
        try:
            return parse(text)
        except ValueError as error:
            self.faults.append(Fault(file=place, line=None, reason=f"{name} {error}"))
            return default


def _embeddings(form: _Form) -> ModelFiles | None:
    """Read the four variables of a model, which go together or not at all."""
    before = len(form.faults)
    told = {
        "EMBEDDINGS_MODEL": form.read("EMBEDDINGS_MODEL", str, ""),
        "EMBEDDINGS_MODEL_SHA256": form.read("EMBEDDINGS_MODEL_SHA256", _sha256, ""),
        "EMBEDDINGS_TOKENIZER": form.read("EMBEDDINGS_TOKENIZER", str, ""),
        "EMBEDDINGS_TOKENIZER_SHA256": form.read("EMBEDDINGS_TOKENIZER_SHA256", _sha256, ""),
    }
    if len(form.faults) > before or not any(told.values()):
        return None
    missing = [name for name, value in told.items() if not value]
    if missing:
        reason = f"{', '.join(missing)} must be set as well: a model is used with checksums alone"
        form.faults.append(Fault(file="environment", line=None, reason=reason))
        return None
    model, model_sha256, tokenizer, tokenizer_sha256 = told.values()
    return ModelFiles(
        model=CheckedFile(path=model, sha256=model_sha256),
        tokenizer=CheckedFile(path=tokenizer, sha256=tokenizer_sha256),
    )


def _sha256(text: str) -> str:
    if not _SHA256.fullmatch(text.lower()):
        raise ValueError("is no SHA-256 (64 digits from 0 to f); sha256sum FILE prints one")
    return text.lower()


def _secret(text: str) -> Secret:
    if any(character.isspace() for character in text):
        raise ValueError("contains white space; copy it again, on one line, without quotes")
    return Secret(text)


def _prefixed(prefix: str, swapped: str) -> Callable[[str], Secret | None]:
    def parse(text: str) -> Secret:
        if text.startswith(swapped):
            raise ValueError(
                f"starts with {swapped}: the bot token (xoxb-) and the app token (xapp-) "
                "are swapped; exchange them"
            )
        if not text.startswith(prefix):
            raise ValueError(
                f"does not start with {prefix}; copy the right token from the app's page at Slack"
            )
        return _secret(text)

    return parse


def _discord_token(text: str) -> Secret:
    if text.lower().startswith("bot "):
        raise ValueError("starts with the word Bot; give the token alone")
    return _secret(text)


def _client_id(text: str) -> str:
    if not _CLIENT_ID.fullmatch(text):
        raise ValueError("is not an app's Client ID; copy it from Basic Information at Slack")
    return text


def _token_key(text: str) -> Secret:
    keys = [key.strip() for key in text.split(",")]
    if not all(_is_key(key) for key in keys):
        raise ValueError(
            "is not a key, or not keys parted by commas; make one with: openssl rand -base64 32 | "
            "tr +/ -_"
        )
    return Secret(",".join(keys))


def _is_key(text: str) -> bool:
    """Whether this is a key of Fernet: 32 bytes in URL-safe base64, padding included."""
    try:
        return len(urlsafe_b64decode(text.encode("ascii"))) == KEY_BYTES and len(text) == KEY_LENGTH
    except ValueError:
        return False


def _database_url(text: str) -> Secret:
    # Some hosts still hand out the scheme that SQLAlchemy dropped.
    if text.startswith("postgres://"):
        text = "postgresql://" + text.removeprefix("postgres://")
    if not text.startswith(("sqlite://", "postgresql://", "postgresql+", "sqlite+")):
        raise ValueError(
            "is not an address of a database we know; write sqlite:///data/bot.db or "
            "postgresql://user:password@host/name"
        )
    return Secret(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise ValueError(f"is {text!r}, not a port; give a number from 1 to {HIGHEST_PORT}")
    return int(text)


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"is {text!r}; give one of {', '.join(LOG_LEVELS)}")
    return text.upper()


def _log_format(text: str) -> str:
    if text.lower() not in LOG_FORMATS:
        raise ValueError(f"is {text!r}; give text or json")
    return text.lower()


def _address(*schemes: str) -> Callable[[str], str | None]:
    def parse(text: str) -> str:
        if not text.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"is not an address; start it with {schemes[-1]}://")
        if not _host_of(text):
            raise ValueError(f"names no host; write {schemes[-1]}://host/path")
        return text

    return parse


def _host_of(text: str) -> str | None:
    try:
        return urlsplit(text).hostname
    except ValueError:
        return None


def _endpoints(text: str) -> frozenset[tuple[str, int]]:
    return frozenset(_endpoint(part.strip()) for part in text.split(",") if part.strip())


def _endpoint(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]").lower()
    if not host or "/" in host or not (port.isascii() and port.isdigit()):
        raise ValueError(
            f"has {text!r}; give host:port, as in 127.0.0.1:8901, several parted by commas"
        )
    return host, _port(port)
