"""What is published of bins over HTTP: a calendar for each home, and Waste Service Standard services."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from accessibility.text import Text
from bot.dialogue.address import Home
from bot.knowledge.bins.answers import CollectionDay, Source
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.calendar import calendar
from bot.knowledge.bins.waste_service import services

Clock = Callable[[], dt.datetime]
"""The present moment, aware."""

HORIZON = dt.timedelta(days=366)
LATEST = dt.date.max - HORIZON
FRESH = "public, max-age=3600"


def routes(
    bins: Bins, clock: Clock, words: Callable[[Text], str] = lambda text: text.msgid
) -> list[web.RouteDef]:
    """The routes for `bins`; `words` puts a container's name into the language of the published files."""
    published = _Published(bins, clock, words)
    return [
        web.get("/bins/{premises}.ics", published.calendar),
        web.get("/waste/v1/services", published.services),
    ]


class _Published:
    def __init__(self, bins: Bins, clock: Clock, words: Callable[[Text], str]) -> None:
        self._bins = bins
        self._clock = clock
        self._words = words

    async def calendar(self, request: web.Request) -> web.Response:
        """`GET /bins/{premises}.ics`: 200, 304 to a known ETag, 404 for an unknown home, 503 without data."""
        home, source, days = self._home(request.match_info["premises"])
        body = calendar(home, days, source, self._words)
        return _answer(request, body, "text/calendar")

    async def services(self, request: web.Request) -> web.Response:
        """`GET /waste/v1/services?premises=&start_date=&end_date=`. The dates are ISO 8601 and may be left
        out: from today on, for a year. 400 names the parameter that is wrong."""
        home, source, days = self._home(_parameter(request, "premises"))
        today = self._bins.city.local(self._clock()).date()
        start = _date(request, "start_date", today)
        end = _date(request, "end_date", max(start, min(start, LATEST) + HORIZON))
        if end < start:
            raise _problem(web.HTTPBadRequest, f"end_date {end} is before start_date {start}")
        found = services(self._bins.city, home, days, today, (start, end), source, self._words)
        return _answer(request, json.dumps(found, ensure_ascii=False).encode(), "application/json")

    def _home(self, premises: str) -> tuple[Home, Source, tuple[CollectionDay, ...]]:
        """A home with its days. Raises the HTTP error that fits when it has none to tell."""
        if not (premises.isdigit() and premises.isascii()):
            raise _problem(web.HTTPBadRequest, f"premises {premises[:40]!r} is not a number")
        if self._bins.city.schedule is None:
            city = self._bins.city.city.capitalize()
            raise _problem(web.HTTPNotFound, f"{city} publishes no collection days as open data")
        source = self._bins.source
        if source is None:
            raise _problem(web.HTTPServiceUnavailable, "no collection days are loaded yet")
        home = self._bins.addresses.home(premises)
        if home is None:
            raise _problem(web.HTTPNotFound, f"premises {premises} is not known")
        return home, source, self._bins.published(premises)


def _parameter(request: web.Request, name: str) -> str:
    if name not in request.query:
        raise _problem(web.HTTPBadRequest, f"{name} is missing")
    return request.query[name]


def _date(request: web.Request, name: str, otherwise: dt.date) -> dt.date:
    text = request.query.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise _problem(web.HTTPBadRequest, f"{name} {text[:40]!r} is not a date like 2026-11-26") from None


def _problem(kind: type[web.HTTPError], message: str) -> web.HTTPError:
    """An error in the standard's shape."""
    body: dict[str, Any] = {"code": kind.status_code, "userMessage": message}
    return kind(text=json.dumps(body), content_type="application/json")


def _answer(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """The body, or nothing but its ETag when the client has it already."""
    etag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"ETag": f'"{etag}"', "Cache-Control": FRESH}
    known = request.if_none_match or ()
    if any(tag.value in (etag, "*") for tag in known):
        return web.Response(status=304, headers=headers)
    charset = "utf-8"
    return web.Response(body=body, content_type=content_type, charset=charset, headers=headers)
