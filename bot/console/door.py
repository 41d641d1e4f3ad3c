"""Signing in and out, and a password of one's own."""

from __future__ import annotations

from aiohttp import web

from bot.console import sign_in
from bot.console.careful import Careful
from bot.console.guard import BASE, PASSWORD, Guard, safe_back
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.passwords import weakness
from bot.console.talk_page import TalkPage
from bot.console.visit import Visit


class Door:
    """The pages in front of all others."""

    def __init__(self, parts: Parts, guard: Guard, pages: Pages, talk: TalkPage) -> None:
        self._parts = parts
        self._guard = guard
        self._pages = pages
        self._talk = talk

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(BASE, careful.of(self._slash)),
            web.get(f"{BASE}/", careful.of(self._ask)),
            web.post(f"{BASE}/", careful.of(self._enter)),
            web.post(f"{BASE}/out", careful.act(self._leave)),
            web.get(PASSWORD, careful.look(self._password)),
            web.post(PASSWORD, careful.act(self._change)),
        ]

    async def _slash(self, request: web.Request) -> web.StreamResponse:
        return see(f"{BASE}/")

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        back = request.query.get("back", "")
        if await self._guard.session(request) is not None:
            return see(safe_back(back))
        return self._pages.sign_in(back=back)

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        form = await self._guard.form(request)
        login, password, code = (form.get(name, "") for name in ("login", "password", "code"))
        back, draft = form.get("back", ""), form.get("words", "")
        came = await self._parts.sign_in.try_(login, password, code, self._parts.settings.address_of(request))
        if isinstance(came, sign_in.SignedIn):
            return await self._welcome(request, came, safe_back(back), draft)
        asks = isinstance(came, sign_in.NeedsCode)
        words = came.words if isinstance(came, sign_in.Refused) else "Type the code from your app, too."
        return self._pages.sign_in(
            back=back, draft=draft, login=login, words=words, asks_code=asks or bool(code), status=401
        )

    async def _welcome(
        self, request: web.Request, came: sign_in.SignedIn, back: str, draft: str
    ) -> web.StreamResponse:
        """To the page that was asked for, with what had been typed there."""
        if (before := await self._guard.session(request, renew=False)) is not None:
            await self._parts.stores.sessions.end(before.id)
        response: web.StreamResponse = see(PASSWORD if came.session.must_change else back)
        reference = back.removeprefix(f"{BASE}/talk/")
        if draft and reference != back and not came.session.must_change:
            visit = Visit(request, came.session)
            response = await self._talk.show(visit, reference.partition("/")[0], draft=draft)
        self._guard.remember(response, came.session.id)
        return response

    async def _leave(self, visit: Visit) -> web.StreamResponse:
        """Out here at once; then, for who came by it, out of the council's own sign-in. A page of ours leads
        there: our policy lets no form leave, and being out here waits for nobody."""
        await self._parts.stores.sessions.end(visit.session.id)
        onward = self._parts.settings.other_sign_out if visit.session.council else ""
        response = self._pages.bare("signed_out.html", onward=onward) if onward else see(f"{BASE}/")
        self._guard.remember(response, "")
        return response

    async def _password(self, visit: Visit) -> web.StreamResponse:
        return await self._pages.page(visit, "password.html", words="")

    async def _change(self, visit: Visit) -> web.StreamResponse:
        """A password of their own; whoever else was signed in as them is out."""
        account = await self._parts.stores.staff.by_id(visit.me)
        old, fresh, again = (visit.form.get(name, "") for name in ("old", "fresh", "again"))
        words = weakness(fresh, account.login) if account else ""
        if fresh != again:
            words = "The two are not the same. Type it twice."
        if not await self._parts.passwords.check(old, account.password if account else None):
            words = "Your password so far is not right."
        if words or account is None:
            return await self._pages.page(visit, "password.html", status=400, words=words)
        hashed = await self._parts.passwords.hash(fresh)
        await self._parts.stores.staff.set_password(visit.me, hashed, by=visit.me)
        session = await self._parts.stores.sessions.begin(
            visit.me, hashed, "new password", council=visit.session.council
        )
        response = see(f"{BASE}/queue", "changed")
        self._guard.remember(response, session.id)
        return response
