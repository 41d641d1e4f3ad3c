"""One-time codes of one's own: begun with a picture for the app, proved by a code."""

from __future__ import annotations

from aiohttp import web
from markupsafe import Markup

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.visit import Visit

CODES = f"{BASE}/codes"


class CodesPage:
    """Turns codes on, and off again with the password."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(CODES, careful.look(self._show)),
            web.post(CODES, careful.act(self._confirm)),
            web.post(f"{CODES}/off", careful.act(self._off)),
        ]

    async def _show(self, visit: Visit, words: str = "", status: int = 200) -> web.Response:
        account = await self._parts.stores.staff.by_id(visit.me)
        has = account is not None and account.factor is not None
        enrolment = None if has or account is None else self._parts.codes.enrol(account.login)
        # Our own drawing, made of nothing that anybody typed.
        picture = Markup(enrolment.picture) if enrolment else ""  # noqa: S704
        return await self._pages.page(
            visit,
            "codes.html",
            status=status,
            has=has,
            enrolment=enrolment,
            picture=picture,
            words=words,
            fresh=(),
        )

    async def _confirm(self, visit: Visit) -> web.StreamResponse:
        secret, code = visit.form.get("secret", ""), visit.form.get("code", "")
        fresh = await self._parts.codes.confirm(visit.me, secret, code)
        if not fresh:
            words = "The code was not right. Scan the picture again and type the next code."
            return await self._show(visit, words, 400)
        return await self._pages.page(
            visit, "codes.html", has=True, enrolment=None, picture="", words="", fresh=fresh
        )

    async def _off(self, visit: Visit) -> web.StreamResponse:
        account = await self._parts.stores.staff.by_id(visit.me)
        password = visit.form.get("old", "")
        if not await self._parts.passwords.check(password, account.password if account else None):
            return await self._show(visit, "Your password is not right.", 400)
        await self._parts.stores.staff.set_factor(visit.me, None, by=visit.me)
        return see(f"{BASE}/queue", "changed")
