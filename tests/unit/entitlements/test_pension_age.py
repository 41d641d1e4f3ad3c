"""State Pension age by date of birth, and what an age in whole years tells of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.data import DataError
from bot.knowledge.entitlements.amounts.household import whole_years
from bot.knowledge.entitlements.pension_age import born_between, later, reached, timetable
from tests.unit.entitlements.homes import TODAY

DAY = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("born", "on"),
    [
        ("1954-10-06", "2020-10-06"),
        ("1960-04-05", "2026-04-05"),
        ("1960-04-06", "2026-05-06"),
        ("1960-05-05", "2026-06-05"),
        ("1960-05-06", "2026-07-06"),
        ("1960-07-31", "2026-11-30"),
        ("1960-10-31", "2027-05-31"),
        ("1961-02-06", "2028-01-06"),
        ("1961-03-05", "2028-02-05"),
        ("1961-03-06", "2028-03-06"),
        ("1977-04-05", "2044-04-05"),
        ("1977-04-06", "2044-05-06"),
        ("1978-04-05", "2046-03-06"),
        ("1978-04-06", "2046-04-06"),
        ("2000-02-29", "2068-02-29"),
    ],
)
def test_the_day_of_state_pension_age(born: str, on: str) -> None:
    assert timetable().reached_on(DAY(born)) == DAY(on)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2020, 1, 1)))
def test_who_is_born_later_never_reaches_it_earlier(born: dt.date) -> None:
    table = timetable()

    assert table.reached_on(born) <= table.reached_on(born + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("age", "is_reached"), [(65, False), (66, None), (67, True), (100, True), (0, False)]
)
def test_sixty_six_alone_does_not_tell_in_2026(age: int, is_reached: bool | None) -> None:
    assert reached(TODAY, age=age) is is_reached


@pytest.mark.parametrize(
    ("born", "is_reached"), [("1960-07-20", True), ("1960-07-21", False), ("1960-11-20", False)]
)
def test_the_date_of_birth_does(born: str, is_reached: bool) -> None:
    assert reached(TODAY, age=66, born=DAY(born)) is is_reached


def test_nothing_known_tells_nothing() -> None:
    assert reached(TODAY) is None


@given(st.dates(dt.date(1910, 1, 1), TODAY))
def test_an_age_never_says_otherwise_than_the_date_of_birth(born: dt.date) -> None:
    age = whole_years(born, TODAY)
    first, last = born_between(age, TODAY)

    assert first <= born <= last
    assert reached(TODAY, age=age) in {None, reached(TODAY, born=born)}


@pytest.mark.parametrize(
    ("day", "years", "months", "on"),
    [
        ("2024-02-29", 1, 0, "2025-02-28"),
        ("2024-12-31", 0, 2, "2025-02-28"),
        ("2026-01-31", -66, 0, "1960-01-31"),
    ],
)
def test_later_keeps_within_the_month(day: str, years: int, months: int, on: str) -> None:
    assert later(DAY(day), years, months) == DAY(on)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("[{born: 1900-01-01}]", "either years or day"),
        ("[{born: 1900-01-01, years: 66, day: 2000-01-01}]", "either years or day"),
        ("[{born: 1960-01-01, years: 66}, {born: 1950-01-01, years: 65}]", "not in order"),
    ],
)
def test_a_table_that_is_wrong_is_refused_with_its_line(tmp_path: Path, rows: str, says: str) -> None:
    (tmp_path / "uk").mkdir()
    head = "from: 2014-05-14\nsource: s\nlink: l\nchecked: 2026-11-20\nstatus: verified\nrows: "
    (tmp_path / "uk" / "pension_age.yaml").write_text(head + rows, encoding="utf-8")

    with pytest.raises(DataError, match=rf"pension_age\.yaml:6: .*{says}"):
        timetable(tmp_path)
