"""Pages of others that residents are sent to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.data import CITIES, read_once
from bot.knowledge.dated import GOOD_FOR, Dated


class NamedLink(Struct, frozen=True):
    """A page; `checked` is when it was last seen to be the right one."""

    id: str
    name: Text
    url: str
    checked: dt.date

    @property
    def dated(self) -> Dated:
        """The same for the list of what is due."""
        ends = self.checked + GOOD_FOR
        what = f"Page: {self.name.msgid}"
        return Dated(what, "uk/links.yaml", self.url, self.checked, "verified", ends, link=self.url)


def links(folder: Path = CITIES) -> tuple[NamedLink, ...]:
    """The national pages. Raises `DataError` naming file, line and field."""
    found: tuple[NamedLink, ...] = read_once(folder / "uk" / "links.yaml", tuple[NamedLink, ...])
    return found
