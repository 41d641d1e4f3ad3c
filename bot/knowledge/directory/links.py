"""Pages of others that residents are sent to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.data import CITIES, read_once


class NamedLink(Struct, frozen=True):
    """A page; `checked` is when it was last seen to be the right one."""

    id: str
    name: Text
    url: str
    checked: dt.date


def links(folder: Path = CITIES) -> tuple[NamedLink, ...]:
    """The national pages. Raises `DataError` naming file, line and field."""
    found: tuple[NamedLink, ...] = read_once(folder / "uk" / "links.yaml", tuple[NamedLink, ...])
    return found
