"""Puts the console's pages together: templates, escaped by default."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.alarms import alarms
from bot.console.assets import Assets
from bot.console.guard import BASE, POLICY
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.handover.brief import HAZARDS, REASONS, channel_name, language_name
from bot.handover.open_time import Wait
from bot.handover.outcomes import OUTCOMES
from bot.handover.people import Role
from bot.handover.request import Handover
from bot.handover.said import first_name
from bot.store.together import Together

FOLDER = Path(__file__).parent / "templates"

NOTICES: Mapping[str, str] = {
    "taken": "{name} took this.",
    "gone": "This conversation is over, or has been erased.",
    "queued": "Nobody has this conversation: it is back in the queue.",
    "off": "Begin your shift first: nothing is given to anyone who is not on shift.",
    "away": "That colleague is not on shift any more. The conversation is still yours.",
    "passed": "You passed the conversation on.",
    "back": "The assistant has the conversation again.",
    "closed": "You closed the conversation.",
    "booked": "The callback is booked.",
    "corrected": "The answer is changed.",
    "answered": "The question is answered. The form goes on after it when you hand back.",
    "noted": "Your note is kept. Residents cannot see it.",
    "changed": "That is done.",
    "begun": "Your shift has begun.",
    "ended": "Your shift has ended.",
    "drafted": "Your draft is kept. Read it as residents will, then send it to a colleague.",
    "submitted": "It waits for a colleague's yes. Nobody has been told yet.",
    "approved": "You said yes: it is being sent.",
    "refused": "You said no: it is not sent.",
    "cancelled": "Those who were alerted are told that it is taken back.",
    "cleared": "The all-clear is being sent to those who were alerted.",
}
"""What a page says first, by the word in its address: nothing personal stands in an address."""


SECTIONS: Sequence[tuple[str, str, Role]] = (
    ("alerts", "Alerts", "adviser"),
    ("air", "Air", "adviser"),
    ("sensors", "Sensors", "adviser"),
    ("feeds", "Feeds", "adviser"),
    ("damp", "Damp", "supervisor"),
)
"""The pages below "Alerts": the address, the name, and who may."""


class Pages:
    """The templates, compiled once. `new_id` names each form, so that one that is sent twice counts once."""

    def __init__(self, parts: Parts, assets: Assets, new_id: Callable[[], str]) -> None:
        self._parts = parts
        self._names = Together(parts.stores.names)
        self._env = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals |= {
            "asset": assets.url,
            "new_id": new_id,
            "BASE": BASE,
            "council": parts.settings.council,
            "teams": dict(parts.settings.teams),
            "REASONS": REASONS,
            "HAZARDS": HAZARDS,
            "OUTCOMES": OUTCOMES,
            "channel_name": channel_name,
            "language": self._language,
            "first_name": first_name,
            "wait_of": self._wait,
            "SECTIONS": SECTIONS,
        }
        self._env.filters |= {"clock": self._clock, "moment": self._moment, "span": span, "number": number}

    async def page(self, visit: Visit, name: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page for somebody who is signed in, with what stands on all of them."""
        stores = self._parts.stores
        waiting, danger = await stores.queue.count()
        names = await self._names.read()
        frame = {
            "visit": visit,
            "me": visit.member,
            "token": visit.session.token,
            "waiting": waiting,
            "danger": danger,
            "alarms": await alarms(stores, visit.member, danger),
            "shift": await stores.shifts.on_shift(visit.me),
            "names": names,
            "notice": _notice(visit.request.query, names),
        }
        return self.bare(name, status=status, **{**frame, **values})

    def sign_in(
        self,
        *,
        back: str = "",
        draft: str = "",
        login: str = "",
        words: str = "",
        asks_code: bool = False,
        status: int = 200,
    ) -> web.Response:
        """The page to sign in on. `draft` is what had been typed before the session was over."""
        told = {"back": back, "draft": draft, "login": login, "words": words, "asks_code": asks_code}
        told["other_sign_in"] = self._parts.settings.other_sign_in
        return self.bare("sign_in.html", status=status, **told)

    def bare(self, name: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page for nobody in particular."""
        now = self._parts.clock.now()
        html = self._env.get_template(name).render(now=now, **values)
        return web.Response(text=html, status=status, content_type="text/html", headers=POLICY)

    def _language(self, tag: str) -> str:
        return language_name(self._parts.words.languages.get(tag), tag)

    def _wait(self, found: Handover) -> Wait:
        return self._parts.settings.open_time.wait(found, self._parts.clock.now())

    def _clock(self, at: dt.datetime) -> str:
        return f"{at.astimezone(self._parts.settings.zone):%H:%M}"

    def _moment(self, at: dt.datetime) -> str:
        """The time; with the date when that is not today."""
        zone = self._parts.settings.zone
        local, today = at.astimezone(zone), self._parts.clock.today(zone)
        return f"{local:%H:%M}" if local.date() == today else f"{local.day} {local:%b %Y, %H:%M}"


def span(length: dt.timedelta | None) -> str:
    """How long something took, in words."""
    if length is None:
        return "–"
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def number(count: int) -> str:
    """A number as it is read: 12,345."""
    return f"{count:,}"


def see(location: str, told: str = "", by: int | None = None) -> web.Response:
    """Goes to a page that says `told` first."""
    query = f"?told={told}" + (f"&by={by}" if by else "") if told else ""
    return web.Response(status=303, headers=POLICY | {"Location": location + query})


def data(body: object, status: int = 200) -> web.Response:
    """An answer for the page's script."""
    encoded = msgspec.json.encode(body)
    return web.Response(body=encoded, status=status, content_type="application/json", headers=POLICY)


def notice(told: str, by: int | None, names: Mapping[int, str]) -> str:
    """The words of a notice, empty for none."""
    name = first_name(names.get(by or 0, "")) or "A colleague"
    return NOTICES.get(told, "").format(name=name)


def _notice(query: Mapping[str, str], names: Mapping[int, str]) -> str:
    by = query.get("by", "")
    known = by.isascii() and by.isdigit() and len(by) < 16
    return notice(query.get("told", ""), int(by) if known else None, names)
