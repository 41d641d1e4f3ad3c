"""The two doors to the chat: a page of its own, and the page inside a frame of the council's site.

They differ in their paths, in their cookie and in who may frame them; behind them is the same chat.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

from aiohttp import web
from msgspec import Struct

from channels.web.settings import WebSettings, origin_of

_SESSION = re.compile(r"[A-Za-z0-9_-]{43}")


class Session(Struct, frozen=True):
    """A browser's conversation: 256 random bits that only its cookie and our transcript know."""

    id: str

    @property
    def token(self) -> str:
        """What each form and fetch must carry. Another site can make the browser send the cookie, but it
        cannot read it, and so it cannot make this."""
        return hmac.new(self.id.encode(), b"snicket form", hashlib.sha256).hexdigest()


class Door(Struct, frozen=True):
    """`page` is the path of the page, `base` that of what its script uses."""

    page: str
    base: str
    cookie: str
    same_site: str
    secure: bool
    framers: tuple[str, ...]
    framed: bool = False

    def session(self, request: web.Request) -> Session | None:
        """The browser's conversation, None when it has none yet or shows something we never made."""
        value = request.cookies.get(self.cookie, "")
        return Session(value) if _SESSION.fullmatch(value) else None

    def remember(self, response: web.StreamResponse, session: Session, seconds: int) -> None:
        """Sets the cookie; 0 seconds forget it. Written by hand: `http.cookies` knows `Partitioned` only
        from Python 3.14 on."""
        secure = "; Secure" if self.secure else ""
        parted = "; Partitioned" if self.same_site == "None" else ""
        response.headers.add(
            "Set-Cookie",
            f"{self.cookie}={session.id if seconds else ''}; Path=/; Max-Age={seconds}; HttpOnly; "
            f"SameSite={self.same_site}{secure}{parted}",
        )

    def parent(self, request: web.Request) -> str:
        """The origin of the framing page, where it is one of those allowed; empty otherwise."""
        asked = origin_of(request.query.get("parent", ""))
        return asked if self.framed and asked in self.framers else ""

    def policy(self) -> dict[str, str]:
        """The headers of every page and answer. `same-origin`, because under `no-referrer` a browser sends
        `Origin: null` with our own forms."""
        framers = " ".join(self.framers) or "'none'"
        return {
            "Content-Security-Policy": "; ".join(
                (
                    "default-src 'none'",
                    "script-src 'self'",
                    "style-src 'self'",
                    "connect-src 'self'",
                    "img-src 'self'",
                    "form-action 'self'",
                    "base-uri 'none'",
                    f"frame-ancestors {framers}",
                    "require-trusted-types-for 'script'",
                )
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
            "Cache-Control": "no-store",
        }


def doors(settings: WebSettings) -> tuple[Door, Door]:
    """The page of its own and the framed page. A cookie inside another site's frame must be partitioned
    (CHIPS), and that is only to be had over https; over http a frame of the same site still works."""
    prefix = "__Host-" if settings.secure else ""
    own = Door("/", "/chat", f"{prefix}snicket", "Lax", settings.secure, ())
    crossing = "None" if settings.secure else "Lax"
    frame = Door(
        "/embed",
        "/embed",
        f"{prefix}snicket-embed",
        crossing,
        settings.secure,
        settings.frame_ancestors,
        framed=True,
    )
    return own, frame


NewId = Callable[[], str]
"""Gives 43 characters of base64url: 256 random bits."""
