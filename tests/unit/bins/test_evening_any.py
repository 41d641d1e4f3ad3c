"""Whatever is published: what is told is published, on the evening before, and once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.parts import gather
from accessibility.text import Day
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.evening import Evening, evening
from tests.unit.bins import town

FIRST = dt.date(2026, 11, 23)
DAYS = 60
HOME = ((1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),)

shifts = st.lists(st.integers(-2, 3), min_size=6, max_size=6)
"""By how many days each of six collections differs from its usual day."""

some_days = st.sets(st.integers(0, DAYS), min_size=1, max_size=12)


@contextmanager
def published(days: list[dt.date]) -> Iterator[Bins]:
    """The black bin of one home is collected on these."""
    with TemporaryDirectory() as folder:
        jobs = [(1, "BLACK", f"{day:%d/%m/%y}") for day in sorted(set(days))]
        yield town.bins(Path(folder), HOME, jobs, dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))


def evenings(bins: Bins) -> Iterator[tuple[dt.date, Evening]]:
    """Every evening on which something is told."""
    checked = None
    for number in range(DAYS):
        day = FIRST + dt.timedelta(days=number)
        at = dt.datetime.combine(day, dt.time(18, tzinfo=dt.UTC))
        found = evening(bins, "1", at, checked)
        checked = day + dt.timedelta(days=1)
        if found is not None:
            yield day, found


def told_days(of: Evening) -> set[dt.date]:
    """All days that its words name."""
    texts, _ = gather([of.reply.text])
    values = [value for text in texts for value in text.values.values()]
    return {value.date for value in values if isinstance(value, Day)}


@settings(max_examples=25)
@given(some_days)
def test_each_collection_is_told_on_its_eve_and_on_no_other_evening(numbers: set[int]) -> None:
    days = [FIRST + dt.timedelta(days=number) for number in numbers]
    with published(days) as bins:
        told = {
            day
            for day, found in evenings(bins)
            if f"{day + dt.timedelta(days=1)}" == found.name
            and day + dt.timedelta(days=1) in told_days(found)
        }
    last = FIRST + dt.timedelta(days=DAYS - 1)
    eves = {day - dt.timedelta(days=1) for day in days}
    assert told == {eve for eve in eves if FIRST <= eve <= last}


@settings(max_examples=25)
@given(shifts)
def test_what_is_told_to_have_moved_is_told_ahead_once_and_is_published(by: list[int]) -> None:
    usual = [FIRST + dt.timedelta(days=3 + 7 * number) for number in range(-3, 9)]
    days = [*usual[:4], *(day + dt.timedelta(days=by[at]) for at, day in enumerate(usual[4:10])), *usual[10:]]
    with published(days) as bins:
        moved = {day.date: day.moved_from for day in bins.published("1") if day.moved_from}
        ahead: list[dt.date] = []
        for evening_, found in evenings(bins):
            tomorrow = evening_ + dt.timedelta(days=1)
            if found.name.startswith("ended"):
                continue
            for day in told_days(found) & set(moved) - {tomorrow}:
                earlier = min(day, moved[day] or day)
                if moved[day] in told_days(found):
                    assert dt.timedelta(days=2) <= earlier - evening_ <= dt.timedelta(days=3)
                    ahead.append(day)
    assert len(ahead) == len(set(ahead))
    assert set(ahead) <= set(moved)


@settings(max_examples=25)
@given(some_days)
def test_no_day_is_ever_made_up(numbers: set[int]) -> None:
    days = [FIRST + dt.timedelta(days=number) for number in numbers]
    with published(days) as bins:
        usual = {day.moved_from for day in bins.published("1")}
        for _, found in evenings(bins):
            assert told_days(found) <= {*days, *usual}
