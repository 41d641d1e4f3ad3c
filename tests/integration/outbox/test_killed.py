"""kill -9 at every step of a send, a thousand times and more: nothing is lost, and nothing is sent twice but
where the provider cannot be asked, and then it is counted."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import SystemClock
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET
from tests.integration.outbox.dying import EACH, PEOPLE
from tests.integration.outbox.posting import rows

KILLS = {"sqlite": 400, "postgresql": 350, "unaskable": 350}


class Provider:
    """Takes messages over HTTP, remembers them, and kills the caller where it is told to."""

    def __init__(self) -> None:
        self.taken: dict[str, list[tuple[str, str]]] = defaultdict(list)

    async def send(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.taken[request.match_info["lane"]].append((body["address"], body["key"]))
        if body["kill"]:
            os.kill(body["kill"], signal.SIGKILL)
        return web.Response(text=f"id of {body['key']}")

    async def find(self, request: web.Request) -> web.Response:
        key = request.query["key"]
        has = any(key == taken for _address, taken in self.taken[request.match_info["lane"]])
        return web.Response(text=f"id of {key}", status=200 if has else 404)


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Provider, int]]:
    provider, app = Provider(), web.Application()
    app.add_routes([web.post("/{lane}/send", provider.send), web.get("/{lane}/find", provider.find)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield provider, runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def dies(url: str, port: int, lane: str, counts: Path) -> int:
    """Runs one lane to its end; how many batches of messages there were."""
    counts.touch()  # noqa: ASYNC240 - a moment, in a test
    askable = "no" if lane == "unaskable" else "yes"
    arguments = (url, str(port), lane, str(KILLS[lane]), askable, str(counts))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.outbox.dying", *arguments, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    killed, batches = output.decode().split()[-2:]
    assert int(killed) == KILLS[lane]
    return int(batches)


def doubles(taken: list[tuple[str, str]]) -> int:
    return len(taken) - len({key for _address, key in taken})


def in_order(taken: list[tuple[str, str]]) -> bool:
    """Whether everybody got theirs in order, at the first time of each."""
    firsts = list(dict.fromkeys(taken))
    each: dict[str, list[str]] = defaultdict(list)
    for address, key in firsts:
        each[address].append(key)
    return all(keys == sorted(keys) for keys in each.values())


@pytest.mark.timeout(240)
async def test_nothing_is_lost_and_doubles_are_counted(
    tmp_path: Path, sqlite_url: str, postgresql_url: str
) -> None:
    other = f"sqlite:///{tmp_path / 'unaskable.db'}"
    urls = {"sqlite": sqlite_url, "postgresql": postgresql_url, "unaskable": other}
    async with serving() as (provider, port):
        runs = (dies(url, port, lane, tmp_path / lane) for lane, url in urls.items())
        batches = dict(zip(urls, await asyncio.gather(*runs), strict=True))
    assert sum(KILLS.values()) >= 1000
    for lane, url in urls.items():
        taken = provider.taken[lane]
        assert len(set(taken)) == batches[lane] * PEOPLE * EACH, f"messages were lost: {lane}"
        assert in_order(taken)
        counts = Counter((tmp_path / lane).read_text().split())
        if lane == "unaskable":
            assert 0 < doubles(taken) <= counts["unsure_again"]
        else:
            assert doubles(taken) == 0
            assert counts["found"] > 0
            assert counts["absent"] > 0
        store = await Store.open(url, Keys([SECRET]), SystemClock())
        assert set(await rows(store, "status")) == {"sent"}
        await store.close()
