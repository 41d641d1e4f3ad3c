"""What a load must pass before it replaces the last good one.

The files have been published empty, and halves of them, over Christmas of all times; residents were shown it.
"""

from __future__ import annotations

import datetime as dt

from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.bins.schedule_file import Loaded

SHRINK = 90
JOIN = 90


def check_size(name: str, rows: int, before: int | None) -> None:
    """Neither empty nor much smaller than last time; `before` is None at the first load."""
    if rows == 0:
        raise LoadRefused(f"{name}: the file is empty.")
    if before and rows * 100 < before * SHRINK:
        raise LoadRefused(
            f"{name}: {rows:,} rows are less than {SHRINK} % of the {before:,} of the last load."
        )


def check_days(name: str, last_day: dt.date, today: dt.date) -> None:
    """At least one collection is still to come."""
    if last_day <= today:
        raise LoadRefused(
            f"{name}: the last collection, {last_day:%d/%m/%y}, is not after today, {today:%d/%m/%y}."
        )


def check_join(premises: str, jobs: str, joined: int, rows: int) -> None:
    """The two files are about the same homes."""
    if joined * 100 < rows * JOIN:
        raise LoadRefused(
            f"{jobs}: only {joined:,} of {rows:,} rows name a home of {premises}: they do not fit together."
        )


def rows_before(last: Loaded | None, role: str, demo: bool) -> int | None:
    """How many rows the last load had; made-up data is no measure for real data, nor the other way round."""
    return last.files[role][2] if last and role in last.files and last.source.demo == demo else None
