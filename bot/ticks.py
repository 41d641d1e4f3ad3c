"""Jobs that the clock runs: one that fails is logged and tried again at its next tick, and one that is cut
off because the process ends says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from msgspec import Struct

log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]


class Tick(Struct, frozen=True):
    """A job, and how many seconds lie between two runs of it."""

    job: Job
    seconds: float


def safely(job: Job) -> Callable[[], Awaitable[None]]:
    """The job as APScheduler is given it. What is cut off is stored, and another process takes it up."""

    async def run() -> None:
        try:
            await job()
        except asyncio.CancelledError:
            return
        except Exception:
            log.exception("job_failed", job=getattr(job, "__qualname__", "job"))

    return run
