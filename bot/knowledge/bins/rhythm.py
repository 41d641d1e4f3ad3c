"""Finds collections that were moved from their usual day, by the round's own published rhythm.

The council's file carries holiday shifts as plain dates. A date counts as moved only when the published dates
on both sides keep the same weekday and the same step, and the dates between them are as many as that step
asks for. Where the rhythm is not that clear nothing is said: a round that changes its day for good, a
building that is emptied several times a week, the last published date.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence

STEPS = (7, 14, 21, 28)
FURTHEST = dt.timedelta(days=5)
FEWEST = 3


def moved(days: Sequence[dt.date]) -> dict[dt.date, dt.date]:
    """For the collection days of one container, in order: each moved day and the usual day it stands for."""
    step = _step(days)
    weekday = _usual_weekday(days) if step is not None else None
    if step is None or weekday is None:
        return {}
    usual = [position for position, day in enumerate(days) if day.weekday() == weekday]
    found: dict[dt.date, dt.date] = {}
    for before, after in itertools.pairwise(usual):
        found.update(_between(days, before, after, step))
    return found


def _step(days: Sequence[dt.date]) -> dt.timedelta | None:
    """The commonest gap, when it is a whole number of weeks and clearly the rule."""
    gaps = Counter((later - earlier).days for earlier, later in itertools.pairwise(days))
    if not gaps:
        return None
    gap, times = gaps.most_common(1)[0]
    return dt.timedelta(days=gap) if gap in STEPS and times * 2 >= sum(gaps.values()) else None


def _usual_weekday(days: Sequence[dt.date]) -> int | None:
    """The weekday of at least three in five of the days, and of three days at least."""
    weekday, times = Counter(day.weekday() for day in days).most_common(1)[0]
    return weekday if times >= FEWEST and times * 5 >= len(days) * 3 else None


def _between(days: Sequence[dt.date], before: int, after: int, step: dt.timedelta) -> dict[dt.date, dt.date]:
    """The moved days between two usual ones that keep step with each other."""
    span = days[after] - days[before]
    between = days[before + 1 : after]
    if not between or span % step or len(between) != span // step - 1:
        return {}
    expected = [days[before] + step * (count + 1) for count in range(len(between))]
    pairs = dict(zip(between, expected, strict=True))
    return pairs if all(abs(day - usual) <= FURTHEST for day, usual in pairs.items()) else {}
