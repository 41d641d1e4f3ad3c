"""From a version of an alert to rows of the outbox: statements that can be run again and add nothing.

Whoever has the alert's row locked writes: a newer version, too, has to lock it before it is written. So no
row of an older version comes after one of a newer, whichever process dies when.
"""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.alert_tables import alert_spots, alert_versions, alerts
from bot.store.audience import Audience, Version
from bot.store.audience_columns import plainly
from bot.store.bodies import name
from bot.store.outbox_tables import WAITS, outbox
from bot.store.sensor_tables import sensors
from bot.store.subscription_tables import subscriptions
from notifier.alert import OVER
from notifier.outbox import PRIORITY_OF

STALE: dict[str, dt.timedelta] = {
    "air": dt.timedelta(hours=6),
    "sensor": dt.timedelta(hours=6),
    "flood": dt.timedelta(hours=24),
    "weather": dt.timedelta(hours=24),
}
"""For how long the news of an alert is worth sending, at most; of other kinds a day."""

OVER_FOR = dt.timedelta(hours=12)
"""For how long it is worth saying that it is over."""

_its, _rows = alert_versions.c, outbox.c
_CHANGES = select(func.changes())
_COLUMNS = (
    "key",
    "kind",
    "channel",
    "to_lookup",
    "address",
    "body_id",
    "conversation_id",
    "priority",
    "created_at",
    "not_before",
    "expires_at",
    "status",
    "attempts",
    "code",
    "done_at",
    "alert_id",
    "version_id",
    "subscription_id",
    "told",
    "level",
)


def ours(connection: Connection, version_id: int) -> Any:
    """The version's row, if it is still the newest of its alert and to be sent; nobody changes that until the
    transaction ends. None when it is not, or when another process has it."""
    query = (
        select(alert_versions)
        .join(alerts, alerts.c.id == _its.alert_id)
        .where(_its.id == version_id, _its.status.in_(("new", "refusing")))
        .with_for_update(of=alerts, skip_locked=True)
    )
    return connection.execute(query).first()


def sensor(connection: Connection, name: str) -> int:
    """The number of the sensor that an area names, by that number or as its feed does; 0 for none."""
    if name.isdecimal():
        return int(name)
    return int(connection.scalar(select(sensors.c.id).where(sensors.c.name == name).limit(1)) or 0)


def highest(connection: Connection) -> int:
    """The highest number of a subscription."""
    return int(connection.scalar(select(func.max(subscriptions.c.id))) or 0)


def write_spots(connection: Connection, version_id: int, spots: Collection[bytes]) -> None:
    """Where the version holds."""
    if not spots:
        return
    if connection.dialect.name == "postgresql":  # one statement: thousands of them take a while
        each = select(literal(version_id), func.unnest(literal(list(spots), ARRAY(LargeBinary))))
        new = postgresql.insert(alert_spots).from_select(["version_id", "spot"], each)
        connection.execute(new.on_conflict_do_nothing())
    else:
        rows = [{"version_id": version_id, "spot": spot} for spot in spots]
        connection.execute(sqlite.insert(alert_spots).on_conflict_do_nothing(), rows)


def supersede(connection: Connection, version: Version) -> int:
    """What waits of older versions of the alert is not sent any more; how many rows. One whose call has begun
    may have gone, and counts as told."""
    older = select(_its.id).where(_its.alert_id == version.alert_id, _its.version < version.alert.version)
    waits = and_(WAITS, _rows.status == "waiting", _rows.version_id.in_(older), _rows.subscription_id > 0)
    over = {"status": "expired", "code": "superseded", "done_at": version.now}
    blank = {"address": None, "body": None, "holder": None, "lease_until": None}
    return connection.execute(update(outbox).where(waits).values(over | blank)).rowcount


def put(connection: Connection, version: Version, range: tuple[int, int], parts: int = 1) -> int:
    """The rows for the subscriptions of `range`, also of those who are not sent it; how many are new. `parts`
    is of how many messages the longest words are. Words that are not there yet are left to the next time."""
    plainly(connection)
    return sum(_put(connection, _new_rows(version, range, part)) for part in builtins.range(parts))


def _put(connection: Connection, query: Any) -> int:
    statement = insert_rows(connection.dialect.name).from_select(_COLUMNS, query)
    new = statement.on_conflict_do_nothing(index_elements=["key"])
    found = connection.execute(new, execution_options={"preserve_rowcount": True}).rowcount
    # SQLite's driver counts only for statements that begin with INSERT, and not with WITH.
    return int(connection.scalar(_CHANGES) or 0) if found < 0 else found


def insert_rows(dialect: str) -> Any:
    """An INSERT into the outbox for this database."""
    return postgresql.insert(outbox) if dialect == "postgresql" else sqlite.insert(outbox)


def wait(connection: Connection, version_id: int) -> None:
    """A second person has to say yes."""
    waits = update(alert_versions).where(_its.id == version_id, _its.status == "new")
    connection.execute(waits.values(status="waits"))


def estimated(connection: Connection, version_id: int, people: int, segments: int) -> None:
    """To how many it goes, and how many segments that are charged."""
    estimate = update(alert_versions).where(_its.id == version_id)
    connection.execute(estimate.values(recipients=people, segments=segments))


def done(connection: Connection, version: Version) -> None:
    """All that is to be in the outbox is."""
    then = {"status": "refused"} if version.refused else {"status": "sent", "sent_at": version.now}
    connection.execute(update(alert_versions).where(_its.id == version.id).values(then))


def _new_rows(version: Version, range: tuple[int, int], part: int) -> Any:
    """Those of the first message with those of everybody who gets none; or of a later one."""
    its = Audience(version, range, name(version.id) + _suffix(part)).people.c
    now, moment = version.now, _rows.created_at.type
    goes, over = its.code.is_(None), its.told.in_(sorted(OVER))
    key = literal(f"alert:{version.id}:") + cast(its.id, String) + ":" + its.channel
    has_words = and_(goes, its.body_id.is_not(None))
    wanted = has_words if part else or_(~goes, has_words)
    return (
        select(
            key + _suffix(part),
            literal("alert", String),
            its.channel,
            _if(goes, its.to_lookup, LargeBinary()),
            _if(goes, its.address, LargeBinary()),
            case((goes, its.body_id)),
            its.conversation_id,
            case((over, PRIORITY_OF[0]), else_=PRIORITY_OF[version.alert.level]),
            literal(now, moment),
            literal(now, moment),
            case((over, literal(now + OVER_FOR, moment)), else_=literal(_useful_until(version), moment)),
            case((goes, literal("waiting", String)), else_=literal("suppressed", String)),
            literal(0),
            func.coalesce(its.code, ""),
            case((goes, null()), else_=literal(now, moment)),
            literal(version.alert_id),
            literal(version.id),
            its.id,
            its.told,
            case((over, 0), else_=version.alert.level),
        )
        .where(wanted)
        .order_by(its.id)
    )


def _suffix(part: int) -> str:
    """Behind the names of words and the keys of rows: nothing for the first message."""
    return f":{part}" if part else ""


def _if(goes: ColumnElement[bool], value: Any, type: Any) -> Any:
    return case((goes, value), else_=cast(null(), type))


def _useful_until(version: Version) -> dt.datetime:
    """Until it has run out, or is old."""
    old = version.now + STALE.get(version.alert.kind, dt.timedelta(hours=24))
    return min(version.alert.expires or old, old)
