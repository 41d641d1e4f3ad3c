"""A moved collection is found by the rhythm of the published dates around it, and only when that is clear."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.bins.rhythm import moved


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def every(step: int, count: int, first: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=step * number) for number in range(count)]


def test_a_christmas_collection_that_came_on_a_sunday_is_told_with_its_usual_day() -> None:
    published = days("2024-11-28", "2024-12-12", "2024-12-29", "2025-01-09", "2025-01-23")

    assert moved(published) == {dt.date(2024, 12, 29): dt.date(2024, 12, 26)}


def test_a_collection_may_come_earlier_than_usual() -> None:
    published = days("2024-12-04", "2024-12-11", "2024-12-18", "2024-12-24", "2025-01-01", "2025-01-08")

    assert moved(published) == {dt.date(2024, 12, 24): dt.date(2024, 12, 25)}


def test_two_in_a_row_are_each_told() -> None:
    published = days(
        "2026-12-04", "2026-12-11", "2026-12-18", "2026-12-27", "2027-01-02", "2027-01-08", "2027-01-15"
    )

    assert moved(published) == {
        dt.date(2026, 12, 27): dt.date(2026, 12, 25),
        dt.date(2027, 1, 2): dt.date(2027, 1, 1),
    }


def test_a_round_that_changes_its_day_for_good_is_not_moved() -> None:
    assert moved(every(14, 4, dt.date(2026, 10, 1)) + every(14, 4, dt.date(2026, 11, 24))) == {}


def test_the_last_published_day_is_never_judged() -> None:
    assert moved(days("2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17", "2026-12-27")) == {}


def test_a_building_that_is_emptied_several_times_a_week_has_no_usual_day() -> None:
    mondays, thursdays = every(7, 6, dt.date(2026, 11, 2)), every(7, 6, dt.date(2026, 11, 5))

    assert moved(sorted(mondays + thursdays)) == {}


def test_a_week_left_out_is_not_a_move() -> None:
    regular = every(7, 8, dt.date(2026, 11, 5))

    assert moved([*regular[:4], *regular[5:]]) == {}


def test_an_extra_collection_is_not_a_move() -> None:
    regular = every(14, 6, dt.date(2026, 11, 5))

    assert moved(sorted([*regular, dt.date(2026, 12, 12)])) == {}


def test_too_few_days_show_no_rhythm() -> None:
    assert moved([]) == {}
    assert moved(days("2026-11-26")) == {}
    assert moved(days("2026-11-26", "2026-12-12")) == {}


steps = st.sampled_from([7, 14, 21, 28])
starts = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1))


@given(steps, st.integers(0, 30), starts)
def test_a_regular_round_has_no_moves(step: int, count: int, first: dt.date) -> None:
    assert moved(every(step, count, first)) == {}


@given(steps, starts, st.integers(3, 8), st.integers(3, 8), st.integers(-5, 5).filter(bool))
def test_one_moved_day_among_regular_ones_is_found(
    step: int, first: dt.date, before: int, after: int, shift: int
) -> None:
    regular = every(step, before + 1 + after, first)
    real = regular[before] + dt.timedelta(days=shift)

    assert moved([*regular[:before], real, *regular[before + 1 :]]) == {real: regular[before]}


@given(st.lists(starts, unique=True, max_size=20))
def test_a_usual_day_is_never_a_published_one(published: list[dt.date]) -> None:
    found = moved(sorted(published))

    assert set(found) <= set(published)
    assert not set(found.values()) & set(published)
