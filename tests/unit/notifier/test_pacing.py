"""A channel is used as fast as its provider allows, and not at all when it asks for quiet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channels.sending import Pace
from notifier.pacing import Pacing


class Watch:
    """A stopwatch that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_goes_at_once_and_then_one_at_a_time() -> None:
    watch = Watch()
    pacing = Pacing(Pace(per_second=2.0, burst=3), watch)
    assert [pacing.wait() for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    watch.seconds += 0.5
    assert [pacing.wait(), pacing.wait()] == [0.0, 0.5]


def test_what_is_not_used_is_not_saved_up() -> None:
    watch = Watch()
    pacing = Pacing(Pace(per_second=2.0, burst=1), watch)
    watch.seconds += 3600
    assert [pacing.wait(), pacing.wait()] == [0.0, 0.5]


def test_a_halt_holds_everything_and_a_shorter_one_does_not_end_it() -> None:
    watch = Watch()
    pacing = Pacing(Pace(), watch)
    pacing.halt(10)
    pacing.halt(1)
    watch.seconds += 4
    assert pacing.wait() == pacing.halted() == 6
    watch.seconds += 6
    assert pacing.wait() == pacing.halted() == 0


@given(st.floats(0.1, 1000), st.integers(1, 100), st.lists(st.floats(0, 10), max_size=60))
def test_never_more_than_the_pace_allows(rate: float, burst: int, pauses: list[float]) -> None:
    watch = Watch()
    pacing = Pacing(Pace(per_second=rate, burst=burst), watch)
    began, went = watch.seconds, 0
    for pause in pauses:
        watch.seconds += pause
        went += pacing.wait() == 0.0
    assert went <= burst + (watch.seconds - began) * rate + 1e-6


@given(st.floats(0.1, 1000), st.integers(1, 5))
def test_who_waits_as_long_as_told_goes(rate: float, burst: int) -> None:
    watch = Watch()
    pacing = Pacing(Pace(per_second=rate, burst=burst), watch)
    while (pause := pacing.wait()) == 0:
        pass
    watch.seconds += pause * 1.000001
    assert pacing.wait() == 0.0
