"""When somebody reaches State Pension age: by date of birth, or as far as an age in whole years tells."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from bot.knowledge.data import CITIES, DataError, place, read_once
from bot.knowledge.directory.phones import COUNTRY
from bot.knowledge.entitlements.figure import Dated

FILE = "pension_age.yaml"

EXACT_FROM = dt.date(1954, 10, 6)
"""Born from this day on, the table says the very day; born earlier, women and men differed."""


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """For who is born on this day or later: an age, or a day. Exactly one of `years` and `day` is set."""

    born: dt.date
    years: int = 0
    months: int = 0
    day: dt.date | None = None


class Timetable(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The table of the law, by date of birth, earliest first."""

    rows: tuple[Row, ...]

    def reached_on(self, born: dt.date) -> dt.date:
        """The day on which somebody born then reaches State Pension age; of who is born before October 1954
        the latest day on which they can have reached it.

        Raises `ValueError` for a date of birth before the table begins.
        """
        index = bisect_right([row.born for row in self.rows], born) - 1
        if index < 0:
            raise ValueError(f"{born} is before the table of State Pension age begins")
        row = self.rows[index]
        return row.day or later(born, row.years, row.months)


@lru_cache(maxsize=8)
def timetable(folder: Path = CITIES) -> Timetable:
    """The table in `uk/pension_age.yaml`.

    Raises `DataError` naming file and line where it cannot be read, a row has not exactly one of `years` and
    `day`, or the rows are out of order.
    """
    path = folder / COUNTRY / FILE
    table: Timetable = read_once(path, Timetable)
    for index, row in enumerate(table.rows):
        if bool(row.years) == bool(row.day):
            raise DataError(f"{place(path, f'$.rows[{index}]')}: a row has either years or day")
        if index and row.born <= table.rows[index - 1].born:
            raise DataError(f"{place(path, f'$.rows[{index}]')}: the rows are not in order")
    return table


def later(day: dt.date, years: int, months: int = 0) -> dt.date:
    """So many years and months later; the last day of the month where that has no such day."""
    total = day.month - 1 + months
    year, month = day.year + years + total // 12, total % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def born_between(age: int, on: dt.date) -> tuple[dt.date, dt.date]:
    """The earliest and the latest date of birth of somebody who is so many whole years old on a day."""
    return later(on, -age - 1) + dt.timedelta(days=1), later(on, -age)


@lru_cache(maxsize=4096)
def reached(on: dt.date, age: int | None = None, born: dt.date | None = None) -> bool | None:
    """Whether somebody has reached State Pension age on a day: by date of birth where it is known, else by
    age in whole years; None where that leaves it open."""
    return before(on + dt.timedelta(days=1), on, age, born)


@lru_cache(maxsize=4096)
def before(day: dt.date, on: dt.date, age: int | None = None, born: dt.date | None = None) -> bool | None:
    """Whether somebody, so old on the day `on`, had reached State Pension age before `day`; None where that
    is open. Of who is born before October 1954 a day before 2021 leaves it open."""
    if born is None and age is None:
        return None
    first, last = (born, born) if born is not None else born_between(age or 0, on)
    table = timetable()
    if table.reached_on(last) < day:
        return True
    return False if table.reached_on(first) >= day and first >= EXACT_FROM else None
