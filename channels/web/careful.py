"""Handlers that cannot fail in a resident's face: every failure is a page or JSON in their language."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from channels.web import refusal
from channels.web.refusal import Refusal
from channels.web.room import Room

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def as_page(room: Room, handler: Handler) -> Handler:
    """For what a person opens: failures are pages."""

    async def careful(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as fault:
            return await _refused(room, request, fault)
        except Exception:
            log.exception("a page of the chat failed")
            return await room.sorry(request, Refusal(500, refusal.BROKEN))

    return careful


def as_json(room: Room, handler: Handler) -> Handler:
    """For what the page's script asks: failures are JSON."""

    async def careful(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as fault:
            return await room.fault(request, fault)
        except Exception:
            log.exception("a request of the chat's script failed")
            return await room.fault(request, Refusal(500, refusal.BROKEN))

    return careful


async def _refused(room: Room, request: web.Request, fault: Refusal) -> web.StreamResponse:
    """Back to the chat with what was typed, where that can be mended; otherwise a plain page."""
    mendable = fault.status in (400, 413, 429, 503) and room.door.session(request)
    if not mendable:
        return await room.sorry(request, fault)
    return room.page(await room.view(request, fault))
