"""What came of rows of the outbox, written down where the status table allows it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.outbox_tables import WAITS, outbox
from bot.store.query import Query
from notifier.outbox import Mark
from notifier.status import NEXT

CODE, PROVIDER, PROVIDER_ID = 64, 32, 128
"""Characters that are kept."""

_its = outbox.c
_now = bindparam("now", type_=_its.not_before.type)
_me = bindparam("me", type_=String)
_put_back = Query(
    update(outbox)
    .where(_its.id == bindparam("wanted"), _its.holder == _me, WAITS, _its.status != "waiting")
    .values(
        status=bindparam("then"),
        not_before=bindparam("later"),
        code=bindparam("why"),
        holder=None,
        lease_until=None,
    )
)
Field = Callable[[str], ColumnElement[Any]]


def _is(value: ColumnElement[Any], *names: str) -> ColumnElement[bool]:
    """`value` is one of these words of ours."""
    return or_(*(value == literal_column(f"'{name}'", String) for name in sorted(names)))


def _marking(number: ColumnElement[int], field: Field) -> Executable:
    """Many marks in one statement; `number` and `field` read one of them."""
    then = field("status")
    allowed = or_(*(and_(_is(_its.status, was), _is(then, *to)) for was, to in NEXT.items() if to))
    # What has been sent has been sent, whoever has the lease by now.
    known = or_(_its.holder == _me, _is(then, "sent", "delivered"))
    still = _is(then, "sent")
    return (
        update(outbox)
        .where(_its.id == number, allowed, known)
        .values(
            status=then,
            provider=func.coalesce(func.nullif(field("provider"), ""), _its.provider),
            provider_id=func.coalesce(func.nullif(field("provider_id"), ""), _its.provider_id),
            code=field("code"),
            sent_at=case(
                (_is(then, "sent", "delivered"), func.coalesce(_its.sent_at, _now)), else_=_its.sent_at
            ),
            done_at=case((~still, _now)),
            body=case((still, _its.body)),
            address=case((still, _its.address)),
            holder=None,
            lease_until=None,
        )
    )


def _on_sqlite() -> Executable:
    value = func.json_each(bindparam("marks", type_=String)).table_valued("value").c.value
    return _marking(
        func.json_extract(value, "$.id", type_=Integer),
        lambda name: func.json_extract(value, f"$.{name}", type_=String),
    )


def _on_postgresql() -> Executable:
    given = cast(bindparam("marks", type_=String), JSONB)
    value = func.jsonb_array_elements(given, type_=JSONB).column_valued("mark")
    return _marking(cast(value["id"].astext, BigInteger), lambda name: value[name].astext)


_mark = Query({"sqlite": _on_sqlite(), "postgresql": _on_postgresql()})


def mark(connection: Connection, marks: Sequence[Mark], me: str, now: dt.datetime) -> None:
    """What came of rows; those that are to be tried again one by one, all others in one statement."""
    for one in marks:
        if one.not_before is not None:
            values = {"wanted": one.id, "me": me, "then": one.status, "later": one.not_before}
            _put_back.run(connection, {**values, "why": one.code[:CODE]})
    over = [_as_json(one) for one in marks if one.not_before is None]
    if over:
        _mark.run(connection, {"marks": json.dumps(over), "me": me, "now": now})


def _as_json(one: Mark) -> dict[str, object]:
    return {
        "id": one.id,
        "status": one.status,
        "provider": one.provider[:PROVIDER],
        "provider_id": one.provider_id[:PROVIDER_ID],
        "code": one.code[:CODE],
    }
