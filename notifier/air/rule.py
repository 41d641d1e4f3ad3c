"""When somebody is told: not at the first number beyond a mark, and not each time that it is crossed.

Each level has a switch of its own. It goes on after `up` values in a row at or beyond its mark, and off after
`down` in a row that are clearly below, beyond a margin: what lies between changes nothing. Nothing here asks
for the time or keeps anything: a state and a value make the next state.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from notifier.alert import Level

LEVELS: Final[tuple[Level, ...]] = (2, 3, 4)
SILENT: Final = dt.timedelta(hours=3)
"""Without a value for so long nobody knows any more: counts begin anew, and an alert ends as unknown."""


class Numbers(Struct, frozen=True):
    """`marks` are where levels 2, 3 and 4 begin, rising, as many as there are; `ends` what a value has to be
    below to count as over. `up` and `down` are how many values in a row it takes."""

    marks: tuple[float, ...]
    ends: tuple[float, ...]
    up: int
    down: int
    silent: dt.timedelta = SILENT


class Switch(Struct, frozen=True, omit_defaults=True):
    """Of one level: whether it is on, and how many values in a row speak for the other."""

    on: bool = False
    run: int = 0


class State(Struct, frozen=True, omit_defaults=True):
    """`at` is of the last value. `level` is what residents have been told; it waits while a switch has gone
    off but the value already belongs to a lower level than the next, for the all-clear to come, `waits`
    values so far."""

    at: dt.datetime | None = None
    level: Level = 0
    switches: tuple[Switch, ...] = ()
    waits: int = 0

    @property
    def quiet(self) -> bool:
        """Whether nothing is on and nothing speaks for it: there is nothing to remember."""
        return not self.level and not any(switch.on or switch.run for switch in self.switches)


def step(state: State, at: dt.datetime, value: float, numbers: Numbers) -> State:
    """The state after a value. One that is not newer than the last changes nothing."""
    if state.at is not None and at <= state.at:
        return state
    switches = state.switches or (Switch(),) * len(numbers.marks)
    if state.at is not None and at - state.at > numbers.silent:
        switches = tuple(Switch(one.on) for one in switches)
    switches = tuple(
        _turned(switch, value, mark, end, numbers)
        for switch, mark, end in zip(switches, numbers.marks, numbers.ends, strict=True)
    )
    return _said(State(at, state.level, switches, state.waits), value, numbers)


def unknown(state: State, now: dt.datetime, numbers: Numbers) -> State | None:
    """The state when nothing has come for too long, everything off; None while that is not so."""
    if state.at is None or now - state.at <= numbers.silent or not state.level:
        return None
    return State(state.at)


def _turned(switch: Switch, value: float, mark: float, end: float, numbers: Numbers) -> Switch:
    against = value < end if switch.on else value >= mark
    run = switch.run + 1 if against else 0
    if run >= (numbers.down if switch.on else numbers.up):
        return Switch(not switch.on)
    return Switch(switch.on, run)


def _said(state: State, value: float, numbers: Numbers) -> State:
    """Rises at once. Falls at once to nothing, and to a lower level when the value is of that level; else it
    waits for the all-clear, which is nearly there, at most as long as that takes."""
    level, mark = _reached(state.switches, numbers)
    falls = level < state.level
    limbo = falls and level > 0 and value < mark and state.waits < numbers.down
    if limbo:
        return State(state.at, state.level, state.switches, state.waits + 1)
    return State(state.at, level, state.switches)


def _reached(switches: tuple[Switch, ...], numbers: Numbers) -> tuple[Level, float]:
    """The highest level whose switch is on, and its mark; 0 when none is."""
    on = [
        (level, mark)
        for level, mark, switch in zip(LEVELS, numbers.marks, switches, strict=False)
        if switch.on
    ]
    return on[-1] if on else (0, 0.0)
