"""What operators ask: is it alive, is it ready and if not why, and how is it doing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress

from aiohttp import web

from bot.knowledge.bins.bins import Bins
from bot.metrics import Metrics
from bot.store.database import StoreError
from bot.store.store import Store
from notifier.outbox import Backlog

STUCK = dt.timedelta(minutes=5)
"""Since when a message could have been sent before operators are told that sending is stuck."""


def routes(store: Store, bins: Bins, metrics: Metrics, now: Callable[[], dt.datetime]) -> list[web.RouteDef]:
    """`/healthz`, `/readyz` and `/metrics`."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        problems = await _problems(store, bins)
        body: dict[str, object] = {"status": "not ready" if problems else "ok", "problems": problems}
        body["bins"] = _bins(bins)
        if not problems:
            body["outbox"] = _outbox(await store.backlog(), now())
        return web.json_response(body, status=503 if problems else 200)

    async def figures(_request: web.Request) -> web.Response:
        with suppress(StoreError):  # the figures of this process are worth having without it
            backlog = await store.backlog()
            metrics.backlog({name: (one.waiting, _age(one, now())) for name, one in backlog.items()})
        return web.Response(body=metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", figures)]


async def _problems(store: Store, bins: Bins) -> list[str]:
    """What keeps residents from being served. Missing bin days do not: the assistant then says so."""
    try:
        await store.ping()
    except StoreError as problem:
        return [f"the database does not answer: {problem}"]
    return []


def _outbox(backlog: Mapping[str, Backlog], now: dt.datetime) -> dict[str, object]:
    """What waits to be sent. That a provider does not take messages is said, but keeps nobody from being
    served on the web: the process is ready all the same."""
    stuck = [name for name, one in backlog.items() if _age(one, now) > STUCK.total_seconds()]
    return {
        "waiting": sum(one.waiting for one in backlog.values()),
        "stuck": [
            f"{name}: the oldest message has waited {_minutes(backlog[name], now)} min" for name in stuck
        ],
    }


def _age(one: Backlog, now: dt.datetime) -> float:
    return max(0.0, (now - one.oldest).total_seconds()) if one.oldest else 0.0


def _minutes(one: Backlog, now: dt.datetime) -> int:
    return int(_age(one, now) / 60)


def _bins(bins: Bins) -> dict[str, object]:
    """The age of the bin days, for a monitor to judge."""
    source = bins.source
    if source is None:
        return {"loaded": False}
    return {
        "loaded": True,
        "demo": source.demo,
        "loaded_at": source.loaded_at.isoformat(timespec="seconds"),
        "last_day": source.last_day.isoformat(),
    }
