"""Settings: read once from the environment, checked, typed. `docs/settings.md` documents every one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct, structs

from bot.clock import UK, SystemClock
from bot.secret import SHORTEST, Secret, kept_in

PREFIX = "SNICKET_"
FOR_TESTS = "SNICKET_TEST_"
CITIES = Path(__file__).parent / "cities"
LEVELS = ("debug", "info", "warning", "error")
KEY_FILE = "secret.key"

_ORIGIN = re.compile(r"https://(\*\.)?[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?")


class SettingsError(ValueError):
    """A setting is unknown or malformed: one line that names it, what is wrong and what is allowed."""


class DatabaseURL(str):
    """The address of a database; its password, if it has one, is masked when it is shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(re.sub(r"(?<=:)[^:/@]+(?=@)", "********", str.__str__(self)))


class Settings(Struct, frozen=True):
    """What the operator decides. Paths are absolute; `now`, if given, is aware and in UTC; `secrets` has
    the current one first."""

    data: Path
    database_url: DatabaseURL
    city: str
    now: dt.datetime | None
    public_url: str
    secrets: tuple[Secret, ...]
    frame_ancestors: tuple[str, ...]
    log_level: str
    retention_days: int
    host: str
    port: int
    nlu: str
    rasa_url: str
    rasa_token: Secret
    encoder: Path | None

    @property
    def models(self) -> Path:
        """The folder of the trained intent model."""
        return self.data / "nlu"

    def clock(self) -> SystemClock:
        """The clock as these settings want it."""
        return SystemClock(self.now)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """The settings in `environ`; an empty variable counts as unset.

        Raises `SettingsError` for a variable that begins with `SNICKET_` and is not known, and for a value
        that is not allowed. Variables that begin with `SNICKET_TEST_` belong to the tests and are left alone.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        for name in sorted(environ):
            if name.startswith(PREFIX) and not name.startswith(FOR_TESTS) and name not in READERS:
                raise SettingsError(f"{name} is not a setting{_hint(name)}")
        values = {field: _value(name, given) for name, (field, _, _) in READERS.items()}
        values["database_url"] = values["database_url"] or DatabaseURL(
            f"sqlite:///{values['data']}/snicket.db"
        )
        values["public_url"] = values["public_url"] or f"http://localhost:{values['port']}"
        return cls(**values)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """As `Settings.read`, with a secret in any case: when none is given, the one in `secret.key` of the data
    folder, which is made there at the first start. Raises `SettingsError`."""
    settings = Settings.read(environ)
    if settings.secrets:
        return settings
    try:
        return structs.replace(settings, secrets=(kept_in(settings.data / KEY_FILE),))
    except ValueError as problem:
        raise SettingsError(f"SNICKET_SECRET is unset and {problem}") from None


def _hint(name: str) -> str:
    known = sorted(READERS)
    endings = [other.removeprefix(PREFIX) for other in known if other.startswith(PREFIX)]
    near = get_close_matches(name.removeprefix(PREFIX), endings, 1)
    return f"; did you mean {PREFIX}{near[0]}?" if near else f"; known are {', '.join(known)}"


def _value(name: str, given: Mapping[str, str]) -> Any:
    _, default, parse = READERS[name]
    try:
        return parse(given.get(name, default))
    except ValueError as problem:
        raise SettingsError(f"{name} {problem}") from None


def _shown(text: str) -> str:
    """A value as it can be shown on one line."""
    return ascii(text)[1:-1][:80]


def _path(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"is {_shown(text)}, which is not a folder")
    return path


def _folder(text: str) -> Path | None:
    path = Path(text).expanduser().absolute() if text else None
    if path and not path.is_dir():
        raise ValueError(f"is {_shown(text)}, which is not a folder")
    return path


def _database(text: str) -> DatabaseURL:
    if text and not re.match(r"sqlite:///.|postgres(ql)?://.", text):
        # The value is not repeated: it may have a password in it.
        raise ValueError(
            "is not a database address: allowed are sqlite:///path and postgresql://user@host/name"
        )
    return DatabaseURL(re.sub("^postgres://", "postgresql://", text))


def _city(text: str) -> str:
    cities = sorted(path.parent.name for path in CITIES.glob("*/city.yaml"))
    if text not in cities:
        raise ValueError(f"is {_shown(text)}; allowed are {', '.join(cities)}")
    return text


def _moment(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"is {_shown(text)}; allowed is a date and time such as 2026-11-20T09:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UK)).astimezone(dt.UTC)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    ):
        raise ValueError(f"is {_shown(text)}; allowed is an address such as https://assistant.example.gov.uk")
    return text.rstrip("/")


def _server(text: str) -> str:
    parts = urlsplit(text)
    plain = not (parts.username or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        # The value is not repeated: it may have a password in it.
        raise ValueError("is not the address of a server: allowed is one such as http://127.0.0.1:5005")
    return text.rstrip("/")


def _secrets(text: str) -> tuple[Secret, ...]:
    secrets = tuple(Secret(part.strip()) for part in text.split(",")) if text else ()
    if any(len(secret) < SHORTEST for secret in secrets):
        raise ValueError(
            f"has a secret that is too short: each needs at least {SHORTEST} characters; "
            "several are separated by commas, the newest first"
        )
    return secrets


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(re.split(r"[,\s]+", text.lower())) if text else ()
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"has {_shown(origin)}; allowed are origins such as https://www.example.gov.uk, no path"
            )
    return origins


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"is {_shown(text)}; allowed are {', '.join(allowed)}")
        return text.lower()

    return parse


def _number(first: int, last: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not first <= int(text) <= last:
            raise ValueError(f"is {_shown(text)}; allowed is a whole number from {first} to {last}")
        return int(text)

    return parse


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValueError(
            f"is {_shown(text)}; allowed is an address to listen on, such as 127.0.0.1 or 0.0.0.0"
        )
    return text


READERS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "SNICKET_DATA": ("data", "var", _path),
    "SNICKET_DATABASE_URL": ("database_url", "", _database),
    "SNICKET_CITY": ("city", "leeds", _city),
    "SNICKET_NOW": ("now", "", _moment),
    "SNICKET_PUBLIC_URL": ("public_url", "", _public_url),
    "SNICKET_SECRET": ("secrets", "", _secrets),
    "SNICKET_FRAME_ANCESTORS": ("frame_ancestors", "", _origins),
    "SNICKET_LOG_LEVEL": ("log_level", "info", _one_of(*LEVELS)),
    "SNICKET_RETENTION_DAYS": ("retention_days", "30", _number(1, 365)),
    "SNICKET_HOST": ("host", "127.0.0.1", _host),
    "PORT": ("port", "8080", _number(0, 65535)),
    "SNICKET_NLU": ("nlu", "embedded", _one_of("embedded", "rasa")),
    "SNICKET_RASA_URL": ("rasa_url", "http://127.0.0.1:5005", _server),
    "SNICKET_RASA_TOKEN": ("rasa_token", "", Secret),
    "SNICKET_NLU_ENCODER": ("encoder", "", _folder),
}
"""Every setting: its variable, its field, what it is when unset, and how it is read."""
