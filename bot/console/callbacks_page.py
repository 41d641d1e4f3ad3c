"""Calls that residents were promised: booked from a conversation, taken, and made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console.careful import Careful
from bot.console.form import number, phone
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.reading import Opened, Reading
from bot.console.talk_page import TALK
from bot.console.visit import Refused, Visit
from bot.handover.callback import Callback, NotTaken
from bot.handover.desk import Window
from bot.handover.request import OffShift
from locales.languages import SOURCE

CALLS = f"{BASE}/callbacks"
MOST_WINDOWS = 9
DONE_FOR = dt.timedelta(days=1)
"""How long a call that is over stays on the list."""


class CallbacksPage:
    """The list, and the form that books one."""

    def __init__(self, parts: Parts, pages: Pages, reading: Reading) -> None:
        self._parts = parts
        self._pages = pages
        self._reading = reading

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        store = self._parts.stores.callbacks
        return [
            web.get(CALLS, careful.look(self._list)),
            web.post(f"{CALLS}/take", careful.act(self._doing(store.take))),
            web.post(f"{CALLS}/reached", careful.act(self._doing(store.reached))),
            web.post(f"{CALLS}/missed", careful.act(self._doing(store.missed))),
            web.get(f"{TALK}/callback", careful.look(self._form)),
            web.post(f"{TALK}/callback", careful.act(self._book)),
        ]

    async def _list(self, visit: Visit, problem: str = "", status: int = 200) -> web.Response:
        stores, since = self._parts.stores, self._parts.clock.now() - DONE_FOR
        groups = (
            ("Overdue", await stores.callbacks.overdue()),
            ("Still to make", await stores.callbacks.due()),
            ("Over since yesterday", await stores.callbacks.done(since)),
        )
        calls = [call for _name, some in groups for call in some]
        talks = {call.conversation: await stores.talks.latest(call.conversation) for call in calls}
        return await self._pages.page(
            visit, "callbacks.html", status=status, groups=groups, talks=talks, problem=problem
        )

    def _doing(
        self, what: Callable[[int, int], Awaitable[Callback]]
    ) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
        async def handle(visit: Visit) -> web.StreamResponse:
            try:
                call = await what(number(visit, "call"), visit.me)
            except OffShift:
                return see(CALLS, "off")
            except NotTaken as fault:
                return see(CALLS, "taken" if fault.holder else "gone", fault.holder)
            detail = f"{call.reference} {call.status}"
            await self._parts.stores.audit.record("callback", visit.me, call.conversation, detail)
            return see(CALLS, "changed")

        return handle

    async def _form(self, visit: Visit) -> web.StreamResponse:
        return await self._ask(visit, await self._open(visit))

    async def _ask(self, visit: Visit, opened: Opened, problem: str = "", status: int = 200) -> web.Response:
        told = await self._parts.stores.talks.lines(opened.conversation.id)
        windows = await self._parts.desk.windows(MOST_WINDOWS)
        return await self._pages.page(
            visit,
            "callback.html",
            status=status,
            found=opened.handover,
            brief=await self._reading.brief(opened, told),
            windows=windows,
            english=opened.conversation.language in ("", SOURCE),
            problem=problem,
        )

    async def _book(self, visit: Visit) -> web.StreamResponse:
        opened = await self._open(visit)
        try:
            reference = await self._booked(visit, opened)
        except Refused as fault:
            return await self._ask(visit, opened, fault.words, fault.status)
        detail = f"{reference} booked"
        await self._parts.stores.audit.record("callback", visit.me, opened.conversation.id, detail)
        return see(f"{BASE}/talk/{opened.handover.reference}", "booked")

    async def _booked(self, visit: Visit, opened: Opened) -> str:
        windows = await self._parts.desk.windows(MOST_WINDOWS)
        chosen = next((one for one in windows if _name(one) == visit.form.get("window")), None)
        if chosen is None:
            raise Refused(400, "Please choose a time. The one that you chose may be full.")
        if not visit.form.get("agreed"):
            raise Refused(400, "Ask first whether they agree that we keep their number until then.")
        interpreter = opened.conversation.language if visit.form.get("interpreter") else ""
        key = f"console:{visit.me}:{visit.form.get('once', '')}"
        reference = await self._parts.desk.book(
            opened.conversation.id, chosen, phone(visit), interpreter, key
        )
        if not reference:
            raise Refused(409, "That time has just become full. Please choose another.")
        return reference

    async def _open(self, visit: Visit) -> Opened:
        return await self._reading.open(visit, visit.request.match_info["reference"])


def _name(window: Window) -> str:
    """What the form calls a window."""
    return f"{window.day} {window.start}"
