"""The feeds file: a YAML file with a list `feeds`. What is wrong in it is named with file, line and field.

Secrets are not in it: `key_file`, `token_file` and `password_file` name files with one line each, absolute
or in the data folder.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from bot.feeds_kinds import AnyFeed
from bot.knowledge.data import CITIES, DataError, read
from bot.secret import Secret

FILE = "feeds.yaml"
OFF, CITY = "off", "city"
LARGEST_SECRET = 4096


class FeedsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    feeds: tuple[AnyFeed, ...] = ()

    def __post_init__(self) -> None:
        names = [feed.name for feed in self.feeds]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise ValueError(f"the name {twice} is there twice")


def feeds_path(setting: str, city: str) -> Path | None:
    """Where the file is by the setting, None when feeds are off or the city has none."""
    if setting == OFF:
        return None
    path = CITIES / city / FILE if setting == CITY else Path(setting)
    return path if setting != CITY or path.exists() else None


def read_feeds(setting: str, city: str) -> tuple[AnyFeed, ...]:
    """The feeds that are set and not switched off. Raises `DataError` naming file, line and field."""
    path = feeds_path(setting, city)
    if path is None:
        return ()
    return tuple(feed for feed in read(path, FeedsFile).feeds if feed.enabled)


def secret(name: str, data: Path) -> Secret:
    """The one line of a secret's file; empty when no file is named. Raises `DataError`, which says what is
    wrong and not what is in it."""
    if not name:
        return Secret("")
    path = Path(name).expanduser()
    path = path if path.is_absolute() else data / path
    try:
        with path.open("rb") as file:
            line = file.read(LARGEST_SECRET + 1).decode("utf-8").strip()
    except OSError as problem:
        raise DataError(f"{path}: cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: is not text in UTF-8") from None
    if not line or len(line) > LARGEST_SECRET or len(line.splitlines()) > 1:
        raise DataError(f"{path}: has to be one line")
    return Secret(line)
