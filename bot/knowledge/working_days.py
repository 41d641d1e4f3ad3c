"""Working days: Monday to Friday without the bank holidays of the city's region."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=64)
def bank_holidays(year: int, region: str) -> frozenset[dt.date]:
    """The bank holidays of `year` in a region of the United Kingdom (`ENG`, `SCT`, …)."""
    return frozenset(holidays.country_holidays("GB", subdiv=region, years=year))


def is_working_day(date: dt.date, region: str) -> bool:
    """Whether offices and crews count `date`."""
    return date.weekday() < SATURDAY and date not in bank_holidays(date.year, region)


def after(date: dt.date, days: int, region: str) -> dt.date:
    """The working day that is `days` working days after `date`; `date` itself is not counted."""
    while days > 0:
        date += dt.timedelta(days=1)
        days -= is_working_day(date, region)
    return date
