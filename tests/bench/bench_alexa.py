"""Alexa: how long it takes to believe a request, once its certificate is known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from channels.alexa import Certificates, Verifier, load_roots
from channels.alexa.certificates import verified
from channels.alexa.request import read
from tests.alexa.asking import SKILL, envelope, intent
from tests.alexa.signing import NOW, chain, root, signed
from tests.bench.row import Row

TIMES = 2_000


def rows() -> Iterator[Row]:
    """Milliseconds."""
    with asyncio.Runner() as runner:
        times = runner.run(_times())
    yield Row("a request with a known chain, p50", median(times), "ms", target=2.0)
    yield Row("a request with a known chain, p99", times[int(len(times) * 0.99)], "ms", target=2.0)
    roots = load_roots(root().pem)
    started = perf_counter()
    verified(chain(), roots, NOW)
    yield Row("a new chain, without fetching it", (perf_counter() - started) * 1000, "ms")


async def _times() -> list[float]:
    """Of signature, reading, time and skill together, shortest first."""

    async def fetch(_address: str) -> bytes:
        return chain()

    verifier = Verifier(SKILL, Certificates(load_roots(root().pem), fetch, lambda: NOW), lambda: NOW)
    body = json.dumps(envelope(intent("Answer", query="when is my bin collected"))).encode()
    headers = signed(body)
    await verifier.check_body(headers, body)
    times = []
    for _ in range(TIMES):
        started = perf_counter()
        await verifier.check_body(headers, body)
        verifier.check_request(read(body))
        times.append((perf_counter() - started) * 1000)
    return sorted(times)
