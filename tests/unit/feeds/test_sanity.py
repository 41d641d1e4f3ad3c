"""What no honest sensor says is not believed: by the clock, by what it said before, by what is possible."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import FixedClock
from notifier.feeds.feed import Parsed
from notifier.feeds.sanity import BOUNDS, STUCK, Sanity
from notifier.reading import UNITS, Quantity, Reading
from notifier.refusal import Refusal
from tests.unit.feeds.iot import NOW, reasons


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def sanity(clock: FixedClock) -> Sanity:
    return Sanity(clock.now)


def reading(
    value: float = 40.0,
    at: dt.datetime = NOW,
    quantity: Quantity = "no2",
    sensor: str = "kirkgate",
    message: str = "",
) -> Reading:
    return Reading("city", sensor, quantity, value, at, message=message)


def checked(sanity: Sanity, *readings: Reading) -> Parsed:
    return sanity.check(Parsed(readings=readings))


def ago(**length: float) -> dt.datetime:
    return NOW - dt.timedelta(**length)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NOW, []),
        (ago(minutes=-5), []),
        (ago(minutes=-5, seconds=-1), ["future"]),
        (ago(days=2), []),
        (ago(days=2, seconds=1), ["late"]),
    ],
)
def test_a_reading_is_of_now_or_the_last_two_days(sanity: Sanity, at: dt.datetime, reason: list[str]) -> None:
    found = checked(sanity, reading(at=at))
    assert reasons(found) == reason
    assert len(found.readings) == (not reason)


@pytest.mark.parametrize("quantity", list(UNITS))
def test_every_quantity_has_bounds_and_a_reason_for_them(sanity: Sanity, quantity: Quantity) -> None:
    bounds = BOUNDS[quantity]
    assert bounds.why
    for value in (bounds.least, bounds.most):
        assert checked(sanity, reading(value, quantity=quantity, sensor=str(value))).readings
    for value in (bounds.least - 0.1, bounds.most + 0.1):
        found = checked(sanity, reading(value, quantity=quantity, sensor=str(value)))
        assert reasons(found) == ["absurd"]
        assert bounds.why in found.refusals[0].detail


def test_a_refusal_says_what_was_wrong_with_what(sanity: Sanity) -> None:
    (refused,) = checked(sanity, reading(500, quantity="co")).refusals
    assert refused.feed == "city"
    assert refused.what == "kirkgate"
    assert refused.detail == "co 500 mg/m³ at 2026-11-20 09:00; possible is -1 to 100: 150 kills within hours"


def test_a_message_that_comes_twice_counts_once(sanity: Sanity) -> None:
    once = (reading(message="eui/session/7"), reading(61, quantity="humidity", message="eui/session/7"))
    assert len(checked(sanity, *once).readings) == 2
    # Another gateway brings it a moment later, with another time of receipt.
    again = [reading(one.value, ago(seconds=-2), one.quantity, message=one.message) for one in once]
    assert reasons(checked(sanity, *again)) == ["repeated", "repeated"]


def test_the_same_reading_again_counts_once(sanity: Sanity) -> None:
    assert checked(sanity, reading()).readings
    assert reasons(checked(sanity, reading())) == ["repeated"]
    assert reasons(checked(sanity, reading(), reading())) == ["repeated", "repeated"]


def test_another_value_for_the_same_moment_is_a_correction(sanity: Sanity) -> None:
    assert checked(sanity, reading(40)).readings
    assert checked(sanity, reading(41)).readings
    assert reasons(checked(sanity, reading(41))) == ["repeated"]


def test_other_sensors_and_quantities_are_not_the_same(sanity: Sanity) -> None:
    others = (reading(), reading(sensor="other"), reading(quantity="o3"), reading(at=ago(minutes=1)))
    assert len(checked(sanity, *others).readings) == 4


def test_a_feed_that_lists_again_is_not_blamed_for_it(clock: FixedClock) -> None:
    sanity = Sanity(clock.now, relists=True)
    assert len(checked(sanity, reading(), reading(at=ago(hours=1))).readings) == 2
    found = checked(sanity, reading(), reading(at=ago(hours=1)), reading(at=ago(hours=2)))
    assert (len(found.readings), found.refusals) == (1, ())


def hourly(clock: FixedClock, sanity: Sanity, quantity: Quantity, values: list[float]) -> list[list[str]]:
    """What is said of each of so many hours in a row."""
    said = []
    for value in values:
        said.append(reasons(checked(sanity, reading(value, clock.now(), quantity))))
        clock.advance(dt.timedelta(hours=1))
    return said


def test_a_sensor_that_says_the_same_for_too_long_is_stuck(clock: FixedClock, sanity: Sanity) -> None:
    said = hourly(clock, sanity, "no2", [40.3] * 14)
    assert said == [[]] * 12 + [["stuck"]] * 2
    assert hourly(clock, sanity, "no2", [40.4, 40.3]) == [[], []]


@pytest.mark.parametrize("quantity", [one for one in UNITS if one not in STUCK])
def test_what_may_stand_still_is_never_stuck(clock: FixedClock, sanity: Sanity, quantity: Quantity) -> None:
    assert hourly(clock, sanity, quantity, [3.0] * 100) == [[]] * 100


@pytest.mark.parametrize(("quantity", "value"), [("no2", 0.0), ("humidity", 100.0), ("temperature", 0.0)])
def test_some_values_do_stand_still(
    clock: FixedClock, sanity: Sanity, quantity: Quantity, value: float
) -> None:
    assert hourly(clock, sanity, quantity, [value] * 100) == [[]] * 100


def test_many_readings_in_a_moment_are_not_long(clock: FixedClock, sanity: Sanity) -> None:
    for second in range(100):
        at = clock.now() - dt.timedelta(seconds=second)
        assert checked(sanity, reading(40.3, at)).readings


def test_what_else_was_found_goes_through(sanity: Sanity) -> None:
    refusal = Refusal("city", "no_unit", "kirkgate")
    found = sanity.check(Parsed(readings=(reading(),), refusals=(refusal,), complete=True))
    assert (len(found.readings), found.refusals, found.complete) == (1, (refusal,), True)


def test_it_remembers_no_more_than_it_may(clock: FixedClock) -> None:
    sanity = Sanity(clock.now, remembered=10)
    for number in range(1_000):
        assert checked(sanity, reading(sensor=f"s{number}", message=f"m{number}")).readings
    assert reasons(checked(sanity, reading(sensor="s999", message="m999"))) == ["repeated"]
    assert not checked(sanity, reading(sensor="s0", message="m0")).refusals
    held = (sanity._messages, sanity._values, sanity._runs)
    assert max(len(one._held) for one in held) <= 10
