"""Entitlements: everything for one household, and the next question, on households of every kind.

Beside them the floor: writing the same verdicts as JSON, which any service that tells them does, in the same
run. Households that are wholly and that are half known are mixed; each is seen once, so that nothing is
remembered. It is the processor's time that is measured: others may be at work on the machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from random import Random
from statistics import mean
from time import thread_time
from typing import TypeVar

import msgspec

from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Known
from tests.bench.row import Row
from tests.unit.entitlements.any_home import any_home, part

TODAY = dt.date(2026, 11, 24)
HOUSEHOLDS = 400
One = TypeVar("One")


def rows() -> Iterator[Row]:
    """The figures."""
    start = thread_time()
    rules = Entitlements.load("leeds")
    every = [one.id for one in rules.benefits(TODAY)]
    yield Row("loading, and making a day ready", (thread_time() - start) * 1000, "ms", target=500.0)
    homes = list(_homes(rules))
    verdicts = [rules.verdicts(home, TODAY) for home in homes]
    encode = msgspec.json.Encoder(enc_hook=str).encode
    floor = mean(_each(verdicts, encode))
    fresh = list(_homes(rules, 2))
    took = _each(fresh, lambda home: rules.verdicts(home, TODAY))
    yield Row(f"{len(every)} verdicts on one household, mean", mean(took), "ms", target=2.0)
    yield Row("the same, p95", _p95(took), "ms", target=4.0)
    yield Row("the same, beside writing them as JSON", mean(took), "ms", floor, target=200.0, of_floor=True)
    fresh = list(_homes(rules, 3))
    took = _each(fresh, lambda home: rules.next_fact(every, home, TODAY))
    yield Row("the next question, whatever is wanted, p95", _p95(took), "ms", target=5.0)
    fresh = list(_homes(rules, 4))
    turn = count()
    took = _each(fresh, lambda home: rules.next_fact([every[next(turn) % len(every)]], home, TODAY))
    yield Row("the next question for one benefit, p95", _p95(took), "ms", target=5.0)


def _homes(rules: Entitlements, seed: int = 1) -> Iterator[Known]:
    random = Random(seed)
    for number in range(HOUSEHOLDS):
        home = any_home(rules, random, TODAY)
        yield home if number % 2 else part(home, random)


def _each(ones: Sequence[One], work: Callable[[One], object]) -> list[float]:
    took = []
    for one in ones:
        start = thread_time()
        work(one)
        took.append((thread_time() - start) * 1000)
    return took


def _p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95) - 1]
