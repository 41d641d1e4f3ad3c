"""How the value of a setting is read. Each raises `ValueError` with words that follow the setting's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from bot.clock import UK
from bot.secret import SHORTEST, Secret
from channels.client_address import Network, networks

CITIES = Path(__file__).parent / "cities"

_ORIGIN = re.compile(r"https://(\*\.)?[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:\d{1,5})?")


class DatabaseURL(str):
    """The address of a database; its password, if it has one, is masked when it is shown."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(re.sub(r"(?<=:)[^:/@]+(?=@)", "********", str.__str__(self)))


def shown(text: str) -> str:
    """A value as it can be shown on one line."""
    return ascii(text)[1:-1][:80]


def path(text: str) -> Path:
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"is {shown(text)}, which is not a folder")
    return path


def folder(text: str) -> Path | None:
    path = Path(text).expanduser().absolute() if text else None
    if path and not path.is_dir():
        raise ValueError(f"is {shown(text)}, which is not a folder")
    return path


def database(text: str) -> DatabaseURL:
    if text and not re.match(r"sqlite:///.|postgres(ql)?://.", text):
        # The value is not repeated: it may have a password in it.
        raise ValueError(
            "is not a database address: allowed are sqlite:///path and postgresql://user@host/name"
        )
    return DatabaseURL(re.sub("^postgres://", "postgresql://", text))


def with_password(url: DatabaseURL, password: str) -> DatabaseURL:
    """The address with its password in it. Raises `ValueError`, whole, where there is no place for one."""
    parts = urlsplit(url)
    if not password:
        return url
    if parts.scheme != "postgresql" or not parts.username or parts.password:
        raise ValueError(
            "SNICKET_DATABASE_PASSWORD needs SNICKET_DATABASE_URL to be like postgresql://user@host/name, "
            "with no password in it"
        )
    user, _, rest = parts.netloc.rpartition("@")
    return DatabaseURL(urlunsplit(parts._replace(netloc=f"{user}:{quote(str(password), safe='')}@{rest}")))


def city(text: str) -> str:
    cities = sorted(path.parent.name for path in CITIES.glob("*/city.yaml"))
    if text not in cities:
        raise ValueError(f"is {shown(text)}; allowed are {', '.join(cities)}")
    return text


def moment(text: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"is {shown(text)}; allowed is a date and time such as 2026-11-20T09:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UK)).astimezone(dt.UTC)


def public_url(text: str) -> str:
    parts = urlsplit(text)
    if text and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    ):
        raise ValueError(f"is {shown(text)}; allowed is an address such as https://assistant.example.gov.uk")
    return text.rstrip("/")


def server(text: str) -> str:
    parts = urlsplit(text)
    plain = not (parts.username or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        # The value is not repeated: it may have a password in it.
        raise ValueError("is not the address of a server: allowed is one such as http://127.0.0.1:5005")
    return text.rstrip("/")


def secrets(text: str) -> tuple[Secret, ...]:
    secrets = tuple(Secret(part.strip()) for part in text.split(",")) if text else ()
    if any(len(secret) < SHORTEST for secret in secrets):
        raise ValueError(
            f"has a secret that is too short: each needs at least {SHORTEST} characters; "
            "several are separated by commas, the newest first"
        )
    return secrets


def origins(text: str) -> tuple[str, ...]:
    origins = tuple(re.split(r"[,\s]+", text.lower())) if text else ()
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(
                f"has {shown(origin)}; allowed are origins such as https://www.example.gov.uk, no path"
            )
    return origins


def proxies(text: str) -> tuple[Network, ...]:
    try:
        return networks(text)
    except ValueError:
        raise ValueError(
            f"is {shown(text)}; allowed are addresses and networks such as 10.0.0.0/8, with commas between"
        ) from None


def one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in allowed:
            raise ValueError(f"is {shown(text)}; allowed are {', '.join(allowed)}")
        return text.lower()

    return parse


def number(first: int, last: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not first <= int(text) <= last:
            raise ValueError(f"is {shown(text)}; allowed is a whole number from {first} to {last}")
        return int(text)

    return parse


def host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", text):
        raise ValueError(
            f"is {shown(text)}; allowed is an address to listen on, such as 127.0.0.1 or 0.0.0.0"
        )
    return text


def alexa_skill(text: str) -> str:
    """The id that Amazon gives a skill."""
    if text and not re.fullmatch(r"amzn1\.ask\.skill\.[0-9a-f-]{36}", text):
        raise ValueError(f"is {shown(text)}; allowed is an id such as amzn1.ask.skill. with what follows it")
    return text


def yes_no(text: str) -> bool:
    """Whether something is wanted."""
    if text.lower() not in ("yes", "no"):
        raise ValueError(f"is {shown(text)}; allowed are yes and no")
    return text.lower() == "yes"


def feeds(text: str) -> str:
    """Which feeds file there is: none, the city's, or another one."""
    if text.lower() in ("off", "city"):
        return text.lower()
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise ValueError(f"is {shown(text)}; allowed are off, city, or a file of feeds")
    return str(path)
