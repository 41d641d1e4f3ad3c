"""When a place is open: rules, special days, bank holidays, and what is not known."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.directory.timetable import Opening, Special, Timetable

NINE, FIVE, MIDNIGHT, TEN, TWO = dt.time(9), dt.time(17), dt.time(0), dt.time(22), dt.time(2)
MONDAY = dt.date(2026, 11, 23)
CHRISTMAS = dt.date(2026, 12, 25)
WEEKDAYS = Opening(NINE, FIVE, days=(0, 1, 2, 3, 4))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("rule", "yes", "no"),
    [
        (WEEKDAYS, ("2026-11-23", "2026-11-27"), ("2026-11-28",)),
        (Opening(NINE, FIVE, start=MONDAY), ("2026-11-23", "2026-11-30"), ("2026-11-24", "2026-11-16")),
        (Opening(NINE, FIVE), (), ("2026-11-23",)),
        (Opening(NINE, FIVE, "WEEKLY", 2, (1,), start=MONDAY), ("2026-11-24", "2026-12-08"), ("2026-12-01",)),
        (Opening(NINE, FIVE, "DAILY", 3, start=MONDAY), ("2026-11-26",), ("2026-11-24", "2026-11-25")),
        (Opening(NINE, FIVE, "DAILY"), ("2026-11-28",), ()),
        (Opening(NINE, FIVE, "MONTHLY", nth=((2, 1),)), ("2026-12-08",), ("2026-12-01", "2026-12-15")),
        (Opening(NINE, FIVE, "MONTHLY", nth=((-1, 4),)), ("2026-11-27",), ("2026-11-20",)),
        (Opening(NINE, FIVE, "MONTHLY", month_days=(2, 30)), ("2026-11-30", "2026-12-02"), ("2026-12-03",)),
        (Opening(NINE, FIVE, "MONTHLY", start=MONDAY), ("2026-12-23",), ("2026-12-24",)),
        (Opening(NINE, FIVE, "MONTHLY", 2, month_days=(1,), start=MONDAY), ("2027-01-01",), ("2026-12-01",)),
        (
            Opening(NINE, FIVE, days=(0,), valid_from=dt.date(2026, 11, 30), valid_to=dt.date(2026, 12, 7)),
            ("2026-11-30", "2026-12-07"),
            ("2026-11-23", "2026-12-14"),
        ),
    ],
)
def test_which_days_a_rule_has(rule: Opening, yes: tuple[str, ...], no: tuple[str, ...]) -> None:
    assert [day for day in yes if not rule.falls_on(dt.date.fromisoformat(day))] == []
    assert [day for day in no if rule.falls_on(dt.date.fromisoformat(day))] == []


@pytest.mark.parametrize(
    ("now", "open_then", "until", "opens"),
    [
        ("2026-11-23T08:59", False, None, "2026-11-23T09:00"),
        ("2026-11-23T09:00", True, "2026-11-23T17:00", None),
        ("2026-11-23T17:00", False, None, "2026-11-24T09:00"),
        ("2026-11-27T18:00", False, None, "2026-11-30T09:00"),
    ],
)
def test_now_and_next(now: str, open_then: bool, until: str | None, opens: str | None) -> None:
    state = Timetable((WEEKDAYS,), bank_holidays="closed").state(at(now))

    assert state.open is open_then
    assert state.until == (at(until) if until else None)
    assert state.opens == (at(opens) if opens else None)


def test_hours_go_on_after_midnight() -> None:
    night = Timetable((Opening(TEN, TWO, days=(4,)),))

    assert night.state(at("2026-11-28T01:30")).until == at("2026-11-28T02:00")
    assert night.surely_open(at("2026-11-28T01:30"))
    assert night.state(at("2026-11-27T21:00")).open is False
    assert night.state(at("2026-11-28T23:00")).open is False


def test_hours_that_touch_are_one() -> None:
    split = (Opening(NINE, dt.time(12), days=(0,)), Opening(dt.time(12), FIVE, days=(0,)))

    assert Timetable(split).state(at("2026-11-23T10:00")).until == at("2026-11-23T17:00")


def test_day_and_night() -> None:
    every = Timetable((Opening(MIDNIGHT, MIDNIGHT, "DAILY"),), bank_holidays="open")

    assert every.state(at("2026-12-25T03:00")).always


@pytest.mark.parametrize(("holidays", "hours"), [("closed", 0), ("open", 1), ("unknown", None)])
def test_a_bank_holiday_is_not_guessed(holidays: str, hours: int | None) -> None:
    found = Timetable((WEEKDAYS,), bank_holidays=holidays).on(CHRISTMAS)  # type: ignore[arg-type]

    assert (None if found is None else len(found)) == hours


def test_after_a_day_that_nobody_knows_no_opening_is_promised() -> None:
    state = Timetable((WEEKDAYS,)).state(at("2026-12-24T18:00"))

    assert (state.open, state.opens) == (False, None)


def test_special_days_go_before_the_rules() -> None:
    every_day = Opening(NINE, FIVE, "DAILY")
    closed = Special(dt.date(2000, 12, 25), dt.date(2000, 12, 26), yearly=True)
    short = Special(dt.date(2026, 12, 24), dt.date(2026, 12, 24), (NINE, dt.time(12)))
    times = Timetable((every_day,), (closed, short), "open")

    assert times.state(at("2026-12-24T12:30")).opens == at("2026-12-27T09:00")
    assert times.on(dt.date(2027, 12, 25)) == ()
    assert times.on(dt.date(2027, 12, 24)) == ((at("2027-12-24T09:00"), at("2027-12-24T17:00")),)


def test_rules_that_have_run_out_do_not_mean_closed() -> None:
    old = Timetable((Opening(NINE, FIVE, days=(0,), valid_to=dt.date(2025, 1, 1)),))

    assert old.state(at("2026-11-23T10:00")).open is None
    assert old.open_at(at("2026-11-24T10:00")) is None


HALF_HOURS = [dt.datetime(2026, 12, 21) + dt.timedelta(minutes=30 * step) for step in range(48 * 14)]  # noqa: DTZ001


@pytest.mark.parametrize(
    "times",
    [
        Timetable((WEEKDAYS,), bank_holidays="closed"),
        Timetable((Opening(TEN, TWO, "DAILY"),)),
        Timetable((WEEKDAYS,), (Special(CHRISTMAS, CHRISTMAS, (dt.time(18), TWO)),), "open"),
        Timetable(),
    ],
)
def test_what_is_surely_open_is_what_is_known_to_be_open(times: Timetable) -> None:
    assert [now for now in HALF_HOURS if times.surely_open(now) != (times.state(now).open is True)] == []
