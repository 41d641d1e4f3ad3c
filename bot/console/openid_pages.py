"""The addresses of the council's own sign-in: out to the provider, back from it, and signing out there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape

from aiohttp import web
from msgspec import Struct

from bot.console.guard import BASE, POLICY, safe_back
from bot.console.openid import LASTS, OpenID
from bot.console.sign_in import Refused, SignedIn
from bot.store.staff_sessions import StaffSession

BEGIN = f"{BASE}/openid"
CALLBACK = f"{BASE}/openid/callback"
LEAVE = f"{BASE}/openid/out"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url={to}">
<title>You are signed in</title>
<p><a href="{to}">You are signed in. Go on</a></p>
</html>
"""


class Gate(Struct, frozen=True):
    """The limit for one network address: `enough` counts a try and says when there were too many, `right`
    takes back one that was right."""

    address_of: Callable[[web.Request], str]
    enough: Callable[[str], Awaitable[Refused | None]]
    right: Callable[[str], Awaitable[None]]


class Ways(Struct, frozen=True):
    """What the handlers need: who is signed in, how the browser remembers it, the page that says `words` and
    asks to sign in, to go to `back` afterwards, the page for who is signed out here only, and the address to
    come home to from signing out at the provider."""

    openid: OpenID
    secure: bool
    session: Callable[[web.Request], Awaitable[StaffSession | None]]
    remember: Callable[[web.StreamResponse, str], None]
    refuse: Callable[[str, str], web.StreamResponse]
    out: Callable[[], web.StreamResponse]
    home: str
    gate: Gate

    @property
    def cookie(self) -> str:
        return "__Host-helpline-openid" if self.secure else "helpline-openid"


def routes(ways: Ways) -> list[web.RouteDef]:
    """All of them."""

    def of(handler: Callable[[web.Request, Ways], Awaitable[web.StreamResponse]]) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(request, ways)

        return handle

    return [web.get(BEGIN, of(begin)), web.get(CALLBACK, of(callback)), web.get(LEAVE, of(leave))]


async def begin(request: web.Request, ways: Ways) -> web.StreamResponse:
    """`GET /helpline/openid`: to the provider. A link leads here, no form: our policy lets no form leave."""
    back = safe_back(request.query.get("back", ""))
    if await ways.session(request) is not None:
        return _to(back)
    started = await ways.openid.begin(back)
    if isinstance(started, Refused):
        return ways.refuse(started.words, back)
    response = _to(started.address)
    _keep(response, ways, started.cookie)
    return response


async def callback(request: web.Request, ways: Ways) -> web.StreamResponse:
    """`GET /helpline/openid/callback`: back from the provider, with a code or an error in the query."""
    begun = ways.openid.opened(request.cookies.get(ways.cookie, ""))
    back, address = safe_back(begun.back if begun else ""), ways.gate.address_of(request)
    came: SignedIn | Refused | None = await ways.gate.enough(address) if address else None
    if came is None:
        came = await ways.openid.finish(begun, request.query)
        if address and isinstance(came, SignedIn):
            await ways.gate.right(address)
    if isinstance(came, Refused):
        response = ways.refuse(came.words, back)
    else:
        response = _on(back)
        ways.remember(response, came.session.id)
    _keep(response, ways, "")
    return response


async def leave(request: web.Request, ways: Ways) -> web.StreamResponse:
    """`GET /helpline/openid/out`: to the provider's page for signing out, from our own page only. Where there
    is none, or no answer, they are told that they are signed out here."""
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return _to(f"{BASE}/")
    page = await ways.openid.farewell(ways.home)
    return _to(page) if page else ways.out()


def _to(place: str) -> web.Response:
    return web.Response(status=303, headers=POLICY | {"Location": place})


def _on(back: str) -> web.Response:
    """A page that goes on by itself. A redirect would still count as the provider's, and a browser keeps our
    strict cookie back from those. The code in this page's address goes nowhere with it."""
    headers = POLICY | {"Referrer-Policy": "no-referrer"}
    return web.Response(text=_PAGE.format(to=escape(back)), content_type="text/html", headers=headers)


def _keep(response: web.StreamResponse, ways: Ways, value: str) -> None:
    """Sets the cookie of a sign-in under way; an empty value forgets it. Lax, not strict: it has to come
    along when the provider sends the browser back."""
    secure = "; Secure" if ways.secure else ""
    age = int(LASTS.total_seconds()) if value else 0
    cookie = f"{ways.cookie}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}"
    response.headers.add("Set-Cookie", cookie)
