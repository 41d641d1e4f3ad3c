"""A fan-out that is killed at any step is finished by the next process: nobody is left out or told twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise

from bot.clock import FixedClock
from bot.store.store import Store
from tests.databases import START
from tests.integration.fan_out.crowd import Crowd
from tests.integration.fan_out.dying import PEOPLE, fill, said

KILLS = 28


async def test_killed_at_every_step_nobody_is_lost_and_nobody_is_told_twice(
    database_url: str, store: Store, clock: FixedClock
) -> None:
    await fill(database_url)
    command = [sys.executable, "-m", "tests.integration.fan_out.dying", database_url, str(KILLS)]
    ended = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=200, check=False
    )
    assert ended.returncode == 0, ended.stderr
    killed, number = map(int, ended.stdout.split()[-2:])
    assert killed == KILLS

    crowd = Crowd(store, clock)
    await crowd.fan_out.all()
    await crowd.tell(said(4))  # something that everybody is told at level 2, whatever came before
    assert await crowd.fan_out.all() == 0
    rows = await crowd.told("subscription_id", "version_id", "told", code=None)
    assert max(Counter((who, version) for who, version, _ in rows).values()) == 1
    heard = defaultdict(list)
    for who, _, told in await crowd.told("subscription_id", "version_id", "told"):
        heard[who].append(told)
    assert len(heard) == PEOPLE
    for told in heard.values():
        assert told[0] == "new"
        assert all(one != other for one, other in pairwise(told) if one in ("new", "clear"))
    assert number >= KILLS
    assert clock.now() == START
