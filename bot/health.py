"""What operators ask: is it alive, is it ready and if not why, and how is it doing."""

from __future__ import annotations

from aiohttp import web

from bot.knowledge.bins.bins import Bins
from bot.metrics import Metrics
from bot.store.database import StoreError
from bot.store.store import Store


def routes(store: Store, bins: Bins, metrics: Metrics) -> list[web.RouteDef]:
    """`/healthz`, `/readyz` and `/metrics`."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        problems = await _problems(store, bins)
        body = {"status": "not ready" if problems else "ok", "problems": problems, "bins": _bins(bins)}
        return web.json_response(body, status=503 if problems else 200)

    async def figures(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", figures)]


async def _problems(store: Store, bins: Bins) -> list[str]:
    """What keeps residents from being served. Missing bin days do not: the assistant then says so."""
    try:
        await store.ping()
    except StoreError as problem:
        return [f"the database does not answer: {problem}"]
    return []


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
