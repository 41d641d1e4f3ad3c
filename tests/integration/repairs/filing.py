"""A process that files a report and may die by SIGKILL while it does.

`python -m tests.integration.repairs.filing URL KEY STEP`: says `ready`, waits for a line, and files a leak at
home. STEP is where it dies: `before` anything is written, `within` the transaction when all is written,
`after` it is committed and before anybody is told of it; `never` prints what came of it.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from random import SystemRandom

import msgspec

from bot.clock import FixedClock
from bot.store.cases import StoredCases
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, START
from tests.integration.repairs.tenants import Office, repairs


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, key: str, step: str) -> None:
    clock = FixedClock(START)
    store = await Store.open(url, Keys([SECRET]), clock)
    cases = StoredCases(store.database, Keys([SECRET]), clock, SystemRandom(), repairs())
    report = Office(store, clock).report()
    print("ready", flush=True)
    sys.stdin.readline()
    if step == "before":
        die()
    if step == "within":
        cases.listeners.append(lambda connection, case, kind: die())
    filed = await cases.file(report, key, 0)
    if step == "after":
        die()
    print(msgspec.json.encode(filed).decode(), flush=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
