"""Whom a resident may want at the council, found by their words. No number stands here: those are in the
registry of phone numbers, which tells only what is certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.data import CITIES, DataError, read_once
from bot.knowledge.directory.phones import MAIN, PhoneLine, Phones, open_now
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases
from nlu.tokens import words as split

FILE = Path("uk") / "departments.yaml"
GENERAL = (
    "phone|number|numbers|call|ring|telephone|contact|email|e_mail|mail|address|write",
    "open|opening|hours|close|closed|times",
    "reception|office|offices|civic|town_hall|website|department|departments",
)
"""Words of somebody who wants the council itself, whatever it is about."""


class Department(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the council. `phone` and `night` are ids of the registry; `night` while `phone` is closed."""

    id: str
    name: Text
    words: tuple[str, ...]
    phone: str = MAIN
    night: str = ""


class Departments:
    """`names` gives what residents read for a text in other languages: they type it, too."""

    def __init__(
        self, each: Sequence[Department], names: Callable[[Text], Collection[str]] = lambda text: ()
    ) -> None:
        self._by_id = {one.id: one for one in each}
        self._phrases = Phrases()
        for one in each:
            for rule in (*one.words, *(f"={' '.join(split(fold(name)))}" for name in names(one.name))):
                self._add(one.id, rule)
        for rule in GENERAL:
            self._add("", rule)

    @classmethod
    def load(
        cls, folder: Path = CITIES, names: Callable[[Text], Collection[str]] = lambda text: ()
    ) -> Departments:
        """Those of the country's file. Raises `DataError`."""
        return cls(read_once(folder / FILE, tuple[Department, ...]), names)

    @property
    def all(self) -> tuple[Department, ...]:
        """Each of them, in the order of the file."""
        return tuple(self._by_id.values())

    def found(self, text: str) -> Department | None:
        """The first that the words name, in the order of the file."""
        named = self._phrases.find(fold(text))
        return next((one for id, one in self._by_id.items() if id in named), None)

    def wants_any(self, text: str) -> bool:
        """Whether the council itself is wanted."""
        return "" in self._phrases.find(fold(text))

    def _add(self, id: str, rule: str) -> None:
        try:
            self._phrases.add(id, rule)
        except PhraseError as problem:
            raise DataError(f"{FILE}: {id}: {problem}") from None


def reached(department: Department, phones: Phones, now: dt.datetime) -> PhoneLine:
    """The line to tell: its own, that of the night while its own is closed, the main line where neither is
    certain. `now` is on the city's wall clock."""
    day = phones.tell(department.phone, now.date())
    if not department.night or day.hours is None or open_now(day, now):
        return day
    night = phones.tell(department.night, now.date())
    return night if night.id == department.night else day
