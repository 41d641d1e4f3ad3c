"""Who may see a page or do something: a signed-in browser, from our own page, with the right role."""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console.parts import Parts
from bot.console.visit import Refused, SignedOut, Visit
from bot.handover.people import Role
from bot.store.staff_sessions import LONGEST, StaffSession
from channels.body import BadInput, read_form
from channels.web.settings import origin_of

BASE = "/helpline"
PASSWORD = f"{BASE}/password"
FORM_LIMIT = 64 * 1024
"""Bytes of a form: the longest note in Bengali letters fits."""

FIELDS = 200
"""Fields of a form: one that lists the districts and languages of a big city fits."""

TOKEN_HEADER = "X-Helpline-Token"  # noqa: S105 - the name of a header

POLICY = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""The headers of every page and answer."""

_SESSION = re.compile(r"[A-Za-z0-9_-]{43}")
_BACK = re.compile(rf"{BASE}/[a-z]+(/[A-Z0-9]{{1,6}})?(/[a-z]+)?")

Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


class Guard:
    """Turns requests into visits; raises `SignedOut` and `Refused`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._cookie = "__Host-helpline" if parts.settings.secure else "helpline"

    async def look(self, request: web.Request, least: Role = "adviser") -> Visit:
        """Somebody looks at a page."""
        session = await self.session(request)
        if session is None:
            raise SignedOut(_path(request))
        return self._allowed(Visit(request, session), least)

    async def act(self, request: web.Request, least: Role = "adviser") -> Visit:
        """Somebody sends a form or the script does. What the script sends by itself, without a touch of the
        keyboard, says `typed=0`: an unattended screen does not keep somebody signed in."""
        form = await self.form(request)
        session = await self.session(request, renew=form.get("typed") != "0")
        if session is None:
            raise SignedOut(_page_of(_path(request)), form.get("words", ""))
        token: str = form.get("token") or request.headers.get(TOKEN_HEADER) or ""
        if not hmac.compare_digest(session.token.encode(), token.encode("utf-8", "replace")):
            raise Refused(403, "This form is out of date. Please go back, reload the page and try again.")
        return self._allowed(Visit(request, session, form), least)

    async def form(self, request: web.Request) -> dict[str, str]:
        """What was posted from our own page."""
        self._same_origin(request)
        try:
            return await read_form(request, FORM_LIMIT, FIELDS)
        except BadInput as fault:
            raise Refused(fault.status, "That is too long, or could not be read.") from None

    async def session(self, request: web.Request, *, renew: bool = True) -> StaffSession | None:
        """Who is signed in with this browser."""
        value = request.cookies.get(self._cookie, "")
        if not _SESSION.fullmatch(value):
            return None
        return await self._parts.stores.sessions.find(value, renew=renew)

    def remember(self, response: web.StreamResponse, id: str) -> None:
        """Sets the cookie; an empty id forgets it."""
        secure = "; Secure" if self._parts.settings.secure else ""
        age = int(LONGEST.total_seconds()) if id else 0
        cookie = f"{self._cookie}={id}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}"
        response.headers.add("Set-Cookie", cookie)

    def _allowed(self, visit: Visit, least: Role) -> Visit:
        if visit.session.must_change and visit.request.path not in (PASSWORD, f"{BASE}/out"):
            raise web.HTTPSeeOther(PASSWORD, headers=POLICY)
        if not visit.member.may(least):
            raise Refused(403, f"This page is for a {least}.")
        return visit

    def _same_origin(self, request: web.Request) -> None:
        """Browsers name the page's origin with every POST; other clients may leave it out."""
        origin, known = request.headers.get("Origin"), origin_of(self._parts.settings.public_url)
        host = origin_of(origin or "").partition("://")[2]
        # Without a public address only the host is compared: a proxy that ends TLS hides the scheme.
        same = origin_of(origin or "") == known if known else host == request.host.lower()
        crossing = request.headers.get("Sec-Fetch-Site") == "cross-site"
        if crossing or (origin is not None and not same):
            raise Refused(403, "This form was sent by another site.")


def safe_back(path: str) -> str:
    """A page of ours to go to after signing in; the queue for anything else."""
    return path if _BACK.fullmatch(path) else f"{BASE}/queue"


def _path(request: web.Request) -> str:
    return request.path


def _page_of(path: str) -> str:
    """The page that a form stands on: `/helpline/talk/K7P4MW/reply` is sent from `/helpline/talk/K7P4MW`."""
    parts = path.split("/")
    of_one = path.startswith((f"{BASE}/talk/", f"{BASE}/repairs/", f"{BASE}/street/", f"{BASE}/complaints/"))
    return "/".join(parts[:4]) if of_one else "/".join(parts[:3])
