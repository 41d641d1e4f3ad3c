"""Who wants to be told what: `bot.knowledge.alerts.Subscriptions` on the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot.clock import Clock
from bot.knowledge.alerts import Reached, Subscriptions, Told
from bot.store.alert_rows import decoded
from bot.store.alert_tables import alert_spots, alert_versions
from bot.store.conversations import SPOKEN_ON
from bot.store.database import Database
from bot.store.link_tables import aliases
from bot.store.outbox_tables import outbox, suppressions
from bot.store.sealed import Keys
from bot.store.subscription_rows import (
    Written,
    district,
    forget_waiting,
    held,
    lookups,
    of,
    put,
    settle,
    written,
)
from bot.store.subscription_tables import subscription_places, subscriptions
from bot.store.tables import conversations
from notifier.alert import Alert, SensorFacts
from notifier.subscription import LASTS, Interest, Place, Subscription, Wishes

LATELY = dt.timedelta(days=7)
"""For how long somebody can be told why they got an alert."""

_its, _rows, _spots = subscriptions.c, outbox.c, alert_spots.c
_WENT = (_rows.sent_at.is_not(None), _rows.status.not_in(("failed", "undelivered")))


class StoredSubscriptions(Subscriptions):
    """`sends` are the channels that alerts can be sent to, the best first; `place` finds a postcode
    or district of the city in what somebody said."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        sends: Collection[str],
        place: Callable[[str], Place | None],
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._sends = tuple(sends)
        self._place = place

    def channels(self, channel: str) -> Sequence[str]:
        return sorted(self._sends, key=lambda name: name != channel)

    async def reached(self, conversation: int) -> Reached:
        own = select(conversations.c.channel, SPOKEN_ON.label("spoken_on")).where(
            conversations.c.id == conversation
        )
        linked = select(aliases.c.channel).where(aliases.c.conversation_id == conversation)

        def read(connection: Connection) -> Reached:
            row = connection.execute(own).first()
            there = connection.scalars(linked.order_by(aliases.c.linked_at)).all()
            return Reached("", ()) if row is None else Reached(row.spoken_on, (row.channel, *there))

        return await self._database.read(read)

    async def of(self, conversation: int) -> Subscription | None:
        now = self._clock.now()

        def read(connection: Connection) -> Subscription | None:
            row = of(connection, conversation, now)
            return None if row is None else held(connection, self._keys, row, now)

        return await self._database.read(read)

    async def save(
        self, conversation: int, wishes: Wishes, agreed_to: str = "", home: str = ""
    ) -> Subscription:
        rows, now = written(self._keys, wishes), self._clock.now()
        values = {**rows.row, "ends_at": now + LASTS}
        if agreed_to:
            values |= {"agreed_at": now, "agreed_to": agreed_to}
        if home:
            values |= {"home": self._keys.seal(home), "bins_checked": None}
        if all(one.kind != "bins" for one in wishes.interests):
            values |= {"home": None}

        def work(connection: Connection) -> Subscription:
            connection.execute(delete(subscriptions).where(*_of(conversation), _its.ends_at <= now))
            found = connection.scalar(
                update(subscriptions).where(*_of(conversation)).values(values).returning(_its.id)
            )
            if found is None:
                found = _begun(connection, conversation, values)
            return self._finished(connection, conversation, found, rows, now)

        return await self._database.write(work)

    def _finished(
        self, connection: Connection, conversation: int, subscription: int, rows: Written, now: dt.datetime
    ) -> Subscription:
        put(connection, subscription, rows)
        settle(connection, [conversation])
        row = of(connection, conversation, now)
        return held(connection, self._keys, row, now)

    async def pause(self, conversation: int, until: dt.datetime | None) -> None:
        paused = update(subscriptions).where(*_of(conversation)).values(state="paused", paused_until=until)
        await self._database.write(lambda connection: connection.execute(paused).close())

    async def resume(self, conversation: int) -> None:
        on = {"state": "waiting", "paused_until": None, "ends_at": self._clock.now() + LASTS}

        def work(connection: Connection) -> None:
            connection.execute(update(subscriptions).where(*_of(conversation)).values(on))
            settle(connection, [conversation])

        await self._database.write(work)

    async def end(self, conversation: int) -> bool:
        now = self._clock.now()

        def work(connection: Connection) -> bool:
            gone = connection.scalar(delete(subscriptions).where(*_of(conversation)).returning(_its.id))
            if gone is not None:
                forget_waiting(connection, gone, now)
            return gone is not None

        return await self._database.write(work)

    async def stopped(self, conversation: int) -> bool:
        now = self._clock.now()

        def read(connection: Connection) -> bool:
            row = of(connection, conversation, now)
            theirs = [] if row is None else lookups(connection, row)
            wanted = select(suppressions.c.at).where(suppressions.c.to_lookup.in_(theirs)).limit(1)
            return connection.scalar(wanted) is not None

        return await self._database.read(read)

    async def last_told(self, conversation: int) -> Told | None:
        now = self._clock.now()

        def read(connection: Connection) -> Told | None:
            row = of(connection, conversation, now)
            sent = None if row is None else connection.execute(_told(row.id, now - LATELY)).first()
            if row is None or sent is None:
                return None
            wishes, alert = held(connection, self._keys, row, now).wishes, decoded(sent)
            near = connection.scalar(_near(row.id, sent.version_id))
            code = "" if near is None else district(self._keys.open(near, str))
            return Told(alert, sent.sent_at, sent.channel, _interest(wishes, alert), code)

        return await self._database.read(read)

    async def pushed_since(self, conversation: int, since: dt.datetime) -> bool:
        """Whether an alert has gone to the resident after that moment: a bare number that comes then is no
        answer to what they were offered before. What is a line of the conversation is no such alert."""
        alerted = _rows.kind != "reply", _rows.seq.is_(None)
        later = exists().where(_rows.conversation_id == conversation, *alerted, _rows.sent_at > since)
        return bool(await self._database.read(lambda connection: connection.scalar(select(later))))

    def places(self, codes: Sequence[str]) -> Sequence[Place | None]:
        return [self._place(code) for code in codes]


