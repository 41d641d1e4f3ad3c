"""What is published of services over HTTP: Open Referral UK 3, and a plain page for each."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiohttp import web

from bot.knowledge.directory.oruk.writing import brief, full, term_id
from bot.knowledge.directory.search import Directory, Wanted
from bot.knowledge.directory.service import Service
from bot.service_page import HERE, About, ServicePages
from channels.limits import Buckets, Rate

FRESH = "public, max-age=3600"
RATE = Rate(60, 2.0)
"""How often one network address may ask."""

PER_PAGE, MOST = 50, 500
LONGEST = 200
FARTHEST = 100_000
"""Metres of `proximity`, at most."""

POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
Handler = Callable[[web.Request], Awaitable[web.Response]]


def routes(
    directory: Directory,
    about: About,
    now: Callable[[], dt.datetime],
    address_of: Callable[[web.Request], str],
) -> list[web.RouteDef]:
    """`GET /services`, `/services/{id}`, `/places/{id}` and its style sheet. `now` is aware; `address_of`
    tells the network address of who asks, for the limit alone."""
    published = _Published(directory, about, now)
    buckets = Buckets(RATE, now)

    def limited(handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.Response:
            if seconds := buckets.take(address_of(request)):
                raise _problem(
                    web.HTTPTooManyRequests, "too many requests", {"Retry-After": str(math.ceil(seconds))}
                )
            return await handler(request)

        return answer

    return [
        web.get("/services", limited(published.services)),
        web.get("/services/{id}", limited(published.service)),
        web.get("/places/place.css", limited(published.style)),
        web.get("/places/{id}", limited(published.place)),
    ]


class _Published:
    def __init__(self, directory: Directory, about: About, now: Callable[[], dt.datetime]) -> None:
        self._directory = directory
        self._about = about
        self._now = now
        self._pages = ServicePages(about)
        self._style = (HERE / "place.css").read_bytes()

    async def services(self, request: web.Request) -> web.Response:
        """One page of services. 400 names the parameter that is wrong; others count nothing."""
        found = self._filtered(request)
        size = _number(request, ("per_page", "perPage"), PER_PAGE, MOST)
        number = _number(request, ("page",), 1, 1_000_000)
        pages = max(1, math.ceil(len(found) / size))
        shown = found[(number - 1) * size : number * size]
        shape = full if _flag(request, "full") or _flag(request, "full_service") else brief
        body = {
            "total_items": len(found),
            "total_pages": pages,
            "page_number": number,
            "size": len(shown),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not shown,
            "contents": [shape(one) for one in shown],
        }
        return _json(request, body)

    async def service(self, request: web.Request) -> web.Response:
        """One service in full: 200, 304 to a known ETag, 404."""
        return _json(request, full(self._one(request)))

    async def place(self, request: web.Request) -> web.Response:
        """`GET /places/{id}?language=`: a page for people."""
        language = request.query.get("language", "en")
        if language not in self._about.city.languages:
            language = "en"
        page = self._pages.page(self._one(request), language, self._local())
        return _answer(request, page, "text/html", POLICY)

    async def style(self, request: web.Request) -> web.Response:
        return _answer(request, self._style, "text/css", POLICY)

    def _one(self, request: web.Request) -> Service:
        one = self._directory.get(request.match_info["id"][:LONGEST])
        if one is None or not one.told(self._local().date()):
            raise _problem(web.HTTPNotFound, "there is no such service")
        return one

    def _filtered(self, request: web.Request) -> Sequence[Service]:
        """By the query parameters that the standard has, and `postcode` with `proximity` in metres."""
        today = self._local().date()
        query = request.query
        found: Sequence[Service] = self._directory.every(today)
        text = (query.get("search") or query.get("text", ""))[:LONGEST]
        if text or "postcode" in query:
            found = self._searched(request, text, found)
        if term := query.get("taxonomy_term_id"):
            found = [one for one in found if term in (*one.kinds, *map(term_id, one.kinds), *one.terms)]
        if organisation := query.get("organization_id"):
            found = [one for one in found if one.organisation and one.organisation.id == organisation]
        if after := query.get("modified_after"):
            since = _date("modified_after", after)
            found = [one for one in found if (one.modified or str(one.origin.read))[:10] >= since.isoformat()]
        return found

    def _searched(self, request: web.Request, text: str, every: Sequence[Service]) -> Sequence[Service]:
        today, near = self._local().date(), None
        if code := request.query.get("postcode", "")[:LONGEST]:
            near = self._directory.where.of(self._directory.where.inside(code))
            if near is None:
                raise _problem(
                    web.HTTPBadRequest, f"postcode {code[:20]!r} is not one of {self._about.city.place}"
                )
        radius = _number(request, ("proximity",), FARTHEST, FARTHEST)
        matches = self._directory.find(Wanted(words=text, near=near, all=not text), today, most=len(every))
        fits = [one for one in matches if one.metres is None or one.metres <= radius]
        return list({one.service.id: one.service for one in fits}.values())

    def _local(self) -> dt.datetime:
        return self._now().astimezone(self._about.city.zone)


def _number(request: web.Request, names: tuple[str, ...], otherwise: int, most: int) -> int:
    for name in names:
        if text := request.query.get(name, ""):
            if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most and len(text) <= 9):
                raise _problem(web.HTTPBadRequest, f"{name} {text[:20]!r} is not a number from 1 to {most}")
            return int(text)
    return otherwise


def _flag(request: web.Request, name: str) -> bool:
    return request.query.get(name, "").lower() in ("true", "1")


def _date(name: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise _problem(web.HTTPBadRequest, f"{name} {text[:40]!r} is not a date like 2026-11-26") from None


def _problem(kind: type[web.HTTPError], message: str, headers: dict[str, str] | None = None) -> web.HTTPError:
    body = json.dumps({"code": kind.status_code, "userMessage": message})
    return kind(text=body, content_type="application/json", headers=headers)


def _json(request: web.Request, body: Any) -> web.Response:
    content = json.dumps(body, ensure_ascii=False).encode()
    open_to_all = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
    return _answer(request, content, "application/json", open_to_all)


def _answer(request: web.Request, body: bytes, kind: str, headers: dict[str, str]) -> web.Response:
    """The body, or nothing but its ETag when the client has it already."""
    etag = hashlib.sha256(body).hexdigest()[:32]
    every = {"ETag": f'"{etag}"', "Cache-Control": FRESH, **headers}
    known = request.if_none_match or ()
    if any(tag.value in (etag, "*") for tag in known):
        return web.Response(status=304, headers=every)
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=every)
