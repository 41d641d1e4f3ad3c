"""A worker that dies by SIGKILL, again and again, each time at another step of a send.

`python -m tests.integration.outbox.dying URL PORT LANE KILLS ASKABLE COUNTS`: one child after the other on
one database, each with its clock moved on past the leases of the one before. Prints how many were killed. The
provider is an HTTP server on PORT that outlives them all; COUNTS is a file with a line for each outcome.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import aiohttp

from accessibility.text import Rendered
from bot.clock import FixedClock
from bot.store import outbox_marks, outbox_rows
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.sending import CannotTell, Outgoing, Pace, Receipt
from notifier.deliver import Deliver, Surroundings
from notifier.outbox import LEASE
from tests.databases import SECRET, START
from tests.integration.outbox.posting import posted

STEPS = ("claiming", "claimed", "beginning", "begun", "taken", "asking", "answered", "marking", "marked")
"""Before the claim is committed and after it; the same of writing down that the calls begin; when the
provider has taken it; while it is asked; when it has said so; before the mark is committed and after it."""

PEOPLE, EACH = 12, 6
EMPTY = 3  # the exit code of a child that found nothing to die of


class Death:
    """Strikes when `step` is reached for the `which`th time."""

    def __init__(self, step: str, which: int) -> None:
        self.step = step
        self._left = which

    def at(self, step: str) -> None:
        if self.due(step):
            os.kill(os.getpid(), signal.SIGKILL)

    def due(self, step: str) -> bool:
        if step == self.step:
            self._left -= 1
        return step == self.step and self._left == 0


class Calls:
    """A way out to the provider over HTTP."""

    name = "sms"
    pace = Pace(per_second=10_000.0, burst=10_000, at_once=4)

    def __init__(self, base: str, askable: bool, death: Death, session: aiohttp.ClientSession) -> None:
        self._base = base
        self._askable = askable
        self._death = death
        self._session = session

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        return lines

    async def send(self, message: Outgoing) -> Receipt:
        self._death.at("begun")
        doomed = os.getpid() if self._death.due("taken") else 0
        body = {"key": message.key, "address": message.address, "kill": doomed}
        async with self._session.post(f"{self._base}/send", json=body) as answer:
            name = await answer.text()
        self._death.at("answered")
        return Receipt("fake", name, "sent")

    async def find(self, message: Outgoing) -> Receipt | None:
        self._death.at("asking")
        if not self._askable:
            raise CannotTell
        async with self._session.get(f"{self._base}/find", params={"key": message.key}) as answer:
            return Receipt("fake", await answer.text(), "sent") if answer.status == 200 else None


def instrument(death: Death, outbox: Any) -> None:
    """Lets death into the transactions and behind them."""
    for module, name, inside, behind in (
        (outbox_rows, "claim", "claiming", "claimed"),
        (outbox_rows, "begin", "beginning", ""),
        (outbox_marks, "mark", "marking", "marked"),
    ):
        within, after = getattr(module, name), getattr(outbox, name)

        def dies_inside(*given: Any, do: Any = within, step: str = inside) -> Any:
            result = do(*given)
            death.at(step)
            return result

        async def dies_after(*given: Any, do: Any = after, step: str = behind) -> Any:
            result = await do(*given)
            death.at(step)
            return result

        setattr(module, name, dies_inside)
        setattr(outbox, name, dies_after)


async def work(url: str, base: str, number: int, askable: bool, counts: Path, death: Death) -> None:
    """One life of the worker."""
    clock = FixedClock(START + number * (LEASE + dt.timedelta(seconds=30)))
    store = await Store.open(url, Keys([SECRET]), clock)
    outbox = store.outbox(f"life {number}")
    instrument(death, outbox)

    def counted(_channel: str, outcome: str) -> None:
        # Appended in one write, so that it is there although the next step kills.
        with open(counts, "ab", buffering=0) as file:
            file.write(f"{outcome}\n".encode())

    async with aiohttp.ClientSession() as session:
        sends = Calls(base, askable, death, session)
        around = Surroundings(clock.now, Random(number), counted)
        await Deliver(outbox, {"sms": sends}, lambda: store.hub.watch(outbox.news), around).drain()
    await store.close()


async def fill(url: str, batch: int) -> None:
    """More to be sent, of use for a year."""
    store = await Store.open(url, Keys([SECRET]), FixedClock(START))
    for person in range(PEOPLE):
        texts = (f"{batch:04}-{number:02}" for number in range(EACH))
        await posted(store, START, *texts, address=f"person-{person}", minutes=365 * 24 * 60)
    await store.close()


def forked(main: Any) -> int:
    """Runs it in a child; how that ended, negative for a signal."""
    child = os.fork()
    if child == 0:
        run_child(main)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_child(main: Any) -> NoReturn:
    try:
        asyncio.run(main())
    except BaseException as problem:
        print(repr(problem), file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(EMPTY)


def main(url: str, port: str, lane: str, kills: int, askable: bool, counts: Path) -> None:
    base = f"http://127.0.0.1:{port}/{lane}"
    # One whole life before the first fork: what it compiles and imports every child then has.
    asyncio.run(fill(url, 0))
    asyncio.run(work(url, base, 0, askable, counts, Death("never", 0)))
    gc.collect()
    gc.freeze()
    killed, batch, number = 0, 1, 1
    while killed < kills:
        step = STEPS[number % len(STEPS)]
        # What has to be asked about is what the life before has left.
        death = Death(step, 1 if step == "asking" else 1 + number // len(STEPS) % 3)
        ended = forked(lambda number=number, death=death: work(url, base, number, askable, counts, death))
        if ended == -signal.SIGKILL:
            killed += 1
        elif ended != EMPTY:
            sys.exit(f"the worker failed at step {death.step}")
        else:
            forked(lambda batch=batch: fill(url, batch))
            batch += 1
        number += 1
    alive = forked(lambda: work(url, base, number + 1, askable, counts, Death("never", 0)))
    print(killed, batch if alive == EMPTY else "the last one failed", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5] == "yes", Path(sys.argv[6]))
