"""Keeps a subscription with an NGSI-LD context broker (ETSI GS CIM 009, clauses 5.8 and 6.10), so that it
sends us what changes, and fills the gaps when it could not.

The subscription ends by itself, so that a broker does not go on sending to a city that has left; it is
renewed at half its time, and made anew when the broker has lost it. A broker that could not deliver does not
try again: after every failure that it records, and at every start, the entities themselves are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from notifier.feeds.fetch import Fetch, Unfetched
from notifier.feeds.fields import inside, moment, text
from notifier.feeds.parsed import merged
from notifier.feeds.pipe import Pipe

Clock = Callable[[], dt.datetime]

LASTS: Final = dt.timedelta(hours=24)
PAGE: Final = 100
MOST_PAGES: Final = 200
SUBSCRIPTIONS: Final = "/ngsi-ld/v1/subscriptions"
ENTITIES: Final = "/ngsi-ld/v1/entities"
_LD = "application/ld+json"
_JSON = "application/json"
_REL = 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'


class Subscription(Struct, frozen=True, forbid_unknown_fields=True):
    """What to subscribe to: entities of `types`, when any of `watched` attributes changes (all, when empty),
    and by a query `q`. `throttling` seconds lie between two notifications at least; with `interval` they come
    every so many seconds instead, and a broker refuses both together. `context` is the URL of a JSON-LD
    context that shortens names. `tenant` is the broker's, where it has several."""

    types: tuple[str, ...]
    watched: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    q: str = ""
    throttling: int = 0
    interval: int = 0
    format: Literal["normalized", "keyValues"] = "normalized"
    context: str = ""
    tenant: str = ""

    def __post_init__(self) -> None:
        if not self.types:
            raise ValueError("types is empty; at least one type of entity is needed")
        if self.throttling < 0 or self.interval < 0:
            raise ValueError("throttling and interval are seconds, 0 or more")
        if self.throttling and self.interval:
            raise ValueError("throttling cannot be combined with interval")


class State(Struct, frozen=True, omit_defaults=True):
    """The broker's name of our subscription, when it was made or renewed, when it ends, and the last failure
    of a notification that we have made up for."""

    id: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    failure: str = ""


class Endpoint(Struct, frozen=True):
    """Where the broker is to send, and what it has to show there, as `receiverInfo`."""

    uri: str
    token: str = ""

    def __repr__(self) -> str:
        return f"Endpoint({self.uri})"