def _of(conversation: int) -> tuple[Any, ...]:
    return (_its.conversation_id == conversation,)


def _begun(connection: Connection, conversation: int, values: dict[str, Any]) -> int:
    """A new row. Which words were agreed to is always known of one that begins."""
    new = {"conversation_id": conversation, "state": "waiting", **values}
    return int(connection.execute(insert(subscriptions).values(new).returning(_its.id)).scalar_one())


def _told(subscription: int, since: dt.datetime) -> Any:
    """The newest version that went to them."""
    wanted = select(alert_versions.c.alert, _rows.version_id, _rows.channel, _rows.sent_at).join_from(
        outbox, alert_versions, alert_versions.c.id == _rows.version_id
    )
    mine = wanted.where(_rows.subscription_id == subscription, *_WENT, _rows.sent_at >= since)
    return mine.order_by(_rows.id.desc()).limit(1)


def _near(subscription: int, version: int) -> Any:
    """The first of their places that the version was about; none for the whole city."""
    its = subscription_places.c
    spots = select(_spots.spot).where(_spots.version_id == version)
    there = (its.subscription_id == subscription, its.spot.in_(spots))
    return select(its.place).where(*there).order_by(its.id).limit(1)


def _interest(wishes: Wishes, alert: Alert) -> Interest:
    """The wish that asked for it; where that is gone since, what the alert itself says."""
    sensor = alert.facts.sensor if isinstance(alert.facts, SensorFacts) else ""
    same = [one for one in wishes.interests if one.kind == alert.kind and one.sensor in ("", sensor)]
    return same[0] if same else Interest(alert.kind, alert.level)
