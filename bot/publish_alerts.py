"""What is published of alerts over HTTP: an Atom feed, and each version as CAP in every language."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from aiohttp import web

from accessibility.renderer import Renderer
from accessibility.text import Text
from bot.knowledge.city import City
from bot.store.published import Published, PublishedAlerts
from notifier.alert import Alert, CouncilFacts
from notifier.atom_out import CAP_TYPE, Entry, Head, feed
from notifier.cap_out import Info, Origin, message
from notifier.words.names import KINDS
from notifier.words.reader import replies
from notifier.words.said import said

LASTS = dt.timedelta(days=7)
"""For how long what is over is listed."""

FRESH = "public, max-age=60"
ENGLISH = "en"
T = TypeVar("T")
_REMEMBERED = 512
_DIGITS = 18
"""Of a version's number, at most."""


def routes(
    alerts: PublishedAlerts,
    city: City,
    screen: Renderer,
    public_url: str,
    now: Callable[[], dt.datetime],
) -> list[web.RouteDef]:
    """`GET /alerts.atom` and `GET /alerts/{id}.cap`. `screen` writes for a screen."""
    published = _PublishedAlerts(alerts, city, Words(city, screen), public_url, now)
    return [web.get("/alerts.atom", published.atom), web.get("/alerts/{id}.cap", published.cap)]


def cap_address(public_url: str) -> Callable[[int], str]:
    """Where a version is found."""
    return lambda version_id: f"{public_url}/alerts/{version_id}.cap"


class Words:
    """What is said of an alert to everybody, in every language of the city that has the words."""

    def __init__(self, city: City, screen: Renderer) -> None:
        self._city = city
        self._screen = screen

    def infos(self, alert: Alert) -> tuple[Info, ...]:
        """English first."""
        tags = (ENGLISH, *(tag for tag in self._city.languages if tag != ENGLISH))
        return tuple(info for tag in tags if (info := self.info(alert, tag)) is not None)

    def info(self, alert: Alert, tag: str) -> Info | None:
        """None where there are no words in this language."""
        if isinstance(alert.facts, CouncilFacts) and tag not in alert.facts.words:
            return None
        near = alert.area.districts[0] if len(alert.area.districts) == 1 else ""
        reply = said(alert, alert.phase, at_risk=False, near=near, place=self._city.place, language=tag)
        lines = [self._screen.render(text, tag) for text in _sentences(reply.text)]
        if any(line.language != tag for line in lines):
            return None
        event = self._screen.render(KINDS[alert.kind], tag)
        return Info(
            language=tag,
            event=event.text,
            headline=lines[0].text,
            description="\n".join(line.text for line in lines),
            machine=any(line.machine for line in lines),
        )


class _PublishedAlerts:
    def __init__(
        self,
        alerts: PublishedAlerts,
        city: City,
        words: Words,
        public_url: str,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._alerts = alerts
        self._city = city
        self._words = words
        self._public = public_url
        self._now = now
        self._cap_of = cap_address(public_url)
        host = urlsplit(public_url).hostname or "localhost"
        self._origin = Origin(host, city.council, city.place, city.gss, city.website)
        self._messages = _Remembered(self._message)
        self._entries = _Remembered(self._entry)

    async def atom(self, request: web.Request) -> web.Response:
        """`GET /alerts.atom`: 200, or 304 to a known ETag."""
        now = self._now()
        since = (now - LASTS).replace(minute=0, second=0, microsecond=0)
        shown = await self._alerts.recent(since)
        address = f"{self._public}/alerts.atom"
        head = Head(address, f"Alerts for {self._city.place}", self._city.council, "en-GB", since)
        return _answer(request, feed(head, [self._entries.of(one) for one in shown]), "application/atom+xml")

    async def cap(self, request: web.Request) -> web.Response:
        """`GET /alerts/{id}.cap`: 200, 304 to a known ETag, 404 for what is not public."""
        id = request.match_info["id"]
        if not (id.isdigit() and id.isascii() and len(id) <= _DIGITS):
            raise web.HTTPNotFound(text="an alert's id is a number\n")
        found = await self._alerts.version(int(id))
        if found is None:
            raise web.HTTPNotFound(text=f"there is no alert {id}\n")
        return _answer(request, self._messages.of(found), CAP_TYPE)

    def _message(self, one: Published) -> bytes:
        infos = self._words.infos(one.alert)
        return message(one.version_id, one.alert, infos, one.earlier, self._origin)

    def _entry(self, one: Published) -> Entry:
        info = self._words.info(one.alert, ENGLISH)
        assert info is not None, "English always has words"
        return Entry(one.alert, self._cap_of(one.version_id), info.headline, info.description)


class _Remembered(Generic[T]):
    """What was made of the newest versions: one never changes once it is public."""

    def __init__(self, make: Callable[[Published], T]) -> None:
        self._make = make
        self._made: OrderedDict[int, T] = OrderedDict()

    def of(self, one: Published) -> T:
        if one.version_id not in self._made:
            self._made[one.version_id] = self._make(one)
        self._made.move_to_end(one.version_id)
        while len(self._made) > _REMEMBERED:
            self._made.popitem(last=False)
        return self._made[one.version_id]


def _sentences(text: Text) -> Iterator[Text]:
    """Each for itself, without what only a subscriber can answer."""
    answers = {one.msgid for one in (replies(), replies(severe=True))}
    for one in (text, *text.after):
        if one.msgid not in answers:
            yield Text(one.msgid, one.values, one.plural, one.context)


def _answer(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """The body, or nothing but its ETag when the client has it already."""
    etag = hashlib.sha256(body).hexdigest()[:32]
    headers = {"ETag": f'"{etag}"', "Cache-Control": FRESH, "X-Content-Type-Options": "nosniff"}
    known = request.if_none_match or ()
    if any(tag.value in (etag, "*") for tag in known):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)
