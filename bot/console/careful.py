"""Handlers that never fail in an adviser's face: every failure is a page, or data for the script, that says
what to do next."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console.guard import BASE, Guard
from bot.console.pages import Pages, data, see
from bot.console.visit import JSON, Refused, SignedOut, Visit
from bot.handover.people import Role

log = logging.getLogger(__name__)

Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]
Visited = Callable[[Visit], Awaitable[web.StreamResponse]]

BROKEN = "Something went wrong on our side. Nothing that was sent before is lost. Please try again."


class Careful:
    """Wraps handlers."""

    def __init__(self, guard: Guard, pages: Pages) -> None:
        self._guard = guard
        self._pages = pages

    def look(self, handler: Visited, least: Role = "adviser") -> Handle:
        """For pages."""

        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(await self._guard.look(request, least))

        return self.of(handle)

    def act(self, handler: Visited, least: Role = "adviser") -> Handle:
        """For what is posted."""

        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(await self._guard.act(request, least))

        return self.of(handle)

    def of(self, handler: Handle) -> Handle:
        """For anything."""

        async def careful(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except SignedOut as out:
                return self._out(request, out)
            except Refused as fault:
                return self._sorry(request, fault.status, fault.words)
            except web.HTTPException:
                raise
            except Exception:
                log.exception("a page of the helpline failed")
                return self._sorry(request, 500, BROKEN)

        return careful

    def _out(self, request: web.Request, out: SignedOut) -> web.Response:
        """To the sign-in page, and from there back; what had been typed goes with it."""
        if JSON in request.headers.get("Accept", "") or request.path.endswith("/events"):
            return data({"problem": "You are signed out.", "signed_out": True}, 401)
        if request.method == "POST":
            return self._pages.sign_in(
                back=out.back, draft=out.draft, words="You were signed out.", status=401
            )
        return see(f"{BASE}/?back={out.back}")

    def _sorry(self, request: web.Request, status: int, words: str) -> web.Response:
        if JSON in request.headers.get("Accept", "") or request.path.endswith("/events"):
            return data({"problem": words}, status)
        return self._pages.bare("problem.html", status=status, words=words)
