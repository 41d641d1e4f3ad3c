"""Those who sign in, for administrators: add, role, team, unlock, unlink, a password again, in or out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random

from aiohttp import web

from bot.console.careful import Careful
from bot.console.form import number
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.passwords import new_passphrase
from bot.console.visit import Refused, Visit
from bot.handover.people import ROLES, NoSuchMember, PeopleError, Role

PEOPLE = f"{BASE}/people"


class PeoplePage:
    """The list, and what changes it. `random` makes first passphrases, which are shown once."""

    def __init__(self, parts: Parts, pages: Pages, random: Random) -> None:
        self._parts = parts
        self._pages = pages
        self._random = random

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        acts = {
            "add": self._add,
            "role": self._role,
            "team": self._team,
            "unlock": self._unlock,
            "network": self._network,
            "unlink": self._unlink,
            "reset": self._reset,
            "codes": self._codes,
            "active": self._active,
        }
        posts = [
            web.post(f"{PEOPLE}/{name}", careful.act(self._of(act), ADMIN)) for name, act in acts.items()
        ]
        return [web.get(PEOPLE, careful.look(self._list, ADMIN)), *posts]

    async def _list(self, visit: Visit) -> web.StreamResponse:
        return await self._show(visit)

    async def _show(
        self, visit: Visit, problem: str = "", passphrase: str = "", whose: str = "", status: int = 200
    ) -> web.Response:
        return await self._pages.page(
            visit,
            "people.html",
            status=status,
            people=await self._parts.stores.staff.all(),
            roles=ROLES,
            problem=problem,
            passphrase=passphrase,
            whose=whose,
        )

    def _of(
        self, act: Callable[[Visit], Awaitable[web.StreamResponse]]
    ) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
        async def handle(visit: Visit) -> web.StreamResponse:
            try:
                return await act(visit)
            except (PeopleError, Refused) as fault:
                words = fault.words if isinstance(fault, Refused) else f"{fault}".capitalize() + "."
                return await self._show(visit, words, status=400)
            except NoSuchMember:
                return await self._show(visit, "There is nobody like that any more.", status=404)

        return handle

    async def _add(self, visit: Visit) -> web.StreamResponse:
        login, name, team = (visit.form.get(field, "") for field in ("login", "name", "team"))
        passphrase = new_passphrase(self._random)
        hashed = await self._parts.passwords.hash(passphrase)
        staff = self._parts.stores.staff
        member = await staff.add(login, name, _role(visit), team, hashed, invited=True, by=visit.me)
        return await self._show(visit, passphrase=passphrase, whose=member.name)

    async def _role(self, visit: Visit) -> web.StreamResponse:
        await self._parts.stores.staff.set_role(self._other(visit), _role(visit), by=visit.me)
        return see(PEOPLE, "changed")

    async def _team(self, visit: Visit) -> web.StreamResponse:
        whose = number(visit, "staff")
        await self._parts.stores.staff.set_team(whose, visit.form.get("team", ""), by=visit.me)
        return see(PEOPLE, "changed")

    async def _unlock(self, visit: Visit) -> web.StreamResponse:
        await self._parts.stores.staff.unlock(number(visit, "staff"), by=visit.me)
        return see(PEOPLE, "changed")

    async def _network(self, visit: Visit) -> web.StreamResponse:
        """Every network address may try again: which ones there are is not stored."""
        await self._parts.stores.tries.forget_addresses()
        detail = "network addresses unlocked"
        await self._parts.stores.audit.record("staff_changed", visit.me, detail=detail)
        return see(PEOPLE, "changed")

    async def _unlink(self, visit: Visit) -> web.StreamResponse:
        """Their next sign-in with the council's account links them again. Of one's own account, too: it signs
        out, and in again."""
        await self._parts.stores.links.unlink(number(visit, "staff"), by=visit.me)
        return see(PEOPLE, "changed")

    async def _reset(self, visit: Visit) -> web.StreamResponse:
        """A passphrase instead of a forgotten password; it has to be replaced at once."""
        whose, passphrase = self._other(visit), new_passphrase(self._random)
        hashed = await self._parts.passwords.hash(passphrase)
        await self._parts.stores.staff.set_password(whose, hashed, invited=True, by=visit.me)
        names = await self._parts.stores.names()
        return await self._show(visit, passphrase=passphrase, whose=names.get(whose, ""))

    async def _codes(self, visit: Visit) -> web.StreamResponse:
        """Somebody has lost their phone and their recovery codes."""
        await self._parts.stores.staff.set_factor(number(visit, "staff"), None, by=visit.me)
        return see(PEOPLE, "changed")

    async def _active(self, visit: Visit) -> web.StreamResponse:
        active = visit.form.get("active") == "yes"
        await self._parts.stores.staff.set_active(self._other(visit), active, by=visit.me)
        if not active:
            await self._parts.stores.left()
        return see(PEOPLE, "changed")

    def _other(self, visit: Visit) -> int:
        """Whom it is about. Nobody locks themselves out."""
        whose = number(visit, "staff")
        if whose == visit.me:
            raise Refused(400, "Ask another administrator to change this for you.")
        return whose


ADMIN: Role = "administrator"


def _role(visit: Visit) -> Role:
    role = visit.form.get("role", "")
    if role not in ROLES:
        raise Refused(400, "Please choose a role.")
    return role
