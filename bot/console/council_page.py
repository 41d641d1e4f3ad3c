"""Staff write an alert of the council's own: a draft, which somebody else has to say yes to."""

from __future__ import annotations

import re

from aiohttp import web

from accessibility import readability
from bot.console import alert_words as words
from bot.console import council_form
from bot.console.alerts_page import ALERTS, GONE, LEAST, TOO_LATE, AlertsPage
from bot.console.careful import Careful
from bot.console.council_form import Typed
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.store.alert_pages import Version
from bot.store.approvals import NotYours
from locales.languages import SOURCE
from notifier.alert import Alert

AIM = 9
"""The reading age that residents' words aim at."""

_GRADE_TO_AGE = 5
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NUMBER = r"{alert:\d{1,15}}"


class CouncilPage:
    """The form, for a new alert and for a draft."""

    def __init__(self, parts: Parts, pages: Pages, alerts: AlertsPage) -> None:
        self._parts = parts
        self._pages = pages
        self._alerts = alerts

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        edit = f"{ALERTS}/{_NUMBER}/edit"
        return [
            web.get(f"{ALERTS}/new", careful.look(self._new, LEAST)),
            web.post(f"{ALERTS}/new", careful.act(self._draft, LEAST)),
            web.get(edit, careful.look(self._edit, LEAST)),
            web.post(edit, careful.act(self._rewrite, LEAST)),
        ]

    async def _new(self, visit: Visit) -> web.StreamResponse:
        return await self._form(visit, Typed(), f"{ALERTS}/new")

    async def _draft(self, visit: Visit) -> web.StreamResponse:
        typed, action = self._typed(visit), f"{ALERTS}/new"
        once = visit.form.get("once", "")
        if not _ID.fullmatch(once):
            return await self._form(visit, typed, action, "Please reload the page and try again.", 400)
        try:
            alert = self._alert(typed)
        except Refused as fault:
            return await self._form(visit, typed, action, fault.words, fault.status)
        stores = self._parts.stores
        version = await stores.approvals.draft(f"{visit.me}-{once}", alert, visit.me)
        found = await stores.alerts.version(version)
        if found is None:
            raise Refused(404, GONE)
        await stores.audit.record("alert_written", visit.me, detail=f"{found[0]} version {version}")
        return see(f"{ALERTS}/{found[0]}", "drafted")

    async def _edit(self, visit: Visit) -> web.StreamResponse:
        """A draft, or what has gone, for an update of it."""
        number, version = await self._open(visit)
        typed = council_form.shown(version.alert, self._parts.settings.zone)
        return await self._form(visit, typed, f"{ALERTS}/{number}/edit")

    async def _rewrite(self, visit: Visit) -> web.StreamResponse:
        number, version = await self._open(visit)
        typed, stores, changed = self._typed(visit), self._parts.stores, version.id
        try:
            if version.status == "draft" and not version.waiting:
                await stores.approvals.rewrite(version.id, self._alert(typed), visit.me)
            else:
                changed = await stores.revisions.revise(number, self._alert(typed), visit.me)
        except Refused as fault:
            return await self._form(visit, typed, f"{ALERTS}/{number}/edit", fault.words, fault.status)
        except NotYours:
            return await self._alerts.show(visit, number, TOO_LATE, 409)
        await stores.audit.record("alert_written", visit.me, detail=f"{number} version {changed}")
        return see(f"{ALERTS}/{number}", "drafted")

    async def _form(
        self, visit: Visit, typed: Typed, action: str, problem: str = "", status: int = 200
    ) -> web.Response:
        rows, settings = self._parts.words.languages, self._parts.settings
        others = [
            (tag, rows[tag].english, rows[tag].direction)
            for tag, _name in self._parts.house.languages
            if tag in rows and tag != SOURCE
        ]
        return await self._pages.page(
            visit,
            "council.html",
            status=status,
            typed=typed,
            action=action,
            languages=others,
            districts=list(settings.districts),
            levels=words.COUNCIL,
            age=reading_age(typed.words.get(SOURCE, "")),
            aim=AIM,
            longest=council_form.WORDS,
            topic=council_form.TOPIC,
            problem=problem,
        )

    def _typed(self, visit: Visit) -> Typed:
        tags = [tag for tag, _name in self._parts.house.languages]
        return council_form.typed(visit.form, tags, list(self._parts.settings.districts))

    def _alert(self, typed: Typed) -> Alert:
        settings = self._parts.settings
        return council_form.alert(typed, self._parts.clock.now(), settings.zone, settings.council)

    async def _open(self, visit: Visit) -> tuple[int, Version]:
        """What is to be changed: a draft by who began it, or what has gone and is not over. Raises
        `Refused`."""
        number = int(visit.request.match_info["alert"])
        versions = await self._parts.stores.alerts.versions(number)
        if not versions:
            raise Refused(404, GONE)
        newest = versions[0]
        if newest.waiting and newest.status not in ("draft", "waits"):
            newest = versions[1]
        gone = newest.status in ("new", "sent") and newest.alert.level > 0
        if newest.alert.kind != "council" or not (gone or _draft_of(newest, visit.me)):
            raise Refused(409, "This is no draft of yours, and nothing that has gone.")
        return number, newest


def _draft_of(version: Version, staff: int) -> bool:
    return version.status == "draft" and version.written_by == staff


def reading_age(text: str) -> int | None:
    """About how old a reader of the English words is; None for too little to tell."""
    if len(readability.sentences(text)) < 2:
        return None
    return max(round(readability.grade(text)) + _GRADE_TO_AGE, _GRADE_TO_AGE)
