"""Other software that is told of alerts: who, and the events that the outbox has for them.

An event is put into the outbox in the transaction that makes its version public, once for each receiver. The
outbox's address of a receiver is its number: where it is and what signs for it is looked up at every call.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, exists, insert, select
from sqlalchemy.exc import IntegrityError

from accessibility.text import Rendered
from bot.clock import Clock
from bot.store.alert_rows import SAID
from bot.store.alert_tables import alert_versions
from bot.store.database import Database
from bot.store.hook_tables import hooks
from bot.store.outbox_tables import outbox, suppressions
from bot.store.postbox import Postbox
from bot.store.query import AnyRow, Query
from bot.store.sealed import Keys
from bot.store.upsert import upsert
from notifier.alert import Alert
from notifier.hook_event import event
from notifier.hooks import CHANNEL, Receiver, key_of

LASTS = dt.timedelta(hours=24)
"""How long an event waits for its receiver; after that it is sent by `replay`."""

PRIORITY = 30
MOST = 10_000
"""Versions that are replayed in one go."""

_its, _versions = hooks.c, alert_versions.c
_FIELDS = (
    "key",
    "kind",
    "channel",
    "to_lookup",
    "address",
    "body",
    "priority",
    "created_at",
    "not_before",
    "expires_at",
    "status",
    "attempts",
    "code",
)
_insert = Query(upsert(outbox, lambda new: new.on_conflict_do_nothing(index_elements=["key"])), _FIELDS)


class HookError(ValueError):
    """A receiver cannot be had like this; the message says why."""


class Hook(Struct, frozen=True):
    """A receiver. `gone`: it has said that it wants nothing any more (410)."""

    id: int
    label: str
    url: str
    kinds: tuple[str, ...]
    active: bool
    created_at: dt.datetime
    gone: bool = False

    def wants(self, kind: str) -> bool:
        return self.active and (not self.kinds or kind in self.kinds)


class StoredHooks:
    """`cap` is the public address of a version as CAP."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, postbox: Postbox, cap: Callable[[int], str]
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._postbox = postbox
        self._cap = cap

    async def add(self, label: str, url: str, secret: str, kinds: Sequence[str] = ()) -> int:
        """Its number. Raises `HookError` when the label is taken."""
        new = {
            "label": label,
            "url": url,
            "secret": self._keys.seal(secret),
            "kinds": ",".join(kinds),
            "active": True,
            "created_at": self._clock.now(),
        }
        made = insert(hooks).values(new).returning(_its.id)
        try:
            return await self._database.write(lambda c: int(c.execute(made).scalar_one()))
        except IntegrityError:
            raise HookError(f"there is one called {label} already") from None

    async def all(self) -> tuple[Hook, ...]:
        """Everybody, by label."""
        return await self._database.read(self._everybody)

    async def remove(self, label: str) -> None:
        """It is told nothing more, not even what waits. Raises `HookError` when there is none."""

        def work(connection: Connection) -> None:
            hook = self._called(connection, label)
            lookups = self._keys.find_any(CHANNEL, str(hook.id))
            connection.execute(delete(suppressions).where(suppressions.c.to_lookup.in_(lookups)))
            connection.execute(delete(hooks).where(_its.id == hook.id))

        await self._database.write(work)

    async def replay(self, label: str, since: dt.datetime) -> int:
        """Puts what was made public since then into the outbox once more, in order; how many events. Raises
        `HookError` when there is no such receiver."""

        def work(connection: Connection) -> int:
            hook, now = self._called(connection, label), self._clock.now()
            which = select(alert_versions).where(SAID, _versions.at >= since).order_by(_versions.id)
            rows = connection.execute(which.limit(MOST)).all()
            alerts = [(row.id, msgspec.json.decode(row.alert, type=Alert)) for row in rows]
            wanted = [(id, alert) for id, alert in alerts if hook.wants(alert.kind)]
            for id, alert in wanted:
                self._put(connection, hook.id, id, alert, now, again=f":{now.timestamp():.0f}")
            self._postbox.told(connection)
            return len(wanted)

        return await self._database.write(work)

    def enqueue(self, connection: Connection, version_id: int, alert: Alert) -> None:
        """Part of the transaction that makes a version public; the same again changes nothing."""
        now = self._clock.now()
        wanted = [hook for hook in self._everybody(connection) if hook.wants(alert.kind)]
        for hook in wanted:
            self._put(connection, hook.id, version_id, alert, now)
        if wanted:
            self._postbox.told(connection)

    async def receiver(self, address: str) -> Receiver | None:
        """Implements `notifier.hooks.FindReceiver`."""
        query = select(hooks).where(_its.id == int(address), _its.active)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return None if row is None else Receiver(row.url, self._keys.open(row.secret, str))

    def _put(
        self,
        connection: Connection,
        hook: int,
        version_id: int,
        alert: Alert,
        now: dt.datetime,
        again: str = "",
    ) -> None:
        body = Rendered(event(alert, version_id, self._cap(version_id)), "en")
        new: dict[str, Any] = {
            "key": key_of(version_id, hook) + again,
            "kind": "event",
            "channel": CHANNEL,
            "to_lookup": self._keys.find(CHANNEL, str(hook)),
            "address": self._keys.seal(str(hook)),
            "body": self._keys.seal(body),
            "priority": PRIORITY,
            "created_at": now,
            "not_before": now,
            "expires_at": now + LASTS,
            "status": "waiting",
            "attempts": 0,
            "code": "",
        }
        _insert.run(connection, new)

    def _everybody(self, connection: Connection) -> tuple[Hook, ...]:
        rows = connection.execute(select(hooks).order_by(_its.label)).all()
        return tuple(self._hook(connection, row) for row in rows)

    def _called(self, connection: Connection, label: str) -> Hook:
        row = connection.execute(select(hooks).where(_its.label == label)).first()
        if row is None:
            raise HookError(f"there is none called {label}")
        return self._hook(connection, row)

    def _hook(self, connection: Connection, row: AnyRow) -> Hook:
        lookups = self._keys.find_any(CHANNEL, str(row.id))
        said = exists().where(suppressions.c.to_lookup.in_(lookups))
        gone = bool(connection.scalar(select(said)))
        kinds = tuple(filter(None, row.kinds.split(",")))
        return Hook(row.id, row.label, row.url, kinds, row.active, row.created_at, gone)
