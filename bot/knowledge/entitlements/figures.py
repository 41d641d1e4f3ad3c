"""The figures of the law on a day: the country's, with a city's own beside them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from bot.knowledge.data import CITIES, DataError, place, read
from bot.knowledge.directory.phones import COUNTRY
from bot.knowledge.entitlements.figure import Figure

FILE = "figures.yaml"


class Figures:
    """Every figure by its id. Of one id there is at most one in force on a day."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_id: dict[str, list[Figure]] = defaultdict(list)
        for one in figures:
            self._by_id[one.id].append(one)

    @classmethod
    def load(cls, folder: Path = CITIES, city: str = "") -> Figures:
        """Reads `uk/figures.yaml` and, where the city has one, `<city>/figures.yaml`.

        Raises `DataError` naming file, line and what is wrong: a figure that ends before it begins, two of
        one id at the same time, a city's figure with an id of the country's.
        """
        country = _read(folder / COUNTRY / FILE, taken=frozenset())
        own = folder / city / FILE
        if not city or not own.exists():
            return cls(country)
        return cls([*country, *_read(own, taken=frozenset(one.id for one in country))])

    def value(self, id: str, on: dt.date) -> Decimal | None:
        """What it is on that day; None where that is not certain: stale, not confirmed or not in force."""
        figure = self.figure(id, on)
        return figure.value if figure and figure.certain(on) else None

    def figure(self, id: str, on: dt.date) -> Figure | None:
        """The figure in force on that day, whatever its status: for staff."""
        return next((one for one in self._by_id.get(id, ()) if one.holds(on)), None)

    def ids(self) -> frozenset[str]:
        """Every id that there is, at any time."""
        return frozenset(self._by_id)

    def every(self) -> tuple[Figure, ...]:
        """All of them, at all times."""
        return tuple(one for times in self._by_id.values() for one in times)


def _read(path: Path, taken: frozenset[str]) -> tuple[Figure, ...]:
    figures = read(path, tuple[Figure, ...])
    before: dict[str, list[Figure]] = defaultdict(list)
    for index, one in enumerate(figures):
        wrong = _wrong(one, before[one.id], taken)
        if wrong:
            raise DataError(f"{place(path, f'$[{index}]')}: {one.id}: {wrong}")
        before[one.id].append(one)
    return figures


def _wrong(one: Figure, before: Iterable[Figure], taken: frozenset[str]) -> str:
    if one.id in taken:
        return "the country has a figure with this id"
    if one.until is not None and one.until < one.from_:
        return "it ends before it begins"
    if any(_meet(one, other) for other in before):
        return "it is here twice for the same time"
    return ""


def _meet(one: Figure, other: Figure) -> bool:
    return one.from_ <= (other.until or dt.date.max) and other.from_ <= (one.until or dt.date.max)
