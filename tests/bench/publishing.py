"""Publishes the lines of a file, as sensors would, from a process of its own:
`python -m tests.bench.publishing PORT TOPIC FILE PER_SECOND`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import aiomqtt

TICK = 0.02


async def main(port: int, topic: str, lines: Sequence[bytes], per_second: float) -> None:
    """Evenly over the time."""
    async with aiomqtt.Client("127.0.0.1", port, max_inflight_messages=1000) as client:
        began = perf_counter()
        for number, line in enumerate(lines):
            if (ahead := number / per_second - (perf_counter() - began)) > TICK:
                await asyncio.sleep(ahead)
            await client.publish(topic, line, qos=1)


if __name__ == "__main__":
    _, a_port, a_topic, a_file, a_rate = sys.argv
    asyncio.run(main(int(a_port), a_topic, Path(a_file).read_bytes().splitlines(), float(a_rate)))
