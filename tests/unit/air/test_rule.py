"""Nobody is told twice because a number goes up and down; and nobody waits for an alert for longer than
needed."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.air.means import HOUR
from notifier.air.rule import SILENT, Numbers, State, step, unknown
from notifier.air.zones import NUMBERS
from tests.unit.air.stations import NOON

positions = st.lists(st.floats(1, 10.99), max_size=80)


def levels(values: list[float], numbers: Numbers = NUMBERS, state: State = State()) -> list[int]:  # noqa: B008
    """The level after each value, hour by hour."""
    found = []
    for hour, value in enumerate(values):
        state = step(state, NOON + HOUR * hour, value, numbers)
        found.append(state.level)
    return found


def after(values: list[float]) -> int:
    return levels(values)[-1]


def test_one_value_alone_raises_nothing() -> None:
    assert levels([3, 10.9, 3, 10.9, 3]) == [0, 0, 0, 0, 0]


def test_two_in_a_row_do() -> None:
    assert levels([3, 4, 4]) == [0, 0, 2]
    assert levels([7, 7]) == [0, 3]
    assert levels([10, 10]) == [0, 4]


def test_two_of_different_bands_raise_the_lower_and_the_next_the_higher() -> None:
    assert levels([4.5, 7.5, 7.5, 10, 10]) == [0, 2, 3, 3, 4]


def test_it_ends_after_eighteen_hours_clearly_below() -> None:
    assert levels([4, 4, *[3.4] * 18]) == [0, *[2] * 18, 0]


def test_just_below_the_band_is_not_over() -> None:
    assert set(levels([4, 4, *[3.5] * 100])[1:]) == {2}


def test_one_hour_in_between_starts_the_count_again() -> None:
    assert after([4, 4, *[3] * 17, 3.6, *[3] * 17]) == 2
    assert after([4, 4, *[3] * 17, 3.6, *[3] * 18]) == 0


def test_it_is_told_that_it_got_better_while_it_is_not_over() -> None:
    assert levels([7, 7, *[5] * 18]) == [0, *[3] * 18, 2]


def test_who_is_on_the_way_to_the_all_clear_is_not_told_that_it_got_better_first() -> None:
    falls = [7, 7, 6, 5, *[3] * 18]
    assert levels(falls)[-3:] == [3, 3, 0]
    assert 2 not in levels(falls)


def test_where_the_all_clear_does_not_come_the_lower_level_is_told_in_the_end() -> None:
    told = levels([7, 7, *[3.7] * 40])
    assert (told[19], told[41]) == (3, 2)
    assert told.index(2) == 2 + NUMBERS.down * 2 - 1


def test_three_hot_afternoons_are_one_alert() -> None:
    # Ozone's running mean is over the mark from early afternoon to the evening, and far below in the night.
    day = [2.0, 1.8, 1.5, 1.5, 1.8, 2.2, 3.1, 4.2, 4.6, 4.8, 4.9, 4.9, 4.6, 4.3, 4.1, 3.8, 3.6, 3.5]
    told = levels([*day, 3.0, 2.8, 2.6, 2.4, 2.2, 2.0] * 3)
    assert [pair for pair in pairwise(told) if pair[0] != pair[1]] == [(0, 2)]


def test_a_value_that_is_not_newer_changes_nothing() -> None:
    state = step(State(), NOON, 5, NUMBERS)
    assert step(state, NOON, 5, NUMBERS) is state
    assert step(state, NOON - HOUR, 5, NUMBERS) is state


def test_hours_without_a_value_within_three_do_not_break_the_count() -> None:
    state = step(step(State(), NOON, 5, NUMBERS), NOON + SILENT, 5, NUMBERS)
    assert state.level == 2


def test_after_a_longer_gap_it_is_counted_anew() -> None:
    late = NOON + SILENT + HOUR
    state = step(step(State(), NOON, 5, NUMBERS), late, 5, NUMBERS)
    assert state.level == 0
    assert step(state, late + HOUR, 5, NUMBERS).level == 2


def test_what_is_alerted_and_goes_silent_is_unknown_after_three_hours() -> None:
    state = step(step(State(), NOON - HOUR, 8, NUMBERS), NOON, 8, NUMBERS)
    assert unknown(state, NOON + SILENT, NUMBERS) is None
    assert unknown(state, NOON + SILENT + HOUR, NUMBERS) == State(NOON)


def test_what_is_not_alerted_may_be_silent() -> None:
    assert unknown(State(), NOON, NUMBERS) is None
    assert unknown(step(State(), NOON, 2, NUMBERS), NOON + SILENT * 9, NUMBERS) is None


@given(positions)
def test_a_state_can_be_put_away_and_taken_up(values: list[float]) -> None:
    state = State()
    for hour, value in enumerate(values):
        state = step(state, NOON + HOUR * hour, value, NUMBERS)
        state = msgspec.json.decode(msgspec.json.encode(state), type=State)
    assert state.level == (levels(values) or [0])[-1]


@given(positions)
def test_a_level_is_only_raised_by_two_values_of_it_in_a_row(values: list[float]) -> None:
    told = [0, *levels(values)]
    lowest = {0: 0.0, 2: 4.0, 3: 7.0, 4: 10.0}
    for hour, (before, now) in enumerate(pairwise(told)):
        if now > before:
            assert min(values[hour - 1 : hour + 1]) >= lowest[now]


@given(positions)
def test_the_all_clear_comes_only_after_eighteen_hours_below_the_band(values: list[float]) -> None:
    told = [0, *levels(values)]
    for hour, (before, now) in enumerate(pairwise(told)):
        if before and not now:
            assert max(values[hour - NUMBERS.down + 1 : hour + 1]) < 4


@given(positions, st.integers(0, 79))
def test_worse_air_in_one_hour_never_means_less_alert_in_it(values: list[float], hour: int) -> None:
    if hour < len(values):
        worse = [*values[:hour], 10.99, *values[hour + 1 :]]
        assert levels(worse)[hour] >= levels(values)[hour]


@pytest.mark.parametrize("marks", [(10.0,), (10.0, 20.0)])
def test_fewer_than_three_levels_will_do(marks: tuple[float, ...]) -> None:
    numbers = Numbers(marks, tuple(mark * 0.9 for mark in marks), 2, 2)
    assert levels([100, 100, 5, 5], numbers) == [0, len(marks) + 1, len(marks) + 1, 0]
