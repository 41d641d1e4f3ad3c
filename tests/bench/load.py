"""Sends messages to a REST channel from several residents at once and prints what it took, as JSON.

`python -m tests.bench.load PORT NAME MESSAGES CLIENTS`. Bounded in number, and only to this machine.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
from time import perf_counter

import aiohttp

SAYINGS = (
    "when is my bin? 10 abbey avenue ls5 3dh",
    "wen is the green bin colected",
    "where do nappies go",
    "thanks",
    "when is my brown bin",
    "no, number 12",
)


async def resident(session: aiohttp.ClientSession, url: str, name: str, messages: int) -> list[float]:
    """One resident's conversation; the seconds that each answer took."""
    took = []
    for number in range(messages):
        body = {"sender": f"{name}-{number // 12}", "message": SAYINGS[number % len(SAYINGS)]}
        started = perf_counter()
        async with session.post(url, json=body) as response:
            answer = await response.json()
            if response.status != 200 or not answer:
                raise RuntimeError(f"{response.status}: {answer}")
        took.append(perf_counter() - started)
    return took


async def main(port: str, kind: str, messages: int, clients: int) -> None:
    url = f"http://127.0.0.1:{port}/webhooks/rest/webhook"
    name = f"{kind}-{messages}"
    started = perf_counter()
    async with aiohttp.ClientSession() as session:
        talks = (resident(session, url, f"{name}-{n}", messages // clients) for n in range(clients))
        took = sorted(second for talk in await asyncio.gather(*talks) for second in talk)
    figures = {
        "rate": len(took) / (perf_counter() - started),
        "p50": statistics.median(took) * 1000,
        "p95": took[int(len(took) * 0.95)] * 1000,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
