"""Who may write: the browser that holds the session, from our own page, not too often."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from math import ceil

from aiohttp import web

from channels.limits import Buckets, Clock
from channels.web import refusal
from channels.web.door import Door, Session
from channels.web.refusal import Refusal
from channels.web.settings import WebSettings, origin_of

TOKEN_HEADER = "X-Chat-Token"  # noqa: S105 - the name of a header

AddressOf = Callable[[web.Request], str]
"""The client's network address; behind a proxy only the deployment knows how to tell it."""


class Gate:
    """The checks before a message is read or taken; each raises `Refusal`."""

    def __init__(self, settings: WebSettings, clock: Clock, address_of: AddressOf) -> None:
        self._settings = settings
        self._address_of = address_of
        self._sessions = Buckets(settings.per_session, clock)
        self._addresses = Buckets(settings.per_address, clock)

    def known(self, request: web.Request, door: Door) -> Session:
        """The session of a request that must have one."""
        session = door.session(request)
        if session is None:
            raise Refusal(403, refusal.NO_SESSION, field="cookie", problem="there is no session cookie")
        return session

    def same_origin(self, request: web.Request) -> None:
        """Browsers name the page's origin with every POST; other clients may leave it out."""
        origin = request.headers.get("Origin")
        ours = self._settings.origin or f"{request.scheme}://{request.host}"
        # Without a public address only the host is compared: a proxy that ends TLS hides the scheme.
        same = origin_of(origin or "") == ours or (
            not self._settings.origin and _host(origin or "") == request.host.lower()
        )
        if origin is not None and not same:
            raise Refusal(403, refusal.NOT_OURS, field="Origin", problem="the Origin is not this site")
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise Refusal(403, refusal.NOT_OURS, field="Sec-Fetch-Site", problem="sent by another site")

    def token(self, session: Session, given: str) -> None:
        """The form's token must be the session's."""
        if not hmac.compare_digest(session.token.encode(), given.encode()):
            raise Refusal(403, refusal.NOT_OURS, field="token", problem="the token is not this session's")

    def pace(self, request: web.Request, session: Session) -> None:
        """One token from the session's bucket and one from the network address's."""
        wait = self._sessions.take(session.id) or self._addresses.take(self._address_of(request))
        if wait:
            raise Refusal(429, refusal.TOO_MANY, problem="too many messages", seconds=ceil(wait))


def remote(request: web.Request) -> str:
    """The other end of the connection."""
    return request.remote or ""


def _host(origin: str) -> str:
    return origin_of(origin).partition("://")[2]
