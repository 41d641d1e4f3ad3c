"""What the pages of repairs have in common."""

from __future__ import annotations

from bot.console.case_names import CaseNames
from bot.console.case_reading import CaseReading
from bot.console.pages import Pages
from bot.console.parts import Parts


class CaseView:
    """A page that reads cases and names what is wrong in them."""

    def __init__(self, parts: Parts, pages: Pages, reading: CaseReading, names: CaseNames) -> None:
        self._parts = parts
        self._pages = pages
        self._reading = reading
        self._names = names
