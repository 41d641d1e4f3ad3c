"""The rows of the outbox: which may go, whose they are, and what came of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    Integer,
    String,
    any_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.store.outbox_tables import WAITS, outbox
from bot.store.query import AnyRow, Query
from bot.store.suppressions import applies
from notifier.outbox import PUSHED

_its = outbox.c
_before = outbox.alias("before")
_NEEDED = (
    *(_its.id, _its.key, _its.kind, _its.channel, _its.address, _its.body, _its.body_id),
    *(_its.priority, _its.created_at, _its.expires_at, _its.attempts, _its.status),
)
"""What a worker has to know of a row."""
_now = bindparam("now", type_=_its.not_before.type)
_me = bindparam("me", type_=String)
_pushed = literal_column(str(PUSHED), Integer)

# A conversation's messages go in their order; what is pushed waits for everything before it. One look into
# the index for each row: written as EXISTS, PostgreSQL would join all rows with all while it has no figures
# about the table yet.
_earlier = (
    select(_before.c.id)
    .where(
        _before.c.to_lookup == _its.to_lookup,
        _before.c.id < _its.id,
        _before.c.sent_at.is_(None),
        _before.c.done_at.is_(None),
        or_(_its.priority >= _pushed, _before.c.priority < _pushed),
    )
    .limit(literal_column("1", Integer))
    .correlate(outbox)
    .scalar_subquery()
)
_just_now = (
    select(_before.c.id)
    .where(_before.c.to_lookup == _its.to_lookup, _before.c.sent_at > bindparam("since"))
    .limit(literal_column("1", Integer))
    .correlate(outbox)
    .scalar_subquery()
)
_free = or_(_its.lease_until.is_(None), _its.lease_until <= _now)
_ready = (_its.channel == bindparam("wanted"), WAITS, _its.not_before <= _now, _free, _earlier.is_(None))


def _claiming(*more: ColumnElement[bool]) -> Query:
    return Query({"sqlite": _claim(*more), "postgresql": _claim(*more, as_list=True)})


def _claim(*more: ColumnElement[bool], as_list: bool = False) -> Executable:
    """Leases rows. `SKIP LOCKED` is PostgreSQL's; on SQLite one transaction writes at a time anyway."""
    due = (
        select(_its.id)
        .where(*_ready, *more)
        .order_by(_its.priority, _its.expires_at, _its.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=outbox)
        .cte("due")
    )
    ids = select(due.c.id)
    # As a list: joined, PostgreSQL reads the whole table while it has no figures about it.
    found = _its.id == any_(func.array(ids.scalar_subquery())) if as_list else _its.id.in_(ids)
    return update(outbox).where(found).values(holder=_me, lease_until=bindparam("until")).returning(*_NEEDED)


_any, _spaced = _claiming(), _claiming(_just_now.is_(None))
_later = outbox.alias("later")
_outdated = (
    exists()
    .where(
        _later.c.subscription_id == _its.subscription_id,
        _later.c.alert_id == _its.alert_id,
        _later.c.version_id > _its.version_id,
    )
    .correlate(outbox)
)


def _among(build: Callable[[ColumnElement[bool]], Executable]) -> Query:
    """A statement about some rows, whose numbers are one parameter: so it is compiled only once."""
    listed = func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value
    given = any_(cast(bindparam("ids", type_=ARRAY(BigInteger)), ARRAY(BigInteger)))
    return Query({"sqlite": build(_its.id.in_(select(listed))), "postgresql": build(_its.id == given)})


def _ids(connection: Connection, ids: Collection[int]) -> object:
    return json.dumps(list(ids)) if connection.dialect.name == "sqlite" else list(ids)


_unwanted = _among(lambda these: select(_its.id).where(these, or_(applies, _outdated)))
# Not as `WAITS` has it: PostgreSQL would read all that waits, by its index, for a few rows whose
# numbers are given.
_mine = (_its.holder == _me, func.coalesce(_its.sent_at, _its.done_at).is_(None))
_begin = _among(
    lambda these: (
        update(outbox)
        .where(these, *_mine, _its.status == "waiting")
        .values(status="sending", attempts=_its.attempts + 1, lease_until=bindparam("until"))
        .returning(_its.id)
    )
)
_renew = _among(lambda these: update(outbox).where(these, *_mine).values(lease_until=bindparam("until")))
_release = _among(
    lambda these: (
        update(outbox).where(these, *_mine, _its.status == "waiting").values(holder=None, lease_until=None)
    )
)
_recover = Query(
    update(outbox)
    .where(_its.holder == _me, WAITS)
    .values(holder=None, lease_until=case((_its.status != "waiting", bindparam("soon"))))
)
_free_at = case((_its.lease_until > _its.not_before, _its.lease_until), else_=_its.not_before)
_due_at = Query(
    select(func.min(_free_at).label("at")).where(_its.channel == bindparam("wanted"), WAITS, _free_at > _now)
)


def claim(
    connection: Connection,
    channel: str,
    limit: int,
    gap: float,
    now: dt.datetime,
    me: str,
    until: dt.datetime,
) -> list[AnyRow]:
    """Leases up to `limit` rows to `me`, the most urgent first."""
    values = {"wanted": channel, "most": limit, "now": now, "me": me, "until": until}
    if gap > 0:
        rows = _spaced.all(connection, {**values, "since": now - dt.timedelta(seconds=gap)})
    else:
        rows = _any.all(connection, values)
    return sorted(rows, key=lambda row: (row.priority, row.expires_at, row.id))


def unwanted(connection: Connection, ids: Collection[int]) -> frozenset[int]:
    """Those of the rows whose person wants nothing of the kind, or has been told more of the same alert since
    they were written."""
    return frozenset(row.id for row in _unwanted.all(connection, {"ids": _ids(connection, ids)}))


def with_words(
    connection: Connection, rows: list[AnyRow], words: Collection[int], now: dt.datetime
) -> list[AnyRow]:
    """The rows that have words of their own or shared ones; those whose words are gone have failed."""
    lost = [row.id for row in rows if row.body is None and row.body_id not in words]
    if lost:
        over = {"status": "failed", "code": "no_words", "done_at": now, "address": None}
        connection.execute(update(outbox).where(_its.id.in_(lost)).values(over))
    return [row for row in rows if row.body is not None or row.body_id in words]


def begin(connection: Connection, ids: Collection[int], me: str, until: dt.datetime) -> frozenset[int]:
    """Their calls begin; those that are still ours."""
    values = {"ids": _ids(connection, ids), "me": me, "until": until}
    return frozenset(row.id for row in _begin.all(connection, values))


def renew(connection: Connection, ids: Collection[int], me: str, until: dt.datetime) -> None:
    """They stay ours until then."""
    _renew.run(connection, {"ids": _ids(connection, ids), "me": me, "until": until})


def release(connection: Connection, ids: Collection[int], me: str) -> None:
    """Those that were not begun are anybody's."""
    _release.run(connection, {"ids": _ids(connection, ids), "me": me})


def recover(connection: Connection, me: str, soon: dt.datetime) -> None:
    """Nobody has what `me` had; but what was begun is not asked about before `soon`."""
    _recover.run(connection, {"me": me, "soon": soon})


def due_at(connection: Connection, channel: str, now: dt.datetime) -> dt.datetime | None:
    """When the next row that cannot go yet may go."""
    found: dt.datetime | None = _due_at.all(connection, {"wanted": channel, "now": now})[0].at
    return found
