"""Token buckets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channels.limits import Buckets, Rate
from tests.unit.channels.conftest import Ticker


def test_a_burst_then_a_steady_pace() -> None:
    clock = Ticker()
    buckets = Buckets(Rate(burst=2, per_second=0.5), clock)
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    clock.advance(1)
    assert buckets.take("a") == 1.0
    clock.advance(1)
    assert buckets.take("a") == 0.0


def test_each_key_has_its_own_bucket() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), Ticker())
    assert [buckets.take(key) for key in "aba"] == [0.0, 0.0, 1.0]


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing() -> None:
    clock = Ticker()
    buckets = Buckets(Rate(burst=1, per_second=1), clock)
    buckets.take("a")
    clock.advance(-100)
    assert buckets.take("a") == 1.0
    clock.advance(1)
    assert buckets.take("a") == 0.0


def test_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    buckets = Buckets(Rate(burst=1, per_second=0.01), Ticker(), most=2)
    for key in ("a", "b", "a", "c"):
        buckets.take(key)
    assert len(buckets) == 2
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0.0


@given(st.lists(st.floats(min_value=0, max_value=20), max_size=60), st.integers(1, 5))
def test_never_more_than_the_burst_and_the_pace(pauses: list[float], burst: int) -> None:
    clock = Ticker()
    buckets = Buckets(Rate(burst=burst, per_second=0.25), clock)
    taken = 0
    for pause in pauses:
        clock.advance(pause)
        taken += buckets.take("a") == 0.0
    assert taken <= burst + sum(pauses) * 0.25 + 0.001
