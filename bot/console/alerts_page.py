"""Alerts: what is in force, how each came about, whom it reached, and the second person's yes or no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.console import alert_words as words
from bot.console.careful import Careful
from bot.console.form import number
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.preview import Previews
from bot.console.visit import Refused, Visit
from bot.handover.people import Role
from bot.store.alert_pages import LISTED, RECENT, Missed, Version
from bot.store.approvals import NotYours
from bot.store.audit import Action

ALERTS = f"{BASE}/alerts"
LEAST: Role = "supervisor"
"""Who writes, says yes or no, and sees who was not reached."""

TOO_LATE = (
    "Nothing was changed. Somebody else has done it already, or you have written this yourself: then a "
    "colleague has to say yes or no."
)
TOLD = ("sent", "new", "refused", "refusing")
"""The statuses of a version for which there are, or will be, rows of the outbox."""

_NUMBER = r"{alert:\d{1,15}}"
Does = Callable[[int, int], Awaitable[object]]


class AlertsPage:
    """The list, one alert, and what is done with it."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages
        self._previews = Previews(parts)

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        approvals, revisions = self._parts.stores.approvals, self._parts.stores.revisions
        one = f"{ALERTS}/{_NUMBER}"
        acts: tuple[tuple[str, Does, Does, Action, str], ...] = (
            ("submit", approvals.submit, approvals.submit, "alert_submitted", "submitted"),
            ("approve", approvals.approve, revisions.approve, "alert_approved", "approved"),
            ("refuse", approvals.refuse, revisions.refuse, "alert_refused", "refused"),
        )
        posts = [
            web.post(f"{one}/{name}", careful.act(self._of(does, change, action, told), LEAST))
            for name, does, change, action, told in acts
        ]
        ends: tuple[tuple[str, Does, str], ...] = (
            ("end", approvals.end, "cleared"),
            ("cancel", revisions.cancel, "cancelled"),
        )
        posts += [
            web.post(f"{one}/{name}", careful.act(self._over(does, told), LEAST)) for name, does, told in ends
        ]
        return [
            web.get(ALERTS, careful.look(self._list)),
            web.get(one, careful.look(self._one)),
            web.get(f"{one}/missed", careful.look(self._missed, LEAST)),
            *posts,
        ]

    async def _list(self, visit: Visit) -> web.StreamResponse:
        alerts, before = self._parts.stores.alerts, _number(visit.request.query.get("before", ""))
        there, revised = await alerts.in_force(), await alerts.revised()
        over = await alerts.over(before)
        return await self._pages.page(
            visit,
            "alerts.html",
            waiting_yes=[one for one in (*there, *revised) if one.newest.status == "waits"],
            drafts=[one for one in (*there, *revised) if one.newest.status == "draft"],
            in_force=[one for one in there if one.newest.status not in ("draft", "waits")],
            over=over,
            more=over[-1].id if len(over) == RECENT else None,
            words=words,
        )

    async def _one(self, visit: Visit) -> web.StreamResponse:
        return await self.show(visit, _alert(visit))

    async def show(self, visit: Visit, alert: int, problem: str = "", status: int = 200) -> web.Response:
        """The page of one alert. Raises `Refused` when there is none of this number."""
        versions = await self._versions(alert)
        newest, stores = versions[0], self._parts.stores
        if newest.waiting and newest.status not in ("draft", "waits"):
            newest = versions[1]
        told = next((one for one in versions if one.status in TOLD and not one.waiting), newest)
        return await self._pages.page(
            visit,
            "alert.html",
            status=status,
            alert=alert,
            versions=versions,
            newest=newest,
            told=told,
            audience=await stores.alerts.audience(told.id),
            delivery=await stores.alerts.delivery(told.id),
            missed=await stores.alerts.missed(told.id),
            previews=self._previews.of(newest.alert) if _ours(newest) else (),
            words=words,
            problem=problem,
        )

    async def _missed(self, visit: Visit) -> web.StreamResponse:
        """Those whom a version did not reach for one reason, by their numbers."""
        asked, alert = visit.request.query, _alert(visit)
        version = _number(asked.get("version", "")) or 0
        if version not in [one.id for one in await self._versions(alert)]:
            raise Refused(404, GONE)
        status, code = asked.get("status", "")[:16], asked.get("code", "")[:64]
        after = _number(asked.get("after", "")) or 0
        rows: Sequence[Missed] = await self._parts.stores.alerts.missed_rows(version, status, code, after)
        return await self._pages.page(
            visit,
            "missed.html",
            alert=alert,
            version=version,
            rows=rows,
            reason=words.why(status, code),
            state=status,
            code=code,
            more=rows[-1].subscription if len(rows) == LISTED else None,
        )

    def _of(
        self, does: Does, change: Does, action: Action, told: str
    ) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
        """`does` it with an alert, `change` with another text of one that has gone."""

        async def handle(visit: Visit) -> web.StreamResponse:
            alert, version = _alert(visit), number(visit, "version")
            found = {one.id: one for one in await self._versions(alert)}.get(version)
            if found is None:
                raise Refused(404, GONE)
            try:
                await (change if found.waiting else does)(version, visit.me)
            except NotYours:
                return await self.show(visit, alert, TOO_LATE, 409)
            await self._parts.stores.audit.record(action, visit.me, detail=f"{alert} version {version}")
            return see(f"{ALERTS}/{alert}", told)

        return handle

    def _over(self, does: Does, told: str) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
        async def handle(visit: Visit) -> web.StreamResponse:
            alert = _alert(visit)
            if not visit.form.get("sure"):
                return await self.show(visit, alert, "Tick that you are sure first.", 400)
            try:
                version = await does(alert, visit.me)
            except NotYours:
                return await self.show(visit, alert, TOO_LATE, 409)
            detail = f"{alert} version {version} {told}"
            await self._parts.stores.audit.record("alert_ended", visit.me, detail=detail)
            return see(f"{ALERTS}/{alert}", told)

        return handle

    async def _versions(self, alert: int) -> tuple[Version, ...]:
        found = await self._parts.stores.alerts.versions(alert)
        if not found:
            raise Refused(404, GONE)
        return found


GONE = "There is no alert of this number."


def _ours(version: Version) -> bool:
    """Whether staff have written it."""
    return version.alert.kind == "council"


def _alert(visit: Visit) -> int:
    return int(visit.request.match_info["alert"])


def _number(text: str) -> int | None:
    """A row's number in an address, None for anything else: no database knows longer ones."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
