"""Rows of sensors, feeds, the air and alerts, put straight into the tables: what staff see of them is tested
without what makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Table, insert

from bot.store.alert_tables import alert_versions, alerts, bodies
from bot.store.database import Database
from bot.store.feed_tables import feeds, refusals
from bot.store.outbox_tables import outbox
from bot.store.sealed import Keys
from bot.store.sensor_tables import hours, readings, sensors, zone_hours
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations
from notifier.alert import AirFacts, Alert, Area, CouncilFacts, Publisher, WeatherFacts

HOUR = dt.timedelta(hours=1)
WEATHER = Alert(
    name="nswws:1",
    version=1,
    kind="weather",
    level=3,
    phase="new",
    area=Area(districts=("LS9", "LS10")),
    facts=WeatherFacts(("rain", "wind"), summary="Heavy rain."),
    publisher=Publisher("Met Office"),
    at=dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC),
    expires=dt.datetime(2026, 11, 24, 21, 0, tzinfo=dt.UTC),
)


class Rows:
    """Puts rows in; each gives the number of the row, where it has one. `now` is when they were made."""

    def __init__(self, database: Database, keys: Keys, now: dt.datetime) -> None:
        self._database = database
        self._keys = keys
        self.now = now.astimezone(dt.UTC)
        self._count = 0

    async def sensor(self, name: str, kind: str = "reference", home: str = "", **more: Any) -> int:
        sealed = self._keys.seal(home) if home else None
        found = self._keys.find("home", home) if home else None
        outside = {} if kind == "indoor" else {"latitude": 53.8, "longitude": -1.55}
        base = {"feed": "city", "name": name, "kind": kind, "label": "", "zone": "leeds"}
        base |= {"every": 600, "active": True, "last_at": self.now}
        return await self._one(sensors, **{**base, **outside, "home": sealed, "home_lookup": found, **more})

    async def reading(self, sensor: int, quantity: str, value: float, at: dt.datetime | None = None) -> None:
        at = at or self.now
        row = {"sensor_id": sensor, "quantity": quantity, "at": at, "value": value, "covers": 0}
        await self._one(readings, **row, hour=at.replace(minute=0, second=0, microsecond=0))

    async def hour(
        self, sensor: int, quantity: str, hour: dt.datetime, mean: float, minutes: int = 60
    ) -> None:
        row = {"sensor_id": sensor, "quantity": quantity, "hour": hour, "mean": mean}
        await self._one(hours, **row, lowest=mean - 1, highest=mean + 1, minutes=minutes)

    async def air(self, zone: str, hour: dt.datetime, index: int, **more: Any) -> None:
        facts = AirFacts(zone, zone.title(), index, "pm2_5", 40.4, 24, 20, hour, "Leeds Centre", **more)
        await self._one(zone_hours, zone=zone, hour=hour, index=index, facts=msgspec.json.encode(facts))

    async def feed(self, name: str, **more: Any) -> None:
        base: dict[str, Any] = {"state": b"", "failures": 0, "problem": "", "believed": 0}
        await self._one(feeds, name=name, **{**base, **more})

    async def refused(self, feed: str, reason: str, count: int = 1, what: str = "", detail: str = "") -> None:
        row = {"feed": feed, "reason": reason, "day": self.now.date(), "count": count}
        await self._one(refusals, **row, what=what, detail=detail, at=self.now)

    async def alert(self, alert: Alert = WEATHER, status: str = "sent", **more: Any) -> tuple[int, int]:
        """An alert with one version; the numbers of both."""
        ended = None if alert.level else self.now
        number = await self._one(
            alerts,
            name=alert.name,
            kind=alert.kind,
            version=alert.version,
            level=alert.level,
            order=0.0,
            started_at=self.now,
            expires_at=alert.expires,
            ended_at=ended,
        )
        return number, await self.version(number, alert, status, **more)

    async def version(self, number: int, alert: Alert, status: str = "sent", **more: Any) -> int:
        return await self._one(
            alert_versions,
            alert_id=number,
            version=alert.version,
            level=alert.level,
            before=alert.before,
            phase=alert.phase,
            at=alert.at,
            alert=msgspec.json.encode(alert),
            status=status,
            **more,
        )

    async def body(self, version: int, channel: str, language: str) -> int:
        row = {"version_id": version, "name": f"version:{version}", "channel": channel, "told": "new"}
        fixed = {"at_risk": False, "district": b"", "segments": 1, "created_at": self.now}
        return await self._one(bodies, **row, **fixed, language=language, body=self._keys.seal("words"))

    async def resident(self, spoken: str = "en", **more: Any) -> tuple[int, int]:
        """A conversation with a subscription; the numbers of both."""
        self._count += 1
        address = f"077009{self._count:05}"
        talk = await self._one(
            conversations,
            channel="sms",
            lookup=self._keys.find("sms", address),
            address=self._keys.seal(address),
            owner="bot",
            revision=1,
            language=spoken,
            kept=False,
            waiting=False,
            reminded=False,
            last_seq=0,
            created_at=self.now,
            last_at=self.now,
        )
        return talk, await self.subscription(talk, **more)

    async def subscription(self, talk: int, **more: Any) -> int:
        base = {"channel": "sms", "fallback": "", "language": "", "at_risk": False, "override": 4}
        base |= {"bins_at": 1080, "state": "active", "agreed_at": self.now, "agreed_to": "words"}
        ends = self.now + dt.timedelta(days=300)
        return await self._one(subscriptions, **{**base, "conversation_id": talk, "ends_at": ends, **more})

    async def sent(self, version: int, alert: int, resident: tuple[int, int], **more: Any) -> int:
        """A row of the outbox for one resident."""
        self._count += 1
        talk, subscription = resident
        base: dict[str, Any] = {"kind": "alert", "channel": "sms", "status": "delivered", "code": ""}
        base |= {"told": "new", "level": 3, "priority": 20, "attempts": 1}
        return await self._one(
            outbox,
            **{
                **base,
                "key": f"row {self._count}",
                "conversation_id": talk,
                "subscription_id": subscription,
                "alert_id": alert,
                "version_id": version,
                "created_at": self.now,
                "not_before": self.now,
                "expires_at": self.now + HOUR,
                **more,
            },
        )

    async def _one(self, table: Table, **values: Any) -> int:
        """One row; its number, 0 for a table that has none."""
        known: Mapping[str, Any] = {name: value for name, value in values.items() if name in table.c}

        def work(connection: Any) -> int:
            made = connection.execute(insert(table).values(**known))
            return int(made.inserted_primary_key[0]) if "id" in table.c else 0

        return await self._database.write(work)


def council(name: str = "council:1", **more: Any) -> Alert:
    """An alert that staff have written."""
    facts = CouncilFacts({"en": "The water in Harehills is off. Get bottles at the library."}, "No water")
    made: dict[str, Any] = {
        "name": name,
        "version": 1,
        "kind": "council",
        "level": 3,
        "phase": "new",
        "area": Area(everywhere=True),
        "facts": facts,
        "publisher": Publisher("Leeds City Council"),
        "at": WEATHER.at,
        "expires": WEATHER.expires,
    }
    return Alert(**{**made, **more})