class NgsiBroker:
    """One subscription. `url` is the broker's address, without a path of the API."""

    def __init__(
        self, url: str, wanted: Subscription, endpoint: Endpoint, fetch: Fetch, pipe: Pipe, clock: Clock
    ) -> None:
        self._url = url.rstrip("/")
        self._wanted = wanted
        self._endpoint = endpoint
        self._fetch = fetch
        self._pipe = pipe
        self._clock = clock
        self._fresh = True

    async def keep(self, state: bytes) -> bytes:
        """Sees that the subscription is there, and that nothing is missing; the state to keep. Raises
        `Unfetched` when the broker cannot be asked, or refuses."""
        held = _state(state)
        now = self._clock()
        if not held.id or held.since is None or held.until is None or held.until <= now:
            held, gap = await self._make(now), True
        else:
            held, gap = await self._look(held, now)
        if gap or self._fresh:
            await self.reconcile()
            self._fresh = False
        return msgspec.json.encode(held)

    async def reconcile(self) -> None:
        """Asks for the entities as they are now. What is known already is stored over itself."""
        for kind in self._wanted.types:
            await self._entities(kind)

    async def end(self, state: bytes) -> None:
        """Takes the subscription back."""
        held = _state(state)
        if held.id:
            await self._ask("DELETE", f"{SUBSCRIPTIONS}/{quote(held.id, safe='')}")

    async def close(self) -> None:
        """Lets go of the connections; the subscription stays."""
        await self._fetch.close()

    async def _look(self, held: State, now: dt.datetime) -> tuple[State, bool]:
        """The subscription as the broker has it, and whether something may be missing."""
        status, body = await self._ask("GET", f"{SUBSCRIPTIONS}/{quote(held.id, safe='')}")
        if status == 404:
            return await self._make(now), True
        self._good(status, (200,), "subscription")
        if held.since and held.until and now >= held.since + (held.until - held.since) / 2:
            renewed = await self._renew(held, now)
            if renewed is None:
                return await self._make(now), True
            held = renewed
        found = _decoded(body)
        failure = text(inside(found, "notification", "lastFailure"))
        failed = text(inside(found, "notification", "status")) == "failed" or _after(failure, found)
        if failed and failure != held.failure:
            return replace(held, failure=failure), True
        return held, False

    async def _make(self, now: dt.datetime) -> State:
        until = now + LASTS
        body = self._body(until)
        status, headers = await self._send("POST", SUBSCRIPTIONS, body)
        self._good(status, (201,), "subscription")
        id = headers.get("Location", "").rstrip("/").rsplit("/", 1)[-1]
        if not id:
            raise Unfetched("the broker does not say what its subscription is called")
        return State(id, now, until)

    async def _renew(self, held: State, now: dt.datetime) -> State | None:
        """The subscription with a later end; None when the broker does not know it any more."""
        until = now + LASTS
        body: dict[str, Any] = {"type": "Subscription", "expiresAt": _written(until)}
        status, _headers = await self._send("PATCH", f"{SUBSCRIPTIONS}/{quote(held.id, safe='')}", body)
        if status == 404:
            return None
        self._good(status, (204, 200), "renewal")
        return replace(held, since=now, until=until)

    def _body(self, until: dt.datetime) -> dict[str, Any]:
        wanted = self._wanted
        kind = _LD if wanted.context else _JSON
        endpoint: dict[str, Any] = {"uri": self._endpoint.uri, "accept": kind}
        if self._endpoint.token:
            endpoint["receiverInfo"] = [{"key": "Authorization", "value": f"Bearer {self._endpoint.token}"}]
        notification: dict[str, Any] = {"format": wanted.format, "endpoint": endpoint}
        body: dict[str, Any] = {
            "type": "Subscription",
            "description": f"Snicket: {self._pipe.feed}",
            "entities": [{"type": one} for one in wanted.types],
            "notification": notification,
            "expiresAt": _written(until),
        }
        if wanted.attributes:
            notification["attributes"] = list(wanted.attributes)
        if wanted.interval:
            body["timeInterval"] = wanted.interval
        elif wanted.watched:
            body["watchedAttributes"] = list(wanted.watched)
        if wanted.throttling:
            body["throttling"] = wanted.throttling
        if wanted.q:
            body["q"] = wanted.q
        return body

    async def _entities(self, kind: str) -> None:
        """All entities of a type, page by page."""
        for page in range(MOST_PAGES):
            asked = {"type": kind, "limit": str(PAGE), "offset": str(page * PAGE)}
            if self._wanted.q:
                asked["q"] = self._wanted.q
            status, body = await self._ask("GET", f"{ENTITIES}?{urlencode(asked)}")
            self._good(status, (200,), "entities")
            await self._pipe.take(merged([self._pipe.parser.parse(body, self._clock())]))
            found = _decoded(body)
            if not isinstance(found, list) or len(found) < PAGE:
                return

    async def _ask(self, method: str, path: str) -> tuple[int, bytes]:
        headers = {"Accept": _JSON, **self._tenant()}
        if self._wanted.context:
            headers["Link"] = f"<{self._wanted.context}>; {_REL}"
        status, _headers, body = await self._fetch.send(method, self._url + path, b"", headers)
        return status, body

    async def _send(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Mapping[str, str]]:
        """With a context it lies in the body, which then is JSON-LD, and no `Link` is allowed."""
        if self._wanted.context:
            body = {**body, "@context": self._wanted.context}
        headers = {"Content-Type": _LD if self._wanted.context else _JSON, **self._tenant()}
        encoded = msgspec.json.encode(body)
        status, answered, _body = await self._fetch.send(method, self._url + path, encoded, headers)
        return status, answered

    def _tenant(self) -> dict[str, str]:
        return {"NGSILD-Tenant": self._wanted.tenant} if self._wanted.tenant else {}

    def _good(self, status: int, wanted: Iterable[int], what: str) -> None:
        if status in (401, 403):
            raise Unfetched(f"the broker refuses the key: HTTP {status}")
        if status not in wanted:
            raise Unfetched(f"the broker refuses the {what}: HTTP {status}")


def _state(state: bytes) -> State:
    try:
        return msgspec.json.decode(state, type=State) if state else State()
    except msgspec.MsgspecError:
        return State()


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _after(failure: str, found: Any) -> bool:
    """Whether the last notification that failed came after the last that went well."""
    failed, went = moment(failure), moment(inside(found, "notification", "lastSuccess"))
    if isinstance(failed, str):
        return False
    return isinstance(went, str) or failed > went


def _written(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
