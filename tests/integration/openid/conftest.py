"""The helpline's door with a council's sign-in behind it, on both kinds of database."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from random import Random
from string import ascii_letters
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from msgspec import Struct, structs

from bot.clock import FixedClock
from bot.console.codes import Codes
from bot.console.openid import OpenID, People
from bot.console.openid_pages import BEGIN, CALLBACK, Gate, Ways, routes
from bot.console.openid_provider import Provider
from bot.console.openid_settings import OpenIDSettings
from bot.console.passwords import Passwords
from bot.console.sign_in import SignIn
from bot.handover.people import Role
from bot.secret import Secret
from bot.store.audit import Audit
from bot.store.database import Database, open_database
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.staff_sessions import StaffSession, StaffSessions
from bot.store.tries import Tries
from channels.web.gate import remote
from tests.databases import SECRET
from tests.integration.openid.provider import Front, consent, enrol, real_provider

PUBLIC = "http://helpline.test"
LOGIN = "adviser@council.example"
SUBJECT = "a1b2c3"
ROLES: tuple[tuple[str, Role], ...] = (("Helpline team", "adviser"), ("Helpline leads", "supervisor"))


@pytest.fixture(autouse=True)
def provider_may_be_dated() -> None:
    """The provider uses parts of authlib that are to go. It runs in threads of its own, where a warning that
    is an error would be an answer 500."""
    warnings.filterwarnings("ignore", "get_jwt_config", DeprecationWarning)


@pytest.fixture
def clock() -> FixedClock:
    """The provider has the machine's clock: ours stands where that is when the test begins."""
    return FixedClock(dt.datetime.now(dt.UTC))


@pytest.fixture(scope="session")
def provider_url() -> Iterator[str]:
    """The real provider."""
    with real_provider() as url:
        yield url


@pytest.fixture
async def front(provider_url: str) -> AsyncIterator[Front]:
    """The real provider behind a post that can bend what goes through."""
    async with Front(provider_url) as one:
        yield one


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    one = await open_database(database_url)
    yield one
    await one.close()


@pytest.fixture
def people(database: Database, clock: FixedClock) -> People:
    keys, chance = Keys([SECRET]), Random(4)
    return People(
        Staff(database, keys, clock),
        StaffLinks(database, keys, clock),
        StaffSessions(database, keys, clock, lambda: _token(chance)),
        Audit(database, keys, clock),
    )


@pytest.fixture
def tries(database: Database, clock: FixedClock) -> Tries:
    return Tries(database, Keys([SECRET]), clock)


class Helpline(Struct):
    """The helpline's door: a browser that signs in, and what is stored."""

    browser: TestClient[web.Request, web.Application]
    people: People
    openid: OpenID
    sign_in: SignIn
    front: Front
    restarted: Callable[[], OpenID]

    async def started(self, back: str = "/helpline/queue") -> str:
        """Clicks on the council's sign-in; the provider's address that the browser goes to."""
        answer = await self.browser.get(f"{BEGIN}?back={back}", allow_redirects=False)
        assert answer.status == 303, await answer.text()
        return answer.headers["Location"]

    async def returned(self, subject: str = SUBJECT, address: str = "") -> str:
        """Signs in at the provider; where it sends the browser, without the host."""
        place = urlsplit(await consent(address or await self.started(), subject))
        assert f"{place.scheme}://{place.netloc}{place.path}" == PUBLIC + CALLBACK
        return f"{place.path}?{place.query}"

    async def came(self, place: str) -> aiohttp.ClientResponse:
        """Follows the provider back."""
        return await self.browser.get(place, allow_redirects=False)

    async def sign(self, subject: str = SUBJECT) -> aiohttp.ClientResponse:
        """All of it."""
        return await self.came(await self.returned(subject))

    async def who(self) -> str:
        """The name and the role of who is signed in with this browser; empty for nobody."""
        return await (await self.browser.get("/helpline/queue")).text()

    async def audited(self) -> list[tuple[str, str]]:
        """The audit, oldest first: what was done, and the detail."""
        return [(one.action, one.detail) for one in reversed(await self.people.audit.recent())]

    async def last(self) -> tuple[str, str]:
        return (await self.audited())[-1]


OpenHelpline = Callable[..., Any]


@pytest.fixture
async def open_helpline(
    front: Front, people: People, tries: Tries, clock: FixedClock
) -> AsyncIterator[OpenHelpline]:
    """Opens the door with other settings: `await open_helpline(roles=…)`."""
    clients: list[TestClient[web.Request, web.Application]] = []

    async def open_one(patience: float = 10, **settings: Any) -> Helpline:
        def restarted() -> OpenID:
            return _openid(people, clock, patience, **{"issuer": front.url, **settings})

        openid = restarted()
        codes = Codes(people.staff, clock, Random(6), "Helpline")
        sign_in = SignIn(people.staff, people.sessions, people.audit, clock, Passwords(), codes, tries)
        client = TestClient(TestServer(_app(openid, people, sign_in)))
        await client.start_server()
        clients.append(client)
        return Helpline(client, people, openid, sign_in, front, restarted)

    yield open_one
    for client in clients:
        await client.close()


@pytest.fixture
async def helpline(open_helpline: OpenHelpline) -> Helpline:
    """The door, one adviser added by an administrator, and the same person known to the provider."""
    one: Helpline = await open_helpline()
    await one.people.staff.add(LOGIN, "First Adviser", "adviser", "housing")
    await enrol(one.front.upstream, SUBJECT, email=LOGIN, email_verified=True, name="Somebody Else")
    return one


def _openid(people: People, clock: FixedClock, patience: float, **given: Any) -> OpenID:
    base = OpenIDSettings(given["issuer"], "snicket", Secret("the client's secret"))
    settings = structs.replace(base, **given)
    provider, chance = Provider(settings, PUBLIC + CALLBACK, clock, patience), Random(5)
    return OpenID(settings, provider, people, Keys([SECRET]), clock, lambda: _token(chance))


def _app(openid: OpenID, people: People, sign_in: SignIn) -> web.Application:
    """A door and one page behind it, which only a signed-in browser sees."""

    async def session(request: web.Request) -> StaffSession | None:
        value = request.cookies.get("helpline", "")
        return await people.sessions.find(value) if value else None

    def remember(response: web.StreamResponse, id: str) -> None:
        response.set_cookie("helpline", id, httponly=True, samesite="Strict")

    def refuse(words: str, back: str) -> web.Response:
        return web.Response(text=f"{words}|{back}", status=401)

    async def queue(request: web.Request) -> web.Response:
        found = await session(request)
        return web.Response(text=f"{found.member.name}, {found.member.role}" if found else "")

    def out() -> web.Response:
        return web.Response(text="out here")

    gate = Gate(remote, sign_in.enough, sign_in.right)
    home = f"{PUBLIC}/helpline/"
    app = web.Application()
    app.add_routes(routes(Ways(openid, False, session, remember, refuse, out, home, gate)))
    app.router.add_get("/helpline/queue", queue)
    return app


def _token(chance: Random) -> str:
    return "".join(chance.choice(ascii_letters) for _ in range(43))
