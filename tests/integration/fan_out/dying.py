"""A fan-out that dies by SIGKILL, again and again, each time at another step.

`python -m tests.integration.fan_out.dying URL KILLS`: one child after the other on one database, each with
a new warning or what the one before has left. Prints how many were killed.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from typing import Any

from bot import fan_out as fan_outs
from bot.clock import FixedClock
from bot.store import bodies, fan_out
from bot.store.sealed import Keys
from bot.store.store import Store
from notifier.alert import Area, Level
from notifier.warning import Warning
from tests.databases import SECRET, START
from tests.integration.fan_out.crowd import PACKS, Crowd, warning
from tests.integration.outbox.dying import EMPTY, forked

STEPS = ("spots", "words", "estimate", "superseded", "put", "put again", "done")
"""Inside the transactions: where it holds and the words are written, the estimate, older rows are taken back,
some rows are put, more rows are put, and it is written down that all is done."""

PEOPLE, ROWS = 12, 5
LEVELS: tuple[Level, ...] = (2, 3, 4, 3, 2, 0)


def said(number: int) -> Warning:
    """The warnings, one after the other: up, down, and over."""
    level = LEVELS[number % len(LEVELS)]
    area = Area(districts=("LS9", "LS8"))
    return warning(level, order=number + 1.0, area=area, status="in_force" if level else "over")


class Death:
    """Strikes at `step`, each time that it is reached, in the transaction or right behind it."""

    def __init__(self, step: str) -> None:
        self._step = step

    def at(self, step: str) -> None:
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)


def instrument(death: Death) -> None:
    """Lets death into the steps."""
    puts = 0

    def dies(module: Any, name: str, step: str) -> None:
        do = getattr(module, name)

        def dying(*given: Any, **named: Any) -> Any:
            nonlocal puts
            result = do(*given, **named)
            puts += name == "put"
            death.at("put again" if name == "put" and puts > 1 else step)
            return result

        setattr(module, name, dying)

    dies(fan_out, "write_spots", "spots")
    dies(bodies, "write", "words")
    dies(fan_out, "estimated", "estimate")
    dies(fan_out, "supersede", "superseded")
    dies(fan_out, "put", "put")
    dies(fan_out, "done", "done")


async def life(url: str, number: int, death: str, *, behind: bool) -> None:
    """A new warning comes, and all that is to be sent is sent: or death comes first. With `behind` it comes
    after the transaction of its step, else in it."""
    fan_outs.ROWS = {"sqlite": ROWS, "postgresql": ROWS}
    clock = FixedClock(START + dt.timedelta(minutes=number))
    store = await Store.open(url, Keys([SECRET]), clock, packs=PACKS)
    await store.alerts.warn(said(number))
    struck = Death(death)
    if behind:
        write = store.database.write
        reached: list[str] = []
        instrument_behind(reached)

        async def dying(work: Any, *, durable: bool = True) -> Any:
            result = await write(work, durable=durable)
            for step in reached:
                struck.at(step)
            return result

        store.database.write = dying  # type: ignore[method-assign]
    else:
        instrument(struck)
    crowd = Crowd(store, clock)
    await crowd.fan_out.all()
    if number % 3:  # now and then what there is waits for longer
        await crowd.drain()
    await store.close()


def instrument_behind(reached: list[str]) -> None:
    """Notes which steps have been reached."""

    class Noting(Death):
        def at(self, step: str) -> None:
            reached.append(step)

    instrument(Noting(""))


async def fill(url: str) -> None:
    """People in two districts."""
    store = await Store.open(url, Keys([SECRET]), FixedClock(START), packs=PACKS)
    crowd = Crowd(store, FixedClock(START))
    for number in range(PEOPLE):
        level: Level = 3 if number % 3 == 0 else 2
        await crowd.person(f"person-{number}", level, places=("LS9" if number % 2 else "LS8",))
    await store.close()


def main(url: str, kills: int) -> None:
    killed, number = 0, 0
    while killed < kills:
        step, behind = STEPS[number % len(STEPS)], number // len(STEPS) % 2 == 1
        ended = forked(lambda number=number, step=step, behind=behind: life(url, number, step, behind=behind))
        killed += ended == -signal.SIGKILL
        if ended not in (-signal.SIGKILL, EMPTY):
            sys.exit(f"the fan-out failed at step {step}")
        number += 1
    print(killed, number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
